"""Functions that the repository does not hold: known by package and name, or judged by what they are given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.endpoints.behavior import builtins, calls
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    UNKNOWN,
    Answer,
    Closure,
    Data,
    External,
    Fact,
    Instance,
    Items,
    Known,
    Next,
    Option,
    Record,
    Special,
    Strength,
    Test,
    Value,
    choice,
    taints,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk

PARSERS = frozenset(
    [
        "parse",
        "safeParse",
        "parseAsync",
        "safeParseAsync",
        "validate",
        "validateAsync",
        "validateSync",
        "decode",
        "assert",
        "create",
        "spa",
    ]
)
TRANSFORMS = re.compile(
    r"^(from|toString|split|replace|replaceAll|trim|slice|substring|substr|toLowerCase|toUpperCase|match|pop|shift|at|"
    r"startsWith|endsWith|includes|decodeURIComponent|encodeURIComponent|String|Number|parseInt|parseFloat|atob|btoa|"
    r"update|digest|isArray|fromEntries|entries|keys|values|stringify|concat|join|indexOf|toArray|map|filter|find|"
    r"parse|decode|freeze|assign|unescape|padEnd|padStart|charAt|parseCookies|extractToken|fromHeader|createHash|hash|"
    r"hashToken|hex|encode|first|flat|subarray|buffer|localeCompare|test|exec|search)$"
)
_OF_LISTS = ("find", "filter", "map", "first", "exec", "search")
"""What transforms a value only as its own method: a store's `find` looks up."""
_SESSIONS = re.compile(
    r"^(getServerSession|unstable_getServerSession|getServerAuthSession|getSession|getIronSession|auth|currentUser|"
    r"getCurrentUser|getAuth|getUser|getToken|getClaims|validateSession|validateRequest|getAuthUser|getKindeServerSession|"
    r"getUserFromSession|getSessionUser|withAuth|getSessionFromRequest|getLoggedInUser|verifySession|getCurrentSession|"
    r"getAuthSession|getSessionCookie)$"
)
_DEMANDS = re.compile(
    r"^(require|ensure|assert|check|verify|validate|enforce)\w*(User|Auth|Authenticated|Session|Login|LoggedIn|Token|"
    r"Authorization|Jwt|ApiKey|Bearer)\w*$|^authenticate\w*$|^jwtVerify$|^verifyIdToken$|^protect$"
)
_THROWING = re.compile(r"^(constructEvent\w*|unwrap|verify\w*|validateWebhook\w*|parseWebhook\w*)$")
_SIGNATURES = re.compile(
    r"constructEvent|verif|valid|compare|equal|check|unwrap|authentic|webhook|sign|hmac|parse", re.I
)
_LOOKUPS = re.compile(r"find|get|verify|lookup|select|first|decrypt|decode|validate|consume|check|load|fetch", re.I)
_WRAPPERS = re.compile(r"^(with[A-Z]\w*|wrap\w*|\w*[hH]andler|\w*[mM]iddleware|cache|memo\w*|promisify|once|handle)$")
_AUTH_WRAPPERS = re.compile(
    r"^(with(Api|Page|Required|Middleware)?Auth\w*|requireAuth\w*|requiresAuth|withClerk\w*|withAuthenticat\w*|"
    r"ClerkExpressRequireAuth|expressjwt|expressJwt|basicAuth|bearerAuth|jwtAuth|ensureLoggedIn|checkJwt)$"
)
_AUTH_PACKAGES = re.compile(r"(^|/)(express-jwt|express-basic-auth|express-oauth2-jwt-bearer|express-bearer-token)$")
_SIGNED_WRAPPERS = re.compile(r"^(verifySignature\w*|serve)$")
_SIGNING = re.compile(r"qstash|inngest|svix|webhooks|stripe")
_LOGIN = re.compile(r"next-auth|better-auth|@auth/|@auth0/|workos|lucia|kinde|clerk|supertokens|authjs|jackson")
_DISPATCH = re.compile(
    r"fetchRequestHandler|createExpressMiddleware|createNextApiHandler|expressMiddleware|createYoga|createHandler|"
    r"graphqlHTTP|createHTTPHandler|nodeHTTPRequestHandler|createOpenApi\w*|createRequestHandler|startServerAndCreate\w*|"
    r"createMcpHandler|connectNodeAdapter|fastifyConnectPlugin|createRouteHandler"
)
_STARTS = ("listen", "start", "ready", "connect", "run", "nextTick", "setImmediate", "initialize")
"""What calls back at once, as far as building an application goes."""
_PROXY = re.compile(r"[pP]roxy")


class Guarded(Special):
    """A function with a check of a library laid around it, or such a check as a middleware."""

    def __init__(self, strength: Strength, what: str, inner: Value | None) -> None:
        self.strength = strength
        self.what = what
        self.inner = inner

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """Checks, then goes on."""
        walk.state.learn(Fact(walk.check(self.strength, self.what, node)))
        if self.inner is not None:
            return calls.invoke(walk, self.inner, arguments, node)
        for argument in arguments:
            if isinstance(argument, Next):
                walk.let_pass()
        return UNKNOWN


def identity(walk: Walk, what: str, node: Any) -> Fact:
    """The caller is known from here on."""
    return Fact(walk.check(Strength.IDENTITY, what, node))


def call(walk: Walk, function: External, arguments: list[Value], node: Any) -> Value:
    """A call of a library's function."""
    for framework in walk.frameworks:
        found = framework(walk, function, arguments, node)
        if found is not None:
            return found  # type: ignore[no-any-return]
    builtin = builtins.call(walk, function, arguments, node)
    if builtin is not None:
        return builtin
    name = next((one for one in reversed(function.names) if one not in ("()", "default")), function.package)
    known = _by_name(walk, function, name, arguments, node)
    if known is not None:
        return known
    if any(isinstance(argument, Next) for argument in arguments):
        return _middleware(walk, function, name, arguments, node)
    given = frozenset().union(*(taints(argument) for argument in arguments)) if arguments else frozenset()
    if (
        _WRAPPERS.match(name)
        and arguments
        and isinstance(arguments[0], External)
        and arguments[0].names[-1:] != ("()",)
    ):
        return arguments[0]
    callbacks = [one for one in arguments if isinstance(one, Closure | Special)]
    if not given - {"secret", "deploy"} and not callbacks and not _has_request(arguments):
        return External(function.package, (*function.names, "()"))
    return unknown(walk, frozenset(), name, arguments, node, function.package)


def _by_name(walk: Walk, function: External, name: str, arguments: list[Value], node: Any) -> Value | None:
    is_called_again = function.names[-1:] == ("()",)
    if name == "authenticate" and "passport" in function.package and not is_called_again:
        return _passport(arguments)
    if _SESSIONS.match(name) and not (is_called_again and _has_request(arguments) is False):
        return Data("", frozenset({"identity"}), name)
    if _AUTH_WRAPPERS.match(name) or _AUTH_PACKAGES.search(function.package):
        inner = next((one for one in arguments if isinstance(one, Closure | Special)), None)
        return Guarded(Strength.IDENTITY, f"{name} of {function.package}", inner)
    if _SIGNED_WRAPPERS.match(name) and _SIGNING.search(function.package):
        inner = next((one for one in arguments if isinstance(one, Closure | Special)), None)
        return Guarded(Strength.SIGNATURE, f"{name} of {function.package}", inner)
    if _DISPATCH.search(name) and not is_called_again:
        walk.request.dispatched = True
        return Answer(200, "dispatch")
    if _PROXY.search(name):
        return Answer(200, "proxy")
    return None


def _passport(arguments: list[Value]) -> Value:
    callback = next((one for one in arguments if isinstance(one, Closure)), None)
    return PassportCallback(callback) if callback else Guarded(Strength.IDENTITY, "passport", None)


class PassportCallback(Special):
    """`passport.authenticate(name, callback)`: enforces only what its callback does."""

    def __init__(self, callback: Closure) -> None:
        self.callback = callback

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """Hands the callback a user who may be missing."""
        user = Data("", frozenset({"identity"}), "passport user")
        return calls.invoke(walk, self.callback, [Known(None), user, UNKNOWN], node)


def _middleware(walk: Walk, function: External, name: str, arguments: list[Value], node: Any) -> Value:
    walk.let_pass()
    return UNKNOWN


def _has_request(arguments: list[Value]) -> bool:
    return any(isinstance(one, Data) and one.role in ("request", "context") for one in arguments)


def unknown(walk: Walk, own: frozenset[str], name: str, arguments: list[Value], node: Any, holder: str = "") -> Value:
    """A call of something whose code is not here."""
    given = frozenset().union(own, *(taints(argument) for argument in arguments))
    if name in PARSERS and given & {"body", "query", "params", "rawbody"} and holder != "JSON":
        return _parsed(walk, given, arguments, node)
    if any(isinstance(argument, Next) for argument in arguments):
        walk.let_pass()
    if "signature" in given or ("rawbody" in given and _THROWING.match(name)) or "digest" in given:
        return _signed(walk, name, given, node)
    called = _callbacks(walk, name, arguments, given, node)
    if called is not None:
        return called
    transforms = TRANSFORMS.match(name) and (own or name not in _OF_LISTS)
    return _answer(walk, name, given, arguments, node, holder, bool(transforms))


def _answer(
    walk: Walk, name: str, given: frozenset[str], arguments: list[Value], node: Any, holder: str, transforms: bool
) -> Value:
    if transforms:
        role = next((one.role for one in arguments if isinstance(one, Data) and one.role), "")
        return Data(role, given, holder or name)
    _used(walk, arguments, node)
    if "credential" in given or (_DEMANDS.match(name) and _has_request(arguments)):
        if _DEMANDS.match(name) or name == "verify":
            walk.state.learn(identity(walk, name, node))
        return Data("", frozenset({"identity"}), name)
    if _SESSIONS.match(name):
        return Data("", frozenset({"identity"}), name)
    if "identity" in given and _LOOKUPS.search(name):
        return Data("", frozenset({"identity"}), name)
    if "token" in given and _LOOKUPS.search(name):
        return Data("", frozenset({"capability"}), name)
    if _has_request(arguments):
        walk.request.unknown.append(name)
    return Data("", given & {"secret"} if name == "get" else frozenset(), name)


def _parsed(walk: Walk, given: frozenset[str], arguments: list[Value], node: Any) -> Value:
    for part in given & {"body", "query", "params"}:
        walk.request.parsed.setdefault(part, (walk.frame.path, node.start, node.end))
    if "rawbody" in given:
        walk.request.parsed.setdefault("body", (walk.frame.path, node.start, node.end))
    return Data("", given & {"token"}, "parsed")


def _signed(walk: Walk, name: str, given: frozenset[str], node: Any) -> Value:
    if TRANSFORMS.match(name):
        return Data("", given, name)
    if _THROWING.match(name):
        walk.state.learn(Fact(walk.check(Strength.SIGNATURE, name, node)))
    kept = {"verified"} if _SIGNATURES.search(name) else given
    return Data("", frozenset(kept), name)


def _callbacks(walk: Walk, name: str, arguments: list[Value], given: frozenset[str], node: Any) -> Value | None:
    found = [one for one in arguments if isinstance(one, Closure | Special)]
    if not found:
        return None
    if _WRAPPERS.match(name) or (len(walk.frames) < 2 and name not in _STARTS):
        return found[0]
    results = [calls.invoke(walk, one, [Data("", given - {"credential"})] * 3, node) for one in found]
    return choice([Option(result) for result in results]) if name not in ("after", "on", "waitUntil") else UNKNOWN


def _used(walk: Walk, arguments: list[Value], node: Any) -> None:
    from blueprint_ls.judge.endpoints.behavior import members

    for argument in arguments:
        if isinstance(argument, Record):
            for inner in [*argument.entries.values(), *argument.unseen]:
                _used(walk, [inner], node)
        elif isinstance(argument, Items):
            _used(walk, argument.items, node)
        else:
            members.use(walk, argument, node)


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


def inherited(walk: Walk, base: Value, this: Value, name: str, arguments: list[Value], node: Any) -> Value:
    """A method of a base class that a library brings: `super.canActivate(context)`."""
    text = ".".join(base.names) if isinstance(base, External) else ""
    package = base.package if isinstance(base, External) else ""
    if name != "canActivate" or not ("AuthGuard" in text or "passport" in package):
        return Known(True) if name == "canActivate" else UNKNOWN
    user = Data("", frozenset({"identity"}), "passport user")
    own = walk.program.member(this.of.path, this.of.node, "handleRequest") if isinstance(this, Instance) else None
    if own is None:
        walk.state.learn(identity(walk, "passport", node))
        return Data("", frozenset({"identity"}), "passport")
    from blueprint_ls.judge.endpoints.behavior import members

    function = members.read(walk, this, "handleRequest", node)
    unsure = choice([Option(user), Option(Known(False))])
    calls.invoke(walk, function, [Known(None), unsure, UNKNOWN, UNKNOWN, UNKNOWN], node)
    return Known(True)


def metadata(walk: Walk, name: str, arguments: list[Value]) -> Value:
    """`reflector.getAllAndOverride(key, [handler, class])`."""
    walk.request.asked.add("metadata")
    key = key_of(arguments[0]) if arguments else ""
    asked = arguments[1].items if len(arguments) > 1 and isinstance(arguments[1], Items) else arguments[1:2]
    found = []
    for target in asked:
        of_class = isinstance(target, Data) and target.name == "getClass"
        held = walk.request.class_metadata if of_class else walk.request.metadata
        if key in held:
            found.append(held[key])
            walk.request.marked = True
    if name == "getAllAndMerge":
        return Items([inner for one in found for inner in (one.items if isinstance(one, Items) else [one])])
    return found[0] if found else ABSENT


def key_of(value: Value) -> str:
    """A metadata key as text."""
    if isinstance(value, Known):
        return str(value.value)
    if isinstance(value, Special):
        return str(getattr(value, "key", ""))
    return repr(value) if isinstance(value, External | Data) else type(value).__name__


def truthy(walk: Walk, value: Value, node: Any) -> Value:
    """`Boolean(value)`."""
    return Test(walk.truth(value, node))
