"""What a parse may take over from the tree of the text before an edit."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from .nodes import Attribute, Block, File, Heredoc, Item
from .tree import Node, Token, TokenKind

_LINE_END = re.compile(rb"[ \t]*+(?:(?:#|//)[^\r\n]*+)?(?:\r?\n|\Z)")
_offset = itemgetter(0)


class Edit(NamedTuple):
    """One replacement: the old text from `start` to `old_end` became the new text from `start` to `new_end`."""

    start: int
    old_end: int
    new_end: int


class Indentation(NamedTuple):
    """Where items stand, in a body of which indentation tells the end."""

    column: int
    """The column of the first item."""
    floor: int
    """The column of the block that holds the items: what stands there or left of it is outside."""


class Run(NamedTuple):
    """Neighboring items that can be taken over together."""

    children: tuple[Node | Token, ...]
    """The items and what stands between them."""
    items: tuple[tuple[int, Item], ...]
    """The items, with offsets from the start of the node that held them."""
    width: int
    """How many bytes they cover."""


class OldTree:
    """The tree before an edit, asked for items by their place after the edit.

    An item without issues depends on nothing but its own text and what follows it on its line; the parser asks
    only where a line begins. So an item that the edit leaves alone can be taken over where a line end follows.
    """

    __slots__ = ("_data", "_edit", "_file")

    def __init__(self, file: File, data: bytes, edit: Edit) -> None:
        self._file = file
        self._data = data
        self._edit = edit

    def run_at(self, offset: int, limit: int, indentation: Indentation | None) -> Run | None:
        """The items that can be taken over at an offset, if they are no more than `limit` blocks high."""
        if self._edit.start <= offset < self._edit.new_end:
            return None
        shift = self._edit.new_end - self._edit.old_end if offset >= self._edit.new_end else 0
        found = self._find(offset - shift)
        if found is None:
            return None
        base, body, first = found
        stop = self._stop(base + shift, body, first, limit)
        if indentation is not None:
            stop = _tidy_stop(body, first, stop, indentation)
        while stop > first and not self._ends_line(base + shift, *body.items[stop - 1]):
            stop -= 1
        return _run(body, first, stop) if stop > first else None

    def _find(self, offset: int) -> tuple[int, File | Block, int] | None:
        """The body that has an item exactly at an offset of the old text: its start, itself, the item's index."""
        base = 0
        body: File | Block = self._file
        while True:
            index = bisect_right(body.items, offset - base, key=_offset) - 1
            if index < 0:
                return None
            start, item = body.items[index]
            if base + start == offset:
                return base, body, index
            if not isinstance(item, Block):
                return None
            base, body = base + start, item

    def _stop(self, base: int, body: File | Block, first: int, limit: int) -> int:
        """The index after the last item, from `first` on, that is faultless and on this side of the edit."""
        border = self._edit.start - base
        if body.items[first][0] >= border:
            border = self._file.width
        for index in range(first, len(body.items)):
            start, item = body.items[index]
            if item.flawed or start + item.width > border or (type(item) is Block and item.height > limit):
                return index
        return len(body.items)

    def _ends_line(self, base: int, start: int, item: Item) -> bool:
        """Whether nothing but a comment follows an item on its line.

        A heredoc needs a line end to follow it at once; that must not have been touched.
        """
        end = base + start + item.width
        match = _LINE_END.match(self._data, end)
        if match is None or end > self._edit.start or not _ends_with_heredoc(item):
            return match is not None
        return match[0].endswith(b"\n") and match.end() <= self._edit.start


def _ends_with_heredoc(item: Item) -> bool:
    return isinstance(item, Attribute) and isinstance(item.value, Heredoc)


def _run(body: File | Block, first: int, stop: int) -> Run:
    (start, opening), (last_start, last) = body.items[first], body.items[stop - 1]
    begin = body.children.index(opening, first)
    end = body.children.index(last, begin) + 1
    return Run(body.children[begin:end], body.items[first:stop], last_start + last.width - start)


def _tidy_stop(body: File | Block, first: int, stop: int, indentation: Indentation) -> int:
    """The index after the last item of a row that is indented as the parser expects of it."""
    begin = body.children.index(body.items[first][1], first)
    lines = _lines(body.children[begin:], indentation.column)
    for index, (_, column, item) in zip(range(first, stop), lines, strict=False):
        if column <= indentation.floor or not _is_tidy(item, column):
            return index
    return stop


def _is_tidy(item: Node | Token, column: int) -> bool:
    """Whether indentation alone would find the ends of an item without faults just where they are."""
    if isinstance(item, Attribute):
        return b"\n" not in (text := item.text()) or _outdented(column).search(text) is None
    assert isinstance(item, Block)
    if item.tidy_column == column:
        return True
    for begins_line, inner, part in _lines(item.children, column):
        if isinstance(part, Token):
            if begins_line and inner != column:
                return False
        elif (begins_line and inner <= column) or not _is_tidy(part, inner):
            return False
    item.tidy_column = column
    return True


def _outdented(column: int) -> re.Pattern[bytes]:
    """A line that is not deeper than a column, unless it begins with a closing bracket exactly there."""
    return re.compile(rb"\n(?![ \t]{%d}(?:[ \t]|[)\]}]))[ \t]*+[^\s]" % column)


def _lines(parts: Iterable[Node | Token], column: int) -> Iterator[tuple[bool, int, Node | Token]]:
    """Items and closing braces: whether they begin a line, and the indentation of the line they begin on."""
    indent = -1
    for part in parts:
        if isinstance(part, Node) or part.kind is TokenKind.CLOSE_BRACE:
            begins_line = indent >= 0
            column = indent if begins_line else column
            yield begins_line, column, part
            indent = -1
        elif part.kind is TokenKind.NEWLINE:
            indent = 0
        elif indent >= 0:
            indent += part.width
