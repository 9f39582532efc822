"""What stands at a position: the thing that hover explains, definition finds and rename renames."""

from __future__ import annotations

from dataclasses import dataclass

from blueprint_ls.editor.cursor import attribute_at, enclosing
from blueprint_ls.language.elements import Attribute
from blueprint_ls.language.model import Blueprint, Document, Place
from blueprint_ls.language.reading import Ref
from blueprint_ls.syntax import Expression, List, Object, Span, Word


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

    def names(self, blueprint: Blueprint) -> tuple[str, str] | None:
        """The block that it names or refers to, as type and label; None where it does neither."""
        if self.kind == "reference" and self.ref:
            found = ((target, self.ref.name) for target in self.ref.targets)
            return next((key for key in found if key in blueprint.declared), None)
        element = self.place.element
        if self.kind == "label" and element.label is not None:
            return element.name, element.label
        return None


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
    for ref in attribute.references:
        span = Span(start + ref.offset, start + ref.offset + ref.width)
        if span.start - 1 <= offset <= span.end + 1 or _on_kind(document_text(place), span, offset):
            return Target("reference", place, span, attribute, ref=ref)
    found = _word(attribute.node.value, start + attribute.node.value_offset, offset)
    if found:
        return Target("word", place, found[0], attribute, found[1])
    return Target("attribute", place, place.value_span(attribute), attribute)


def document_text(place: Place) -> bytes:
    """The bytes of the file a place is in."""
    return place.document.text.data


def _on_kind(data: bytes, span: Span, offset: int) -> bool:
    """Whether the position is on the `module.` before a label."""
    at = span.start
    while at > 0 and (data[at - 1 : at].isalnum() or data[at - 1 : at] in (b"_", b".", b"[", b'"')):
        at -= 1
    return at <= offset < span.start


def _word(node: Expression, start: int, offset: int) -> tuple[Span, str] | None:
    match node:
        case Word() if start <= offset <= start + node.width:
            return Span(start, start + node.width), node.name
        case List():
            inside = (_word(element, start + at, offset) for at, element in node.elements)
            return next((found for found in inside if found), None)
        case Object():
            inside = (_word(entry.value, start + entry.value_offset, offset) for entry in node.entries)
            return next((found for found in inside if found), None)
    return None
