"""What a complete blueprint states and this one does not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.elements import Element
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.schema import ANY_NAME, BlockSchema
from blueprint_ls.language.suggest import closest
from blueprint_ls.syntax import Span

REASONS = {"because": "missing-because", "accepts": "missing-accepts"}
"""Attributes whose absence is a rule of its own."""


@blueprint_check("missing-header")
def missing_header(case: Case) -> Iterator[Finding]:
    """A blueprint without its `blueprint "name" { … }` block."""
    blueprint = case.blueprint
    if blueprint.header is None and blueprint.documents:
        name = blueprint.folder.name or "name"
        message = f'The header is missing: begin with `blueprint "{name}" {{ language = 1 }}`'
        yield Finding("missing-header", blueprint.documents[0].path, Span(0, 0), message, data={"name": name})


@blueprint_check("missing-section")
def missing_sections(case: Case) -> Iterator[Finding]:
    """Sections that are in no file of the blueprint."""
    blueprint = case.blueprint
    if not case.complete or not blueprint.documents:
        return
    path, span = _front(blueprint)
    present = _meant([block.name for block in blueprint.top], blueprint.vocabulary.sections)
    for section in blueprint.vocabulary.sections.values():
        if section.name not in present:
            message = f"Section {section.number}, `{section.name}`, is missing: {section.summary}"
            yield Finding("missing-section", path, span, message, section.name, data={"section": section.name})


@blueprint_check("missing-block", "missing-attribute", "missing-decision", "empty-block", *REASONS.values())
def missing_parts(case: Case) -> Iterator[Finding]:
    """Blocks, decisions and attributes that a block lacks."""
    for top in case.blueprint.top:
        absent = frozenset(block.label or "" for block in top.blocks("not_applicable"))
        yield from _missing_in(case, top, absent)


def _missing_in(case: Case, block: Block, absent: frozenset[str]) -> Iterator[Finding]:
    schema = block.schema
    if schema is None or (schema.label == "enum" and block.label not in schema.labels):
        return
    own = block.place.layer == 0
    if own and _is_empty(block):
        if _asks(case, schema):
            message = f"`{_title(block)}` is empty: {_first_sentence(schema.doc)}"
            yield _finding("empty-block", block, message, schema.path)
        return
    if own:
        yield from _missing_here(case, block, schema, absent)
    elif block.parent is None and case.complete:
        path, span = _front(case.blueprint)
        for found in _missing_here(case, block, schema, absent):
            yield replace(found, path=path, span=span)
    for child in block.blocks():
        if len(child.places) > 1 or not _is_whole(child.place.element):
            yield from _missing_in(case, child, absent)


def _is_whole(element: Element) -> bool:
    """Whether nothing is missing in a block and in those below, whatever else the blueprint says."""
    if element.is_whole is None:
        element.is_whole = _has_all(element) and all(_is_whole(child) for _, child in element.children)
    return element.is_whole is True


def _has_all(element: Element) -> bool:
    if element.schema is None or element.lacks or not element.node.items:
        return False
    blocks = element.schema.blocks.values() if element.schema.wants_blocks else ()
    there = {child.name for _, child in element.children}
    return not any(wanted.each or (wanted.required and wanted.name not in there) for wanted in blocks)


def _missing_here(case: Case, block: Block, schema: BlockSchema, absent: frozenset[str]) -> Iterator[Finding]:
    is_section = block.parent is None and block.name in case.blueprint.vocabulary.sections
    if block.lacks and (case.complete or not is_section):
        yield from _missing_attributes(block, schema, absent)
    if case.complete and schema.wants_blocks:
        yield from _missing_blocks(block, schema, absent)
    if case.complete and is_section:
        yield from _missing_decisions(case, block, absent)


def _missing_attributes(block: Block, schema: BlockSchema, absent: frozenset[str]) -> Iterator[Finding]:
    for name in block.lacks:
        if name not in absent:
            message = f"`{_title(block)}` lacks `{name}`: {_first_sentence(schema.attributes[name].doc)}"
            rule = REASONS.get(name, "missing-attribute")
            yield _finding(rule, block, message, f"{schema.path}.{name}", attribute=name)


def _missing_blocks(block: Block, schema: BlockSchema, absent: frozenset[str]) -> Iterator[Finding]:
    present = _meant([child.name for child in block.blocks()], schema.blocks)
    for name, child in schema.blocks.items():
        if name in absent or name == ANY_NAME:
            continue
        if child.each:
            yield from _missing_labels(block, child, absent)
        elif child.required and name not in present:
            message = f"`{_title(block)}` lacks the block `{name}`: {_first_sentence(child.doc)}"
            yield _finding("missing-block", block, message, child.path, block=name)


def _missing_labels(block: Block, child: BlockSchema, absent: frozenset[str]) -> Iterator[Finding]:
    """The blocks of a fixed set, such as the steps from clone to running system, that are not all there."""
    settled = absent | _meant(_labels(block, child.name), child.each)
    for label in child.each:
        if label not in settled:
            about = _first_sentence(child.labels[label])
            message = f"`{_title(block)}` lacks `{child.name} {child.spelled(label)}`: {about}"
            yield _finding("missing-block", block, message, child.path, block=child.name, label=label)


def _missing_decisions(case: Case, block: Block, absent: frozenset[str]) -> Iterator[Finding]:
    if block.name not in case.blueprint.vocabulary.sections:
        return
    wanted = {name: one for name, one in case.blueprint.vocabulary.decisions.items() if one.section == block.name}
    settled = absent | _meant(_labels(block, "decision"), wanted)
    for decision in wanted.values():
        if decision.required and decision.name not in settled:
            message = f"`{block.name}` lacks the decision `{decision.name}`: {decision.question}"
            yield _finding("missing-decision", block, message, decision.path, decision=decision.name)


def _labels(block: Block, name: str) -> Iterator[str]:
    """The labels of the blocks of a type; of those too whose type is misspelt."""
    known = block.schema.blocks if block.schema else ()
    for child in block.blocks():
        if child.name == name or (child.schema is None and closest(child.name, known) == name):
            yield child.label or ""
        elif child.schema is None and child.label is None:
            yield child.name  # the label alone, the type before it forgotten


def _meant(written: Iterable[str], wanted: Collection[str]) -> frozenset[str]:
    """What is there, misspelt or not: a slip has a finding of its own. A name still to be typed may become any."""
    names = frozenset(written)
    if "" in names:
        return frozenset(wanted)
    slips = (closest(name, set(wanted) - names) for name in names.difference(wanted))
    return names.intersection(wanted).union(name for name in slips if name)


def _asks(case: Case, schema: BlockSchema) -> bool:
    """Whether the vocabulary wants anything at all in such a block."""
    wants = any(attribute.required for attribute in schema.attributes.values())
    return wants or (case.complete and any(child.required for child in schema.blocks.values()))


def _is_empty(block: Block) -> bool:
    return not any(place.element.node.items for place in block.places)


def _front(blueprint: Blueprint) -> tuple[Path, Span]:
    if blueprint.header:
        return blueprint.header.place.document.path, blueprint.header.place.header
    return blueprint.documents[0].path, Span(0, 0)


def _finding(rule: str, owner: Block, message: str, subject: str, **data: str) -> Finding:
    place = owner.place
    return Finding(rule, place.document.path, place.header, message, subject, data={"path": owner.path, **data})


def _title(block: Block) -> str:
    return f"{block.name} {block.label}" if block.label else block.name


@lru_cache(maxsize=1024)
def _first_sentence(text: str) -> str:
    """The first sentence of a documentation text, without its full stop."""
    ends = (at for at, char in enumerate(text) if char in ".?" and text[at + 1 : at + 2] in ("", " ", "\n"))
    end = next(ends, len(text))
    return " ".join(text[: end + (text[end : end + 1] == "?")].split())
