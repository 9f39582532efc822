"""Make the project that a blueprint describes, or bring one up to date without touching what people wrote."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from blueprint_ls.cli.failure import CannotRun
from blueprint_ls.cli.selection import select, shown
from blueprint_ls.cli.terminal import Style, count
from blueprint_ls.cli.writing import diff, write
from blueprint_ls.generate.scaffold import Kind, Plan, Refused, plan
from blueprint_ls.judge.engine import judge
from blueprint_ls.judge.registry import Case

EPILOG = """\
exit codes:
  0  the files are there, or with --dry-run were shown
  1  the blueprint has errors, or a file that people changed was left as it is
  2  the command cannot run

A file that people changed is never overwritten. Where the blueprint moved as well, both changes are merged, with the
text in `.blueprint/scaffold.lock` as their ancestor; where both changed the same lines, the file is left and named.

examples:
  blueprint scaffold                         the whole project, beneath this folder
  blueprint scaffold --dry-run               only show what would change
  blueprint scaffold --only 'packages/**'    some of it
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `scaffold`."""
    parser.add_argument(
        "folder", nargs="?", default=".", metavar="FOLDER", help="where the blueprint is; this folder unless named"
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing; show what would change as a diff")
    parser.add_argument(
        "--only", action="append", default=[], metavar="GLOB", help="only files that match; may be given several times"
    )


def run(parsed: argparse.Namespace) -> int:
    """Write the files, or say what would be written."""
    root = Path(parsed.folder).resolve()
    case = _case(parsed.folder)
    errors = [finding for finding in judge(case).findings if finding.severity == "error"]
    if errors:
        for finding in errors[:10]:
            print(f"{shown(finding.path)}: {finding.message}", file=sys.stderr)
        many = count(len(errors), "error")
        print(f"blueprint: {many} in the blueprint: mend them first, nothing was written", file=sys.stderr)
        return 1
    try:
        found = plan(case.blueprint, root, _text, parsed.only)
    except Refused as refused:
        raise CannotRun(str(refused)) from None
    if parsed.dry_run:
        return _preview(root, found)
    for change in found.writes:
        _put(root / change.path, change.after or "", root)
    return _report(found)


def _case(folder: str) -> Case:
    selection = select([folder])
    if len(selection.folders) != 1:
        raise CannotRun(
            f"`{folder}` holds {count(len(selection.folders), 'blueprint')}: name the folder of the one meant"
        )
    return selection.workspace.case(selection.folders[0])


def _text(path: Path) -> str | None:
    """What a file holds; None where there is none."""
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(f"`{shown(path)}` is in the way of a generated file and cannot be read: {error}") from None


def _put(path: Path, text: str, root: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, text.encode(), within=[root])


def _preview(root: Path, found: Plan) -> int:
    style = Style.of(sys.stdout)
    for change in found.changes:
        if change.after is not None:
            before = None if change.before is None else change.before.encode()
            print(*diff(root / change.path, before, change.after.encode(), style), sep="\n")
    return _conflicts(found)


def _report(found: Plan) -> int:
    verbs = {
        Kind.CREATE: "Wrote",
        Kind.UPDATE: "Brought up to date",
        Kind.MERGE: "Merged",
        Kind.KEEP: "Kept as changed",
    }
    for kind, verb in verbs.items():
        many = sum(change.kind is kind for change in found.changes)
        if many:
            print(f"{verb}: {count(many, 'file')}")
    if not any(change.kind is not Kind.SAME for change in found.changes):
        print("Everything is up to date")
    if found.left:
        print(f"Left to people, since the blueprint does not say what they do: {', '.join(found.left)}")
    return _conflicts(found)


def _conflicts(found: Plan) -> int:
    for path in found.conflicts:
        print(
            f"blueprint: `{path}` was changed by hand where the blueprint changed as well: it is left as it is; "
            "move it aside to get the new text",
            file=sys.stderr,
        )
    return 1 if found.conflicts else 0
