"""What has been tested on the way somewhere, and what a test of one element says of a whole list."""

from __future__ import annotations

from collections.abc import Iterable

Fact = tuple[object, ...]
"""`("true", key)`, `("false", key)`, `("same", key, key or constant)`; `("each", …)` is the same as `same`, of every
row of a list, if it has any; `("some", …)`, of one of them at least."""


def of_elements(facts: Iterable[Fact]) -> frozenset[Fact]:
    """The comparisons of any one of many rows: they hold of the row that was compared alone."""
    return frozenset(fact for fact in facts if fact[0] == "same" and any(map(_is_of_element, fact[1:])))


def of_some(facts: Iterable[Fact]) -> frozenset[Fact]:
    """What holds of one row of a list at least where these facts hold of it."""
    return frozenset(("some", *fact[1:]) for fact in of_elements(facts))


def of_all(facts: Iterable[Fact]) -> frozenset[Fact]:
    """What holds of all rows of a list where these facts hold of each."""
    return frozenset(("each", *fact[1:]) for fact in of_elements(facts))


def _is_of_element(key: object) -> bool:
    return isinstance(key, tuple) and key[0] == "row" and bool(key[2])
