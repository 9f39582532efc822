"""Files and folders that are renamed: the paths in a blueprint go with them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from blueprint_ls.editor.targets import leaves
from blueprint_ls.fixes import Edit
from blueprint_ls.judge.finding import shift
from blueprint_ls.language.elements import Attribute
from blueprint_ls.language.model import Document, Place
from blueprint_ls.syntax import Span, String

_WILD = re.compile(r"[*?\[{].*", re.DOTALL)


def moved(document: Document, renames: Mapping[Path, Path]) -> list[Edit]:
    """The edits that keep a file's paths leading to where they lead, its own new place included."""
    folder = document.path.parent
    found = []
    for span, written in _written(document):
        new = _rewritten(folder, written, renames)
        if new != written:
            found.append(Edit(document.path, span, new))
    return found


def _written(document: Document) -> Iterator[tuple[Span, str]]:
    """Every path and pattern in a file, without quotes."""
    for top, outer in document.elements:
        for start, element in outer.walk(top):
            place = Place(document, start, element, 0)
            yield from _labels(place)
            for attribute in element.attributes.values():
                yield from _values(place, attribute)


def _labels(place: Place) -> Iterator[tuple[Span, str]]:
    """Labels of the blocks whose labels are paths, as their example shows: `folder "apps/api"`."""
    schema = place.element.schema
    if schema and schema.label == "string" and "/" in schema.example:
        for label in place.element.node.labels[:1]:
            quotes = 1 if label.quoted else 0
            yield Span(place.start + label.span.start + quotes, place.start + label.span.end - quotes), label.value


def _values(place: Place, attribute: Attribute) -> Iterator[tuple[Span, str]]:
    if attribute.schema and attribute.schema.type.element.kind in ("path", "glob"):
        for start, node in leaves(attribute.node.value, place.value_span(attribute).start):
            if isinstance(node, String):
                yield shift(node.inner, start), node.value


def _rewritten(folder: Path, written: str, renames: Mapping[Path, Path]) -> str:
    """A path after the renames, as it was when they do not concern it."""
    plain = _WILD.sub("", written)
    if not plain.strip("./") or "\0" in plain:
        return written
    target = Path(os.path.normpath(folder / plain))
    there, here = _after(target, renames), _after(folder, renames)
    if os.path.relpath(there, here) == os.path.relpath(target, folder):
        return written
    start = "./" if plain.startswith("./") else ""
    end = "/" if plain.endswith("/") else ""
    return start + Path(os.path.relpath(there, here)).as_posix() + end + written[len(plain) :]


def _after(path: Path, renames: Mapping[Path, Path]) -> Path:
    for old, new in renames.items():
        if path == old or old in path.parents:
            return new / path.relative_to(old)
    return path
