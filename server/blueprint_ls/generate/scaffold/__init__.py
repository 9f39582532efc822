"""From a blueprint to the project that it describes: every file, and what becomes of those that are there already."""

from __future__ import annotations

from blueprint_ls.generate.scaffold.changes import Change, Kind, changes
from blueprint_ls.generate.scaffold.names import Refused
from blueprint_ls.generate.scaffold.npm import locked
from blueprint_ls.generate.scaffold.project import Project
from blueprint_ls.generate.scaffold.templates import Planned, rendered


def planned(project: Project) -> tuple[Planned, ...]:
    """Every file of a project, by path, its lockfile among them; the same project gives the same bytes."""
    files = rendered(project)
    return tuple(sorted((*files, locked(files, project.scope)), key=lambda file: file.path))


__all__ = ["Change", "Kind", "Planned", "Project", "Refused", "changes", "planned"]
