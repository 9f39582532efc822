"""Covering arrays: few rows in which every pair of options stands together at least once.

Greedy, as in AETG (Cohen, Dalal, Fredman and Patton, IEEE Transactions on Software Engineering 23(7), 1997), without
its random tries: the same factors give the same rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

Choice = tuple[str, str]
"""A factor and one of its options: `("orm", "drizzle")`."""
Pair = frozenset[Choice]
Row = dict[str, str]
"""An option for each factor."""


def pairs(row: Mapping[str, str]) -> set[Pair]:
    """The pairs that stand together in a row."""
    return {frozenset(pair) for pair in combinations(row.items(), 2)}


def every_pair(factors: Mapping[str, Sequence[str]], excluded: Iterable[Pair] = ()) -> list[Pair]:
    """All pairs of options of two factors, in the order of the factors, without those that go not together."""
    out = set(excluded)
    found = (
        frozenset({(one, a), (other, b)})
        for one, other in combinations(factors, 2)
        for a, b in product(factors[one], factors[other])
    )
    return [pair for pair in found if pair not in out]


def covering(factors: Mapping[str, Sequence[str]], excluded: Iterable[Pair] = ()) -> list[Row]:
    """Rows in which each allowed pair stands, the first options of all factors in the first row.

    ValueError where a pair that is allowed fits into no row.
    """
    out = set(excluded)
    rows = [{factor: options[0] for factor, options in factors.items()}]
    missing = dict.fromkeys(pair for pair in every_pair(factors, out) if pair not in pairs(rows[0]))
    used = Counter(rows[0].items())
    while missing:
        row = _row(factors, missing, used, out)
        rows.append(row)
        used.update(row.items())
        for pair in pairs(row):
            missing.pop(pair, None)
    return rows


def _row(
    factors: Mapping[str, Sequence[str]], missing: Mapping[Pair, None], used: Counter[Choice], excluded: set[Pair]
) -> Row:
    """A row with the first missing pair, and as many others as can be had by looking one factor ahead.

    Where options are worth the same, the one that was used least is taken: more triples stand together that way.
    """
    row = dict(next(iter(missing)))
    for factor, options in factors.items():
        if factor in row:
            continue
        allowed = [option for option in options if not _with(row, factor, option) & excluded]
        if not allowed:
            raise ValueError(f"no option of `{factor}` goes with {sorted(row.items())}")
        row[factor] = max(
            allowed,
            key=lambda option: (len(_with(row, factor, option) & missing.keys()), -used[factor, option]),
        )
    return {factor: row[factor] for factor in factors}


def _with(row: Mapping[str, str], factor: str, option: str) -> set[Pair]:
    """The pairs that an option makes with what is in a row."""
    return {frozenset({(factor, option), chosen}) for chosen in row.items()}
