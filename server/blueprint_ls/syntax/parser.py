"""The parser: blocks and attributes, and what to make of lines that are neither yet."""

from __future__ import annotations

import re

from .complaints import shown, unexpected
from .expressions import OPENERS, Children, ExpressionParser
from .lexer import BYTE_ORDER_MARK, intern
from .text import Span, Text
from .tree import Attribute, Block, File, Item, Junk, Label, Missing, Token, TokenKind

BLOCK_LIMIT = 64
"""How deep blocks may be nested."""

_NAME, _STRING, _NEWLINE, _END = TokenKind.NAME, TokenKind.STRING, TokenKind.NEWLINE, TokenKind.END
_EQUALS, _OPEN_BRACE, _CLOSE_BRACE = TokenKind.EQUALS, TokenKind.OPEN_BRACE, TokenKind.CLOSE_BRACE
_VALUES = frozenset({TokenKind.NUMBER, TokenKind.HEREDOC, TokenKind.OPEN_BRACKET, TokenKind.OPEN_STRING})
_TRIVIA = frozenset({_NEWLINE, TokenKind.BLANK, TokenKind.COMMENT})
_NEXT_LINE = re.compile(rb"(?:[ \t]*+(?:(?:#|//)[^\n]*+)?\r?\n)++([ \t]*+)([^\s}])")
_OPENS_LINES = re.compile(rb"\{[ \t]*(?:(?:#|//)[^\n]*)?(?:\r?\n|\Z)")


class Unbalanced(Exception):
    """Braces do not match: the file must be read by its indentation."""


def parse(text: Text) -> File:
    """Read a document. Never raises: what cannot be understood becomes issues in the tree."""
    try:
        return Parser(text.data, by_indentation=False).file()
    except Unbalanced:
        return Parser(text.data, by_indentation=True).file()


class Parser(ExpressionParser):
    """Reads statements. In a file whose braces match, indentation is never looked at."""

    __slots__ = ("_columns", "_fresh", "_one_line")

    def __init__(self, data: bytes, *, by_indentation: bool) -> None:
        self._columns: list[int] = []
        """The indentation of each open block, outermost first."""
        self._fresh = True
        """Whether the token at hand is the first on its line."""
        self._one_line = False
        """Whether the innermost block began on the line at hand."""
        super().__init__(data, by_indentation=by_indentation)

    def file(self) -> File:
        """Read everything."""
        children: Children = []
        items: list[tuple[int, Item]] = []
        if self.data.startswith(BYTE_ORDER_MARK):
            children.append(intern(TokenKind.BYTE_ORDER_MARK, BYTE_ORDER_MARK))
            self.move(len(BYTE_ORDER_MARK))
        self.column = self.start - self.behind
        self._body(children, items, 0)
        children += self.trivia
        return File(tuple(children), len(self.data), self.issues(0, 0), bool(self.reports), tuple(items))

    def _body(self, children: Children, items: list[tuple[int, Item]], base: int) -> int:
        """Read items up to where the block ends; how many levels of blocks they hold."""
        height = 0
        indent = -1
        while self.kind is not _END:
            if self.kind is _NEWLINE:
                self._end_line(children, items, base)
                continue
            if self._ends_block(indent):
                break
            if self._fresh and indent < 0:
                indent = self.column
            offset = self.place(children)
            item = self._item(children, first=not items)
            children.append(item)
            items.append((offset - base, item))
            self._fresh = False
            if type(item) is Block and item.height > height:
                height = item.height
        return height

    def _end_line(self, children: Children, items: list[tuple[int, Item]], base: int) -> None:
        if self._one_line and items:
            brace = base + sum(child.width for child in children[: children.index(items[0][1])])
            self.report("Expected a new line after `{`: the block goes on below", brace, brace)
        self.take(children)
        self._fresh, self._one_line = True, False
        self.column = self.start - self.behind

    def _ends_block(self, indent: int) -> bool:
        """Whether the token at hand does not belong to the innermost block's items, first indented by `indent`."""
        if self.kind is not _CLOSE_BRACE:
            return self.by_indentation and self._fresh and bool(self._columns) and self.column <= self._columns[-1]
        if not self.by_indentation and not self._columns:
            raise Unbalanced
        is_stray = self._fresh and self.by_indentation and self._columns[-1:] < [self.column] and self.column >= indent >= 0
        return bool(self._columns) and not is_stray

    def _item(self, siblings: Children, *, first: bool) -> Item:
        start, mark = self.start, len(self.reports)
        children: Children = []
        if not self._fresh and not (first and self._one_line):
            self.report(f"Expected a new line before {shown(self.token.text)}", start, self.end)
        if self.kind is _NAME:
            return self._named(start, mark, children)
        if self.kind is _STRING or self.kind is _OPEN_BRACE:
            return self._header(start, mark, children, "")
        return self._junk(start, mark, children)

    def _named(self, start: int, mark: int, children: Children) -> Item:
        """An attribute or a block, told apart by what follows its name."""
        name = self.token.text.decode()
        self.take(children)
        if self.kind is _EQUALS:
            equals = self.start - start
            self.take(children)
            return self._attribute(start, mark, children, name, equals)
        if self.kind is _OPEN_BRACE:
            return self._block(start, mark, children, name, ())
        if self.kind in _VALUES or (self.kind is _NAME and self.data[self.end : self.end + 1] in (b".", b"(", b"[")):
            self.report(f"Expected `=` after `{name}`", self.behind, self.behind, fix=((self.behind, 0, b" ="),))
            return self._attribute(start, mark, children, name, -1)
        return self._header(start, mark, children, name)

    def _attribute(self, start: int, mark: int, children: Children, name: str, equals: int) -> Attribute:
        """The value and what is wrong after it."""
        offset, value = self.value(children, f"Expected a value after `{name} =`")
        if self.kind is not _NEWLINE and self.kind is not _END and self.kind is not _CLOSE_BRACE:
            if type(value) is Missing:
                self._skip_line(children)
            elif not self.begins_statement():
                self.report_unexpected(f"Expected a new line after the value of `{name}`")
                self._skip_line(children)
        width = self.behind - start
        span = Span(0, children[0].width)
        issues, flawed = self.issues(mark, start), len(self.reports) > mark
        return Attribute(tuple(children), width, issues, flawed, name, span, equals, value, offset - start)

    def _header(self, start: int, mark: int, children: Children, name: str) -> Item:
        """The labels of a block, and what there is to make of a header that is not followed by `{`."""
        labels: list[Label] = []
        while self.kind is _STRING or (self.kind is _NAME and children):
            labels.append(self._label(start))
            self.take(children)
        if self.kind is not _OPEN_BRACE:
            header = self.data[start : self.behind]
            if self.kind is not _NEWLINE and self.kind is not _END and not (self._one_line and self.kind is _CLOSE_BRACE):
                self.report_unexpected(f"Expected `{{` after {shown(header)}")
                self._skip_line(children)
                if self.kind is not _OPEN_BRACE and not self._next_line_is_deeper():
                    return self._made_junk(start, mark, children)
            elif not name and not self._next_line_is_deeper():
                self.report(f"Expected a block or an attribute instead of {shown(header)}", start, self.behind)
                return self._made_junk(start, mark, children)
            elif not labels and not self._next_line_is_deeper():
                message = f"Expected `=` and a value, or `{{`, after {shown(header)}"
                self.report(message, self.behind, self.behind)
                missing = Missing((), 0, (), False)
                children.append(missing)
                width, span = self.behind - start, Span(0, children[0].width)
                return Attribute(
                    tuple(children), width, self.issues(mark, start), True, name, span, -1, missing, width
                )
            else:
                self.report(f"Expected `{{` after {shown(header)}", self.behind, self.behind, fix=((self.behind, 0, b" {"),))
        return self._block(start, mark, children, name, tuple(labels))

    def _label(self, start: int) -> Label:
        span = Span(self.start - start, self.end - start)
        if self.kind is _STRING:
            return Label(self.quoted_text(), span, True)
        return Label(self.token.text.decode(), span, False)

    def _next_line_is_deeper(self) -> bool:
        """Whether a header without `{` is followed by what looks like its body."""
        match = _NEXT_LINE.match(self.data, self.start)
        return self.kind is _NEWLINE and match is not None and len(match[1]) > self.column

    def _block(self, start: int, mark: int, children: Children, name: str, labels: tuple[Label, ...]) -> Item:
        if len(self._columns) >= BLOCK_LIMIT:
            return self._too_deep(start, mark, children)
        if not name:
            self.report(f"Expected the name of a block before {shown(self.data[start:self.end])}", start, self.start)
        outer, items, opened = self._one_line, list[tuple[int, Item]](), -1
        self._columns.append(self.column)
        if self.kind is _OPEN_BRACE:
            opened = self.start - start
            self.take(children)
        self._fresh, self._one_line = False, opened >= 0
        height = self._body(children, items, start)
        closed = self._close_block(children, items, start, opened)
        self._columns.pop()
        one_line, self._one_line = self._one_line, outer and self._one_line
        span = Span(0, len(name.encode()))
        width = self.behind - start
        issues, flawed = self.issues(mark, start), len(self.reports) > mark
        return Block(
            tuple(children), width, issues, flawed, name, span, labels, tuple(items), opened, closed, one_line, height + 1
        )

    def _close_block(self, children: Children, items: list[tuple[int, Item]], start: int, opened: int) -> int:
        """Take the closing brace and answer its offset, or -1 when it is missing."""
        if self.kind is _CLOSE_BRACE and not self._closes_outer():
            self._check_line(items, start)
            closed = self.start - start
            self.take(children)
            return closed
        if not self.by_indentation:
            raise Unbalanced
        self.give_back_trivia(children)
        if opened >= 0:
            header = shown(self.data[start : start + opened])
            related = ((start, opened + 1, "Opened here"),)
            self.report(f"Expected `}}` to close {header}", self.behind, self.behind, related=related)
        return -1

    def _closes_outer(self) -> bool:
        """Whether a brace on its own line stands at the column of a block further out."""
        own = self._columns[-1]
        return self.by_indentation and self._fresh and self.column < own and self.column in self._columns[:-1]

    def _check_line(self, items: list[tuple[int, Item]], start: int) -> None:
        """A block on one line holds one attribute; the brace of any other stands on its own line."""
        if not items or self._fresh:
            return
        if not self._one_line:
            self.report("Expected a new line before `}`", self.start, self.end)
        elif type(items[0][1]) is Block:
            offset, block = items[0]
            message = "A block on one line holds one attribute: put the block in it on a line of its own"
            self.report(message, start + offset, start + offset + block.name_span.end)

    def _too_deep(self, start: int, mark: int, children: Children) -> Junk:
        self.report(f"Nested deeper than {BLOCK_LIMIT} levels", start, self.end)
        self.take(children)
        self._skip_nested(children, whole=not self.by_indentation)
        if self.kind is _END and not self.by_indentation:
            raise Unbalanced
        self.give_back_trivia(children)
        return self._made_junk(start, mark, children)

    def _junk(self, start: int, mark: int, children: Children) -> Item:
        """A line that begins with nothing that could begin a statement."""
        if self.kind is _CLOSE_BRACE:
            self.report("This `}` closes nothing", start, self.end)
        else:
            message = unexpected(self.token, f"Expected a block or an attribute instead of {shown(self.token.text)}")
            self.report(message, start, self.end)
        self._skip_line(children)
        if self.kind is _OPEN_BRACE:
            return self._block(start, mark, children, "", ())
        return self._made_junk(start, mark, children)

    def _made_junk(self, start: int, mark: int, children: Children) -> Junk:
        return Junk(tuple(children), self.behind - start, self.issues(mark, start), True)

    def _skip_line(self, children: Children) -> None:
        """Pass over the rest of the line. What its brackets hold belongs to it; a `{` at its end does not."""
        while self.kind is not _NEWLINE and self.kind is not _END:
            if self.kind is _CLOSE_BRACE and self._one_line:
                return
            if self.kind is _OPEN_BRACE and _OPENS_LINES.match(self.data, self.start):
                return
            opens = self.kind in OPENERS
            self.take(children)
            if opens:
                self._skip_nested(children)
                self.give_back_trivia(children)

    def give_back_trivia(self, children: Children) -> None:
        """Leave the blanks, comments and line ends at the end of a node to its parent."""
        count, end = len(children), self.behind
        while count and isinstance(last := children[count - 1], Token) and last.kind in _TRIVIA:
            count -= 1
            end -= last.width
        if count < len(children):
            self.back_to(end, children, count)
