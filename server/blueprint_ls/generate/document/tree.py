"""The document as a tree: what every writer is given, and nothing that belongs to one format.

Text in it is text: no writer reads markup in it, so that what a blueprint says cannot turn into any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from blueprint_ls.judge.diagram.graph import Graph

# ---------------------------------------------------------------------------------------------------------- in a line


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A name of code, a path, a route."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another place of the document; plain words where the document has no such place."""

    anchor: str
    text: str
    code: bool = False
    """Whether the text is a name of code."""


@dataclass(frozen=True, slots=True)
class Site:
    """A way out of the document, to an `http` or `https` address."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A word about the standing of something: `assumed`, `met`, `gap`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line within a cell or paragraph."""


Inline = Text | Code | Strong | Link | Site | Mark | Break
Inlines = tuple[Inline, ...]

# ------------------------------------------------------------------------------------------------------------- blocks


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the blueprint says what a node shows, so that a preview can follow the cursor."""

    path: str
    """From the blueprint's folder."""
    line: int
    """From 0."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a part: of level 3 or deeper."""

    level: int
    text: Inlines
    anchor: str = ""
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences."""

    text: Inlines


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    items: tuple[Inlines, ...]
    numbered: bool = False
    anchors: tuple[str, ...] = ()
    """One for each item, where items are referred to."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; its first cell names it."""

    cells: tuple[Inlines, ...]
    anchor: str = ""
    total: bool = False
    """Whether it sums up those above."""
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table; without a head its rows are pairs of a name and a value."""

    name: str
    """What it lists, for those who cannot see it."""
    rows: tuple[Row, ...]
    head: tuple[str, ...] = ()
    numbers: frozenset[int] = frozenset()
    """The columns that hold amounts."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that are to be seen first, each with its name."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A file, a part of one, or commands to be copied."""

    text: str
    language: str = ""
    path: str = ""
    """The file that it is, or shall be."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: in characters, and what it shows, to be drawn anew where there is a layout engine."""

    text: str
    graph: Graph | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Callout:
    """What must not be overlooked: a `gap`, a `note`."""

    kind: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Details:
    """What most readers skip."""

    summary: str
    blocks: tuple[Block, ...]


Block = Heading | Paragraph | Bullets | Table | Figures | Listing | Picture | Callout | Details


@dataclass(frozen=True, slots=True)
class Part:
    """A section, numbered 0 to 14, or what stands behind them without a number."""

    number: int | None
    title: str
    anchor: str
    blocks: tuple[Block, ...]
    origin: Origin | None = field(default=None, compare=False)

    @property
    def heading(self) -> str:
        """`7. Data`, `Sources`."""
        return self.title if self.number is None else f"{self.number}. {self.title}"

    @property
    def stated(self) -> bool:
        """Whether it says more than that something is missing: then it begins a page on paper."""
        return not all(isinstance(block, Callout) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document."""

    title: str
    summary: str
    day: str
    """The day as of which it was judged, `2026-11-22`; writers may leave it out."""
    parts: tuple[Part, ...]


# ------------------------------------------------------------------------------------------------------------- helpers


def text(*words: str) -> Inlines:
    """Words as one run of text."""
    return (Text("".join(words)),)


def plain(inlines: Iterable[Inline]) -> str:
    """What a reader sees of a line."""
    return "".join(" " if isinstance(found, Break) else found.text for found in inlines)


def every(node: object) -> Iterator[object]:
    """A node and all below it, in the order of the document."""
    yield node
    if isinstance(node, tuple):
        for child in node:
            yield from every(child)
    elif is_dataclass(node):
        for own in fields(node):
            value = getattr(node, own.name)
            if isinstance(value, tuple):
                yield from every(value)
