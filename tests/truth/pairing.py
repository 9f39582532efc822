"""Which access or endpoint that was seen is which of the labelled ones."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from truth.inventory import Access, Endpoint
from truth.labels import AccessLabel, EndpointLabel

NEAR = 2
"""Lines between two readings of one place: decorators and the heads of long chains."""


class _Placed(Protocol):
    @property
    def path(self) -> str: ...

    @property
    def line(self) -> int: ...


_L = TypeVar("_L", bound=_Placed)
_F = TypeVar("_F", bound=_Placed)
Rank = tuple[int, ...]
"""How well two fit, the best lowest."""


def accesses(labels: Sequence[AccessLabel], found: Sequence[Access]) -> dict[AccessLabel, Access]:
    """Each labelled access that was seen."""
    return _pairs(labels, found, _access_rank)


def endpoints(labels: Sequence[EndpointLabel], found: Sequence[Endpoint]) -> dict[EndpointLabel, Endpoint]:
    """Each labelled endpoint that was seen."""
    return _pairs(labels, found, _endpoint_rank)


def _pairs(labels: Sequence[_L], found: Sequence[_F], rank: Callable[[_L, _F], Rank | None]) -> dict[_L, _F]:
    """One to one, the best fits first."""
    by_path: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(found):
        by_path[one.path].append(number)
    fits = sorted(
        (fit, place, number)
        for place, label in enumerate(labels)
        for number in by_path[label.path]
        if (fit := rank(label, found[number])) is not None
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, place, number in fits:
        if place not in pairs and number not in taken:
            pairs[place] = number
            taken.add(number)
    return {labels[place]: found[number] for place, number in sorted(pairs.items())}


def _access_rank(label: AccessLabel, found: Access) -> Rank | None:
    """On its line any access will do where no better one is; beside it, the model has to be the same."""
    away = abs(label.line - found.line)
    model = _word(found.model) in {_word(name) for name in label.model.split("|")}
    if away > NEAR or (away and not model):
        return None
    return (0 if model else 1, away, 0 if _word(label.operation) == _word(found.operation) else 1)


def _endpoint_rank(label: EndpointLabel, found: Endpoint) -> Rank | None:
    away = abs(label.line - found.line)
    methods = {label.method.upper(), found.method.upper()}
    if away > NEAR or (len(methods) > 1 and "ALL" not in methods):
        return None
    return (len(methods), 0 if _path(label.route) == _path(found.route) else 1, away)


def _word(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _path(route: str) -> str:
    """A route without what frameworks write differently: `{id}`, `:id`, `[id]`, a slash at the end."""
    return re.sub(r"\{(\w+)\}|:(\w+)|\[(\w+)\]", r":\1\2\3", route).rstrip("/").lower()


def unlabelled(
    labels: Iterable[AccessLabel], found: Iterable[Access], pairs: dict[AccessLabel, Access]
) -> list[Access]:
    """What was seen in labelled files and no label names."""
    read = {label.path for label in labels}
    paired = {id(one) for one in pairs.values()}
    return [one for one in found if one.path in read and id(one) not in paired]
