"""Drizzle's inserts, updates and deletes."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.flow import properties
from blueprint_ls.judge.flow.predicate import All, Equals, Opaque, Predicate
from blueprint_ls.judge.flow.state import Builder, Record
from blueprint_ls.judge.flow.trace import Written
from blueprint_ls.judge.flow.values import (
    Closure,
    ColumnOf,
    Constant,
    Handle,
    Row,
    Unknown,
    Value,
    is_undefined,
)
from blueprint_ls.judge.tenancy.layers.drizzle.conditions import condition
from blueprint_ls.judge.tenancy.layers.drizzle.queries import Query, enter, select
from blueprint_ls.judge.tenancy.layers.drizzle.terms import listed
from blueprint_ls.judge.tenancy.layers.drizzle.values import Derived, Sql, name_of
from blueprint_ls.judge.tenancy.layers.recording import written

KINDS = {"insert": "create", "update": "update", "delete": "delete"}


def run(query: Query) -> Value:
    """Run one statement that writes."""
    start = query.builder.steps[0]
    query.read(start.arguments[0])
    if not query.sources:
        return Unknown("a table that is not known")
    returning = next((step.arguments[0] for step in query.steps("returning") if step.arguments), None)
    answers = query.selection(returning) if returning is not None else None
    if start.name != "insert":
        return Row(enter(query, KINDS[start.name], answers).index, (), True)
    made = tuple(_rows(query))
    skips = any(True for _ in query.steps("onConflictDoNothing", "ignore"))
    access = enter(query, "create", answers, written=made, throws=not skips, merges=tuple(_merges(query, made)))
    return Row(access.index, (), True)


def _rows(query: Query) -> Iterator[Written]:
    for step in query.steps("values", "select"):
        for argument in step.arguments[:1]:
            found = [row for one in listed(query.walk, query.state, _made(query, argument)) for row in _row(query, one)]
            yield from found or [Written({}, (argument,))]


def _made(query: Query, value: Value) -> Value:
    """`insert(t).select((qb) => qb.select()…)`."""
    if isinstance(value, Closure) and query.walk.may_enter(value):
        return query.walk.enter(query.state, value, None, None)
    return value


def _row(query: Query, value: Value) -> Iterator[Written]:
    content = query.walk.content(query.state, value)
    if isinstance(content, Builder) and isinstance(value, Handle):
        query.walk.pending.pop(value.id, None)
        yield _selected(select(Query(query.walk, query.state, content, query.models)))
    elif not isinstance(value, Constant):
        entity = query.models.by_id[query.sources[0].model]
        found = written(query.walk, query.state, value, entity)
        yield Written({key: _plain(one) for key, one in found.values.items()}, found.unseen)


def _plain(value: Value) -> Value:
    return value.values[0] if isinstance(value, Sql) and len(value.values) == 1 else value


def _selected(inner: Query) -> Written:
    """The rows that a select hands to an insert."""
    arm = inner.arms[0] if inner.arms else -1
    main = name_of(inner.tables[0]) if inner.tables and not isinstance(inner.tables[0], Derived) else ""
    columns = {key: _lent(value, arm, main) for key, value in inner.columns().items()}
    return Written(columns)


def _lent(value: Value, arm: int, main: str) -> Value:
    if isinstance(value, ColumnOf):
        return Row(arm, (value.column,) if name_of(value) == main else (name_of(value), value.column), True)
    return value


# ------------------------------------------------------------------------------------------------------- conflicts


def _merges(query: Query, made: tuple[Written, ...]) -> Iterator[Predicate]:
    """How an insert finds the rows that it changes instead, where they are there already."""
    for step in query.steps("onConflictDoUpdate"):
        if step.arguments:
            target = properties.property_of(query.walk, query.state, step.arguments[0], "target")
            columns = [one for one in listed(query.walk, query.state, target) if isinstance(one, ColumnOf)]
            for row in made:
                found = _found_by(query, [one.column for one in columns], row)
                yield All((*found, *_conditions(query, step.arguments[0])))
    for _ in query.steps("onDuplicateKeyUpdate"):
        for row in made:
            yield from (All(tuple(_found_by(query, key, row))) for key in _keys(query) if set(key) & set(row.values))


def _found_by(query: Query, columns: list[str], row: Written) -> Iterator[Predicate]:
    for column in columns:
        if column in row.values:
            yield Equals("", column, row.values[column])
        elif row.unseen:
            yield Opaque("the row is made elsewhere", row.unseen[0])


def _conditions(query: Query, told: Value) -> Iterator[Predicate]:
    for name in ("where", "setWhere", "targetWhere"):
        found = properties.property_of(query.walk, query.state, told, name)
        if isinstance(query.walk.content(query.state, told), Record) and not is_undefined(found):
            yield condition(query.walk, query.state, found)


def _keys(query: Query) -> list[list[str]]:
    entity = query.models.by_id[query.sources[0].model]
    single = [[column.name] for column in entity.model.columns if column.primary or column.unique]
    return [*single, *([*columns] for _, columns in entity.model.uniques)]
