"""What the sections of a drafted blueprint are written from."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from blueprint_ls.codebase import variables
from blueprint_ls.codebase.jobs import Job, jobs
from blueprint_ls.codebase.models.entities import Entity
from blueprint_ls.codebase.ownership import GLOBAL, Ownership
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.judge.checks.placeholders import reads_as_placeholder
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.inventory import endpoints_of
from blueprint_ls.judge.code.places import Places
from blueprint_ls.judge.endpoints.endpoint import Endpoint
from blueprint_ls.judge.tenancy.accesses import JudgedAccess

_ASIDE = re.compile(r"(^|/)(examples?|references?|docs?|samples?|templates?|demos?)(/|$)")
"""Folders of packages that are not the product; beneath a package's own code they are parts of it."""
_TRIALS = re.compile(r"(^|/)(playground|sandbox|benchmarks?|fixtures|e2e|stories|storybook)(/|$)")
_CODE = re.compile(r"(^|/)(src|app|lib|server|pages|modules)/")
"""Where a package's own code begins."""
_FRONT = frozenset({"vite", "next", "react-scripts", "expo", "react-native", "astro", "vue", "electron"})
"""Packages of what people see."""


@dataclass(frozen=True, slots=True)
class Package:
    """One `package.json`."""

    path: str
    folder: str
    """Empty for the root."""
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Its own name, else its folder's."""
        return str(self.data.get("name") or posixpath.basename(self.folder) or "root")

    @property
    def dependencies(self) -> Mapping[str, Mapping[str, Any]]:
        """What it asks for, by the package's name."""
        found: Mapping[str, Mapping[str, Any]] = self.data.get("dependencies", {})
        return found

    @property
    def scripts(self) -> Mapping[str, str]:
        """Its commands."""
        found: Mapping[str, str] = self.data.get("scripts", {})
        return found

    @property
    def shows_pages(self) -> bool:
        """Whether it is an application that people see, in a browser or on a phone."""
        return bool(_FRONT & set(self.dependencies)) and bool({"start", "dev"} & self.scripts.keys())


class View:
    """One repository, as a draft looks at it."""

    def __init__(self, case: CodeCase) -> None:
        self.case = case
        self.repository: Repository = case.repository
        self.places = Places(case.repository)
        self._needed: dict[str, Mapping[str, Package]] = {}

    def where(self, path: str, offset: int) -> str:
        """A place as comments name it."""
        return f"{path}:{self.places.line(path, offset)}"

    def text(self, path: str) -> str:
        """A file's text; empty where it cannot be read."""
        try:
            return self.repository.text(path).decode("utf-8", "replace")
        except OSError:
            return ""

    def data(self, path: str) -> Mapping[str, Any]:
        """What a manifest says."""
        facts = self.repository.facts(path)
        return facts.data if facts else {}

    @cached_property
    def packages(self) -> list[Package]:
        """The manifests of the product, the root's first."""
        found = [
            Package(path, posixpath.dirname(path), self.data(path))
            for path in self.repository.of_kind("package")
            if self.repository.files[path].role in ("source", "config") and not _ASIDE.search(posixpath.dirname(path))
        ]
        return sorted(found, key=lambda one: (one.folder.count("/") if one.folder else -1, one.folder))

    def needed(self, package: Package) -> Mapping[str, Package]:
        """The packages of the workspace that one needs to run, by folder, over any number of steps; itself as well."""
        if package.folder not in self._needed:
            found, ahead = {package.folder: package}, [package]
            while ahead:
                for name in ahead.pop().dependencies:
                    other = self._named.get(name)
                    if other and other.folder not in found:
                        found[other.folder] = other
                        ahead.append(other)
            self._needed[package.folder] = found
        return self._needed[package.folder]

    @cached_property
    def _named(self) -> dict[str, Package]:
        return {package.name: package for package in self.packages}

    def description(self, package: Package) -> str:
        """What a manifest says of itself, on one line; empty where that is a placeholder."""
        try:
            said = json.loads(self.text(package.path)).get("description")
        except (ValueError, AttributeError):
            return ""
        return " ".join(said.split()) if isinstance(said, str) and not reads_as_placeholder(said) else ""

    def package_of(self, path: str) -> Package | None:
        """The nearest package that a file belongs to."""
        above = [one for one in self.packages if not one.folder or path.startswith(f"{one.folder}/")]
        return max(above, key=lambda one: len(one.folder), default=None)

    @cached_property
    def scripts(self) -> list[str]:
        """The files that a query's anchor chose and that somebody runs in production."""
        return [
            path for path in self.case.governed if self.repository.files[path].role == "source" and is_product(path)
        ]

    @cached_property
    def endpoints(self) -> list[Endpoint]:
        """The endpoints of the product, those that a framework registers in tests left out."""
        return [one for one in endpoints_of(self.case) if self.case.governs(one.path) and is_product(one.path)]

    @cached_property
    def accesses(self) -> list[JudgedAccess]:
        """Its data accesses."""
        return [one for one in self.case.accesses if is_product(one.path)]

    @cached_property
    def jobs(self) -> list[Job]:
        """Its queues, workers, tasks and schedules."""
        return jobs(self.repository, self.case.program, self.scripts)

    @cached_property
    def uses(self) -> list[variables.Use]:
        """Where it reads variables."""
        return list(variables.uses(self.repository, self.case.program, self.scripts))

    @cached_property
    def entities(self) -> list[Entity]:
        """The models that a draft declares: each name once, and what only old migrations show left out."""
        touched = {access.model for access in self.accesses}
        coded = any(entity.model.layer != "sql" for entity in self.case.models)
        found: dict[str, Entity] = {}
        for entity in self.case.models:
            is_kept = entity.model.layer != "sql" or not coded or (entity.id in touched and not _is_implied(entity))
            if not is_kept or not is_product(entity.path) or not re.fullmatch(r"[A-Za-z_]\w*", entity.name):
                continue
            known = found.get(entity.name)
            if known is None or self._weight(entity) > self._weight(known):
                found[entity.name] = entity
        return sorted(found.values(), key=lambda entity: (entity.path, entity.model.start))

    @cached_property
    def drafted(self) -> dict[str, str]:
        """The name under which each model's id is declared."""
        return {entity.id: entity.name for entity in self.entities}

    def _weight(self, entity: Entity) -> tuple[int, int]:
        return sum(access.model == entity.id for access in self.accesses), len(entity.model.columns)

    def owner(self, entity: Entity) -> Ownership:
        """Whose its rows are."""
        return self.case.owners.ownership.get(entity.id, GLOBAL) if self.case.owners else GLOBAL

    def manifests(self, kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The files of a kind with what they say."""
        for path in self.repository.of_kind(kind):
            if is_product(path):
                yield path, self.data(path)


def _is_implied(entity: Entity) -> bool:
    """Whether Prisma made a table itself, for lists on both sides of a relation: `_BookingToTag` with `A` and `B`."""
    return entity.name.startswith("_") and {column.stored or column.name for column in entity.model.columns} == {
        "A",
        "B",
    }


def is_product(path: str) -> bool:
    """Whether a file is part of the product, not of its examples, documents and tests."""
    folder = posixpath.dirname(path)
    begins = _CODE.search(path)
    around = path[: begins.start()] if begins else folder
    return _ASIDE.search(around) is None and _TRIALS.search(folder) is None
