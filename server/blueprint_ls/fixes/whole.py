"""What goes into a gap: the part of the reference blueprint that stands there, else one drafted from the pages."""

from __future__ import annotations

import re

from blueprint_ls.generate import render
from blueprint_ls.generate.draft import Draft
from blueprint_ls.generate.reference import Reference
from blueprint_ls.generate.skeleton import Skeletons
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block
from blueprint_ls.language.schema import AttributeSchema, BlockSchema, Decision


def section(case: Case, name: str) -> Draft:
    """A whole section."""
    found = Reference.of(case.blueprint).section(name)
    return Draft.of(found) if found else _skeletons(case).section(name)


def blocks(case: Case, parent: Block, schema: BlockSchema, label: str | None = None) -> Draft:
    """The blocks of a type that belong into a block; of one label, where it is given."""
    found = Reference.of(case.blueprint).blocks(parent, schema.name, label)
    if not found:
        return _skeletons(case).block(schema, label)
    return Draft.of("\n\n".join(marked(source) for source in found))


def values(case: Case, schema: AttributeSchema, block: Block) -> list[str]:
    """Real values for an attribute of a block, the best first."""
    decision = case.blueprint.vocabulary.decisions.get(block.label or "") if block.name == "decision" else None
    first = _reason(case, decision, block, schema.name) if decision else None
    if (block.path, schema.name) == ("diagram", "ascii") and block.blocks():
        from blueprint_ls.generate.diagram.written import picture  # drawing is loaded with the first picture

        first = picture(case.blueprint, "")
    first = first or Reference.of(case.blueprint).value(block, schema.name)
    others = _skeletons(case).values(schema, block)
    return list(dict.fromkeys([*([first] if first else []), *others]))


def recommended(case: Case, decision: Decision) -> str:
    """The option that what is stated speaks for."""
    return Reference.of(case.blueprint).design.choices[decision.name] or decision.default


def decision(case: Case, found: Decision, option: str) -> Draft:
    """A decision for an option, with the reasons that its page suggests."""
    choices = Reference.of(case.blueprint).design.choices
    return Draft.of(marked(render.aligned(render.decision(choices.choice(found, option)))))


def body(case: Case, block: Block, schema: BlockSchema) -> Draft:
    """All that a block should hold, without its braces."""
    source = Reference.of(case.blueprint).body(block)
    if source is None:
        is_section = block.parent is None and block.name in case.blueprint.vocabulary.sections
        drafted = _skeletons(case).section(block.name) if is_section else _skeletons(case).block(schema, block.label)
        source = drafted.text
    lines = (source if block.parent is None else marked(source)).split("\n")[1:-1]
    return Draft.of("\n".join(line[2:] if line.startswith("  ") else line for line in lines))


def marked(source: str) -> str:
    """A block with `assumed = true` behind its last attribute, where it is not marked yet."""
    if re.search(r"^  assumed +=", source, re.MULTILINE) or "\n" not in source:
        return source
    return render.aligned(render.marked(f"section {{\n{source}\n}}\n"), inside=True)


def confirmable(draft: Draft) -> Draft:
    """A drafted block in the canonical layout, marked as assumed."""
    return Draft.of(marked(draft.text))


def _reason(case: Case, found: Decision, block: Block, name: str) -> str | None:
    """The reason or the price of the option that is chosen."""
    chosen = block.get("choose")
    if not isinstance(chosen, str) or name not in ("because", "accepts"):
        return None
    choice = Reference.of(case.blueprint).design.choices.choice(found, chosen)
    text = choice.because if name == "because" else choice.accepts
    return render.quoted(text) if text and chosen in found.options else None


def _skeletons(case: Case) -> Skeletons:
    return Skeletons(case.blueprint.vocabulary, case.blueprint)
