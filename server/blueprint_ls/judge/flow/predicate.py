"""What a query demands of its rows, in one form for all data layers."""

from __future__ import annotations

from dataclasses import dataclass

from blueprint_ls.judge.flow.values import Value


class Predicate:
    """A condition on the rows of a query."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class All(Predicate):
    """Every part holds; without parts it demands nothing."""

    parts: tuple[Predicate, ...] = ()


@dataclass(frozen=True, slots=True)
class OneOf(Predicate):
    """One of the parts holds."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Not(Predicate):
    """The part does not hold: whatever it says, no row is pinned by it."""

    part: Predicate


@dataclass(frozen=True, slots=True)
class Equals(Predicate):
    """A column is one value, or one of a list of values."""

    source: str
    """The alias of the table, or the model's name where it has none; empty for the query's own."""
    column: str
    value: Value
    many: bool = False
    """`in` a list."""


@dataclass(frozen=True, slots=True)
class Linked(Predicate):
    """A column of one table is a column of another: what joins say."""

    source: str
    column: str
    other: str
    other_column: str


@dataclass(frozen=True, slots=True)
class Related(Predicate):
    """A related row fulfills a condition."""

    source: str
    relation: str
    part: Predicate


@dataclass(frozen=True, slots=True)
class Compared(Predicate):
    """A column is compared in another way (`not`, `gt`, `contains`, …): it pins nothing."""

    source: str
    column: str
    how: str


@dataclass(frozen=True, slots=True)
class Within(Predicate):
    """A column is one of what a subquery selects; the subquery is an access of its own."""

    source: str
    column: str
    access: int


@dataclass(frozen=True, slots=True)
class Opaque(Predicate):
    """A condition that cannot be seen into."""

    why: str
    value: Value | None = None
    """What stands for it, where that may become known in a caller."""


NOTHING = All()
"""The condition of a query that has none."""
