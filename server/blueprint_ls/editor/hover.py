"""Hover: the page of what stands under the cursor, with what this blueprint says about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.editor import costs, live
from blueprint_ls.editor.mentions import block_at, resolve, subject
from blueprint_ls.editor.targets import Target, target_at
from blueprint_ls.judge.registry import Case
from blueprint_ls.knowledge import describe
from blueprint_ls.language.model import Block, Document
from blueprint_ls.syntax import Span

CHOICES = ("choose", "over", "replaces")
"""The attributes of a decision whose words are options."""


@dataclass(frozen=True, slots=True)
class Hover:
    """Markdown for a piece of text."""

    markdown: str
    span: Span


def hover(case: Case, document: Document, offset: int) -> Hover | None:
    """What the thing at a position is, when to choose it and what it costs; None where there is nothing."""
    target = target_at(document, offset)
    if target is None:
        return None
    parts = [_compact(part) for part in _explain(case, target) if part]
    return Hover("\n\n".join(parts), target.whole) if parts else None


def _compact(markdown: str) -> str:
    """A page's headings at the size of a hover: the title alone stays one."""
    title = re.sub(r"^# ", "### ", markdown, flags=re.MULTILINE)
    return re.sub(r"^## (.+)$", r"**\1**", title, flags=re.MULTILINE)


def _explain(case: Case, target: Target) -> Iterator[str]:
    schema = target.place.element.schema
    if target.kind in ("block", "label"):
        yield from _block(case, target)
    elif target.kind == "reference" and target.ref:
        yield from _reference(case, target)
    elif target.attribute and schema and target.attribute.schema:
        told = list(_word(case, target)) if target.kind == "word" else []
        yield from told or [describe.attribute(target.attribute.schema)]


def _word(case: Case, target: Target) -> Iterator[str]:
    """An option, or a word of an enumeration."""
    element, attribute = target.place.element, target.attribute
    decision = case.knowledge.vocabulary.decisions.get(element.label or "")
    if attribute is None or attribute.schema is None:
        return
    if element.name == "decision" and decision and attribute.name in CHOICES and target.word in decision.options:
        page = case.knowledge.options.get((decision.name, target.word))
        yield live.of_option(case, decision, target.word)
        yield describe.option(decision.options[target.word], page)
    elif target.word in attribute.schema.values:
        yield f"**{target.word}** · {attribute.name}\n\n{attribute.schema.values[target.word]}"


def _block(case: Case, target: Target) -> Iterator[str]:
    knowledge, element = case.knowledge, target.place.element
    vocabulary, label = knowledge.vocabulary, element.label or ""
    if element.name == "decision" and label in vocabulary.decisions:
        decision = vocabulary.decisions[label]
        yield live.of_decision(case, decision)
        yield describe.decision(decision, knowledge.decisions.get(decision.name))
        return
    if element.name in vocabulary.sections and element.schema is vocabulary.sections[element.name].schema:
        yield describe.section(vocabulary.sections[element.name], knowledge.sections.get(element.name))
        return
    if element.name in knowledge.rules and element.schema and element.schema.name == "*":
        yield describe.rule(knowledge, element.name)
    elif element.schema:
        if target.kind == "label" and label in element.schema.labels:
            yield f"**{label}**\n\n{element.schema.labels[label]}"
        yield describe.block(element.schema, knowledge.blocks.get(element.schema.path))
    block = block_at(case.blueprint, target.place)
    if block:
        yield costs.told(case, block)
    if block and element.label:
        yield "\n".join(f"- {line}" for line in live.cost_of(case, block))
        yield _used_by(case, block)


def _reference(case: Case, target: Target) -> Iterator[str]:
    block = subject(case.blueprint, target)
    if block:
        yield f"**{block.name} {block.label}** · in `{block.place.document.path.name}`"
        yield "\n".join(_statements(block))
        yield _used_by(case, block)
    elif target.attribute and target.attribute.schema:
        yield describe.attribute(target.attribute.schema)


def _statements(block: Block) -> Iterator[str]:
    """What a block states, one line an attribute, as it is written."""
    for place in block.places:
        for attribute in place.element.attributes.values():
            source = attribute.node.value.text().decode(errors="replace")
            if "\n" not in source:
                yield f"- {attribute.name}: `{source}`"


def _used_by(case: Case, block: Block) -> str:
    """Which blocks refer to this one."""
    users = sorted(
        {
            user.path
            for user in case.blueprint.walk()
            for place in user.places
            for attribute in place.element.attributes.values()
            for ref in attribute.references
            if ref.name == block.label and resolve(case.blueprint, ref) is block
        }
    )
    if not users:
        return ""
    shown = ", ".join(f"`{path}`" for path in users[:8])
    return f"Referred to by {len(users)}: {shown}{', …' if len(users) > 8 else ''}"
