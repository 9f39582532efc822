"""The labels of the truth set: what careful readers found in public repositories, one CSV for each."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

HERE = Path(__file__).resolve().parent

LAYERS = {
    "Shelf-nu/shelf.nu": "prisma",
    "bigcapitalhq/bigcapital": "objection",
    "documenso/documenso": "prisma",
    "dubinc/dub": "prisma",
    "erxes/erxes": "mongoose",
    "laudspeaker/laudspeaker": "typeorm",
    "midday-ai/midday": "drizzle",
    "openstatusHQ/openstatus": "drizzle",
    "triggerdotdev/trigger.dev": "prisma",
    "wundergraph/cosmo": "drizzle",
}
"""The layer of a repository's accesses where nothing below says otherwise."""
LAYERS_OF_PATHS = {
    ("documenso/documenso", "packages/lib/server-only/admin/get-signing-volume.ts"): "kysely",
    ("triggerdotdev/trigger.dev", "internal-packages/dashboard-agent-db/src/queries.ts"): "drizzle",
}
LAYERS_OF_MODELS = {
    ("laudspeaker/laudspeaker", model): "mongoose"
    for model in ("Customer", "CustomerKeys", "Event", "EventKeys", "(dynamic collection)")
}


@dataclass(frozen=True, slots=True)
class AccessLabel:
    """One data access, as it was read."""

    repository: str
    commit: str
    path: str
    line: int
    model: str
    """As the schema declares it; several, parted by `|`, where it is chosen at run time."""
    operation: str
    verdict: str
    why: str

    @property
    def is_system(self) -> bool:
        """Whether it rightly crosses tenants."""
        return self.verdict == "unscoped" and self.why.startswith("system:")

    @property
    def layer(self) -> str:
        """The data layer that it goes through."""
        if self.operation == "raw":
            return "raw SQL"
        by_path = LAYERS_OF_PATHS.get((self.repository, self.path))
        by_model = LAYERS_OF_MODELS.get((self.repository, self.model))
        return by_path or by_model or LAYERS.get(self.repository, "other")


@dataclass(frozen=True, slots=True)
class EndpointLabel:
    """One endpoint, as it was read."""

    repository: str
    commit: str
    path: str
    line: int
    framework: str
    method: str
    route: str
    authenticated: str
    validated: str
    why: str


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels of one repository."""

    repository: str
    commit: str
    blueprint: Path
    """How its team would state the tenancy."""
    accesses: tuple[AccessLabel, ...]
    endpoints: tuple[EndpointLabel, ...]

    @property
    def folders(self) -> tuple[str, str]:
        """The names under which a checkout of it may lie."""
        owner, name = self.repository.split("/")
        return f"{owner}__{name}", name


def read(folder: Path = HERE) -> list[Labels]:
    """The labels of every repository below a folder."""
    return [_read(folder, path.stem) for path in sorted((folder / "accesses").glob("*.csv"))]


def _read(folder: Path, stem: str) -> Labels:
    accesses = _rows(folder / "accesses" / f"{stem}.csv", AccessLabel)
    endpoints = _rows(folder / "endpoints" / f"{stem}.csv", EndpointLabel)
    blueprint = folder / "blueprints" / f"{stem}.blueprint"
    return Labels(accesses[0].repository, accesses[0].commit, blueprint, accesses, endpoints)


_Row = TypeVar("_Row", AccessLabel, EndpointLabel)


def _rows(path: Path, kind: type[_Row]) -> tuple[_Row, ...]:
    if not path.exists():
        return ()
    with path.open(newline="", encoding="utf-8") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    names = [field.name for field in fields(kind)]
    return tuple(kind(**{name: row[name] for name in names} | {"line": int(row["line"])}) for row in rows)
