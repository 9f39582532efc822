"""Immutable document text: UTF-8 bytes, their lines, and spans over them."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

_LINE_END = re.compile(rb"\n|\r(?!\n)")


class Span(NamedTuple):
    """A half-open range of byte offsets.

    Bytes, because they are what a file holds, what regular expressions over a file report, and what never
    depends on a client: editors count in UTF-16 units, code points or bytes, and are answered at the edge.
    """

    start: int
    end: int


class Text:
    """An immutable document. Lines end where the Language Server Protocol says: at LF, CRLF or a lone CR."""

    __slots__ = ("_line_starts", "data")

    def __init__(self, data: bytes, *, line_starts: list[int] | None = None) -> None:
        self.data = data
        self._line_starts = line_starts

    @classmethod
    def from_str(cls, string: str) -> Text:
        """Encode a string; lone surrogates, which UTF-8 cannot hold, become U+FFFD."""
        try:
            return cls(string.encode())
        except UnicodeEncodeError:
            return cls(string.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode())

    @property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins; computed when first asked for."""
        if self._line_starts is None:
            self._line_starts = _line_starts(self.data)
        return self._line_starts

    def line_at(self, offset: int) -> int:
        """The number, from 0, of the line that holds an offset."""
        return max(bisect_right(self.line_starts, offset) - 1, 0)

    def line_span(self, line: int) -> Span:
        """Where a line stands, without its line end."""
        starts = self.line_starts
        end = starts[line + 1] if line + 1 < len(starts) else len(self.data)
        content = self.data[starts[line] : end]
        if line + 1 < len(starts):
            content = content.removesuffix(b"\n").removesuffix(b"\r")
        return Span(starts[line], starts[line] + len(content))

    def slice(self, span: Span) -> str:
        """The characters of a span; bytes that are no UTF-8 read as U+FFFD."""
        return self.data[span.start : span.end].decode(errors="replace")

    def replace(self, span: Span, new: bytes) -> Text:
        """The text with one span replaced. Line starts that are known are carried over, not counted anew."""
        data = self.data[: span.start] + new + self.data[span.end :]
        if self._line_starts is None:
            return Text(data)
        return Text(data, line_starts=_shifted_lines(self._line_starts, data, span, len(new)))


def _line_starts(data: bytes) -> list[int]:
    lines = data.splitlines(keepends=True)  # of bytes, at the three ends of lines alone
    starts = [*accumulate(map(len, lines), initial=0)]
    if lines and not lines[-1].endswith((b"\n", b"\r")):
        del starts[-1]
    return starts


def _shifted_lines(starts: list[int], data: bytes, span: Span, width: int) -> list[int]:
    """Line starts after a replacement: only those in or next to the new bytes are looked for.

    A line start depends on the byte before it and the byte at it (CR and LF may meet or part there), so the
    one at either border of the replaced span is looked for again.
    """
    new_end = span.start + width
    shift = new_end - span.end
    before = bisect_right(starts, max(span.start - 1, 0))
    after = bisect_right(starts, span.end)
    window = _LINE_END.finditer(data, max(span.start - 1, 0), min(new_end + 1, len(data)))
    found = [match.end() for match in window if max(span.start, 1) <= match.end() <= new_end]
    return [*starts[:before], *found, *(start + shift for start in starts[after:])]
