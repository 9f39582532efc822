"""What ORM layers share: values that stand for a model's repository, and the keys of models."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.models.entities import Entity, Models
from blueprint_ls.judge.flow import contents
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.state import State
from blueprint_ls.judge.flow.values import External, Given, Scoped, Unknown, Value, options
from blueprint_ls.judge.flow.walk import Walk

TRANSACTION = "transaction@"
"""How the root of a client begins that is good for the time of a transaction."""


class Store(Value, frozen=True):
    """All rows of a model, as code holds them: a repository, a model of Mongoose's, a collection."""

    layer: str
    model: str
    """Its id; a bare name where no declaration was found; empty where nobody can tell."""
    scoped: str | None = None
    """Why it keeps inside a tenant."""
    methods: Value | None = None
    """The object of methods that it was extended with."""
    note: str = ""
    """Why nobody can tell which model it is."""


class Client(Value, frozen=True):
    """What reaches every model of a layer: an entity manager, a connection."""

    layer: str
    scoped: str | None = None
    """Why it keeps inside a tenant."""
    root: str = ""
    """Tells it from others where it is good for a time: `transaction@…`, `runner@…`."""


def scope_of(value: Value | None) -> str | None:
    """Why a value keeps inside a tenant; None where it need not."""
    if isinstance(value, Scoped):
        return value.by
    return value.scoped if isinstance(value, Store | Client) else None


def is_vague(value: Value | None) -> bool:
    """Whether a value may be any client, since nothing is known of it."""
    return isinstance(value, Unknown | External | Scoped | Client) or (isinstance(value, Given) and value.type is None)


def primary(entity: Entity | None) -> str:
    """The column of an entity's own key."""
    if entity is None:
        return "id"
    return next((column.name for column in entity.model.columns if column.primary), "id")


def entity_named(models: Models, layer: str, name: str, near: str) -> Entity | None:
    """The model of a layer that has a name, the one near a file first."""
    found = [one for one in models.named(name, near) if one.model.layer == layer]
    return next((one for one in found if one.path == near), None) or next(iter(found), None)


def elements(walk: Walk, state: State, value: Value) -> Iterator[Value]:
    """The elements of lists; what is no list stands for itself."""
    for option in options(value):
        if walk.items(state, option) is not None:
            yield from contents.elements(walk, state, option)
        else:
            yield option


def place(call: Invocation) -> tuple[str, int, int]:
    """Where a call stands."""
    return call.path, call.node.start, call.node.end
