"""What `check` found, told once for every format: findings with their places, cures and fingerprints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from blueprint_ls.cli.selection import Selection, repository, shown
from blueprint_ls.fixes import Fix, fixes
from blueprint_ls.judge.baseline import Known, fingerprints
from blueprint_ls.judge.finding import SEVERITIES, Finding, Unread
from blueprint_ls.judge.registry import Case
from blueprint_ls.judge.silencers import Silencer
from blueprint_ls.language.assumptions import Assumption, assumptions
from blueprint_ls.syntax import Span, Text

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Position:
    """A place as people count: line and column from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Result:
    """One finding, ready to be reported."""

    finding: Finding
    case: Case
    fingerprint: str
    fix: Fix | None
    """The cure to name first; a safe one before one that is only suggested."""
    silencer: Silencer | None = None
    """The comment that silences it."""
    known: bool = False
    """Whether a baseline knows it."""

    @property
    def counts(self) -> bool:
        """Whether it is reported to people and decides the exit code."""
        return self.silencer is None and not self.known

    @property
    def safe(self) -> bool:
        """Whether `check --fix`, with or without `--assume`, cures it."""
        return self.fix is not None and self.fix.safe


@dataclass(slots=True)
class Results:
    """All that a run of `check` found."""

    results: list[Result]
    unread: list[Unread]
    blueprints: int
    files: int
    texts: dict[Path, Text]
    assumed: list[Assumption] = field(default_factory=list)
    """What nobody has confirmed yet."""

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

    def leave_out(self, known: Iterable[Known]) -> None:
        """Mark those that a baseline knows."""
        prints = {entry.fingerprint for entry in known}
        self.results = [replace(found, known=found.fingerprint in prints) for found in self.results]

    def place(self, path: Path, span: Span) -> tuple[Position, Position]:
        """Where a span begins, and the character behind its end."""
        text = self.text(path)
        return _position(text, span.start), _position(text, max(span.end, span.start))

    def text(self, path: Path) -> Text:
        """The text of any file that a finding names; empty where it cannot be read."""
        if path not in self.texts:
            try:
                self.texts[path] = Text(path.read_bytes())
            except OSError:
                self.texts[path] = Text(b"")
        return self.texts[path]


def gather(selection: Selection) -> Results:
    """Judge every blueprint of a selection."""
    found = Results([], [], len(selection.folders), 0, {})
    for folder in selection.folders:
        case = selection.workspace.case(folder)
        documents = [document for layer in case.blueprint.layers for document in layer]
        found.texts |= {document.path: document.text for document in documents}
        own = [document for document in case.blueprint.documents if selection.includes(document.path)]
        found.files += len(own)
        found.assumed += assumptions(own)
        found.unread += [unread for unread in case.unread if selection.includes(unread.path)]
        found.results += _results(selection, folder, case)
    found.results = list(_once(found.results))
    return found


def _results(selection: Selection, folder: Path, case: Case) -> list[Result]:
    verdict = selection.workspace.verdict(folder)
    silencers: dict[int, Silencer] = {id(entry.finding): entry.silencer for entry in verdict.silenced}
    every = [*verdict.findings, *(entry.finding for entry in verdict.silenced)]
    every.sort(key=lambda finding: (finding.path, finding.span, SEVERITIES.index(finding.severity), finding.rule))
    prints = fingerprints(every, case, _home(folder))
    return [
        Result(finding, case, fingerprint, _cure(finding, case), silencers.get(id(finding)))
        for finding, fingerprint in zip(every, prints, strict=True)
        if selection.includes(finding.path)
    ]


def _home(folder: Path) -> str:
    """Where a blueprint lies in its repository, so that the folder one stands in does not matter."""
    root = repository(folder)
    return folder.relative_to(root).as_posix() if root else shown(folder)


def _cure(finding: Finding, case: Case) -> Fix | None:
    found = sorted(fixes(finding, case), key=lambda fix: (not fix.safe, not fix.preferred))
    return found[0] if found else None


def _once(results: list[Result]) -> Iterator[Result]:
    """A fault in a page is found with every blueprint that reads it; it is told once."""
    seen: set[tuple[str, Path, Span, str]] = set()
    for result in results:
        finding = result.finding
        key = (finding.rule, finding.path, finding.span, finding.message)
        if key not in seen:
            seen.add(key)
            yield result


def _position(text: Text, offset: int) -> Position:
    line = text.line_at(offset)
    start = text.line_span(line).start
    before = text.data[start:offset]
    if start == 0:
        before = before.removeprefix(_BYTE_ORDER_MARK)
    return Position(line + 1, len(before.decode(errors="replace")) + 1)
