"""Checks that libraries bring: middleware and wrappers that let nobody pass unknown, and those that do for some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.endpoints.behavior import regexes
from blueprint_ls.judge.endpoints.behavior.proof import Check, Fact, Strength
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    UNKNOWN,
    Answer,
    Closure,
    Data,
    Items,
    Known,
    Next,
    Record,
    Special,
    Value,
)
from blueprint_ls.judge.endpoints.routes import matcher

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk

GOES_ON = Answer(200, "next")


class Checking(Special):
    """A middleware, or a function with a check laid around it."""


class Guarded(Checking):
    """A check that always holds, before a function or as a middleware."""

    def __init__(self, check: Check, inner: Value | None = None) -> None:
        self.check = check
        self.what = check.what
        self.inner = inner

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """Checks, then goes on."""
        if name == "unless":
            return Unless(self, arguments[0] if arguments else ABSENT)
        walk.state.learn(Fact(self.check))
        return go_on(walk, self.inner, arguments, node)


class Gate(Checking):
    """A check that a callback of the application refines: `withAuth({ callbacks: { authorized } })`."""

    def __init__(self, check: Check, settings: Value | None = None, inner: Value | None = None) -> None:
        self.check = check
        self.what = check.what
        self.authorized = _within(settings, "callbacks", "authorized")
        self.inner = inner

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """Asks the callback, or demands a session where there is none, then goes on."""
        if self.authorized is None:
            walk.state.learn(Fact(self.check))
        else:
            known = Data("", frozenset({"identity"}), self.what)
            request = arguments[0] if arguments else UNKNOWN
            asked = Record({"auth": known, "token": known, "request": request, "req": request})
            said = walk.invoke(self.authorized, [asked], node)
            walk.state.learn(walk.truth(said, node).yes)
        return go_on(walk, self.inner, arguments, node)


class Unless(Checking):
    """`middleware.unless({ path, method })`, or a middleware with a list of open routes."""

    def __init__(self, inner: Value, open_: Value) -> None:
        self.inner = inner
        self.what = getattr(inner, "what", "")
        self.open = open_

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """Lets the open routes pass, and hands the others over."""
        walk.request.asked |= {"route", "method"}
        if _is_open(self.open, walk.request.route, walk.request.method):
            return go_on(walk, None, arguments, node)
        return walk.invoke(self.inner, arguments, node)


def _is_open(said: Value, route: str | None, method: str | None) -> bool:
    if isinstance(said, RouteMatcher):
        return said.matches(route)
    if not isinstance(said, Record):
        return False
    methods, paths = said.entries.get("method"), said.entries.get("path")
    listed = methods is not None and Known(method) in _listed(methods)
    return listed or (paths is not None and any(_is_path(one, route, method) for one in _listed(paths)))


def _is_path(said: Value, route: str | None, method: str | None) -> bool:
    if isinstance(said, Record):
        methods, url = said.entries.get("methods"), said.entries.get("url")
        listed = methods is None or Known(method) in _listed(methods)
        return listed and url is not None and _is_path(url, route, method)
    pattern = regexes.compiled(said)
    if pattern is not None:
        return route is not None and pattern.search(route) is not None
    return said == Known(route)


def _listed(value: Value) -> list[Value]:
    return value.items if isinstance(value, Items) else [value]


class RouteMatcher(Special):
    """`createRouteMatcher(patterns)`: whether a request's path is one of some."""

    def __init__(self, patterns: Value) -> None:
        self.patterns = patterns

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """Whether the request's path is listed."""
        walk.request.asked.add("route")
        return Known(self.matches(walk.request.route))

    def matches(self, route: str | None) -> bool:
        """Whether a path is listed."""
        return route is not None and any(_matches(one, route) for one in _listed(self.patterns))


def _matches(said: Value, route: str) -> bool:
    pattern = regexes.compiled(said)
    if pattern is None and isinstance(said, Known) and isinstance(said.value, str):
        pattern = matcher(said.value)
    return pattern is not None and pattern.search(route) is not None


class PassportCallback(Checking):
    """`passport.authenticate(name, callback)`: enforces only what its callback does."""

    what = "passport"

    def __init__(self, callback: Closure) -> None:
        self.callback = callback

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """Hands the callback a user who may be missing."""
        user = Data("", frozenset({"identity"}), "passport user")
        return walk.invoke(self.callback, [Known(None), user, UNKNOWN], node)


def passport(walk: Walk, arguments: list[Value], node: Any) -> Value | None:
    """`passport.authenticate(strategies, options, callback)`; None where a strategy lets anybody pass."""
    callback = next((one for one in arguments if isinstance(one, Closure)), None)
    if callback is not None:
        return PassportCallback(callback)
    if any(one == Known("anonymous") for one in _listed(arguments[0] if arguments else ABSENT)):
        return None
    return Guarded(identity(walk, "passport", node))


def go_on(walk: Walk, inner: Value | None, arguments: list[Value], node: Any) -> Value:
    """What stands behind a check: a function, or the rest of the way."""
    if inner is not None:
        return walk.invoke(inner, arguments, node)
    for argument in arguments:
        if isinstance(argument, Next):
            walk.let_pass()
    return GOES_ON


def _within(value: Value | None, *names: str) -> Value | None:
    for name in names:
        value = value.entries.get(name) if isinstance(value, Record) else None
    return value


def identity(walk: Walk, what: str, node: Any) -> Check:
    """The check after which the caller is known."""
    return walk.check(Strength.IDENTITY, what, node)
