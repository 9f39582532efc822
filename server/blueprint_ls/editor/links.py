"""Links: paths and URLs in values, labels and comments, and the bases that a blueprint extends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from blueprint_ls.editor import files
from blueprint_ls.editor.targets import leaves
from blueprint_ls.judge.finding import shift
from blueprint_ls.language.elements import Attribute
from blueprint_ls.language.model import Document, Place
from blueprint_ls.syntax import Span, String

_URL = re.compile(rb"https?://[^\s\"'<>`\\{}|^]*[^\s\"'<>`\\{}|^.,;:!?)\]]")
_WILD = re.compile(r"[*?\[{]")


@dataclass(frozen=True, slots=True)
class Link:
    """A piece of text that leads out of the file."""

    span: Span
    tooltip: str
    path: Path | None = None
    """The file or folder it leads to; None for a URL."""
    url: str | None = None


def links(document: Document) -> list[Link]:
    """Every link of a file whose target exists; URLs are taken at their word."""
    found = list(_urls(document))
    for top, outer in document.elements:
        for start, element in outer.walk(top):
            place = Place(document, start, element, 0)
            found += _labels(place)
            for attribute in element.attributes.values():
                found += _paths(place, attribute)
    return sorted(found, key=lambda link: link.span)


def _urls(document: Document) -> Iterator[Link]:
    for match in _URL.finditer(document.text.data):
        span = Span(match.start(), match.end())
        yield Link(span, "Open in the browser", url=document.text.slice(span))


def _paths(place: Place, attribute: Attribute) -> Iterator[Link]:
    """The paths in an attribute's value."""
    if attribute.schema is None or attribute.schema.type.element.kind not in ("path", "glob"):
        return
    extends = place.element.name == "blueprint" and attribute.name == "extends"
    for start, node in leaves(attribute.node.value, place.value_span(attribute).start):
        if isinstance(node, String):
            yield from _path(place, shift(node.inner, start), node.value, extends)


def _labels(place: Place) -> Iterator[Link]:
    """Labels that are paths: `folder "apps/api"`."""
    schema = place.element.schema
    for label in place.element.node.labels[:1]:
        if label.quoted and schema is not None and schema.label == "string":
            span = Span(place.start + label.span.start + 1, place.start + label.span.end - 1)
            yield from _path(place, span, label.value, False)


def _path(place: Place, span: Span, written: str, extends: bool) -> Iterator[Link]:
    folder = place.document.path.parent
    path = None if _WILD.search(written) else files.plain(folder, written)
    if path is None:
        return
    if extends and path.is_dir():
        main = _main_file(path)
        yield Link(span, f"Open the base blueprint in {path.name}", path=main or path)
    else:
        yield Link(span, f"Open the {'folder' if path.is_dir() else 'file'} {written}", path=path)


def _main_file(folder: Path) -> Path | None:
    """The file that holds the header of a base, else its first."""
    found = sorted(path for path in folder.glob("*.blueprint") if path.is_file())
    for path in found:
        try:
            if re.search(rb"^blueprint\s", path.read_bytes(), re.MULTILINE):
                return path
        except OSError:
            continue
    return found[0] if found else None
