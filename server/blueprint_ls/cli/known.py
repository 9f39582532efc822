"""`check --baseline`: findings that a file knows are not reported again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from blueprint_ls.cli.failure import CannotRun
from blueprint_ls.cli.results import Result, Results
from blueprint_ls.cli.selection import shown
from blueprint_ls.cli.terminal import count
from blueprint_ls.cli.writing import write
from blueprint_ls.judge import baseline
from blueprint_ls.judge.baseline import Known
from blueprint_ls.judge.finding import Unread


def against_named(results: Results, given: Path | None) -> None:
    """Leave out what the baselines know that the headers of blueprints name; `given` is the one to be dealt with."""
    for path in results.baselines:
        if given and path.resolve() == given.resolve():
            continue
        results.leave_out(baseline.known_to(path))
        if reason := baseline.fault(path, shown(path)):
            results.unread.append(Unread(path, reason))


def against_baseline(results: Results, path: Path, write_anew: bool, dry_run: bool) -> list[str]:
    """Leave out what the baseline knows, or write it; what to say about that."""
    if path.exists():
        known = _read_baseline(path)
        if not write_anew:
            results.leave_out(entry.fingerprint for entry in known)
            return _gone(results, known, path)
    elif os.environ.get("CI", "").lower() in ("1", "true") and not write_anew:
        raise CannotRun(
            f"there is no baseline `{path}`, and CI is no place to begin one unseen: write it on your own machine "
            "and commit it, or add `--write-baseline`"
        )
    found = [_known(result) for result in results.results if result.silencing is None]
    results.leave_out(entry.fingerprint for entry in found)
    if dry_run:
        return [f"Would write {count(len(found), 'finding')} to {shown(path)}"]
    if not path.parent.is_dir():
        raise CannotRun(f"there is no folder `{path.parent}` to write the baseline to: create it first")
    write(path, baseline.written(found).encode())
    wrote = f"Wrote {count(len(found), 'finding')} to {shown(path)}: they are not reported again"
    if results.blueprints and path.resolve() not in {named.resolve() for named in results.baselines}:
        return [wrote, f'`baseline = "{shown(path)}"` in the blueprint\'s header leaves them out in editors too']
    return [wrote]


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
