"""Selection that grows: word, value, attribute, body, block, section, file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blueprint_ls.judge.finding import shift
from blueprint_ls.language.model import Document
from blueprint_ls.syntax import Attribute, Block, File, Node, Object, Reference, Span, String, item_path

_WORD = re.compile(r"[\w-]+")


def selection(document: Document, offset: int) -> list[Span]:
    """The spans that hold a position, the smallest first, each within the next."""
    grown: list[Span] = []
    path = item_path(document.tree, offset)
    for start, node in reversed(path):
        for span in _of(document, start, node, offset):
            if span.start <= offset <= span.end and _holds(span, grown):
                grown.append(span)
    return [*_word(document, offset, grown), *grown]


def _holds(span: Span, grown: list[Span]) -> bool:
    """Whether a span is larger than the last one, all of which it holds."""
    inner = grown[-1] if grown else None
    return inner is None or (span != inner and span.start <= inner.start and inner.end <= span.end)


def _word(document: Document, offset: int, grown: list[Span]) -> Iterator[Span]:
    """The word at the position, where it is less than the smallest span."""
    line = document.text.line_span(document.text.line_at(offset))
    for found in _WORD.finditer(document.text.slice(line)):
        start = line.start + len(found.string[: found.start()].encode())
        span = Span(start, start + len(found[0].encode()))
        if span.start <= offset <= span.end and (not grown or span != grown[0]) and _within(span, grown):
            yield span
            return


def _within(span: Span, grown: list[Span]) -> bool:
    return not grown or (grown[0].start <= span.start and span.end <= grown[0].end)


def _of(document: Document, start: int, node: Node, offset: int) -> Iterator[Span]:
    """The spans that a node brings, the smallest first."""
    whole = Span(start, start + node.width)
    match node:
        case String() if node.width > 1:
            yield shift(node.inner, start)
        case Reference():
            for step in node.steps:
                quotes = 1 if step.quoted else 0
                yield Span(start + step.span.start + quotes, start + step.span.end - quotes)
        case Object():
            for entry in node.entries:
                yield Span(start + entry.key_span.start, start + entry.key_span.end)
                yield Span(start + entry.key_span.start, start + entry.value_offset + entry.value.width)
        case Attribute():
            yield Span(start + node.name_span.start, start + node.name_span.end)
        case Block():
            yield from _of_block(document, start, node)
        case File():
            whole = Span(0, len(document.text.data))
    yield whole


def _of_block(document: Document, start: int, node: Block) -> Iterator[Span]:
    """A label, the header, the body without and with the white space around it."""
    yield Span(start + node.name_span.start, start + node.name_span.end)
    for label in node.labels:
        if label.quoted:
            yield Span(start + label.span.start + 1, start + label.span.end - 1)
        yield Span(start + label.span.start, start + label.span.end)
    end = node.labels[-1].span.end if node.labels else node.name_span.end
    yield Span(start, start + end)
    if node.items:
        first, (last, item) = node.items[0][0], node.items[-1]
        yield Span(start + first, start + last + item.width)
    if node.open_offset >= 0 and node.close_offset >= 0:
        yield Span(start + node.open_offset + 1, start + node.close_offset)
