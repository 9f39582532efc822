"""Whether a value holds anything of the request."""

from __future__ import annotations

from blueprint_ls.judge.endpoints.behavior.values import (
    Choice,
    ClassValue,
    Data,
    External,
    Items,
    Known,
    Record,
    Test,
    Value,
)

_INPUT = frozenset({"body", "query", "params", "rawbody", "token"})
_PARTS = frozenset({"request", "context", "response", "session", "headers", "cookies", "target", "url"})


def is_beside_request(value: Value, route: str | None, depth: int = 3) -> bool:
    """Whether neither the request nor anything of its input is in a value, and no code that may hold it."""
    if isinstance(value, Data):
        return value.role not in _PARTS and value.taints.isdisjoint(_INPUT)
    if isinstance(value, Known):
        return value.value is None or value.value != route  # its address holds the query
    if isinstance(value, Choice):
        return all(is_beside_request(one.value, route, depth) for one in value.options)
    if isinstance(value, Record):
        inner = [*value.entries.values(), *value.unseen]
        return depth > 0 and all(is_beside_request(one, route, depth - 1) for one in inner)
    if isinstance(value, Items):
        return depth > 0 and all(is_beside_request(one, route, depth - 1) for one in value.items)
    return isinstance(value, External | Test | ClassValue)
