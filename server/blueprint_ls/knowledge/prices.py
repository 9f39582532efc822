"""The price table: the built-in one, and over it a team's own in `.blueprint/rules/prices.yaml`, figure by figure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from blueprint_ls.knowledge import frontmatter
from blueprint_ls.knowledge.folders import data_folder
from blueprint_ls.knowledge.frontmatter import PageError
from blueprint_ls.language.suggest import did_you_mean

FILE = "prices.yaml"
"""The name of the table in a folder of pages."""
_WHOLE = frozenset({"checked", "currency"})
_FIGURES = ("common", "rates")

Table = Mapping[str, Any]


def table(team: Path | None = None) -> Table:
    """The prices that hold: the built-in ones, and over them those of the folder `team`, faulty figures left out."""
    own = team / FILE if team else None
    return _joined(own, _stamp(own))


def faults(folder: Path) -> list[PageError]:
    """What is wrong with the table of a folder; nothing where it has none."""
    path = folder / FILE
    if not path.is_file():
        return []
    try:
        return [PageError(path, _line(path, key), message) for key, message in _faults(_read(path))]
    except PageError as problem:
        return [problem]


@lru_cache(maxsize=8)
def _joined(own: Path | None, stamp: tuple[int, int]) -> Table:
    base: Table = _read(data_folder("rules") / FILE)
    if own is None or stamp == (0, 0):
        return base
    try:
        return _over(base, _read(own))
    except PageError:
        return base


def _over(base: Table, own: Any) -> Table:
    """The built-in table with a team's figures in their places."""
    if not isinstance(own, dict):
        return base
    found: dict[str, Any] = {**base, **{key: str(own[key]) for key in _WHOLE if key in own}}
    for key in _FIGURES:
        found[key] = {**base[key], **_amounts(own.get(key))}
    offered = own.get("hosting")
    found["hosting"] = dict(base["hosting"])
    for name, figures in offered.items() if isinstance(offered, dict) else ():
        found["hosting"][name] = {**_amounts(base["hosting"].get(name)), **_amounts(figures)}
    ours = frozenset(_own_figures(own))
    found["sources"] = [*_entries(own, "sources"), *(one for one in base["sources"] if _of(one) not in ours)]
    kept = [
        {**one, "figures": [name for name in one["figures"] if _of(one, name) not in ours]} for one in base["estimates"]
    ]
    found["estimates"] = [*_entries(own, "estimates"), *(one for one in kept if one["figures"])]
    return found


def _own_figures(own: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a team's table puts in our place, by provider and figure: our sources are not those of its figures."""
    yield from (("", name) for name in _amounts(own.get("common")))
    offered = own.get("hosting")
    for provider, figures in offered.items() if isinstance(offered, dict) else ():
        yield from ((str(provider), name) for name in _amounts(figures))


def _of(entry: Mapping[str, Any], figure: str = "") -> tuple[str, str]:
    return str(entry.get("provider") or ""), figure or str(entry.get("figure"))


def _entries(own: Mapping[str, Any], key: str) -> list[Any]:
    found = own.get(key)
    return found if isinstance(found, list) else []


def _amounts(figures: object) -> dict[str, float]:
    found = figures if isinstance(figures, dict) else {}
    return {str(key): value for key, value in found.items() if _is_amount(value)}


def _is_amount(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and value >= 0


def _faults(own: Any) -> Iterator[tuple[str, str]]:
    known = _read(data_folder("rules") / FILE)
    if not isinstance(own, dict):
        yield "", "Expected a table with `checked`, `common` and `hosting`, as the built-in one"
        return
    for key in own:
        if key not in known:
            yield str(key), f"The price table has no key `{key}`{did_you_mean(str(key), known)}"
    for key in _FIGURES:
        yield from _figures(own.get(key, {}), known[key], key, open_ended=key == "rates")
    offers = own.get("hosting", {})
    if not isinstance(offers, dict):
        yield "hosting", "Expected `hosting` to hold a table of figures for each provider"
        return
    first = next(iter(known["hosting"].values()))
    for name, figures in offers.items():
        yield from _figures(figures, first, f"hosting.{name}")


def _figures(figures: object, known: Table, where: str, open_ended: bool = False) -> Iterator[tuple[str, str]]:
    if not isinstance(figures, dict):
        yield where, f"Expected `{where}` to be a table of figures"
        return
    for key, value in figures.items():
        if key not in known and not open_ended:
            yield str(key), f"`{where}` has no figure `{key}`{did_you_mean(str(key), known)}"
        elif not _is_amount(value):
            yield str(key), f"`{key}` of `{where}` must be a number of dollars a month, not `{value}`"


def _read(path: Path) -> Any:
    return frontmatter.read_yaml(path)


def _line(path: Path, key: str) -> int:
    """The line on which a key first stands; the first where it cannot be found."""
    lines = path.read_text("utf-8", errors="replace").splitlines()
    return next((at for at, line in enumerate(lines, 1) if key and line.strip().startswith(f"{key}:")), 1)


def _stamp(path: Path | None) -> tuple[int, int]:
    try:
        status = path.stat() if path else None
    except OSError:
        return 0, 0
    return (status.st_size, status.st_mtime_ns) if status else (0, 0)
