"""Where the tokens of each line go: indentation, the blank between two tokens, and columns of `=` and comments.

The rules are those of HashiCorp's own formatter, so that `terraform fmt` has nothing to add.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

from .brackets import CLOSERS, OPENERS
from .layout import Line
from .tree import Token, TokenKind

INDENT = 2
"""How many blanks a level of indentation has."""

_ZERO_WIDTH_JOINER = "\u200d"


def arrange(lines: list[Line]) -> None:
    """Decide how many blanks stand before each token."""
    for line in lines:
        pairs = zip(line.tokens, line.tokens[1:], strict=False)
        line.spaces = [0, *(_gap(before, after) for before, after in pairs)][: len(line.tokens)]
    _indent(lines)
    _align(lines, _assignment)
    _align(lines, _trailing_comment)


def _gap(before: Token, after: Token) -> int:
    """How many blanks part two tokens of a line."""
    left, right = before.kind, after.kind
    if right is TokenKind.COMMA or left is TokenKind.DOT or right is TokenKind.DOT:
        return 0
    if left is TokenKind.COMMA:
        return 1
    if left is TokenKind.NAME and right in (TokenKind.OPEN_PAREN, TokenKind.OPEN_BRACKET):
        return 0
    if left in CLOSERS and right is TokenKind.OPEN_BRACKET:
        return 0
    if left is TokenKind.OPEN_BRACE or right is TokenKind.CLOSE_BRACE:
        return int(not (left is TokenKind.OPEN_BRACE and right is TokenKind.CLOSE_BRACE))
    return int(left not in OPENERS and right not in CLOSERS)


def _indent(lines: list[Line]) -> None:
    """Indent by open brackets. A line that opens several at once adds one level, as does one that opens one."""
    levels: list[int] = []
    for line in lines:
        if not line.tokens:
            continue
        change = sum((token.kind in OPENERS) - (token.kind in CLOSERS) for token in line.tokens)
        if change < 0:
            _close(levels, -change)
        line.spaces[0] = INDENT * len(levels)
        if change > 0:
            levels.append(change)


def _close(levels: list[int], count: int) -> None:
    """Take closed brackets off the levels that their opening had added."""
    while count > 0 and levels:
        if count < levels[-1]:
            levels[-1] -= count
            return
        count -= levels.pop()


def _align(lines: Iterable[Line], cell: Callable[[Line], int]) -> None:
    """Bring the cells of lines that follow each other to one column. `cell` is the index of its first token."""
    chain: list[tuple[Line, int]] = []
    for line in lines:
        index = cell(line)
        if index > 0:
            chain.append((line, index))
        else:
            _align_chain(chain)
            chain = []
    _align_chain(chain)


def _align_chain(chain: list[tuple[Line, int]]) -> None:
    widths = [_width(line, index) for line, index in chain]
    for (line, index), width in zip(chain, widths, strict=True):
        line.spaces[index] = max(widths) - width + 1


def _assignment(line: Line) -> int:
    """The index of `=`, if all brackets of the value close on the line; else 0."""
    for index, token in enumerate(line.tokens):
        if index and token.kind is TokenKind.EQUALS:
            rest = line.tokens[index:]
            is_whole = sum((token.kind in OPENERS) - (token.kind in CLOSERS) for token in rest) == 0
            return index if is_whole else 0
    return 0


def _trailing_comment(line: Line) -> int:
    """The index of a comment that runs to the end of a line with something else on it; else 0."""
    last = len(line.tokens) - 1
    is_comment = last > 0 and line.tokens[last].kind is TokenKind.COMMENT
    return last if is_comment and not line.tokens[last].text.startswith(b"/*") else 0


def _width(line: Line, stop: int) -> int:
    """How many columns the tokens before an index take, indentation included."""
    return sum(line.spaces[:stop]) + sum(_columns(token.text) for token in line.tokens[:stop])


def _columns(text: bytes) -> int:
    """How many characters a reader sees: a letter with its accents is one, and so is a joined emoji."""
    if text.isascii():
        return len(text)
    string = text.decode(errors="replace")
    marks = sum(unicodedata.category(character) in ("Mn", "Me") for character in string)
    return len(string) - marks - 2 * string.count(_ZERO_WIDTH_JOINER)
