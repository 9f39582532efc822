"""The conditions of the decision pages, held against values."""

from __future__ import annotations

from typing import Any

from blueprint_ls.generate.stated import amount
from blueprint_ls.language import values
from blueprint_ls.language.schema import Distinction


def met(entry: Distinction, value: Any) -> bool:
    """Whether a condition holds for the value of its measure."""
    if value is None:
        return False
    if entry.equals is not None:
        wanted = str(entry.equals).lower()
        found = value if isinstance(value, tuple | frozenset | list) else (value,)
        return any(str(word).lower() == wanted for word in found)
    measured = amount(value)
    above, below = _bound(entry.above), _bound(entry.below)
    return measured is not None and (above is None or measured > above) and (below is None or measured < below)


def _bound(written: float | str | None) -> float | None:
    if written is None or isinstance(written, int | float):
        return written
    for kind in ("size", "money", "percentage", "rate", "duration"):
        try:
            return amount(values.parse(kind, written))
        except ValueError:
            continue
    return float(written)


def loser(entry: Distinction) -> str:
    """The option that a condition speaks against."""
    first, second = entry.between
    return second if entry.prefers == first else first
