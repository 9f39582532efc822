"""The price table of `rules/prices.yaml`: ballparks, dated, kept as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from blueprint_ls.knowledge.folders import data_folder


@dataclass(frozen=True, slots=True)
class Prices:
    """What things cost a month at one provider, in US dollars."""

    each: Mapping[str, float]
    common: Mapping[str, float]
    rates: Mapping[str, float]
    """How much of a currency one dollar buys."""
    checked: str
    """The day on which the prices were looked up."""

    def __getitem__(self, name: str) -> float:
        return self.each.get(name, 0.0) if name in self.each else self.common[name]


def prices(hosting: str) -> Prices:
    """The prices of a provider; those of the first one for a provider that the table lacks."""
    table = _table()
    offers = table["hosting"]
    each = offers.get(hosting) or next(iter(offers.values()))
    return Prices(each, table["common"], table["rates"], str(table["checked"]))


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    import yaml  # here, since only generation needs it

    table: Mapping[str, Any] = yaml.safe_load((data_folder("rules") / "prices.yaml").read_text(encoding="utf-8"))
    return table
