"""The labels that completion offers for a block: of its fixed set, of its page, or of what is there to name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from blueprint_ls.editor.cursor import Cursor
from blueprint_ls.editor.mentions import block_at
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block
from blueprint_ls.language.schema import ANY_NAME, BlockSchema


def known(case: Case, cursor: Cursor, schema: BlockSchema) -> Mapping[str, str]:
    """The labels that a block of this type could have here, each with its documentation."""
    around = block_at(case.blueprint, cursor.blocks[-1]) if cursor.blocks else None
    if schema.name == "remove" and around:
        return dict.fromkeys(_removable(around), "") or {schema.example: ""}
    if schema.name == "not_applicable" and around and around.schema:
        return dict(_missing(case, around, around.schema)) | dict.fromkeys(schema.suggest, "")
    return schema.labels or dict.fromkeys((schema.example, *schema.suggest), "")


def _removable(block: Block) -> Iterator[str]:
    """The blocks that only a base states."""
    for child in block.blocks():
        if child.place.layer:
            yield f"{child.name}.{child.label}" if child.label is not None else child.name


def _missing(case: Case, block: Block, schema: BlockSchema) -> Iterator[tuple[str, str]]:
    """The pieces that the block must state and does not."""
    for name, attribute in schema.attributes.items():
        if attribute.required and block.attribute(name) is None:
            yield name, attribute.doc
    for name, child in schema.blocks.items():
        if child.required and name != ANY_NAME and block.block(name) is None:
            yield name, child.doc
        yield from ((label, child.labels[label]) for label in child.each if block.block(name, label) is None)
    for decision in case.blueprint.vocabulary.decisions.values():
        if decision.section == schema.name and decision.required and not block.block("decision", decision.name):
            yield decision.name, decision.question
