"""Write a blueprint's decisions as decision records (MADR), or take records over into a blueprint."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from blueprint_ls.cli.failure import CannotRun
from blueprint_ls.cli.selection import one_blueprint, shown
from blueprint_ls.cli.terminal import Style, count
from blueprint_ls.cli.writing import diff, write
from blueprint_ls.fixes import apply
from blueprint_ls.fixes.fill import section_edit
from blueprint_ls.fixes.places import insert_block
from blueprint_ls.generate.draft import Draft
from blueprint_ls.generate.records import record
from blueprint_ls.generate.records.export import exported
from blueprint_ls.generate.records.imports import Imported, imported
from blueprint_ls.generate.records.record import Record
from blueprint_ls.judge.registry import Case
from blueprint_ls.judge.workspace import Workspace

RECORDS = Path("docs", "decisions")

EPILOG = """\
A record keeps its number for good. When a decision changes its choice, a new record supersedes the old one, and both
stay. What people add to a record, further parts or keys, is kept. Import leaves alone what the blueprint has decided.

examples:
  blueprint adr export                          docs/decisions/0001-….md, one for each decision
  blueprint adr export --dry-run                only show what would change
  blueprint adr import --records doc/adr        decisions that the blueprint lacks, from records of anyone's
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `adr`."""
    parser.add_argument("action", choices=("export", "import"), help="from the blueprint to records, or the other way")
    parser.add_argument(
        "path", nargs="?", default=".", metavar="PATH", help="the blueprint's folder; the current folder unless named"
    )
    parser.add_argument(
        "--records", type=Path, metavar="FOLDER", help=f"where the records lie; {RECORDS.as_posix()} beneath PATH"
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")


def run(parsed: argparse.Namespace) -> int:
    """Export or import."""
    folder, workspace = one_blueprint(parsed.path)
    records = parsed.records or folder / RECORDS
    if parsed.action == "export":
        return _export(workspace.case(folder), records, parsed.dry_run)
    return _import(workspace, folder, records, parsed.dry_run)


def _export(case: Case, folder: Path, dry_run: bool) -> int:
    changed = exported(case, _read(folder) if folder.is_dir() else [])
    files = [(folder / one.name, record.write(one).encode()) for one in changed]
    if not dry_run:
        folder.mkdir(parents=True, exist_ok=True)
    _show_or_write(files, dry_run)
    verb = "would change" if dry_run else "written"
    print(f"{count(len(files), 'record')} {verb} in {shown(folder)}")
    return 0


def _import(workspace: Workspace, folder: Path, records: Path, dry_run: bool) -> int:
    if not records.is_dir():
        raise CannotRun(f"there is no folder `{shown(records)}`: name the one of the records with `--records`")
    told = imported(_read(records), workspace.case(folder).blueprint.vocabulary)
    texts: dict[Path, bytes] = {}
    taken = 0
    for one in told:
        case = workspace.case(folder)
        made = case.blueprint.choice(one.decision)
        if made:
            same = "as in the record" if made == one.option else f"not `{one.option}`"
            print(f"{one.record.name}: `{one.decision}` is `{made}` in the blueprint already, {same}: left alone")
            continue
        path, data = _with(case, one)
        texts[path] = data
        _hold(workspace, path, data)
        taken += 1
    _show_or_write(texts.items(), dry_run)
    print(f"{count(taken, 'decision')} {'would be ' if dry_run else ''}taken over from {shown(records)}")
    return 0


def _with(case: Case, one: Imported) -> tuple[Path, bytes]:
    """The file that gets a decision, and its text with it."""
    section = case.blueprint.sections.get(one.section)
    place = next((place for place in section.places if place.layer == 0), None) if section else None
    edit = insert_block(place, Draft.of(one.source), behind="decision") if place else None
    if edit is None:
        body = "\n".join(f"  {line}" if line else "" for line in one.source.split("\n"))
        edit = section_edit(case, one.section, Draft.of(f"{one.section} {{\n{body}\n}}"))
    document = next(document for document in case.blueprint.documents if document.path == edit.path)
    return edit.path, apply(document.text.data, [edit])


def _hold(workspace: Workspace, path: Path, data: bytes) -> None:
    from blueprint_ls.syntax import Text

    workspace.open(path, Text(data))


def _read(folder: Path) -> list[Record]:
    """The records of a folder; files that are none are left out."""
    found = []
    for path in sorted(folder.glob("*.md")):
        try:
            found.append(record.read(path.name, path.read_text("utf-8")))
        except (OSError, UnicodeDecodeError):
            raise CannotRun(f"`{shown(path)}` cannot be read as UTF-8: mend it, or take it out of the folder") from None
    return [one for one in found if one]


def _show_or_write(files: Iterable[tuple[Path, bytes]], dry_run: bool) -> None:
    for path, data in files:
        before = path.read_bytes() if path.exists() else None
        if dry_run:
            for line in diff(path, before, data, Style.of(sys.stdout)):
                print(line)
        else:
            write(path, data)
