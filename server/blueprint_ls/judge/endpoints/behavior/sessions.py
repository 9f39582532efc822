"""Libraries of sessions: Auth.js and Clerk, as getters, wrappers and middleware; whose handlers are login endpoints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.endpoints.behavior.checks import GOES_ON, Checking, Gate, go_on, identity
from blueprint_ls.judge.endpoints.behavior.proof import Check, Fact
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    Answer,
    Closure,
    Data,
    External,
    Option,
    Record,
    Special,
    Value,
    choice,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk

_LOGIN = re.compile(r"next-auth|better-auth|@auth/|@auth0/|workos|kinde|supertokens|jackson|authjs")
_PRINCIPALS = ("userId", "user", "sessionId", "orgId", "isAuthenticated", "sessionClaims")


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
            return GOES_ON if gate.authorized is None else gate.call(walk, name, arguments, node)
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
        going_on = go_on(walk, None, arguments, node)
        return choice([*answered, Option(going_on)]) if answered and said != GOES_ON else going_on


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


def login_library(value: Value) -> str | None:
    """The package whose login endpoints a handler serves; None for any other handler."""
    package = value.package if isinstance(value, External | AuthJs) else ""
    return package if _LOGIN.search(package) else None
