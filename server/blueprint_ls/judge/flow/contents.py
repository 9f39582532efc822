"""What values hold: the elements of lists, and the rows that are handed out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from blueprint_ls.judge.flow import types
from blueprint_ls.judge.flow.facts import Fact
from blueprint_ls.judge.flow.state import Items, Record, State
from blueprint_ls.judge.flow.values import (
    Choice,
    Count,
    Given,
    Handed,
    Handle,
    Row,
    Scoped,
    Touched,
    Unknown,
    Value,
    choice,
    is_undefined,
    item,
    knowing,
    options,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk


def element(walk: Walk, state: State, value: Value) -> Value:
    """Any one element of a list."""
    return choice(elements(walk, state, value))


def one(walk: Walk, state: State, value: Value) -> Value:
    """One certain element of a list, as its first: of many rows one row, which may be missing."""
    found = element(walk, state, value)
    is_inside = isinstance(value, Row) and value.each and bool(value.path)  # in a list that each of many rows holds
    return replace(found, each=is_inside) if isinstance(found, Row) else found


def elements(walk: Walk, state: State, value: Value) -> Iterator[Value]:
    """The elements of a list, one by one where they are known."""
    for option in options(value):
        content = walk.items(state, option)
        if content is not None:
            known = option.known if isinstance(option, Handle) else frozenset()
            yield from (knowing(one, known) for one in map(item, content.items) if one is not None)
            yield from [knowing(content.each, known)] if content.each is not None else []
        elif isinstance(option, Row):
            yield replace(option, each=True)
        elif isinstance(option, Touched):
            yield option
        elif isinstance(option, Scoped):
            yield replace(option, path=(*option.path, "[]"))
        elif isinstance(option, Given):
            yield replace(option, path=(*option.path, "[]"), optional=False, type=_element_type(option.type))
        else:
            yield Unknown("an element of something unknown")


def length(content: Items | None) -> Value:
    """How many elements a list has, where every path leaves the same number in it."""
    if content is None or content.each is not None:
        return Unknown("a length")
    if any(is_undefined(option) for one in content.items for option in options(one)):
        return Unknown("a length")
    return Count(len(content.items))


def _element_type(type_: str | None) -> str | None:
    if type_ is None:
        return None
    if type_.endswith("[]"):
        return type_[:-2].strip().removeprefix("(").removesuffix(")")
    head, arguments = types.reference(type_)
    return arguments[0] if head in ("Array", "ReadonlyArray", "Set") and arguments else None


_DEEPEST_ANSWER = 4
"""How deep rows are looked for in what a function answers."""


def rows(
    walk: Walk, state: State, value: Value, depth: int = _DEEPEST_ANSWER, known: frozenset[Fact] = frozenset()
) -> Iterator[Handed]:
    """The rows, or columns of rows, that a value hands out."""
    content = walk.content(state, value) if depth > 0 else None
    inner: tuple[Value, ...] = ()
    if isinstance(value, Row):
        yield value.access, value.path, known | value.known
    elif isinstance(value, Choice):
        inner = value.options
    elif isinstance(content, Record):
        inner = (*content.entries.values(), *content.unseen)
    elif isinstance(content, Items):
        inner = (*content.items, *([content.each] if content.each is not None else []))
    if isinstance(value, Handle):
        known |= value.known
    for one in inner:
        yield from rows(walk, state, one, depth - 1, known)
