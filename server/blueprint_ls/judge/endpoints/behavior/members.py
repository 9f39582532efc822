"""Properties: what is read of a request, of an object, of what a library gave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from blueprint_ls.codebase.typescript.tree import Field, Name
from blueprint_ls.codebase.typescript.tree import Method as MethodNode
from blueprint_ls.judge.endpoints.behavior import expressions
from blueprint_ls.judge.endpoints.behavior.proof import Check, Truth
from blueprint_ls.judge.endpoints.behavior.truth import truth_of
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    UNKNOWN,
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
    Option,
    Record,
    Scope,
    Special,
    Value,
    choice,
    options,
    taints,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk

SIGNED = re.compile(r"signature|hmac|svix|webhook-id|digest|qstash", re.I)
CREDENTIALS = re.compile(
    r"^(proxy-)?authori[sz]ation$|api-?key|access-?key|token|secret|^cookie$|x-auth|^auth$|session|jwt|password|"
    r"^x-[\w-]*-key$|^user$|^user-?id$|^x-user(-id)?$",
    re.I,
)
COOKIES = re.compile(r"session|token|auth|jwt|\bsid\b|user|login|key", re.I)
_PRINCIPALS = re.compile(
    r"^(user|userId|user_id|currentUser|auth|authUser|principal|identity|account|apiKey|viewer|member|jwtPayload|"
    r"authenticated|isAuthenticated|tokenPayload|accountId|uid)$"
)
_PARTS = {
    "headers": "headers",
    "raw_headers": "headers",
    "cookies": "cookies",
    "signedCookies": "cookies",
    "body": "body",
    "rawBody": "rawbody",
    "query": "query",
    "searchParams": "query",
    "params": "params",
    "nextUrl": "url",
    "files": "body",
    "file": "body",
    "session": "session",
    "res": "response",
    "req": "request",
    "raw": "request",
    "request": "request",
    "response": "response",
    "reply": "response",
    "locals": "session",
    "formData": "body",
    "routeOptions": "routeoptions",
    "routerPath": "path",
    "context": "routeoptions",
    "server": "server",
    "log": "",
    "ip": "",
}
_PATHS = ("url", "path", "originalUrl", "pathname", "baseUrl", "href")
_TOKENS = re.compile(r"token|secret|signature|otp|api_?key", re.I)


def read(walk: Walk, value: Value, name: str | None, node: Any) -> Value:
    """`value.name`."""
    if name is None:
        return Data("", taints(value))
    if type(value) is Data:
        return of_data(walk, value, name)
    if isinstance(value, Choice):
        return choice([one.of(read(walk, one.value, name, node)) for one in value.options])
    if isinstance(value, Record):
        return _of_record(walk, value, name, node)
    if isinstance(value, Instance):
        return of_instance(walk, value, name)
    if isinstance(value, ClassValue):
        return _of_class(walk, value, name)
    if isinstance(value, Exports):
        return walk.exported(value.path, name)
    if isinstance(value, External):
        return of_external(value, name)
    if isinstance(value, Special):
        found = value.property(walk, name)
        return found if found is not None else Method(value, name)
    if isinstance(value, Items) and name in ("length", "size"):
        return Known(float(len(value.items))) if value.complete else UNKNOWN
    if (isinstance(value, Known) and value.value is None) or value == ABSENT:
        return ABSENT
    if isinstance(value, Answer) and name in ("status", "statusCode"):
        return Known(float(value.status))
    if isinstance(value, Answer) and name == "ok":
        return Known(value.status < 400)
    return Method(value, name)


def _of_record(walk: Walk, value: Record, name: str, node: Any) -> Value:
    if name in value.entries:
        return value.entries[name]
    if value.unseen:
        return choice([Option(read(walk, one, name, node)) for one in value.unseen])
    return Method(value, name) if name in ("hasOwnProperty", "toString", "set", "get", "has") else ABSENT


def of_external(value: External, name: str) -> Value:
    """`package.name`; the environment is a deployment's secret."""
    if value.names == ("process", "env") or (value.names and value.names[-1] in ("env",)):
        return Data("", frozenset({"secret"}), name)
    if re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+", name) and "()" in value.names:
        return Data("", frozenset({"secret"}), name)
    return External(value.package, (*value.names, name))


def of_data(walk: Walk, value: Data, name: str) -> Value:
    """A part of what came from outside."""
    if value.role in ("request", "context"):
        return _of_request(walk, value, name)
    if value.role == "headers":
        return header(name) if name not in ("get", "has", "entries", "forEach") else Method(value, name)
    if value.role == "cookies":
        return cookie(name) if name not in ("get", "has", "getAll", "set") else Method(value, name)
    if value.role == "url":
        return _of_url(walk, value, name)
    if value.role in ("query", "body", "params"):
        return _of_input(value, name)
    if value.role == "session":
        return Data("", frozenset({"identity"}), f"session.{name}") if _PRINCIPALS.match(name) else Method(value, name)
    if value.role == "routeoptions":
        return _of_route(walk, name)
    if value.role in ("socket", "handshake"):
        return _of_socket(value, name)
    if value.role in ("response", "server", "reflector", "execution"):
        return Method(value, name)
    if "secret" in value.taints:
        return Data("", value.taints, name)
    kept = value.taints - {"deploy"}
    return Data("", kept, value.name if "identity" in kept else name) if kept else Data("", frozenset(), name)


def _of_request(walk: Walk, value: Data, name: str) -> Value:
    if name == "method":
        walk.request.asked.add("method")
        return Known(walk.request.method) if walk.request.method else UNKNOWN
    if name in _PATHS:
        walk.request.asked.add("route")
        if name in ("url", "originalUrl", "href") and walk.request.route is None:
            return Data("url", frozenset(), "url")
        return Known(walk.request.route) if walk.request.route else Data("url")
    if _PRINCIPALS.match(name):
        return Data("", frozenset({"identity"}), f"request.{name}")
    if name in ("query", "body", "params"):
        return Data(name, frozenset({name}), name)
    if name == "rawBody":
        return Data("rawbody", frozenset({"rawbody"}), name)
    if _PARTS.get(name):
        role = _PARTS[name]
        return Data(role, frozenset({role}) if role in ("query", "body", "params") else frozenset(), name)
    return Method(value, name)


def _of_socket(value: Data, name: str) -> Value:
    """A web socket, or what its caller sent when it was opened."""
    if value.role == "socket":
        return Data("handshake") if name in ("handshake", "request", "upgradeReq") else Method(value, name)
    if name == "auth":
        return Data("", frozenset({"credential"}), "handshake.auth")
    return Data(_PARTS.get(name, ""), frozenset(), name)


def _of_url(walk: Walk, value: Data, name: str) -> Value:
    if name == "searchParams":
        return Data("query", frozenset({"query"}), "query")
    if name in ("search", "query"):
        return Data("query", frozenset({"query"}), "query")
    if name in ("pathname", "href", "path"):
        walk.request.asked.add("route")
        return Known(walk.request.route) if walk.request.route else Data("url")
    return Method(value, name)


def _of_input(value: Data, name: str) -> Value:
    if name in ("get", "getAll", "has", "entries", "toString", "forEach", "keys", "map", "filter", "some", "every"):
        return Method(value, name)
    found = value.taints | ({"token"} if _TOKENS.search(name) else set())
    return Data(value.role, frozenset(found), name)


def _of_route(walk: Walk, name: str) -> Value:
    if name == "config":
        walk.request.asked.add("config")
        return walk.request.config or Data("routeconfig")
    if name == "url":
        walk.request.asked.add("route")
        return Known(walk.request.route) if walk.request.route else UNKNOWN
    return Data("routeoptions")


def header(name: str, role: str = "header") -> Value:
    """One header."""
    if role == "cookies":
        return cookie(name)
    if SIGNED.search(name):
        return Data("", frozenset({"signature"}), f"header {name}")
    if name == "credential" or CREDENTIALS.search(name):
        return Data("", frozenset({"credential"}), f"header {name}")
    return Data("", frozenset(), f"header {name}")


def cookie(name: str) -> Value:
    """One cookie."""
    if name == "credential" or COOKIES.search(name):
        return Data("", frozenset({"credential"}), f"cookie {name}")
    return Data("", frozenset(), f"cookie {name}")


def of_instance(walk: Walk, value: Instance, name: str) -> Value:
    """A field or method of an object; a field that only a type describes is an object of that type."""
    if name in value.fields:
        return value.fields[name]
    found = walk.program.member(value.of.path, value.of.node, name)
    if found is not None:
        path, owner, member = found
        return _member_value(walk, value, path, owner, member)
    typed = _injected(walk, value, name)
    value.fields[name] = typed
    return typed


def _member_value(walk: Walk, value: Instance, path: str, owner: Any, member: Field | MethodNode) -> Value:
    if isinstance(member, MethodNode):
        scope = Scope(path, {"this": value}, value.of.scope or walk.module(path))
        closure = Closure(path, member.function, scope, value, ClassValue(path, owner))
        if member.kind == "get":
            from blueprint_ls.judge.endpoints.behavior import calls

            return calls.invoke(walk, closure, [], member)
        return closure
    value.fields[member.name] = UNKNOWN
    if member.value is not None:
        scope = Scope(path, {"this": value}, value.of.scope or walk.module(path))
        held = walk.within(scope, lambda: expressions.evaluate(walk, member.value))
        if isinstance(held, Closure):
            held.this = value
        value.fields[member.name] = held
    elif member.type:
        value.fields[member.name] = typed(walk, path, member.type, member.name)
    return value.fields[member.name]


def _injected(walk: Walk, value: Instance, name: str) -> Value:
    for path, node in walk.program.bases(value.of.path, value.of.node):
        for member in node.members:
            if isinstance(member, MethodNode) and member.kind == "constructor":
                for parameter in member.function.parameters:
                    if parameter.access and isinstance(parameter.target, Name) and parameter.target.name == name:
                        return typed(walk, path, parameter.type or "", name)
    return Method(Data("", frozenset(), value.of.node.name or ""), name)


def typed(walk: Walk, path: str, type_: str, name: str) -> Value:
    """A value that only its type describes."""
    head = type_.partition("<")[0].strip()
    if head == "Reflector":
        return Data("reflector")
    if head in ("Request", "FastifyRequest", "NextRequest", "NextApiRequest", "IncomingMessage"):
        return Data("request")
    if head in ("Response", "FastifyReply", "NextApiResponse"):
        return Data("response")
    found = walk.program.type(path, head) if head else None
    if found is not None and hasattr(found[1], "decorators"):
        return Instance(ClassValue(found[0], found[1]))  # type: ignore[arg-type]
    if re.search(r"config|env", name, re.I):
        return Data("config", frozenset(), name)
    return Data("", frozenset(), name)


def _of_class(walk: Walk, value: ClassValue, name: str) -> Value:
    found = walk.program.member(value.path, value.node, name)
    if found is None:
        return Method(value, name)
    path, owner, member = found
    if isinstance(member, MethodNode):
        return Closure(path, member.function, walk.module(path), value, ClassValue(path, owner))
    if member.value is None:
        return UNKNOWN
    held: Value = walk.within(walk.module(path), lambda: expressions.evaluate(walk, member.value))
    return held


def truth_of_options(found: list[Option]) -> Truth:
    """What is known of one of several booleans."""

    def no_check(strength: Any, what: str) -> Check:
        return Check(strength, what, "", 0, 0)

    return truth_of(choice(found), no_check)


def use(walk: Walk, value: Value, node: Any, weak: bool = False) -> None:
    """Input is put to use as it came; a comparison alone is no use worth a word where something else is checked."""
    if not walk.is_home():
        return
    for one in options(value):
        if isinstance(one.value, Data):
            for part in one.value.taints & {"body", "query"}:
                key = f"~{part}" if weak else part
                walk.request.raw.setdefault(key, (walk.frame.path, node.start, node.end))
                if not weak and one.value.name == part:
                    walk.request.doubts.add(f"all of the {part} used")
                if not weak and any(part in state.ignored for state in walk.states):
                    walk.request.doubts.add(f"the {part} used where it does not fit")
