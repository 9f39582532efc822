"""Calls that need no walk: the caller is known, and nothing they are given can be validated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprint_ls.judge.endpoints.behavior.input import is_beside_request
from blueprint_ls.judge.endpoints.behavior.values import Choice, Closure, Instance, Method, Next, Record, Special, Value

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk


def adds_nothing(walk: Walk, closure: Closure, arguments: list[Value]) -> bool:
    """Whether the caller is known already, and a function gets nothing of the request that it could validate."""
    if walk.frameworks or not walk.is_known():
        return False
    this = closure.scope.names.get("this")
    outer = closure.scope.outer
    if outer is None and walk.known.is_silent(walk, closure, arguments) and not any(map(_is_code, arguments)):
        return not walk.is_home()
    if outer is not None and (this is None or outer.outer is not None):
        return False  # it may use what the function around it read
    held = list(this.fields.values()) if isinstance(this, Instance) else []
    return all(is_beside_request(one, walk.request.route) for one in (*arguments, *held))


def _is_code(value: Value) -> bool:
    """Whether a function is, or may be, among what a value holds."""
    if isinstance(value, Record):
        return any(_is_code(one) for one in (*value.entries.values(), *value.unseen))
    if isinstance(value, Choice):
        return any(_is_code(one.value) for one in value.options)
    return isinstance(value, Closure | Special | Instance | Next | Method)
