"""Predicates of Drizzle's clauses, taken apart: what an outer join says, what a condition asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blueprint_ls.judge.flow.predicate import All, Compared, Equals, Linked, Not, OneOf, Opaque, Predicate, Within
from blueprint_ls.judge.flow.state import Items, State
from blueprint_ls.judge.flow.values import Constant, Value, options
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.drizzle.values import Subquery
from blueprint_ls.judge.tenancy.pins import flat


def restricted(demand: Predicate, names: Sequence[str]) -> Predicate:
    """A condition as far as it speaks of some tables: an outer join says nothing about the others."""
    if isinstance(demand, All | OneOf):
        return type(demand)(tuple(restricted(part, names) for part in demand.parts))
    if isinstance(demand, Equals | Within) and demand.source not in names:
        return Compared(demand.source, demand.column, "an outer join")
    return Compared("", "", "an outer join") if isinstance(demand, Opaque) else demand


def mentioned(part: Predicate) -> Iterator[str]:
    """The tables whose rows a condition needs."""
    if isinstance(part, Equals) and part.value != Constant(None):
        yield part.source
    elif isinstance(part, Linked):
        yield from (part.source, part.other)
    elif isinstance(part, Compared | Within):
        yield part.source


def known(demand: Predicate) -> Predicate:
    """A condition without what cannot be seen into."""
    parts = (part for part in flat(demand) if not isinstance(part, Opaque | Subquery))
    return All(tuple(part for part in parts if not _holds_query(part)))


def _holds_query(part: Predicate) -> bool:
    if isinstance(part, All | OneOf):
        return any(_holds_query(one) for one in part.parts)
    return _holds_query(part.part) if isinstance(part, Not) else isinstance(part, Subquery | Opaque)


def listed(walk: Walk, state: State, value: Value) -> Iterator[Value]:
    """The values of a list, or the one value."""
    for option in options(value):
        content = walk.content(state, option)
        if isinstance(content, Items):
            for item in (*content.items, *([content.each] if content.each is not None else [])):
                yield from options(item)
        else:
            yield option
