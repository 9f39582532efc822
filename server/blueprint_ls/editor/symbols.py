"""Symbols: the outline of a file, and the named blocks of a workspace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from blueprint_ls.knowledge.load import Knowledge
from blueprint_ls.language.assumptions import MARK, assumptions
from blueprint_ls.language.elements import Attribute, Element
from blueprint_ls.language.model import Document, Place
from blueprint_ls.language.schema import Vocabulary
from blueprint_ls.syntax import Span

_KINDS = {
    "blueprint": "Package",
    "module": "Module",
    "contract": "Interface",
    "entity": "Class",
    "field": "Field",
    "unique": "Key",
    "endpoint": "Method",
    "dto": "Struct",
    "event": "Event",
    "variable": "Variable",
    "decision": "Enum",
}
"""What an editor draws beside a block; the names are those of the Language Server Protocol."""
_UNTOLD = ("because", "accepts", "assumed", "lock")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Symbol:
    """One entry of a file's outline."""

    name: str
    detail: str
    """The choice of a decision, the number and title of a section, the value of an attribute."""
    kind: str
    """A symbol kind of the Language Server Protocol, such as `Namespace`."""
    span: Span
    selection: Span
    """The name within the span."""
    deprecated: bool = False
    children: tuple[Symbol, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedBlock:
    """One block that a workspace search found."""

    name: str
    kind: str
    container: str
    """Where it stands: `data.entity Deal`."""
    path: Path
    span: Span
    deprecated: bool = False


def document_symbols(knowledge: Knowledge, document: Document) -> list[Symbol]:
    """The outline: sections, their blocks, and the attributes that every such block must state."""
    return [
        _symbol(knowledge.vocabulary, Place(document, at, element, 0), top=True) for at, element in document.elements
    ]


def workspace_symbols(documents: Iterable[Document], query: str, limit: int = 200) -> list[NamedBlock]:
    """The sections and labelled blocks whose names hold the query's letters in order, the closest first.

    The query `assumed`, with or without a name behind it, finds the blocks that nobody has confirmed.
    """
    documents, word, ranked = list(documents), query.strip().lower(), []
    if word.startswith(MARK):
        return list(_assumed(documents, word.removeprefix(MARK).strip()))[:limit]
    for document in documents:
        for top, outer in document.elements:
            for place, container in _walk(Place(document, top, outer, 0), ""):
                name = _title(place.element)
                score = _score(query.replace(" ", "").lower(), name.lower())
                if score is not None and (place.element.label is not None or not container) and name:
                    ranked.append((score, name, _named(place, name, container)))
    ranked.sort(key=lambda found: found[:2])
    return [named for _, _, named in ranked[:limit]]


def _assumed(documents: Iterable[Document], name: str) -> Iterator[NamedBlock]:
    for found in assumptions(documents):
        if _score(name.replace(" ", ""), found.title.lower()) is not None:
            yield _named(found.place, f"{MARK} {found.title}", found.container)


def _symbol(vocabulary: Vocabulary, place: Place, top: bool) -> Symbol:
    element = place.element
    section = vocabulary.sections.get(element.name) if top else None
    inner = [
        _symbol(vocabulary, Place(place.document, place.start + at, child, 0), False) for at, child in element.children
    ]
    inner += [_property(place, attribute) for attribute in element.attributes.values() if _telling(element, attribute)]
    return Symbol(
        name=_title(element) or "(unnamed)",
        detail=f"{section.number}. {section.title}" if section else str(_choice(element) or ""),
        kind="Namespace" if section else _KINDS.get(element.name, "Object"),
        span=place.span,
        selection=_name(place),
        deprecated=_is_superseded(element),
        children=tuple(sorted(inner, key=lambda symbol: symbol.span)),
    )


def _title(element: Element) -> str:
    return f"{element.name} {element.label}".strip() if element.label else element.name


def _name(place: Place) -> Span:
    node = place.element.node
    span = node.labels[0].span if node.labels else node.name_span
    return Span(place.start + span.start, place.start + span.end)


def _choice(element: Element) -> str | None:
    choose = element.attributes.get("choose") if element.name == "decision" else None
    return choose.node.value.text().decode(errors="replace") if choose else None


def _is_superseded(element: Element) -> bool:
    return element.name == "decision" and element.value("status") == "superseded"


def _telling(element: Element, attribute: Attribute) -> bool:
    """Whether an attribute is worth a line of the outline."""
    required = attribute.schema is not None and attribute.schema.required
    return required and element.name != "decision" and attribute.name not in _UNTOLD


def _property(place: Place, attribute: Attribute) -> Symbol:
    span = place.attribute_span(attribute)
    name = Span(span.start, span.start + attribute.node.name_span.end)
    value = " ".join(attribute.node.value.text().decode(errors="replace").split())
    shown = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
    return Symbol(attribute.name, shown, "Property", span, name)


def _walk(place: Place, container: str) -> Iterator[tuple[Place, str]]:
    yield place, container
    title = _title(place.element)
    inside = f"{container}.{title}" if container else title
    for at, child in place.element.children:
        yield from _walk(Place(place.document, place.start + at, child, place.layer), inside)


def _named(place: Place, name: str, container: str) -> NamedBlock:
    kind = _KINDS.get(place.element.name, "Object" if container else "Namespace")
    return NamedBlock(name, kind, container, place.document.path, _name(place), _is_superseded(place.element))


def _score(query: str, name: str) -> tuple[int, int] | None:
    """How far apart the query's letters stand in a name, and how late; None where one is missing."""
    best = None
    for first in (at for at in range(len(name)) if name[at] == query[:1]) if query else (0,):
        at, end = first, first
        for letter in query:
            at = name.find(letter, end)
            if at < 0:
                break
            end = at + 1
        else:
            word_start = first == 0 or not name[first - 1].isalnum()
            score = end - first - len(query) + (0 if word_start else 1), first
            best = score if best is None else min(best, score)
    return best
