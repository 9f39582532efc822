"""Code actions: fixes, fills, silencers, severities, order, extract and inline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from blueprint_ls.editor import refactorings
from blueprint_ls.editor.switching import Switch, switches
from blueprint_ls.fixes import Edit, Fix, fix_everything, fixes
from blueprint_ls.fixes.fix import Edits, later
from blueprint_ls.fixes.reorder import organize
from blueprint_ls.fixes.silence import set_severity, silence
from blueprint_ls.judge.finding import SEVERITIES, Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Document
from blueprint_ls.syntax import Span

QUICKFIX = "quickfix"
FIX_ALL = "source.fixAll.blueprint"
FILL_ALL = "source.fillMissing.blueprint"
ORGANIZE = "source.organizeSections.blueprint"
REWRITE = "refactor.rewrite"
EXTRACT = "refactor.extract"
INLINE = "refactor.inline"
KINDS = (QUICKFIX, FIX_ALL, FILL_ALL, ORGANIZE, REWRITE, EXTRACT, INLINE)
"""The kinds of action, most used first."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something an editor can do at a place."""

    title: str
    kind: str
    drafted: Edits | Callable[[], Edits]
    """The edits, or what makes them when they are asked for."""
    finding: Finding | None = None
    """The finding it cures."""
    preferred: bool = False
    creates: tuple[Path, ...] = ()
    """Files that the edits need to exist."""
    deletes: tuple[Path, ...] = ()
    switch: Switch | None = None
    """A decision switched: its edits take a while, and are worked out when it is picked."""

    @property
    def edits(self) -> Edits:
        """What it changes."""
        return self.drafted() if callable(self.drafted) else self.drafted

    @property
    def deferred(self) -> bool:
        """Whether its edits are better made when it is picked."""
        return callable(self.drafted)


def asked(kind: str, kinds: Sequence[str]) -> bool:
    """Whether an action of this kind is wanted; source actions only when asked for by name."""
    if not kinds:
        return True
    return any(kind == wanted or kind.startswith(f"{wanted}.") for wanted in kinds)


def actions(
    case: Case, findings: Sequence[Finding], document: Document, span: Span, kinds: Sequence[str]
) -> list[Action]:
    """The actions for a selection; only those of the `kinds` asked for, all where none are named."""
    found: list[Action] = []
    if asked(QUICKFIX, kinds):
        here = [finding for finding in findings if _touches(finding, document, span)]
        cures = [(finding, fixes(finding, case)) for finding in here]
        found += [action for finding, offered in cures for action in _cures(finding, offered)]
        found += _missing_together(cures)
        rules = {finding.rule: finding for finding in reversed(here)}
        found += [action for finding in rules.values() for action in _quieter(case, document, finding)]
    found += _refactorings(case, document, span, kinds)
    found += _sources(case, document, kinds)
    return found


def _touches(finding: Finding, document: Document, span: Span) -> bool:
    same = finding.path == document.path
    return same and finding.span.start <= span.end and span.start <= finding.span.end


def _cures(finding: Finding, offered: Sequence[Fix]) -> Iterator[Action]:
    for at, fix in enumerate(offered):
        yield Action(fix.title, QUICKFIX, fix.drafted, finding, preferred=at == 0 and fix.preferred)


def _missing_together(cures: Sequence[tuple[Finding, Sequence[Fix]]]) -> Iterator[Action]:
    """All that is missing at one place, in one go."""
    missing = [(finding.rule, offered[:1]) for finding, offered in cures if finding.rule.startswith("missing-")]
    sections = [fix for rule, offered in missing for fix in offered if rule == "missing-section"]
    if len(sections) > 1:
        together = later(lambda: _together(sections))
        yield Action(f"Insert all {len(sections)} missing sections", QUICKFIX, together)
    others = [fix for rule, offered in missing for fix in offered if rule != "missing-section"]
    if len(others) > 1:
        yield Action(f"Insert all {len(others)} missing here", QUICKFIX, _together(others))


def _together(found: Sequence[Fix]) -> Edits:
    """All of them; what goes to one place becomes one edit, since clients order such edits differently."""
    places: dict[tuple[Path, Span], list[str]] = {}
    for edit in (edit for fix in found for edit in fix.edits):
        places.setdefault((edit.path, edit.span), []).append(edit.text)
    return tuple(Edit(path, span, "".join(_last_of_each(texts))) for (path, span), texts in places.items())


def _last_of_each(texts: Sequence[str]) -> list[str]:
    """Each text once, where it stands last: a mark stands behind all that it is about."""
    return [*reversed(dict.fromkeys(reversed(texts)))]


def _quieter(case: Case, document: Document, finding: Finding) -> Iterator[Action]:
    edit = silence(document, finding)
    if edit:
        yield Action(f"Silence `{finding.rule}` here, with a reason", QUICKFIX, (edit,), finding)
    for severity in (*SEVERITIES, "off"):
        changed = set_severity(case, finding.rule, severity) if severity != finding.severity else None
        if changed:
            title = f"Turn `{finding.rule}` off" if severity == "off" else f"Report `{finding.rule}` as {severity}"
            yield Action(f"{title} in this blueprint", QUICKFIX, (changed,), finding)


def _refactorings(case: Case, document: Document, span: Span, kinds: Sequence[str]) -> Iterator[Action]:
    if asked(EXTRACT, kinds):
        extracted = refactorings.extract(case, document, span.start)
        if extracted:
            title, edits, created = extracted
            yield Action(title, EXTRACT, edits, creates=(created,))
    if asked(INLINE, kinds):
        inlined = refactorings.inline(case, document)
        if inlined:
            title, edits, deleted = inlined
            yield Action(title, INLINE, edits, deletes=(deleted,))
    if asked(REWRITE, kinds):
        for title, edits in refactorings.confirmations(document, span.start):
            yield Action(title, REWRITE, edits)
        for switch in switches(case, document, span.start):
            yield Action(switch.title, REWRITE, (), switch=switch)


def _sources(case: Case, document: Document, kinds: Sequence[str]) -> Iterator[Action]:
    if any(asked(FIX_ALL, [kind]) for kind in kinds):
        edits = _rewritten(case, None, assume=False)
        if edits:
            yield Action("Apply all safe fixes", FIX_ALL, edits)
    if any(asked(FILL_ALL, [kind]) for kind in kinds):
        edits = _rewritten(case, None)
        if edits:
            yield Action("Fill in everything missing", FILL_ALL, edits)
    if any(asked(ORGANIZE, [kind]) for kind in kinds):
        edit = organize(case, document)
        if edit:
            yield Action("Put the sections in order", ORGANIZE, (edit,))


def _rewritten(case: Case, rules: frozenset[str] | None, assume: bool = True) -> tuple[Edit, ...]:
    """The edits that lead to the fixed text: the changed middle of each file."""
    outcome = fix_everything(case, assume, rules)
    before = {document.path: document.text.data for document in case.blueprint.documents}
    return tuple(_difference(path, before[path], after) for path, after in outcome.texts.items())


def _difference(path: Path, old: bytes, new: bytes) -> Edit:
    """One edit that leaves alone the lines that both texts begin and end with."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    start = sum(map(len, before[:head]))
    end = len(old) - sum(map(len, before[len(before) - tail :]))
    return Edit(path, Span(start, end), b"".join(after[head : len(after) - tail]).decode(errors="replace"))
