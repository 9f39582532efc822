"""What every writer has in common: a method for each node of the tree, and the way from a node to its method."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from blueprint_ls.generate.document import tree
from blueprint_ls.generate.document.whole import Anchors

Piece = TypeVar("Piece")
"""What a block becomes, one or several of it: lines, elements, data."""
Word = TypeVar("Word")
"""What a part of a line becomes."""


class Writer(ABC, Generic[Piece, Word]):
    """Turns a document into one format."""

    def __init__(self, anchors: Anchors) -> None:
        self.anchors = anchors

    def blocks(self, nodes: Iterable[tree.Block]) -> Iterator[Piece]:
        """Several blocks."""
        for node in nodes:
            yield from self.block(node)

    def block(self, node: tree.Block) -> Iterator[Piece]:
        """One block."""
        match node:
            case tree.Heading():
                yield from self.heading(node)
            case tree.Paragraph():
                yield from self.paragraph(node)
            case tree.Bullets():
                yield from self.bullets(node)
            case tree.Table():
                yield from self.table(node)
            case tree.Figures():
                yield from self.figures(node)
            case tree.Listing():
                yield from self.listing(node)
            case tree.Picture():
                yield from self.picture(node)
            case tree.Callout():
                yield from self.callout(node)
            case tree.Details():
                yield from self.details(node)

    def words(self, inlines: tree.Inlines) -> list[Word]:
        """A line, part by part."""
        return [self.word(found) for found in inlines]

    def word(self, node: tree.Inline) -> Word:
        """One part of a line."""
        match node:
            case tree.Text():
                return self.text(node)
            case tree.Strong():
                return self.strong(node)
            case tree.Code():
                return self.code(node)
            case tree.Link():
                return self.link(node)
            case tree.Site():
                return self.site(node)
            case tree.Mark():
                return self.mark(node)
            case tree.Break():
                return self.line_break()

    # Each format says what becomes of a node.

    @abstractmethod
    def heading(self, node: tree.Heading) -> Iterator[Piece]: ...
    @abstractmethod
    def paragraph(self, node: tree.Paragraph) -> Iterator[Piece]: ...
    @abstractmethod
    def bullets(self, node: tree.Bullets) -> Iterator[Piece]: ...
    @abstractmethod
    def table(self, node: tree.Table) -> Iterator[Piece]: ...
    @abstractmethod
    def figures(self, node: tree.Figures) -> Iterator[Piece]: ...
    @abstractmethod
    def listing(self, node: tree.Listing) -> Iterator[Piece]: ...
    @abstractmethod
    def picture(self, node: tree.Picture) -> Iterator[Piece]: ...
    @abstractmethod
    def callout(self, node: tree.Callout) -> Iterator[Piece]: ...
    @abstractmethod
    def details(self, node: tree.Details) -> Iterator[Piece]: ...
    @abstractmethod
    def text(self, node: tree.Text) -> Word: ...
    @abstractmethod
    def strong(self, node: tree.Strong) -> Word: ...
    @abstractmethod
    def code(self, node: tree.Code) -> Word: ...
    @abstractmethod
    def link(self, node: tree.Link) -> Word: ...
    @abstractmethod
    def site(self, node: tree.Site) -> Word: ...
    @abstractmethod
    def mark(self, node: tree.Mark) -> Word: ...
    @abstractmethod
    def line_break(self) -> Word: ...
