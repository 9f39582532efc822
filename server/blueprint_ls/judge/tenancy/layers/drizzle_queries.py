"""Drizzle's selects: the tables they read, what they demand of them, and what their rows are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.judge.flow.predicate import (
    NOTHING,
    All,
    Compared,
    Equals,
    Linked,
    Not,
    OneOf,
    Opaque,
    Predicate,
    Within,
)
from blueprint_ls.judge.flow.state import Builder, Items, Record, State, Step
from blueprint_ls.judge.flow.trace import Access, Source
from blueprint_ls.judge.flow.values import (
    Closure,
    ColumnOf,
    Constant,
    Handle,
    Row,
    Table,
    Unknown,
    Value,
    choice,
    options,
)
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.drizzle_conditions import condition, definite, either
from blueprint_ls.judge.tenancy.layers.drizzle_values import Derived, Sql, Subquery, name_of, renamed, source_name
from blueprint_ls.judge.tenancy.layers.recording import record, scoped_by
from blueprint_ls.judge.tenancy.pins import flat

JOINS = frozenset(
    f"{kind}Join{lateral}" for kind in ("inner", "left", "right", "full", "cross") for lateral in ("", "Lateral")
)
UNIONS = frozenset({"union", "unionAll", "intersect", "intersectAll", "except", "exceptAll"})


@dataclass(slots=True)
class Query:
    """A statement while its clauses come together."""

    walk: Walk
    state: State
    builder: Builder
    models: Models
    around: Query | None = None
    """The query whose condition it stands in."""
    sources: list[Source] = field(default_factory=list)
    tables: list[Table | Derived] = field(default_factory=list)
    demands: list[Predicate] = field(default_factory=list)
    inner: list[Source] = field(default_factory=list)
    """The tables of the queries in its condition."""
    arms: list[int] = field(default_factory=list)

    # ------------------------------------------------------------------------------------------------- clauses

    def steps(self, *names: str) -> Iterator[Step]:
        """The calls of some names."""
        return (step for step in self.builder.steps if step.name in names)

    def read(self, main: Value | None = None) -> Query:
        """Take in the tables, the joins and the conditions."""
        if main is not None:
            self._add(main)
        for step in self.builder.steps:
            if step.name == "from" and step.arguments:
                self._add(step.arguments[0])
            elif step.name in JOINS and step.arguments:
                self._join(step)
        self._where()
        self.demands = [self._resolved(demand) for demand in self.demands]
        return self

    def _add(self, value: Value) -> list[str]:
        """A table that the query reads; the names of its sources."""
        for option in options(value):
            if isinstance(option, Table):
                self.tables.append(option)
                self.sources.append(Source(option.alias, option.model))
                return [name_of(option)]
            if isinstance(option, Derived):
                self.tables.append(option)
                self.sources += option.sources
                self.demands.append(option.predicate)
                return [source_name(source) for source in option.sources]
        return []

    def _join(self, step: Step) -> None:
        before = [source_name(source) for source in self.sources]
        added = self._add(step.arguments[0])
        demand = self.condition(step.arguments[1]) if len(step.arguments) > 1 else NOTHING
        kind = step.name.partition("Join")[0]
        if kind in ("left", "full") or not step.certain:
            self._loosen(added)
            demand = restricted(demand, added)
        if kind in ("right", "full"):
            self._loosen(before)
        self.demands.append(demand if kind != "full" else NOTHING)
        if kind in ("inner", "right"):
            self._tighten(demand)

    def _loosen(self, names: Sequence[str]) -> None:
        self.sources = [replace(one, optional=one.optional or source_name(one) in names) for one in self.sources]

    def _tighten(self, demand: Predicate) -> None:
        """What a condition asks of a table's columns asks for its row to be there."""
        asked = {name for part in flat(demand) for name in _mentioned(part)}
        self.sources = [replace(one, optional=one.optional and source_name(one) not in asked) for one in self.sources]

    def _where(self) -> None:
        where: Predicate = NOTHING
        for step in self.steps("where"):
            asked = self.condition(step.arguments[0]) if step.arguments else NOTHING
            where = asked if step.certain else either([asked, where])
        self._tighten(where)
        self.demands.append(where)

    def condition(self, value: Value) -> Predicate:
        """What a `where` or an `on` demands; a function is asked with the query's tables."""
        if isinstance(value, Closure):
            given = [table for table in self.tables]
            value = self.walk.enter(self.state, value, given, None) if self.walk.may_enter(value) else Unknown()
        found = condition(self.walk, self.state, value)
        return renamed(found, {"": source_name(self.sources[0])}) if self.sources else found

    @property
    def predicate(self) -> Predicate:
        """All that it demands."""
        return All(tuple(self.demands))

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
        inner = select(Query(self.walk, self.state, content, self.models, self))
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
        return found, renamed(All((_known(self.around.predicate), demand)), names)

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
            inner = select(Query(self.walk, self.state, content, self.models, self))
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
                query.arms += select(Query(query.walk, query.state, content, query.models, query.around)).arms
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


def restricted(demand: Predicate, names: Sequence[str]) -> Predicate:
    """A condition as far as it speaks of some tables: an outer join says nothing about the others."""
    if isinstance(demand, All | OneOf):
        return type(demand)(tuple(restricted(part, names) for part in demand.parts))
    if isinstance(demand, Equals | Within) and demand.source not in names:
        return Compared(demand.source, demand.column, "an outer join")
    return Compared("", "", "an outer join") if isinstance(demand, Opaque) else demand


def _mentioned(part: Predicate) -> Iterator[str]:
    if isinstance(part, Equals) and part.value != Constant(None):
        yield part.source
    elif isinstance(part, Linked):
        yield from (part.source, part.other)
    elif isinstance(part, Compared | Within):
        yield part.source


def _known(demand: Predicate) -> Predicate:
    """A condition without what cannot be seen into."""
    parts = (part for part in flat(demand) if not isinstance(part, Opaque | Subquery))
    return All(tuple(part for part in parts if not _holds_query(part)))


def _holds_query(part: Predicate) -> bool:
    if isinstance(part, All | OneOf):
        return any(_holds_query(one) for one in part.parts)
    return _holds_query(part.part) if isinstance(part, Not) else isinstance(part, Subquery | Opaque)


def listed(walk: Walk, state: State, value: Value) -> Iterator[Value]:
    """The values of a list, or the one value."""
    for option in options(value):
        content = walk.content(state, option)
        if isinstance(content, Items):
            for item in (*content.items, *([content.each] if content.each is not None else [])):
                yield from options(item)
        else:
            yield option
