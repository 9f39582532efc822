"""Queries of relational layers while they are put together: their tables, what they demand, what they answer.

A query inside a condition joins the one around it, and one that speaks of the columns around it is held by what
holds those. Names of tables are unique within a statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Entity, plain
from blueprint_ls.judge.flow.predicate import (
    NOTHING,
    All,
    Compared,
    Equals,
    Linked,
    Predicate,
)
from blueprint_ls.judge.flow.trace import Source, Written
from blueprint_ls.judge.flow.values import Value
from blueprint_ls.judge.tenancy.layers.demands import Among, asked, known_part, restricted

if TYPE_CHECKING:
    from blueprint_ls.judge.tenancy.layers.statements import Statement

MADE_ELSEWHERE = "?"
"""The name of a table that nobody can tell."""
Place = tuple[str, int, int]
"""File, first byte, last byte."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of one of a statement's tables, by its table's name there."""

    source: str
    name: str


class Chosen(Value, frozen=True):
    """What a query of the statement answers in a column: a row's value, once the statement is entered."""

    column: Column


@dataclass(slots=True, eq=False)
class Query:
    """One query of a statement."""

    statement: Statement
    kind: str
    operation: str
    at: Place
    around: Query | None = None
    names: dict[str, Table | Outcome] = field(default_factory=dict)
    """What it may call a table, and what that is."""
    commons: dict[str, Query] = field(default_factory=dict)
    """Common table expressions."""
    sources: list[Source] = field(default_factory=list)
    joined: list[Source] = field(default_factory=list)
    """The tables of queries in its conditions."""
    demands: list[Predicate] = field(default_factory=list)
    outputs: dict[str, Column | Value] = field(default_factory=dict)
    main: str = ""
    """The table that it is about."""
    arms: list[Query] = field(default_factory=list)
    """The other arms of a union."""
    written: tuple[Written, ...] = ()
    merges: tuple[Predicate, ...] = ()
    bulk: bool = True
    single: bool = False
    throws: bool = False
    notes: list[str] = field(default_factory=list)
    index: int = -1

    # ------------------------------------------------------------------------------------------------------ tables

    def table(self, name: str, alias: str = "", optional: bool = False) -> str:
        """Read a table; its name in the statement."""
        return self._read(self.statement.entity(name), name, alias or name.rpartition(".")[2], optional)

    def entity(self, entity: Entity, alias: str = "", optional: bool = False) -> str:
        """Read the table of a model."""
        return self._read(entity, entity.id, alias or entity.model.table.rpartition(".")[2], optional)

    def _read(self, entity: Entity | None, name: str, called: str, optional: bool) -> str:
        own = self.statement.fresh(called)
        model = entity.id if entity else name
        self.names[called.lower()] = Table(own, entity)
        self.sources.append(Source(own, model, optional))
        self.main = self.main or own
        return own

    def outcome(self, inner: Query, alias: str, optional: bool = False) -> list[str]:
        """Read what another query answers: its tables join these."""
        self.names[alias.lower()] = Outcome(inner)
        if inner.arms:
            return []
        known = {source.alias for source in self.sources}
        added = [replace(one, optional=one.optional or optional) for one in inner.sources if one.alias not in known]
        self.sources += added
        self.joined += [one for one in inner.joined if one not in self.joined]
        demand = inner.predicate
        self.demands.append(demand if not optional else restricted(demand, [one.alias for one in inner.sources]))
        return [one.alias for one in added]

    def loosen(self, names: Sequence[str]) -> None:
        """The rows of these tables may be missing."""
        self.sources = [replace(one, optional=one.optional or one.alias in names) for one in self.sources]

    def join(self, kind: str, added: Sequence[str], before: Sequence[str], demand: Predicate) -> None:
        """Take in the condition of a join."""
        if kind in ("left", "full"):
            self.loosen(added)
            demand = restricted(demand, added)
        if kind in ("right", "full"):
            self.loosen(before)
        self.demands.append(demand if kind != "full" else NOTHING)
        if kind not in ("left", "full"):
            self._tighten(demand)

    def where(self, demand: Predicate) -> None:
        """Take in a condition on all rows; what it asks of a table asks for the table's row."""
        self._tighten(demand)
        self.demands.append(demand)

    def _tighten(self, demand: Predicate) -> None:
        needed = set(asked(demand))
        self.sources = [replace(one, optional=one.optional and one.alias not in needed) for one in self.sources]

    # ----------------------------------------------------------------------------------------------------- columns

    def column(self, name: str, table: str = "") -> Column | Value | None:
        """What a column's name means here or in the queries around."""
        query: Query | None = self
        while query is not None:
            found = query._own(name, table.lower())
            if found is not None:
                return found
            query = query.around
        if table or not self.main:
            return None
        return Column(self.main, name)

    def _own(self, name: str, table: str) -> Column | Value | None:
        if table:
            held = self.names.get(table)
            return held.column(name) if held is not None else None
        known = [found for held in self.names.values() if (found := held.known(name)) is not None]
        if known:
            return known[0]
        bare = [held for held in self.names.values() if isinstance(held, Table) and held.entity is None]
        return bare[0].column(name) if len(bare) == 1 and len(self.names) == 1 else None

    # -------------------------------------------------------------------------------------------------- conditions

    def equals(self, one: Column | Value | None, other: Column | Value | None, many: bool = False) -> Predicate:
        """`one = other`, either of them a column or a value."""
        if isinstance(one, Column) and isinstance(other, Column):
            return Linked(one.source, one.name, other.source, other.name)
        if isinstance(other, Column):
            one, other = other, one
        if isinstance(one, Column) and isinstance(other, Value):
            return Equals(one.source, one.name, other, many)
        return Compared("", "", "=")

    def within(self, one: Column | Value | None, inner: Query) -> Predicate:
        """`one in (query)`."""
        if not isinstance(one, Column):
            return Compared("", "", "in")
        chosen = next(iter(inner.outputs.values()), None)
        if inner.arms:
            return Among(one.source, one.name, (inner, *inner.arms))
        self.joined += [*inner.sources, *inner.joined]
        link = self.equals(one, chosen) if isinstance(chosen, Column | Value) else NOTHING
        return All((inner.predicate, link))

    def exists(self, inner: Query) -> Predicate:
        """`exists (query)`."""
        if inner.arms:
            return NOTHING
        self.joined += [*inner.sources, *inner.joined]
        return inner.predicate

    @property
    def predicate(self) -> Predicate:
        """All that it demands."""
        return All(tuple(self.demands))

    def surroundings(self) -> tuple[tuple[Source, ...], Predicate]:
        """The tables and conditions of the queries around."""
        if self.around is None:
            return (), NOTHING
        outer, demand = self.around.surroundings()
        return (*self.around.sources, *outer), All((known_part(self.around.predicate), demand))


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a name."""

    own: str
    entity: Entity | None

    def column(self, name: str) -> Column:
        """A column of it."""
        return Column(self.own, column_name(self.entity, name))

    def known(self, name: str) -> Column | None:
        """A column that it is known to have."""
        return self.column(name) if self.entity and has_column(self.entity, name) else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What another query answers, under a name."""

    query: Query

    def column(self, name: str) -> Column | Value | None:
        """One of its columns."""
        return self.known(name)

    def known(self, name: str) -> Column | Value | None:
        """One of its columns; with arms, one of any."""
        outputs = self.query.outputs
        if name in outputs:
            return outputs[name]
        found = next((value for key, value in outputs.items() if plain(key) == plain(name)), None)
        if found is None and "*" in outputs:
            found = next((held.known(name) for held in self.query.names.values() if held.known(name)), None)
        return found


def column_name(entity: Entity | None, name: str) -> str:
    """The name that code uses for a column, whatever a statement's spelling of it."""
    if entity is None:
        return name
    known = entity.column(name) or next(
        (c for c in entity.model.columns if plain(name) in (plain(c.name), plain(c.stored))), None
    )
    return known.name if known else name


def has_column(entity: Entity, name: str) -> bool:
    """Whether a model declares a column."""
    return any(plain(name) in (plain(one.name), plain(one.stored)) for one in entity.model.columns)
