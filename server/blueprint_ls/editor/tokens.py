"""Semantic tokens: what each word of a file is, in the token types that every editor knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from blueprint_ls.language.elements import Attribute, Element
from blueprint_ls.language.fields import CALLS, SCALARS
from blueprint_ls.language.model import Document
from blueprint_ls.syntax import Bool, Call, Node, Null, Object, Reference, Span, Text, TokenKind, Word
from blueprint_ls.syntax import Token as Leaf

TYPES = (
    "namespace",
    "type",
    "class",
    "enum",
    "enumMember",
    "property",
    "variable",
    "function",
    "keyword",
    "modifier",
    "comment",
    "string",
    "number",
)
"""The token types in use; all are of the Language Server Protocol."""
MODIFIERS = ("declaration", "deprecated", "defaultLibrary", "readonly")
"""The modifiers in use. `defaultLibrary` marks the vocabulary's own words, `readonly` a locked block."""
Kind = tuple[str, tuple[str, ...]]
_KEYWORDS = ("decision", "remove", "not_applicable")
_MARKS = ("assumed", "lock")
_LONG = ("comment", "string")
"""What may go over several lines."""
_PLAIN: dict[TokenKind, Kind] = {
    TokenKind.COMMENT: ("comment", ()),
    TokenKind.OPEN_COMMENT: ("comment", ()),
    TokenKind.STRING: ("string", ()),
    TokenKind.OPEN_STRING: ("string", ()),
    TokenKind.HEREDOC: ("string", ()),
    TokenKind.OPEN_HEREDOC: ("string", ()),
    TokenKind.NUMBER: ("number", ()),
}


class Token(NamedTuple):
    """One word of a file, on one line; a tuple, since thousands are made for each request."""

    span: Span
    type: str
    modifiers: tuple[str, ...]


_Found = Iterator[tuple[int, Leaf, Kind]]
"""Leaves of the tree with where they stand and what they are."""


def tokens(document: Document, span: Span | None = None) -> list[Token]:
    """The tokens of a file, or of what a span touches, in order; none overlaps another or a line's end."""
    wanted = span or Span(0, len(document.text.data))
    found: list[Token] = []
    for start, leaf, (kind, modifiers) in _file(document, wanted):
        if kind in _LONG and (b"\n" in leaf.text or b"\r" in leaf.text):
            found += [
                Token(line, kind, modifiers) for line in _lines(document.text, start, leaf) if _near(line, wanted)
            ]
        elif start <= wanted.end and start + leaf.width >= wanted.start:
            found.append(Token(Span(start, start + leaf.width), kind, modifiers))
    return found


def _file(document: Document, wanted: Span) -> _Found:
    elements = {id(element.node): element for _, element in document.elements}
    for at, child in document.tree.parts():
        if isinstance(child, Leaf) or _near(Span(at, at + child.width), wanted):
            if id(child) in elements:
                yield from _block(elements[id(child)], at, wanted, top=True)
            else:
                yield from _plain(child, at)


def _near(span: Span, wanted: Span) -> bool:
    return span.start <= wanted.end and span.end >= wanted.start


def _lines(text: Text, start: int, leaf: Leaf) -> Iterator[Span]:
    """A leaf of several lines, one span a line, indentation left out."""
    end = start + leaf.width
    for number in range(text.line_at(start), text.line_at(end) + 1):
        line = text.line_span(number)
        first, last = max(line.start, start), min(line.end, end)
        content = text.data[first:last]
        first += len(content) - len(content.lstrip(b" \t"))
        if first < last:
            yield Span(first, last)


def _plain(node: Node | Leaf, start: int) -> _Found:
    """What can be told without knowing where a node belongs."""
    if isinstance(node, Leaf):
        if node.kind in _PLAIN:
            yield start, node, _PLAIN[node.kind]
        return
    for offset, child in node.parts():
        yield from _plain(child, start + offset)


def _block(element: Element, start: int, wanted: Span, top: bool = False) -> _Found:
    header = _header(element, top)
    inner = {id(child.node): child for _, child in element.children}
    own = {id(found.node): found for found in (*element.attributes.values(), *element.repeated)}
    for offset, child in element.node.parts():
        at = start + offset
        if isinstance(child, Leaf):
            yield from ([(at, child, header[offset])] if offset in header else _plain(child, at))
        elif not _near(Span(at, at + child.width), wanted):
            continue
        elif id(child) in inner:
            yield from (_kept if top else _walked)(inner[id(child)], at)
        elif id(child) in own:
            yield from _attribute(element, own[id(child)], at)
        else:
            yield from _plain(child, at)


def _kept(element: Element, start: int) -> _Found:
    """A block of a section: walked once, as long as nobody edits it."""
    if element.colors is None:
        element.colors = tuple(_walked(element, 0))
    return ((start + offset, leaf, kind) for offset, leaf, kind in element.colors)


def _walked(element: Element, start: int) -> _Found:
    return _block(element, start, Span(start, start + element.node.width))


def _header(element: Element, top: bool) -> dict[int, Kind]:
    """The block's type and labels, by where they stand."""
    found: dict[int, Kind] = {}
    known = ("defaultLibrary",) if element.schema else ()
    name = "namespace" if top else "keyword" if element.name in _KEYWORDS else "type"
    if element.name:
        found[element.node.name_span.start] = name, known
    for label in element.node.labels:
        found[label.span.start] = _label(element, label.quoted)
    return found


def _label(element: Element, quoted: bool) -> Kind:
    schema = element.schema
    modifiers = ["declaration"] if element.name not in ("remove", "not_applicable") else []
    modifiers += ["deprecated"] if element.name == "decision" and element.value("status") == "superseded" else []
    modifiers += ["defaultLibrary"] if schema and element.label in schema.labels else []
    modifiers += ["readonly"] if element.value("lock") is True else []
    kind = "string" if quoted else "enum" if element.name == "decision" or (schema and schema.labels) else "class"
    return kind, tuple(modifiers)


def _attribute(element: Element, attribute: Attribute, start: int) -> _Found:
    known = attribute.schema is not None
    name = "modifier" if attribute.name in _MARKS else "property"
    for offset, child in attribute.node.parts():
        if isinstance(child, Leaf):
            is_name = offset == 0 and child.kind is TokenKind.NAME
            kind: Kind = (name, ("defaultLibrary",) if known else ())
            yield from [(start, child, kind)] if is_name else _plain(child, start + offset)
        else:
            yield from _value(child, start + offset, attribute)


def _value(node: Node, start: int, attribute: Attribute) -> _Found:
    names = _names(node, attribute)
    for offset, child in node.parts():
        if isinstance(child, Leaf):
            yield from ([(start + offset, child, names[offset])] if offset in names else _plain(child, start + offset))
        else:
            yield from _value(child, start + offset, attribute)


def _names(node: Node, attribute: Attribute) -> dict[int, Kind]:
    """The words of one expression, those of the expressions in it left out, by where they stand."""
    match node:
        case Word():
            return {0: _word(node.name, attribute)}
        case Bool() | Null():
            return {0: ("keyword", ())}
        case Reference():
            head, *rest = node.steps
            steps: dict[int, Kind] = {step.span.start: ("string" if step.quoted else "variable", ()) for step in rest}
            return {head.span.start: ("type", ("defaultLibrary",)), **steps}
        case Call():
            library = ("defaultLibrary",) if node.name in CALLS else ()
            return {node.name_span.start: ("function", library)}
        case Object():
            return {entry.key_span.start: ("property", ()) for entry in node.entries}
    return {}


def _word(word: str, attribute: Attribute) -> Kind:
    schema = attribute.schema
    if schema and word in schema.values:
        return "enumMember", ("defaultLibrary",)
    if schema and schema.type.element.kind == "field_type":
        return _field_type(word, attribute)
    return ("enumMember" if schema and schema.type.element.kind == "enum" else "variable"), ()


def _field_type(word: str, attribute: Attribute) -> Kind:
    """A scalar such as `uuid`, an entity in `ref(User)`, or a word of the field's own enumeration."""
    if any(ref.name == word for ref in attribute.references):
        return "variable", ()
    return ("type", ("defaultLibrary",)) if word in SCALARS else ("enumMember", ())
