"""Safe fixes of a selection's blueprints and of the code they govern: what changes, and how that is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint_ls.cli.selection import Selection, shown
from blueprint_ls.cli.terminal import Style
from blueprint_ls.cli.writing import diff
from blueprint_ls.fixes import Fix, fix_everything
from blueprint_ls.judge.finding import Finding
from blueprint_ls.syntax import Text, formatter

if TYPE_CHECKING:
    from blueprint_ls.codebase.repository import Repository


@dataclass(frozen=True, slots=True)
class Mending:
    """What fixing came to."""

    applied: tuple[tuple[Finding, Fix], ...] = ()
    texts: tuple[tuple[Path, bytes, bytes], ...] = ()
    """Each file that changes: path, text before, text after."""

    def __add__(self, other: Mending) -> Mending:
        """Both."""
        return Mending((*self.applied, *other.applied), (*self.texts, *other.texts))

    def as_json(self) -> list[dict[str, str]]:
        """What was fixed, for programs."""
        return [{"rule": f.rule, "path": shown(f.path), "title": fix.title} for f, fix in self.applied]

    def differences(self, style: Style) -> Iterator[str]:
        """The lines of a diff for each file."""
        for path, before, after in self.texts:
            yield from diff(path, before, after, style)
            yield ""


def mend(selection: Selection, assume: bool) -> Mending:
    """Apply the safe fixes in memory."""
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


def mend_code(selection: Selection, repository: Repository) -> Mending:
    """Apply the safe fixes in the code of a repository, in memory."""
    from blueprint_ls.fixes.code_rounds import fix_code
    from blueprint_ls.judge.code.engine import cases

    workspace = selection.workspace
    governing = [workspace.case(folder) for folder in selection.governing(repository)]
    knowledge = workspace.knowledge(repository.root)
    outcome = fix_code(repository, lambda: cases(repository, governing, knowledge, date.today()), selection.covers)
    texts = [(path, before, after) for path, (before, after) in sorted(outcome.texts.items())]
    return Mending(outcome.applied, tuple(texts))


def _laid_out(before: bytes, after: bytes) -> bytes:
    """The text after fixing, in canonical layout where the file had it before."""
    return formatter.format(Text(after)) if formatter.format(Text(before)) == before else after
