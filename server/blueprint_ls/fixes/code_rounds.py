"""Every safe fix in code at once: applied in memory, judged anew, and taken back where it does not help."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from blueprint_ls.codebase.repository import Repository
from blueprint_ls.fixes.code import code_fixes
from blueprint_ls.fixes.fix import Fix, apply
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.engine import judge_case
from blueprint_ls.judge.finding import Finding
from blueprint_ls.syntax import Span

ROUNDS = 4
"""Fixes that touch the same text come one after another; what is left then is left to people."""

Cured = tuple[Finding, Fix]


@dataclass(frozen=True, slots=True)
class CodeOutcome:
    """What fixing the code of a repository comes to."""

    texts: dict[Path, tuple[bytes, bytes]]
    """Each file that changes: its text before and after."""
    applied: tuple[Cured, ...]


def fix_code(
    repository: Repository, cases: Callable[[], Iterable[CodeCase]], wanted: Callable[[Path], bool]
) -> CodeOutcome:
    """Apply the safe, preferred fixes of the findings in files that are `wanted`; the repository holds the new texts.

    A file keeps its text where judging it anew does not find fewer of what was to be cured.
    """
    return _Rounds(repository, cases, wanted).run()


class _Rounds:
    """One run."""

    def __init__(
        self, repository: Repository, cases: Callable[[], Iterable[CodeCase]], wanted: Callable[[Path], bool]
    ) -> None:
        self.repository, self.cases, self.wanted = repository, cases, wanted
        self.before: dict[str, bytes] = {}
        self.applied: list[tuple[str, Cured]] = []
        self.refused: set[str] = set()

    def run(self) -> CodeOutcome:
        """Rounds of fixes until nothing is left to do."""
        judged = self._judged()
        for _ in range(ROUNDS):
            chosen = self._chosen(judged)
            if not chosen:
                break
            judged = self._round(judged, chosen)
        root, now = self.repository.root, self.repository.text
        texts = {root / path: (old, now(path)) for path, old in self.before.items() if path not in self.refused}
        return CodeOutcome(texts, tuple(cured for path, cured in self.applied if path not in self.refused))

    def _round(
        self, judged: list[tuple[CodeCase, list[Finding]]], chosen: Mapping[str, list[Cured]]
    ) -> list[tuple[CodeCase, list[Finding]]]:
        """One round: what is found behind it."""
        were = self._counts(judged)
        for path, cures in chosen.items():
            text = self.repository.text(path)
            self.before.setdefault(path, text)
            self.repository.update(path, apply(text, [edit for _, fix in cures for edit in fix.edits]))
        after = self._judged()
        now = self._counts(after)
        bad = {path for path, cures in chosen.items() if now.get(path, 0) > were[path] - len(cures)}
        self.applied += [(path, cure) for path, cures in chosen.items() for cure in cures]
        for path in bad:
            self.refused.add(path)
            self.repository.update(path, self.before[path])
        return self._judged() if bad else after

    def _judged(self) -> list[tuple[CodeCase, list[Finding]]]:
        return [(case, list(judge_case(case, lambda what: None).findings)) for case in self.cases()]

    def _counts(self, judged: list[tuple[CodeCase, list[Finding]]]) -> dict[str, int]:
        """How many findings each file has."""
        found: defaultdict[str, int] = defaultdict(int)
        for case, findings in judged:
            for finding in findings:
                if finding.path.is_relative_to(case.root):
                    found[finding.path.relative_to(case.root).as_posix()] += 1
        return found

    def _chosen(self, judged: list[tuple[CodeCase, list[Finding]]]) -> dict[str, list[Cured]]:
        """The safe fixes of each file, those left out that touch text another one changes."""
        chosen: defaultdict[str, list[Cured]] = defaultdict(list)
        taken: defaultdict[str, list[Span]] = defaultdict(list)
        for path, cured in self._safe(judged):
            spans = [edit.span for edit in cured[1].edits]
            if not any(_touches(one, other) for one in spans for other in taken[path]):
                taken[path] += spans
                chosen[path].append(cured)
        return chosen

    def _safe(self, judged: list[tuple[CodeCase, list[Finding]]]) -> Iterator[tuple[str, Cured]]:
        for case, findings in judged:
            for finding in findings:
                if not self.wanted(finding.path) or not finding.path.is_relative_to(case.root):
                    continue
                path = finding.path.relative_to(case.root).as_posix()
                fix = next((one for one in code_fixes(finding, case) if one.safe and one.preferred), None)
                own = fix is not None and all(edit.path == finding.path for edit in fix.edits)
                if fix and own and path not in self.refused:
                    yield path, (finding, fix)


def _touches(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end
