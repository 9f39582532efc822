"""Statements of relational layers: every query in one becomes an access of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Entity, Models, plain
from blueprint_ls.judge.flow.predicate import NOTHING, All, Equals, Not, OneOf, Predicate, Within
from blueprint_ls.judge.flow.state import State
from blueprint_ls.judge.flow.trace import Source, Written
from blueprint_ls.judge.flow.values import ColumnOf, Constant, Row, Value
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.demands import Among
from blueprint_ls.judge.tenancy.layers.queries import MADE_ELSEWHERE, Chosen, Column, Place, Query
from blueprint_ls.judge.tenancy.layers.recording import record, scoped_by
from blueprint_ls.judge.tenancy.pins import equalities


@dataclass(slots=True)
class Statement:
    """One statement, run at once."""

    walk: Walk
    state: State
    models: Models
    layer: str
    near: str
    """The file that it stands in: of models with one name, the nearest is meant."""
    client: Value | None = None
    calls: tuple[tuple[str, int], ...] | None = None
    scoped: str | None = None
    queries: list[Query] = field(default_factory=list)
    keys: frozenset[str] = frozenset()
    """The names of tenant columns, for tables that nothing in the repository declares."""
    _taken: dict[str, int] = field(default_factory=dict)

    def entity(self, table: str) -> Entity | None:
        """The model kept in a table."""
        name = table.replace('"', "").replace("`", "")
        found = self.models.by_table(name, self.near)
        return next(iter(found), None) or next(iter(self.models.named(name, self.near)), None)

    def fresh(self, name: str) -> str:
        """A name that no other table of the statement has."""
        self._taken[name] = self._taken.get(name, 0) + 1
        return name if self._taken[name] == 1 else f"{name}~{self._taken[name]}"

    def query(self, kind: str, operation: str, at: Place, around: Query | None = None) -> Query:
        """A new query; those inside it come first, as they are put together first."""
        return Query(self, kind, operation, at, around)

    def done(self, query: Query) -> Query:
        """A query is complete; one that reads other queries alone is no access."""
        if query.main and query not in self.queries and not _is_of_database(query):
            self.queries.append(query)
        return query

    def enter(self) -> None:
        """Enter all queries into the trace."""
        first = len(self.walk.trace.accesses)
        for at, query in enumerate(self.queries):
            query.index = first + at
        for query in self.queries:
            self._enter(query)

    def _enter(self, query: Query) -> None:
        around, demand = query.surroundings()
        main = [one for one in query.sources if one.alias == query.main]
        rest = [one for one in query.sources if one.alias != query.main]
        sources = _once((*main, *rest, *query.joined, *around))
        written = tuple(
            Written({key: self._value(value) for key, value in row.values.items()}, row.unseen) for row in query.written
        )
        demand = self._entered(All((query.predicate, demand)))
        scoped, notes = self.scoped or scoped_by(self.client, query.kind), [*query.notes]
        if main and main[0].model not in self.models.by_id:
            if main[0].model != MADE_ELSEWHERE:
                notes.append(f"the table `{main[0].model}` is declared nowhere")
            scoped = scoped or self._by_key(demand, main[0].alias, written)
            sources = ()
        access = record(
            self.walk,
            self.state,
            None,
            layer=self.layer,
            operation=query.operation,
            kind=query.kind,
            sources=sources,
            predicate=demand,
            at=query.at,
            scoped=scoped,
            calls=self.walk.calls if self.calls is None else self.calls,
            written=written,
            merges=tuple(self._entered(merge) for merge in query.merges),
            bulk=query.bulk,
            single=query.single,
            throws=query.throws,
            note="; ".join(notes),
            answers=self._answers(query),
        )
        self.state.done |= {access.index}

    def _by_key(self, demand: Predicate, alias: str, rows: Sequence[Written]) -> str | None:
        """Why an undeclared table is held to a tenant: its column of the tenant's name is compared or written."""
        compared = [part.column for part in equalities(demand) if part.source == alias]
        named = compared + (list(rows[0].values) if len(rows) == 1 else [])
        found = next((name for name in named if plain(name) in self.keys), None)
        return f"`{found}` is the tenant's key" if found else None

    def _answers(self, query: Query) -> Mapping[str, Value] | None:
        if not query.outputs or "*" in query.outputs:
            return None
        models = {source.alias: source.model for source in (*query.sources, *query.joined)}
        found: dict[str, Value] = {}
        for key, value in query.outputs.items():
            if isinstance(value, Column) and value.source in models:
                found[key] = ColumnOf(models[value.source], value.name, value.source)
        return found

    def _entered(self, demand: Predicate) -> Predicate:
        """A condition once the accesses of the statement have their numbers."""
        if isinstance(demand, All | OneOf):
            return type(demand)(tuple(self._entered(part) for part in demand.parts))
        if isinstance(demand, Not):
            return Not(self._entered(demand.part))
        if isinstance(demand, Equals):
            return replace(demand, value=self._value(demand.value))
        if isinstance(demand, Among):
            arms = tuple(Within(demand.source, demand.column, arm.index) for arm in demand.arms if arm.index >= 0)
            return OneOf(arms) if arms else NOTHING
        return demand

    def _value(self, value: Value) -> Value:
        """The row that a chosen column belongs to."""
        if not isinstance(value, Chosen):
            return value
        column = value.column
        owner = next((one for one in self.queries if any(s.alias == column.source for s in one.sources)), None)
        if owner is None or owner.index < 0:
            return Constant(None)
        path = (column.name,) if owner.main == column.source else (column.source, column.name)
        return Row(owner.index, path, True)


def _once(sources: Sequence[Source]) -> tuple[Source, ...]:
    found: dict[str, Source] = {}
    for source in sources:
        found.setdefault(source.alias, source)
    return tuple(found.values())


def _is_of_database(query: Query) -> bool:
    """Whether a query asks the database about itself."""
    model = next((source.model.lower() for source in query.sources if source.alias == query.main), "")
    return model.startswith(("pg_", "information_schema.", "sqlite_", "system."))
