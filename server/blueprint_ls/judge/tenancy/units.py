"""What single walks find: one over the candidates of a file, one over a function that calls what others left open.

Each begins anew, with layers that remember nothing: what it finds follows from the files that it consulted and from
nothing else. So it stays true until one of them changes, whatever else does, and it may be walked in any process.

A walk that breaks off is said to be unseen; the others go on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.judge.flow.frames import Made
from blueprint_ls.judge.flow.globals import Globals
from blueprint_ls.judge.flow.layer import Layer
from blueprint_ls.judge.flow.trace import Access, Trace
from blueprint_ls.judge.flow.values import Closure
from blueprint_ls.judge.flow.walk import WIDEST, Walk
from blueprint_ls.judge.tenancy.entries import Entry, entries
from blueprint_ls.judge.tenancy.kept import kept
from blueprint_ls.judge.tenancy.ledger import Ledger
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.pins import Pin

RULE = "tenant-scope/"
"""The queries whose captures are candidates."""
_WHOLE = "access"
"""The capture that spans a candidate; the others of its match name parts of it."""
FreshLayers = Callable[[], Sequence[Layer]]
"""Makes the data layers of one walk."""
Unseen = tuple[str, int, str]
Key = tuple[str, int]
"""A unit: its file, and where its function begins; `WHOLE` for the walk over the candidates of a file."""
WHOLE = -1
_NAMELESS = frozenset({None, "default", "constructor"})
_WIDEST = 8_000
"""How far a call is followed from a function that is asked what it hands on: what it decides may lie far behind."""
_FILES = 256
"""Files whose entries stay at hand."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What one walk found."""

    found: tuple[tuple[Access, Pin], ...] = ()
    """Each access that it met, and what that is worth on its way."""
    unseen: tuple[Unseen, ...] = ()
    files: frozenset[str] = frozenset()
    """The files that it consulted."""
    entered: frozenset[int] = frozenset()
    """Where the functions begin that it walked from outside."""


@dataclass(frozen=True, slots=True)
class Door:
    """What is kept of an entry: enough to know whether to walk it."""

    path: str
    start: int
    end: int
    name: str | None
    """What callers call it, where that tells it from others."""
    open: bool
    """Whether it takes parameters, so that callers may decide about it."""
    called: frozenset[str]

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from all others."""
        return self.path, self.start


@dataclass(slots=True)
class Walker:
    """Walks single files and functions."""

    repository: Repository
    program: Program
    owners: Owners
    layers: FreshLayers
    _entries: dict[str, list[Entry]] = field(default_factory=dict)
    _doors: dict[str, tuple[Door, ...]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    """Files whose functions cannot be looked at as callers, and why."""
    known: Globals = field(default_factory=Globals)
    """What names at the top of files stand for: shared by all walks."""

    def forget(self, path: str) -> None:
        """A file has changed."""
        self.known.forget(path)
        self._entries.pop(path, None)
        self._doors.pop(path, None)
        self.faults.pop(path, None)

    def of(self, key: Key) -> Unit:
        """The walk of a unit."""
        path, start = key
        return self.of_file(path) if start == WHOLE else self.of_function(path, start)

    def of_file(self, path: str) -> Unit:
        """A walk over every candidate of a file."""
        run = _Run(self, path)
        with run.guarded(0):
            if spans := self.candidates(path):
                run.over(spans)
        return run.unit()

    def of_function(self, path: str, start: int) -> Unit:
        """A walk over one function."""
        run = _Run(self, path, _WIDEST)
        with run.guarded(start):
            for entry in self.entries(path):
                if entry.function.start == start:
                    run.begin(entry.closure())
                    break
        return run.unit()

    def candidates(self, path: str) -> list[tuple[int, int]]:
        """Where a file may reach for data."""
        facts = self.repository.facts(path)
        captures = facts.captures if facts else ()
        return sorted({(c.start, c.end) for c in captures if c.name == _WHOLE and c.query.startswith(RULE)})

    def entries(self, path: str) -> list[Entry]:
        """Where the walks of a file begin."""
        if path not in self._entries:
            module = self.repository.module(path)
            self._entries[path] = list(entries(path, module)) if module else []
            while len(self._entries) > _FILES:
                del self._entries[next(iter(self._entries))]
        return self._entries[path]

    def doors(self, path: str) -> tuple[Door, ...]:
        """The same, without their trees."""
        if path not in self._doors:
            try:
                self._doors[path] = tuple(_door(entry) for entry in self.entries(path))
            except Exception as error:
                self._doors[path] = ()
                self.faults[path] = f"its functions could not be told apart: {_told(error)}"
        return self._doors[path]


class _Run:
    """One unit on its way."""

    def __init__(self, walker: Walker, path: str, widest: int = WIDEST) -> None:
        self.walker = walker
        self.path = path
        self.walk = Walk(walker.program, walker.layers(), walker.known, widest)
        self.found: list[tuple[Access, Pin]] = []
        self.unseen: list[Unseen] = []
        self.entered: set[int] = set()
        walker.program.consulted = {path}

    def over(self, spans: Sequence[tuple[int, int]]) -> None:
        """From every entry that holds a candidate; then what nobody was seen to call, and what seemed dead."""
        for entry in self.walker.entries(self.path):
            if any(entry.function.start <= start < entry.function.end for start, _ in spans):
                self.entered.add(entry.function.start)
                self.begin(entry.closure())
        for made in self._left(spans):
            self.begin(made.closure, made)
        missed = {span[0] for span in spans if self.walk.met.isdisjoint((self.path, at) for at in span)}
        if missed:
            self._dead(missed)

    def begin(
        self, closure: Closure, made: Made | None = None, wanted: Callable[[Access], bool] = lambda access: True
    ) -> None:
        """Walk a function, and weigh what it met; one that was `made` before our eyes goes on from there."""
        with self.guarded(closure.function.start):
            trace = self.walk.trace = made.trace if made else Trace()
            accesses, unseen = len(trace.accesses), len(trace.unseen)
            self.walk.begin(closure, made.state.copy() if made else None)
            ledger = Ledger(trace, self.walker.owners)
            met = (access for access in trace.accesses[accesses:] if wanted(access))
            self.found += [kept(access, ledger.final(access.index)) for access in met]
            self.unseen += trace.unseen[unseen:]

    @contextmanager
    def guarded(self, at: int) -> Iterator[None]:
        """What breaks off ends here: it is said, and the next walk finds all as it should be."""
        try:
            yield
        except Exception as error:
            logging.getLogger(__name__).debug("the walk from %s:%d broke off", self.path, at, exc_info=True)
            self.walk.abandon()
            said = (self.path, at, f"the walk from here broke off: {_told(error)}")
            if said not in self.unseen:
                self.unseen.append(said)

    def unit(self) -> Unit:
        """What was found; nothing at all where there was nothing to walk."""
        if not self.walk.visited and not self.unseen:
            return Unit()
        files = frozenset(self.walker.program.consulted)
        return Unit(tuple(self.found), tuple(self.unseen), files, frozenset(self.entered))

    def _left(self, spans: Sequence[tuple[int, int]]) -> Iterator[Made]:
        """Functions that hold a candidate and that nobody was seen to call."""
        for (file, start), made in [*self.walk.closures.items()]:
            if file == self.path and (file, start) not in self.walk.visited:
                function = made.closure.function
                if any(function.start <= at < function.end for at, _ in spans):
                    yield made

    def _dead(self, missed: set[int]) -> None:
        """Code that seemed dead, with no test taken for decided: what is unreachable today may be reached tomorrow."""
        known = {access.site for access, _ in self.found}
        self.walk.lenient = True
        for entry in self.walker.entries(self.path):
            if any(entry.function.start <= start < entry.function.end for start in missed):
                self.begin(entry.closure(), None, lambda access: access.path == self.path and access.site not in known)
        self.walk.lenient = False


def _door(entry: Entry) -> Door:
    function = entry.function
    name = None if entry.name in _NAMELESS else entry.name
    return Door(entry.path, function.start, function.end, name, bool(function.parameters), entry.called)


def _told(error: Exception) -> str:
    """A fault in words; how deep a walk was when it went too deep depends on who asked."""
    return "it went too deep" if isinstance(error, RecursionError) else f"{type(error).__name__}: {error}"
