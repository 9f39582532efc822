"""Blueprints in a folder of their own, judged on a fixed day: what the tests of all packages begin with."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from blueprint_ls.fixes import Edit, Fix, apply, fix_everything, fixes
from blueprint_ls.judge.engine import Verdict, judge
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.judge.workspace import Workspace
from blueprint_ls.syntax import Span

TODAY = date(2026, 11, 22)
"""The day on which the tests judge: dates in them neither pass nor come near."""
MAIN = "main.blueprint"

Files = Mapping[str, str | bytes]
"""Contents by path, relative to the blueprint's folder; `../standards/main.blueprint` is a base beside it."""


@dataclass(eq=False)
class Sandbox:
    """A folder `acme-crm` with a blueprint, removed when the test lets go of it."""

    scratch: Path
    workspace: Workspace = field(default_factory=Workspace)

    def __post_init__(self) -> None:
        weakref.finalize(self, shutil.rmtree, self.scratch, ignore_errors=True)
        self.workspace.roots.append(self.scratch)

    @property
    def folder(self) -> Path:
        """The blueprint's own folder."""
        return self.scratch / "acme-crm"

    def write(self, files: Files) -> None:
        """Write some files."""
        for name, content in files.items():
            path = Path(os.path.normpath(self.folder / name))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def text(self, name: str = MAIN) -> str:
        """What a file says now."""
        return (self.folder / name).read_bytes().decode()

    @property
    def case(self) -> Case:
        """The blueprint, to be judged today."""
        return replace(self.workspace.case(self.folder), today=TODAY)

    @property
    def verdict(self) -> Verdict:
        """What the judge finds today."""
        return judge(self.case)

    def findings(self, rule: str | None = None) -> list[Finding]:
        """The findings, all or those of one rule."""
        return [found for found in self.verdict.findings if rule in (None, found.rule)]

    def fixes(self, rule: str) -> list[Fix]:
        """The fixes for the first finding of a rule."""
        return fixes(self.findings(rule)[0], self.case)

    def marked(self, finding: Finding) -> str:
        """The text that a finding marks."""
        return finding.path.read_bytes()[finding.span.start : finding.span.end].decode()

    def line(self, finding: Finding) -> int:
        """The line, from 1, on which a finding begins."""
        return finding.path.read_bytes().count(b"\n", 0, finding.span.start) + 1

    def make(self, edits: Mapping[Path, list[Edit]]) -> None:
        """Write edits to their files."""
        for path, found in edits.items():
            path.write_bytes(apply(path.read_bytes(), found))

    def fix(self, rule: str) -> str:
        """Apply the preferred fix of the first finding of a rule; the text after it."""
        edits: dict[Path, list[Edit]] = {}
        for edit in self.fixes(rule)[0].edits:
            edits.setdefault(edit.path, []).append(edit)
        self.make(edits)
        return self.text()

    def fix_all(self, *, assume: bool = False) -> str:
        """Apply every safe fix until none is left; the main file after them."""
        for path, data in fix_everything(self.case, assume).texts.items():
            path.write_bytes(data)
        return self.text()


def workspace_of(files: Files | str) -> Sandbox:
    """A sandbox with these files, or with one `main.blueprint`."""
    sandbox = Sandbox(Path(tempfile.mkdtemp(prefix="blueprint-")).resolve())
    sandbox.write({MAIN: files} if isinstance(files, str) else files)
    return sandbox


def findings(files: Files | str, rule: str | None = None) -> list[Finding]:
    """The findings in some files, all or those of one rule."""
    return workspace_of(files).findings(rule)


def rules_of(files: Files | str) -> list[str]:
    """The rules that fire, in the order of their findings."""
    return [found.rule for found in findings(files)]


def messages(files: Files | str, rule: str) -> list[str]:
    """The messages of one rule's findings."""
    return [found.message for found in findings(files, rule)]


def apply_fix(files: Files | str, rule: str) -> str:
    """The main file after the preferred fix of the first finding of a rule."""
    return workspace_of(files).fix(rule)


def marked(text: str, finding: Finding) -> str:
    """The part of a text that a finding marks."""
    span: Span = finding.span
    return text.encode()[span.start : span.end].decode()
