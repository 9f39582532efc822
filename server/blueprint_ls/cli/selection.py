"""PATH arguments to what they mean: blueprints, and the repositories whose code they govern."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint_ls.cli.failure import CannotRun
from blueprint_ls.codebase.root import repository_root

if TYPE_CHECKING:
    from blueprint_ls.codebase.repository import Repository
    from blueprint_ls.judge.workspace import Workspace

SUFFIX = ".blueprint"
_SCRIPTS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_MANIFESTS = (".prisma", ".sql", ".json", ".jsonc", ".yml", ".yaml", ".env")


@dataclass(frozen=True, slots=True)
class Target:
    """One path that a command was pointed at."""

    path: Path
    written: str

    @property
    def is_blueprint(self) -> bool:
        """Whether it is one file of a blueprint: then no code is meant."""
        return self.path.name.endswith(SUFFIX) and not self.path.is_dir()

    @property
    def root(self) -> Path:
        """The folder that is analysed as a whole: the repository's root; without one, the blueprint's or its own."""
        folder = self.path if self.path.is_dir() else self.path.parent
        governed = (above for above in (folder, *folder.parents) if blueprint_files(above))
        return repository_root(folder) or next(governed, folder)


@dataclass(frozen=True)
class Selection:
    """What a command was asked to look at."""

    workspace: Workspace
    folders: tuple[Path, ...]
    """The folders of the blueprints that are meant."""
    files: frozenset[Path]
    """Where files were named: these alone, though the whole blueprint is judged. Empty: every file."""
    targets: tuple[Target, ...] = ()
    repositories: tuple[Repository, ...] = ()
    """The repositories whose code is meant."""

    def includes(self, path: Path) -> bool:
        """Whether a file of a blueprint is among those that were asked for."""
        return not self.files or path in self.files

    def covers(self, path: Path) -> bool:
        """Whether something in code, or about it, is at or beneath what was asked for."""
        return any(path.is_relative_to(target.path) for target in self.targets if not target.is_blueprint)

    def governing(self, repository: Repository) -> list[Path]:
        """The folders of all blueprints in a repository."""
        found = blueprint_folders(repository)
        inside = (folder for folder in self.folders if folder.is_relative_to(repository.root))
        return sorted({*found, *inside})

    def above(self, repository: Repository) -> list[Path]:
        """The folders of blueprints that govern what was pointed at from further up."""
        aims = [target.path for target in self.targets if not target.is_blueprint]
        folders = (folder for folder in self.governing(repository) if folder not in self.folders)
        return [folder for folder in folders if any(aim.is_relative_to(folder) for aim in aims)]

    @cached_property
    def roots(self) -> list[Path]:
        """The folders that the command was pointed at: nothing outside them is written."""
        return [path if path.is_dir() else path.parent for path in (target.path for target in self.targets)]


def targets_of(paths: Sequence[str]) -> tuple[Target, ...]:
    """What some paths name; `CannotRun` where a path is none, or holds nothing to check."""
    return tuple(Target(_existing(written), written) for written in paths or ["."])


def select(paths: Sequence[str], repositories: Sequence[Repository] = ()) -> Selection:
    """The blueprints at and beneath some paths; `CannotRun` where a path is none, or holds nothing to check."""
    from blueprint_ls.judge.workspace import Workspace

    targets = targets_of(paths)
    folders: set[Path] = set()
    for target in targets:
        found = Workspace([target.path]).folders() if target.is_blueprint or target.path.is_dir() else []
        if not found and not _has_code(target, repositories):
            raise CannotRun(_nothing_in(target.path, target.written))
        folders.update(found)
    named = frozenset(target.path for target in targets)
    files = named if all(path.is_file() for path in named) else frozenset[Path]()
    workspace = Workspace(sorted(named))
    _read_neighbours(workspace, folders)
    return Selection(workspace, tuple(sorted(folders)), files, targets, tuple(repositories))


def one_blueprint(written: str) -> tuple[Path, Workspace]:
    """The folder of the one blueprint that a PATH means; `CannotRun` where it means none or several.

    A folder that holds a blueprint itself means that one, whatever lies below it.
    """
    found = select([written])
    if found.targets[0].path in found.folders:
        return found.targets[0].path, found.workspace
    if len(found.folders) > 1:
        names = ", ".join(f"`{shown(folder)}`" for folder in found.folders[:6])
        raise CannotRun(f"there are {len(found.folders)} blueprints in `{written}`: name one of {names}")
    if not found.folders:
        raise CannotRun(f"there is no blueprint in `{written}`: `blueprint init` writes a first one")
    return found.folders[0], found.workspace


def may_be_a_file(path: Path, suffix: str) -> None:
    """`CannotRun` where output can be written to no file of that name."""
    if path.name.endswith(SUFFIX):
        raise CannotRun(f"`{shown(path)}` would be a blueprint: name a file that ends with `{suffix}`")
    if not path.parent.is_dir():
        raise CannotRun(f"there is no folder `{shown(path.parent)}`: make it first")
    if path.is_dir():
        raise CannotRun(f"`{shown(path)}` is a folder: name a file in it")


def blueprint_files(folder: Path) -> list[Path]:
    """The blueprint files that lie in a folder."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.name.endswith(SUFFIX) and entry.is_file())
    except OSError:
        return []
    return [folder / name for name in names]


def blueprint_folders(repository: Repository) -> list[Path]:
    """The folders of a repository that hold a blueprint."""
    return sorted({(repository.root / path).parent for path in repository.files if path.endswith(SUFFIX)})


@lru_cache(maxsize=4096)
def shown(path: Path) -> str:
    """A path as people and machines read it: relative to the current folder, with `/`."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def _has_code(target: Target, repositories: Sequence[Repository]) -> bool:
    """Whether there is anything to judge at or beneath a path, whoever governs it."""
    return any(
        repository.files[path].kind in _judged() and (repository.root / path).is_relative_to(target.path)
        for repository in repositories
        if target.path.is_relative_to(repository.root)
        for path in repository.selected
    )


def _judged() -> frozenset[str]:
    from blueprint_ls.codebase.kinds import SCHEMAS, SCRIPTS

    return SCRIPTS | SCHEMAS


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
    if found.is_file() and not found.name.endswith((SUFFIX, *_SCRIPTS, *_MANIFESTS)) and "ockerfile" not in found.name:
        raise CannotRun(f"`{written}` is no blueprint and no code: name a `{SUFFIX}` file, a script, or a folder")
    return found


def _missing(path: Path) -> str:
    from blueprint_ls.language.suggest import closest

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
    from blueprint_ls.judge.workspace import Workspace as Neighbours

    roots = {repository_root(folder) or folder for folder in folders}
    for folder in sorted({*folders, *Neighbours(sorted(roots)).folders()}):
        for path in blueprint_files(folder):
            workspace.document(path)


def code_roots(targets: Sequence[Target]) -> Iterator[Path]:
    """The folders to analyse for some targets, each once."""
    yield from dict.fromkeys(target.root for target in targets if not target.is_blueprint)
