"""Decisions of a blueprint to records: numbers stay, a changed choice supersedes its record, and both are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from blueprint_ls.generate.document.choices import Choices
from blueprint_ls.generate.document.present import Presenter
from blueprint_ls.generate.records.record import (
    CONTEXT,
    DECISION,
    MORE,
    OPTION,
    OPTIONS,
    OUTCOME,
    Record,
    escaped,
)
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block

_OWN = (CONTEXT, OPTIONS, OUTCOME, MORE)
"""The parts that are written anew each time."""
_TOLD = ("Replaces ", "To be looked at again on ")
"""How the sentences of the last part begin that are written anew."""


def exported(case: Case, existing: Sequence[Record]) -> list[Record]:
    """The records that are new or say something else than before, in the order of their numbers."""
    plan = _Plan(case, {record.number: record for record in existing})
    sections = (case.blueprint.sections.get(name) for name in case.blueprint.vocabulary.sections)
    for section in sections:
        for block in section.blocks("decision") if section else ():
            plan.take(block)
    before = {record.number: record for record in existing}
    return [record for number, record in sorted(plan.records.items()) if before.get(number) != record]


@dataclass(slots=True)
class _Plan:
    case: Case
    records: dict[int, Record]
    """By number, those of today and those to be written."""

    def take(self, block: Block) -> None:
        """Give a decision its record."""
        label, option = block.label or "", str(block.get("choose") or "")
        if not option:
            return
        known = self._of(label)
        if known and known.matter.get(OPTION) == option:
            self.records[known.number] = self._told(known, block)
            return
        number = max(self.records, default=0) + 1
        title = f"{self._choices.show.title(block)}: {self._choices.chosen(block)}"
        slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or label
        record = Record(number, f"{number:04}-{slug}.md", title, {DECISION: label, OPTION: option})
        self.records[number] = self._told(record, block, supersedes=known)
        if known:
            matter = {**known.matter, "status": f'"superseded by {record.link}"'}
            self.records[known.number] = replace(known, matter=matter)

    def _of(self, decision: str) -> Record | None:
        """The newest record of a decision that holds."""
        own = [one for one in self.records.values() if one.matter.get(DECISION) == decision and one.holds]
        return max(own, key=lambda one: one.number, default=None)

    @property
    def _choices(self) -> Choices:
        return Choices(Presenter(self.case.blueprint), self.case.knowledge)

    def _told(self, record: Record, block: Block, supersedes: Record | None = None) -> Record:
        """A record that says what the blueprint says, and whatever else it said before."""
        matter = {"status": str(block.get("status") or "accepted")}
        matter |= {"date": block.get("decided").isoformat()} if block.get("decided") else {}
        own = dict(self._parts(block, record, supersedes))
        parts = {head: own.get(head, text) for head, text in record.parts.items() if head in own or head not in _OWN}
        ordered = {**record.matter, **matter} if "status" in record.matter else {**matter, **record.matter}
        return replace(record, matter=ordered, parts={**parts, **own})

    def _parts(self, block: Block, record: Record, supersedes: Record | None) -> Iterator[tuple[str, str]]:
        known = self.case.knowledge.vocabulary.decisions.get(block.label or "")
        context = f"{known.question}\n\n{known.summary}" if known else str(block.get("summary") or "")
        if context:
            yield CONTEXT, context if known else escaped(context)
        over = block.get("over") or ()
        names = [self._choices.chosen(block), *(self._title(block, str(name)) for name in over)]
        yield OPTIONS, "\n".join(f"* {escaped(name)}" for name in names)
        yield OUTCOME, self._outcome(block)
        before = record.parts.get(MORE, "").split("\n\n")
        more = [*(said for said in before if said and not said.startswith(_TOLD)), *_more(block, supersedes)]
        if more:
            yield MORE, "\n\n".join(more)

    def _outcome(self, block: Block) -> str:
        because, accepts = (" ".join(str(block.get(name) or "").split()) for name in ("because", "accepts"))
        chosen = f'Chosen option: "{escaped(self._choices.chosen(block))}"'
        text = f"{chosen}, because {escaped(because)}" if because else chosen
        return f"{text}\n\n### Consequences\n\n* Bad, because {escaped(accepts)}" if accepts else text

    def _title(self, block: Block, option: str) -> str:
        known = self.case.knowledge.vocabulary.decisions.get(block.label or "")
        found = known.options.get(option) if known else None
        return found.title if found else option.replace("_", " ")


def _more(block: Block, supersedes: Record | None) -> Iterator[str]:
    if supersedes:
        yield f"Supersedes {supersedes.link}."
    if block.get("replaces"):
        by = f" by {block.get('replaces_by')}" if block.get("replaces_by") else ""
        yield f"Replaces {escaped(str(block.get('replaces')))}{by}."
    if block.get("review"):
        yield f"To be looked at again on {block.get('review')}."
