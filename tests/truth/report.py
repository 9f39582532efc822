"""The outcome of a comparison: tables and errors for people, the same as data for programs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from truth import pairing
from truth.figures import (
    RIGHT,
    Answered,
    Figures,
    Judged,
    Share,
    confusion,
    endpoint_figures,
    figures,
    without_system,
)
from truth.inventory import Access, Inventory
from truth.labels import AccessLabel, Labels

MARKS = {"discovery": 0.98, "precision": 0.95, "recall": 0.95, "told": 0.95}
KINDS = {
    "not seen": "labelled, and not among the accesses that were seen",
    "not reported": "labelled unscoped, and no report",
    "wrong report": "reported, and labelled safe or global",
    "report without a label": "reported in a labelled file, where no label stands",
}
"""What can go wrong, the gravest last."""


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that went wrong."""

    kind: str
    cause: str
    """The labelled verdict → the product's."""
    repository: str
    path: str
    line: int
    model: str
    operation: str
    evidence: str
    """What the product says of it."""
    why: str
    """What the label says of it."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One repository, labels and inventory side by side."""

    repository: str
    judged: tuple[Judged, ...]
    answered: tuple[Answered, ...]
    """Empty where the inventory has no endpoints."""
    unlabelled: tuple[Access, ...]


def compared(labels: Labels, inventory: Inventory) -> Compared:
    """Put the labels of a repository beside its inventory."""
    pairs = pairing.accesses(labels.accesses, inventory.accesses)
    seen = pairing.endpoints(labels.endpoints, inventory.endpoints or ())
    answered = [(label, seen.get(label)) for label in labels.endpoints] if inventory.endpoints is not None else []
    return Compared(
        labels.repository,
        tuple((label, pairs.get(label)) for label in labels.accesses),
        tuple(answered),
        tuple(pairing.unlabelled(labels.accesses, inventory.accesses, pairs)),
    )


def errors(rows: Iterable[Compared]) -> list[Error]:
    """All that went wrong, cause by cause."""
    found = [error for row in rows for error in _errors(row)]
    order = list(KINDS)
    return sorted(found, key=lambda e: (order.index(e.kind), e.cause, e.repository, e.path, e.line))


def data(rows: Sequence[Compared]) -> dict[str, Any]:
    """As JSON says it."""
    return {
        "version": 1,
        "accesses": {name: {k: f.data() for k, f in both.items()} for name, both in _scopes(rows).items()},
        "verdicts": [
            {"label": label, "product": product, "count": count}
            for (label, product), count in sorted(confusion(_judged(rows)).items())
        ],
        "endpoints": {name: {k: s.data() for k, s in shares.items()} for name, shares in _endpoints(rows).items()},
        "errors": [asdict(error) for error in errors(rows)],
    }


def show(rows: Sequence[Compared], console: Console | None = None) -> None:
    """Print tables, then every error."""
    console = console or Console(width=180)
    _show_accesses(rows, console)
    _show_verdicts(rows, console)
    _show_endpoints(rows, console)
    _show_errors(errors(rows), console)


# ------------------------------------------------------------------------------------------------------------- scopes


def _judged(rows: Iterable[Compared]) -> list[Judged]:
    return [judged for row in rows for judged in row.judged]


def _scopes(rows: Sequence[Compared]) -> dict[str, dict[str, Figures]]:
    """The figures of each repository, each layer and all, with and without system accesses."""
    groups: dict[str, list[Judged]] = {row.repository: list(row.judged) for row in rows}
    layers: dict[str, list[Judged]] = defaultdict(list)
    for judged in _judged(rows):
        layers[judged[0].layer].append(judged)
    groups |= {f"layer: {layer}": found for layer, found in sorted(layers.items())}
    groups["total"] = _judged(rows)
    return {
        name: {"all": figures(found), "without system": figures(without_system(found))}
        for name, found in groups.items()
    }


def _endpoints(rows: Sequence[Compared]) -> dict[str, dict[str, Share]]:
    groups = {row.repository: row.answered for row in rows if row.answered}
    if not groups:
        return {}
    every = [answered for row in rows for answered in row.answered]
    frameworks = sorted({label.framework for label, _ in every})
    by_framework = {f"framework: {name}": [one for one in every if one[0].framework == name] for name in frameworks}
    return {name: endpoint_figures(found) for name, found in (groups | by_framework | {"total": every}).items()}


# ------------------------------------------------------------------------------------------------------------- errors


def _errors(row: Compared) -> Iterator[Error]:
    for label, found in row.judged:
        kind = _kind(label, found)
        if kind:
            yield _error(kind, row.repository, label, found)
    for found in row.unlabelled:
        if found.is_reported:
            place = (found.path, found.line, found.model, found.operation)
            yield Error(
                "report without a label", f"none → {found.verdict}", row.repository, *place, found.evidence, why=""
            )


def _kind(label: AccessLabel, found: Access | None) -> str | None:
    if found is None:
        return "not seen"
    if label.verdict == "unscoped" and not found.is_reported:
        return "not reported"
    return "wrong report" if found.is_reported and label.verdict not in RIGHT else None


def _error(kind: str, repository: str, label: AccessLabel, found: Access | None) -> Error:
    cause = f"{label.verdict} → {found.verdict if found else 'not seen'}"
    place = (label.path, label.line, label.model, label.operation)
    return Error(kind, cause, repository, *place, found.evidence if found else "", label.why)


# ----------------------------------------------------------------------------------------------------------- printing


def _show_accesses(rows: Sequence[Compared], console: Console) -> None:
    table = Table(title="data accesses (share, hits/of, Wilson interval of 95 %)", title_justify="left")
    table.add_column("")
    for name, mark in MARKS.items():
        table.add_column(f"{name} ≥ {mark:.0%}", justify="right")
    for scope, both in _scopes(rows).items():
        table.add_row(scope, *_cells(both["all"]))
        table.add_row("  without system:", *_cells(both["without system"]), style="dim")
    console.print(table)


def _cells(one: Figures) -> list[str]:
    return [_cell(getattr(one, name)) for name in MARKS]


def _cell(share: Share) -> str:
    if share.value is None or share.interval is None:
        return "none"
    low, high = share.interval
    return f"{share.value:.1%}  {share.hits}/{share.of}  [{low:.1%}, {high:.1%}]"


def _show_verdicts(rows: Sequence[Compared], console: Console) -> None:
    counts: Mapping[tuple[str, str], int] = confusion(_judged(rows))
    answers = sorted({product for _, product in counts})
    table = Table("label", *answers, title="labels (down) and the product's verdicts (across)", title_justify="left")
    for label in sorted({label for label, _ in counts}):
        table.add_row(label, *(str(counts.get((label, product), "")) for product in answers))
    console.print(table)


def _show_endpoints(rows: Sequence[Compared], console: Console) -> None:
    scopes = _endpoints(rows)
    if not scopes:
        console.print("endpoints: the inventory has none to compare\n")
        return
    table = Table("", *scopes["total"], title="endpoints (share, hits/of, Wilson interval of 95 %)")
    for scope, shares in scopes.items():
        table.add_row(scope, *map(_cell, shares.values()))
    console.print(table)


def _show_errors(found: Sequence[Error], console: Console) -> None:
    counts = Counter((error.kind, error.cause) for error in found)
    last = None
    for error in found:
        if (error.kind, error.cause) != last:
            last = error.kind, error.cause
            console.print(f"\n{error.kind}: {error.cause} ({counts[last]}): {KINDS[error.kind]}", markup=False)
        console.print(f"  {error.repository}: {error.path}:{error.line} {error.model}.{error.operation}", markup=False)
        for name, text in (("product", error.evidence), ("label", error.why)):
            if text:
                console.print(f"      {name}: {text}", markup=False, style="dim")
