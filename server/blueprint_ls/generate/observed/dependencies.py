"""A module of the draft, and which modules import from which, as the check holds code against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from blueprint_ls.codebase.models.entities import Entity
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.typescript.tree import Export, Import
from blueprint_ls.generate.observed.view import View


@dataclass(slots=True)
class Context:
    """One module."""

    name: str
    folders: Counter[str] = field(default_factory=Counter)
    """Where it lies, each folder (or file without its suffix) with the evidence in it."""
    entities: list[Entity] = field(default_factory=list)
    endpoints: int = 0
    accesses: int = 0
    jobs: int = 0
    depends_on: dict[str, list[str]] = field(default_factory=dict)
    """The modules it imports from, each with the places that do."""
    circular: dict[str, list[str]] = field(default_factory=dict)
    """What is left out of `depends_on`, since it would close a circle."""
    is_rest: bool = False
    """Whether it is what its package holds beside the modules in it."""

    @property
    def path(self) -> str:
        """The folder that holds most of it."""
        return self.folders.most_common(1)[0][0]


class Modules(Protocol):
    """The modules of a repository."""

    view: View

    def __iter__(self) -> Iterator[Context]:
        """All of them."""

    def of(self, path: str) -> Context | None:
        """The one that a file belongs to."""

    def rest(self, path: str) -> Context | None:
        """The one that is what a file's package holds beside others."""

    def folder(self, context: Context) -> str | None:
        """The folder that a module states as its own."""


def connect(modules: Modules) -> None:
    """Notes who imports from whom; the weaker side of a circle is set apart.

    Imports between the folders that modules state come first: the check holds the code against these.
    """
    stated: dict[tuple[str, str], list[str]] = {}
    other: dict[tuple[str, str], list[str]] = {}
    folders = sorted(((f, one) for one in modules if (f := modules.folder(one))), key=lambda item: -len(item[0]))
    for path, target, start in _imports(modules.view.repository):
        here, there = _in(folders, path), _in(folders, target)
        found = stated if here and there else other
        here, there = here or modules.of(path) or modules.rest(path), there or modules.of(target)
        if here and there and there is not here and modules.folder(there):
            found.setdefault((here.name, there.name), []).append(modules.view.where(path, start))
    known = {one.name: one for one in modules}
    for edges in (stated, other):
        for (name, goal), places in sorted(edges.items(), key=lambda item: (-len(item[1]), item[0])):
            here = known[name]
            circular = goal not in here.depends_on and _reaches(known, goal, name)
            (here.circular if circular else here.depends_on).setdefault(goal, []).extend(places)


def _imports(repository: Repository) -> Iterator[tuple[str, str, int]]:
    """Every import of code that is no test: the file, the file that it imports, and where."""
    for path in repository.of_kind("typescript", "tsx", "javascript"):
        module = repository.module(path) if repository.files[path].role != "test" else None
        for statement in module.body if module else ():
            specifier = statement.module if isinstance(statement, Import | Export) else None
            target = repository.resolve(path, specifier) if specifier else None
            if target:
                yield path, target, statement.start


def _in(folders: Iterable[tuple[str, Context]], path: str) -> Context | None:
    return next((context for folder, context in folders if path.startswith(f"{folder}/")), None)


def _reaches(known: dict[str, Context], start: str, goal: str) -> bool:
    seen, ahead = {start}, [start]
    while ahead:
        for name in known[ahead.pop()].depends_on:
            if name == goal:
                return True
            if name not in seen:
                seen.add(name)
                ahead.append(name)
    return False
