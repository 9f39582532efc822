"""What a block states, read for the document: which attributes, whether they are sentences, where they stand."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from blueprint_ls.generate.document.names import heading
from blueprint_ls.generate.document.tree import Origin
from blueprint_ls.language.assumptions import MARK
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.schema import AttributeSchema

HIDDEN = frozenset({MARK, "lock"})
"""Attributes about the writing of a blueprint, not about the system; the first is shown as a mark."""
WORDS = frozenset({"text", "string"})
"""Types of values that are words of people."""


def stated_names(block: Block) -> Iterator[str]:
    """The names of the attributes that a block states, in the order of its page, unknown ones last."""
    known = list(block.schema.attributes) if block.schema else []
    stated = dict.fromkeys(name for place in block.places for name in place.element.attributes)
    order = [*(name for name in known if name in stated), *(name for name in stated if name not in known)]
    return (name for name in order if name not in HIDDEN)


def origin(block: Block, blueprint: Blueprint, name: str = "") -> Origin:
    """Where a block stands, or one of its attributes."""
    found = block.attribute(name) if name else None
    place = found[0] if found else block.place
    start = place.attribute_span(found[1]).start if found else place.start
    path = os.path.relpath(place.document.path, blueprint.folder).replace(os.sep, "/")
    return Origin(path, place.document.text.line_at(start))


def is_required(block: Block, name: str) -> bool:
    """Whether a complete block states an attribute."""
    schema = block.schema.attributes.get(name) if block.schema else None
    return bool(schema and schema.required)


def is_sentence(block: Block, schema: AttributeSchema) -> bool:
    """Whether a block says something in words for an attribute, and not in one of them alone."""
    value = block.get(schema.name)
    return schema.type.kind in WORDS and isinstance(value, str) and " " in value


def column_of(column: str) -> tuple[str, tuple[str, ...]]:
    """`Needs: permission timeout` is a column of two attributes; `what` one that is called `What`."""
    name, found, names = column.partition(": ")
    return (name, tuple(names.split())) if found else (heading(column), (column,))


def noun_of(blocks: Sequence[Block]) -> str:
    """What blocks of one type are called at the head of a column."""
    return heading(blocks[0].name) if blocks else ""
