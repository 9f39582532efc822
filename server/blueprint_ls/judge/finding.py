"""What the judge says: findings, and the places that explain them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from blueprint_ls.syntax import Span

SEVERITIES = ("error", "warning", "information")
"""The severities of a finding that is reported, worst first."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that explains a finding."""

    path: Path
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where."""

    rule: str
    path: Path
    span: Span
    """Bytes of the file at `path`."""
    message: str
    """One sentence that names the place and the cure."""
    subject: str = ""
    """The place in the vocabulary it is about: `api.endpoint.module`."""
    severity: str = "warning"
    related: tuple[Related, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    """What a fix needs to know; plain JSON."""


@dataclass(frozen=True, slots=True)
class Local:
    """A finding about one block alone, its offsets relative to that block's start."""

    rule: str
    span: Span
    message: str
    subject: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    related: tuple[tuple[Span, str], ...] = ()

    def at(self, path: Path, start: int) -> Finding:
        """The finding, once it is known where the block stands."""
        related = tuple(Related(path, shift(span, start), message) for span, message in self.related)
        return Finding(
            self.rule, path, shift(self.span, start), self.message, self.subject, related=related, data=self.data
        )


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read, and why."""

    path: Path
    reason: str


MOST = 1_000
"""Findings of one file that are shown to a person: a file with more has one cause, and it is among the first."""


def foremost(findings: Sequence[Finding]) -> Sequence[Finding]:
    """The findings of one file that are worth showing: the worst, of those that are equally bad the first."""
    if len(findings) <= MOST:
        return findings
    ranked = sorted(range(len(findings)), key=lambda at: (SEVERITIES.index(findings[at].severity), at))
    return [findings[at] for at in sorted(ranked[:MOST])]


def shift(span: Span, by: int) -> Span:
    """The span, moved."""
    return Span(span.start + by, span.end + by)
