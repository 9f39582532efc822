"""The whole document: the sections in their order, each gap marked, and behind them what they rest on."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.generate.document import behind
from blueprint_ls.generate.document.glance import glance
from blueprint_ls.generate.document.layout import Layout
from blueprint_ls.generate.document.names import anchor
from blueprint_ls.generate.document.readiness import Item, readiness
from blueprint_ls.generate.document.stated import origin
from blueprint_ls.generate.document.tree import (
    Block,
    Bullets,
    Callout,
    Document,
    Inlines,
    Paragraph,
    Part,
    Strong,
    Text,
)
from blueprint_ls.generate.document.values import told
from blueprint_ls.generate.document.whole import unique, without_empty
from blueprint_ls.judge.engine import Verdict
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.schema import Section

_NAMED = 12
"""How many gaps a section names before the rest is counted."""
_MISSING = "missing-"
"""What the ids of rules about gaps begin with."""


def document(case: Case, verdict: Verdict) -> Document:
    """The document of a blueprint and of what the judge found in it."""
    blueprint, header = case.blueprint, case.blueprint.header
    title = (header.label if header else None) or blueprint.folder.name or "Architecture"
    summary = str((header.get("summary") if header else None) or "")
    items = readiness(case, verdict)
    parts = [*_sections(case, verdict, items), *_behind(case, verdict, items)]
    return Document(title, summary, case.today.isoformat(), unique(parts))


def _sections(case: Case, verdict: Verdict, items: list[Item]) -> Iterator[Part]:
    layout = Layout.of(case)
    for found in case.blueprint.vocabulary.sections.values():
        stated = case.blueprint.sections.get(found.name)
        first = glance(case, verdict, items) if found.number == 0 else ()
        own = layout.section(found, stated) if stated else ()
        blocks = without_empty((*first, *_gaps(found, stated is not None, verdict), *own))
        at = origin(stated, case.blueprint) if stated else None
        yield Part(found.number, found.title, anchor("section", found.name), blocks, at)


def _gaps(found: Section, stated: bool, verdict: Verdict) -> Iterator[Block]:
    """What the section should say and does not."""
    if not stated:
        line: Inlines = (
            Strong("Not stated. "),
            Text(f"The blueprint has no such section yet. It would hold: {found.summary}"),
        )
        yield Callout("gap", (Paragraph(line),))
        return
    gaps = [one for one in verdict.findings if one.rule.startswith(_MISSING) and _is_in(one.subject, found.name)]
    if gaps:
        items: list[Inlines] = [told(one.message) for one in gaps[:_NAMED]]
        items += [(Text(f"and {len(gaps) - _NAMED} more"),)] if len(gaps) > _NAMED else []
        yield Callout("gap", (Paragraph((Strong("Not stated yet in this section:"),)), Bullets(tuple(items))))


def _is_in(subject: str, section: str) -> bool:
    return subject.split(".")[0] == section


def _behind(case: Case, verdict: Verdict, items: list[Item]) -> Iterator[Part]:
    folder = case.blueprint.folder
    for part in (
        behind.readiness_part(case, items),
        behind.findings_part(verdict, folder),
        behind.silenced_part(verdict, folder),
        behind.assumptions_part(case),
        behind.sources_part(case),
    ):
        if part:
            yield part
