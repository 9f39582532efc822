"""The document as a PDF with bookmarks and page numbers, typeset by Typst, which brings its fonts and needs no network.

The tree goes to Typst as data: as a JSON file beside a fixed program, `templates/document/document.typ`. No text of a
blueprint is ever read as a program of Typst's.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any

from blueprint_ls.generate.document import tree
from blueprint_ls.generate.document.columns import MAY_END, breakable, widths
from blueprint_ls.generate.document.drawn import as_light_svg
from blueprint_ls.generate.document.whole import Anchors
from blueprint_ls.generate.document.writer import Writer
from blueprint_ls.knowledge.folders import data_folder

PROGRAM = "document.typ"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class CannotTypeset(Exception):  # noqa: N818
    """No PDF can be made; the message says what to install."""


def pdf(document: tree.Document) -> bytes:
    """The whole document."""
    try:
        import typst  # an extra: the program is large, and only this function needs it
    except ImportError:
        raise CannotTypeset('a PDF needs Typst: `pip install "blueprint-ls[pdf]"` brings it') from None
    with tempfile.TemporaryDirectory(prefix="blueprint-") as scratch:
        folder = Path(scratch)
        copyfile(data_folder("templates") / "document" / PROGRAM, folder / PROGRAM)
        (folder / "document.json").write_text(json.dumps(_data(document)), encoding="utf-8")
        made = typst.compile(folder / PROGRAM, root=folder, ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def _data(document: tree.Document) -> dict[str, Any]:
    """The document as the JSON that the program reads."""
    writer = _Writer(Anchors.of(document))
    return {
        "title": _text(document.title),
        "summary": _text(document.summary),
        "day": document.day,
        "parts": [writer.part(part) for part in document.parts],
    }


class _Writer(Writer[dict[str, Any], list[str]]):
    def __init__(self, anchors: Anchors) -> None:
        super().__init__(anchors)
        self.names = {name: f"a{at}" for at, name in enumerate(sorted(anchors.known))}
        """By anchor: the name under which the program knows it."""

    def part(self, part: tree.Part) -> dict[str, Any]:
        number = "" if part.number is None else f"{part.number}."
        return {
            "number": number,
            "title": part.title,
            "opens": part.stated,
            "anchor": self._name(part.anchor),
            "blocks": [*self.blocks(part.blocks)],
        }

    def heading(self, node: tree.Heading) -> Iterator[dict[str, Any]]:
        anchor = self._name(node.anchor)
        yield {"kind": "heading", "level": node.level, "text": self.words(node.text), "anchor": anchor}

    def paragraph(self, node: tree.Paragraph) -> Iterator[dict[str, Any]]:
        yield {"kind": "paragraph", "text": self.words(node.text)}

    def bullets(self, node: tree.Bullets) -> Iterator[dict[str, Any]]:
        anchors = [self._name(anchor) for anchor in node.anchors] or [""] * len(node.items)
        items = [{"text": self.words(item), "anchor": anchor} for item, anchor in zip(node.items, anchors, strict=True)]
        yield {"kind": "bullets", "numbered": node.numbered, "items": items}

    def table(self, node: tree.Table) -> Iterator[dict[str, Any]]:
        shares, small = widths(node)
        yield {
            "kind": "table",
            "head": [_text(name) for name in node.head],
            "numbers": sorted(node.numbers),
            "widths": shares,
            "small": small,
            "rows": [self._row(row) for row in node.rows],
        }

    def _row(self, row: tree.Row) -> dict[str, Any]:
        cells = [self.words(cell) for cell in row.cells]
        return {"cells": cells, "anchor": self._name(row.anchor), "total": row.total}

    def figures(self, node: tree.Figures) -> Iterator[dict[str, Any]]:
        yield {"kind": "figures", "rows": [[self.words(cell) for cell in row.cells] for row in node.rows]}

    def listing(self, node: tree.Listing) -> Iterator[dict[str, Any]]:
        yield {"kind": "listing", "path": _text(node.path), "text": _lines(node.text)}

    def picture(self, node: tree.Picture) -> Iterator[dict[str, Any]]:
        drawn, caption = as_light_svg(node), _text(node.caption)
        yield {"kind": "picture", "text": _lines(node.text), "svg": drawn, "caption": caption}

    def callout(self, node: tree.Callout) -> Iterator[dict[str, Any]]:
        yield {"kind": "callout", "blocks": [*self.blocks(node.blocks)]}

    def details(self, node: tree.Details) -> Iterator[dict[str, Any]]:
        yield {"kind": "details", "summary": _text(node.summary), "blocks": [*self.blocks(node.blocks)]}

    def text(self, node: tree.Text) -> list[str]:
        return ["text", breakable(_text(node.text)) + MAY_END * node.text.endswith(" ")]  # a dot may follow

    def strong(self, node: tree.Strong) -> list[str]:
        return ["strong", _text(node.text)]

    def code(self, node: tree.Code) -> list[str]:
        return ["code", _text(node.text)]

    def link(self, node: tree.Link) -> list[str]:
        kind, words = ("code", _text(node.text)) if node.code else ("text", breakable(_text(node.text)))
        to = self.names[node.anchor] if self.anchors.leads(node) else ""
        return ["link", words, kind, to] if to else [kind, words]

    def site(self, node: tree.Site) -> list[str]:
        return ["site", _text(node.text), _text(node.url)]

    def mark(self, node: tree.Mark) -> list[str]:
        return ["mark", _text(node.text).replace(" ", "\N{NO-BREAK SPACE}"), node.kind]

    def line_break(self) -> list[str]:
        return ["break"]

    def _name(self, anchor: str) -> str:
        return self.names[anchor] if self.anchors.needed(anchor) or anchor.startswith("section-") else ""


def _lines(text: str) -> str:
    return "\n".join(map(_text, text.split("\n")))


def _text(text: str) -> str:
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text.replace("\t", "    "))
