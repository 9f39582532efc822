"""What a request brought, handed to a query as it came: as its condition, or as the data that it writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.codebase.typescript.tree import (
    Await,
    Call,
    Cast,
    Expression,
    Function,
    Let,
    Logical,
    Member,
    Module,
    Name,
    Node,
    Object,
    ObjectTarget,
    Parameter,
    Property,
    Spread,
)
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.judge.code.around import call_at, functions_around
from blueprint_ls.judge.tenancy.accesses import JudgedAccess

_PARTS = frozenset({"body", "query"})
_WRITTEN = frozenset({"data", "create", "update", "set", "$set", "values"})
_SET_BY = frozenset({"set", "values", "create", "insert", "save", "insertMany", "updateOne", "updateMany", "update"})
_LOOSE = frozenset({"any", "unknown", "object", "Record<string, any>", "Record<string, unknown>"})


@dataclass(frozen=True, slots=True)
class RawInput:
    """The request's own text inside a query."""

    text: str
    """As code writes it: `req.body`."""
    place: str
    """`condition` or `data`."""
    start: int
    end: int


def raw_input(module: Module, access: JudgedAccess) -> RawInput | None:
    """The part of a request that an access is handed whole, if any."""
    call = call_at(module, access.start, access.end)
    if call is None:
        return None
    functions = functions_around(module, access.start)
    for value, place in _handed(call, access.kind):
        text = _text(value, functions)
        if text:
            return RawInput(text, place, value.start, value.end)
    return None


def _handed(call: Call, kind: str) -> Iterator[tuple[Expression, str]]:
    """What stands where a query's condition or its data is expected, and which of the two."""
    node: Node = call
    while isinstance(node, Call | Member):
        if isinstance(node, Call):
            name = node.callee.name if isinstance(node.callee, Member) else ""
            plain = "data" if kind != "read" and name in _SET_BY else "condition"
            for at, given in enumerate(node.arguments):
                if not isinstance(given, Spread):
                    last = at == len(node.arguments) - 1
                    yield from _of_argument(given, plain if last else "condition")
        node = node.callee if isinstance(node, Call) else node.object


def _of_argument(given: Expression, plain: str) -> Iterator[tuple[Expression, str]]:
    yield given, plain
    if not isinstance(given, Object):
        return
    for entry in given.entries:
        if isinstance(entry, Spread):
            yield entry.value, plain
        elif isinstance(entry, Property) and entry.key in _WRITTEN | {"where"}:
            place = "condition" if entry.key == "where" else "data"
            yield entry.value, place
            if isinstance(entry.value, Object):
                yield from ((one.value, place) for one in entry.value.entries if isinstance(one, Spread))


def _text(value: Expression, functions: list[Function], depth: int = 3) -> str:
    """How code writes the part of a request that a value is; empty where it is none."""
    if isinstance(value, Cast | Await):
        return _text(value.value, functions, depth)
    if isinstance(value, Logical):
        return _text(value.left, functions, depth)
    if isinstance(value, Member):
        root = _root(value.object)
        return f"{_written(value)}" if value.name in _PARTS and root and _is_request(root, functions) else ""
    if isinstance(value, Call) and isinstance(value.callee, Member) and value.callee.name == "json":
        root = _root(value.callee.object)
        return f"{_written(value.callee)}()" if root and _is_request(root, functions) else ""
    if isinstance(value, Name) and depth:
        return _bound(value.name, functions, depth)
    return ""


def _bound(name: str, functions: list[Function], depth: int) -> str:
    """What a name of the functions around stands for."""
    for function in reversed(functions):
        for parameter in function.parameters:
            if getattr(parameter.target, "name", None) == name:
                return name if _is_loose_body(parameter) else ""
        for node in inside(function):
            if isinstance(node, Let) and node.value is not None:
                if isinstance(node.target, Name) and node.target.name == name:
                    return _text(node.value, functions, depth - 1)
                if isinstance(node.target, ObjectTarget) and isinstance(node.value, Name):
                    picked = next((one for one in node.target.entries if _is_named(one.target, name)), None)
                    if picked is not None and picked.key in _PARTS and _is_request(node.value.name, functions):
                        return f"{node.value.name}.{picked.key}"
    return ""


def _is_loose_body(parameter: Parameter) -> bool:
    """`@Body() body` without a class that could check it."""
    names = [one.callee.name for one in parameter.decorators if isinstance(one, Call) and isinstance(one.callee, Name)]
    whole = [one for one in parameter.decorators if isinstance(one, Call) and not one.arguments]
    return bool({"Body", "Query"} & {*names} and whole) and (parameter.type is None or parameter.type in _LOOSE)


def _is_request(name: str, functions: list[Function]) -> bool:
    """Whether a name is a parameter that holds a request: of a function around, without a type that says otherwise."""
    for function in reversed(functions):
        for at, parameter in enumerate(function.parameters):
            if _is_named(parameter.target, name):
                kind = (parameter.type or "").lower()
                return at < 2 and (not kind or "req" in kind or "context" in kind or "ctx" in kind or "any" in kind)
    return False


def _is_named(target: Node | None, name: str) -> bool:
    return isinstance(target, Name) and target.name == name


def _root(node: Expression) -> str | None:
    while isinstance(node, Member):
        if node.name not in ("req", "request", "raw", "c", "ctx"):
            return None
        node = node.object
    return node.name if isinstance(node, Name) else None


def _written(node: Expression) -> str:
    if isinstance(node, Member):
        return f"{_written(node.object)}.{node.name}"
    return node.name if isinstance(node, Name) else "…"
