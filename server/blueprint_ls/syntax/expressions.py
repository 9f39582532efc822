"""The expression parser: words, literals, lists, objects, calls and references."""

from __future__ import annotations

import re
from collections.abc import Callable

from . import literals
from .brackets import BracketReader
from .complaints import COMPUTES, shown
from .cursor import Children, Draft
from .lexer import intern
from .nodes import (
    Bool,
    Call,
    Expression,
    Heredoc,
    List,
    Missing,
    Null,
    Number,
    Object,
    ObjectEntry,
    Reference,
    Step,
    String,
    Word,
)
from .text import Span
from .tree import Token, TokenKind

_NAME, _STRING, _NEWLINE, _END = TokenKind.NAME, TokenKind.STRING, TokenKind.NEWLINE, TokenKind.END
_OPEN_STRING, _OPEN_HEREDOC = TokenKind.OPEN_STRING, TokenKind.OPEN_HEREDOC
_COMMA, _DOT = TokenKind.COMMA, TokenKind.DOT
_OPEN_BRACKET, _CLOSE_BRACKET = TokenKind.OPEN_BRACKET, TokenKind.CLOSE_BRACKET
_OPEN_PAREN, _CLOSE_PAREN, _CLOSE_BRACE = TokenKind.OPEN_PAREN, TokenKind.CLOSE_PAREN, TokenKind.CLOSE_BRACE
_ENTRY_ENDS = frozenset({_NEWLINE, _CLOSE_BRACE, _CLOSE_PAREN, _CLOSE_BRACKET, _END})


class ExpressionParser(BracketReader):
    """Reads values."""

    __slots__ = ()

    def value(self, children: Children, expected: str = "") -> tuple[int, Expression]:
        """Read a value into a node's children; where none begins, report that and go on without."""
        read = _READERS.get(self.kind)
        if read is None or self.token.text == b"for":
            self.report_unexpected(expected or f"Expected a value before {shown(self.token.text)}")
            return self.behind, self.missing(children)
        offset = self.place(children)
        expression = read(self)
        children.append(expression)
        return offset, expression

    def missing(self, children: Children) -> Missing:
        """Put a place for a value that is not there into a node's children."""
        missing = Missing((), 0, (), False)
        children.append(missing)
        return missing

    def quoted_text(self) -> str:
        """What the quoted string at hand says; its faults are reported, a missing end among them."""
        if self.kind is _OPEN_STRING:
            message, fix = 'Expected `"` at the end of this string', ((self.end, 0, b'"'),)
            self.report(message, self.start, self.end, fix=fix)
            return literals.string(self.token.text + b'"')[0]
        value, faults = literals.string(self.token.text)
        self._report_faults(faults)
        return value

    def _name(self) -> Expression:
        """What begins with a name: a word, a keyword, a reference, a call."""
        draft, token = self.begin(), self.token
        self.take(draft.children)
        keyword = _KEYWORDS.get(token.text)
        if keyword is not None:
            return keyword(token)
        name = token.text.decode()
        if self.kind is _OPEN_PAREN:
            arguments = self._bracketed(draft, _CLOSE_PAREN)
            return Call(*self.finish(draft), name, Span(0, token.width), arguments)
        if self.kind is _DOT or self.kind is _OPEN_BRACKET:
            return self._reference(draft, Step(name, Span(0, token.width), False))
        return Word((token,), token.width, (), False, name)

    def _number(self) -> Number:
        token, raw = self.token, self.token.text.decode()
        self.advance()
        return Number((token,), token.width, (), False, literals.number(raw), raw)

    def _string(self) -> String:
        draft, value = self.begin(), self.quoted_text()
        self.take(draft.children)
        return String(*self.finish(draft), value)

    def _heredoc(self) -> Heredoc:
        draft = self.begin()
        if self.kind is _OPEN_HEREDOC:
            self._end_open_heredoc()
        value, faults = literals.heredoc(self.token.text)
        self._report_faults(faults)
        self.take(draft.children)
        if self.kind is _END and self.behind == len(self.data):
            self.report_missing("Expected a new line after the heredoc", b"\n")
        return Heredoc(*self.finish(draft), value)

    def _list(self) -> List:
        draft = self.begin()
        elements = self._bracketed(draft, _CLOSE_BRACKET)
        return List(*self.finish(draft), elements)

    def _object(self) -> Object:
        draft, entries = self.begin(), list[ObjectEntry]()
        outer = self.open_bracket(draft.children, _CLOSE_BRACE)
        while not self.ends_brackets(draft.children):
            if self.kind is _NEWLINE:
                self.take(draft.children)
            elif self.kind in (_NAME, _STRING) and self.token.text not in (b"for", b"null"):
                entries.append(self._entry(draft))
            else:
                self.report_unexpected(f"Expected a key instead of {shown(self.token.text)}")
                self.skip_part(draft.children)
        self.close_bracket(draft.children, outer, draft.start)
        return Object(*self.finish(draft), tuple(entries))

    def _reference(self, draft: Draft, first: Step) -> Reference:
        steps = [first]
        while self.kind is _DOT or self.kind is _OPEN_BRACKET:
            step = self._named_step(draft) if self.kind is _DOT else self._quoted_step(draft)
            if step is not None:
                steps.append(step)
        return Reference(*self.finish(draft), tuple(steps))

    def _report_faults(self, faults: tuple[literals.Fault, ...]) -> None:
        """Report what is wrong inside the literal at hand."""
        for fault in faults:
            start, end = self.start + fault.start, self.start + fault.end
            fix = None if fault.fix is None else ((start, end - start, fault.fix),)
            self.report(fault.message, start, end, code=fault.code, fix=fix)

    def _end_open_heredoc(self) -> None:
        """End a heredoc without its marker before the first line that looks like another statement."""
        marker = self.token.text[2:].removeprefix(b"-")
        expected = f"Expected a line with nothing but `{marker.decode()}` to end this heredoc"
        self.report(expected, self.start, self.end)
        outside = rb"\r?\n(?=[ \t]{0,%d}(?:[A-Za-z_\x80-\xff]|\}))" % self.column
        match = re.compile(outside).search(self.data, self.end)
        self.end = len(self.data) if match is None else match.start()
        self.token = intern(_OPEN_HEREDOC, self.data[self.start : self.end])

    def _bracketed(self, draft: Draft, closer: TokenKind) -> tuple[tuple[int, Expression], ...]:
        """The values between brackets, with their offsets."""
        opened, values = self.start, list[tuple[int, Expression]]()
        outer = self.open_bracket(draft.children, closer)
        while not self.ends_brackets(draft.children):
            offset, value = self.value(draft.children)
            if type(value) is Missing:
                self.skip_part(draft.children)
            else:
                values.append((offset - draft.start, value))
                self._separator(draft)
        self.close_bracket(draft.children, outer, opened)
        return tuple(values)

    def _separator(self, draft: Draft) -> None:
        """What stands after a value: a comma, or the end of the brackets."""
        if self.kind is _COMMA:
            self.take(draft.children)
        elif not self.ends_brackets(draft.children):
            if not self.is_reported(draft):
                is_value = self.kind in _READERS
                self.report_unexpected(f"Expected `,` before {shown(self.token.text)}", b"," if is_value else None)
            if self.kind not in _READERS:
                self.skip_part(draft.children)

    def _entry(self, draft: Draft) -> ObjectEntry:
        """One `key = value` of an object, with the comma after it."""
        span = Span(self.start - draft.start, self.end - draft.start)
        key = self.quoted_text() if self.kind is _STRING else self.token.text.decode()
        self.take(draft.children)
        expected = f"Expected `=` and a value after `{key}`"
        if self.kind is TokenKind.EQUALS or self.kind is TokenKind.COLON:
            expected = f"Expected a value after `{key} =`"
            self.take(draft.children)
        elif self.kind in _READERS:
            self.report_missing(f"Expected `=` after `{key}`", b" =")
        offset, value = self.value(draft.children, expected)
        self._end_entry(draft.children, value)
        return ObjectEntry(key, span, offset - draft.start, value)

    def _end_entry(self, children: Children, value: Expression) -> None:
        """What stands after an entry: a comma, a line end, or the end of the brackets."""
        if self.kind is _COMMA:
            self.take(children)
        elif type(value) is Missing:
            self.skip_part(children)
        elif self.kind not in _ENTRY_ENDS:
            is_key = self.kind is _NAME or self.kind is _STRING
            expected = f"Expected `,` or a new line before {shown(self.token.text)}"
            self.report_unexpected(expected, b"," if is_key else None)
            if not is_key:
                self.skip_part(children)

    def _named_step(self, draft: Draft) -> Step | None:
        self.take(draft.children)
        if self.kind is _NAME and not (self.begins_line(draft.children) and self.begins_statement()):
            step = Step(self.token.text.decode(), Span(self.start - draft.start, self.end - draft.start), False)
            self.take(draft.children)
            return step
        if self.token.text == b"*":
            self.report(COMPUTES.format("`.*`"), self.start, self.end)
            self.take(draft.children)
        else:
            self.report_unexpected("Expected a name after `.`")
        return None

    def _quoted_step(self, draft: Draft) -> Step | None:
        step, opened = None, self.start
        outer = self.open_bracket(draft.children, _CLOSE_BRACKET)
        if self.kind is _STRING:
            step = Step(self.quoted_text(), Span(self.start - draft.start, self.end - draft.start), True)
            self.take(draft.children)
        if step is None or not self.ends_brackets(draft.children):
            self.report_unexpected("Expected one quoted name between `[` and `]`")
        while not self.ends_brackets(draft.children):
            self.skip_part(draft.children)
        self.close_bracket(draft.children, outer, opened)
        return step


_KEYWORDS: dict[bytes, Callable[[Token], Expression]] = {
    b"true": lambda token: Bool((token,), token.width, (), False, True),
    b"false": lambda token: Bool((token,), token.width, (), False, False),
    b"null": lambda token: Null((token,), token.width, (), False),
}
_READERS: dict[TokenKind, Callable[[ExpressionParser], Expression]] = {
    TokenKind.NAME: ExpressionParser._name,
    TokenKind.NUMBER: ExpressionParser._number,
    TokenKind.STRING: ExpressionParser._string,
    TokenKind.OPEN_STRING: ExpressionParser._string,
    TokenKind.HEREDOC: ExpressionParser._heredoc,
    TokenKind.OPEN_HEREDOC: ExpressionParser._heredoc,
    TokenKind.OPEN_BRACKET: ExpressionParser._list,
    TokenKind.OPEN_BRACE: ExpressionParser._object,
}
