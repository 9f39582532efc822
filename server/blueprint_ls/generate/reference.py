"""The reference blueprint: what this tool would write for this system, as a whole, and each part of it.

    Reference.of(blueprint).section("data")        the whole section
                           .blocks(block, "pool")  what such a block should hold
                           .value(block, "size")   what an attribute should say

A part stands at the same path as in the blueprint. Where the blueprint has parts of its own, such as a store under
another name, references lead to those.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from blueprint_ls.generate import render
from blueprint_ls.generate.binding import bound
from blueprint_ls.generate.design import Design, design
from blueprint_ls.language.elements import Attribute, Element
from blueprint_ls.language.model import Block, Blueprint, Document, Place
from blueprint_ls.language.reading import Ref
from blueprint_ls.language.schema import Vocabulary
from blueprint_ls.syntax import Text, parse

KEYS = ("service", "kind", "data", "status", "of", "store", "external", "around", "per")
"""Attributes by which two blocks of other names play the same part, the most telling first."""


class Reference:
    """The reference of one blueprint; nothing is rendered before it is asked for."""

    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint
        self._drafts: dict[str, Document | None] = {}
        self._sections: dict[str, Document | None] = {}

    @staticmethod
    def of(blueprint: Blueprint) -> Reference:
        """The reference of a blueprint, kept while the blueprint is."""
        return _of(blueprint)

    @cached_property
    def design(self) -> Design:
        """The numbers and choices behind it."""
        return design(self.blueprint)

    def section(self, name: str) -> str | None:
        """A whole section."""
        document = self._document(name)
        return document.text.data.decode().strip("\n") if document else None

    def blocks(self, parent: Block, name: str, label: str | None = None) -> list[str]:
        """The blocks of a type that belong into a block; of one label, where it is given."""
        return [source(found) for found in self._blocks(parent, name, label)]

    def value(self, block: Block, name: str) -> str | None:
        """What an attribute of a block should say, in blueprint syntax."""
        found = self._counterpart(block)
        attribute = found.element.attributes.get(name) if found else None
        return _written(found, attribute) if found and attribute else None

    def body(self, block: Block) -> str | None:
        """All that stands in the counterpart of a block."""
        found = self._counterpart(block)
        return source(found) if found else None

    def declaration(self, kind: str, label: str) -> tuple[str, str] | None:
        """The section that declares a block, and its source."""
        for name in self.blueprint.vocabulary.sections:
            schema = self.blueprint.vocabulary.sections[name].schema
            if kind in schema.blocks:
                for place in self._children(name):
                    if (place.element.name, place.element.label) == (kind, label):
                        return name, source(place)
        return None

    def knows(self, kind: str, labels: set[str]) -> bool:
        """Whether the reference itself has a block of that type under one of the labels."""
        for name, section in self.blueprint.vocabulary.sections.items():
            if kind in section.schema.blocks:
                document = self._raw(name)
                tops = [top for _, top in document.elements] if document else []
                return any(child.name == kind and child.label in labels for top in tops for _, child in top.children)
        return False

    def raw_value(self, section: str, kind: str, label: str, attribute: str) -> object:
        """The value that the reference itself gives to an attribute, before anything is led elsewhere."""
        document = self._raw(section)
        for _, top in document.elements if document else ():
            for _, child in top.children:
                if (child.name, child.label) == (kind, label):
                    return child.value(attribute)
        return None

    def _blocks(self, parent: Block, name: str, label: str | None) -> Iterator[Place]:
        top = self._counterpart(parent)
        for place in inside(top) if top else ():
            if place.element.name == name and label in (None, place.element.label):
                yield place

    def _counterpart(self, block: Block) -> Place | None:
        """The block of the reference that stands where a block stands, or plays its part."""
        if block.parent is None:
            return self.top(block.name)
        parent = self._counterpart(block.parent)
        same = [place for place in inside(parent) if place.element.name == block.name] if parent else []
        if block.label is not None:
            named = next((place for place in same if place.element.label == block.label), None)
            return named or _alike(block, same)
        return _alike(block, same) or next(iter(same), None)

    def _children(self, section: str) -> list[Place]:
        top = self.top(section)
        return list(inside(top)) if top else []

    def top(self, section: str) -> Place | None:
        """A section of the reference."""
        document = self._document(section)
        return Place(document, *document.elements[0], 0) if document and document.elements else None

    def _document(self, name: str) -> Document | None:
        if name not in self._sections:
            self._sections[name] = self._rendered(name)
        return self._sections[name]

    def _rendered(self, name: str) -> Document | None:
        document = self._raw(name)
        found = bound(document, self.blueprint, self) if document else None
        if not found or name != "diagram":
            return found
        from blueprint_ls.generate.diagram.written import redrawn  # drawing is loaded with the first picture

        return redrawn(found, self.blueprint.vocabulary)

    def _raw(self, name: str) -> Document | None:
        if name not in self._drafts:
            self._drafts[name] = _rendered(_Order(name, self.design, self.blueprint.vocabulary))
        return self._drafts[name]


@dataclass(frozen=True, eq=False, slots=True)
class _Order:
    """A section to be rendered; two are equal where the same text comes of them."""

    name: str
    design: Design
    vocabulary: Vocabulary

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Order) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, str, int]:
        return self.name, self.design.fingerprint, id(self.vocabulary)


@lru_cache(maxsize=64)
def _rendered(order: _Order) -> Document | None:
    """The section; kept, since most keystrokes leave the design as it is."""
    section = order.vocabulary.sections.get(order.name)
    source = render.section(order.design, section, order.vocabulary) if section else None
    return None if source is None else _read(source, order.vocabulary, order.name)


@lru_cache(maxsize=8)
def _of(blueprint: Blueprint) -> Reference:
    return Reference(blueprint)


def _read(source: str, vocabulary: Vocabulary, name: str) -> Document:
    text = Text(source.encode())
    return Document.of(Path(f"{name}.blueprint"), text, parse(text), vocabulary)


def inside(place: Place) -> Iterator[Place]:
    """The blocks inside a block."""
    for offset, child in place.element.children:
        yield Place(place.document, place.start + offset, child, 0)


def _written(place: Place, attribute: Attribute) -> str:
    """An attribute's value, its further lines as if the attribute stood at the left margin."""
    text, document = attribute.node.value.text().decode(), place.document
    line = document.text.slice(document.text.line_span(document.text.line_at(place.attribute_span(attribute).start)))
    margin = line[: len(line) - len(line.lstrip())]
    first, *rest = text.split("\n")
    return "\n".join([first, *(further.removeprefix(margin) for further in rest)])


def _alike(block: Block, places: list[Place]) -> Place | None:
    for key in KEYS:
        own = block.get(key)
        for place in places if own is not None else ():
            if _same(own, place.element, key):
                return place
    return None


def _same(own: object, element: Element, key: str) -> bool:
    other = element.value(key)
    return str(own) == str(other) if isinstance(own, Ref) else own == other


def source(place: Place) -> str:
    """The text of a block of the reference, moved to the left margin."""
    document = place.document
    lines = document.text.slice(place.span).split("\n")
    line = document.text.slice(document.text.line_span(document.text.line_at(place.start)))
    margin = len(line) - len(line.lstrip())
    return "\n".join([lines[0], *(found[margin:] if found[:margin].isspace() else found for found in lines[1:])])
