"""Decisions in the document: what was chosen, why, what it costs, what else there was, what a reviewer will ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from blueprint_ls.generate.document.names import anchor, readable
from blueprint_ls.generate.document.present import ASSUMED, Presenter
from blueprint_ls.generate.document.prose import read
from blueprint_ls.generate.document.stated import origin, stated_names
from blueprint_ls.generate.document.tree import (
    Block,
    Details,
    Heading,
    Inline,
    Inlines,
    Mark,
    Paragraph,
    Row,
    Strong,
    Table,
    Text,
)
from blueprint_ls.generate.document.values import joined, lines, shown, told
from blueprint_ls.judge.checks.burden import DAYS
from blueprint_ls.knowledge.load import Knowledge
from blueprint_ls.language.assumptions import MARK
from blueprint_ls.language.model import Block as Stated
from blueprint_ls.language.schema import Decision, Distinction, Option

QUESTIONS = "Questions a reviewer will ask"
"""The heading on the pages of decisions and options."""
_TOLD = ("choose", "over", "because", "accepts", "summary", "custom", "burden")
"""Attributes that have a place of their own."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Shows the decisions of one blueprint."""

    show: Presenter
    knowledge: Knowledge

    def cards(self, section: Stated) -> Iterator[Block]:
        """Every decision of a section."""
        for block in section.blocks("decision"):
            yield from self.card(block)

    def card(self, block: Stated) -> Iterator[Block]:
        """One decision: heading, reasons, comparison, questions."""
        known, option = self._known(block), self._option(block)
        self.show.name(block)
        title = self.show.title(block)
        assumed: list[Inline] = [Text(" "), ASSUMED] if block.get(MARK) is True else []
        heading: Inlines = (Text(f"{title}: {self.chosen(block)}"), *assumed)
        yield Heading(4, heading, anchor("decision", block.label or ""), origin(block, self.show.blueprint))
        summary = block.get("summary") or (option.summary if option else None)
        if summary:
            yield Paragraph(told(str(summary)) if option else lines(str(summary)))
        yield Table(f"Why {title}", tuple(self._reasons(block)))
        if known:
            yield Table(f"Options for {title}", tuple(self._options(block, known)), _HEAD)
        yield from self._questions(block, known)

    def chosen(self, block: Stated) -> str:
        """What was chosen, by the title of its page: `BullMQ`."""
        option = self._option(block)
        found = block.attribute("choose")
        if option:
            return option.title
        return readable(str(found[1].value or _written(found[1]))) if found else "not chosen yet"

    def _reasons(self, block: Stated) -> Iterator[Row]:
        for title, name in (("Why", "because"), ("Price accepted", "accepts")):
            value = self.show.value(block, name)
            if value:
                yield Row(((Text(title),), value), origin=origin(block, self.show.blueprint, name))
            elif name == "because":
                yield Row(((Text(title),), (Mark("fair", "not stated"),)))
        over = block.get("over") or ()
        if over:
            yield Row(((Text("Instead of"),), joined((Text(self._title(block, name)),) for name in over)))
        rest = [name for name in stated_names(block) if name not in _TOLD]
        yield from self.show.facts(block, *rest).rows if rest else ()
        for name in _TOLD:
            self.show.value(block, name)

    def _options(self, block: Stated, known: Decision) -> Iterator[Row]:
        """The chosen option, then the others: those that were rejected first."""
        chosen, over = str(block.get("choose")), [str(name) for name in block.get("over") or ()]
        names = [name for name in (chosen, *over) if name in known.options]
        if len(names) < 2:
            return
        for name in names:
            option = known.options[name]
            first: Inlines = (Strong(option.title), Text(" (chosen)")) if name == chosen else (Text(option.title),)
            when = () if name == chosen else self._better(known, chosen, name)
            yield Row((first, told(option.summary), when, (Text(_upkeep(option.burden)),)))

    def _better(self, known: Decision, chosen: str, other: str) -> Inlines:
        """The condition under which the other option would be the better one, and how it stands here."""
        for found in known.distinctions:
            if {chosen, other} == {*found.between}:
                lead = "" if found.prefers == other else "If this no longer holds: "
                return (*told(f"{lead}{found.when}"), *self._here(found))
        return ()

    def _here(self, found: Distinction) -> Inlines:
        blueprint = self.show.blueprint
        where, _, name = found.measure.rpartition(".")
        block = blueprint.at(where)
        stated = block.attribute(name) if block else None
        return (Text(" (here: "), *shown(stated[1], blueprint), Text(")")) if stated else ()

    def _questions(self, block: Stated, known: Decision | None) -> Iterator[Block]:
        choose = str(block.get("choose"))
        option = self.knowledge.options.get((block.label or "", choose))
        pages = [option, self.knowledge.decisions.get(known.name) if known else None]
        asked = [
            node
            for page in pages
            if page
            for node in read(page.parts.get(QUESTIONS, ""), cite=lambda n: source_anchor(block.label or "", choose, n))
        ]
        if asked:
            yield Details("What a reviewer is likely to ask", tuple(asked))

    def _known(self, block: Stated) -> Decision | None:
        return self.knowledge.vocabulary.decisions.get(block.label or "")

    def _option(self, block: Stated) -> Option | None:
        known = self._known(block)
        return known.options.get(str(block.get("choose"))) if known else None

    def _title(self, block: Stated, name: Any) -> str:
        known = self._known(block)
        option = known.options.get(str(name)) if known else None
        return option.title if option else readable(str(name))


_HEAD = ("Option", "What it is", "What would change the answer", "Upkeep")


def _upkeep(burden: int) -> str:
    """What a burden of 0 to 5 means in the days by which the judge reckons it."""
    days = DAYS.get(burden, DAYS[5])
    return "none" if not days else f"{days:g} {'day' if days == 1 else 'days'} a month"


def source_anchor(decision: str, option: str, number: int) -> str:
    """Where a source of an option stands."""
    return anchor("source", f"{decision}-{option}-{number}")


def _written(attribute: Any) -> str:
    return str(attribute.node.value.text().decode(errors="replace"))
