"""Show what the analysis sees of a repository: models, data accesses, endpoints, jobs, variables, dependencies."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint_ls.cli.census import render
from blueprint_ls.cli.failure import CannotRun
from blueprint_ls.cli.parted import within
from blueprint_ls.cli.progress import Progress
from blueprint_ls.cli.selection import Target, blueprint_files
from blueprint_ls.cli.terminal import Style
from blueprint_ls.judge.workspace import Workspace

if TYPE_CHECKING:
    from blueprint_ls.codebase.cache import Cache
    from blueprint_ls.judge.code.case import CodeCase

EPILOG = """\
verdicts of data accesses:
  scoped       pinned to one tenant
  indirect     safe because of what came before: its ids come from a row that was checked
  conditional  pinned on some paths only, or by a value that may be undefined
  unscoped     not pinned
  unknown      the code does not show it
  global       no tenant owns the rows

Without a blueprint the tenant key is the one that the schema suggests. A blueprint with a header and
`data { tenancy { key = … } }` has the last word.

examples:
  blueprint inventory                          this repository
  blueprint inventory services/billing         what lies in one folder, judged as part of the whole
  blueprint inventory --format json | jq '.accesses[] | select(.verdict == "unscoped")'
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `inventory`."""
    parser.add_argument(
        "folder",
        nargs="?",
        default=".",
        metavar="PATH",
        help="the repository, or a folder of it; the current folder unless named",
    )
    parser.add_argument("--format", choices=("human", "json"), default="human", help="for people, or for programs")


def run(parsed: argparse.Namespace) -> int:
    """Look, and show what was seen."""
    folder = workspace(parsed.folder)
    progress = Progress()
    try:
        found = _taken(folder, progress)
    finally:
        progress.clear()
    if parsed.format == "json":
        json.dump(found, sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        for line in render(found, Style.of(sys.stdout)):
            print(line)
    return 0


def workspace(written: str) -> Path:
    """The folder that a PATH argument means; `CannotRun` where it is none."""
    folder = Path(written)
    if not folder.exists():
        raise CannotRun(f"there is no folder `{written}`")
    if not folder.is_dir():
        raise CannotRun(f"`{written}` is a file: name the folder of the repository")
    return folder.resolve()


def cases(folder: Path, cache: Cache, progress: Progress) -> list[CodeCase]:
    """The parts of a workspace: one for each blueprint in it, and one for what none governs."""
    from blueprint_ls.codebase.repository import Repository
    from blueprint_ls.judge.code.case import CodeCase

    repository = Repository(folder, cache)
    repository.scan(progress.files)
    known = Workspace([folder])
    folders = known.folders() or [above for above in folder.parents if blueprint_files(above)][:1]
    found = []
    for governed in folders:
        others = tuple(other for other in folders if other != governed and other.is_relative_to(governed))
        case = known.case(governed)
        found.append(CodeCase(repository, case.knowledge, date.today(), case, others))
    if not folders or not folder.is_relative_to(folders[0]):
        found.append(CodeCase(repository, known.knowledge(folder), date.today(), None, tuple(folders)))
    return found


def _taken(folder: Path, progress: Progress) -> dict[str, object]:
    from blueprint_ls.codebase.cache import Cache  # what a mistyped path need not load
    from blueprint_ls.judge.code.inventory import inventory

    root = Target(folder, str(folder)).root
    cache = Cache()
    try:
        found = inventory(cases(root, cache, progress), progress.step)
    finally:
        cache.close()
    return found if root == folder else within(found, folder.relative_to(root).as_posix())
