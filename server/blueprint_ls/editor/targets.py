"""What stands at a position: the thing that hover explains, definition finds and rename renames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.editor.cursor import attribute_at, enclosing
from blueprint_ls.language.elements import Attribute
from blueprint_ls.language.model import Document, Place
from blueprint_ls.language.reading import Ref
from blueprint_ls.syntax import Call, Expression, List, Object, Span, Word


@dataclass(frozen=True, slots=True)
class Target:
    """A thing in a file."""

    kind: str
    """`block`, `label`, `attribute`, `word` or `reference`."""
    place: Place
    """The block that it is, or that it stands in."""
    span: Span
    """The thing's own text."""
    attribute: Attribute | None = None
    word: str = ""
    """The bare word in a value."""
    ref: Ref | None = None
    expression: Span | None = None
    """All of a reference: `module.identity`, of which `span` is `identity`."""

    @property
    def whole(self) -> Span:
        """The text that stands for the thing: a reference with its `module.`, else its own text."""
        return self.expression or self.span


def target_at(document: Document, offset: int) -> Target | None:
    """The thing whose text holds the position; None between things."""
    for start, element in document.elements:
        if start <= offset <= start + element.node.width:
            place = _innermost(document, Place(document, start, element, 0), offset)
            return _header(place, offset) or _in_attribute(place, offset)
    return None


def _innermost(document: Document, outer: Place, offset: int) -> Place:
    for start, element in outer.element.children:
        at = outer.start + start
        if at <= offset < at + element.node.width or offset == at + element.node.width:
            return _innermost(document, Place(document, at, element, 0), offset)
    blocks = enclosing(document, offset)
    return blocks[-1] if blocks and blocks[-1].start > outer.start else outer


def _header(place: Place, offset: int) -> Target | None:
    node = place.element.node
    name = Span(place.start + node.name_span.start, place.start + node.name_span.end)
    if name.start <= offset <= name.end:
        return Target("block", place, name)
    for label in node.labels:
        quotes = 1 if label.quoted else 0
        span = Span(place.start + label.span.start + quotes, place.start + label.span.end - quotes)
        if span.start - quotes <= offset <= span.end + quotes:
            return Target("label", place, span)
    return None


def _in_attribute(place: Place, offset: int) -> Target | None:
    attribute = attribute_at(place, offset)
    if attribute is None:
        return None
    start = place.start + attribute.offset
    name = Span(start, start + attribute.node.name_span.end)
    if offset <= name.end:
        return Target("attribute", place, name, attribute)
    value = _leaf_at(attribute.node.value, start + attribute.node.value_offset, offset)
    whole = Span(value[0], value[0] + value[1].width) if value else Span(offset, offset)
    for ref in attribute.references:
        span = Span(start + ref.offset, start + ref.offset + ref.width)
        if whole.start <= span.start and span.end <= whole.end:
            return Target("reference", place, span, attribute, ref=ref, expression=whole)
    if value and isinstance(value[1], Word):
        return Target("word", place, whole, attribute, value[1].name)
    return Target("attribute", place, place.value_span(attribute), attribute)


def leaves(node: Expression, start: int) -> Iterator[tuple[int, Expression]]:
    """The single values in an expression that stands at `start`, each with where it stands."""
    match node:
        case List():
            for at, element in node.elements:
                yield from leaves(element, start + at)
        case Object():
            for entry in node.entries:
                yield from leaves(entry.value, start + entry.value_offset)
        case Call():
            for at, argument in node.arguments:
                yield from leaves(argument, start + at)
        case _:
            yield start, node


def _leaf_at(node: Expression, start: int, offset: int) -> tuple[int, Expression] | None:
    found = (leaf for leaf in leaves(node, start) if leaf[0] <= offset <= leaf[0] + leaf[1].width)
    return max(found, key=_start, default=None)


def _start(leaf: tuple[int, Expression]) -> int:
    return leaf[0]
