"""Shares with their intervals, and the tallies that they are made from."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from truth.inventory import Access, Endpoint
from truth.labels import AccessLabel, EndpointLabel

RIGHT = ("unscoped", "conditional", "unknown")
"""Labels on which a report is right; on the others it is wrong."""
Z = 1.959964
"""The normal quantile of a two-sided interval of 95 %."""

NAMES = ("discovery", "precision", "recall", "told")
"""The figures of accesses, in the order of the table."""

Judged = tuple[AccessLabel, Access | None]
"""A label, and the access that was seen in its place."""
Answered = tuple[EndpointLabel, Endpoint | None]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """The share itself; None of nothing."""
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The Wilson interval of 95 %."""
        if not self.of:
            return None
        share, square = self.hits / self.of, Z * Z
        middle = (share + square / (2 * self.of)) / (1 + square / self.of)
        spread = math.sqrt(share * (1 - share) / self.of + square / (4 * self.of**2)) * Z / (1 + square / self.of)
        return max(0.0, middle - spread), min(1.0, middle + spread)

    def data(self) -> dict[str, Any]:
        """As JSON says it."""
        interval = self.interval
        return {"hits": self.hits, "of": self.of, "share": self.value, "interval": interval and list(interval)}


@dataclass(frozen=True, slots=True)
class Figures:
    """What the product is worth on some accesses."""

    discovery: Share
    """Labelled accesses that were seen."""
    precision: Share
    """Reports on labelled accesses that are right."""
    recall: Share
    """Accesses labelled unscoped that are reported."""
    told: Share
    """What a person is told at error or warning, and is right."""

    def data(self) -> dict[str, Any]:
        """As JSON says it."""
        return {name: getattr(self, name).data() for name in NAMES}


def figures(judged: Iterable[Judged]) -> Figures:
    """The three figures of some accesses."""
    rows = list(judged)
    told = [label for label, found in rows if found and found.is_told]
    reported = [label for label, found in rows if found and found.is_reported]
    unscoped = [(label, found) for label, found in rows if label.verdict == "unscoped"]
    return Figures(
        Share(sum(found is not None for _, found in rows), len(rows)),
        Share(sum(label.verdict in RIGHT for label in reported), len(reported)),
        Share(sum(found is not None and found.is_reported for _, found in unscoped), len(unscoped)),
        Share(sum(label.verdict in RIGHT for label in told), len(told)),
    )


def without_system(judged: Iterable[Judged]) -> list[Judged]:
    """Without the accesses that rightly cross tenants."""
    return [row for row in judged if not row[0].is_system]


def confusion(judged: Iterable[Judged]) -> Counter[tuple[str, str]]:
    """How often each labelled verdict was answered by which."""
    return Counter((label.verdict, found.verdict if found else "not seen") for label, found in judged)


def endpoint_figures(answered: Sequence[Answered]) -> dict[str, Share]:
    """Endpoints seen; and of those seen, the ones judged right, class by class."""
    seen = [(label, found) for label, found in answered if found]
    shares = {"discovered": Share(len(seen), len(answered))}
    for kind in ("yes", "no", "conditional"):
        of_kind = [found for label, found in seen if label.authenticated == kind]
        right = sum(found.authenticated == kind for found in of_kind)
        shares[f"authenticated: {kind}"] = Share(right, len(of_kind))
    right = sum(label.validated == found.validated for label, found in seen)
    return shares | {"validated": Share(right, len(seen))}
