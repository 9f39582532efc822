"""Formatting: the whole file, some lines, and what was just typed."""

from __future__ import annotations

import re

from blueprint_ls.editor.cursor import token_at
from blueprint_ls.fixes.fix import Edit
from blueprint_ls.language.model import Document
from blueprint_ls.syntax import Block, Span, TokenKind, item_path
from blueprint_ls.syntax.formatter import format_edits

TRIGGERS = ("}", "\n")
"""The characters after which `on_type` has something to say."""
INDENT = "  "
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_COMMENT = re.compile(r"(#|//).*")
_TEXTS = (TokenKind.HEREDOC, TokenKind.OPEN_HEREDOC, TokenKind.COMMENT, TokenKind.OPEN_COMMENT)


def whole(document: Document) -> list[Edit]:
    """The edits that give a file its canonical layout."""
    return _edits(document, None)


def within(document: Document, span: Span) -> list[Edit]:
    """The edits that give the lines of a span their canonical layout."""
    return _edits(document, span)


def on_type(document: Document, offset: int, typed: str) -> list[Edit]:
    """After `}`, the block that it closes is laid out; after a new line, that line is indented."""
    if typed == "}":
        closed = _closed_block(document, offset)
        return _edits(document, closed) if closed else []
    return _indented(document, offset) if typed == "\n" else []


def _edits(document: Document, span: Span | None) -> list[Edit]:
    found = format_edits(document.text, span)
    return [Edit(document.path, place, new.decode(errors="replace")) for place, new in found]


def _closed_block(document: Document, offset: int) -> Span | None:
    """The block whose closing brace ends at the position."""
    for start, node in item_path(document.tree, offset):
        if isinstance(node, Block) and start + node.close_offset + 1 == offset and node.close_offset >= 0:
            return Span(start, offset)
    return None


def _indented(document: Document, offset: int) -> list[Edit]:
    text = document.text
    line = text.line_at(offset)
    if line == 0 or token_at(document.tree, offset) in _TEXTS:
        return []
    here = text.line_span(line)
    content = text.slice(here)
    rest = content.lstrip(" \t")
    wanted = _margin(document, line, rest[:1])
    before = content[: len(content) - len(rest)]
    if wanted is None or before == wanted:
        return []
    return [Edit(document.path, Span(here.start, here.start + len(before)), wanted)]


def _margin(document: Document, line: int, first: str) -> str | None:
    """How far a line that begins with `first` is indented, by the nearest line above that holds something."""
    for number in range(line - 1, -1, -1):
        above = document.text.slice(document.text.line_span(number))
        code = _COMMENT.sub("", _QUOTED.sub('""', above)).rstrip()
        if not above.strip():
            continue
        depth = (len(above) - len(above.lstrip(" \t"))) // len(INDENT)
        opens = code[-1:] in ("{", "[", "(") and code != ""
        closes = first in ("}", "]", ")") and first != ""
        return INDENT * max(depth + opens - closes, 0)
    return "" if line else None
