"""`blueprint init --from-repo`: read a repository, write its first blueprint, and say what was written."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from blueprint_ls.cli.failure import CannotRun
from blueprint_ls.cli.inventory import workspace
from blueprint_ls.cli.progress import Progress
from blueprint_ls.cli.selection import shown
from blueprint_ls.cli.terminal import Style, count
from blueprint_ls.cli.writing import write

_PLURALS = {"entity": "entities"}


def draft_from(parsed: argparse.Namespace, name: str) -> int:
    """Draft the blueprint of a folder, and write it or show it."""
    folder = workspace(parsed.folder)
    progress = Progress()
    try:
        files, found = _drafted(folder, name, parsed.summary or "", progress)
    finally:
        progress.clear()
    if parsed.dry_run:
        for file, text in files.items():
            print(f"# {file}\n\n{text}" if len(files) > 1 else text, end="")
        return 0
    _write(folder, files)
    _report(parsed.folder, folder, files, found)
    return 0


def _drafted(folder: Path, name: str, summary: str, progress: Progress) -> tuple[Mapping[str, str], Mapping[str, int]]:
    from blueprint_ls.codebase.cache import Cache  # what a mistyped path need not load
    from blueprint_ls.codebase.repository import Repository
    from blueprint_ls.generate.observed.draft import draft, is_draftable
    from blueprint_ls.judge.code.case import CodeCase
    from blueprint_ls.judge.workspace import Workspace

    cache = Cache()
    try:
        repository = Repository(folder, cache)
        repository.scan(progress.files)
        if not is_draftable(repository):
            raise CannotRun(
                f"`{shown(folder)}` has no TypeScript, JavaScript or package.json to draft from: "
                "`blueprint init` without `--from-repo` begins an empty blueprint"
            )
        case = CodeCase(repository, Workspace([folder]).knowledge(folder), date.today())
        drafted = draft(case, name, summary, progress.step)
        repository.close()
        return drafted.files, drafted.found
    finally:
        cache.close()


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for file, text in files.items():
        write(folder / file, text.encode(), within=[folder])


def _report(written: str, folder: Path, files: Mapping[str, str], found: Mapping[str, int]) -> None:
    style = Style.of(sys.stdout)
    said = ", ".join(count(number, word, _PLURALS.get(word)) for word, number in found.items() if number)
    print(f"Wrote {said or 'what there is to see'}:")
    for file, text in files.items():
        lines = style.paint(count(len(text.splitlines()), "line"), "faint")
        print(f"  {style.paint(shown(folder / file), 'path')}  {lines}")
    beneath = "" if written == "." else f" {written}"
    print("Each statement names the place that shows it; `assumed = true` marks what the code cannot show. Next:")
    print(f"  blueprint check --assumptions{beneath}  what to confirm or to change")
    print(f"  blueprint check{beneath}                where code and blueprint disagree, and what is not said yet")
