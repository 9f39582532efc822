"""Did you mean: the known word that a misspelt one is closest to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

LONG = 10
"""Letters from which on a word may hold two slips."""
_WORDS = re.compile(r"[A-Z]+(?![^\W\d_A-Z])|[^\W\d_][^\W\d_A-Z]*|\d+")
_DIGITS = re.compile(r"\d+")


def closest(word: str, known: Iterable[str], preferred: Iterable[str] = ()) -> str | None:
    """The known word within a third of its length in edits (a swap counts once); None if none is.

    Of several that are equally near, one of the preferred.
    """
    return _closest(word, frozenset(known), frozenset(preferred))


@lru_cache(maxsize=2048)
def _closest(word: str, known: frozenset[str], preferred: frozenset[str]) -> str | None:
    """Kept between keystrokes: the words of a file seldom change, and comparing them is slow."""
    lowered, letters = word.lower(), frozenset(word.lower())
    best: tuple[int, bool, str] | None = None
    for candidate in known:
        limit = max(1, max(len(word), len(candidate)) // 3)
        if abs(len(word) - len(candidate)) > limit or len(letters.difference(candidate.lower())) > limit:
            continue
        distance = _distance(lowered, candidate.lower(), limit)
        found = distance, candidate not in preferred, candidate
        if distance <= limit and (best is None or found < best):
            best = found
    return best[2] if best else None


def slip_of(word: str, known: Iterable[str]) -> str | None:
    """The known name that a word plainly is with one slip of the fingers in it; None where it is a name of its own.

    `identty` is `identity`, while `KeyReused` is not `TokenReused`: names are compared word by word, and two that
    differ in their numbers alone, such as `sev1` and `sev2`, are two names.
    """
    parts = _parts(word)
    for candidate in sorted(set(known) - {word}):
        others = _parts(candidate)
        if len(parts) == len(others) and all(map(_slipped, parts, others)) and not _numbered(word, candidate):
            return candidate
    return None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`: did you mean `x`?`, or nothing."""
    found = closest(word, known)
    return f": did you mean `{found}`?" if found else ""


def _parts(name: str) -> list[str]:
    """`POST /deal-lines` and `DealLine` as their words, in lower case."""
    return [part.lower() for part in _WORDS.findall(name)]


def _slipped(first: str, second: str) -> bool:
    limit = 1 if max(len(first), len(second)) < LONG else 2
    return abs(len(first) - len(second)) <= limit and _distance(first, second, limit) <= limit


def _numbered(first: str, second: str) -> bool:
    return _DIGITS.sub("0", first) == _DIGITS.sub("0", second)


def _distance(first: str, second: str, limit: int) -> int:
    """Optimal string alignment distance; anything above `limit` when it is plainly more."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        last, before, row = before, row, [i]
        for j, b in enumerate(second, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
