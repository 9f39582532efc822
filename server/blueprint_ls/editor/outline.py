"""The Blueprint view: what a blueprint states, decides and lacks, and what code makes of it; each row has its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from blueprint_ls.editor import stated
from blueprint_ls.generate.document.readiness import MET, PARTLY, UNMET, Item, readiness
from blueprint_ls.judge.engine import Verdict
from blueprint_ls.judge.finding import SEVERITIES, Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block
from blueprint_ls.language.reading import Ref
from blueprint_ls.language.schema import Decision
from blueprint_ls.syntax import Span

DONE, PART, OPEN, APART = "done", "part", "open", "apart"
"""States of a row: stated in full, in part, not at all, or declared not to apply."""
ASSUMED = "assumed"
"""The state of a decision that nobody has confirmed."""
_STATES = {MET: DONE, PARTLY: PART, UNMET: OPEN}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the view."""

    label: str
    detail: str = ""
    """What stands behind the label, fainter."""
    state: str = ""
    """One of the states above, the severity of a finding, or nothing."""
    path: Path | None = None
    """Where it leads; None where there is no place for it yet."""
    span: Span | None = None
    tooltip: str = ""
    """Markdown."""
    rows: tuple[Row, ...] = ()


def outline(case: Case, verdict: Verdict, code: Sequence[Finding]) -> list[Row]:
    """The groups of the view: sections, decisions, readiness, modules, and findings in code."""
    whole = stated.of_blueprint(case.blueprint)
    items = readiness(case, verdict)
    met = sum(item.status == MET for item in items)
    modules = [block for (kind, _), block in case.blueprint.declared.items() if kind == "module"]
    return [
        Row("Sections", f"{whole.percent} % complete", rows=tuple(_sections(case, verdict))),
        Row("Decisions", rows=tuple(_decisions(case))),
        Row("Readiness", f"{met} of {len(items)} met", rows=tuple(_item(case, item) for item in items)),
        Row("Modules", str(len(modules) or ""), rows=tuple(_module(case, block) for block in modules)),
        Row("Findings in code", str(len(code) or ""), rows=tuple(_files(case.blueprint.folder, code))),
    ]


def _sections(case: Case, verdict: Verdict) -> Iterator[Row]:
    for section in case.blueprint.vocabulary.sections.values():
        block = case.blueprint.sections.get(section.name)
        count = stated.of_section(case.blueprint, section.name)
        label = f"{section.number} · {section.title}"
        if block is None:
            yield _near(case, section.name, Row(label, "not stated", OPEN, tooltip=section.summary))
            continue
        found = [one for one in verdict.findings if one.subject.split(".")[0] == section.name]
        state = DONE if count.stated >= count.wanted and not found else PART
        rows = tuple(_finding(one) for one in found)
        yield _at(block, Row(label, str(count), state, tooltip=section.summary, rows=rows))


def _decisions(case: Case) -> Iterator[Row]:
    for decision in case.blueprint.vocabulary.decisions.values():
        block = case.blueprint.declared.get(("decision", decision.name))
        if block is not None:
            yield _at(block, _decided(decision, block))
        elif decision.required:
            yield _near(case, decision.section, Row(decision.title, "open", OPEN, tooltip=decision.question))


def _decided(decision: Decision, block: Block) -> Row:
    chosen = block.get("choose")
    option = decision.options.get(str(chosen))
    state = OPEN if chosen is None else ASSUMED if block.get("assumed") else DONE
    because = str(block.get("because") or decision.question)
    return Row(decision.title, option.title if option else str(chosen or "open"), state, tooltip=because)


def _item(case: Case, item: Item) -> Row:
    """One thing of the readiness: it leads to what states it, else to where that belongs."""
    stated_at = [_at(block, Row(_title(block), state=DONE)) for block in item.evidence]
    lacking = [_near(case, place, Row(place, "not stated", OPEN)) for place in item.lacks]
    first = (stated_at or lacking or [_near(case, "", Row(""))])[0]
    against = [replace(first, label=message, detail="", state=PART) for message in item.against]
    label, state = f"{item.id} · {item.what}", _STATES.get(item.status, APART)
    return replace(first, label=label, detail=item.status, state=state, rows=(*lacking, *against, *stated_at))


def _module(case: Case, module: Block) -> Row:
    own = [block for block in case.blueprint.declared.values() if _belongs(block, module)]
    rows = tuple(_at(block, Row(_title(block))) for block in own)
    purpose = str(module.get("responsibility") or "")
    return _at(module, Row(module.label or "", _counted(own), tooltip=purpose, rows=rows))


def _belongs(block: Block, module: Block) -> bool:
    """Whether a block names the module as its own."""
    ref = block.get("module")
    return isinstance(ref, Ref) and ref.name == module.label and block.name != "contract"


def _counted(blocks: Iterable[Block]) -> str:
    """How many there are of each type: `3 entity · 12 endpoint` in words."""
    kinds = [block.name for block in blocks]
    plurals = {"entity": "entities"}
    named = ((kind, kinds.count(kind)) for kind in dict.fromkeys(kinds))
    return " · ".join(f"{many} {kind if many == 1 else plurals.get(kind, f'{kind}s')}" for kind, many in named)


def _files(folder: Path, findings: Sequence[Finding]) -> Iterator[Row]:
    for path in sorted({finding.path for finding in findings}):
        own = sorted((one for one in findings if one.path == path), key=lambda one: one.span)
        worst = min((one.severity for one in own), key=SEVERITIES.index)
        inside = path.parent.relative_to(folder) if path.is_relative_to(folder) else path.parent
        detail = f"{len(own)} · {inside.as_posix()}" if inside.name else str(len(own))
        yield Row(path.name, detail, worst, path, Span(0, 0), rows=tuple(_finding(one) for one in own))


def _finding(finding: Finding) -> Row:
    return Row(finding.message, finding.rule, finding.severity, finding.path, finding.span)


def _title(block: Block) -> str:
    return " ".join(filter(None, (block.name, block.label)))


def _near(case: Case, place: str, row: Row) -> Row:
    """The row, leading to where something belongs that is not there: into its section, else to the header."""
    block = case.blueprint.sections.get(place.split(".")[0]) or case.blueprint.header
    return _at(block, row) if block else row


def _at(block: Block, row: Row) -> Row:
    """The row, leading to a block."""
    return replace(row, path=block.place.document.path, span=block.place.header)
