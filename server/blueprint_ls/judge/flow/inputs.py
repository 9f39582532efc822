"""What a request brings with it: values that whoever calls may choose freely, whoever they are.

A parameter that a framework fills from the request, a part of the request, and what is read or parsed out of one.
What a session says of the caller is none of these, though it came with the request as well.
"""

from __future__ import annotations

from collections.abc import Iterable

from blueprint_ls.codebase.typescript.tree import Call, Expression, Member, Name
from blueprint_ls.judge.flow import types
from blueprint_ls.judge.flow.values import Given, Value, options

ROOT = "input@"
"""How the roots of values begin that are a request's whatever the way into them."""
_MARKS = frozenset({"Body", "Param", "Params", "Query", "QueryParam", "QueryParams", "BodyParam", "Args", "Payload"})
"""Decorators of parameters that hand over what was sent: NestJS, routing-controllers, TypeGraphQL."""
_PARTS = frozenset({"body", "params", "query", "searchParams", "input", "rawInput", "parsedInput", "clientInput"})
"""The parts of a request, or of what a handler is handed, that hold what was sent."""
_TYPES = frozenset({"FormData", "URLSearchParams"})
_READING = frozenset({"json", "formData", "param", "query", "queries", "parseBody", "valid"})
"""Methods of a request that answer what was sent with it."""
_REQUESTS = frozenset({"req", "request"})
_PARSING = frozenset(
    {"parse", "parseAsync", "safeParse", "safeParseAsync", "validate", "validateAsync", "validateSync", "cast"}
    | {"plainToInstance", "plainToClass", "fromEntries"}
)
"""What checks the form of a value, and leaves it what it is."""


def is_input(value: Value) -> bool:
    """Whether a value may be one that a request was sent with."""
    return any(isinstance(option, Given) and _is_sent(option) for option in options(value))


def is_unchecked(value: Value) -> bool:
    """Whether a value may hold whatever names a request gives its parts: nothing declares or parses it."""
    return (
        isinstance(value, Given)
        and _is_sent(value)
        and value.type in (None, "any", "unknown")
        and value.root.rpartition(":")[2] not in _PARSING
    )


def is_marked(decorators: Iterable[Expression]) -> bool:
    """Whether a parameter's decorators say that it holds what was sent."""
    return any(_name(one.callee if isinstance(one, Call) else one) in _MARKS for one in decorators)


def reads(receiver: Value | None, method: str | None, arguments: Iterable[Value]) -> bool:
    """Whether a call into the unknown answers what was sent: it reads a request, or parses what was read before."""
    if method in _PARSING:
        return any(is_input(one) for one in arguments)
    if not isinstance(receiver, Given):
        return False
    return is_input(receiver) or (method in _READING and receiver.name in _REQUESTS)


def _is_sent(value: Given) -> bool:
    if value.root.startswith(ROOT) or (value.type and types.reference(value.type)[0] in _TYPES):
        return True
    parts = _PARTS.intersection(value.path)
    return bool(parts) if value.root.startswith("parameter@") else "searchParams" in parts


def _name(node: Expression) -> str:
    return node.name if isinstance(node, Name | Member) else ""
