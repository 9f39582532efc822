"""The Prisma schema language as blocks, lines and attributes, each with its place in bytes.

Written by hand, not with the tree-sitter grammar: that one knows neither `view` nor `type` blocks, `Unsupported("…")`,
`/* … */`, `@map` in enums nor `sort: Desc` inside a key, and where it stumbles it turns the lines around into fields
that nobody wrote. A schema is read line by line here, so a fault costs its own line and is named with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.codebase.models.prisma_tree import Argument, Attribute, Block, Fault, Line, Value

_TOKEN = re.compile(
    rb"(?P<skip>[ \t\r]+|//[^\n]*|/\*.*?\*/)|(?P<line>\n)|(?P<string>\"(?:\\.|[^\"\\\n])*\")"
    rb"|(?P<word>[A-Za-z_][\w.]*|-?\d[\w.+-]*)|(?P<sign>@@|@|[\[\](){}:,=?.]|.)",
    re.DOTALL,
)
_BLOCKS = frozenset({"model", "view", "type", "enum", "generator", "datasource"})
_OPENERS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a string, a sign or the end of a line."""

    kind: str
    """`word`, `string`, `sign` or `line`."""
    text: str
    """A string without its quotes."""
    start: int
    end: int


class _UnreadableError(Exception):
    """Raised at the token that fits nowhere."""


def parse(data: bytes) -> tuple[list[Block], list[Fault]]:
    """The blocks of a schema file, and what could not be read."""
    reader = _Reader(list(_tokens(data)))
    blocks: list[Block] = []
    while reader.skip_lines():
        block = reader.block()
        if block is not None:
            blocks.append(block)
    return blocks, reader.faults


def _tokens(data: bytes) -> Iterator[Token]:
    for match in _TOKEN.finditer(data):
        kind = match.lastgroup or "sign"
        if kind != "skip":
            text = match.group().decode("utf-8", "replace")
            yield Token(kind, text[1:-1] if kind == "string" else text, match.start(), match.end())


class _Reader:
    """Walks the tokens of one file."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.faults: list[Fault] = []

    def skip_lines(self) -> bool:
        """Passes over empty lines; False at the end of the file."""
        while self.at < len(self.tokens) and self.tokens[self.at].kind == "line":
            self.at += 1
        return self.at < len(self.tokens)

    def block(self) -> Block | None:
        """The block that starts here; anything else is a fault and is passed over to the end of its line."""
        head = self.tokens[self.at]
        try:
            kind = self.expect("word")
            if kind.text not in _BLOCKS:
                raise _UnreadableError
            name = self.expect("word")
            self.expect("sign", "{")
        except _UnreadableError:
            self._fault(head.start, f"`{head.text}` starts no block")
            return None
        lines = self._lines(kind.text)
        return Block(kind.text, name.text, kind.start, self._close(head), tuple(lines))

    def _lines(self, kind: str) -> list[Line]:
        lines: list[Line] = []
        while self.skip_lines() and not self.here("}") and not self._starts_block():
            start = self.tokens[self.at]
            try:
                lines.append(self._line(kind))
                if not self.here("}"):
                    self.expect_end()
            except _UnreadableError:
                self._fault(start.start, f"the line of `{start.text}` cannot be read")
        return lines

    def _starts_block(self) -> bool:
        """Whether a block was left open: `model Name {` at the start of a line."""
        first = self.tokens[self.at : self.at + 3]
        texts = [token.text for token in first]
        return len(texts) == 3 and texts[0] in _BLOCKS and texts[2] == "{" and first[1].kind == "word"

    def _close(self, head: Token) -> int:
        if self.here("}"):
            self.at += 1
        else:
            self.faults.append(Fault(head.start, "the block is not closed"))
        return self.tokens[self.at - 1].end

    def _line(self, kind: str) -> Line:
        start = self.tokens[self.at].start
        if self.here("@@"):
            self.at += 1
            attribute = self._attribute()
            return Line("", start, self.tokens[self.at - 1].end, attributes=(attribute,))
        name = self.expect("word").text
        if self.here("="):
            self.at += 1
            value = self.value()
            return Line(name, start, self.tokens[self.at - 1].end, value=value)
        type_, optional, many = ("", False, False) if kind == "enum" else self._type()
        attributes = self._attributes()
        end = self.tokens[self.at - 1].end
        return Line(name, start, end, type_, optional, many, attributes=tuple(attributes))

    def _type(self) -> tuple[str, bool, bool]:
        name = self.expect("word").text
        if self.here("("):  # Unsupported("circle")
            self._arguments(")")
        many = self.here("[")
        if many:
            self.at += 1
            self.expect("sign", "]")
        optional = self.here("?")
        self.at += optional
        return name, optional, many

    def _attributes(self) -> Iterator[Attribute]:
        while self.here("@"):
            self.at += 1
            yield self._attribute()

    def _attribute(self) -> Attribute:
        name = self.expect("word").text
        return Attribute(name, self._arguments(")") if self.here("(") else ())

    def _arguments(self, closer: str) -> tuple[Argument, ...]:
        """What stands between a pair of brackets, over several lines if need be."""
        self.at += 1
        found: list[Argument] = []
        while self.skip_lines() and not self.here(closer):
            found.append(self._argument())
            self.skip_lines()
            if self.here(","):
                self.at += 1
        self.expect("sign", closer)
        return tuple(found)

    def _argument(self) -> Argument:
        value = self.value()
        self.skip_lines()
        if not self.here(":"):
            return Argument(None, value)
        self.at += 1
        self.skip_lines()
        return Argument(value.text, self.value())

    def value(self) -> Value:
        """A word, a string, a list, or a function's call."""
        token = self._next()
        if token.kind == "sign" and token.text in _OPENERS and token.text != "(":
            self.at -= 1
            return Value("", self._arguments(_OPENERS[token.text]))
        if token.kind not in ("word", "string"):
            self.at -= 1
            raise _UnreadableError
        text, items = token.text, self._arguments(")") if self.here("(") else ()
        return Value(text, items)

    def here(self, sign: str) -> bool:
        """Whether the next token is that sign."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        return token is not None and token.kind == "sign" and token.text == sign

    def expect(self, kind: str, text: str | None = None) -> Token:
        """The next token, if it is of that kind and text."""
        token = self._next()
        if token.kind != kind or (text is not None and token.text != text):
            self.at -= 1
            raise _UnreadableError
        return token

    def expect_end(self) -> None:
        """Fails where a line goes on although it should be over."""
        if self.at < len(self.tokens) and self.tokens[self.at].kind != "line":
            raise _UnreadableError

    def _next(self) -> Token:
        if self.at >= len(self.tokens):
            raise _UnreadableError
        self.at += 1
        return self.tokens[self.at - 1]

    def _fault(self, start: int, message: str) -> None:
        """Notes a fault and goes on behind its line."""
        self.faults.append(Fault(start, message))
        while self.at < len(self.tokens) and self.tokens[self.at].kind != "line":
            self.at += 1
