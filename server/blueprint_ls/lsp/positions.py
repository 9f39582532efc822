"""Byte offsets to the client's positions and back: the one place that knows position encodings."""

from __future__ import annotations

from lsprotocol import types as lsp

from blueprint_ls.syntax import Span, Text


class Positions:
    """Converts for one negotiated encoding."""

    def __init__(self, encoding: str = "utf-16") -> None:
        self.encoding = encoding
        """`utf-8`, `utf-16` or `utf-32`: what a client's `character` counts."""

    def position(self, text: Text, offset: int) -> lsp.Position:
        """The position of a byte offset."""
        return lsp.Position(*self.place(text, offset))

    def place(self, text: Text, offset: int) -> tuple[int, int]:
        """The line and character of a byte offset, for where thousands are needed."""
        line = text.line_at(offset)
        return line, self.length(text, Span(text.line_starts[line], offset))

    def length(self, text: Text, span: Span) -> int:
        """How many characters a part of one line has."""
        data = text.data[span.start : span.end]
        return len(data) if data.isascii() else self._units(data)

    def range(self, text: Text, span: Span) -> lsp.Range:
        """The range of a span."""
        line, character = self.place(text, span.start)
        if line + 1 < len(text.line_starts) and span.end >= text.line_starts[line + 1]:
            return lsp.Range(lsp.Position(line, character), self.position(text, span.end))
        end = character + self.length(text, span)
        return lsp.Range(lsp.Position(line, character), lsp.Position(line, end))

    def offset(self, text: Text, position: lsp.Position) -> int:
        """The byte offset of a position; one behind the end of a line or of the text counts as its end."""
        if position.line >= len(text.line_starts):
            return len(text.data)
        span = text.line_span(position.line)
        line = text.data[span.start : span.end]
        if self.encoding == "utf-8" or line.isascii():
            return span.start + min(position.character, len(line))
        return span.start + self._bytes(line, position.character)

    def span(self, text: Text, range_: lsp.Range) -> Span:
        """The span of a range."""
        start, end = self.offset(text, range_.start), self.offset(text, range_.end)
        return Span(min(start, end), max(start, end))

    def _units(self, data: bytes) -> int:
        if self.encoding == "utf-8":
            return len(data)
        string = data.decode(errors="replace")
        return len(string) if self.encoding == "utf-32" else len(string.encode("utf-16-le")) // 2

    def _bytes(self, line: bytes, units: int) -> int:
        string = line.decode(errors="replace")
        if self.encoding == "utf-32":
            return len(string[:units].encode())
        return len(string.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").encode())
