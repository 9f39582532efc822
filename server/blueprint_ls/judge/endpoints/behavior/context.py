"""The request that a question is about, and what the walk notices on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from blueprint_ls.judge.endpoints.behavior.values import (
    Value,
)

Place = tuple[str, int, int]
ISSUED = "issues a credential"
"""What a request may be noticed for: its handler gives the caller something to be known by."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What the walk noticed in one function, in the words of `Request`."""

    asked: frozenset[str] = frozenset()
    parsed: tuple[tuple[str, Place], ...] = ()
    raw: tuple[tuple[str, Place], ...] = ()
    unknown: tuple[str, ...] = ()
    doubts: frozenset[str] = frozenset()
    refused: tuple[tuple[Place, str], ...] = ()
    marked: bool = False
    dispatched: bool = False


@dataclass(slots=True)
class Request:
    """One request: as much of it as is known."""

    route: str | None = None
    """A path that the route answers to."""
    method: str | None = None
    metadata: dict[str, Value] = field(default_factory=dict)
    """What decorators set on the handler, by key."""
    class_metadata: dict[str, Value] = field(default_factory=dict)
    config: Value | None = None
    """What a route's own settings say."""
    home: str | None = None
    """The file of the handler: what is read of the input there counts."""
    in_query: frozenset[str] = frozenset()
    """Parameters of the path that the query holds as well, as under `pages/api` of Next.js."""
    asked: set[str] = field(default_factory=set)
    """What the code wanted to know of the request: `route`, `method`, `metadata`, `config`."""
    parsed: dict[str, Place] = field(default_factory=dict)
    """Input that a schema saw (`body`, `query`), and where."""
    raw: dict[str, Place] = field(default_factory=dict)
    """Input that was used as it came, and where."""
    marked: bool = False
    """A guard found metadata that it looks for."""
    dispatched: bool = False
    """A dispatcher of a library takes the request over."""
    unknown: list[str] = field(default_factory=list)
    """Functions from outside that were handed the whole request."""
    replies_end: bool = False
    """A reply ends the request, as in a hook of Fastify: what stands behind it is no way to the handler."""
    chained: set[str] = field(default_factory=set)
    """Input that rules of express-validator looked at, whose result nobody asked for so far."""
    refused: dict[Place, str] = field(default_factory=dict)
    """Where callers without a credential are turned away, and how."""
    doubts: set[str] = field(default_factory=set)
    """What was parsed and used of `body` and `query`: `one value of the …`, `the whole …`, `all of the … used`,
    `the … used where it does not fit`."""

    def set_aside(self) -> Noticed:
        """Begin to notice anew, and give back what was noticed so far."""
        found = self.noticed()
        self.asked, self.parsed, self.raw, self.unknown, self.doubts = set(), {}, {}, [], set()
        self.refused = {}
        self.marked = self.dispatched = False
        return found

    def noticed(self) -> Noticed:
        """What was noticed since the last time that all was set aside."""
        parsed, raw = tuple(self.parsed.items()), tuple(self.raw.items())
        unknown, doubts = tuple(self.unknown), frozenset(self.doubts)
        refused = tuple(self.refused.items())
        return Noticed(frozenset(self.asked), parsed, raw, unknown, doubts, refused, self.marked, self.dispatched)

    def resume(self, before: Noticed, inner: Noticed) -> None:
        """Go on from what had been noticed before a function was walked, and from what was noticed in it."""
        self.asked = {*before.asked, *inner.asked}
        self.parsed = {**dict(inner.parsed), **dict(before.parsed)}
        self.raw = {**dict(inner.raw), **dict(before.raw)}
        self.unknown = [*before.unknown, *inner.unknown]
        self.doubts = {*before.doubts, *inner.doubts}
        self.refused = dict([*before.refused, *inner.refused])
        self.marked = before.marked or inner.marked
        self.dispatched = before.dispatched or inner.dispatched
