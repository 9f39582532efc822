"""What `check` found, told once for every format: findings with their places, cures and fingerprints.

Nothing here knows how to judge, so that a run with nothing to judge need not load what does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from blueprint_ls.judge.finding import SEVERITIES, Finding, Related, Unread
from blueprint_ls.syntax.text import Span, Text

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Position:
    """A place as people count: line and column from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Cure:
    """The fix to name: a safe one before one that is only suggested."""

    title: str
    safe: bool
    """Whether `check --fix` applies it."""
    assumes: bool
    """Whether it fills in what nobody stated: then `--assume` is needed too."""


@dataclass(frozen=True, slots=True)
class Silencing:
    """The comment that silences a finding."""

    reason: str
    until: date | None = None
    owner: str | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One finding, ready to be reported."""

    finding: Finding
    fingerprint: str
    requirement: str | None = None
    """The row that asks for what it is about."""
    cure: Cure | None = None
    silencing: Silencing | None = None
    known: bool = False
    """Whether a baseline knows it."""
    by_code: bool = False
    """Whether code shows it; else the blueprint alone does."""

    @property
    def counts(self) -> bool:
        """Whether it is reported to people and decides the exit code."""
        return self.silencing is None and not self.known

    @property
    def safe(self) -> bool:
        """Whether `check --fix`, with or without `--assume`, cures it."""
        return self.cure is not None and self.cure.safe


@dataclass(frozen=True, slots=True)
class Believed:
    """The tenant key that code without a blueprint was judged by."""

    root: Path
    """The repository."""
    key: str
    aliases: tuple[str, ...]
    roots: tuple[str, ...]
    """The models that are the tenant."""
    score: float
    evidence: tuple[Related, ...]
    alternatives: tuple[tuple[str, str], ...]
    """Other keys that were weighed, and why."""


@dataclass(slots=True)
class Results:
    """All that a run of `check` found."""

    results: list[Result] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    """What was not analysed, and why."""
    blueprints: int = 0
    files: int = 0
    """Files of blueprints."""
    code_files: int = 0
    """Files of code that were judged."""
    assumed: int = 0
    """How many blocks nobody has confirmed yet."""
    believed: list[Believed] = field(default_factory=list)
    baselines: list[Path] = field(default_factory=list)
    """The baselines that the blueprints' headers name."""
    elsewhere: list[Path] = field(default_factory=list)
    """Folders of blueprints that govern the code, and lie outside of what was pointed at."""
    texts: dict[Path, Text] = field(default_factory=dict)

    def reported(self) -> list[Result]:
        """Those that are neither silenced nor known."""
        return [result for result in self.results if result.counts]

    def count(self, severity: str) -> int:
        """How many of the reported have a severity."""
        return sum(result.finding.severity == severity for result in self.reported())

    def reaches(self, level: str) -> bool:
        """Whether any of the reported is as bad as a level, or worse."""
        bad = SEVERITIES[: SEVERITIES.index(level) + 1]
        return any(result.finding.severity in bad for result in self.reported())

    def keep_code(self) -> None:
        """Leave out what the blueprints alone show."""
        self.results = [result for result in self.results if result.by_code]

    def leave_out(self, known: Iterable[str]) -> None:
        """Mark those whose fingerprints a baseline knows."""
        prints = set(known)
        self.results = [replace(found, known=found.known or found.fingerprint in prints) for found in self.results]

    def place(self, path: Path, span: Span) -> tuple[Position, Position]:
        """Where a span begins, and the character behind its end."""
        return place(self.text(path), span)

    def text(self, path: Path) -> Text:
        """The text of any file that a finding names; empty where it cannot be read."""
        if path not in self.texts:
            try:
                self.texts[path] = Text(path.read_bytes())
            except OSError:
                self.texts[path] = Text(b"")
        return self.texts[path]


def place(text: Text, span: Span) -> tuple[Position, Position]:
    """Where a span of a text begins, and the character behind its end."""
    return _position(text, span.start), _position(text, max(span.end, span.start))


def _position(text: Text, offset: int) -> Position:
    line = text.line_at(offset)
    start = text.line_starts[line]
    before = text.data[start:offset]
    if start == 0:
        before = before.removeprefix(_BYTE_ORDER_MARK)
    return Position(line + 1, len(before.decode(errors="replace")) + 1)
