"""Who speaks of a block: its labels, the references to it, the words and removals that name it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.editor.targets import Target
from blueprint_ls.language.elements import Attribute
from blueprint_ls.language.model import Block, Blueprint, Document, Place, Removal
from blueprint_ls.language.reading import Ref
from blueprint_ls.syntax import List, Reference, Span, Word, item_path

FIELD = "field"
"""Blocks of this type are named by the bare words of the block around them: `primary_key = [id]`."""
NAMESAKES = {"owned": "entity"}
"""Block types whose label is the name of a block of another type."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a block is named."""

    kind: str
    """`label`, `reference`, `word`, `namesake` or `removal`."""
    document: Document
    span: Span
    """The name alone, without quotes."""
    whole: Span
    """The expression or label with all that belongs to it: `module.identity`, the quotes."""
    ref: Ref | None = None
    bare: bool = False
    """Whether it is written `identity` rather than `module.identity`."""


def resolve(blueprint: Blueprint, ref: Ref) -> Block | None:
    """The block that a reference leads to."""
    declared = blueprint.declared
    return next((declared[target, ref.name] for target in ref.targets if (target, ref.name) in declared), None)


def subject(blueprint: Blueprint, target: Target) -> Block | None:
    """The block that a thing in a file is, is the label of, or refers to."""
    element = target.place.element
    if target.kind in ("block", "label"):
        if target.kind == "label" and element.name in NAMESAKES and element.label is not None:
            return blueprint.declared.get((NAMESAKES[element.name], element.label)) or block_at(blueprint, target.place)
        return block_at(blueprint, target.place)
    if target.kind == "reference" and target.ref:
        return resolve(blueprint, target.ref)
    return _field_of_word(blueprint, target) if target.kind == "word" else None


def block_at(blueprint: Blueprint, place: Place) -> Block | None:
    """The block of the merged blueprint that a place speaks of; None where a removal took it out."""
    return next((block for block in blueprint.walk() if any(_same(place, own) for own in block.places)), None)


def removal_at(blueprint: Blueprint, place: Place) -> Removal | None:
    """The removal that a `remove` block makes."""
    return next((found for found in _removals(blueprint) if _same(found.place, place)), None)


def labels(block: Block) -> Iterator[Mention]:
    """The places that declare a block, the nearest layer first."""
    for place in block.places:
        if block.label is not None:
            yield _label("label", place)


def mentions(blueprint: Blueprint, block: Block) -> list[Mention]:
    """Every place that names a block, its own labels left out, in the order of layers and files."""
    found = [
        mention_of(place, attribute, ref)
        for place, attribute, ref in references(blueprint)
        if ref.name == block.label and resolve(blueprint, ref) is block
    ]
    found += _words(block)
    found += _namesakes(blueprint, block)
    return found + removals(blueprint, block.places)


def references(blueprint: Blueprint) -> Iterator[tuple[Place, Attribute, Ref]]:
    """Every reference in every file, the bases' included."""
    for layer, documents in enumerate(blueprint.layers):
        for document in documents:
            for top, outer in document.elements:
                for start, element in outer.walk(top):
                    for attribute in (*element.attributes.values(), *element.repeated):
                        for ref in attribute.references:
                            yield Place(document, start, element, layer), attribute, ref


def mention_of(place: Place, attribute: Attribute, ref: Ref) -> Mention:
    """A reference, with the expression it is written as."""
    start = place.start + attribute.offset + ref.offset
    span = Span(start, start + ref.width)
    around, node = item_path(place.document.tree, start)[-1]
    if isinstance(node, Reference):
        return Mention("reference", place.document, span, Span(around, around + node.width), ref)
    return Mention("reference", place.document, span, span, ref, bare=True)


def removals(blueprint: Blueprint, places: tuple[Place, ...]) -> list[Mention]:
    """The `remove` labels that take one of the places out, or try to."""
    found = []
    for removal in _removals(blueprint):
        aimed = (*removal.removed, *((removal.locked,) if removal.locked else ()))
        if any(_same(own, place) for own in aimed for place in places):
            whole = _label("removal", removal.place)
            kind = len(removal.target.partition(".")[0].encode()) + 1
            found.append(Mention("removal", whole.document, Span(whole.span.start + kind, whole.span.end), whole.whole))
    return found


def _removals(blueprint: Blueprint) -> Iterator[Removal]:
    return (removal for block in blueprint.walk() for removal in block.removals)


def _words(block: Block) -> Iterator[Mention]:
    """The bare words that name a field, in the block around it and in its neighbors."""
    if block.name != FIELD or block.parent is None:
        return
    for owner in (block.parent, *block.parent.blocks()):
        for place in owner.places if owner.name != FIELD else ():
            for attribute in place.element.attributes.values():
                for span, word in words(place, attribute):
                    if word == block.label:
                        yield Mention("word", place.document, span, span)


def words(place: Place, attribute: Attribute) -> Iterator[tuple[Span, str]]:
    """The words of an attribute that holds free words, with where they stand."""
    if attribute.schema is None or attribute.schema.type.element.kind != "word":
        return
    value, start = attribute.node.value, place.value_span(attribute).start
    for offset, node in value.elements if isinstance(value, List) else ((0, value),):
        if isinstance(node, Word):
            yield Span(start + offset, start + offset + node.width), node.name


def _field_of_word(blueprint: Blueprint, target: Target) -> Block | None:
    attribute, owner = target.attribute, block_at(blueprint, target.place)
    free = attribute is not None and attribute.schema is not None and attribute.schema.type.element.kind == "word"
    while free and owner and owner.name != FIELD:
        found = owner.block(FIELD, target.word)
        if found:
            return found
        owner = owner.parent
    return None


def _namesakes(blueprint: Blueprint, block: Block) -> Iterator[Mention]:
    kinds = [kind for kind, other in NAMESAKES.items() if other == block.name]
    for other in blueprint.walk() if kinds else ():
        if other.name in kinds and other.label == block.label:
            yield from (_label("namesake", place) for place in other.places)


def _label(kind: str, place: Place) -> Mention:
    label = place.element.node.labels[0]
    whole = Span(place.start + label.span.start, place.start + label.span.end)
    quotes = 1 if label.quoted else 0
    return Mention(kind, place.document, Span(whole.start + quotes, whole.end - quotes), whole)


def _same(first: Place, second: Place) -> bool:
    return first.start == second.start and first.document.path == second.document.path
