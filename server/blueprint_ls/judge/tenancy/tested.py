"""What the facts of a place say of accesses: which rows are there, and what was found equal to them."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.flow.facts import Fact
from blueprint_ls.judge.flow.trace import Access, Source
from blueprint_ls.judge.flow.values import Given, Row, Unknown, Value


def missing(facts: frozenset[Fact]) -> Iterator[int]:
    """The accesses that answered no row, or not all of it."""
    for fact in facts:
        key = fact[1]
        if fact[0] == "false" and isinstance(key, tuple) and key[0] == "row":
            yield key[1]


def is_missing(index: int, facts: frozenset[Fact]) -> bool:
    """Whether an access is known to have answered no row."""
    return any(("false", ("row", index, each)) in facts for each in (False, True))


def is_there(earlier: Access, facts: frozenset[Fact]) -> bool:
    """Whether the row of an earlier access is known to exist."""
    if earlier.throws:
        return True
    rows = (("row", earlier.index, False), ("row", earlier.index, not earlier.single))
    if any(("true", row) in facts for row in rows):
        return True
    return any(fact[0] == "same" and part[:3] in rows for fact in facts for part in fact[1:])  # type: ignore[index]


def are_counted(earlier: Access, facts: frozenset[Fact]) -> bool:
    """Whether the number of the rows was compared: some may be there, and others not."""
    length = ("row", earlier.index, True, "length")
    return any(fact[0] == "same" and length in fact[1:] for fact in facts)


def source_at(access: Access, path: tuple[str, ...]) -> Source | None:
    """The table that a value out of an access's rows comes from."""
    named = next((one for one in access.sources if path and path[0] == (one.alias or one.model)), None)
    return named or next(iter(access.sources), None)


def model_of(access: Access, name: str) -> str:
    """The model of the table that goes by a name in an access; empty where none does."""
    return next((one.model for one in access.sources if name in ("", one.alias or one.model)), "")


def comparisons(index: int, facts: frozenset[Fact]) -> Iterator[tuple[tuple[str, ...], tuple[object, ...]]]:
    """The columns of an access's rows that were found equal to something, and to what."""
    for fact in facts:
        if fact[0] not in ("same", "each"):
            continue
        for one, other in ((fact[1], fact[2]), (fact[2], fact[1])):
            assert isinstance(one, tuple)
            assert isinstance(other, tuple)
            if one[:2] == ("row", index) and len(one) > 3:
                yield one[3:], other


def same_as(key: tuple[object, ...], facts: frozenset[Fact]) -> Iterator[tuple[object, ...]]:
    """What a value was found equal to."""
    for fact in facts:
        if fact[0] in ("same", "some"):
            for one, other in ((fact[1], fact[2]), (fact[2], fact[1])):
                if one == key and isinstance(other, tuple):
                    yield other


def row_of(key: tuple[object, ...]) -> Row:
    """The row, or the column of one, that a key names."""
    _, access, each, *path = key
    return Row(access, tuple(path), bool(each))  # type: ignore[arg-type]


def value_of(key: tuple[object, ...]) -> Value:
    """The value that a key names."""
    if key[0] == "row":
        return row_of(key)
    if key[0] == "given":
        return Given(str(key[1]), tuple(str(part) for part in key[2:]))
    return Unknown("a constant")
