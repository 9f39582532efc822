"""The formatter: the canonical layout of a document, and the edits that lead to it."""

from __future__ import annotations

from collections.abc import Iterator

from .alignment import arrange
from .layout import Line, lines_of
from .lexer import BYTE_ORDER_MARK
from .nodes import File, Junk
from .parser import parse
from .text import Span, Text
from .tree import Node, Token, TokenKind

_LAYOUT = frozenset({TokenKind.BLANK, TokenKind.NEWLINE, TokenKind.COMMA})


def format(text: Text) -> bytes:
    """The text in its canonical layout. What is flawed stays as it is; meaning never changes."""
    return _apply(text.data, format_edits(text))


def format_edits(text: Text, span: Span | None = None) -> list[tuple[Span, bytes]]:
    """The edits that bring a text, or the lines that a span touches, to the canonical layout.

    They are ordered, do not overlap, and cover no more than what changes.
    """
    file = parse(text)
    edits = list(_edits(text.data, file))
    if file.flawed and not _is_harmless(file, _apply(text.data, edits)):
        return []
    if span is None:
        return edits
    start, end = text.line_span(text.line_at(span.start)).start, text.line_span(text.line_at(span.end)).end
    return [(place, new) for place, new in edits if start <= place.start <= end]


def _edits(data: bytes, file: File) -> Iterator[tuple[Span, bytes]]:
    """The edits for each line, and for the blank lines that go."""
    lines = lines_of(file)
    arrange(lines)
    newline = _usual_newline(data, lines)
    end = len(BYTE_ORDER_MARK) if data.startswith(BYTE_ORDER_MARK) else 0
    for line in lines:
        if line.start > end:
            yield Span(end, line.start), b""
        yield from _line_edits(data, line, newline)
        end = line.next
    if end < len(data):
        yield Span(end, len(data)), b""


def _usual_newline(data: bytes, lines: list[Line]) -> bytes:
    """The line end that most lines have; what stands inside heredocs and comments does not count."""
    newlines = [data[line.end : line.next] for line in lines if line.next > line.end]
    if not newlines:
        return b"\r\n" if b"\r\n" in data else b"\n"
    return b"\r\n" if newlines.count(b"\r\n") > newlines.count(b"\n") else b"\n"


def _line_edits(data: bytes, line: Line, newline: bytes) -> Iterator[tuple[Span, bytes]]:
    """The edit for what stands on a line, and the one for its end."""
    old = data[line.start : line.end]
    new = old if line.is_kept else line.content()
    if old != new:
        before = _common_length(old, new)
        after = _common_length(old[before:][::-1], new[before:][::-1])
        yield Span(line.start + before, line.end - after), new[before : len(new) - after]
    stays_open = line.is_kept and line.next == line.end
    would_merge = old.endswith(b"\r")  # a comment's lone carriage return, with a line feed put after it
    if data[line.end : line.next] != newline and not stays_open and not would_merge:
        yield Span(line.end, line.next), newline


def _common_length(one: bytes, other: bytes) -> int:
    """How many bytes two texts begin with in common."""
    differing = (index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])
    return next(differing, min(len(one), len(other)))


def _is_harmless(file: File, formatted: bytes) -> bool:
    """Whether a flawed document still says the same after formatting, and is then in its canonical layout.

    Where braces do not match, indentation has a meaning, and moving a line might change it.
    """
    again = parse(Text(formatted))
    return _essence(file) == _essence(again) and not list(_edits(formatted, again))


def _essence(node: Node) -> tuple[object, ...]:
    """What a node says: its kind and tokens, without blanks and commas; junk to the letter."""
    if isinstance(node, Junk):
        return (Junk, node.text())
    parts = [part for part in node.children if isinstance(part, Node) or part.kind not in _LAYOUT]
    return (type(node), *(part.text if isinstance(part, Token) else _essence(part) for part in parts))


def _apply(data: bytes, edits: list[tuple[Span, bytes]]) -> bytes:
    pieces, end = [], 0
    for span, new in edits:
        pieces += [data[end : span.start], new]
        end = span.end
    return b"".join([*pieces, data[end:]])
