"""Methods of values that are no classes of the repository: strings, lists, requests, replies, schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.endpoints.behavior import (
    calls,
    checks,
    libraries,
    lists,
    members,
    nest_library,
    regexes,
    requests,
    unseen,
)
from blueprint_ls.judge.endpoints.behavior.proof import Fact
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    NEVER,
    UNKNOWN,
    Answer,
    Choice,
    Closure,
    Data,
    External,
    Items,
    Known,
    Method,
    Option,
    Record,
    Special,
    Value,
    choice,
)
from blueprint_ls.judge.flow import literals

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk


def call(walk: Walk, holder: Value, name: str, arguments: list[Value], node: Any) -> Value:
    """`holder.name(arguments)`."""
    if isinstance(holder, Choice):
        found = [
            one.of(_once(walk, one, name, arguments, node))
            for one in holder.options
            if not isinstance(one.value, Known) or isinstance(one.value.value, str)
        ]
        return choice(found) if found else UNKNOWN
    if name == "unless" and isinstance(holder, Closure):
        return checks.Unless(holder, arguments[0] if arguments else ABSENT)
    own = isinstance(holder, Special) and name in holder.methods
    if not own and name in ("call", "apply", "bind") and isinstance(holder, Closure | External | Special):
        return _applied(walk, holder, name, arguments, node)
    if isinstance(holder, Special):
        return holder.call(walk, name, arguments, node)
    if name in ("then", "catch", "finally"):
        return _promise(walk, holder, name, arguments, node)
    if isinstance(holder, Known) and isinstance(holder.value, str):
        return _text(holder.value, name, arguments)
    if isinstance(holder, Items):
        return lists.call(walk, holder, name, arguments, node)
    if isinstance(holder, Record) and name in ("get", "has", "set"):
        return _map(holder, name, arguments)
    if name in ("test", "exec") and arguments and isinstance(arguments[0], Known):
        expression = regexes.compiled(holder)
        if expression is not None:
            return _matched(str(arguments[0].value), holder, "test" if name == "test" else "match")
    if isinstance(holder, External):
        return libraries.call(walk, External(holder.package, (*holder.names, name)), arguments, node)
    if isinstance(holder, Answer):
        return _reply(walk, Data("response"), name, arguments, holder)
    if isinstance(holder, Data):
        return _data(walk, holder, name, arguments, node)
    if isinstance(holder, Method) and name not in unseen.PARSERS:
        return unseen.unknown(walk, frozenset(), name, arguments, node, holder.name)
    return unseen.unknown(walk, frozenset(), name, arguments, node)


def _once(walk: Walk, one: Option, name: str, arguments: list[Value], node: Any) -> Value:
    function = members.read(walk, one.value, name, node)
    if isinstance(function, Closure | Special):
        return calls.invoke(walk, function, arguments, node)
    return call(walk, one.value, name, arguments, node)


def _applied(walk: Walk, function: Value, name: str, arguments: list[Value], node: Any) -> Value:
    if name == "bind":
        return function
    rest = arguments[1:]
    if name == "apply" and rest and isinstance(rest[0], Items):
        rest = rest[0].items
    return calls.invoke(walk, function, rest, node)


def _promise(walk: Walk, holder: Value, name: str, arguments: list[Value], node: Any) -> Value:
    if name == "then" and arguments:
        return calls.invoke(walk, arguments[0], [holder], node)
    if name == "catch" and arguments:
        handled = calls.invoke(walk, arguments[0], [Data("error")], node)
        return choice([Option(holder), Option(handled)])
    return holder


def _text(text: str, name: str, arguments: list[Value]) -> Value:
    given = [argument.value for argument in arguments if isinstance(argument, Known)]
    if len(given) < len(arguments):
        return _matched(text, arguments[0], name)
    made = literals.method(text, name, given)
    if isinstance(made, list):
        return Items([Known(part) for part in made])
    return UNKNOWN if made is None else Known(made)


def _matched(text: str, pattern: Value, name: str) -> Value:
    expression = regexes.compiled(pattern)
    if expression is not None and name in ("match", "test", "search"):
        found = expression.search(text)
        return Known(bool(found)) if name == "test" else (Data("", frozenset(), "match") if found else Known(None))
    return UNKNOWN


def _map(holder: Record, name: str, arguments: list[Value]) -> Value:
    key = arguments[0].value if arguments and isinstance(arguments[0], Known) else None
    if name == "set" and isinstance(key, str):
        holder.entries[key] = arguments[1] if len(arguments) > 1 else ABSENT
        return holder
    if name == "has" and isinstance(key, str):
        return Known(key in holder.entries)
    return holder.entries.get(key, ABSENT) if isinstance(key, str) else UNKNOWN


def _data(walk: Walk, holder: Data, name: str, arguments: list[Value], node: Any) -> Value:
    first = arguments[0] if arguments else ABSENT
    text = first.value if isinstance(first, Known) and isinstance(first.value, str) else "credential"
    if holder.role == "headers" and name in ("get", "has"):
        return requests.header(text)
    if holder.role == "cookies" and name in ("get", "has", "getAll"):
        return requests.cookie(text)
    if holder.role in ("request", "context"):
        return _request(walk, holder, name, text, arguments, node)
    if holder.role == "socket" and name in ("disconnect", "close", "terminate"):
        return _sent(walk, Answer(401))
    if holder.role == "response":
        return _reply(walk, holder, name, arguments, None)
    if holder.role in ("query", "body", "params") and name in ("get", "getAll", "has"):
        return requests.of_input(holder, text if text != "credential" else "value")
    if holder.role == "reflector":
        return nest_library.metadata(walk, name, arguments)
    return unseen.unknown(walk, holder.taints, name, arguments, node, holder.name)


def _request(walk: Walk, holder: Data, name: str, text: str, arguments: list[Value], node: Any) -> Value:
    if name in ("json", "formData", "text", "arrayBuffer", "blob", "parts", "file", "saveRequestFiles"):
        role = "rawbody" if name in ("text", "arrayBuffer") else "body"
        return Data(role, frozenset({role}), "body")
    if name in ("get", "header", "getHeader"):
        return requests.header(text)
    if name in ("getRequest", "getReq"):
        return Data("request")
    if name in ("getResponse", "getRes"):
        return Data("response")
    if name in ("switchToHttp", "getArgByIndex", "clone"):
        return holder
    if name in ("getHandler", "getClass"):
        return Data("target", frozenset(), name)
    if name in ("jwtVerify", "authenticate", "verifyJwt", "accessJwtVerify"):
        walk.state.learn(Fact(checks.identity(walk, f"request.{name}", node)))
        return Data("", frozenset({"identity"}), name)
    if name in ("isAuthenticated",):
        return Data("", frozenset({"identity"}), "request.isAuthenticated()")
    return unseen.unknown(walk, holder.taints, name, arguments, node)


def _reply(walk: Walk, holder: Data, name: str, arguments: list[Value], before: Answer | None) -> Value:
    first = arguments[0] if arguments else ABSENT
    number = int(first.value) if isinstance(first, Known) and isinstance(first.value, float | int) else None
    unseen.note_issued(walk, name)
    if name in ("status", "code", "writeHead"):
        walk.state.pending = number or 0
        return Answer(number or 200)
    if name in ("redirect",):
        return _sent(walk, Answer(307, "redirect"))
    if name in ("unauthorized", "forbidden"):
        return _sent(walk, Answer(401))
    if name in ("badRequest", "notFound", "internalServerError"):
        return _sent(walk, Answer(400))
    if name == "sendStatus":
        return _sent(walk, Answer(number or 200))
    if name in ("json", "send", "end", "render", "sendFile", "download", "pipe", "jsonp", "write"):
        return _sent(walk, before or Answer(200))
    return before or holder


def _sent(walk: Walk, reply: Answer) -> Value:
    before = walk.state.reply
    walk.note_refusal(reply)
    if not isinstance(before, Answer) or before.status < 400:
        walk.state.reply = reply
    if not walk.request.replies_end:
        return reply
    walk.leave(reply)
    return NEVER
