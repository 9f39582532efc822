"""The document as a PDF with bookmarks and page numbers, typeset by Typst, which brings its fonts and needs no network.

The tree goes to Typst as data: as a JSON file beside a fixed program, `templates/document/document.typ`. No text of a
blueprint is ever read as a program of Typst's.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

from blueprint_ls.generate.document.columns import MAY_END, breakable, widths
from blueprint_ls.generate.document.drawn import as_light_svg
from blueprint_ls.generate.document.tree import (
    Block,
    Break,
    Bullets,
    Callout,
    Code,
    Details,
    Document,
    Figures,
    Heading,
    Inline,
    Inlines,
    Link,
    Listing,
    Mark,
    Paragraph,
    Part,
    Picture,
    Row,
    Site,
    Strong,
    Table,
    Text,
)
from blueprint_ls.generate.document.whole import Anchors
from blueprint_ls.knowledge.folders import data_folder

PROGRAM = "document.typ"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class CannotTypeset(Exception):  # noqa: N818
    """No PDF can be made; the message says what to install."""


def pdf(document: Document) -> bytes:
    """The whole document."""
    try:
        import typst  # an extra: the program is large, and only this function needs it
    except ImportError:
        raise CannotTypeset('a PDF needs Typst: `pip install "blueprint-ls[pdf]"` brings it') from None
    with tempfile.TemporaryDirectory(prefix="blueprint-") as scratch:
        folder = Path(scratch)
        copyfile(data_folder("templates") / "document" / PROGRAM, folder / PROGRAM)
        (folder / "document.json").write_text(json.dumps(_Data(document).whole()), encoding="utf-8")
        made = typst.compile(folder / PROGRAM, root=folder, ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


@dataclass(slots=True)
class _Data:
    """The document as the JSON that the program reads."""

    document: Document

    def whole(self) -> dict[str, Any]:
        """All of it."""
        anchors = Anchors.of(self.document)
        writer = _Writer(anchors, {name: f"a{at}" for at, name in enumerate(sorted(anchors.known))})
        return {
            "title": _text(self.document.title),
            "summary": _text(self.document.summary),
            "day": self.document.day,
            "parts": [writer.part(part) for part in self.document.parts],
        }


@dataclass(slots=True)
class _Writer:
    anchors: Anchors
    names: dict[str, str]
    """By anchor: the name under which the program knows it."""

    def part(self, part: Part) -> dict[str, Any]:
        number = "" if part.number is None else f"{part.number}."
        return {
            "number": number,
            "title": part.title,
            "opens": part.stated,
            "anchor": self._name(part.anchor),
            "blocks": self._blocks(part.blocks),
        }

    def _blocks(self, blocks: Iterable[Block]) -> list[dict[str, Any]]:
        return [found for block in blocks for found in self._block(block)]

    def _block(self, block: Block) -> Iterator[dict[str, Any]]:
        match block:
            case Heading():
                anchor = self._name(block.anchor)
                yield {"kind": "heading", "level": block.level, "text": self._line(block.text), "anchor": anchor}
            case Paragraph():
                yield {"kind": "paragraph", "text": self._line(block.text)}
            case Bullets():
                yield self._bullets(block)
            case Table():
                yield self._table(block)
            case Figures():
                yield {"kind": "figures", "rows": [[self._line(cell) for cell in row.cells] for row in block.rows]}
            case Listing():
                text = "\n".join(map(_text, block.text.split("\n")))
                yield {"kind": "listing", "path": _text(block.path), "text": text}
            case Picture():
                text = "\n".join(map(_text, block.text.split("\n")))
                yield {"kind": "picture", "text": text, "svg": as_light_svg(block), "caption": _text(block.caption)}
            case Callout():
                yield {"kind": "callout", "blocks": self._blocks(block.blocks)}
            case Details():
                yield {"kind": "details", "summary": _text(block.summary), "blocks": self._blocks(block.blocks)}

    def _bullets(self, block: Bullets) -> dict[str, Any]:
        anchors = [self._name(anchor) for anchor in block.anchors] or [""] * len(block.items)
        items = [
            {"text": self._line(item), "anchor": anchor} for item, anchor in zip(block.items, anchors, strict=True)
        ]
        return {"kind": "bullets", "numbered": block.numbered, "items": items}

    def _table(self, block: Table) -> dict[str, Any]:
        shares, small = widths(block)
        return {
            "kind": "table",
            "head": [_text(name) for name in block.head],
            "numbers": sorted(block.numbers),
            "widths": shares,
            "small": small,
            "rows": [self._row(row) for row in block.rows],
        }

    def _row(self, row: Row) -> dict[str, Any]:
        cells = [self._line(cell) for cell in row.cells]
        return {"cells": cells, "anchor": self._name(row.anchor), "total": row.total}

    def _line(self, inlines: Inlines) -> list[list[str]]:
        return [self._inline(found) for found in inlines]

    def _inline(self, found: Inline) -> list[str]:
        match found:
            case Text():
                return ["text", breakable(_text(found.text)) + MAY_END * found.text.endswith(" ")]  # a dot may follow
            case Strong():
                return ["strong", _text(found.text)]
            case Code():
                return ["code", _text(found.text)]
            case Link():
                kind = "code" if found.code else "text"
                to = self.names[found.anchor] if self.anchors.leads(found) else ""
                words = _text(found.text) if found.code else breakable(_text(found.text))
                return ["link", words, kind, to] if to else [kind, words]
            case Site():
                return ["site", _text(found.text), _text(found.url)]
            case Mark():
                return ["mark", _text(found.text).replace(" ", "\N{NO-BREAK SPACE}"), found.kind]
            case Break():
                return ["break"]

    def _name(self, anchor: str) -> str:
        return self.names[anchor] if self.anchors.needed(anchor) or anchor.startswith("section-") else ""


def _text(text: str) -> str:
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text.replace("\t", "    "))
