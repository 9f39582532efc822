"""What a blueprint says about tenants, as the judgement of code needs it."""

from __future__ import annotations

from dataclasses import dataclass

OPERATIONS = ("read", "create", "update", "delete")


@dataclass(frozen=True, slots=True)
class Owned:
    """Ownership that no foreign key declares: a row of `model` belongs to the tenant of its `by`."""

    model: str
    by: str
    through: str
    """The column of `model` that holds the key of `by`."""


@dataclass(frozen=True, slots=True)
class ScopedClient:
    """A function or method that returns a client bound to one tenant."""

    name: str
    operations: tuple[str, ...] = OPERATIONS
    """What it covers: `read`, `create`, `update`, `delete`, `raw`."""


@dataclass(frozen=True, slots=True)
class System:
    """Code that rightly works across tenants."""

    glob: str
    because: str


@dataclass(frozen=True, slots=True)
class Tenancy:
    """The `tenancy` block."""

    key: str
    aliases: tuple[str, ...] = ()
    """Other columns that hold a tenant's key."""
    roots: tuple[str, ...] = ()
    """Models that are the tenant."""
    scopes: tuple[str, ...] = ()
    """Columns narrower than a tenant; they own nothing."""
    shared: tuple[str, ...] = ()
    """Models without a tenant on purpose."""
    public: tuple[str, ...] = ()
    """Rows anyone may read, as `Model.flag`."""
    enforce: tuple[str, ...] = ()
    owned: tuple[Owned, ...] = ()
    scoped_clients: tuple[ScopedClient, ...] = ()
    systems: tuple[System, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The key and its aliases."""
        return (self.key, *self.aliases)
