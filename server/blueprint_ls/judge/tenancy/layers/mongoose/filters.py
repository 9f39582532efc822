"""What a MongoDB filter demands."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.flow import contents, properties
from blueprint_ls.judge.flow.predicate import NOTHING, All, Compared, Equals, Not, OneOf, Opaque, Predicate
from blueprint_ls.judge.flow.state import Record, State
from blueprint_ls.judge.flow.values import (
    Choice,
    Constant,
    External,
    Given,
    Row,
    Unknown,
    Value,
    choice,
    is_undefined,
    options,
    present,
)
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.stores import elements

KEY = "_id"
_LISTS = {"$and": All, "$or": OneOf}


def demands(walk: Walk, state: State, value: Value) -> Predicate:
    """What a filter demands."""
    if isinstance(value, Choice):
        return OneOf(tuple(demands(walk, state, option) for option in value.options))
    if isinstance(value, Constant) and (is_undefined(value) or value.value is None):
        return NOTHING
    content = walk.content(state, value)
    if not isinstance(content, Record):
        return Opaque("the filter is made elsewhere", value)
    parts = [_entry(walk, state, key, entry) for key, entry in content.entries.items()]
    parts += [Opaque("part of the filter is made elsewhere", unseen) for unseen in content.unseen]
    return All(tuple(parts))


def by_key(walk: Walk, state: State, value: Value) -> Predicate:
    """What `findById(value)` demands."""
    return Equals("", KEY, key_of(walk, state, value))


def key_of(walk: Walk, state: State, value: Value) -> Value:
    """The key of a document, where the document stands for it."""
    found = [
        properties.property_of(walk, state, one, KEY) if isinstance(one, Row) and not one.path else one
        for one in options(value)
    ]
    return choice(found)


def _entry(walk: Walk, state: State, key: str, value: Value) -> Predicate:
    if key in _LISTS:
        arms = [demands(walk, state, present(arm)) for arm in elements(walk, state, value) if not is_undefined(arm)]
        made = _LISTS[key]
        return made(tuple(arms)) if arms else NOTHING
    if key == "$nor":
        return Not(NOTHING)
    if key.startswith("$"):
        return Compared("", key, key)
    parts = tuple(_columns(walk, state, "_id" if key == "id" else key, value))
    return parts[0] if len(parts) == 1 else OneOf(parts)


def _columns(walk: Walk, state: State, key: str, value: Value) -> Iterator[Predicate]:
    records = [(option, walk.content(state, option)) for option in options(value)]
    plain = [option for option, content in records if not isinstance(content, Record)]
    if plain:
        yield Equals("", key, key_of(walk, state, choice(plain)))
    for _, content in records:
        if isinstance(content, Record):
            yield operators(walk, state, key, content)


def operators(walk: Walk, state: State, key: str, content: Record) -> Predicate:
    """`{ $in: […] }` and its like on one field."""
    parts: list[Predicate] = []
    for operator, inner in content.entries.items():
        if operator == "$eq":
            parts.append(Equals("", key, inner))
        elif operator in ("$in", "$all"):
            parts.append(Equals("", key, key_of(walk, state, contents.element(walk, state, inner)), many=True))
        else:
            parts.append(Compared("", key, operator))
    if content.unseen:
        parts.append(Opaque("a condition on the field is made elsewhere", content.unseen[0]))
    return All(tuple(parts)) if parts else Compared("", key, "an object")


def is_object_id(made: Value, name: str) -> bool:
    """Whether something makes an `ObjectId` of a text: the text's worth is not changed by it."""
    if name in ("ObjectId", "ObjectID"):
        return True
    return isinstance(made, External | Given | Unknown) and name in ("createFromHexString", "toObjectId")
