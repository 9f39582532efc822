"""The models of a repository once they are joined, and the ways to find one."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from blueprint_ls.codebase.facts import Column, Model, Relation
from blueprint_ls.codebase.models.prisma import delegate
from blueprint_ls.codebase.typescript.program import Definition, Program


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation with its other end found."""

    relation: Relation
    target: str
    """The other model's id."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One model of the repository with all that its bases and layers add to it."""

    id: str
    """The file that declares it and its name there: `src/schema.prisma#Deal`."""
    path: str
    package: str
    """The folder of the package that it belongs to; models of one name in two packages are two models."""
    model: Model
    """Columns, relations and keys of bases included; for a table of SQL alone, the table."""
    edges: tuple[Edge, ...] = ()
    """The relations that lead to a model of this repository."""
    layers: tuple[str, ...] = ()
    """Every layer that declares the table, the one that names it first."""
    policies: tuple[tuple[str, str], ...] = ()
    """Row-level security of the table: each policy's name and condition."""

    @property
    def name(self) -> str:
        """The name that code uses."""
        return self.model.name

    def column(self, name: str) -> Column | None:
        """A column by the name that code uses or that the database uses."""
        return next((c for c in self.model.columns if name in (c.name, c.stored)), None)


@lru_cache(maxsize=1 << 16)
def plain(name: str) -> str:
    """A name without its schema, such that `organizationId`, `organization_id` and `OrganizationID` are one."""
    return name.rpartition(".")[2].replace("_", "").replace('"', "").lower()


@dataclass(frozen=True, slots=True)
class Models:
    """All models, found by whatever a piece of code calls them."""

    by_id: Mapping[str, Entity]
    program: Program | None = None
    """Follows imports, for `at`."""
    _names: dict[str, list[Entity]] = field(default_factory=dict)
    _clients: dict[str, list[Entity]] = field(default_factory=dict)
    _tables: dict[str, list[Entity]] = field(default_factory=dict)
    _paths: dict[str, list[Entity]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entity in self.by_id.values():
            self._names.setdefault(entity.name, []).append(entity)
            self._tables.setdefault(plain(entity.model.table), []).append(entity)
            self._paths.setdefault(entity.path, []).append(entity)
            if entity.model.layer == "prisma":
                self._clients.setdefault(delegate(entity.name), []).append(entity)

    def __iter__(self) -> Iterator[Entity]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def named(self, name: str, near: str = "") -> tuple[Entity, ...]:
        """The models of that name; when a file near by knows it, those of its package alone."""
        return self._nearest(self._names.get(name, ()), near)

    def by_client(self, property: str, near: str = "") -> tuple[Entity, ...]:
        """The Prisma models that a client reaches by that property."""
        return self._nearest(self._clients.get(property, ()), near)

    def by_table(self, table: str, near: str = "") -> tuple[Entity, ...]:
        """The models kept in that table, whichever layer names them."""
        return self._nearest(self._tables.get(plain(table), ()), near)

    def at(self, path: str, local: str) -> Entity | None:
        """The model that a name means in a file, through its imports."""
        found = self.program.meaning(path, local) if self.program else None
        if not isinstance(found, Definition):
            return next((e for e in self._paths.get(path, ()) if e.name == local), None)
        there = self._paths.get(found.path, ())
        exact = next((e for e in there if e.name == found.name), None)
        return exact or next((e for e in there if found.node.start <= e.model.start < found.node.end), None)

    def _nearest(self, found: Iterable[Entity], near: str) -> tuple[Entity, ...]:
        """Those whose package is the file's own or the closest above it; all when no package is."""
        candidates = tuple(found)
        above = [e for e in candidates if near and _holds(e.package, near)]
        deepest = max((len(e.package) for e in above), default=-1)
        return tuple(e for e in above if len(e.package) == deepest) if deepest > 0 else candidates


@lru_cache(maxsize=1 << 16)
def _holds(folder: str, path: str) -> bool:
    return bool(folder) and posixpath.commonpath([folder, path]) == folder
