"""Functions that the repository does not hold, known by package and name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.endpoints.behavior import builtins, checks, unseen, validators
from blueprint_ls.judge.endpoints.behavior.checks import Gate, Guarded, RouteMatcher, Unless
from blueprint_ls.judge.endpoints.behavior.proof import Fact, Strength
from blueprint_ls.judge.endpoints.behavior.sessions import AuthJs, ClerkMiddleware
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    UNKNOWN,
    Answer,
    Closure,
    Data,
    External,
    Items,
    Known,
    Next,
    Record,
    Special,
    Value,
    taints,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk

_AUTH_WRAPPERS = re.compile(
    r"^(with(Api|Page|Required|Middleware)?Auth\w*|requireAuth\w*|requiresAuth|withClerk\w*|withAuthenticat\w*|"
    r"ClerkExpressRequireAuth|expressjwt|expressJwt|basicAuth|bearerAuth|jwtAuth|ensureLoggedIn|checkJwt)$"
)
_AUTH_PACKAGES = re.compile(
    r"(^|/)(express-jwt|express-basic-auth|express-oauth2-jwt-bearer|express-bearer-token|express-openid-connect)$"
)
_SIGNED_WRAPPERS = re.compile(r"^(verifySignature\w*|serve)$")
_SIGNING = re.compile(r"qstash|inngest|svix|webhooks|stripe")
_DISPATCH = re.compile(
    r"fetchRequestHandler|createExpressMiddleware|createNextApiHandler|expressMiddleware|createYoga|createHandler|"
    r"graphqlHTTP|createHTTPHandler|nodeHTTPRequestHandler|createOpenApi\w*|createRequestHandler|startServerAndCreate\w*|"
    r"createMcpHandler|connectNodeAdapter|fastifyConnectPlugin|createRouteHandler"
)
_PROXY = re.compile(r"[pP]roxy")


def call(walk: Walk, function: External, arguments: list[Value], node: Any) -> Value:
    """A call of a library's function."""
    for framework in walk.frameworks:
        found = framework(walk, function, arguments, node)
        if found is not None:
            return found  # type: ignore[no-any-return]
    name = next((one for one in reversed(function.names) if one not in ("()", "default")), function.package)
    known = builtins.call(walk, function, arguments, node)
    if known is None:
        known = _by_name(walk, function, name, arguments, node)
    if known is not None:
        return known
    if any(isinstance(argument, Next) for argument in arguments):
        walk.let_pass()
        return UNKNOWN
    if _is_wrapped(name, arguments):
        return arguments[0]
    given = frozenset().union(*(taints(argument) for argument in arguments)) if arguments else frozenset()
    callbacks = [one for one in arguments if isinstance(one, Closure | Special)]
    if not given - {"secret", "deploy"} and not callbacks and not unseen.has_request(arguments):
        return External(function.package, (*function.names, "()"))
    return unseen.unknown(walk, frozenset(), name, arguments, node, function.package)


def _is_wrapped(name: str, arguments: list[Value]) -> bool:
    """Whether a function of a library is laid around one that is not called yet."""
    first = arguments[0] if arguments else None
    return bool(unseen.WRAPPERS.match(name)) and isinstance(first, External) and first.names[-1:] != ("()",)


def _by_name(walk: Walk, function: External, name: str, arguments: list[Value], node: Any) -> Value | None:
    if function.names[-1:] == ("()",):
        return _called_again(function, name, arguments)
    for known in (_check, validators.middleware, validators.chain):
        found = known(walk, function, name, arguments, node)
        if found is not None:
            return found
    if unseen.SESSIONS.match(name):
        return Data("", frozenset({"identity"}), name)
    if _DISPATCH.search(name):
        walk.request.dispatched = True
        return Answer(200, "dispatch")
    return Answer(200, "proxy") if _PROXY.search(name) else None


def _called_again(function: External, name: str, arguments: list[Value]) -> Value | None:
    """A call of what a call gave: `getServerAuthSession(options)(request)`."""
    if unseen.SESSIONS.match(name) and unseen.has_request(arguments):
        return Data("", frozenset({"identity"}), name)
    return Answer(200, "proxy") if _PROXY.search(name) else None


def _check(walk: Walk, function: External, name: str, arguments: list[Value], node: Any) -> Value | None:
    """A middleware or a wrapper of a library that authenticates."""
    package, first = function.package, arguments[0] if arguments else ABSENT
    inner = next((one for one in arguments if isinstance(one, Closure | Special)), None)
    label = f"{name} of {package}"
    if name == "authenticate" and "passport" in package:
        return checks.passport(walk, arguments, node)
    if package == "next-auth" and name == package:
        return AuthJs(checks.identity(walk, "auth of next-auth", node), first)
    if package == "next-auth/middleware" and name == "withAuth":
        return Gate(checks.identity(walk, label, node), arguments[-1] if arguments else None, inner)
    if "clerk" in package:
        return _of_clerk(walk, name, arguments, node)
    if _AUTH_WRAPPERS.match(name) or _AUTH_PACKAGES.search(package):
        return None if _is_optional(first) else Guarded(checks.identity(walk, label, node), inner)
    if _SIGNED_WRAPPERS.match(name) and _SIGNING.search(package):
        return Guarded(walk.check(Strength.SIGNATURE, label, node), inner)
    return None


def _is_optional(settings: Value) -> bool:
    """Whether a middleware lets callers without a credential pass."""
    entries = settings.entries if isinstance(settings, Record) else {}
    return any(entries.get(name) == Known(False) for name in ("credentialsRequired", "authRequired"))


def _of_clerk(walk: Walk, name: str, arguments: list[Value], node: Any) -> Value | None:
    first = arguments[0] if arguments else None
    if name == "clerkMiddleware":
        return ClerkMiddleware(first if isinstance(first, Closure) else None)
    if name == "createRouteMatcher":
        return RouteMatcher(first or ABSENT)
    if name == "authMiddleware":
        open_ = first.entries.get("publicRoutes") if isinstance(first, Record) else None
        return Unless(Guarded(checks.identity(walk, name, node)), RouteMatcher(open_ or Items()))
    if name == "protect":
        walk.state.learn(Fact(checks.identity(walk, "auth.protect", node)))
        return Data("", frozenset({"identity"}), name)
    if _AUTH_WRAPPERS.match(name):
        inner = next((one for one in arguments if isinstance(one, Closure | Special)), None)
        return Guarded(checks.identity(walk, f"{name} of Clerk", node), inner)
    return None


def construct(walk: Walk, of: Value, arguments: list[Value], node: Any) -> Value:
    """`new Library(arguments)`."""
    name = of.names[-1] if isinstance(of, External) and of.names else getattr(of, "name", "")
    for framework in walk.frameworks if isinstance(of, External) else ():
        assert isinstance(of, External)
        found = framework(walk, External(of.package, (*of.names, "new")), arguments, node)
        if found is not None:
            return found  # type: ignore[no-any-return]
    built = builtins.construct(walk, name, arguments, node)
    if built is not None:
        return built
    if isinstance(of, External):
        return External(of.package, (*of.names, "()"))
    return UNKNOWN
