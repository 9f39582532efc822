"""Report what is missing, wrong or contradictory in blueprints and in the code they govern; cure it when asked to."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint_ls.cli.failure import FOUND, CannotRun
from blueprint_ls.cli.progress import Progress
from blueprint_ls.cli.results import Results
from blueprint_ls.cli.selection import Target, code_roots, targets_of
from blueprint_ls.cli.terminal import Style, count
from blueprint_ls.judge.finding import SEVERITIES

if TYPE_CHECKING:
    from blueprint_ls.cli.mending import Mending
    from blueprint_ls.codebase.cache import Cache
    from blueprint_ls.codebase.repository import Repository

EPILOG = """\
exit codes:
  0  nothing reaches the fail level
  1  something does: in code, or in a blueprint, where what it does not state yet counts too
  2  the command cannot run: no such path, nothing to check, a file that may not be written

While a blueprint is being written, `--code` decides by the code alone. Without any blueprint, the tenant key is the one
that the schema suggests; the summary names it with its evidence.

examples:
  blueprint check                                  every blueprint beneath this folder, and the code it governs
  blueprint check services/billing                 one of them
  blueprint check --code                           what code shows; not what blueprints lack by themselves
  blueprint check --fix --dry-run                  show the safe fixes as a diff
  blueprint check --fix --assume                   also fill in what is missing, marked `assumed = true`
  blueprint check --assumptions                    list what was filled in and nobody has confirmed
  blueprint check --format sarif > findings.sarif  for GitHub code scanning and other tools
  blueprint check --baseline known-findings.json   report only what is new since the file was written; with
                                                   `baseline = "known-findings.json"` in the header, editors do too
"""


FORMATS = ("human", "json", "sarif", "github", "gitlab", "junit")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `check`."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="folders, `.blueprint` files or files of code; the current folder unless named",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="human",
        help="for people (the default), for programs, for code scanning, or for the reports of a CI service",
    )
    parser.add_argument(
        "--fail-level",
        choices=SEVERITIES,
        default="warning",
        help="the least severity that makes the exit code 1 (warning)",
    )
    parser.add_argument(
        "--code", action="store_true", help="leave out what the blueprints alone show, such as a missing section"
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
    if parsed.assumptions:
        return _list_assumptions(parsed)
    targets = targets_of(parsed.paths)
    with _progress() as progress:
        mending = _mend(parsed, targets, progress) if parsed.fix else None
        results = _results(parsed.paths, targets, progress)
    if parsed.code:
        results.keep_code()
    notes = _baseline(results, parsed)
    failed = results.reaches(parsed.fail_level)
    if parsed.format == "human":
        _print_human(results, mending, notes, parsed.dry_run)
    else:
        _print_for_programs(results, parsed.format, failed, mending)
    return FOUND if failed else 0


def _results(paths: Sequence[str], targets: Sequence[Target], progress: Progress) -> Results:
    """What there is to report: remembered where nothing has changed since, else judged."""
    roots = list(code_roots(targets))
    if not roots:
        from blueprint_ls.cli.gather import gather
        from blueprint_ls.cli.selection import select

        return gather(select(paths))
    from blueprint_ls.codebase.cache import Cache

    cache = Cache()
    try:
        return _recalled(paths, targets, [_scanned(root, cache, progress) for root in roots], cache, progress)
    finally:
        cache.close()


def _scanned(root: Path, cache: Cache, progress: Progress) -> Repository:
    from blueprint_ls.codebase.repository import Repository

    repository = Repository(root, cache)
    repository.scan(progress.files)
    return repository


def _recalled(
    paths: Sequence[str],
    targets: Sequence[Target],
    repositories: Sequence[Repository],
    cache: Cache,
    progress: Progress,
) -> Results:
    from blueprint_ls.cli.memory import Memory

    memory = Memory(cache, targets, repositories)
    known = memory.recall()
    if known is not None:
        return known
    from blueprint_ls.cli.gather import gather, resting_on
    from blueprint_ls.cli.selection import select

    selection = select(paths, repositories)
    results = gather(selection, progress)
    for repository in repositories:
        repository.close()
    if (folders := resting_on(selection)) is not None:
        memory.remember(results, folders)
    return results


@contextmanager
def _progress() -> Iterator[Progress]:
    progress = Progress()
    try:
        yield progress
    finally:
        progress.clear()


def _agree(parsed: argparse.Namespace) -> None:
    for option, needed in (("assume", "fix"), ("write_baseline", "baseline")):
        if getattr(parsed, option) and not getattr(parsed, needed):
            raise CannotRun(f"`--{option.replace('_', '-')}` goes with `--{needed}`: add it, or leave both out")
    if parsed.code and parsed.fix:
        raise CannotRun("`--code` only reports: leave out `--fix`, or `--code`")
    if parsed.assumptions and (parsed.code or parsed.fix or parsed.baseline or parsed.format not in ("human", "json")):
        raise CannotRun("`--assumptions` only lists: it goes with PATH and `--format human` or `json` alone")


def _list_assumptions(parsed: argparse.Namespace) -> int:
    from blueprint_ls.cli import assumptions
    from blueprint_ls.cli.gather import assumed
    from blueprint_ls.cli.selection import select

    found = assumed(select(parsed.paths))
    human = parsed.format == "human"
    for line in assumptions.render(found, Style.of(sys.stdout)) if human else [assumptions.render_json(found)]:
        print(line)
    return 0


def _mend(parsed: argparse.Namespace, targets: Sequence[Target], progress: Progress) -> Mending:
    from blueprint_ls.cli.mending import mend, mend_code
    from blueprint_ls.cli.selection import select
    from blueprint_ls.cli.writing import write
    from blueprint_ls.codebase.cache import Cache

    cache = Cache()
    try:
        repositories = [_scanned(root, cache, progress) for root in code_roots(targets)]
        selection = select(parsed.paths, repositories)
        mending = mend(selection, parsed.assume)
        for repository in repositories:
            mending += mend_code(selection, repository)
            repository.close()
    finally:
        cache.close()
    for path, _, after in mending.texts if not parsed.dry_run else ():
        write(path, after, within=selection.roots)
    return mending


def _baseline(results: Results, parsed: argparse.Namespace) -> list[str]:
    if not parsed.baseline and not results.baselines:
        return []
    from blueprint_ls.cli.known import against_baseline, against_named

    against_named(results, parsed.baseline)
    if not parsed.baseline:
        return []
    return against_baseline(results, parsed.baseline, write_anew=parsed.write_baseline, dry_run=parsed.dry_run)


def _print_for_programs(results: Results, form: str, failed: bool, mending: Mending | None) -> None:
    if form == "json":
        from blueprint_ls.cli import machine

        print(machine.render(results, failed, mending.as_json() if mending else None))
        return
    from importlib import import_module

    for line in import_module(f"blueprint_ls.cli.formats.{form}").render(results):
        print(line)


def _print_human(results: Results, mending: Mending | None, notes: Sequence[str], dry_run: bool) -> None:
    from blueprint_ls.cli import human

    style = Style.of(sys.stdout)
    if dry_run and mending:
        for line in mending.differences(style):
            print(line)
    for line in (*human.render(results, style), *human.summary(results, style), *notes):
        print(line)
    if mending and mending.applied:
        verb = "Would fix" if dry_run else "Fixed"
        where = count(len(mending.texts), "file")
        print(f"{verb} {count(len(mending.applied), 'finding')} in {where}")
