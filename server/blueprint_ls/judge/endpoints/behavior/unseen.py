"""Calls of functions whose code is not here: judged by their names and by what they are given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.endpoints.behavior import calls, members
from blueprint_ls.judge.endpoints.behavior.checks import identity
from blueprint_ls.judge.endpoints.behavior.context import ISSUED
from blueprint_ls.judge.endpoints.behavior.proof import Fact, Strength, Truth
from blueprint_ls.judge.endpoints.behavior.values import (
    UNKNOWN,
    Closure,
    Data,
    Items,
    Next,
    Option,
    Record,
    Special,
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
SESSIONS = re.compile(
    r"^(getServerSession|unstable_getServerSession|getServerAuthSession|getSession|getIronSession|auth|currentUser|"
    r"getCurrentUser|getAuth|getUser|getToken|getClaims|validateSession|validateRequest|getAuthUser|getKindeServerSession|"
    r"getUserFromSession|getSessionUser|withAuth|getSessionFromRequest|getLoggedInUser|verifySession|getCurrentSession|"
    r"getAuthSession|getSessionCookie)$"
)
_DEMANDS = re.compile(
    r"^(require|ensure|assert|check|verify|validate|enforce)\w*(User|Auth|Authenticated|Session|Login|LoggedIn|Token|"
    r"Authorization|Jwt|ApiKey|Bearer)\w*$|^authenticate\w*$|^jwtVerify$|^verifyIdToken$|^protect$|"
    r"^(get)?user[iI]nfo$|^introspect\w*$"  # of OpenID Connect and OAuth: a bad token is refused
)
_THROWING = re.compile(r"^(constructEvent\w*|unwrap|verify\w*|validateWebhook\w*|parseWebhook\w*)$")
_SIGNATURES = re.compile(
    r"constructEvent|verif|valid|compare|equal|check|unwrap|authentic|webhook|sign|hmac|parse", re.I
)
_ISSUES = re.compile(
    r"^(create|generate|issue|sign|mint|make)\w*(Token|Jwt|JWT|Session|Cookie)s?$|^sign(Async|Sync|In|Jwt|JWT)?$|"
    r"^(set\w*Cookies?|cookie|setAuthCookie|logIn|createSession|loginWith\w+)$"
)
"""What gives a caller a credential: an endpoint that does so is where people sign in."""
_LOOKUPS = re.compile(
    r"confirm|redeem|ByToken|ByHash|find|get|verify|lookup|select|first|decrypt|decode|validate|consume|check|load|fetch",
    re.I,
)
_ONE_TIME = re.compile(r"recover|reset|verification|confirmation|magic|one_?time|otp|token", re.I)
"""What holds rows whose id is a secret: who has it was sent it."""
_SPENDS = re.compile(r"^(findOneAnd|findAndModify|find_one_and)?(update|delete|remove|destroy)", re.I)
WRAPPERS = re.compile(r"^(with[A-Z]\w*|wrap\w*|\w*[hH]andler|\w*[mM]iddleware|cache|memo\w*|promisify|once|handle)$")
_STARTS = ("listen", "start", "ready", "connect", "run", "nextTick", "setImmediate", "initialize")
"""What calls back at once, as far as building an application goes."""


def unknown(walk: Walk, own: frozenset[str], name: str, arguments: list[Value], node: Any, holder: str = "") -> Value:
    """A call of something whose code is not here."""
    note_issued(walk, name)
    given = frozenset().union(own, *(taints(argument) for argument in arguments))
    if name in PARSERS and given & {"body", "query", "params", "rawbody"} and holder != "JSON":
        return _parsed(walk, name, given, arguments, node)
    if any(isinstance(argument, Next) for argument in arguments):
        walk.let_pass()
    if "signature" in given or ("rawbody" in given and _THROWING.match(name)) or "digest" in given:
        return _signed(walk, name, given, node)
    if name.startswith("verify") and "credential" in given and isinstance(arguments[-1], Closure):
        return _verified(walk, name, arguments[-1], node)
    called = _callbacks(walk, name, arguments, given, node)
    if called is not None:
        return called
    transforms = TRANSFORMS.match(name) and (own or name not in _OF_LISTS)
    return _answer(walk, name, given, arguments, node, holder, bool(transforms))


def note_issued(walk: Walk, name: str) -> None:
    """Remember that a caller is given a credential."""
    if _ISSUES.match(name):
        walk.request.doubts.add(ISSUED)


def _answer(
    walk: Walk, name: str, given: frozenset[str], arguments: list[Value], node: Any, holder: str, transforms: bool
) -> Value:
    if transforms:
        role = next((one.role for one in arguments if isinstance(one, Data) and one.role), "")
        return Data(role, given, holder or name)
    _used(walk, arguments, node)
    if "credential" in given or (_DEMANDS.match(name) and has_request(arguments)):
        if _DEMANDS.match(name) or name in ("verify", "verifyAsync"):
            walk.state.learn(Fact(identity(walk, name, node)))
        return Data("", frozenset({"identity"}), name)
    if SESSIONS.match(name):
        return Data("", frozenset({"identity"}), name)
    if "identity" in given and _LOOKUPS.search(name):
        return Data("", frozenset({"identity"}), name)
    if _SPENDS.match(name) and arguments and "token" in taints(_condition(arguments[0])):
        walk.state.learn(Fact(walk.check(Strength.CAPABILITY, name, node)))  # no other row is touched
    sent = given & {"token"} or (given & {"params", "query", "body"} and _ONE_TIME.search(_asked(node)))
    if sent and _LOOKUPS.search(name):
        return Data("", frozenset({"capability"}), name)
    if has_request(arguments):
        walk.request.unknown.append(name)
    return Data("", given & {"secret"} if name == "get" else frozenset(), name)


def _condition(asked: Value) -> Value:
    """What rows have to meet, out of what a store is asked."""
    return asked.entries.get("where", asked) if isinstance(asked, Record) else asked


def _asked(node: Any) -> str:
    """The name of what a method is called on: `passwordResets` of `db.passwordResets.findOne()`."""
    return str(getattr(getattr(getattr(node, "callee", None), "object", None), "name", ""))


def _parsed(walk: Walk, name: str, given: frozenset[str], arguments: list[Value], node: Any) -> Value:
    place = (walk.frame.path, node.start, node.end)
    parts = (given & {"body", "query", "params"}) | ({"body"} if "rawbody" in given else set())
    for part in parts:
        walk.request.parsed.setdefault(part, place)
        if any(isinstance(one, Data) and one.role == part and one.name != part for one in arguments):
            walk.request.doubts.add(f"one value of the {part}")
        else:
            walk.request.doubts.add(f"the whole {part}")
    data = Data("", given & {"token"}, "parsed")
    if not name.startswith("safeParse"):
        return data
    failed = Fact(failed=frozenset(parts))
    return Record({"success": Test(Truth(None, no=failed)), "error": Test(Truth(None, failed)), "data": data})


def _verified(walk: Walk, name: str, callback: Closure, node: Any) -> Value:
    """`verify(token, key, (error, payload) => …)`: where there is no error, the caller is known."""
    check = identity(walk, name, node)
    error = Test(Truth(None, Fact(None, True), Fact(check)))
    return calls.invoke(walk, callback, [error, Data("", frozenset({"identity"}), name)], node)


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
    if WRAPPERS.match(name) or (len(walk.frames) < 2 and name not in _STARTS):
        return found[0]
    results = [calls.invoke(walk, one, [Data("", given - {"credential"})] * 3, node) for one in found]
    return choice([Option(result) for result in results]) if name not in ("after", "on", "waitUntil") else UNKNOWN


def _used(walk: Walk, arguments: list[Value], node: Any) -> None:
    for argument in arguments:
        if isinstance(argument, Record):
            for inner in [*argument.entries.values(), *argument.unseen]:
                _used(walk, [inner], node)
        elif isinstance(argument, Items):
            _used(walk, argument.items, node)
        else:
            members.use(walk, argument, node)


def has_request(arguments: list[Value]) -> bool:
    """Whether the whole request is among what a function is given."""
    return any(isinstance(one, Data) and one.role in ("request", "context") for one in arguments)
