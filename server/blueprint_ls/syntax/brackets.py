"""Brackets inside values: where they open, where they end, well or badly, and what is passed over in them."""

from __future__ import annotations

import re

from .cursor import Children, Cursor
from .tree import TokenKind

BRACKET_LIMIT = 64
"""How deep lists, objects and calls may be nested in one value."""
OPENERS = frozenset({TokenKind.OPEN_BRACE, TokenKind.OPEN_BRACKET, TokenKind.OPEN_PAREN})
CLOSERS = frozenset({TokenKind.CLOSE_BRACE, TokenKind.CLOSE_BRACKET, TokenKind.CLOSE_PAREN})

_NEWLINE, _END, _COMMA, _NAME = TokenKind.NEWLINE, TokenKind.END, TokenKind.COMMA, TokenKind.NAME
_CLOSE_BRACE = TokenKind.CLOSE_BRACE
_FAR = 1_000
_HEADER = rb"""
    [A-Za-z_\x80-\xff] [\w\x80-\xff-]*+
    (?: [\ \t]*+ "[^"\r\n]*+" | [\ \t]++ [\w\x80-\xff] [\w\x80-\xff-]*+ )*
    [\ \t]*+
"""
_BLOCK = re.compile(_HEADER + rb"\{", re.VERBOSE)
STATEMENT = re.compile(_HEADER + rb"(?: \{ | =(?![=>]) )", re.VERBOSE)
"""How an attribute or the header of a block begins."""


class BracketReader(Cursor):
    """Knows which brackets are open. What is left open ends where a statement begins on a new line."""

    __slots__ = ("_closers", "by_indentation", "column", "one_line")

    def __init__(self, data: bytes, *, by_indentation: bool) -> None:
        self.by_indentation = by_indentation
        """Whether the file's braces do not match, so that indentation tells where things end."""
        self.column = 0
        """The indentation of the line on which the statement at hand began."""
        self.one_line = False
        """Whether the innermost block began on the line at hand, so that a `}` on it belongs to that block."""
        self._closers: list[TokenKind] = []
        super().__init__(data)

    def begins_statement(self) -> bool:
        """Whether an attribute or a block's header begins at the token at hand."""
        return self.kind is _NAME and STATEMENT.match(self.data, self.start) is not None

    def open_bracket(self, children: Children, closer: TokenKind) -> bool:
        """Take an opening bracket. The answer is to be handed to `close_bracket`."""
        outer = self.newlines_count
        self._closers.append(closer)
        is_too_deep = len(self._closers) > BRACKET_LIMIT
        self.newlines_count = closer is _CLOSE_BRACE and not is_too_deep
        self.take(children)
        if is_too_deep:
            self.report(f"Nested deeper than {BRACKET_LIMIT} levels", self.behind - 1, self.behind)
            while not self.ends_brackets(children):
                self.skip_part(children)
        return outer

    def close_bracket(self, children: Children, outer: bool, opened: int) -> None:
        """Take the closing bracket, or report that it is missing, and see line ends as before."""
        closes, closer = self._closes(), self._closers.pop()
        self.newlines_count = outer
        if closes:
            self.take(children)
            return
        self.give_back_trivia(children)
        self.move(self.behind)
        opener = self.data[opened : opened + 1].decode()
        related = ((opened, 1, f"`{opener}` opened here"),)
        self.report(f"Expected `{closer.value}` to close `{opener}`", self.behind, self.behind, related=related)

    def ends_brackets(self, children: Children) -> bool:
        """Whether the innermost brackets end before the token at hand, well or badly."""
        kind = self.kind
        if kind is _END or kind in self._closers:
            return True
        if kind is _NEWLINE or not self.begins_line(children):
            return kind is _CLOSE_BRACE and self.one_line
        if kind is _CLOSE_BRACE:
            return True
        if self.by_indentation and self._line_column() <= self.column:
            return True
        outside = _BLOCK if self._closers[-1] is _CLOSE_BRACE else STATEMENT
        return kind is _NAME and outside.match(self.data, self.start) is not None

    def skip_part(self, children: Children) -> None:
        """Pass over what cannot be read: up to and with the next comma, or up to the end of line or brackets."""
        while self.kind is not _NEWLINE and not self.ends_brackets(children):
            kind = self.kind
            self.take(children)
            if kind is _COMMA:
                return
            if kind in OPENERS:
                self.skip_nested(children)

    def skip_nested(self, children: Children, *, whole: bool = False) -> None:
        """Pass over what was just opened, and its closing bracket, without recursion.

        Unless the `whole` is asked for, a line that is indented no deeper than the statement ends it too.
        """
        depth = 1
        while depth and self.kind is not _END and (whole or not self._is_outdented(children)):
            depth += (self.kind in OPENERS) - (self.kind in CLOSERS)
            self.take(children)

    def _closes(self) -> bool:
        """Whether the token at hand is the closing bracket of the innermost open one."""
        if self.kind is not self._closers[-1]:
            return False
        return not (self.by_indentation and self._line_column() < self.column)

    def _is_outdented(self, children: Children) -> bool:
        """Whether the token at hand begins a line that does not belong to the statement."""
        if self.kind is _NEWLINE or not self.begins_line(children):
            return False
        if self.kind in CLOSERS and self.kind is not _CLOSE_BRACE:
            return False
        return self._line_column() < self.column + (self.kind is not _CLOSE_BRACE)

    def _line_column(self) -> int:
        """The column of the token at hand if it is the first on its line; else one that is far to the right."""
        line = self.data.rfind(b"\n", max(self.start - _FAR, 0), self.start) + 1
        if line == 0 or self.data[line : self.start].strip(b" \t"):
            return _FAR
        return self.start - line
