"""What the language brings: lists, objects, promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from blueprint_ls.codebase.typescript.tree import Member, Name
from blueprint_ls.judge.flow import binding, expressions, modules, texts
from blueprint_ls.judge.flow.frames import Ended, Invocation
from blueprint_ls.judge.flow.state import Builder, Items, Record, State, join
from blueprint_ls.judge.flow.truth import same
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
    present,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk

_FEW = 8
"""Lists of at most so many known items are gone through one by one."""


def call(walk: Walk, state: State, invocation: Invocation) -> Value | None:
    """What a call of the language's own answers; None where it is none."""
    node = invocation.node
    if isinstance(node.callee, Member) and isinstance(node.callee.object, Name):
        known = _STATIC.get((node.callee.object.name, node.callee.name))
        if known and node.callee.object.name not in state.names:
            return known(walk, state, invocation.arguments)
    if isinstance(node.callee, Name) and node.callee.name in _FUNCTIONS and node.callee.name not in state.names:
        return _FUNCTIONS[node.callee.name](walk, state, invocation.arguments)
    if invocation.receiver is None or invocation.method is None:
        return None
    method = _METHODS.get(invocation.method)
    if method is None or not _is_list(walk, state, invocation):
        return _chained(walk, state, invocation)
    return method(walk, state, invocation.receiver, invocation.arguments)


def _is_list(walk: Walk, state: State, invocation: Invocation) -> bool:
    """Whether a method is called on a list, as far as can be told."""
    assert invocation.receiver is not None
    receivers = [*options(invocation.receiver)]
    if any(isinstance(walk.content(state, one), Items) for one in receivers):
        return True
    if invocation.method in _OF_MAPS_ALONE:
        return False
    if any(isinstance(one, Row) for one in receivers):
        return True
    if any(isinstance(walk.content(state, one), Record | Builder) for one in receivers):
        return False
    if isinstance(invocation.receiver, External | Closure):
        return False
    return invocation.method in _OF_LISTS_ALONE or any(isinstance(one, Closure) for one in invocation.arguments)


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
        optionally(walk, state, first)
        return value
    if method == "concat" and texts.is_text(receiver):
        return texts.made([piece for one in (receiver, *invocation.arguments) for piece in texts.pieces(one)])
    return receiver if method in _SAME_TEXT and not invocation.arguments else None


_SAME_TEXT = frozenset({"toString", "trim", "trimStart", "trimEnd", "valueOf", "toLowerCase"})
"""Methods that leave a text what it is, as far as anyone asks."""


def _apply(walk: Walk, state: State, closure: Closure, given: list[Value]) -> Value:
    return walk.enter(state, closure, given, None) if walk.may_enter(closure) else Unknown()


def optionally(walk: Walk, state: State, closure: Closure, given: list[Value] | None = None) -> Value:
    """A function that runs any number of times."""
    if not walk.may_enter(closure):
        return Unknown()
    inside = state.copy()
    try:
        value = walk.enter(inside, closure, given, None)
    except Ended:
        return Unknown("it never returns")
    joined = join([state.copy(), inside])
    assert joined is not None
    joined.facts = state.facts
    state.take(joined)
    return value


# ----------------------------------------------------------------------------------------------------------- lists


def _map(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    closure = given[0] if given else None
    if not isinstance(closure, Closure):
        return walk.handle(state, Items((), Unknown("what a function makes of each element")))
    content = walk.items(state, receiver)
    if content and content.each is None and len(content.items) <= _FEW:
        return walk.handle(state, Items(tuple(optionally(walk, state, closure, [one]) for one in content.items)))
    made = optionally(walk, state, closure, [binding.element(walk, state, receiver)])
    return walk.handle(state, Items((), made))


def _flat_map(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    made = _map(walk, state, receiver, given)
    return walk.handle(state, Items((), binding.element(walk, state, binding.element(walk, state, made))))


def _each(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    if given and isinstance(given[0], Closure):
        optionally(walk, state, given[0], [binding.element(walk, state, receiver)])
    return Constant(UNDEFINED)


def _kept(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    _each(walk, state, receiver, given)
    return receiver


def _one(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    found = binding.element(walk, state, receiver)
    _each(walk, state, receiver, given)
    return replace(found, each=False) if isinstance(found, Row) else choice((found, Constant(UNDEFINED)))


def _asked(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    _each(walk, state, receiver, given)
    return Unknown("whether elements pass a test")


def _reduce(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    initial = given[1] if len(given) > 1 else Unknown()
    if not given or not isinstance(given[0], Closure):
        return Unknown("a sum")
    made = optionally(walk, state, given[0], [initial, binding.element(walk, state, receiver)])
    return choice((initial, made))


def _push(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    for option in options(receiver):
        content = walk.items(state, option)
        if content is not None and isinstance(option, Handle):
            walk.store(state, option, Items((*content.items, *given), content.each))
    return binding.length(walk.items(state, receiver))


def _concat(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    parts = [walk.items(state, value) for value in (receiver, *given)]
    if all(part is not None for part in parts):
        items = tuple(item for part in parts if part for item in part.items)
        each = [part.each for part in parts if part and part.each is not None]
        return walk.handle(state, Items(items, choice(each) if each else None))
    return walk.handle(state, Items((), choice(binding.element(walk, state, value) for value in (receiver, *given))))


def _includes(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    if not given:
        return Unknown()
    content = walk.items(state, receiver)
    if content and content.each is None and all(isinstance(one, Constant) for one in (*content.items, given[0])):
        return Constant(given[0] in content.items)
    return same(given[0], binding.element(walk, state, receiver))


def _join_text(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    content = walk.items(state, receiver)
    if content is None:
        return Unknown("a joined text")
    return texts.joined(content.items, content.each, given[0] if given else Constant(","))


def _kept_under(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    """`map.set(key, value)`: a map is a list of pairs."""
    _push(walk, state, receiver, [walk.handle(state, Items(tuple(given[:2])))])
    return receiver


def _under(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    """`map.get(key)`."""
    return choice((_seconds(walk, state, receiver) or Unknown("a value of a map"), Constant(UNDEFINED)))


def _all_values(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    """`map.values()`; those of a list are its elements."""
    found = _seconds(walk, state, receiver)
    return receiver if found is None else walk.handle(state, Items((), found))


def _seconds(walk: Walk, state: State, receiver: Value) -> Value | None:
    """What stands behind the keys of a map; None where it holds no pairs."""
    pairs = [walk.items(state, one) for one in options(present(binding.element(walk, state, receiver)))]
    found = [pair.items[1] for pair in pairs if pair is not None and len(pair.items) == 2]
    return choice(found) if found and len(found) == len(pairs) else None


_METHODS: dict[str, Callable[[Walk, State, Value, list[Value]], Value]] = {
    "map": _map,
    "flatMap": _flat_map,
    "forEach": _each,
    "filter": _kept,
    "sort": _kept,
    "toSorted": _kept,
    "reverse": _kept,
    "slice": _kept,
    "flat": _kept,
    "find": _one,
    "findLast": _one,
    "at": _one,
    "pop": _one,
    "shift": _one,
    "some": _asked,
    "every": _asked,
    "findIndex": _asked,
    "reduce": _reduce,
    "push": _push,
    "unshift": _push,
    "add": _push,
    "concat": _concat,
    "includes": _includes,
    "has": _includes,
    "join": _join_text,
    "values": _all_values,
    "entries": _kept,
    "set": _kept_under,
    "get": _under,
    "toArray": _kept,
}
_OF_MAPS_ALONE = frozenset({"get", "set", "entries"})
_OF_LISTS_ALONE = frozenset({"flatMap", "forEach", "flat"})


# -------------------------------------------------------------------------------------------------------- statics


def _all(walk: Walk, state: State, given: list[Value]) -> Value:
    content = walk.items(state, given[0]) if given else None
    if content is None:
        return given[0] if given else Unknown()
    items = tuple(expressions.awaited(walk, state, item) for item in content.items)
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
        content = expressions.spread(walk, state, content, source)
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
        return _map(walk, state, given[0], given[1:])
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
