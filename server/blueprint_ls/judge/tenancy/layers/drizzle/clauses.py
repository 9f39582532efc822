"""The clauses of Drizzle's statements: which tables they join, and what they demand of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.judge.flow.predicate import NOTHING, All, Predicate
from blueprint_ls.judge.flow.state import Builder, State, Step
from blueprint_ls.judge.flow.trace import Source
from blueprint_ls.judge.flow.values import Closure, Table, Unknown, Value, options
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.drizzle.conditions import condition, either
from blueprint_ls.judge.tenancy.layers.drizzle.terms import mentioned, restricted
from blueprint_ls.judge.tenancy.layers.drizzle.values import Derived, name_of, renamed, source_name
from blueprint_ls.judge.tenancy.pins import flat

JOINS = frozenset(
    f"{kind}Join{lateral}" for kind in ("inner", "left", "right", "full", "cross") for lateral in ("", "Lateral")
)


@dataclass(slots=True)
class Clauses:
    """The tables of a statement and what its joins and conditions demand of them."""

    walk: Walk
    state: State
    builder: Builder
    models: Models
    sources: list[Source] = field(default_factory=list)
    tables: list[Table | Derived] = field(default_factory=list)
    demands: list[Predicate] = field(default_factory=list)

    def steps(self, *names: str) -> Iterator[Step]:
        """The calls of some names."""
        return (step for step in self.builder.steps if step.name in names)

    def gather(self, main: Value | None = None) -> None:
        """Take in the tables, the joins and the conditions."""
        if main is not None:
            self._add(main)
        for step in self.builder.steps:
            if step.name == "from" and step.arguments:
                self._add(step.arguments[0])
            elif step.name in JOINS and step.arguments:
                self._join(step)
        self._where()

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
        asked = {name for part in flat(demand) for name in mentioned(part)}
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
            may_enter = self.walk.may_enter(value)
            value = self.walk.enter(self.state, value, [*self.tables], None) if may_enter else Unknown()
        found = condition(self.walk, self.state, value)
        return renamed(found, {"": source_name(self.sources[0])}) if self.sources else found

    @property
    def predicate(self) -> Predicate:
        """All that it demands."""
        return All(tuple(self.demands))
