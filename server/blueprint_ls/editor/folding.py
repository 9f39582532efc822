"""Folding: blocks, lists, objects, heredocs, and runs of comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.language.model import Document
from blueprint_ls.syntax import (
    Attribute,
    Block,
    Call,
    File,
    Heredoc,
    List,
    Node,
    Object,
    Span,
    Text,
    comments,
)

_LINE_COMMENT = re.compile(rb"[ \t]*(#|//)")


@dataclass(frozen=True, slots=True)
class Fold:
    """A piece of text that can be put away. The line it begins on and the closing bracket's line stay."""

    span: Span
    kind: str
    """`region` or `comment`."""


def folds(document: Document) -> list[Fold]:
    """Everything that can be folded, at most one fold a line, in document order."""
    text = document.text
    found = [*_nodes(text, document.tree, 0), *_comments(document)]
    by_line: dict[int, Fold] = {}
    for fold in sorted(found, key=lambda fold: (fold.span.start, -fold.span.end)):
        by_line.setdefault(text.line_at(fold.span.start), fold)
    return list(by_line.values())


def _nodes(text: Text, node: Node, start: int) -> Iterator[Fold]:
    match node:
        case File():
            for offset, item in node.items:
                yield from _nodes(text, item, offset)
        case Block():
            if node.open_offset >= 0:
                closed = start + node.close_offset if node.close_offset >= 0 else None
                yield from _between(text, start + node.open_offset + 1, start + node.width, closed)
            for offset, item in node.items:
                yield from _nodes(text, item, start + offset)
        case Attribute():
            yield from _nodes(text, node.value, start + node.value_offset)
        case List() | Object() | Call():
            whole = text.data[start : start + node.width]
            closed = start + node.width - 1 if whole[-1:] in (b"]", b"}", b")") else None
            yield from _between(text, start + 1, start + node.width, closed)
            for offset, inner in _inside(node):
                yield from _nodes(text, inner, start + offset)
        case Heredoc():
            yield from _between(text, text.line_span(text.line_at(start)).end, start + node.width, start + node.width)


def _inside(node: List | Object | Call) -> Iterator[tuple[int, Node]]:
    if isinstance(node, Object):
        yield from ((entry.value_offset, entry.value) for entry in node.entries)
    else:
        yield from node.elements if isinstance(node, List) else node.arguments


def _between(text: Text, start: int, end: int, closed: int | None) -> Iterator[Fold]:
    """From behind the opening bracket to the end of the line before the closing one."""
    last = text.line_at(end if closed is None else closed)
    if closed is not None:
        last -= 1
        end = text.line_span(max(last, 0)).end
    if last > text.line_at(start):
        yield Fold(Span(start, end), "region")


def _comments(document: Document) -> Iterator[Fold]:
    text, runs = document.text, list[list[int]]()
    for offset, token in comments(document.tree):
        first, last = text.line_at(offset), text.line_at(offset + len(token.text.rstrip()))
        if last > first:
            yield Fold(Span(text.line_span(first).end, offset + len(token.text.rstrip())), "comment")
        elif _LINE_COMMENT.match(text.data, text.line_span(first).start):
            if runs and runs[-1][-1] == first - 1:
                runs[-1].append(first)
            else:
                runs.append([first])
    for run in runs:
        if len(run) > 1:
            yield Fold(Span(text.line_span(run[0]).end, text.line_span(run[-1]).end), "comment")
