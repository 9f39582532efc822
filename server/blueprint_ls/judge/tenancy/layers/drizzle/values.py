"""What Drizzle's queries are built from, beyond tables and columns: SQL fragments, subqueries, table expressions."""

from __future__ import annotations

from collections.abc import Mapping

from blueprint_ls.codebase.models.entities import Entity
from blueprint_ls.judge.flow.predicate import All, Equals, Linked, Not, OneOf, Predicate, Related, Within
from blueprint_ls.judge.flow.trace import Source
from blueprint_ls.judge.flow.values import ColumnOf, Fragment, Handle, Table, Value, options


class Sql(Value, frozen=True):
    """A fragment of SQL text with values in it."""

    parts: tuple[str, ...]
    values: tuple[Value, ...]
    predicate: Predicate
    """What it demands where it stands as a condition."""


class Derived(Value, frozen=True, eq=False):
    """A subquery under a name, or a common table expression: its tables take part in the query around it."""

    name: str
    columns: Mapping[str, Value]
    sources: tuple[Source, ...]
    predicate: Predicate
    access: int


class Pending(Value, frozen=True):
    """A common table expression that has a name and no query yet."""

    name: str


class Subquery(Predicate, frozen=True):
    """A condition with a query of its own, which is run together with the query around it."""

    query: Handle
    column: ColumnOf | None = None
    """The column that is one of what it selects; None for `exists`."""


def is_part(value: Value) -> bool:
    """Whether a value can only come from Drizzle."""
    return any(isinstance(one, ColumnOf | Table | Fragment | Sql | Derived) for one in options(value))


def column_of(entity: Entity, table: Table, name: str) -> ColumnOf | None:
    """A column of a table by the name that code uses."""
    found = entity.column(name)
    return ColumnOf(table.model, found.name, table.alias) if found else None


def name_of(value: ColumnOf | Table) -> str:
    """The name by which a predicate speaks of a table."""
    return value.alias or value.model


def source_name(source: Source) -> str:
    """The same for a source."""
    return source.alias or source.model


def renamed(predicate: Predicate, names: Mapping[str, str]) -> Predicate:
    """A predicate whose tables go by other names."""
    if isinstance(predicate, All | OneOf):
        return type(predicate)(tuple(renamed(part, names) for part in predicate.parts))
    if isinstance(predicate, Not):
        return Not(renamed(predicate.part, names))
    if isinstance(predicate, Equals):
        return Equals(_new(predicate.source, names), predicate.column, predicate.value, predicate.many)
    if isinstance(predicate, Linked):
        one, other = _new(predicate.source, names), _new(predicate.other, names)
        return Linked(one, predicate.column, other, predicate.other_column)
    if isinstance(predicate, Related):
        return Related(_new(predicate.source, names), predicate.relation, predicate.part)
    if isinstance(predicate, Within):
        return Within(_new(predicate.source, names), predicate.column, predicate.access)
    return predicate


def _new(name: str, names: Mapping[str, str]) -> str:
    return names.get(name, name)
