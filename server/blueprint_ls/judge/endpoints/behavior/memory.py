"""What calls came to, kept by what they were given: no function is walked twice for the same."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.endpoints.behavior.context import Noticed
from blueprint_ls.judge.endpoints.behavior.effects import Effects, effects
from blueprint_ls.judge.endpoints.behavior.input import is_beside_request
from blueprint_ls.judge.endpoints.behavior.state import Exit
from blueprint_ls.judge.endpoints.behavior.values import (
    Answer,
    Choice,
    ClassValue,
    Closure,
    Data,
    Exports,
    External,
    Instance,
    Items,
    Known,
    Method,
    Never,
    Next,
    Record,
    Scope,
    Test,
    Value,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk

_DEEPEST = 4
_LARGEST = 250
"""How many values a key may hold; telling larger ones apart costs more than walking."""
_PLAIN = frozenset({Known, Data, External, Exports, Test, Answer, Next, Never})
_MUTABLE = (Record, Items)


@dataclass(frozen=True, slots=True)
class Summary:
    """How a function ends, where it lets a request pass, and what was noticed in it."""

    exits: tuple[Exit, ...]
    passes: tuple[Exit, ...]
    noticed: Noticed


class Memory:
    """The summaries of one walk."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, dict[frozenset[str], dict[Hashable, Summary]]] = {}
        self._effects: dict[tuple[str, int], Effects] = {}
        self._silent: dict[Hashable, bool] = {}

    def clear(self) -> None:
        """Forget all: top levels are executed anew."""
        self._kept.clear()

    def recall(self, walk: Walk, key: Hashable) -> Summary | None:
        """What a call came to before, for a request that is alike in all that was asked of it."""
        for asked, kept in self._kept.get(key, {}).items():
            found = kept.get(_about(walk, asked))
            if found is not None:
                return _fresh(walk, found)
        return None

    def keep(self, walk: Walk, key: Hashable, summary: Summary) -> Summary:
        """Keep what a call came to."""
        asked = frozenset(summary.noticed.asked)
        self._kept.setdefault(key, {}).setdefault(asked, {})[_about(walk, asked)] = summary
        return _fresh(walk, summary)

    def key(self, walk: Walk, closure: Closure, arguments: list[Value]) -> Hashable | None:
        """What a call is kept by; None where it may change what others see, or is given what may change."""
        freezer = _Freezer(self)
        given = tuple([freezer.value(one, _DEEPEST) for one in arguments])
        if None in given:
            return None
        captured = freezer.captured(closure, _DEEPEST)
        if captured is None:
            return None
        if walk.frameworks and not _is_simple(closure, arguments):
            return None  # the application is still being built
        if not _is_simple(closure, arguments) and self.effects(closure).changes:
            return None
        home = walk.request.home
        at_home = home is not None and (closure.path == home or walk.is_home())
        return closure.path, closure.function.start, at_home, walk.is_known(), given, captured

    def is_silent(self, walk: Walk, closure: Closure, arguments: list[Value]) -> bool:
        """Whether a function, given alike, noticed nothing for callers known by then and gave nothing of requests."""
        return closure.path != walk.request.home and self._silent.get(_given(walk, closure, arguments), False)

    def hear(self, walk: Walk, closure: Closure, arguments: list[Value], summary: Summary) -> None:
        """Take in what a function of the top level came to for a caller who is known."""
        noticed, route = summary.noticed, walk.request.route
        told = noticed.parsed or noticed.raw or noticed.unknown or noticed.doubts or noticed.dispatched
        gives = any(not is_beside_request(one.shown, route) for one in summary.exits)
        place = _given(walk, closure, arguments)
        self._silent[place] = self._silent.get(place, True) and not (told or gives or summary.passes)

    def effects(self, closure: Closure) -> Effects:
        """What a function's text says that it reads and changes."""
        place = closure.path, closure.function.start
        if place not in self._effects:
            self._effects[place] = effects(closure.function)
        return self._effects[place]


def _given(walk: Walk, closure: Closure, arguments: list[Value]) -> Hashable:
    """A function, and which of its arguments may hold something of the request."""
    shape = tuple([is_beside_request(one, walk.request.route) for one in arguments])
    return closure.path, closure.function.start, shape


def _is_simple(closure: Closure, arguments: list[Value]) -> bool:
    """Whether a function stands at the top level and is given no more than constants."""
    this = closure.scope.names.get("this")
    inner = closure.scope.outer is not None and (this is None or closure.scope.outer.outer is not None)
    return not inner and all(_is_constant(one, 3) for one in arguments)


def _is_constant(value: Value, depth: int) -> bool:
    if isinstance(value, Record):
        return depth > 0 and not value.unseen and all(_is_constant(one, depth - 1) for one in value.entries.values())
    if isinstance(value, Data):
        return value.role not in ("request", "context")
    return isinstance(value, Known | External)


def _about(walk: Walk, asked: frozenset[str]) -> Hashable:
    """The answers of a request to what was asked; those that cannot be compared count for one question only."""
    request = walk.request
    if not asked:
        return request.replies_end
    unlike = walk.question if asked & {"metadata", "config"} else 0
    route, method = request.route if "route" in asked else "", request.method if "method" in asked else ""
    chained = frozenset(request.chained) if "chained" in asked else None
    return route, method, unlike, chained, request.replies_end


class _Freezer:
    """Values as parts of a key; None for what cannot be one."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.left = _LARGEST
        self.active: list[Any] = []

    def value(self, value: Value, depth: int) -> Hashable | None:
        """A value that equals another one's only where both mean the same."""
        self.left -= 1
        of = type(value)
        if of in _PLAIN:
            return (True, value) if of is Known and isinstance(value.value, bool) else value  # type: ignore[union-attr]
        if depth < 1 or self.left < 0:
            return None
        if isinstance(value, Choice):
            return self._choice(value, depth)
        if isinstance(value, Record):
            entries = self._all(list(value.entries.values()), depth)
            unseen = self._all(value.unseen, depth)
            return None if entries is None or unseen is None else (Record, *value.entries, entries, unseen)
        if isinstance(value, Items):
            items = self._all(value.items, depth)
            return None if items is None else (Items, value.complete, value.certain, items)
        return self._code(value, depth)

    def _code(self, value: Value, depth: int) -> Hashable | None:
        if isinstance(value, Instance):
            return value
        if isinstance(value, ClassValue):
            return (ClassValue, value.path, value.node.start) if value.scope is None else None
        if isinstance(value, Method):
            inner = self.value(value.object, depth - 1)
            return None if inner is None else (Method, inner, value.name)
        if isinstance(value, Closure):
            place = Closure, value.path, value.function.start
            captured = self.captured(value, depth - 1)
            return None if captured is None else (place, captured)
        return None

    def _all(self, values: list[Value], depth: int) -> Hashable | None:
        found = tuple([self.value(one, depth - 1) for one in values])
        return None if None in found else found

    def _choice(self, value: Choice, depth: int) -> Hashable | None:
        if all(type(one.value) in _PLAIN for one in value.options):
            return value
        held = self._all([one.value for one in value.options], depth)
        return (
            None if held is None else (held, tuple([(o.check, o.absent, o.deploy) for o in value.options]), value.truth)
        )

    def captured(self, closure: Closure, depth: int) -> Hashable | None:
        """What the names of a function mean that belong to functions around it."""
        if closure.scope.outer is None:
            return ()
        place = closure.path, closure.function.start
        if place in self.active:
            return ("again", *place)
        self.active.append(place)
        found = self._captured(closure, depth)
        self.active.pop()
        return found

    def _captured(self, closure: Closure, depth: int) -> Hashable | None:
        names = self.memory.effects(closure).names
        found: list[Hashable] = []
        scope: Scope | None = closure.scope
        seen: set[str] = set()
        while scope is not None and scope.outer is not None:
            for name, value in scope.names.items():
                if name in names and name not in seen:
                    seen.add(name)
                    found.append((name, self.value(value, depth)))
            scope = scope.outer
        if closure.this is not None and "this" in names and "this" not in seen:
            found.append(("this", self.value(closure.this, depth)))
        return None if any(isinstance(one, tuple) and one[1] is None for one in found) else tuple(found)


def _fresh(walk: Walk, summary: Summary) -> Summary:
    """A summary whose objects may be changed without anybody else noticing."""
    if walk.frameworks or not any(_may_change(one.value) for one in summary.exits):
        return summary
    return replace(summary, exits=tuple([replace(one, value=_copied(one.value, 3)) for one in summary.exits]))


def _may_change(value: Value) -> bool:
    if isinstance(value, Choice):
        return any(isinstance(one.value, _MUTABLE) for one in value.options)
    return isinstance(value, _MUTABLE)


def _copied(value: Value, depth: int) -> Value:
    if isinstance(value, Choice) and depth and _may_change(value):
        copies = [one.of(_copied(one.value, depth)) for one in value.options]
        return Choice(tuple(copies), value.truth)
    if isinstance(value, Record) and depth:
        return Record({key: _copied(one, depth - 1) for key, one in value.entries.items()}, list(value.unseen))
    if isinstance(value, Items) and depth:
        return Items([_copied(one, depth - 1) for one in value.items], value.complete, value.certain)
    return value
