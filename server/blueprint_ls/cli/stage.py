"""Prints what an editor would show: underlined findings, menus, completion lists, hover cards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TextIO

from blueprint_ls.cli.terminal import Style, untabbed
from blueprint_ls.judge.diagram.cells import width
from blueprint_ls.syntax import Span, Text

_SEVERITIES = {1: "error", 2: "warning", 3: "information", 4: "information"}
_WIDEST = 100
_CARD_LINES = 16
_POPUP_LINES = 6


class Stage:
    """Where the tour is shown."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.style = Style.of(stream)
        self.columns = min(self.style.columns, _WIDEST)

    def heading(self, title: str) -> None:
        """The title of a scene."""
        rule = "─" * max(0, self.columns - width(title) - 4)
        self._print(f"\n{self.style.paint(f'── {title} {rule}', 'bold')}\n")

    def say(self, text: str) -> None:
        """Plain words."""
        for line in text.rstrip("\n").split("\n"):
            self._print(f"  {line}")

    def note(self, text: str) -> None:
        """What came of it."""
        self._print(self.style.paint(f"\n  {text}", "faint"))

    def line(self, text: Text, offset: int) -> None:
        """One line of a file, with the cursor in it."""
        number = text.line_at(offset)
        span = text.line_span(number)
        before = untabbed(text.slice(Span(span.start, offset)))
        self._print(f"  {self._number(number)} {before}{text.slice(Span(offset, span.end))}")

    def finding(self, text: Text, name: str, span: Span, diagnostic: dict[str, Any]) -> None:
        """A finding: its line, the mark under it, its words."""
        kind = _SEVERITIES[diagnostic.get("severity", 1)]
        number = text.line_at(span.start)
        row = text.line_span(number)
        before = untabbed(text.slice(Span(row.start, span.start)))
        marked = text.slice(Span(span.start, min(span.end, row.end)))
        after = text.slice(Span(min(span.end, row.end), row.end))
        self._print(f"  {self._number(number)} {before}{self.style.underline(marked, kind)}{after}")
        mark = "~" * max(1, width(marked))
        self._print(f"  {' ' * 6}│ {' ' * width(before)}{self.style.paint(mark, kind)}")
        code = self.style.paint(f"[{diagnostic['code']}]", "rule")
        label = self.style.paint(kind, kind)
        for at, part in enumerate(_wrapped(diagnostic["message"], self.columns - 24)):
            self._print(f"          {label} {part} {code}" if at == 0 else f"          {' ' * len(kind)} {part}")

    def menu(self, titles: Sequence[str], picked: str) -> None:
        """A menu of quick fixes, one of them picked."""
        self._print("")
        for title in dict.fromkeys(titles):
            mark = self.style.paint("▸", "good") if title == picked else " "
            self._print(f"       {mark} {title}")

    def popup(self, items: Sequence[tuple[str, str]], documentation: str) -> None:
        """A completion list, with what the first item's documentation begins with."""
        widest = max(width(label) for label, _ in items)
        rows = []
        for at, (label, detail) in enumerate(items):
            space = self.columns - widest - 18
            short = detail if width(detail) <= space else detail[: space - 1] + "…"
            mark = "▸" if at == 0 else " "
            rows.append(f"{mark} {label}{' ' * (widest - width(label))}  {self.style.paint(short, 'faint')}")
        self._box(rows, indent=8)
        self.card(documentation, most=_POPUP_LINES)

    def card(self, markdown: str, most: int = _CARD_LINES) -> None:
        """A page, as far as a hover shows it without scrolling."""
        rows: list[str] = []
        for line in _plain(markdown):
            rows += _wrapped(line, self.columns - 16) if line else [""]
        rows = _squeezed(rows)
        shown = rows[:most]
        while shown and not shown[-1]:
            shown.pop()
        painted = [self.style.paint(row, "bold") if at == 0 else row for at, row in enumerate(shown)]
        if len(rows) > most:
            painted.append(self.style.paint("…", "faint"))
        self._box(painted, indent=8)

    def added(self, lines: Sequence[str], most: int) -> None:
        """Lines that an action puts in."""
        self._print("")
        for line in lines[:most]:
            self._print(f"     {self.style.paint(f'+ {line}', 'added')}")
        if len(lines) > most:
            self._print(self.style.paint(f"     … {len(lines) - most} lines more", "faint"))

    def _box(self, rows: Sequence[str], indent: int) -> None:
        wide = max((width(_bare(row)) for row in rows), default=0)
        margin = " " * indent
        self._print(f"{margin}┌{'─' * (wide + 2)}┐")
        for row in rows:
            self._print(f"{margin}│ {row}{' ' * (wide - width(_bare(row)))} │")
        self._print(f"{margin}└{'─' * (wide + 2)}┘")

    def _number(self, line: int) -> str:
        return self.style.paint(f"{line + 1:>5} │", "faint")

    def _print(self, text: str) -> None:
        self.stream.write(f"{text}\n")


def _plain(markdown: str) -> list[str]:
    """Markdown as a terminal shows it: marks off, fences off, each paragraph on one line."""
    lines = [line for line in markdown.split("\n") if not line.startswith("```")]
    spaced = re.sub(r"^(#.*)\n(?=[^\n])", r"\1\n\n", "\n".join(lines), flags=re.MULTILINE)
    joined = re.sub(r"(?<=[^\n])\n(?=[^\n\-*|#>\d ])", " ", spaced).replace("\n  ", " ")
    return [_unmarked(line) for line in joined.split("\n")]


def _unmarked(line: str) -> str:
    """A line without its marks; of a link, its words alone."""
    bare = re.sub(r"\[([^\]\n]+)\]\((?:file|https?):[^)]*\)", lambda m: f"[{m[1]}]" if m[1].isdigit() else m[1], line)
    return re.sub(r"\*\*|^#+ |\[(\d+)\]\([^)]*\)", lambda m: f"[{m[1]}]" if m[1] else "", bare)


def _squeezed(rows: Sequence[str]) -> list[str]:
    """Never two empty rows together."""
    return [row for at, row in enumerate(rows) if row or (at and rows[at - 1])]


def _wrapped(text: str, columns: int) -> list[str]:
    rows = [""]
    for word in text.split():
        if rows[-1] and width(rows[-1]) + 1 + width(word) > columns:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


def _bare(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
