"""Lists, sets and maps: what their methods answer, and what a test of each element says of all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from blueprint_ls.judge.flow import contents, texts
from blueprint_ls.judge.flow.facts import of_all, of_elements, of_some
from blueprint_ls.judge.flow.frames import Ended
from blueprint_ls.judge.flow.state import Items, State, join
from blueprint_ls.judge.flow.truth import Truth, same, truth
from blueprint_ls.judge.flow.values import (
    NO_ITEM,
    UNDEFINED,
    Closure,
    Constant,
    Handle,
    Row,
    Unknown,
    Value,
    choice,
    item,
    knowing,
    options,
    present,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk

_FEW = 8
"""Lists of at most so many known items are gone through one by one."""


def optionally(
    walk: Walk, state: State, closure: Closure, given: list[Value] | None = None, each: bool = False
) -> Value:
    """A function that runs any number of times; `each` where it is handed every element of a list."""
    if not walk.may_enter(closure):
        return Unknown()
    inside = state.copy()
    try:
        value = walk.enter(inside, closure, given, None)
    except Ended:
        return Unknown("it never returns")
    joined = join([state.copy(), inside])
    assert joined is not None
    joined.facts = state.facts | (of_all(inside.facts - state.facts) if each else frozenset())
    state.take(joined)
    return value


def mapped(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    """`list.map(f)`."""
    closure = given[0] if given else None
    if not isinstance(closure, Closure):
        return walk.handle(state, Items((), Unknown("what a function makes of each element")))
    content = walk.items(state, receiver)
    if content and content.each is None and len(content.items) <= _FEW:
        return walk.handle(state, Items(tuple(_made_of(walk, state, closure, one) for one in content.items)))
    made = optionally(walk, state, closure, [contents.element(walk, state, receiver)], each=True)
    return walk.handle(state, Items((), made))


def _made_of(walk: Walk, state: State, closure: Closure, one: Value) -> Value:
    """What a function makes of one element, where that is there."""
    there = item(one)
    if there is None:
        return one
    made = optionally(walk, state, closure, [there])
    return made if there == one else choice((made, NO_ITEM))


def _flat_map(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    made = mapped(walk, state, receiver, given)
    return walk.handle(state, Items((), contents.element(walk, state, contents.element(walk, state, made))))


def _each(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    if given and isinstance(given[0], Closure):
        optionally(walk, state, given[0], [contents.element(walk, state, receiver)], each=True)
    return Constant(UNDEFINED)


def _kept(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    _tested(walk, state, receiver, given)
    return receiver


def _tested(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Truth:
    """What is known of an element that passes a test, and of one that fails it."""
    if not given or not isinstance(given[0], Closure):
        return Truth(frozenset(), frozenset())
    return truth(optionally(walk, state, given[0], [contents.element(walk, state, receiver)]))


def _filtered(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    """The elements that pass a test; where there are none, all failed it."""
    test = _tested(walk, state, receiver, given)
    return choice(_picked(walk, state, option, test) for option in options(receiver))


def _picked(walk: Walk, state: State, value: Value, test: Truth) -> Value:
    known = of_elements(test.passed)
    content = walk.items(state, value)
    if content is not None and known:
        items = tuple(knowing(one, known) for one in content.items)
        return walk.handle(state, Items(items, knowing(content.each, known) if content.each is not None else None))
    return replace(value, known=value.known | known, lacking=of_all(test.failed)) if isinstance(value, Row) else value


def _one(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    test = _tested(walk, state, receiver, given)
    found = knowing(contents.one(walk, state, receiver), of_elements(test.passed))
    if isinstance(found, Row):
        return replace(found, lacking=of_all(test.failed))
    return choice((found, Constant(UNDEFINED)))


def _some(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    test = _tested(walk, state, receiver, given)
    return Truth(of_some(test.passed), of_all(test.failed))


def _every(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    return Truth(of_all(_tested(walk, state, receiver, given).passed), frozenset())


def _asked(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    _tested(walk, state, receiver, given)
    return Unknown("which element passes a test")


def _reduce(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    initial = given[1] if len(given) > 1 else Unknown()
    if not given or not isinstance(given[0], Closure):
        return Unknown("a sum")
    made = optionally(walk, state, given[0], [initial, contents.element(walk, state, receiver)])
    return choice((initial, made))


def _push(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    known = of_elements(state.facts)
    given = [knowing(value, known) for value in given]
    for option in options(receiver):
        content = walk.items(state, option)
        if content is not None and isinstance(option, Handle):
            walk.store(state, option, Items((*content.items, *given), content.each))
    return contents.length(walk.items(state, receiver))


def _concat(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    parts = [walk.items(state, value) for value in (receiver, *given)]
    if all(part is not None for part in parts):
        items = tuple(one for part in parts if part for one in part.items)
        each = [part.each for part in parts if part and part.each is not None]
        return walk.handle(state, Items(items, choice(each) if each else None))
    return walk.handle(state, Items((), choice(contents.element(walk, state, value) for value in (receiver, *given))))


def _includes(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    if not given:
        return Unknown()
    content = walk.items(state, receiver)
    if content and content.each is None and all(isinstance(one, Constant) for one in (*content.items, given[0])):
        return Constant(given[0] in content.items)
    return same(given[0], contents.element(walk, state, receiver))


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
    return choice((_of_pairs(walk, state, receiver, 1) or Unknown("a value of a map"), Constant(UNDEFINED)))


def _all_values(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    """`map.values()`; those of a list are its elements."""
    found = _of_pairs(walk, state, receiver, 1)
    return receiver if found is None else walk.handle(state, Items((), found))


def _all_keys(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    """`map.keys()`."""
    found = _of_pairs(walk, state, receiver, 0)
    return walk.handle(state, Items((), Unknown("a key") if found is None else found))


def _entries(walk: Walk, state: State, receiver: Value, given: list[Value]) -> Value:
    """`map.entries()`; those of a list are its elements, each with its place."""
    if _of_pairs(walk, state, receiver, 1) is not None:
        return receiver
    pair = walk.handle(state, Items((Unknown("a place in a list"), contents.element(walk, state, receiver))))
    return walk.handle(state, Items((), pair))


def _of_pairs(walk: Walk, state: State, receiver: Value, at: int) -> Value | None:
    """The keys of a map, or what stands behind them; None where it holds no pairs."""
    pairs = [walk.items(state, one) for one in options(present(contents.element(walk, state, receiver)))]
    found = [pair.items[at] for pair in pairs if pair is not None and len(pair.items) == 2]
    return choice(found) if found and len(found) == len(pairs) else None


METHODS: dict[str, Callable[[Walk, State, Value, list[Value]], Value]] = {
    "map": mapped,
    "flatMap": _flat_map,
    "forEach": _each,
    "filter": _filtered,
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
    "some": _some,
    "every": _every,
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
    "entries": _entries,
    "keys": _all_keys,
    "set": _kept_under,
    "get": _under,
    "toArray": _kept,
}
OF_MAPS_ALONE = frozenset({"get", "set", "keys"})
OF_LISTS_ALONE = frozenset({"flatMap", "forEach", "flat"})
"""Methods that nothing else has, so that whatever they are called on is a map, or a list."""
