"""The lines of a document as the formatter sees them: tokens without blanks, and lines that it must not touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .lexer import intern
from .nodes import Block, File, Heredoc, List
from .tree import Node, Token, TokenKind

_NEWLINE, _COMMA = TokenKind.NEWLINE, TokenKind.COMMA
_SKIPPED = frozenset({TokenKind.BLANK, TokenKind.BYTE_ORDER_MARK, TokenKind.END})
_Row = list[tuple[int, Node | Token]]


class Line:
    """One line, or several that a heredoc or a comment holds together."""

    __slots__ = ("end", "is_kept", "next", "spaces", "start", "tokens")

    def __init__(self, start: int) -> None:
        self.start = start
        """Where the line begins in the old text."""
        self.end = start
        """Where its content ends, blanks included."""
        self.next = start
        """Where the next line begins."""
        self.tokens: list[Token] = []
        """What it holds, without blanks."""
        self.spaces: list[int] = []
        """How many blanks stand before each token in the new text."""
        self.is_kept = False
        """Whether it holds something flawed, and therefore stays as it is."""

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing on it."""
        return not self.tokens and not self.is_kept

    def content(self) -> bytes:
        """What stands on it in the new text."""
        return b"".join([b" " * count + token.text for count, token in zip(self.spaces, self.tokens, strict=True)])


def lines_of(file: File) -> list[Line]:
    """The lines of a well laid out document: with missing commas and blank lines, without needless ones."""
    writer = _Writer()
    writer.write_file(file)
    return list(_without_needless_blanks(writer.lines))


class _Writer:
    """Goes through a tree and puts its tokens into lines."""

    def __init__(self) -> None:
        self.lines = [Line(0)]

    def write_file(self, file: File) -> None:
        """Write all rows of a file, with a blank line between its blocks."""
        after_block: int | None = None
        for row in _rows(file, 0):
            items = [part for _, part in row if isinstance(part, Node)]
            is_block = len(items) == 1 and isinstance(items[0], Block) and not _is_left_alone(items[0])
            if is_block and after_block is not None:
                self._part_from_block(after_block)
            self._write_row(row)
            if items:
                after_block = len(self.lines) - 1 if is_block else None
        self.lines[-1].end = self.lines[-1].next = file.width

    def _part_from_block(self, index: int) -> None:
        """See that a blank line stands somewhere between a block, which ends before a line, and the next one."""
        if not any(line.is_blank for line in self.lines[index:-1]):
            self.lines.insert(index, Line(self.lines[index].start))

    def _write_row(self, row: _Row) -> None:
        """Write what stands in a body up to a line end; if any of it is to be left alone, all of it is."""
        is_kept = any(isinstance(part, Node) and _is_left_alone(part) for _, part in row)
        for offset, part in row:
            if is_kept and not _is_newline(part):
                self.lines[-1].is_kept = True
            elif isinstance(part, Block):
                for inner in _rows(part, offset):
                    self._write_row(inner)
            else:
                self._write(part, offset)

    def _write(self, part: Node | Token, offset: int) -> None:
        """Write a part that has no rows of its own."""
        if isinstance(part, Token):
            self._write_token(part, offset)
            return
        last = _needs_comma_after(part) if isinstance(part, List) else None
        for inner, child in part.parts():
            self._write(child, offset + inner)
            if child is last:
                self.lines[-1].tokens.append(intern(_COMMA, b","))

    def _write_token(self, token: Token, offset: int) -> None:
        line = self.lines[-1]
        if token.kind is _NEWLINE:
            line.end, line.next = offset, offset + token.width
            self.lines.append(Line(line.next))
        elif token.kind is TokenKind.BYTE_ORDER_MARK:
            line.start = token.width
        elif token.kind not in _SKIPPED:
            line.tokens.append(token)


def _rows(body: File | Block, start: int) -> Iterator[_Row]:
    """The parts of a body, line end by line end, with their offsets in the file."""
    row: _Row = []
    for offset, part in body.parts():
        row.append((start + offset, part))
        if _is_newline(part):
            yield row
            row = []
    yield row


def _is_left_alone(item: Node) -> bool:
    """Whether an item is flawed in a way that a new layout might make worse.

    A block that is itself in order, with flaws further in, is none, unless they share a line with its braces.
    """
    if not item.flawed or not isinstance(item, Block) or item.issues:
        return item.flawed
    rows = list(_rows(item, 0))
    return any(isinstance(part, Node) and _is_left_alone(part) for _, part in rows[0] + rows[-1])


def _needs_comma_after(node: List) -> Node | None:
    """The last element of a list, if its closing bracket begins a line and no comma stands between them."""
    if not node.elements or isinstance(last := node.elements[-1][1], Heredoc):
        return None
    after = [part.kind for part in node.children[node.children.index(last) :] if isinstance(part, Token)]
    return last if _NEWLINE in after and _COMMA not in after else None


def _is_newline(part: Node | Token) -> bool:
    return isinstance(part, Token) and part.kind is _NEWLINE


def _without_needless_blanks(lines: Iterable[Line]) -> Iterator[Line]:
    """Drop blank lines at the start, at the end, and after another."""
    pending: Line | None = None
    is_first = True
    for line in lines:
        if line.is_blank:
            pending = pending or line
            continue
        if pending is not None and not is_first:
            yield pending
        yield line
        pending, is_first = None, False
