"""Every data access of a repository, and what each is worth.

First each function that holds a candidate is walked on its own. Where its parameters decide, its callers are
walked as well, and theirs, until nothing new is learned or the ways become too long.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.judge.flow.trace import Trace
from blueprint_ls.judge.flow.values import Closure
from blueprint_ls.judge.flow.walk import Layer, Walk
from blueprint_ls.judge.tenancy.contexts import Contexts
from blueprint_ls.judge.tenancy.entries import Entry, entries
from blueprint_ls.judge.tenancy.ledger import Ledger
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.pins import Strength

RULE = "tenant-scope/"
"""The queries whose captures are candidates."""
ROUNDS = 3
"""Callers of callers that are walked."""
MOST_CALLERS = 40
"""Files that may call one function; a name in more of them tells nothing."""

_WORDS = bytes(byte if chr(byte) in string.ascii_letters + string.digits + "_$" else 32 for byte in range(256))
"""Turns whatever stands between names into spaces."""

Site = tuple[str, int, str, str]


@dataclass(slots=True)
class Survey:
    """The accesses of one repository."""

    repository: Repository
    program: Program
    owners: Owners
    layers: Sequence[Layer]
    found: dict[Site, Contexts] = field(default_factory=dict)
    unseen: list[tuple[str, int, str]] = field(default_factory=list)
    _walked: set[tuple[str, int]] = field(default_factory=set)
    _entries: dict[str, list[Entry]] = field(default_factory=dict)

    def run(self, paths: Iterable[str]) -> None:
        """Judge the candidates of some files."""
        walk = Walk(self.program, self.layers)
        for path in paths:
            self._walk_file(walk, path)
        for _ in range(ROUNDS):
            open_entries = list(self._undecided())
            callers = [entry for entry in self._callers(open_entries) if entry.key not in self._walked]
            for entry in callers:
                self._walk(walk, entry)
            if not callers:
                break

    def _walk_file(self, walk: Walk, path: str) -> None:
        facts = self.repository.facts(path)
        spans = sorted({(c.start, c.end) for c in facts.captures if c.query.startswith(RULE)}) if facts else []
        if not spans:
            return
        for entry in self.entries(path):
            if any(entry.function.start <= start < entry.function.end for start, _ in spans):
                self._walk(walk, entry)
        for closure in self._left(walk, path, spans):
            self._begin(walk, closure)
        missed = {start for start, _ in spans if (path, start) not in walk.met}
        if missed:
            self._walk_dead(walk, path, missed)

    def _walk_dead(self, walk: Walk, path: str, missed: set[int]) -> None:
        """Code that seemed dead, with no test taken for decided: what is unreachable today may be reached tomorrow."""
        walk.lenient = True
        for entry in self.entries(path):
            if any(entry.function.start <= start < entry.function.end for start in missed):
                self._begin(walk, entry.closure(), known=frozenset(self.found))
        walk.lenient = False

    def _left(self, walk: Walk, path: str, spans: Sequence[tuple[int, int]]) -> Iterator[Closure]:
        """Functions that hold a candidate and that nobody was seen to call."""
        for (file, start), closure in [*walk.closures.items()]:
            if file == path and (file, start) not in walk.visited:
                function = closure.function
                if any(function.start <= at < function.end for at, _ in spans):
                    yield closure

    def entries(self, path: str) -> list[Entry]:
        """Where the walks of a file begin."""
        if path not in self._entries:
            module = self.repository.module(path)
            self._entries[path] = list(entries(path, module)) if module else []
        return self._entries[path]

    def _walk(self, walk: Walk, entry: Entry) -> None:
        if entry.key not in self._walked:
            self._walked.add(entry.key)
            self._begin(walk, entry.closure())

    def _begin(self, walk: Walk, closure: Closure, known: frozenset[Site] = frozenset()) -> None:
        """Walk a function, and weigh what it met, but for the accesses that are known already."""
        walk.trace = Trace()
        walk.begin(closure)
        self.unseen += walk.trace.unseen
        ledger = Ledger(walk.trace, self.owners)
        for access in walk.trace.accesses:
            if access.site in known:
                continue
            contexts = self.found.get(access.site)
            if contexts is None:
                contexts = self.found[access.site] = Contexts(access)
            contexts.add(access, ledger.final(access.index))

    # ---------------------------------------------------------------------------------------------------- callers

    def _undecided(self) -> Iterator[Entry]:
        """The functions whose callers decide about an access in them."""
        seen: set[tuple[str, int]] = set()
        for contexts in [*self.found.values()]:
            if contexts.pin().strength >= Strength.INDIRECT:
                continue
            for place in self._outermost(contexts):
                entry = self._around(*place)
                if entry and entry.key not in seen and entry.function.parameters:
                    seen.add(entry.key)
                    yield entry

    def _outermost(self, contexts: Contexts) -> Iterator[tuple[str, int]]:
        """Where the longest ways to an access begin."""
        for chain, pins in contexts.found.items():
            if all(pin.strength < Strength.INDIRECT for pin in pins):
                yield chain[0] if chain else (contexts.access.path, contexts.access.start)

    def _around(self, path: str, at: int) -> Entry | None:
        return next((one for one in self.entries(path) if one.function.start <= at < one.function.end), None)

    def _callers(self, undecided: Sequence[Entry]) -> Iterator[Entry]:
        names = {entry.name for entry in undecided if entry.name} - {"default", "constructor"}
        for path, words in self._mentions(names).items():
            if self.repository.module(path) is None:
                continue
            for entry in self.entries(path):
                if words & entry.called:
                    yield entry

    def _mentions(self, names: set[str]) -> dict[str, set[str]]:
        """The scripts that mention any of some names, and which."""
        if not names:
            return {}
        wanted = frozenset(name.encode() for name in names)
        mentions: dict[str, set[str]] = {}
        by_name: dict[str, list[str]] = {}
        for path in self.repository.of_kind("typescript", "tsx", "javascript"):
            if self.repository.files[path].role in ("test", "generated"):
                continue
            try:
                words = wanted.intersection(self.repository.text(path).translate(_WORDS).split())
            except OSError:
                continue
            for word in words:
                by_name.setdefault(word.decode(), []).append(path)
        for name, paths in by_name.items():
            for path in paths if len(paths) <= MOST_CALLERS else []:
                mentions.setdefault(path, set()).add(name)
        return mentions
