"""Every data access of a repository, and what each is worth.

First the candidates of each file are walked. Where a function's parameters decide, its callers are walked as well,
and theirs, until nothing new is learned or the ways become too long. What each walk found is kept: when a file
changes, only the walks that consulted it are taken again, and only the accesses that these met are weighed again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field

from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.judge.flow.depth import deep
from blueprint_ls.judge.flow.trace import Access
from blueprint_ls.judge.tenancy.contexts import Contexts
from blueprint_ls.judge.tenancy.hands import Hands
from blueprint_ls.judge.tenancy.mentions import Mentions
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.pins import Pin, Strength
from blueprint_ls.judge.tenancy.units import WHOLE, Door, FreshLayers, Key, Unit, Unseen, Walker

ROUNDS = 4
"""Callers of callers that are walked."""
MOST_CALLERS = 40
"""Files that may call one function; a name in more of them tells nothing."""

Site = tuple[str, int, str, str]
Told = Callable[[int, int], None]
"""Hears how many walks are done, of how many."""


@dataclass(slots=True)
class Survey:
    """The accesses of one repository."""

    repository: Repository
    program: Program
    owners: Owners
    layers: FreshLayers
    hands: Hands | None = None
    """Walks many units at once in other processes; without them every unit is walked here."""
    found: dict[Site, Contexts] = field(default_factory=dict)
    """All that is known of each access."""
    stale: set[Key] = field(default_factory=set)
    """The units that have to be walked again before `found` is true of the present text."""
    _units: dict[Key, Unit] = field(default_factory=dict)
    _rounds: dict[Key, int] = field(default_factory=dict)
    """The round in which each unit is walked."""
    _given: dict[Site, dict[Key, list[tuple[Access, Pin]]]] = field(default_factory=dict)
    _sites: dict[str, set[Site]] = field(default_factory=dict)
    """By file."""
    _users: dict[str, set[Key]] = field(default_factory=dict)
    """The units that consulted each file."""
    _asking: list[dict[Site, frozenset[str]]] = field(default_factory=lambda: [{} for _ in range(ROUNDS)])
    """By round: the functions whose callers decide about an access."""
    _asked: list[Counter[str]] = field(default_factory=lambda: [Counter() for _ in range(ROUNDS)])
    _waiting: dict[Key, Door] = field(default_factory=dict)
    """Callers that have yet to be walked for the first time."""
    _moved: set[str] = field(default_factory=set)
    """Files whose functions have to be looked at as callers again."""
    _stirred: set[str] = field(default_factory=set)
    """Names that are mentioned in other files than before."""
    _made: Walker | None = None
    _mentions: Mentions | None = None

    @property
    def walker(self) -> Walker:
        """What walks."""
        if self._made is None:
            self._made = Walker(self.repository, self.program, self.owners, self.layers)
        return self._made

    @property
    def mentions(self) -> Mentions:
        """Which files mention a name."""
        if self._mentions is None:
            self._mentions = Mentions(self.repository)
        return self._mentions

    @property
    def unseen(self) -> list[Unseen]:
        """What could not be walked."""
        ordered = sorted(self._units, key=lambda key: (self._rounds[key], key))
        faults = [(path, 0, why) for path, why in sorted(self.walker.faults.items())]
        return [*(one for key in ordered for one in self._units[key].unseen), *faults]

    def run(self, paths: Iterable[str], told: Told = lambda done, total: None) -> None:
        """Judge the candidates of some files."""
        self.stale |= {(path, WHOLE) for path in paths}
        self.refresh(told=told)

    def at(self, path: str) -> list[Contexts]:
        """What is known of the accesses in a file."""
        return [self.found[site] for site in sorted(self._sites.get(path, ())) if site in self.found]

    # ----------------------------------------------------------------------------------------------------- change

    def change(self, paths: Iterable[str], governed: Callable[[str], bool]) -> None:
        """Files have changed; those that are `governed` are judged. `refresh` comes next."""
        for path in paths:
            for told in (path, *self.program.forget(path)):
                self.walker.forget(told)
                self.stale |= self._users.get(told, set())
            self._stirred |= self.mentions.changed(path)
            self._moved.add(path)
            if governed(path):
                self.stale.add((path, WHOLE))
            for key in [key for key in self._units if key[0] == path and key[1] != WHOLE]:
                self.stale.add(key)

    def doubt(self, keys: Iterable[Key]) -> None:
        """What some units found may not hold any more, since models or the tenancy are others."""
        self.stale |= {key for key in keys if key in self._units}

    def consulting(self, wanted: Callable[[str], bool]) -> set[Key]:
        """The units that consulted a file of some sort."""
        return {key for path, keys in self._users.items() if wanted(path) for key in keys}

    def next_about(self, path: str) -> set[Key]:
        """The stale units that say something about the accesses in a file, or may come to."""
        sites = self._sites.get(path, ())
        telling = {key for site in sites for key in self._given.get(site, ())}
        names = {name for asking in self._asking for site in sites for name in asking.get(site, ())}
        waiting = {key for key, door in self._waiting.items() if door.called & names}
        return {key for key in self.stale if key[0] == path or key in telling or key in waiting}

    def refresh(self, keys: Iterable[Key] | None = None, told: Told = lambda done, total: None) -> set[str]:
        """Walk stale units again: all that there are, or some. The files whose accesses may be worth something else.

        Those that some units ask for come to be stale themselves.
        """
        with deep(), self.hands.ready(self.owners) if self.hands else nullcontext():
            return self._refreshed(keys, told)

    def _refreshed(self, keys: Iterable[Key] | None, told: Told) -> set[str]:
        affected: set[Site] = set()
        done = 0
        todo = sorted(self.stale if keys is None else self.stale & set(keys))
        while True:  # once more where there was nothing to walk: a file that came may call what others left open
            ahead: dict[Key, Unit] = {}
            for key, unit in self.hands.walk(todo) if self.hands and todo else ():
                ahead[key] = unit
                told(done + len(ahead) - 1, done + len(todo))
            walked = len(ahead)
            for at, key in enumerate(todo):
                told(done + max(at, walked - 1), done + len(todo))
                if key in self.stale:
                    self._again(key, affected, ahead.pop(key, None))
            done += len(todo)
            self._follow(affected)
            todo = sorted(self.stale) if keys is None else []
            if not todo:
                break
        for site in affected:
            self._settle(site)
        return {site[0] for site in affected}

    def _follow(self, affected: set[Site]) -> None:
        """Find who has to be asked about the accesses that are affected, round by round."""
        moved, self._moved = self._moved, set()
        doors = {door for path in moved for door in self._doors(path)}
        for round_ in range(ROUNDS):
            names = self._ask(round_, affected) | self._stirred
            doors |= set(self._callers(names, round_))
            for door in sorted(doors, key=lambda door: door.key):
                self._place(door, round_, affected)
        self._stirred = set()

    def _again(self, key: Key, affected: set[Site], ahead: Unit | None = None) -> None:
        """One stale unit, walked again if it was not `ahead`, or let go where it is no more."""
        self.stale.discard(key)
        self._waiting.pop(key, None)
        path, start = key
        if path not in self.repository.files:
            self._put(key, None, 0, affected)
        elif start == WHOLE:
            before = self._units.get(key, Unit()).entered
            unit = ahead or self.walker.of_file(path)
            self._put(key, unit if unit.files else None, 0, affected)
            for begin in unit.entered:
                self._put((path, begin), None, 0, affected)
            if before - unit.entered:
                self._moved.add(path)
        elif any(door.start == start for door in self._doors(path)):
            self._put(key, ahead or self.walker.of_function(path, start), self._rounds.get(key, 1), affected)
        else:
            self._put(key, None, 0, affected)

    def _put(self, key: Key, unit: Unit | None, round_: int, affected: set[Site]) -> None:
        """Take a unit in, in place of what it was before; None lets it go."""
        old = self._units.pop(key, None)
        if old is not None:
            for site in {access.site for access, _ in old.found}:
                affected.add(site)
                self._given[site].pop(key, None)
            for path in old.files:
                self._users[path].discard(key)
        self._rounds.pop(key, None)
        if unit is None:
            self.stale.discard(key)
            self._waiting.pop(key, None)
            return
        self._units[key], self._rounds[key] = unit, round_
        for path in unit.files:
            self._users.setdefault(path, set()).add(key)
        for access, pin in unit.found:
            affected.add(access.site)
            self._given.setdefault(access.site, {}).setdefault(key, []).append((access, pin))

    # ---------------------------------------------------------------------------------------------------- callers

    def _ask(self, round_: int, affected: Iterable[Site]) -> set[str]:
        """The names that have come to be asked for in a round, or are no longer."""
        asking, asked = self._asking[round_], self._asked[round_]
        before: dict[str, bool] = {}
        for site in affected:
            old, new = asking.pop(site, frozenset()), frozenset(self._undecided(site, round_))
            if new:
                asking[site] = new
            for name in old ^ new:
                before.setdefault(name, asked[name] > 0)
                asked[name] += 1 if name in new else -1
        return {name for name, was in before.items() if was != (asked[name] > 0)}

    def _undecided(self, site: Site, round_: int) -> Iterator[str]:
        """The functions whose callers decide about an access, as far as the units of the rounds so far tell."""
        contexts = self._contexts(site, round_)
        if contexts is None or _is_settled(contexts.pin()):
            return
        for path, at in _outermost(contexts):
            door = next((one for one in self._doors(path) if one.start <= at < one.end), None)
            if door is not None and door.name is not None and door.open:
                yield door.name

    def _callers(self, names: set[str], round_: int) -> Iterator[Door]:
        """The functions that call any of some names, in all files that mention them."""
        self.mentions.learn(names)
        by_path: dict[str, set[str]] = {}
        for name in names:
            for path in self.mentions.of(name):
                by_path.setdefault(path, set()).add(name)
        few = {name for name in names if len(self.mentions.of(name)) <= MOST_CALLERS} | self._stirred
        for path, words in by_path.items():
            if words & few:
                yield from (door for door in self._doors(path) if door.called & words)

    def _place(self, door: Door, round_: int, affected: set[Site]) -> None:
        """Walk a caller in the round in which it is asked for; let go of it where it is not any more."""
        key = door.key
        whole = self._units.get((door.path, WHOLE))
        if whole is not None and door.start in whole.entered:
            return
        old = self._rounds.get(key)
        new = next((at + 1 for at in range(round_ + 1) if self._is_asked(door, at)), None)
        if new == old or (new is None and (old is None or old > round_ + 1)):
            return
        kept = self._units.get(key) if new is not None else None
        if new is not None and kept is None:
            kept = Unit()
            self.stale.add(key)
            self._waiting[key] = door
        self._put(key, kept, new or 0, affected)

    def _is_asked(self, door: Door, round_: int) -> bool:
        asked = self._asked[round_]
        return any(
            asked[name] > 0 and len(self.mentions.of(name)) <= MOST_CALLERS and door.path in self.mentions.of(name)
            for name in door.called
            if name in asked
        )

    def _doors(self, path: str) -> tuple[Door, ...]:
        return self.walker.doors(path) if path in self.repository.files else ()

    # ------------------------------------------------------------------------------------------------- what holds

    def _contexts(self, site: Site, round_: int = ROUNDS) -> Contexts | None:
        """What the units of the rounds so far tell of an access, in an order that no change upsets."""
        given = self._given.get(site, {})
        keys = sorted((key for key in given if self._rounds[key] <= round_), key=lambda key: (self._rounds[key], key))
        contexts: Contexts | None = None
        for key in keys:
            for access, pin in given[key]:
                contexts = contexts or Contexts(access)
                contexts.add(access, pin)
        return contexts

    def _settle(self, site: Site) -> None:
        contexts = self._contexts(site)
        if contexts is None:
            self.found.pop(site, None)
            self._given.pop(site, None)
            self._sites.get(site[0], set()).discard(site)
        else:
            self.found[site] = contexts
            self._sites.setdefault(site[0], set()).add(site)


def _outermost(contexts: Contexts) -> Iterator[tuple[str, int]]:
    """Where the longest ways to an access begin."""
    for chain, pins in contexts.found.items():
        if not any(map(_is_settled, pins)):
            yield chain[0] if chain else (contexts.access.path, contexts.access.start)


def _is_settled(pin: Pin) -> bool:
    """Whether no caller can change anything about it."""
    return pin.strength >= Strength.INDIRECT and not pin.trusts
