"""The files of a generated project that the block at a position speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from blueprint_ls.editor.targets import target_at
from blueprint_ls.language.model import Blueprint, Document

if TYPE_CHECKING:
    from blueprint_ls.generate.scaffold import Project

CREATE = "refactor.create"
"""The kind of the action that makes them."""
_HOMES = {"scaffold": "scaffold", "file": "scaffold", "module": "modules", "endpoint": "api", "entity": "data"}
"""The types of block that files come from, each with the section that it means that in."""


@dataclass(frozen=True, slots=True)
class Files:
    """Files that come from one block."""

    block: str
    """As a person calls it: "module `sales`"."""
    paths: tuple[str, ...]
    """From the project's root."""
    problem: str | None = None
    """Why no project can be generated; there are no paths then."""


def files_at(blueprint: Blueprint, document: Document, offset: int) -> Files | None:
    """The files of the block whose type or label stands at a position; None where no files come from it."""
    target = target_at(document, offset)
    if target is None or target.kind not in ("block", "label"):
        return None
    kind, label = target.place.element.name, target.place.element.label or ""
    section = next(element for start, element in reversed(document.elements) if start <= offset)
    if _HOMES.get(kind) != section.name:
        return None
    block = "the project" if kind == "scaffold" else f"{kind} `{label}`"
    project = _project(blueprint)
    if isinstance(project, str):
        return Files(block, (), project)
    from blueprint_ls.generate.scaffold import paths_of

    return Files(block, tuple(paths_of(project, kind, label)))


@lru_cache(maxsize=1)
def _project(blueprint: Blueprint) -> Project | str:
    """The project of a blueprint; why there is none, where it cannot be generated."""
    from blueprint_ls.generate.scaffold import Project, Refused  # what most sessions never ask for

    try:
        return Project(blueprint)
    except Refused as refused:
        return str(refused)
