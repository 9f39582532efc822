"""Text for a terminal: colour where it is welcome, and how many columns a text takes."""

from __future__ import annotations

import os
import shutil
import unicodedata
from dataclasses import dataclass
from typing import TextIO

from blueprint_ls.judge.diagram.cells import width

TAB = 4
"""Columns between tab stops."""
FEWEST_COLUMNS = 40
"""A narrower terminal is treated as one of this width."""
PIPED_COLUMNS = 160
"""How much of a long source line is shown where there is no terminal."""

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "information": "1;34",
    "good": "32",
    "rule": "35",
    "path": "1",
    "faint": "2",
    "bold": "1",
    "added": "32",
    "removed": "31",
}
_ZERO_WIDTH = ("\u200d", "\ufe0e", "\ufe0f")


@dataclass(frozen=True, slots=True)
class Style:
    """How to write to one stream."""

    coloured: bool
    columns: int
    terminal: bool = False
    """Whether a person sees it as it is written: then prose is broken between words."""

    @staticmethod
    def of(stream: TextIO) -> Style:
        """Colour on a terminal that wants it: NO_COLOR and TERM=dumb forbid it, FORCE_COLOR asks for it."""
        terminal = stream.isatty()
        wanted = terminal and os.environ.get("TERM") != "dumb" and not os.environ.get("NO_COLOR")
        forced = os.environ.get("FORCE_COLOR", "") not in ("", "0")
        columns = shutil.get_terminal_size().columns if terminal else PIPED_COLUMNS
        return Style(wanted or forced, max(columns, FEWEST_COLUMNS), terminal)

    def paint(self, text: str, kind: str) -> str:
        """The text in the colour of its kind."""
        return f"\x1b[{_CODES[kind]}m{text}\x1b[0m" if self.coloured and text else text

    def underline(self, text: str, kind: str) -> str:
        """The text underlined in the colour of its kind."""
        return f"\x1b[4;{_CODES[kind]}m{text}\x1b[0m" if self.coloured and text else text

    def prose(self, lead: int, text: str, indent: int = 4) -> str:
        """Prose behind `lead` columns of something else, broken between words on a terminal."""
        if not self.terminal:
            return text
        lines: list[list[str]] = [[]]
        used = lead
        for word in text.split(" "):
            if used + width(word) > self.columns and used > indent:
                lines.append([])
                used = indent
            lines[-1].append(word)
            used += width(word) + 1
        return f"\n{' ' * indent}".join(" ".join(line) for line in lines)


def visible(text: str) -> str:
    """The text on one line, safe to print: controls and marks that turn writing round become visible."""
    return text if text.isprintable() else "".join(map(_visible, text))


def untabbed(text: str, start: int = 0) -> str:
    """The text with tabs as blanks; `start` is the column it begins at."""
    pieces: list[str] = []
    column = start
    for part in text.split("\t"):
        if pieces:
            gap = TAB - column % TAB
            pieces.append(" " * gap)
            column += gap
        pieces.append(part)
        column += width(part)
    return "".join(pieces)


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _visible(char: str) -> str:
    if char == "\t" or char.isprintable() or char in _ZERO_WIDTH:
        return char
    if ord(char) < 0x20:
        return chr(0x2400 + ord(char))
    return " " if unicodedata.category(char) == "Zs" else "\ufffd"
