"""PATH arguments to the blueprints that they mean."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from blueprint_ls.cli.failure import CannotRun
from blueprint_ls.judge.workspace import SUFFIX, Workspace
from blueprint_ls.language.suggest import closest


@dataclass(frozen=True, slots=True)
class Selection:
    """What a command was asked to look at."""

    workspace: Workspace
    folders: tuple[Path, ...]
    """The folders of the blueprints that are meant."""
    files: frozenset[Path]
    """Where files were named: these alone, though the whole blueprint is judged. Empty: every file."""

    def includes(self, path: Path) -> bool:
        """Whether a file is among those that were asked for."""
        return not self.files or path in self.files


def select(paths: Sequence[str]) -> Selection:
    """The blueprints at and beneath some paths; `CannotRun` where a path is none, or holds none."""
    named = [_existing(path) for path in paths or ["."]]
    folders: set[Path] = set()
    for path, written in zip(named, paths or ["."], strict=True):
        found = Workspace([path]).folders()
        if not found:
            raise CannotRun(_nothing_in(path, written))
        folders.update(found)
    files = frozenset(named) if all(path.is_file() for path in named) else frozenset[Path]()
    workspace = Workspace(named)
    _read_neighbours(workspace, folders)
    return Selection(workspace, tuple(sorted(folders)), files)


def blueprint_files(folder: Path) -> list[Path]:
    """The blueprint files that lie in a folder."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.name.endswith(SUFFIX) and entry.is_file())
    except OSError:
        return []
    return [folder / name for name in names]


def repository(folder: Path) -> Path | None:
    """The root of the repository that a folder lies in."""
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)


def shown(path: Path) -> str:
    """A path as people and machines read it: relative to the current folder, with `/`."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def _existing(written: str) -> Path:
    path = Path(written)
    try:
        found = path.resolve(strict=True)
        if found.is_dir():
            os.scandir(found).close()
    except FileNotFoundError:
        raise CannotRun(_missing(path)) from None
    except OSError as error:
        raise CannotRun(f"`{written}` cannot be read: {error.strerror}") from None
    if found.is_file() and not found.name.endswith(SUFFIX):
        raise CannotRun(f"`{written}` is no blueprint: name a `{SUFFIX}` file, or a folder that holds some")
    return found


def _missing(path: Path) -> str:
    try:
        siblings = [entry.name for entry in os.scandir(path.parent)]
    except OSError:
        siblings = []
    near = closest(path.name, siblings)
    hint = f": did you mean `{(path.parent / near).as_posix()}`?" if near else "; paths start at the current folder"
    return f"there is no file or folder `{path}`{hint}"


def _nothing_in(path: Path, written: str) -> str:
    where = "here or in the folders below" if written == "." else f"in `{written}` or below it"
    above = next((folder for folder in path.parents if blueprint_files(folder)), None)
    if above:
        return f"there is no `{SUFFIX}` file {where}; the nearest one above is in `{shown(above)}`: name that folder"
    begin = "blueprint init" if written == "." else f"blueprint init {written}"
    return f"there is no `{SUFFIX}` file {where}: `{begin}` writes a first one"


def _read_neighbours(workspace: Workspace, folders: set[Path]) -> None:
    """Read the other blueprints of the repository: one that they extend need not be complete."""
    roots = {repository(folder) or folder for folder in folders}
    for folder in sorted({*folders, *Workspace(sorted(roots)).folders()}):
        for path in blueprint_files(folder):
            workspace.document(path)
