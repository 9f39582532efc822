"""Many fixes at once: those whose edits can be made in one go; the rest wait for the next round."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from blueprint_ls.fixes.fix import Edit, Fix
from blueprint_ls.fixes.registry import fixes
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case


def together(findings: Iterable[Finding], case: Case, *, assume: bool = False) -> dict[Path, list[Edit]]:
    """The edits of one round, by file: the preferred safe fix of each finding, as far as they go together.

    Judge again after each round, until none is left. Fixes that assume values are made only when asked for.
    """
    chosen: dict[Path, list[Edit]] = {}
    for finding in findings:
        fix = next((found for found in fixes(finding, case) if found.safe), None)
        if fix and (assume or not fix.assumes) and not _collides(fix, chosen):
            for edit in fix.edits:
                chosen.setdefault(edit.path, []).append(edit)
    return chosen


def _collides(fix: Fix, chosen: dict[Path, list[Edit]]) -> bool:
    """Whether an edit overlaps or touches one that is chosen already: two insertions in one place would mix."""
    return any(
        edit.span.start <= other.span.end and other.span.start <= edit.span.end
        for edit in fix.edits
        for other in chosen.get(edit.path, ())
    )
