"""Checks that libraries bring: middleware and wrappers that let nobody pass unknown, and those that do for some."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.endpoints.behavior import regexes
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    UNKNOWN,
    Answer,
    Check,
    Closure,
    Data,
    External,
    Fact,
    Items,
    Known,
    Next,
    Option,
    Record,
    Special,
    Strength,
    Value,
    choice,
)
from blueprint_ls.judge.endpoints.routes import matcher

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk

_LOGIN = re.compile(r"next-auth|better-auth|@auth/|@auth0/|workos|kinde|supertokens|jackson|authjs")
_PRINCIPALS = ("userId", "user", "sessionId", "orgId", "isAuthenticated", "sessionClaims")
_GOES_ON = Answer(200, "next")


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
        return _go_on(walk, self.inner, arguments, node)


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
        return _go_on(walk, self.inner, arguments, node)


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
            return _go_on(walk, None, arguments, node)
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


class AuthJs(Special):
    """`NextAuth(settings)`: its handlers are login endpoints, its `auth` is a getter, a wrapper and a middleware."""

    package = "next-auth"

    def __init__(self, check: Check, settings: Value) -> None:
        self.check = check
        self.settings = settings

    def property(self, walk: Walk, name: str) -> Value | None:
        """What the application exports of it."""
        if name == "auth":
            return AuthFunction(self)
        if name == "handlers":
            return Record({method: External(self.package, ("handlers",)) for method in ("GET", "POST")})
        return External(self.package, (name,))


class AuthFunction(Special):
    """`auth` of Auth.js."""

    def __init__(self, of: AuthJs) -> None:
        self.of = of

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """The session; around a function, that function; as a middleware, what `authorized` says."""
        if arguments and isinstance(arguments[0], Closure | Special):
            return arguments[0]
        if arguments[1:] == [Data("context")]:
            gate = Gate(self.of.check, self.of.settings)
            return _GOES_ON if gate.authorized is None else gate.call(walk, name, arguments, node)
        return Data("", frozenset({"identity"}), "auth")


class ClerkMiddleware(Checking):
    """`clerkMiddleware(callback)`: attaches the session; only its callback refuses."""

    what = "clerkMiddleware"

    def __init__(self, callback: Value | None) -> None:
        self.callback = callback

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """Runs the callback, then goes on."""
        said = walk.invoke(self.callback, [ClerkAuth(), *arguments], node) if self.callback else ABSENT
        answered = [one for one in getattr(said, "options", (Option(said),)) if isinstance(one.value, Answer)]
        going_on = _go_on(walk, None, arguments, node)
        return choice([*answered, Option(going_on)]) if answered and said != _GOES_ON else going_on


class ClerkAuth(Special):
    """What Clerk hands to the callback of its middleware."""

    def property(self, walk: Walk, name: str) -> Value | None:
        """A part of the session."""
        return Data("", frozenset({"identity"}), f"auth.{name}") if name in _PRINCIPALS else None

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """`auth.protect()` refuses callers that are not signed in."""
        if name == "protect":
            walk.state.learn(Fact(identity(walk, "auth.protect", node)))
        return Answer(307, "redirect") if name == "redirectToSignIn" else self


def _go_on(walk: Walk, inner: Value | None, arguments: list[Value], node: Any) -> Value:
    if inner is not None:
        return walk.invoke(inner, arguments, node)
    for argument in arguments:
        if isinstance(argument, Next):
            walk.let_pass()
    return _GOES_ON


def _within(value: Value | None, *names: str) -> Value | None:
    for name in names:
        value = value.entries.get(name) if isinstance(value, Record) else None
    return value


def identity(walk: Walk, what: str, node: Any) -> Check:
    """The check after which the caller is known."""
    return walk.check(Strength.IDENTITY, what, node)


def login_library(value: Value) -> str | None:
    """The package whose login endpoints a handler serves; None for any other handler."""
    package = value.package if isinstance(value, External | AuthJs) else ""
    return package if _LOGIN.search(package) else None
