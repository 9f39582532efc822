"""Every fix at once: rounds of edits that do not overlap, judged anew until nothing is left to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from blueprint_ls.fixes.fix import Edit, Fix, apply
from blueprint_ls.fixes.registry import fixes
from blueprint_ls.judge.engine import judge
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.layers import Layers
from blueprint_ls.language.model import Blueprint, Document
from blueprint_ls.syntax import Span, Text, parse
from blueprint_ls.syntax import format as canonical

ROUNDS = 12
"""More than any chain of fixes needs: a section, its blocks, their attributes, their order."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What fixing everything comes to."""

    texts: dict[Path, bytes]
    """The new text of each file that changes."""
    applied: tuple[tuple[Finding, Fix], ...]
    case: Case
    """The blueprint as it is then."""


def fix_everything(case: Case, assume: bool, rules: frozenset[str] | None = None) -> Outcome:
    """Apply the safe, preferred fixes of all findings (of some `rules` alone, where given).

    Without `assume`, fixes that fill in values nobody stated are left out. The case given stays as it is.
    """
    before = {document.path: document.text.data for document in case.blueprint.documents}
    applied: list[tuple[Finding, Fix]] = []
    for _ in range(ROUNDS):
        chosen = list(_compatible(case, assume, rules))
        if not chosen:
            break
        applied += chosen
        case = after(case, [edit for _, fix in chosen for edit in fix.edits])
    case = after(case, list(_layout(case, before)))
    texts = {
        document.path: document.text.data
        for document in case.blueprint.documents
        if document.text.data != before[document.path]
    }
    return Outcome(texts, tuple(applied), case)


def _layout(case: Case, before: Mapping[Path, bytes]) -> Iterator[Edit]:
    """The canonical layout, for files that had it before."""
    for document in case.blueprint.documents:
        old, new = before[document.path], document.text.data
        if old != new and canonical(Text(old)) == old:
            yield Edit(document.path, Span(0, len(new)), canonical(document.text).decode())


def _compatible(case: Case, assume: bool, rules: frozenset[str] | None) -> Iterator[tuple[Finding, Fix]]:
    """The first safe fix of each finding, those left out that touch text another one changes."""
    taken: list[Edit] = []
    for finding in judge(case).findings:
        if rules is not None and finding.rule not in rules:
            continue
        fix = next((found for found in fixes(finding, case) if _applies(found, assume)), None)
        if fix and not any(_clash(edit, other) for edit in fix.edits for other in taken):
            taken += fix.edits
            yield finding, fix


def _applies(fix: Fix, assume: bool) -> bool:
    return fix.safe and fix.preferred and (assume or not fix.assumes)


def _clash(edit: Edit, other: Edit) -> bool:
    """Whether two edits overlap; two insertions at one place do not, and keep their order."""
    if edit.path != other.path:
        return False
    empty = edit.span.start == edit.span.end and other.span.start == other.span.end
    if empty:
        return False
    return edit.span.start <= other.span.end and other.span.start <= edit.span.end


def after(case: Case, edits: list[Edit]) -> Case:
    """The case with some edits made to its own documents."""
    vocabulary = case.blueprint.vocabulary
    documents = []
    for document in case.blueprint.documents:
        own = [edit for edit in edits if edit.path == document.path]
        if own:
            text = Text(apply(document.text.data, own))
            document = Document.of(document.path, text, parse(text), vocabulary)
        documents.append(document)
    layers = Layers([documents, *case.blueprint.layers[1:]], [], list(case.blueprint.base_faults))
    return replace(case, blueprint=Blueprint(case.blueprint.folder, layers, vocabulary))
