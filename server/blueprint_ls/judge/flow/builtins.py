"""What the language brings: objects, promises, texts, and lists, whose methods have a file of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from blueprint_ls.codebase.typescript.tree import Member, Name
from blueprint_ls.judge.flow import composites, expressions, lists, modules, texts
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.state import Builder, Items, Record, State
from blueprint_ls.judge.flow.values import (
    UNDEFINED,
    Closure,
    Constant,
    External,
    Handle,
    Row,
    Unknown,
    Value,
    choice,
    options,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk


def call(walk: Walk, state: State, invocation: Invocation) -> Value | None:
    """What a call of the language's own answers; None where it is none."""
    node = invocation.node
    if isinstance(node.callee, Member) and isinstance(node.callee.object, Name):
        known = _STATIC.get((node.callee.object.name, node.callee.name))
        if known and node.callee.object.name not in state.names:
            return known(walk, state, invocation.arguments)
    if isinstance(node.callee, Name) and node.callee.name in _FUNCTIONS and node.callee.name not in state.names:
        return _FUNCTIONS[node.callee.name](walk, state, invocation.arguments)
    if isinstance(invocation.callee, External) and invocation.callee.package in _RESULTS:
        return _result(walk, state, invocation.callee, invocation.arguments)
    if invocation.receiver is None or invocation.method is None:
        return None
    method = lists.METHODS.get(invocation.method)
    if method is None or not _is_list(walk, state, invocation):
        return _chained(walk, state, invocation)
    return method(walk, state, invocation.receiver, invocation.arguments)


_RESULTS = frozenset({"neverthrow", "ts-results", "ts-results-es", "oxide.ts"})
"""Packages whose `ok(value)` holds a value until somebody has looked whether it is there."""


def _result(walk: Walk, state: State, callee: External, given: list[Value]) -> Value | None:
    """`ok(value)`, which holds it under `value` or `val`, and `err(error)`, which holds none."""
    name = callee.path[-1].lower() if callee.path else ""
    if name in ("ok", "okasync"):
        held = given[0] if given else Constant(UNDEFINED)
        return walk.handle(state, Record({"value": held, "val": held}))
    if name in ("err", "errasync"):
        return walk.handle(state, Record({"error": given[0] if given else Constant(UNDEFINED)}))
    return None


def _is_list(walk: Walk, state: State, invocation: Invocation) -> bool:
    """Whether a method is called on a list, as far as can be told."""
    assert invocation.receiver is not None
    receivers = [*options(invocation.receiver)]
    if any(isinstance(walk.content(state, one), Items) for one in receivers):
        return True
    if invocation.method in lists.OF_MAPS_ALONE:
        return False
    if any(isinstance(one, Row) for one in receivers):
        return True
    if any(isinstance(walk.content(state, one), Record | Builder) for one in receivers):
        return False
    if isinstance(invocation.receiver, External | Closure):
        return False
    return invocation.method in lists.OF_LISTS_ALONE or any(isinstance(one, Closure) for one in invocation.arguments)


def _chained(walk: Walk, state: State, invocation: Invocation) -> Value | None:
    """`promise.then(f)`, `.catch(f)`, `.finally(f)`, and what leaves a text a text."""
    receiver, method = invocation.receiver, invocation.method
    assert receiver is not None
    if method in ("then", "catch", "finally") and invocation.arguments:
        value = expressions.awaited(walk, state, receiver)
        first = invocation.arguments[0]
        if not isinstance(first, Closure):
            return value
        if method == "then":
            return _apply(walk, state, first, [value])
        lists.optionally(walk, state, first)
        return value
    if method == "concat" and texts.is_text(receiver):
        return texts.made([piece for one in (receiver, *invocation.arguments) for piece in texts.pieces(one)])
    return receiver if method in _SAME_TEXT and not invocation.arguments else None


_SAME_TEXT = frozenset({"toString", "trim", "trimStart", "trimEnd", "valueOf", "toLowerCase"})
"""Methods that leave a text what it is, as far as anyone asks."""


def _apply(walk: Walk, state: State, closure: Closure, given: list[Value]) -> Value:
    return walk.enter(state, closure, given, None) if walk.may_enter(closure) else Unknown()


# -------------------------------------------------------------------------------------------------------- statics


def _all(walk: Walk, state: State, given: list[Value]) -> Value:
    content = walk.items(state, given[0]) if given else None
    if content is None:
        return given[0] if given else Unknown()
    items = tuple(expressions.awaited(walk, state, one) for one in content.items)
    each = expressions.awaited(walk, state, content.each) if content.each is not None else None
    return walk.handle(state, Items(items, each))


def _resolve(walk: Walk, state: State, given: list[Value]) -> Value:
    return given[0] if given else Constant(UNDEFINED)


def _assign(walk: Walk, state: State, given: list[Value]) -> Value:
    if not given:
        return Unknown()
    content = walk.content(state, given[0])
    if not isinstance(content, Record) or not isinstance(given[0], Handle):
        return given[0]
    for source in given[1:]:
        content = composites.spread(walk, state, content, source)
    walk.store(state, given[0], content)
    return given[0]


def _values(walk: Walk, state: State, given: list[Value]) -> Value:
    content = walk.content(state, given[0]) if given else None
    if isinstance(content, Record):
        each = choice(content.unseen) if content.unseen else None
        return walk.handle(state, Items(tuple(content.entries.values()), each))
    return Unknown("an object's values")


def _array_from(walk: Walk, state: State, given: list[Value]) -> Value:
    if len(given) > 1:
        return lists.mapped(walk, state, given[0], given[1:])
    return given[0] if given else walk.handle(state, Items(()))


def _opaque(walk: Walk, state: State, given: list[Value]) -> Value:
    return Unknown("a value of the language's own making")


_STATIC: dict[tuple[str, str], Callable[[Walk, State, list[Value]], Value]] = {
    ("Promise", "all"): _all,
    ("Promise", "allSettled"): _all,
    ("Promise", "race"): _all,
    ("Promise", "resolve"): _resolve,
    ("Object", "assign"): _assign,
    ("Object", "values"): _values,
    ("Object", "freeze"): _resolve,
    ("Object", "keys"): _opaque,
    ("Array", "from"): _array_from,
    ("Array", "isArray"): _opaque,
    ("JSON", "stringify"): _opaque,
    ("Math", "max"): _opaque,
    ("Math", "min"): _opaque,
    ("Date", "now"): _opaque,
}
_FUNCTIONS: dict[str, Callable[[Walk, State, list[Value]], Value]] = {
    "String": _resolve,
    "Number": _resolve,
    "BigInt": _resolve,
    "parseInt": _resolve,
    "parseFloat": _resolve,
    "structuredClone": _resolve,
    "require": modules.required,
    "Boolean": _resolve,
}
