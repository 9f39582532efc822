"""A piece of blueprint to insert: plain text, or a snippet whose values are tab stops."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stop:
    """A value that the person is likely to change."""

    text: str


Line = tuple[str | Stop, ...]
MOST_STOPS = 40
"""More tab stops than this are no help: who would press the key so often?"""
_VALUE = re.compile(r"(\s*[\w.\"-]+ += )(?!<<)(.*[^\[{\s])\s*")


@dataclass(slots=True)
class Draft:
    """Lines of blueprint source, some of their parts being tab stops."""

    lines: list[Line] = field(default_factory=list)

    @staticmethod
    def of(source: str) -> Draft:
        """The draft of some source, the values that stand on one line as its tab stops."""
        draft, heredoc, stops = Draft(), "", 0
        for line in source.split("\n"):
            found = _VALUE.fullmatch(line)
            if found and not heredoc and found[2] != "true" and stops < MOST_STOPS:
                stops += 1
                draft.add(found[1], Stop(found[2]))
            else:
                draft.add(line)
            opened = re.search(r"<<-?(\w+)$", line)
            heredoc = opened[1] if opened else "" if line.strip() == heredoc else heredoc
        return draft

    def add(self, *parts: str | Stop, indent: int = 0) -> None:
        """Append a line."""
        self.lines.append(("  " * indent, *parts))

    def extend(self, other: Draft, indent: int = 0) -> None:
        """Append another draft, indented."""
        for line in other.lines:
            if line == ("",) or not line:
                self.lines.append(("",))
            else:
                self.lines.append(("  " * indent, *line))

    def indented(self, indent: int) -> Draft:
        """The same draft, further to the right."""
        moved = Draft()
        moved.extend(self, indent)
        return moved

    @property
    def text(self) -> str:
        """The source as it is inserted where a client has no snippets."""
        return "\n".join("".join(_plain(part) for part in line).rstrip() for line in self.lines)

    @property
    def snippet(self) -> str:
        """The source in snippet syntax, its stops numbered, the last one behind everything."""
        number = 0
        rendered = []
        for line in self.lines:
            pieces = []
            for part in line:
                if isinstance(part, Stop):
                    number += 1
                    pieces.append(f"${{{number}:{_escaped(part.text)}}}")
                else:
                    pieces.append(_escaped(part))
            rendered.append("".join(pieces).rstrip())
        return "\n".join(rendered) + "$0"


def _plain(part: str | Stop) -> str:
    return part.text if isinstance(part, Stop) else part


def _escaped(text: str) -> str:
    return re.sub(r"([\\$}])", r"\\\1", text)
