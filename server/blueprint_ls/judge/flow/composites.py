"""Objects and lists as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprint_ls.codebase.typescript.tree import (
    Array,
    Object,
    Property,
    Spread,
)
from blueprint_ls.judge.flow import contents, inputs
from blueprint_ls.judge.flow.state import Items, Record, State, join_content
from blueprint_ls.judge.flow.truth import Truth
from blueprint_ls.judge.flow.values import (
    UNDEFINED,
    Constant,
    Unknown,
    Value,
    choice,
    options,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk


def object_(walk: Walk, state: State, node: Object) -> Value:
    content = Record({})
    for entry in node.entries:
        value = walk.evaluate(state, entry.value)
        if isinstance(entry, Spread):
            content = spread(walk, state, content, value)
        elif entry.key is not None:
            content = content.having(entry.key, value)
        else:
            content = _computed(walk, state, content, entry, value)
    return walk.handle(state, content)


def _computed(walk: Walk, state: State, content: Record, entry: Property, value: Value) -> Record:
    key = walk.evaluate(state, entry.computed) if entry.computed is not None else Unknown()
    if isinstance(key, Constant) and isinstance(key.value, str):
        return content.having(key.value, value)
    return Record(content.entries, (*content.unseen, Unknown("a computed key")))


def spread(walk: Walk, state: State, into: Record, value: Value) -> Record:
    """`{ …into, ...value }`: what may be left out makes its keys optional."""
    ways = [_spread_one(walk, state, into, option) for option in options(value)]
    first, *others = ways
    for other in others:
        first = _either_record(first, other)
    return first


def _spread_one(walk: Walk, state: State, into: Record, value: Value) -> Record:
    content = walk.content(state, value)
    if isinstance(content, Record):
        return Record({**into.entries, **content.entries}, into.unseen + content.unseen)
    if isinstance(value, Constant | Truth):
        return into
    if inputs.is_unchecked(value):
        return Record({}, (*into.unseen, value))  # it may say anything about what was said before it
    return Record(into.entries, (*into.unseen, value))


def _either_record(one: Record, other: Record) -> Record:
    joined = join_content(one, other)
    assert isinstance(joined, Record)
    return joined


def array(walk: Walk, state: State, node: Array) -> Value:
    items: list[Value] = []
    each: list[Value] = []
    for item in node.items:
        if isinstance(item, Spread):
            value = walk.evaluate(state, item.value)
            content = walk.items(state, value)
            if content is not None:
                items += content.items
                each += [content.each] if content.each is not None else []
            else:
                each.append(_spread_elements(walk, state, value))
        else:
            items.append(walk.evaluate(state, item))
    return walk.handle(state, Items(tuple(items), choice(each) if each else None))


def _spread_elements(walk: Walk, state: State, value: Value) -> Value:
    """What `...value` adds to a list: of a choice between lists, anything from any, or nothing."""
    found = contents.element(walk, state, value)
    empty = any((content := walk.items(state, o)) is not None and not content.items for o in options(value))
    return choice((found, Constant(UNDEFINED))) if empty else found
