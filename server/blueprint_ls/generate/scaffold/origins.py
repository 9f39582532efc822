"""Which block of the blueprint a file of the project comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from blueprint_ls.generate.scaffold.actions import Action
from blueprint_ls.generate.scaffold.entities import Entity
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.project import Project
from blueprint_ls.generate.scaffold.resources import Module, Resource
from blueprint_ls.generate.scaffold.templates import places

Origin = tuple[str, str]
"""The type of a block and its label: `("module", "sales")`."""


def paths_of(project: Project, kind: str, label: str) -> list[str]:
    """The paths of the files that come from a block: `scaffold` means all of them, a `file` itself.

    A template that renders to nothing makes no file, so that a path may be too much.
    """
    if kind in ("scaffold", "file"):
        return [path for path, _ in places(project) if kind == "scaffold" or path == label]
    own = (kind, Name.of(label).pascal if kind == "entity" else label)
    return [path for path, of in places(project) if own in _origins(of)]


def _origins(of: Any) -> Iterator[Origin]:
    """The blocks behind what a path is repeated for."""
    match of:
        case Module():
            yield "module", of.label
        case Entity():
            yield "entity", of.name.pascal
        case Resource():
            yield from (*_origins(of.module), *_origins(of.entity))
            yield from (("endpoint", one.label) for one in of.endpoints)
        case Action():
            yield from _origins(of.module)
            yield "endpoint", of.endpoint.label
