"""What a position in a blueprint means: in which block, at a name, a label or a value.

Half-typed text is the usual case, so that the line before the cursor is read as text; the tree says
in which block it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from blueprint_ls.language.elements import Attribute, Element
from blueprint_ls.language.model import Document, Place
from blueprint_ls.language.schema import AttributeSchema, BlockSchema, Vocabulary
from blueprint_ls.syntax import Node, Span, Text, Token, TokenKind

_NAME = re.compile(r"\s*([\w-]*)\Z")
_LABEL = re.compile(r"\s*([\w-]+)[ \t]+(?:(\")([^\"]*)|([\w-]*))\Z")
_VALUE = re.compile(r"\s*([\w-]+)[ \t]*=(.*)\Z", re.DOTALL)
_WORD = re.compile(r"[\w-]*\Z")
_PROSE = (TokenKind.COMMENT, TokenKind.OPEN_COMMENT, TokenKind.HEREDOC, TokenKind.OPEN_HEREDOC)
"""The tokens in which nothing is offered."""


class Spot(Enum):
    """The kinds of place a cursor can be at."""

    NAME = "name"
    LABEL = "label"
    VALUE = "value"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A position, understood."""

    spot: Spot
    blocks: tuple[Place, ...]
    """The blocks around it, outermost first."""
    schema: BlockSchema | None
    """What may stand in the innermost block; the file's own schema at the top."""
    prefix: str
    """What is typed of the word already."""
    replace: Span
    """The word that a completion takes the place of."""
    name: str = ""
    """The block whose label, or the attribute whose value, stands here."""
    quoted: bool = False
    """Whether the cursor is inside a quoted string."""
    before: str = ""
    """The value's text up to the cursor."""

    @property
    def attribute(self) -> AttributeSchema | None:
        """The schema of the attribute whose value stands here."""
        return self.schema.attributes.get(self.name) if self.schema and self.spot is Spot.VALUE else None


def cursor_at(document: Document, vocabulary: Vocabulary, offset: int) -> Cursor:
    """What the position `offset` means."""
    blocks = enclosing(document, offset)
    schema = blocks[-1].element.schema if blocks else vocabulary.root
    if token_at(document.tree, offset) in _PROSE:
        return Cursor(Spot.NOWHERE, blocks, schema, "", Span(offset, offset))
    text = _before(document, blocks, offset)
    value = _VALUE.match(text)
    if value:
        return _value(document, blocks, schema, value[1], value[2], offset)
    label = _LABEL.match(text)
    if label:
        typed = label[3] if label[2] else label[4]
        return _word(Spot.LABEL, document, blocks, schema, typed, offset, name=label[1], quoted=bool(label[2]))
    name = _NAME.match(text)
    if name:
        return _word(Spot.NAME, document, blocks, schema, name[1], offset)
    return Cursor(Spot.NOWHERE, blocks, schema, "", Span(offset, offset))


def enclosing(document: Document, offset: int) -> tuple[Place, ...]:
    """The blocks whose bodies hold the position, outermost first."""
    found: list[Place] = []
    elements = document.elements
    base = 0
    while True:
        inner = next((pair for pair in reversed(elements) if base + pair[0] <= offset), None)
        if inner is None or not _holds(document, base + inner[0], inner[1], offset):
            return tuple(found)
        base += inner[0]
        found.append(Place(document, base, inner[1], 0))
        elements = inner[1].children


def attribute_at(place: Place, offset: int) -> Attribute | None:
    """The attribute of a block that spans the position."""
    for attribute in (*place.element.attributes.values(), *place.element.repeated):
        span = place.attribute_span(attribute)
        if span.start <= offset <= span.end:
            return attribute
    return None


def _holds(document: Document, start: int, element: Element, offset: int) -> bool:
    """Whether a block's body holds the position; one that is not closed goes on while the text is indented deeper."""
    node = element.node
    if node.open_offset < 0 and not node.items:
        return False
    opened = start + (node.open_offset + 1 if node.open_offset >= 0 else node.name_span.end)
    if node.close_offset >= 0:
        return opened <= offset <= start + node.close_offset
    text, end = document.text, start + node.width
    same_line = text.line_at(offset) == text.line_at(end)
    return opened <= offset and (offset <= end or same_line or _column(text, offset) > _column(text, start))


def _column(text: Text, offset: int) -> int:
    """How far the line of a position is indented, counted no further than to the position."""
    line = text.data[text.line_span(text.line_at(offset)).start : offset]
    return len(line) - len(line.lstrip(b" \t"))


def token_at(node: Node, offset: int) -> TokenKind | None:
    """The kind of the token that the position is in or at the end of."""
    for at, child in node.parts():
        if at < offset <= at + child.width:
            return child.kind if isinstance(child, Token) else token_at(child, offset - at)
    return None


def _before(document: Document, blocks: tuple[Place, ...], offset: int) -> str:
    """The text of the statement the cursor is in, up to the cursor."""
    text = document.text
    start = text.line_span(text.line_at(offset)).start
    if blocks:
        place = blocks[-1]
        attribute = attribute_at(place, offset)
        if attribute and place.start + attribute.offset < start:
            start = place.start + attribute.offset
        start = max(start, place.start + place.element.node.open_offset + 1)
    return text.slice(Span(start, offset))


def _value(
    document: Document,
    blocks: tuple[Place, ...],
    schema: BlockSchema | None,
    name: str,
    before: str,
    offset: int,
) -> Cursor:
    quoted = re.sub(r'\\.|"(?:[^"\\]|\\.)*"', "", before).count('"') % 2 == 1
    start = before.rfind('"') + 1 if quoted else _WORD.search(before).start()  # type: ignore[union-attr]
    prefix = before[start:]
    if not _awaits(before[: start - 1 if quoted else start]):
        return Cursor(Spot.NOWHERE, blocks, schema, "", Span(offset, offset))
    end = offset + _rest_of_word(document, offset, quoted)
    replace = Span(offset - len(prefix.encode()), end)
    return Cursor(Spot.VALUE, blocks, schema, prefix, replace, name, quoted, before)


def _awaits(before: str) -> bool:
    """Whether a value may follow: what is there already is open, a list's beginning say, or nothing."""
    written = before.rstrip()
    return not written or written[-1] in "[,({=.:"


def _word(
    spot: Spot,
    document: Document,
    blocks: tuple[Place, ...],
    schema: BlockSchema | None,
    prefix: str,
    offset: int,
    name: str = "",
    quoted: bool = False,
) -> Cursor:
    end = offset + _rest_of_word(document, offset, quoted)
    return Cursor(spot, blocks, schema, prefix, Span(offset - len(prefix.encode()), end), name, quoted)


def _rest_of_word(document: Document, offset: int, quoted: bool) -> int:
    end = document.text.line_span(document.text.line_at(offset)).end
    rest = document.text.slice(Span(offset, end))
    found = re.match(r'[^"]*' if quoted else r"[\w-]*", rest)
    closed = quoted and '"' not in rest
    return 0 if closed or not found else len(found[0].encode())
