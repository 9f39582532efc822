"""Report what is missing, wrong or contradictory in blueprints, and cure it when asked to."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from blueprint_ls.cli.failure import FOUND, CannotRun
from blueprint_ls.cli.results import Result, Results, gather
from blueprint_ls.cli.selection import Selection, select, shown
from blueprint_ls.cli.terminal import Style, count
from blueprint_ls.cli.writing import diff, write
from blueprint_ls.fixes import Fix, fix_everything
from blueprint_ls.judge import baseline
from blueprint_ls.judge.baseline import Known
from blueprint_ls.judge.finding import SEVERITIES, Finding
from blueprint_ls.syntax import Text, formatter

EPILOG = """\
exit codes:
  0  nothing reaches the fail level
  1  something does
  2  the command cannot run: no such path, no blueprint, a file that may not be written

examples:
  blueprint check                                  every blueprint beneath this folder
  blueprint check services/billing                 one of them
  blueprint check --fix --dry-run                  show the safe fixes as a diff
  blueprint check --fix --assume                   also fill in what is missing, marked `assumed = true`
  blueprint check --assumptions                    list what was filled in and nobody has confirmed
  blueprint check --format json                    for programs
  blueprint check --baseline known-findings.json   report only what is new since the file was written
"""


@dataclass(frozen=True, slots=True)
class Mending:
    """What fixing came to."""

    applied: tuple[tuple[Finding, Fix], ...] = ()
    texts: tuple[tuple[Path, bytes, bytes], ...] = ()
    """Each file that changes: path, text before, text after."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `check`."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="folders or `.blueprint` files; the current folder unless named",
    )
    parser.add_argument(
        "--format",
        choices=("human", "json"),
        default="human",
        help="for people (the default) or for programs",
    )
    parser.add_argument(
        "--fail-level",
        choices=SEVERITIES,
        default="warning",
        help="the least severity that makes the exit code 1 (warning)",
    )
    parser.add_argument("--fix", action="store_true", help="apply the safe fixes")
    parser.add_argument(
        "--assume", action="store_true", help="with --fix: also fill in what is missing, marked as assumed"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="write nothing; with --fix, print a diff of what would change"
    )
    parser.add_argument(
        "--baseline",
        metavar="FILE",
        type=Path,
        help="leave out the findings that FILE knows; written when it is not there yet",
    )
    parser.add_argument(
        "--assumptions", action="store_true", help="list the blocks marked `assumed = true` instead of the findings"
    )
    parser.add_argument("--write-baseline", action="store_true", help="with --baseline: write FILE anew, also in CI")


def run(parsed: argparse.Namespace) -> int:
    """Judge, cure where asked, report."""
    _agree(parsed)
    selection = select(parsed.paths)
    if parsed.assumptions:
        return _list_assumptions(gather(selection), parsed.format)
    mending = _mend(selection, parsed.assume) if parsed.fix else Mending()
    if mending.texts and not parsed.dry_run:
        for path, _, after in mending.texts:
            write(path, after, within=_roots(selection))
        selection = select(parsed.paths)
    results = gather(selection)
    notes = _against_baseline(results, parsed) if parsed.baseline else []
    failed = results.reaches(parsed.fail_level)
    if parsed.format == "json":
        _print_json(results, failed, mending if parsed.fix else None)
    else:
        _print_human(results, mending, notes, parsed.dry_run)
    return FOUND if failed else 0


def _agree(parsed: argparse.Namespace) -> None:
    for option, needed in (("assume", "fix"), ("write_baseline", "baseline")):
        if getattr(parsed, option) and not getattr(parsed, needed):
            raise CannotRun(f"`--{option.replace('_', '-')}` goes with `--{needed}`: add it, or leave both out")
    if parsed.assumptions and (parsed.fix or parsed.baseline or parsed.format not in ("human", "json")):
        raise CannotRun("`--assumptions` only lists: it goes with PATH and `--format human` or `json` alone")


def _list_assumptions(results: Results, form: str) -> int:
    from blueprint_ls.cli import assumptions

    lines = assumptions.render(results, Style.of(sys.stdout)) if form == "human" else [assumptions.render_json(results)]
    for line in lines:
        print(line)
    return 0


def _mend(selection: Selection, assume: bool) -> Mending:
    applied: list[tuple[Finding, Fix]] = []
    texts: list[tuple[Path, bytes, bytes]] = []
    for folder in selection.folders:
        case = selection.workspace.case(folder)
        outcome = fix_everything(case, assume)
        before = {document.path: document.text.data for document in case.blueprint.documents}
        changed = {path: after for path, after in outcome.texts.items() if selection.includes(path)}
        texts += [(path, before[path], _laid_out(before[path], after)) for path, after in changed.items()]
        applied += [(finding, fix) for finding, fix in outcome.applied if selection.includes(finding.path)]
    return Mending(tuple(applied), tuple(texts))


def _laid_out(before: bytes, after: bytes) -> bytes:
    """The text after fixing, in canonical layout where the file had it before."""
    return formatter.format(Text(after)) if formatter.format(Text(before)) == before else after


def _roots(selection: Selection) -> list[Path]:
    """The folders that the command was pointed at: nothing outside them is written."""
    return [root if root.is_dir() else root.parent for root in selection.workspace.roots]


def _against_baseline(results: Results, parsed: argparse.Namespace) -> list[str]:
    """Leave out what the baseline knows, or write it; what to say about that."""
    path: Path = parsed.baseline
    if path.exists():
        known = _read_baseline(path)
        if not parsed.write_baseline:
            results.leave_out(known)
            return _gone(results, known, path)
    elif os.environ.get("CI", "").lower() in ("1", "true") and not parsed.write_baseline:
        raise CannotRun(
            f"there is no baseline `{path}`, and CI is no place to begin one unseen: write it on your own machine "
            "and commit it, or add `--write-baseline`"
        )
    found = [_known(result) for result in results.results if result.silencer is None]
    results.leave_out(found)
    if parsed.dry_run:
        return [f"Would write {count(len(found), 'finding')} to {shown(path)}"]
    if not path.parent.is_dir():
        raise CannotRun(f"there is no folder `{path.parent}` to write the baseline to: create it first")
    write(path, baseline.written(found).encode())
    return [f"Wrote {count(len(found), 'finding')} to {shown(path)}: they are not reported again"]


def _read_baseline(path: Path) -> list[Known]:
    try:
        return baseline.read(path)
    except ValueError as error:
        raise CannotRun(f"`{path}` is no baseline, {error}: name another file") from None
    except OSError as error:
        raise CannotRun(f"`{path}` cannot be read: {error.strerror}") from None


def _gone(results: Results, known: Sequence[Known], path: Path) -> list[str]:
    found = {result.fingerprint for result in results.results}
    gone = sum(entry.fingerprint not in found for entry in known)
    if not gone:
        return []
    return [
        f"{count(gone, 'finding')} of {len(known)} in {shown(path)} no longer found: `--write-baseline` takes them out"
    ]


def _known(result: Result) -> Known:
    finding = result.finding
    return Known(result.fingerprint, finding.rule, shown(finding.path), finding.message)


def _print_json(results: Results, failed: bool, mending: Mending | None) -> None:
    from blueprint_ls.cli import machine

    fixed = None
    if mending is not None:
        fixed = [{"rule": f.rule, "path": shown(f.path), "title": fix.title} for f, fix in mending.applied]
    print(machine.render(results, failed, fixed))


def _print_human(results: Results, mending: Mending, notes: Sequence[str], dry_run: bool) -> None:
    from blueprint_ls.cli import human

    style = Style.of(sys.stdout)
    if dry_run:
        for path, before, after in mending.texts:
            print(*diff(path, before, after, style), "", sep="\n")
    for line in (*human.render(results, style), *human.summary(results, style), *notes):
        print(line)
    if mending.applied:
        verb = "Would fix" if dry_run else "Fixed"
        where = count(len(mending.texts), "file")
        print(f"{verb} {count(len(mending.applied), 'finding')} in {where}")
