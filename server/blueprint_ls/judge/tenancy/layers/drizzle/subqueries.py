"""Drizzle's subqueries: what a select answers, and what it is to a query that reads from it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.judge.flow.predicate import NOTHING
from blueprint_ls.judge.flow.state import Builder, State
from blueprint_ls.judge.flow.values import ColumnOf, Handle, Row, Table, Value, choice
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.drizzle import writes
from blueprint_ls.judge.tenancy.layers.drizzle.queries import Query, select
from blueprint_ls.judge.tenancy.layers.drizzle.values import Derived, name_of, renamed, source_name


def under_name(walk: Walk, state: State, value: Value, name: str, models: Models) -> Value:
    """A query that is given a name, as `.as(…)` does: from then on others read from it."""
    content = walk.content(state, value)
    if not isinstance(content, Builder) or not isinstance(value, Handle):
        return value
    walk.pending.pop(value.id, None)
    query = Query(walk, state, content, models)
    if content.steps[0].name not in writes.KINDS:
        return derived(query, name)
    answer = writes.run(query)
    if not isinstance(answer, Row):
        return Derived(name, {}, (), NOTHING, -1)
    columns = query.all_columns(query.tables[0]) if query.tables else {}
    held = {key: Row(answer.access, (key,), True) for key in columns}
    return Derived(name, held, (), NOTHING, answer.access)


def rows(query: Query) -> Value:
    """What awaiting a select answers."""
    return choice(Row(arm, (), True) for arm in query.arms)


def derived(query: Query, name: str) -> Derived:
    """A select under a name, as another query reads from it."""
    select(query)
    names = {source_name(one): f"{name}/{source_name(one)}" for one in query.sources}
    sources = tuple(
        replace(one, alias=names[source_name(one)])
        for one in (*query.sources, *query.inner)
        if source_name(one) in names
    )
    columns = {key: _seen_outside(value, names, query) for key, value in query.columns().items()}
    predicate = renamed(query.predicate, names)
    if len(query.arms) > 1:
        columns = {key: choice(Row(arm, (key,), True) for arm in query.arms) for key in columns}
        sources, predicate = (), NOTHING
    return Derived(name, columns, sources, predicate, query.arms[0] if query.arms else -1)


def _seen_outside(value: Value, names: Mapping[str, str], query: Query) -> Value:
    if isinstance(value, ColumnOf):
        return replace(value, alias=names.get(name_of(value), value.alias))
    if isinstance(value, Table):
        return replace(value, alias=names.get(name_of(value), value.alias))
    return value if isinstance(value, Row) else Row(query.arms[0], ("()",), True) if query.arms else value
