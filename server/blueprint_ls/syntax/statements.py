"""The statement parser: attributes, headers of blocks, and what to make of lines that are neither yet."""

from __future__ import annotations

import re
from abc import abstractmethod

from .brackets import OPENERS, STATEMENT
from .complaints import is_computation, shown, unexpected
from .cursor import Children, Draft
from .expressions import ExpressionParser
from .lexer import intern
from .nodes import Attribute, Block, Item, Junk, Label, Missing, Number
from .text import Span
from .tree import TokenKind

_NAME, _STRING, _NEWLINE, _END = TokenKind.NAME, TokenKind.STRING, TokenKind.NEWLINE, TokenKind.END
_EQUALS, _OPEN_BRACE, _CLOSE_BRACE = TokenKind.EQUALS, TokenKind.OPEN_BRACE, TokenKind.CLOSE_BRACE
_OPEN_STRING = TokenKind.OPEN_STRING
_VALUES = frozenset({TokenKind.NUMBER, TokenKind.HEREDOC, TokenKind.OPEN_BRACKET})
_QUOTED = frozenset({_STRING, _OPEN_STRING})
_MORE_THAN_A_WORD = frozenset({b".", b"(", b"["})
_COMMENT = rb"(?:(?:#|//)[^\n]*+)?"
_NEXT_LINE = re.compile(rb"(?:[ \t]*+" + _COMMENT + rb"\r?\n)+([ \t]*+)(?!#|//)([^\s])")
_INNER_ATTRIBUTE = re.compile(rb"[\w\x80-\xff-]++[ \t]*+=(?![=>])[^\r\n{}]*+\}[ \t]*+" + _COMMENT + rb"(?:\r?\n|\Z)")
_BARE_LABEL = re.compile(rb"[\w\x80-\xff-]++(?:\.[\w\x80-\xff-]++)*[ \t]*+\{[ \t]*+" + _COMMENT + rb"(?:\r?\n|\Z)")
_UNIT = re.compile(rb"(?:[A-Za-z]++|%|[_0-9]++)(?=[ \t]*+(?:[#\r\n}]|//|\Z))")
_QUOTED_UNIT = "A number with a unit stands in quotes"
_AT_LINE_END = re.compile(rb"\{[ \t]*+" + _COMMENT + rb"(?:\r?\n|\Z)")


class StatementParser(ExpressionParser):
    """Reads one statement, from its first token to its last."""

    __slots__ = ()

    @abstractmethod
    def block(self, draft: Draft, name: str, labels: tuple[Label, ...]) -> Block | Junk:
        """Read the body of a block, of which the header has been read."""

    def statement(self, draft: Draft) -> Item:
        """Read an attribute, a block, or a line of junk."""
        if self.kind is _NAME:
            return self._named(draft)
        if self.kind in _QUOTED or self.kind is _OPEN_BRACE:
            return self._header(draft, "")
        return self._junk(draft)

    def skip_line(self, children: Children) -> None:
        """Pass over the rest of the line. What brackets on it hold belongs to it; a `{` at its end does not."""
        while self.kind is not _NEWLINE and self.kind is not _END:
            kind = self.kind
            if kind is _CLOSE_BRACE and self.one_line:
                return
            if kind is _OPEN_BRACE and _AT_LINE_END.match(self.data, self.start):
                return
            self.take(children)
            if kind in OPENERS:
                self.skip_nested(children)
                self.give_back_trivia(children)

    def _named(self, draft: Draft) -> Item:
        """An attribute or a block, told apart by what follows its name."""
        name = self.token.text.decode()
        self.take(draft.children)
        if self.kind is _EQUALS:
            equals = self.start - draft.start
            self.take(draft.children)
            return self._attribute(draft, name, equals)
        if self.kind is _OPEN_BRACE:
            return self.block(draft, name, ())
        is_value = self.kind in _VALUES or (self.kind is _NAME and self._following() in _MORE_THAN_A_WORD)
        if is_value and not _BARE_LABEL.match(self.data, self.start):
            self.report_missing(f"Expected `=` after `{name}`", b" =")
            return self._attribute(draft, name, -1)
        return self._header(draft, name)

    def _following(self) -> bytes:
        """The byte right after the token at hand."""
        return self.data[self.end : self.end + 1]

    def _attribute(self, draft: Draft, name: str, equals: int) -> Attribute:
        """The value of an attribute, and what is wrong after it."""
        start, span = draft.start, Span(0, draft.children[0].width)
        offset, value = self.value(draft.children, f"Expected a value after `{name} =`")
        if type(value) is Missing:
            self._skip_value(draft.children)
        elif not self._at_statement_end() and not self.begins_statement():
            unit = _UNIT.match(self.data, self.start) if type(value) is Number and self.behind == self.start else None
            if unit:
                self._report_unit(self.start - value.width, unit.end())
            else:
                self.report_unexpected(f"Expected a new line after the value of `{name}`")
            self.skip_line(draft.children)
        return Attribute(*self.finish(draft), name, span, equals, value, offset - start)

    def _report_unit(self, start: int, end: int) -> None:
        """Say that `5s`, `99.9%` or `10_000` is written otherwise, and how."""
        written = self.data[start:end].decode(errors="replace")
        digits = written.replace("_", "")
        rule, new = ("Digits stand without `_`", digits) if digits.isdecimal() else (_QUOTED_UNIT, f'"{written}"')
        self.report(f"{rule}: write `{new}`", start, end, fix=((start, end - start, new.encode()),))

    def _at_statement_end(self) -> bool:
        return self.kind is _NEWLINE or self.kind is _END or self.kind is _CLOSE_BRACE

    def _skip_value(self, children: Children) -> None:
        """Pass over what was perhaps meant as a value: the rest of the line, and the lines that go on with it."""
        if self.kind is not _CLOSE_BRACE:
            self.skip_line(children)
        while self.kind is _NEWLINE and self._goes_on_with_value():
            while self.kind is _NEWLINE:
                self.take(children)
            self.skip_line(children)

    def _goes_on_with_value(self) -> bool:
        """Whether the next line is deeper than the statement without being one itself, or closes a bracket."""
        next_line = _NEXT_LINE.match(self.data, self.start)
        if next_line is None or next_line[2] == b"}":
            return False
        if len(next_line[1]) <= self.column:
            return next_line[2] in (b"]", b")") and len(next_line[1]) == self.column
        return STATEMENT.match(self.data, next_line.start(2)) is None

    def _header(self, draft: Draft, name: str) -> Item:
        """The labels of a block, and what there is to make of them where no `{` follows."""
        labels = self._labels(draft)
        if self.kind is _OPEN_BRACE:
            return self.block(draft, name, labels)
        header = shown(self.data[draft.start : self.behind])
        is_cut_off = self._at_statement_end() and (self.one_line or self.kind is not _CLOSE_BRACE)
        if (has_body := self._has_body_without_brace()) or (name and labels and is_cut_off):
            if not self.is_reported(draft):
                self.report_missing(f"Expected `{{` after {header}", b" {" if has_body else None)
            return self.block(draft, name, labels)
        if name and is_cut_off:
            self.report_missing(f"Expected `=` and a value, or `{{`, after {header}")
            return self._unfinished(draft, name)
        return self._garbled(draft, name, labels)

    def _labels(self, draft: Draft) -> tuple[Label, ...]:
        labels: list[Label] = []
        while self.kind in _QUOTED or (self.kind is _NAME and draft.children and not self._at_inner_attribute()):
            labels.append(self._label(draft.start))
            self.take(draft.children)
        return tuple(labels)

    def _label(self, base: int) -> Label:
        """The label at hand, counted from where the block begins."""
        if self.kind is _OPEN_STRING:
            self._leave_brace_out()
            return Label(self.quoted_text(), Span(self.start + 1 - base, self.end - base), quoted=False)
        span, quoted = Span(self.start - base, self.end - base), self.kind is _STRING
        return Label(self.quoted_text() if quoted else self.token.text.decode(), span, quoted)

    def _leave_brace_out(self) -> None:
        """End a label without its end quote before the `{` that closes the line: that is no part of the label."""
        label = self.token.text.rstrip(b" \t")
        if label.endswith(b"{"):
            self.token = intern(_OPEN_STRING, label[:-1].rstrip(b" \t"))
            self.end = self.start + self.token.width

    def _at_inner_attribute(self) -> bool:
        """Whether the one attribute of a block on one line begins here, the `{` before it forgotten."""
        return self.kind is _NAME and _INNER_ATTRIBUTE.match(self.data, self.start) is not None

    def _has_body_without_brace(self) -> bool:
        """Whether a header is followed by what looks like its body: lines indented deeper, or one attribute."""
        if self.kind is not _NEWLINE:
            return self._at_inner_attribute()
        next_line = _NEXT_LINE.match(self.data, self.start)
        return next_line is not None and len(next_line[1]) > self.column and next_line[2] != b"}"

    def _garbled(self, draft: Draft, name: str, labels: tuple[Label, ...]) -> Item:
        """A line that began like a header and went wrong; if it ends with `{`, it is one all the same."""
        header = shown(self.data[draft.start : self.behind])
        expected = f"Expected `{{` after {header}" if name else f"Expected a name before {header}"
        if name and not labels and (self.kind is TokenKind.COLON or self.token.text in (b"==", b":=")):
            self.report(f"Expected `=` after {header}, not {shown(self.token.text)}", self.start, self.end)
        elif name and (is_computation(self.token) or self.kind in (TokenKind.DOT, TokenKind.NUMBER)):
            self.report(f"{expected}: a label that is no plain name stands in quotes", self.start, self.end)
        else:
            self.report_unexpected(expected)
        self.skip_line(draft.children)
        if self.kind is _OPEN_BRACE:
            return self.block(draft, name, labels)
        return Junk(*self.finish(draft))

    def _unfinished(self, draft: Draft, name: str) -> Attribute:
        """A name that nothing follows yet."""
        value = self.missing(draft.children)
        offset, span = self.behind - draft.start, Span(0, draft.children[0].width)
        return Attribute(*self.finish(draft), name, span, -1, value, offset)

    def _junk(self, draft: Draft) -> Item:
        """A line that begins with what cannot begin a statement."""
        if self.kind is _CLOSE_BRACE:
            self.report("This `}` closes nothing", self.start, self.end)
            self.take(draft.children)
        elif self.kind is _EQUALS:
            self.report_unexpected("Expected a name before `=`")
        else:
            expected = f"Expected a block or an attribute instead of {shown(self.token.text)}"
            self.report(
                expected if is_computation(self.token) else unexpected(self.token, expected), self.start, self.end
            )
        self.skip_line(draft.children)
        if self.kind is _OPEN_BRACE:
            return self.block(draft, "", ())
        return Junk(*self.finish(draft))
