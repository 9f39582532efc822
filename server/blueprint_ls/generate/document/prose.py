"""The Markdown of pages and templates as a tree: headings, paragraphs, lists, and what stands out in a line.

Only trusted text is read so: pages of the knowledge, and templates. What a blueprint says comes through holes, which
stand in the text as marks and are filled with nodes that were made from values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from blueprint_ls.generate.document.tree import (
    Block,
    Bullets,
    Code,
    Heading,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Strong,
    Text,
)

_HOLE = "\x1a"
"""What stands around a hole's number: a character that no page or template has."""
_TOKEN = re.compile(
    rf"{_HOLE}(?P<hole>\d+){_HOLE}|\*\*(?P<strong>[^*]+)\*\*|`(?P<code>[^`]+)`"
    r"|\[(?P<source>\d+)\]|\[(?P<linked>[^\]]+)\]\([^)]*\)"
)
_HEADING = re.compile(r"(#{3,6}) +(.+)")
_ITEM = re.compile(r"(?:[-*]|(?P<number>\d+)\.) +(.*)")
_ALONE = re.compile(rf"{_HOLE}(\d+){_HOLE}")


@dataclass(slots=True)
class Holes:
    """The nodes that a text leaves room for."""

    filled: list[object] = field(default_factory=list)

    def put(self, node: object) -> str:
        """The mark that stands for a node."""
        self.filled.append(node)
        return f"{_HOLE}{len(self.filled) - 1}{_HOLE}"


@dataclass(slots=True)
class _Reader:
    holes: Holes
    cite: Callable[[int], str] | None
    blocks: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    items: list[list[str]] = field(default_factory=list)
    numbered: bool = False

    def read(self, text: str) -> tuple[Block, ...]:
        for line in text.split("\n"):
            self._line(line)
        self._end()
        return tuple(self.blocks)

    def _line(self, line: str) -> None:
        words = line.strip()
        heading, item, alone = _HEADING.fullmatch(words), _ITEM.fullmatch(words), _ALONE.fullmatch(words)
        if not words or heading or (alone and not _is_inline(self.holes.filled[int(alone[1])])):
            self._end()
        if heading:
            self.blocks.append(Heading(len(heading[1]), self._inlines(heading[2])))
        elif alone and not _is_inline(self.holes.filled[int(alone[1])]):
            self.blocks += _blocks(self.holes.filled[int(alone[1])])
        elif item and not self.lines:
            self.numbered = item["number"] is not None
            self.items.append([item[2]])
        elif words and self.items:
            self.items[-1].append(words)
        elif words:
            self.lines.append(words)

    def _end(self) -> None:
        if self.lines:
            self.blocks.append(Paragraph(self._inlines(" ".join(self.lines))))
        if self.items:
            items = tuple(self._inlines(" ".join(item)) for item in self.items)
            self.blocks.append(Bullets(items, self.numbered))
        self.lines, self.items = [], []

    def _inlines(self, words: str) -> Inlines:
        found: list[Inline] = []
        at = 0
        for match in _TOKEN.finditer(words):
            found += [Text(words[at : match.start()])] if match.start() > at else []
            found += self._token(match)
            at = match.end()
        return (*found, *([Text(words[at:])] if at < len(words) else []))

    def _token(self, match: re.Match[str]) -> Iterator[Inline]:
        if match["hole"]:
            yield from _inlines_of(self.holes.filled[int(match["hole"])])
        elif match["source"]:
            yield from self._citation(int(match["source"]))
        elif match["strong"]:
            yield Strong(match["strong"])
        elif match["code"]:
            yield Code(match["code"])
        else:
            yield Text(match["linked"])

    def _citation(self, number: int) -> Iterator[Inline]:
        anchor = self.cite(number) if self.cite else ""
        if anchor:
            yield Link(anchor, f"[{number}]")


def read(text: str, holes: Holes | None = None, cite: Callable[[int], str] | None = None) -> tuple[Block, ...]:
    """The blocks of a trusted text, its holes filled; `cite` gives the anchor of the source of a number."""
    return _Reader(holes or Holes(), cite).read(text)


def _is_inline(node: object) -> bool:
    """Whether a hole stands in a line: a word, or a tuple of words; blocks come alone or in lists."""
    return isinstance(node, (str, int, float, tuple, Inline))


def _inlines_of(node: object) -> Inlines:
    if isinstance(node, Inline):
        return (node,)
    if isinstance(node, tuple):
        return node
    return (Text(str(node)),)


def _blocks(node: object) -> list[Block]:
    return [*node] if isinstance(node, list) else [node]  # type: ignore[list-item]
