"""Refactorings of blueprints: a section into a file of its own and back, an assumption confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from blueprint_ls.editor.cursor import enclosing
from blueprint_ls.editor.targets import target_at
from blueprint_ls.fixes import Edit
from blueprint_ls.fixes.places import whole_lines
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.assumptions import MARK, assumptions
from blueprint_ls.language.model import Document, Place
from blueprint_ls.syntax import Span


def extract(case: Case, document: Document, offset: int) -> tuple[str, tuple[Edit, ...], Path] | None:
    """Move the section at a position to a file of its own; None where it has one, or there is no section."""
    place = _section_at(case, document, offset)
    if place is None or len(document.elements) < 2:
        return None
    name = place.element.name
    target = document.path.with_name(f"{name}.blueprint")
    if target == document.path or target.exists() or case.blueprint.folder != document.path.parent:
        return None
    span = whole_lines(document, place.span)
    text = document.text.slice(place.span) + "\n"
    edits = (Edit(target, Span(0, 0), text), Edit(document.path, _with_gap(document, span), ""))
    return f"Move section `{name}` to `{target.name}`", edits, target


def inline(case: Case, document: Document) -> tuple[str, tuple[Edit, ...], Path] | None:
    """Move a file's sections into the file with the header; None in that file itself."""
    header = case.blueprint.header
    if header is None or header.place.document.path == document.path or header.place.layer:
        return None
    main = header.place.document
    end = len(main.text.data)
    text = document.text.slice(Span(0, len(document.text.data))).strip("\n\ufeff")
    gap = "\n" if main.text.data.endswith(b"\n") else "\n\n"
    edits = (Edit(main.path, Span(end, end), f"{gap}{text}\n"),)
    return f"Move all of `{document.path.name}` to `{main.path.name}`", edits, document.path


def confirmations(document: Document, offset: int) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """Take `assumed = true` out of the block at a position, of all in its section, of all in the file."""
    marks = list(assumptions([document]))
    here = _nearest(document, offset)
    if here:
        title = f"{here.element.name} {here.element.label or ''}".strip()
        yield f"Confirm what is assumed in `{title}`", _confirmed([here])
    section = next((start for start, e in document.elements if start <= offset <= start + e.node.width), None)
    if section is not None:
        name = next(element.name for start, element in document.elements if start == section)
        inside = [found.place for found in marks if found.section == section]
        if len(inside) > 1:
            yield f"Confirm everything assumed in section `{name}` ({len(inside)})", _confirmed(inside)
        if len(marks) > max(1, len(inside)):
            everything = [found.place for found in marks]
            yield f"Confirm everything assumed in this file ({len(marks)})", _confirmed(everything)


def _nearest(document: Document, offset: int) -> Place | None:
    """The innermost block around a position that is marked as assumed."""
    target = target_at(document, offset)
    places = [target.place] if target else []
    places += [*reversed(enclosing(document, offset))]
    return next((place for place in places if place.element.value(MARK) is True), None)


def _confirmed(places: Sequence[Place]) -> tuple[Edit, ...]:
    spans = ((place, place.attribute_span(place.element.attributes[MARK])) for place in places)
    return tuple(Edit(place.document.path, whole_lines(place.document, span), "") for place, span in spans)


def _section_at(case: Case, document: Document, offset: int) -> Place | None:
    for start, element in document.elements:
        if start <= offset <= start + element.node.width and element.name in case.blueprint.vocabulary.sections:
            return Place(document, start, element, 0)
    return None


def _with_gap(document: Document, span: Span) -> Span:
    """The lines of a block with the blank line behind it; at the end of the file, with the one before it."""
    data = document.text.data
    for end in (b"\r\n", b"\n"):
        if data.startswith(end, span.end):
            return Span(span.start, span.end + len(end))
        if span.end == len(data) and data.endswith(end * 2, 0, span.start):
            return Span(span.start - len(end), span.end)
    return span
