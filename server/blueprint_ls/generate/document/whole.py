"""What holds for a document as a whole: each anchor once, links that lead somewhere, no heading above nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from blueprint_ls.generate.document.tree import (
    Block,
    Bullets,
    Document,
    Figures,
    Heading,
    Link,
    Paragraph,
    Part,
    Row,
    Table,
    every,
    plain,
)


def unique(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts, each anchor at its first place alone."""
    taken: set[str] = set()
    return tuple(replace(part, blocks=tuple(_unique(block, taken) for block in part.blocks)) for part in parts)


def _unique(block: Block, taken: set[str]) -> Block:
    if isinstance(block, Heading):
        return replace(block, anchor=_first(block.anchor, taken))
    if isinstance(block, Table):
        return replace(block, rows=tuple(replace(row, anchor=_first(row.anchor, taken)) for row in block.rows))
    return block


def _first(anchor: str, taken: set[str]) -> str:
    found = "" if anchor in taken else anchor
    taken.add(anchor)
    return found


def without_empty(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks without tables and lists that hold nothing, and without headings that nothing follows."""
    kept: list[Block] = []
    for block in blocks:
        if _is_empty(block):
            continue
        if isinstance(block, Heading):
            _drop_idle(kept, block.level)
        kept.append(block)
    _drop_idle(kept, 0)
    return tuple(kept)


def _is_empty(block: Block) -> bool:
    match block:
        case Table() | Figures():
            return not block.rows
        case Bullets():
            return not block.items
        case Paragraph():
            return not plain(block.text).strip()
    return False


def _drop_idle(kept: list[Block], level: int) -> None:
    """Take off the headings at the end that have nothing beneath them and now never will."""
    while kept and isinstance(kept[-1], Heading) and kept[-1].level >= level:
        kept.pop()


@dataclass(slots=True)
class Anchors:
    """The places of a document that can be led to, and those that are."""

    known: set[str] = field(default_factory=set)
    wanted: set[str] = field(default_factory=set)

    @staticmethod
    def of(document: Document) -> Anchors:
        """The anchors of a document."""
        found = Anchors()
        for node in every(document):
            if isinstance(node, (Heading, Row, Part)) and node.anchor:
                found.known.add(node.anchor)
            elif isinstance(node, Bullets):
                found.known.update(filter(None, node.anchors))
            elif isinstance(node, Link):
                found.wanted.add(node.anchor)
        return found

    def leads(self, link: Link) -> bool:
        """Whether the document has the place that a link leads to."""
        return link.anchor in self.known

    def needed(self, anchor: str) -> bool:
        """Whether some link leads to a place."""
        return bool(anchor) and anchor in self.wanted
