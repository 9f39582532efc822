"""What a walk met: the data accesses, and what was known when functions ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec import Struct

from blueprint_ls.judge.flow.facts import Fact
from blueprint_ls.judge.flow.predicate import Predicate
from blueprint_ls.judge.flow.values import Handed, Value


class Source(Struct, frozen=True):
    """One table of a query."""

    alias: str
    model: str
    optional: bool = False
    """Whether its rows may be missing: the far side of a left join."""


class Written(Struct, frozen=True):
    """One row that a query writes."""

    values: dict[str, Value]
    """By column; a related row that is connected stands under the relation's name."""
    unseen: tuple[Value, ...] = ()
    """What was spread into it and could not be seen into."""


class Access(Struct, frozen=True):
    """One data access, met on one way through the code."""

    index: int
    path: str
    start: int
    end: int
    layer: str
    operation: str
    kind: str
    """`read`, `create`, `update`, `delete` or `raw`."""
    sources: tuple[Source, ...]
    """The first is the model that it is about."""
    predicate: Predicate
    written: tuple[Written, ...] = ()
    single: bool = False
    """Whether it answers one row, or none."""
    throws: bool = False
    """Whether it throws where there is no row."""
    keyed: bool = False
    """Whether it can only be asked for by a unique key."""
    scoped: str | None = None
    """Why the client itself keeps it inside a tenant."""
    facts: frozenset[Fact] = frozenset()
    """What was known when it ran."""
    before: frozenset[int] = frozenset()
    """The accesses that lie on the way to it."""
    within: int | None = None
    """The access it is nested in: a nested write, a subquery."""
    calls: tuple[tuple[str, int], ...] = ()
    """The calls that led here, outermost first: file and byte."""
    bulk: bool = False
    """Whether it may touch many rows."""
    note: str = ""
    """What the layer could not see."""
    answers: Mapping[str, Value] | None = None
    """What its rows are made of, by the names that code reads; None where they are the columns of its model."""
    merges: tuple[Predicate, ...] = ()
    """How a create finds the rows that it changes instead, where they are there already."""

    @property
    def model(self) -> str:
        """The model it is about."""
        return self.sources[0].model if self.sources else ""

    @property
    def site(self) -> tuple[str, int, str, str]:
        """Where it stands in the code: the same on every way there."""
        return (self.path, self.start, self.model, self.operation)


class Ending(Struct, frozen=True):
    """What was known when a function ended without throwing."""

    facts: frozenset[Fact]
    done: frozenset[int]
    """The accesses that lie inside the function."""
    rows: frozenset[Handed] = frozenset()
    """The rows that it handed out."""
    function: tuple[str, int] = ("", 0)
    """The function that ended, by file and byte: one that was entered from outside, as a handler that others call."""
    begun: int = 0
    """How many accesses there were when it began."""


@dataclass(slots=True)
class Trace:
    """All that one walk met."""

    accesses: list[Access] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    unseen: list[tuple[str, int, str]] = field(default_factory=list)
    """Files, places and reasons of what could not be walked."""
