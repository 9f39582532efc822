"""How complete a blueprint is: the pieces that a complete one states, and those that this one does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.schema import ANY_NAME, BlockSchema, Vocabulary


@dataclass(frozen=True, slots=True)
class Stated:
    """Pieces counted: required attributes, blocks and decisions."""

    stated: int
    wanted: int

    def __str__(self) -> str:
        return f"{self.stated} of {self.wanted} stated"

    @property
    def percent(self) -> int:
        """The share that is stated, 100 only where nothing is missing."""
        return 100 if self.stated >= self.wanted else min(99, round(100 * self.stated / self.wanted))


def of_blueprint(blueprint: Blueprint) -> Stated:
    """All sections together; a missing one counts with what it would have to hold at least."""
    header = [of_block(blueprint.vocabulary, blueprint.header)] if blueprint.header else [Stated(0, 1)]
    parts = header + [of_section(blueprint, name) for name in blueprint.vocabulary.sections]
    return Stated(sum(part.stated for part in parts), sum(part.wanted for part in parts))


def of_section(blueprint: Blueprint, name: str) -> Stated:
    """One section."""
    block = blueprint.sections.get(name)
    if block:
        return of_block(blueprint.vocabulary, block)
    return Stated(0, _least(blueprint.vocabulary, blueprint.vocabulary.sections[name].schema))


def of_block(vocabulary: Vocabulary, block: Block) -> Stated:
    """A block with all that is in it."""
    absent = frozenset(found.label or "" for found in block.blocks("not_applicable"))
    pieces = list(_pieces(vocabulary, block, absent))
    return Stated(sum(pieces), len(pieces))


def _pieces(vocabulary: Vocabulary, block: Block, absent: frozenset[str]) -> Iterator[bool]:
    """Each piece that the block must state, and whether it does; what does not apply counts as stated."""
    schema = block.schema
    if schema is None:
        return
    for name, attribute in schema.attributes.items():
        if attribute.required:
            yield name in absent or block.attribute(name) is not None
    for name, child in schema.blocks.items():
        if name != ANY_NAME:
            yield from _absent_blocks(block, child, absent)
    for name in _decisions(vocabulary, schema):
        if name in absent or block.block("decision", name) is None:
            yield name in absent
    for inner in block.blocks():
        yield True
        yield from _pieces(vocabulary, inner, absent)


def _absent_blocks(block: Block, child: BlockSchema, absent: frozenset[str]) -> Iterator[bool]:
    """The blocks of one type that are wanted and not there: false, or true where they do not apply."""
    there = {found.label for found in block.blocks(child.name)}
    if child.each:
        yield from (child.name in absent or label in absent for label in child.each if label not in there)
    elif child.required and (child.name in absent or not there):
        yield child.name in absent


def _least(vocabulary: Vocabulary, schema: BlockSchema) -> int:
    """How many pieces a block must hold that is not there yet."""
    own = sum(attribute.required for attribute in schema.attributes.values())
    inner = 0
    for name, child in schema.blocks.items():
        if name != ANY_NAME and (child.required or child.each):
            inner += max(len(child.each), 1) * (1 + _least(vocabulary, child))
    return own + len(_decisions(vocabulary, schema)) + inner


def _decisions(vocabulary: Vocabulary, schema: BlockSchema) -> list[str]:
    """The decisions that a section makes."""
    found = vocabulary.decisions.values() if schema.name in vocabulary.sections else ()
    return [decision.name for decision in found if decision.section == schema.name and decision.required]
