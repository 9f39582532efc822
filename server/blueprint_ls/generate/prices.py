"""Prices of one provider, from the table that holds where a blueprint lies: ballparks, dated, kept as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from blueprint_ls.knowledge.folders import TEAM_FOLDER
from blueprint_ls.knowledge.prices import Table, table


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


def prices(hosting: str, folder: Path | None = None) -> Prices:
    """The prices of a provider for a blueprint's folder; those of the first one for a provider that the table lacks."""
    found = offers(folder)
    return found.get(hosting) or next(iter(found.values()))


def offers(folder: Path | None = None) -> dict[str, Prices]:
    """The prices of every provider of the table."""
    held = held_in(folder)
    checked = str(held["checked"])
    return {name: Prices(each, held["common"], held["rates"], checked) for name, each in held["hosting"].items()}


def held_in(folder: Path | None) -> Table:
    """The table that holds for a folder: the nearest `.blueprint/rules` above it has the last word."""
    above = (folder, *folder.parents) if folder else ()
    team = next((parent / TEAM_FOLDER for parent in above if (parent / TEAM_FOLDER).is_dir()), None)
    return table(team)
