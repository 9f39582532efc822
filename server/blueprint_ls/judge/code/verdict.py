"""What the judge found in the code of a repository."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from blueprint_ls.judge.finding import Finding, Related


@dataclass(frozen=True, slots=True)
class Answer:
    """The comment that silences a finding, as it is told."""

    path: Path
    reason: str
    kind: str = ""
    until: date | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding, and what tells it from all others however lines move."""

    finding: Finding
    fingerprint: str
    requirement: str | None = None
    """The row that asks for it."""
    answer: Answer | None = None
    """What silences it."""


@dataclass(frozen=True, slots=True)
class Belief:
    """The tenancy that a repository without a stated one seems to have."""

    key: str
    aliases: tuple[str, ...]
    roots: tuple[str, ...]
    score: float
    evidence: tuple[Related, ...]
    """Places, and what they show."""
    alternatives: tuple[tuple[str, str], ...] = ()
    """Other keys that were weighed, and why."""


@dataclass(frozen=True, slots=True)
class CodeVerdict:
    """All that was found in one repository."""

    judged: tuple[Judged, ...] = ()
    """In the order of files and places, severities set, those that are off left out."""
    not_analysed: tuple[tuple[str, str], ...] = ()
    """Paths from the repository's root, and why; in their order."""
    believed: Belief | None = None
    """What was held for the tenancy where no blueprint states one."""
    files: tuple[str, ...] = ()
    """The files that were governed and looked at, by path from the root."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those that nothing silences."""
        return tuple(one.finding for one in self.judged if one.answer is None)

    @property
    def silenced(self) -> tuple[Judged, ...]:
        """Those that a comment silences."""
        return tuple(one for one in self.judged if one.answer is not None)

    def of(self, path: Path) -> list[Finding]:
        """The findings in one file."""
        return [finding for finding in self.findings if finding.path == path]
