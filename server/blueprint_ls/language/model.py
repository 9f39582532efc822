"""The blueprint: what all files of a folder, and the bases it extends, say together.

Document   one file: its text, its tree, its elements
Place      where something is said: a document and an offset in it
Block      one block of the merged blueprint, with every place that speaks of it
Blueprint  the whole, with an index of what can be referred to
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from blueprint_ls.language.elements import Attribute, Element, lower_file
from blueprint_ls.language.schema import BlockSchema, Vocabulary
from blueprint_ls.syntax import File, Span, Text

if TYPE_CHECKING:
    from blueprint_ls.language.layers import Layers


@dataclass(slots=True, eq=False)
class Document:
    """One file of a blueprint."""

    path: Path
    text: Text
    tree: File
    elements: tuple[tuple[int, Element], ...]
    """The top-level blocks with their offsets."""

    @staticmethod
    def of(path: Path, text: Text, tree: File, vocabulary: Vocabulary) -> Document:
        """The document of a parsed file."""
        return Document(path, text, tree, lower_file(tree, vocabulary.root))


@dataclass(slots=True, eq=False)
class Place:
    """Where an element stands.

    Not frozen: there is one for each block at each keystroke, and freezing triples what one costs.
    """

    document: Document
    start: int
    element: Element
    layer: int
    """0 for the blueprint itself, 1 and up for the bases it extends, nearest first."""

    @property
    def span(self) -> Span:
        """The whole block."""
        return Span(self.start, self.start + self.element.node.width)

    @property
    def header(self) -> Span:
        """The block's type and labels: where a finding about the block as a whole is marked."""
        node = self.element.node
        end = node.labels[-1].span.end if node.labels else node.name_span.end
        return Span(self.start, self.start + end)

    def attribute_span(self, attribute: Attribute) -> Span:
        """The whole attribute, name to value."""
        start = self.start + attribute.offset
        return Span(start, start + attribute.node.width)

    def value_span(self, attribute: Attribute) -> Span:
        """The attribute's value alone."""
        start = self.start + attribute.offset + attribute.node.value_offset
        return Span(start, start + attribute.node.value.width)


@dataclass(frozen=True, slots=True)
class Removal:
    """A base's block that the blueprint takes out."""

    target: str
    """As written: `decision.pagination`."""
    place: Place
    removed: tuple[Place, ...]
    """What it took out; empty when nothing matched or a lock forbade it."""
    locked: Place | None
    """The locked block that it may not remove."""


class Block:
    """One block of the merged blueprint."""

    def __init__(self, schema: BlockSchema | None, places: Sequence[Place], parent: Block | None) -> None:
        self.schema = schema
        self.places = tuple(places)
        """Where it is spoken of, the nearest layer first, then in document order."""
        self.parent = parent
        self.name = places[0].element.name
        self.label = places[0].element.label
        self._merged_once: tuple[tuple[Block, ...], tuple[Removal, ...]] | None = None

    def __repr__(self) -> str:
        return f"<Block {self.path}>"

    @property
    def place(self) -> Place:
        """The nearest place that speaks of it."""
        return self.places[0]

    @property
    def path(self) -> str:
        """Where it stands, labels included: `data.entity.Deal`."""
        own = f"{self.name}.{self.label}" if self.label is not None else self.name
        return f"{self.parent.path}.{own}" if self.parent else own

    @property
    def _merged(self) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
        if self._merged_once is None:
            self._merged_once = _merge_children(self)
        return self._merged_once

    def forget(self) -> None:
        """Let go of what was merged; it is merged again when asked for."""
        self._merged_once = None

    @property
    def removals(self) -> tuple[Removal, ...]:
        """The `remove` blocks in it, with what each took out."""
        return self._merged[1]

    def blocks(self, name: str | None = None) -> list[Block]:
        """The blocks inside it, of one type or of all."""
        inside = self._merged[0]
        return [*inside] if name is None else [block for block in inside if block.name == name]

    def block(self, name: str, label: str | None = None) -> Block | None:
        """The block `name "label"` inside it; with no label, the first of that type."""
        for block in self._merged[0]:
            if block.name == name and label in (None, block.label):
                return block
        return None

    def attribute(self, name: str) -> tuple[Place, Attribute] | None:
        """The attribute as the nearest layer states it, and where."""
        for place in self.places:
            if name in place.element.attributes:
                return place, place.element.attributes[name]
        return None

    def get(self, name: str, default: Any = None) -> Any:
        """The typed value of an attribute; `default` where it is absent or wrong."""
        found = self.attribute(name)
        return default if found is None or found[1].value is None else found[1].value

    @property
    def lacks(self) -> Sequence[str]:
        """The required attributes that it states nowhere."""
        own = self.place.element.lacks
        return own if len(self.places) == 1 else [name for name in own if self.attribute(name) is None]

    def walk(self) -> Iterator[Block]:
        """This block and all below, in document order."""
        found: list[Block] = []
        self.collect(found)
        return iter(found)

    def collect(self, found: list[Block]) -> None:
        """Add this block and all below, in document order, to a list."""
        found.append(self)
        for child in self._merged[0]:
            child.collect(found)


class Blueprint:
    """A folder's blueprint with the bases it extends."""

    def __init__(self, folder: Path, layers: Layers, vocabulary: Vocabulary) -> None:
        self.folder = folder
        self.layers = layers.documents
        """The documents of each layer: its own first, then its bases', nearest first."""
        self.base_faults = layers.faults
        """The entries of `extends` that could not be followed."""
        self.vocabulary = vocabulary

    @property
    def documents(self) -> Sequence[Document]:
        """The blueprint's own files; its bases' files are in `layers[1:]`."""
        return self.layers[0]

    @cached_property
    def top(self) -> tuple[Block, ...]:
        """The header and the sections, merged, in the order they are first met."""
        places = [
            Place(document, start, element, layer)
            for layer, documents in enumerate(self.layers)
            for document in documents
            for start, element in document.elements
        ]
        headers = {id(p) for p in places if p.element.name == "blueprint" and p.layer > 0}
        return _group([p for p in places if id(p) not in headers], None)

    @cached_property
    def sections(self) -> dict[str, Block]:
        """The sections that are present, by name."""
        return {block.name: block for block in self.top if block.name in self.vocabulary.sections}

    @cached_property
    def header(self) -> Block | None:
        """The `blueprint "name" { … }` block."""
        return next((block for block in self.top if block.name == "blueprint"), None)

    @cached_property
    def declared(self) -> dict[tuple[str, str], Block]:
        """Every labelled block by its type and label: what a reference may lead to."""
        labelled = [block for block in self._every if block.label is not None]
        found: dict[tuple[str, str], Block] = {}
        for out_of_place in (False, True):
            for block in labelled:
                if (block.schema is None) is out_of_place:
                    found.setdefault((block.name, block.label or ""), block)
        return found

    def walk(self) -> Iterator[Block]:
        """Every block of the merged blueprint."""
        return iter(self._every)

    @cached_property
    def _every(self) -> tuple[Block, ...]:
        found: list[Block] = []
        for top in self.top:
            top.collect(found)
        return tuple(found)

    def release(self) -> None:
        """Take the merged blocks apart when nothing asks for them any more.

        A block and those in it point at each other. Left alone they would wait, ten megabytes at a time, for the
        garbage collector, which then holds up whoever is typing.
        """
        for block in self.__dict__.pop("_every", ()):
            block.forget()

    def at(self, path: str) -> Block | None:
        """The block at a path of types and labels: `data.decision.orm`, `overview.scale`."""
        head, *rest = path.split(".")
        block = next((found for found in self.top if found.name == head), None)
        while block and rest:
            name = rest.pop(0)
            label = rest.pop(0) if rest and block.block(name, rest[0]) else None
            block = block.block(name, label)
        return block

    def value(self, path: str) -> Any:
        """The typed value of the attribute at a path: `overview.scale.concurrent_users`."""
        where, _, name = path.rpartition(".")
        block = self.at(where)
        return block.get(name) if block else None

    def choice(self, decision: str) -> str | None:
        """The option that the blueprint chose: `choice("orm")` is `prisma`."""
        block = self.declared.get(("decision", decision))
        return block.get("choose") if block else None


def _merge_children(parent: Block) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    if not any(place.element.children for place in parent.places):
        return (), ()
    places = [
        Place(place.document, place.start + offset, child, place.layer)
        for place in parent.places
        for offset, child in place.element.children
    ]
    removals = [_removal(p, places) for p in places if p.element.name == "remove"]
    gone = {id(place) for removal in removals for place in removal.removed}
    kept = [p for p in places if id(p) not in gone] if gone else places
    return _group(kept, parent), tuple(removals)


def _group(places: Sequence[Place], parent: Block | None) -> tuple[Block, ...]:
    groups: dict[Any, list[Place]] = {}
    for place in places:
        element = place.element
        separate = element.label is None and element.schema is not None and element.schema.many
        key = id(place) if separate else (element.name, element.label)
        groups.setdefault(key, []).append(place)
    return tuple(Block(group[0].element.schema, group, parent) for group in groups.values())


def _removal(remove: Place, siblings: Sequence[Place]) -> Removal:
    target = remove.element.label or ""
    name, _, label = target.partition(".")
    matching = tuple(
        place
        for place in siblings
        if place.layer > remove.layer and place.element.name == name and (place.element.label or "") == label
    )
    locked = next((place for place in matching if place.element.value("lock") is True), None)
    return Removal(target, remove, () if locked else matching, locked)
