"""Did you mean: the known word that a misspelt one is closest to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


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


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`: did you mean `x`?`, or nothing."""
    found = closest(word, known)
    return f": did you mean `{found}`?" if found else ""


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
