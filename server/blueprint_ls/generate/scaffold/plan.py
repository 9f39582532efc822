"""What generating a project does to a folder: every file with what becomes of it, and the lock that is kept of it."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from blueprint_ls.generate.scaffold import lock as locks
from blueprint_ls.generate.scaffold.changes import Change, Kind, changes
from blueprint_ls.generate.scaffold.names import Refused
from blueprint_ls.generate.scaffold.npm import locked
from blueprint_ls.generate.scaffold.project import Project
from blueprint_ls.generate.scaffold.templates import Planned, rendered
from blueprint_ls.language.model import Blueprint

Read = Callable[[Path], str | None]
"""What a file holds, None where there is none: an editor reads the texts that it has not saved yet."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be done."""

    changes: tuple[Change, ...]
    """By path; the files that stay as they are among them."""
    lock: Change
    """The lock, as it is once the changes are made."""
    left: tuple[str, ...]
    """The endpoints whose behaviour the blueprint does not tell."""

    @property
    def writes(self) -> Iterator[Change]:
        """The files that are created or changed, the lock last where it changes."""
        yield from (change for change in self.changes if change.after is not None)
        if self.lock.after != self.lock.before:
            yield self.lock

    @property
    def conflicts(self) -> list[str]:
        """The files that person and blueprint both changed: they are left as they are."""
        return [change.path for change in self.changes if change.kind is Kind.CONFLICT]


def plan(blueprint: Blueprint, root: Path, read: Read, only: Sequence[str] = (), *, anew: bool = False) -> Plan:
    """What generating a blueprint's project beneath a folder comes to, for the files that match a glob of `only`.

    With `anew`, files that a person took away are created again. `Refused` where the blueprint says too little for a
    project, or the lock cannot be read.
    """
    project = Project(blueprint)
    files = [file for file in planned(project) if _wanted(file.path, only)]
    before = read(root / locks.PATH)
    ancestors = locks.read(before)
    present = {file.path: _inside(root, file.path, read) for file in files}
    known = {path: text for path, text in ancestors.items() if not anew or present.get(path) is not None}
    found = changes(files, present, known)
    open_ = {change.path for change in found if change.kind is Kind.CONFLICT}
    after = locks.written((file for file in files if file.path not in open_), ancestors)
    lock = Change(locks.PATH, Kind.CREATE if before is None else Kind.UPDATE, before, after)
    return Plan(tuple(found), lock, project.left_to_people)


def planned(project: Project) -> tuple[Planned, ...]:
    """Every file of a project, by path, its lockfile among them; the same project gives the same bytes."""
    files = rendered(project)
    return tuple(sorted((*files, locked(files, project.scope)), key=lambda file: file.path))


def _wanted(path: str, only: Sequence[str]) -> bool:
    return not only or any(fnmatch.fnmatchcase(path, pattern) for pattern in only)


def _inside(root: Path, path: str, read: Read) -> str | None:
    """What a file of the project holds; `Refused` where a link leads it out of the project."""
    if not (root / path).resolve().is_relative_to(root):
        raise Refused(f"`{path}` leads outside of `{root.name}`, through a link: nothing is written")
    return read(root / path)
