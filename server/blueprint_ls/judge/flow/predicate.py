"""What a query demands of its rows, in one form for all data layers."""

from __future__ import annotations

from msgspec import Struct

from blueprint_ls.judge.flow.values import Value


class Predicate(Struct, frozen=True):
    """A condition on the rows of a query."""


class All(Predicate, frozen=True):
    """Every part holds; without parts it demands nothing."""

    parts: tuple[Predicate, ...] = ()


class OneOf(Predicate, frozen=True):
    """One of the parts holds."""

    parts: tuple[Predicate, ...]


class Not(Predicate, frozen=True):
    """The part does not hold: whatever it says, no row is pinned by it."""

    part: Predicate


class Equals(Predicate, frozen=True):
    """A column is one value, or one of a list of values."""

    source: str
    """The alias of the table, or the model's name where it has none; empty for the query's own."""
    column: str
    value: Value
    many: bool = False
    """`in` a list."""


class Linked(Predicate, frozen=True):
    """A column of one table is a column of another: what joins say."""

    source: str
    column: str
    other: str
    other_column: str


class Related(Predicate, frozen=True):
    """A related row fulfills a condition."""

    source: str
    relation: str
    part: Predicate


class Compared(Predicate, frozen=True):
    """A column is compared in another way (`not`, `gt`, `contains`, …): it pins nothing."""

    source: str
    column: str
    how: str


class Within(Predicate, frozen=True):
    """A column is one of what a subquery selects; the subquery is an access of its own."""

    source: str
    column: str
    access: int


class Opaque(Predicate, frozen=True):
    """A condition that cannot be seen into."""

    why: str
    value: Value | None = None
    """What stands for it, where that may become known in a caller."""


NOTHING = All()
"""The condition of a query that has none."""
