"""What is asked of the demands of queries: which tables they need, and what is left of them behind an outer join."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from blueprint_ls.judge.flow.predicate import (
    NOTHING,
    All,
    Compared,
    Equals,
    Linked,
    OneOf,
    Opaque,
    Predicate,
    Within,
)
from blueprint_ls.judge.flow.values import Constant

if TYPE_CHECKING:
    from blueprint_ls.judge.tenancy.layers.queries import Query


class Among(Predicate, frozen=True, eq=False):
    """A column is one of what any of some queries answers."""

    source: str
    column: str
    arms: tuple[Query, ...]


def restricted(demand: Predicate, names: Sequence[str]) -> Predicate:
    """A condition as far as it speaks of some tables: an outer join says nothing about the others."""
    if isinstance(demand, All | OneOf):
        return type(demand)(tuple(restricted(part, names) for part in demand.parts))
    if isinstance(demand, Equals | Within | Among) and demand.source not in names:
        return Compared(demand.source, demand.column, "an outer join")
    return Compared("", "", "an outer join") if isinstance(demand, Opaque) else demand


def asked(demand: Predicate) -> Iterator[str]:
    """The tables whose rows a condition needs."""
    if isinstance(demand, All):
        for part in demand.parts:
            yield from asked(part)
    elif isinstance(demand, Equals) and demand.value != Constant(None):
        yield demand.source
    elif isinstance(demand, Linked):
        yield from (demand.source, demand.other)
    elif isinstance(demand, Compared | Within | Among):
        yield demand.source


def known_part(demand: Predicate) -> Predicate:
    """A condition without what cannot be seen into."""
    if isinstance(demand, All):
        return All(tuple(known_part(part) for part in demand.parts))
    return NOTHING if isinstance(demand, Opaque) else demand
