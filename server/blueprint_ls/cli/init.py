"""Begin a blueprint: one file with its header, or a first draft of what a repository's code shows."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from blueprint_ls.cli.failure import CannotRun
from blueprint_ls.cli.selection import blueprint_files, shown
from blueprint_ls.cli.terminal import Style
from blueprint_ls.cli.writing import diff, write
from blueprint_ls.generate.begin import NAME, first_text, name_of

EPILOG = """\
examples:
  blueprint init                    main.blueprint in this folder, named after it
  blueprint init services/billing   in another folder
  blueprint init --dry-run          only show it
  blueprint init --from-repo        a draft of what the code here shows, each statement with its evidence

then:
  blueprint check                   what a complete blueprint still states
  blueprint check --fix --assume    all of it filled in, each block marked `assumed = true`
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `init`."""
    parser.add_argument(
        "folder", nargs="?", default=".", metavar="FOLDER", help="where; the current folder unless named"
    )
    parser.add_argument(
        "--from-repo",
        nargs="?",
        const="",
        metavar="PATH",
        help="draft it from the code in PATH, or in FOLDER: models, endpoints, modules, decisions, tenancy",
    )
    parser.add_argument("--name", help="what people call the system; the folder's name unless given")
    parser.add_argument("--summary", help="what the system is and for whom, in one sentence")
    parser.add_argument("--dry-run", action="store_true", help="show the file and write nothing")
    parser.add_argument("--force", action="store_true", help=f"write {NAME} even where a blueprint is")


def run(parsed: argparse.Namespace) -> int:
    """Write the file, or say why not."""
    if parsed.from_repo:
        parsed.folder = parsed.from_repo
    folder = Path(parsed.folder)
    if not folder.is_dir():
        raise CannotRun(f"there is no folder `{folder}`: create it first, or name another")
    path = folder / NAME
    present = blueprint_files(folder)
    if present and not parsed.force:
        names = ", ".join(f"`{shown(found)}`" for found in present)
        raise CannotRun(f"the folder has a blueprint already, {names}: go on with `blueprint check`, or add `--force`")
    if parsed.from_repo is not None:
        from blueprint_ls.cli.drafting import draft_from

        return draft_from(parsed, parsed.name or name_of(folder.resolve().name))
    text = first_text(folder.resolve().name, parsed.name, parsed.summary)
    before = path.read_bytes() if path.exists() else None
    if parsed.dry_run:
        print(*diff(path, before, text.encode(), Style.of(sys.stdout)), sep="\n")
        return 0
    write(path, text.encode(), within=[folder.resolve()])
    print(f"Wrote {shown(path)}. Next:")
    print(f"  blueprint check{_beneath(parsed.folder)}                 what a complete blueprint still states")
    print(f"  blueprint check --fix --assume{_beneath(parsed.folder)}  fill it in, each block marked as assumed")
    return 0


def _beneath(folder: str) -> str:
    return "" if folder == "." else f" {folder}"
