"""What the language and the web platform bring: JSON, URL, Response, Promise, crypto; and Next.js's own functions."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.endpoints.behavior import calls
from blueprint_ls.judge.endpoints.behavior.values import (
    NEVER,
    UNKNOWN,
    Answer,
    Choice,
    Data,
    External,
    Items,
    Known,
    Record,
    Test,
    Value,
    options,
    taints,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk

_ENDS = {"notFound": 404, "unauthorized": 401, "forbidden": 403}
_COMPARES = ("timingSafeEqual", "compare", "compareSync", "safeCompare")


def call(walk: Walk, function: External, arguments: list[Value], node: Any) -> Value | None:
    """A call of a known function; None for any other."""
    names, package = function.names, function.package
    first = arguments[0] if arguments else UNKNOWN
    last = names[-1] if names else ""
    if package == "next/headers":
        return Data("headers") if last == "headers" else Data("cookies")
    if package == "next/navigation" and last in (*_ENDS, "redirect", "permanentRedirect"):
        walk.leave(Answer(_ENDS.get(last, 307), "" if last in _ENDS else "redirect"))
        return NEVER
    if package.removeprefix("node:") in ("path", "url"):
        return _path(walk, last, arguments)
    if len(names) > 1 and names[-2] in ("Response", "NextResponse", "HttpResponse"):
        return _response(last, arguments)
    if last in _COMPARES:
        return _compared(walk, arguments, node)
    if last == "createHmac" or (last == "sign" and "crypto" in package):
        return Data("", frozenset({"digest"}), "hmac")
    if names[:2] == ("Promise", "all") or names[:2] == ("Promise", "allSettled"):
        return first
    return _plain(walk, names, first, arguments, node) if not package else None


def _plain(walk: Walk, names: tuple[str, ...], first: Value, arguments: list[Value], node: Any) -> Value | None:
    name = ".".join(names)
    if name == "Boolean":
        return Test(walk.truth(first, node))
    if name == "JSON.parse":
        found = taints(first)
        return Data("body", (found - {"rawbody"}) | {"body"}, "body") if "rawbody" in found else Data("", found, "")
    if name in ("String", "Number", "parseInt", "parseFloat") and isinstance(first, Known):
        return first
    if name in ("Promise.resolve", "Object.freeze", "structuredClone"):
        return first
    if name == "Promise.reject":
        return NEVER
    if name in ("Object.values", "Object.keys", "Object.entries") and isinstance(first, Record):
        return _listed(name, first)
    if name == "Object.assign":
        return first
    if name in ("Symbol", "Symbol.for"):
        return Known(f"symbol {node.start} {getattr(first, 'value', '')}")
    if name in ("process.exit",):
        return NEVER
    if name in ("Object.fromEntries", "Array.from", "Buffer.from", "Buffer.concat", "JSON.stringify"):
        if isinstance(first, Items | Known):
            return first
        role = first.role if isinstance(first, Data) else ""
        return Data(role if role in ("query", "body", "headers") else "", taints(first), "")
    if name == "fetch":
        return Data("", frozenset(), "fetch")
    return None


def _path(walk: Walk, name: str, arguments: list[Value]) -> Value | None:
    """`path.join(__dirname, "routes")`, of the repository's own files."""
    if name == "fileURLToPath":
        return Known(walk.frame.path)
    given = [one.value for one in arguments if isinstance(one, Known) and isinstance(one.value, str)]
    if len(given) != len(arguments) or not given:
        return None
    if name in ("join", "resolve"):
        return Known(posixpath.normpath(posixpath.join(given[0], *(part.lstrip("/") for part in given[1:]))))
    return Known(posixpath.dirname(given[0])) if name == "dirname" else None


def _listed(name: str, record: Record) -> Value:
    if name == "Object.values":
        return Items(list(record.entries.values()), not record.unseen)
    if name == "Object.keys":
        return Items([Known(key) for key in record.entries], not record.unseen)
    return Items([Items([Known(key), value]) for key, value in record.entries.items()], not record.unseen)


def _response(name: str, arguments: list[Value]) -> Value:
    if name == "redirect":
        return Answer(307, "redirect")
    if name == "next":
        return Answer(200, "next")
    if name == "rewrite":
        return Answer(200, "rewrite")
    if name == "error":
        return Answer(500)
    return Answer(status_of(arguments[1]) if len(arguments) > 1 else 200)


def status_of(init: Value) -> int:
    """The status in `{ status: 401 }`; 200 where none is said."""
    for one in options(init):
        status = one.value.entries.get("status") if isinstance(one.value, Record) else None
        if isinstance(status, Known) and isinstance(status.value, float | int):
            return int(status.value)
        if isinstance(status, Choice):
            numbers = [inner.value.value for inner in status.options if isinstance(inner.value, Known)]
            return int(min(number for number in numbers if isinstance(number, float | int))) if numbers else 500
        if status is not None and not isinstance(status, Known):
            return 299
    return 200


def _compared(walk: Walk, arguments: list[Value], node: Any) -> Value:
    from blueprint_ls.judge.endpoints.behavior.truth import equal

    if len(arguments) < 2:
        return UNKNOWN
    return Test(equal(arguments[0], arguments[1], lambda strength, what: walk.check(strength, what, node)))


def construct(walk: Walk, name: str, arguments: list[Value], node: Any) -> Value | None:
    """`new Name(arguments)` of a known class."""
    first = arguments[0] if arguments else UNKNOWN
    if name in ("Response", "NextResponse", "ImageResponse"):
        return Answer(status_of(arguments[1]) if len(arguments) > 1 else 200)
    if name == "URL":
        if isinstance(first, Known):
            return Data("url") if first.value == walk.request.route else UNKNOWN
        return first if isinstance(first, Data) and first.role == "url" else Data("", taints(first))
    if name == "URLSearchParams":
        return Data("query", taints(first), "query") if "query" in taints(first) else Data("", taints(first))
    if name in ("Set", "Array"):
        return first if isinstance(first, Items) else Items([], not arguments)
    if name in ("Map", "WeakMap"):
        return _map(first)
    if name == "RegExp" and isinstance(first, Known):
        return External("regex", (f"/{first.value}/",))
    if name == "RegExp" and isinstance(first, External):
        return first
    if name == "Promise" and arguments:
        return _promise(walk, first, node)
    if name in ("Headers", "Request", "NextRequest"):
        return first
    return None


def _map(first: Value) -> Value:
    record = Record()
    if isinstance(first, Items):
        for item in first.items:
            if isinstance(item, Items) and len(item.items) == 2 and isinstance(item.items[0], Known):
                record.entries[str(item.items[0].value)] = item.items[1]
    return record


def _promise(walk: Walk, executor: Value, node: Any) -> Value:
    calls.invoke(walk, executor, [External("", ("resolve",)), External("", ("reject",))], node)
    return UNKNOWN
