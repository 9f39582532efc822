"""Drizzle's selects: the tables they read, what they demand of them, and what their rows are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from blueprint_ls.judge.flow.predicate import (
    NOTHING,
    All,
    Linked,
    Not,
    OneOf,
    Predicate,
    Within,
)
from blueprint_ls.judge.flow.state import Builder, Record
from blueprint_ls.judge.flow.trace import Access, Source
from blueprint_ls.judge.flow.values import (
    ColumnOf,
    Handle,
    Row,
    Table,
    Value,
    choice,
)
from blueprint_ls.judge.tenancy.layers.drizzle.clauses import Clauses
from blueprint_ls.judge.tenancy.layers.drizzle.conditions import definite, either
from blueprint_ls.judge.tenancy.layers.drizzle.terms import known
from blueprint_ls.judge.tenancy.layers.drizzle.values import Derived, Sql, Subquery, name_of, renamed, source_name
from blueprint_ls.judge.tenancy.layers.recording import record, scoped_by

UNIONS = frozenset({"union", "unionAll", "intersect", "intersectAll", "except", "exceptAll"})


@dataclass(slots=True)
class Query(Clauses):
    """A statement while it comes together, with the queries in its conditions."""

    around: Query | None = None
    """The query whose condition it stands in."""
    inner: list[Source] = field(default_factory=list)
    """The tables of the queries in its condition."""
    arms: list[int] = field(default_factory=list)
    """The accesses that it became: a union has several."""

    def read(self, main: Value | None = None) -> Query:
        """Take in the clauses, and run the queries in them."""
        self.gather(main)
        self.demands = [self._resolved(demand) for demand in self.demands]
        return self

    # ------------------------------------------------------------------------------------------- inner queries

    def _resolved(self, demand: Predicate) -> Predicate:
        """A condition after the queries in it were run, each as a join with what it selects."""
        if isinstance(demand, All | OneOf):
            return type(demand)(tuple(self._resolved(part) for part in demand.parts))
        if isinstance(demand, Not):
            return Not(self._resolved(demand.part))
        return self._subquery(demand) if isinstance(demand, Subquery) else demand

    def _subquery(self, demand: Subquery) -> Predicate:
        content = self.walk.content(self.state, demand.query)
        if not isinstance(content, Builder):
            return NOTHING
        self.walk.pending.pop(demand.query.id, None)
        inner = select(Query(self.walk, self.state, content, self.models, around=self))
        if not inner.sources or not inner.arms:
            return NOTHING
        if len(inner.arms) > 1 and demand.column:
            source, column = name_of(demand.column), demand.column.column
            return either([Within(source, column, arm) for arm in inner.arms])
        return self._semi_join(inner, demand)

    def _semi_join(self, inner: Query, demand: Subquery) -> Predicate:
        names = {source_name(one): f"{inner.builder.start}:{source_name(one)}" for one in inner.sources}
        self.inner += [replace(one, alias=names[source_name(one)]) for one in inner.sources]
        parts = [renamed(inner.predicate, names)]
        chosen = next(iter(inner.columns().values()), None)
        if demand.column and isinstance(chosen, ColumnOf):
            own, theirs = demand.column, names.get(name_of(chosen), name_of(chosen))
            parts.append(Linked(name_of(own), own.column, theirs, chosen.column))
        return All(tuple(parts))

    def surroundings(self) -> tuple[tuple[Source, ...], Predicate]:
        """The tables and conditions of the queries around, for a query that speaks of their columns."""
        if self.around is None:
            return (), NOTHING
        outer, demand = self.around.surroundings()
        own = {source_name(source) for source in self.sources}
        sources = (*self.around.sources, *outer)
        names = {source_name(one): f"around:{source_name(one)}" for one in sources if source_name(one) in own}
        found = tuple(replace(one, alias=names.get(source_name(one), one.alias)) for one in sources)
        return found, renamed(All((known(self.around.predicate), demand)), names)

    # ------------------------------------------------------------------------------------------------ selections

    def columns(self) -> Mapping[str, Value]:
        """What its rows are made of, by the names that code reads."""
        start = self.builder.steps[0]
        place = 1 if start.name == "selectDistinctOn" else 0
        if len(start.arguments) > place:
            return self.selection(start.arguments[place])
        if len(self.tables) == 1:
            return self.all_columns(self.tables[0])
        return {name: table for table in self.tables for name in self._names(table)}

    def selection(self, value: Value) -> dict[str, Value]:
        """The columns that `select({ … })` or `returning({ … })` names."""
        content = self.walk.content(self.state, value)
        if not isinstance(content, Record):
            return {}
        return {key: self._selected(entry) for key, entry in content.entries.items()}

    def _selected(self, value: Value) -> Value:
        content = self.walk.content(self.state, value)
        if isinstance(content, Builder) and isinstance(value, Handle):
            self.walk.pending.pop(value.id, None)
            inner = select(Query(self.walk, self.state, content, self.models, around=self))
            return choice(Row(arm) for arm in inner.arms)
        if isinstance(value, Sql):
            for inside in value.values:
                self._selected(inside)
        return definite(value)

    def all_columns(self, table: Table | Derived) -> Mapping[str, Value]:
        """Every column of a table."""
        if isinstance(table, Derived):
            return table.columns
        entity = self.models.by_id.get(table.model)
        found = entity.model.columns if entity else ()
        return {column.name: ColumnOf(table.model, column.name, table.alias) for column in found}

    def _names(self, table: Table | Derived) -> Iterator[str]:
        if isinstance(table, Derived):
            yield table.name
        elif table.alias:
            yield table.alias
        elif entity := self.models.by_id.get(table.model):
            yield from (entity.model.table.rpartition(".")[2], entity.name)


def select(query: Query) -> Query:
    """Run a select, and its arms where it is a union; each is an access."""
    query.read()
    is_plain = len(query.tables) == 1 and len(query.builder.steps[0].arguments) == 0
    answers = None if is_plain and isinstance(query.tables[0], Table) else query.columns()
    if any(isinstance(table, Table) for table in query.tables):
        query.arms.append(enter(query, "read", answers).index)
    else:
        query.arms += [table.access for table in query.tables if isinstance(table, Derived)][:1]
    for step in query.steps(*UNIONS):
        for value in step.arguments:
            content = query.walk.content(query.state, value)
            if isinstance(content, Builder) and isinstance(value, Handle):
                query.walk.pending.pop(value.id, None)
                query.arms += select(Query(query.walk, query.state, content, query.models, around=query.around)).arms
    return query


def enter(query: Query, kind: str, answers: Mapping[str, Value] | None = None, **more: object) -> Access:
    """Enter a statement into the trace; its first table proper is what it is about."""
    first = next((Source(table.alias, table.model) for table in query.tables if isinstance(table, Table)), None)
    rest = [one for one in query.sources if first is None or source_name(one) != source_name(first)]
    main = [one for one in query.sources if first is not None and source_name(one) == source_name(first)][:1]
    around, demand = query.surroundings()
    builder = query.builder
    access = record(
        query.walk,
        query.state,
        None,
        layer="drizzle",
        operation=builder.steps[0].name,
        kind=kind,
        sources=(*main, *rest, *query.inner, *around),
        predicate=All((query.predicate, demand)),
        at=(builder.path, builder.start, builder.end),
        scoped=scoped_by(builder.subject, kind),
        calls=builder.calls,
        answers=answers,
        **more,
    )
    query.state.done |= {access.index}
    return access
