"""Decisions: a choice among options, weighed, justified and still current."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.finding import Finding, Local
from blueprint_ls.judge.registry import Case, blueprint_check, element_check
from blueprint_ls.language.elements import Attribute, Element
from blueprint_ls.language.model import Block
from blueprint_ls.language.schema import Decision, Vocabulary
from blueprint_ls.syntax import Span

FEWEST_WORDS = 5
"""A reason to depart from the default that is shorter than this says nothing about the team or the load."""
CLICHES = (
    *("best practice", "industry standard", "everyone uses", "everybody uses", "state of the art", "modern choice"),
    *("it is better", "it is good", "it is the best", "it is popular", "it just works", "we like it", "why not"),
)


@element_check("chosen-and-rejected")
def chosen_and_rejected(element: Element, vocabulary: Vocabulary) -> Iterator[Local]:
    """The chosen option among the rejected ones."""
    chosen, rejected = element.value("choose"), element.attributes.get("over")
    known = element.schema and isinstance(chosen, str)
    if element.name == "decision" and known and rejected and chosen in (rejected.value or ()):
        message = f"`{chosen}` is chosen and listed under `over` as rejected: take it out of one of them"
        yield Local("chosen-and-rejected", _value(rejected), message, _subject(element, "over"), {"option": chosen})


@element_check("undescribed-option")
def undescribed_option(element: Element, vocabulary: Vocabulary) -> Iterator[Local]:
    """A custom option that does not say what it is."""
    custom = element.attributes.get("custom")
    if element.name == "decision" and custom and custom.value is True and "summary" not in element.attributes:
        message = f"`{element.value('choose', 'this option')}` has no page: say in `summary` what it is"
        data = {"attribute": "summary"}
        yield Local("undescribed-option", element.node.name_span, message, _subject(element, "summary"), data)


@blueprint_check("needless-custom")
def needless_custom(case: Case) -> Iterator[Finding]:
    """`custom = true` on an option that has a page."""
    for block, decision in _decisions(case):
        found = block.attribute("custom")
        if found and found[1].value is True and block.get("choose") in decision.options:
            place, attribute = found
            message = f"`{block.get('choose')}` is a known option: `custom = true` hides its page, so leave it out"
            yield Finding(
                "needless-custom", place.document.path, place.attribute_span(attribute), message, decision.path
            )


@blueprint_check("weak-reason")
def weak_reasons(case: Case) -> Iterator[Finding]:
    """A choice against the default whose reason would hold for any team."""
    for block, decision in _decisions(case):
        found = block.attribute("because")
        if found is None or not isinstance(found[1].value, str) or not found[1].value.strip():
            continue
        place, attribute = found
        reason, chosen = attribute.value, block.get("choose")
        cliche = next((words for words in CLICHES if words in reason.lower()), None)
        against = chosen is not None and chosen != decision.default
        if cliche or (against and len(reason.split()) < FEWEST_WORDS):
            message = _weak(chosen, decision, cliche)
            yield Finding(
                "weak-reason", place.document.path, place.value_span(attribute), message, f"{decision.path}.because"
            )


def _weak(chosen: str | None, decision: Decision, cliche: str | None) -> str:
    if cliche:
        return f'"{cliche}" is true of everything: say what holds for this team, this load or this market'
    return (
        f"`{chosen}` departs from the default, `{decision.default}`, and asks for more than a word: "
        "say what holds for this team, this load or this market"
    )


@blueprint_check("overdue-review")
def overdue_reviews(case: Case) -> Iterator[Finding]:
    """A day of review that has passed."""
    for block, decision in _decisions(case):
        found = block.attribute("review")
        if found and found[1].value is not None and found[1].value < case.today:
            place, attribute = found
            due = f"The review of `{decision.name}` was due on {attribute.value}"
            message = f"{due}: look at it again, then set the next date"
            yield Finding(
                "overdue-review", place.document.path, place.value_span(attribute), message, f"{decision.path}.review"
            )


def _decisions(case: Case) -> Iterator[tuple[Block, Decision]]:
    known = case.blueprint.vocabulary.decisions
    for section in case.blueprint.sections.values():
        for block in section.blocks("decision"):
            decision = known.get(block.label or "")
            if decision and block.schema and block.place.layer == 0:
                yield block, decision


def _value(attribute: Attribute) -> Span:
    start = attribute.offset + attribute.node.value_offset
    return Span(start, start + attribute.node.value.width)


def _subject(element: Element, name: str) -> str:
    return f"{element.schema.path}.{name}" if element.schema else name
