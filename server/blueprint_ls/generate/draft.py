"""A piece of blueprint to insert: plain text, or a snippet whose values are tab stops."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stop:
    """A value that the person is likely to change."""

    text: str


Line = tuple[str | Stop, ...]


@dataclass(slots=True)
class Draft:
    """Lines of blueprint source, some of their parts being tab stops."""

    lines: list[Line] = field(default_factory=list)

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
