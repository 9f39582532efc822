"""The expression parser: words, literals, lists, objects, calls and references."""

from __future__ import annotations

import re
from collections.abc import Callable

from . import literals
from .complaints import COMPUTES, shown, unexpected
from .cursor import Cursor
from .lexer import intern
from .text import Span
from .tree import (
    Bool,
    Call,
    Expression,
    Heredoc,
    List,
    Missing,
    Node,
    Null,
    Number,
    Object,
    ObjectEntry,
    Reference,
    Step,
    String,
    Token,
    TokenKind,
    Word,
)

_DEEPEST_COLUMN = 1_000

BRACKET_LIMIT = 64
"""How deep lists, objects and calls may be nested in one value."""

Children = list[Node | Token]
_NAME, _STRING, _NEWLINE, _END = TokenKind.NAME, TokenKind.STRING, TokenKind.NEWLINE, TokenKind.END
_COMMA, _DOT = TokenKind.COMMA, TokenKind.DOT
_OPEN_BRACKET, _CLOSE_BRACKET = TokenKind.OPEN_BRACKET, TokenKind.CLOSE_BRACKET
_OPEN_PAREN, _CLOSE_PAREN = TokenKind.OPEN_PAREN, TokenKind.CLOSE_PAREN
_OPEN_BRACE, _CLOSE_BRACE = TokenKind.OPEN_BRACE, TokenKind.CLOSE_BRACE
OPENERS = frozenset({_OPEN_BRACKET, _OPEN_PAREN, _OPEN_BRACE})
CLOSERS = frozenset({_CLOSE_BRACKET, _CLOSE_PAREN, _CLOSE_BRACE})
_NAME_START = rb"[A-Za-z_\x80-\xff]"
_HEADER = rb'[\w\x80-\xff-]*(?:[ \t]*"[^"\r\n]*"|[ \t]+[\w\x80-\xff][\w\x80-\xff-]*)*[ \t]*'
_STATEMENT = re.compile(_NAME_START + _HEADER + rb"(?:\{|=(?![=>]))")
_BLOCK_HEADER = re.compile(_NAME_START + _HEADER + rb"\{")


class ExpressionParser(Cursor):
    """Reads values. What is left open in brackets ends where a statement begins on a new line."""

    __slots__ = ("_closers", "by_indentation", "column")

    def __init__(self, data: bytes, *, by_indentation: bool) -> None:
        self.by_indentation = by_indentation
        """Whether braces do not balance, so that indentation tells where things end."""
        self.column = 0
        """The indentation of the line on which the statement at hand began."""
        self._closers: list[TokenKind] = []
        super().__init__(data)

    def value(self, children: Children, expected: str = "") -> tuple[int, Expression]:
        """Read a value into a node's children; where none begins, report it and go on without."""
        read = _READERS.get(self.kind)
        if read is None or self.token.text == b"for":
            self.report_unexpected(expected or f"Expected a value before {shown(self.token.text)}")
            missing = Missing((), 0, (), False)
            children.append(missing)
            return self.behind, missing
        offset = self.place(children)
        expression = read(self)
        children.append(expression)
        return offset, expression

    def begins_statement(self) -> bool:
        """Whether an attribute or a block's header begins at the token at hand."""
        return self.kind is _NAME and _STATEMENT.match(self.data, self.start) is not None

    def report_unexpected(self, expected: str) -> None:
        message = unexpected(self.token, expected)
        if message is expected or self.kind in (_NEWLINE, _END):
            self.report(message, self.behind, self.behind)
        else:
            self.report(message, self.start, self.end)

    # One reader for each kind of token that can begin a value.

    def _name(self) -> Expression:
        """A word, or what begins with one: a keyword, a reference, a call."""
        start, mark, token = self.start, len(self.reports), self.token
        self.advance()
        if token.text in _KEYWORDS:
            return _KEYWORDS[token.text](token)
        name = token.text.decode()
        if self.kind is _OPEN_PAREN:
            return self._call(start, mark, token, name)
        if self.kind is _DOT or self.kind is _OPEN_BRACKET:
            return self._reference(start, mark, token, name)
        return Word((token,), token.width, (), False, name)

    def _number(self) -> Number:
        token, raw = self.token, self.token.text.decode()
        self.advance()
        return Number((token,), token.width, (), False, literals.number(raw), raw)

    def _string(self) -> String:
        start, mark, token = self.start, len(self.reports), self.token
        value = self._quoted(token, start)
        self.advance()
        return String((token,), token.width, self.issues(mark, start), len(self.reports) > mark, value)

    def _open_string(self) -> String:
        start, mark, token = self.start, len(self.reports), self.token
        self.report("Expected `\"` at the end of this string", start, self.end, fix=((self.end, 0, b'"'),))
        value, _ = literals.string(token.text + b'"')
        self.advance()
        return String((token,), token.width, self.issues(mark, start), True, value)

    def _heredoc(self) -> Heredoc:
        start, mark = self.start, len(self.reports)
        if self.kind is TokenKind.OPEN_HEREDOC:
            self._end_open_heredoc()
        elif self.end == len(self.data):
            self.report("Expected a new line after the heredoc", self.end, self.end, fix=((self.end, 0, b"\n"),))
        token = self.token
        value, faults = literals.heredoc(token.text)
        self._report_faults(faults, start)
        self.advance()
        return Heredoc((token,), token.width, self.issues(mark, start), len(self.reports) > mark, value)

    def _list(self) -> List:
        start, mark = self.start, len(self.reports)
        children: Children = []
        elements = self._bracketed(children, start, _CLOSE_BRACKET)
        flawed = len(self.reports) > mark
        return List(tuple(children), self.behind - start, self.issues(mark, start), flawed, elements)

    def _call(self, start: int, mark: int, token: Token, name: str) -> Call:
        children: Children = [token]
        arguments = self._bracketed(children, start, _CLOSE_PAREN)
        flawed, span = len(self.reports) > mark, Span(0, token.width)
        width = self.behind - start
        return Call(tuple(children), width, self.issues(mark, start), flawed, name, span, arguments)

    def _object(self) -> Object:
        start, mark = self.start, len(self.reports)
        children: Children = []
        entries: list[ObjectEntry] = []
        outer = self._open(children, _CLOSE_BRACE)
        kept, end = len(children), self.behind
        while not self._ends_brackets(_BLOCK_HEADER, first_on_line=self._last_is_newline(children)):
            if self.kind is _NEWLINE:
                self.take(children)
                continue
            self._entry(children, start, entries)
            kept, end = len(children), self.behind
        if not self._closes():
            self.back_to(end, children, kept)
        self._close(children, outer, start)
        flawed = len(self.reports) > mark
        return Object(tuple(children), self.behind - start, self.issues(mark, start), flawed, tuple(entries))

    def _reference(self, start: int, mark: int, token: Token, name: str) -> Reference:
        children: Children = [token]
        steps = [Step(name, Span(0, token.width), False)]
        while True:
            if self.kind is _DOT:
                self._named_step(children, start, steps)
            elif self.kind is _OPEN_BRACKET:
                self._quoted_step(children, start, steps)
            else:
                break
        width, flawed = self.behind - start, len(self.reports) > mark
        return Reference(tuple(children), width, self.issues(mark, start), flawed, tuple(steps))

    # The parts of the above.

    def quoted_text(self) -> str:
        """What the quoted string at hand says; its faults are reported."""
        return self._quoted(self.token, self.start)

    def _quoted(self, token: Token, start: int) -> str:
        value, faults = literals.string(token.text)
        self._report_faults(faults, start)
        return value

    def _report_faults(self, faults: tuple[literals.Fault, ...], start: int) -> None:
        for fault in faults:
            begin, end = start + fault.start, start + fault.end
            fix = None if fault.fix is None else ((begin, end - begin, fault.fix),)
            self.report(fault.message, begin, end, code=fault.code, fix=fix)

    def _end_open_heredoc(self) -> None:
        """End a heredoc without its marker before the first line that looks like the next statement."""
        marker = self.token.text[2:].removeprefix(b"-").decode()
        self.report(f"Expected a line with nothing but `{marker}` to end this heredoc", self.start, self.end)
        outside = re.compile(rb"\r?\n(?=[ \t]{0,%d}(?:[A-Za-z_\x80-\xff]|\}))" % self.column)
        match = outside.search(self.data, self.end)
        end = len(self.data) if match is None else match.start()
        self.end = end
        self.token = intern(TokenKind.OPEN_HEREDOC, self.data[self.start : end])

    def _bracketed(
        self, children: Children, start: int, closer: TokenKind
    ) -> tuple[tuple[int, Expression], ...]:
        """The values between brackets, the brackets included in the children."""
        opened = self.start
        outer = self._open(children, closer)
        values: list[tuple[int, Expression]] = []
        while not self._ends_brackets(_STATEMENT, first_on_line=self.after_newline()):
            offset, value = self.value(children)
            if not isinstance(value, Missing):
                values.append((offset - start, value))
            self._separator(children, missing=isinstance(value, Missing))
        self._close(children, outer, opened)
        return tuple(values)

    def _separator(self, children: Children, *, missing: bool) -> None:
        """After a value: a comma, or the end of the brackets."""
        if missing:
            self._skip(children)
        elif self.kind is _COMMA:
            self.take(children)
        elif not self._ends_brackets(_STATEMENT, first_on_line=self.after_newline()):
            self.report_unexpected(f"Expected `,` before {shown(self.token.text)}")
            if self.kind not in _READERS:
                self._skip(children)

    def _entry(self, children: Children, start: int, entries: list[ObjectEntry]) -> None:
        """One `key = value` of an object, with the comma or the line end after it."""
        if self.kind not in (_NAME, _STRING) or self.token.text in (b"for", b"null"):
            self.report_unexpected(f"Expected a key instead of {shown(self.token.text)}")
            self._skip(children)
            return
        key_span = Span(self.start - start, self.end - start)
        key = self.quoted_text() if self.kind is _STRING else self.token.text.decode()
        self.take(children)
        if self.kind in (TokenKind.EQUALS, TokenKind.COLON):
            self.take(children)
            offset, value = self.value(children, f"Expected a value after `{key} =`")
        else:
            self.report_unexpected(f"Expected `=` after `{key}`")
            offset, value = self.behind, Missing((), 0, (), False)
            children.append(value)
        entries.append(ObjectEntry(key, key_span, offset - start, value))
        self._end_entry(children, missing=isinstance(value, Missing))

    def _end_entry(self, children: Children, *, missing: bool) -> None:
        if self.kind is _COMMA:
            self.take(children)
        elif self.kind not in (_NEWLINE, _CLOSE_BRACE, _END) and self.kind not in self._closers:
            if not missing:
                self.report_unexpected(f"Expected `,` or a new line before {shown(self.token.text)}")
            if missing or self.kind not in (_NAME, _STRING):
                self._skip(children)

    def _named_step(self, children: Children, start: int, steps: list[Step]) -> None:
        self.take(children)
        if self.kind is _NAME:
            span = Span(self.start - start, self.end - start)
            steps.append(Step(self.token.text.decode(), span, False))
            self.take(children)
        elif self.token.text == b"*":
            self.report(COMPUTES.format("`.*`"), self.start, self.end)
            self.take(children)
        else:
            self.report_unexpected("Expected a name after `.`")

    def _quoted_step(self, children: Children, start: int, steps: list[Step]) -> None:
        opened = self.start
        outer = self._open(children, _CLOSE_BRACKET)
        if self.kind is _STRING:
            span = Span(self.start - start, self.end - start)
            steps.append(Step(self.quoted_text(), span, True))
            self.take(children)
        else:
            self.report_unexpected("Expected a quoted name after `[`")
        if not self._ends_brackets(_STATEMENT, first_on_line=self.after_newline()):
            self.report_unexpected(f"Expected `]` before {shown(self.token.text)}")
        while not self._ends_brackets(_STATEMENT, first_on_line=self.after_newline()):
            self._skip(children)
        self._close(children, outer, opened)

    # Brackets: where they open, where they end, and what to pass over in between.

    def _open(self, children: Children, closer: TokenKind) -> bool:
        """Take an opening bracket; the answer is to be handed to `_close`."""
        outer = self.newlines_count
        self.newlines_count = closer is _CLOSE_BRACE
        self._closers.append(closer)
        self.take(children)
        if len(self._closers) > BRACKET_LIMIT:
            self.report(f"Nested deeper than {BRACKET_LIMIT} levels", self.behind - 1, self.behind)
            self._skip_nested(children)
        return outer

    def _close(self, children: Children, outer: bool, opened: int) -> None:
        """Take the closing bracket, or report that it is missing and see line ends as before."""
        closes, closer = self._closes(), self._closers.pop()
        self.newlines_count = outer
        if closes:
            self.take(children)
            return
        opener = self.data[opened : opened + 1].decode()
        message = f"Expected `{closer.value}` to close `{opener}`"
        self.report(message, self.behind, self.behind, related=((opened, 1, f"`{opener}` opened here"),))
        self.move(self.behind)

    def _closes(self) -> bool:
        """Whether the token at hand is the closing bracket of the innermost open one."""
        if self.kind is not self._closers[-1]:
            return False
        return not (self.by_indentation and self._line_column() < self.column)

    def _ends_brackets(self, outside: re.Pattern[bytes], *, first_on_line: bool) -> bool:
        """Whether the innermost brackets end before the token at hand, well or badly."""
        kind = self.kind
        if kind is _END or kind is _CLOSE_BRACE or kind in self._closers:
            return True
        if not first_on_line or kind is _NEWLINE:
            return False
        if self.by_indentation and self._line_column() <= self.column:
            return True
        return kind is _NAME and outside.match(self.data, self.start) is not None

    def _line_column(self) -> int:
        """The column of the token at hand if it is the first on its line; else one that decides nothing."""
        line = self.data.rfind(b"\n", max(self.start - _DEEPEST_COLUMN, 0), self.start) + 1
        if line == 0 or self.data[line : self.start].strip(b" \t"):
            return _DEEPEST_COLUMN
        return self.start - line

    @staticmethod
    def _last_is_newline(children: Children) -> bool:
        last = children[-1]
        return isinstance(last, Token) and last.kind is _NEWLINE

    def _skip(self, children: Children) -> None:
        """Pass over what cannot be read, the next comma included, or up to the end of the brackets or entry."""
        while self.kind is not _NEWLINE:
            if self.kind is _COMMA:
                self.take(children)
                return
            if self._ends_brackets(_STATEMENT, first_on_line=self.after_newline()):
                return
            opens = self.kind in OPENERS
            self.take(children)
            if opens:
                self._skip_nested(children)

    def _skip_nested(self, children: Children, *, whole: bool = False) -> None:
        """Pass over what was just opened and its closing bracket, without recursion.

        Unless the `whole` is asked for, a line that is indented no deeper than the statement ends it too.
        """
        depth = 1
        while depth and self.kind is not _END and (whole or not self._is_outdented(children)):
            depth += (self.kind in OPENERS) - (self.kind in CLOSERS)
            self.take(children)

    def _is_outdented(self, children: Children) -> bool:
        """Whether the token at hand begins a line that does not belong to the statement."""
        if self.kind is _NEWLINE or not (self.after_newline() or self._last_is_newline(children)):
            return False
        return self._line_column() < self.column + (self.kind not in CLOSERS)


def _true(token: Token) -> Expression:
    return Bool((token,), 4, (), False, True)


def _false(token: Token) -> Expression:
    return Bool((token,), 5, (), False, False)


def _null(token: Token) -> Expression:
    return Null((token,), 4, (), False)


_KEYWORDS: dict[bytes, Callable[[Token], Expression]] = {b"true": _true, b"false": _false, b"null": _null}
_READERS: dict[TokenKind, Callable[[ExpressionParser], Expression]] = {
    TokenKind.NAME: ExpressionParser._name,
    TokenKind.NUMBER: ExpressionParser._number,
    TokenKind.STRING: ExpressionParser._string,
    TokenKind.OPEN_STRING: ExpressionParser._open_string,
    TokenKind.HEREDOC: ExpressionParser._heredoc,
    TokenKind.OPEN_HEREDOC: ExpressionParser._heredoc,
    TokenKind.OPEN_BRACKET: ExpressionParser._list,
    TokenKind.OPEN_BRACE: ExpressionParser._object,
}
