"""`extends`: the folders of base blueprints, resolved to layers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from blueprint_ls.language.elements import Attribute
from blueprint_ls.language.model import Document, Place
from blueprint_ls.syntax import List, Span

Reader = Callable[[Path], Sequence[Document]]
"""The documents of a folder; none where it has no blueprint."""


@dataclass(frozen=True, slots=True)
class BaseFault:
    """An entry of `extends` that cannot be followed."""

    document: Document
    span: Span
    """The entry in the list."""
    target: Path
    cycle: tuple[Path, ...]
    """The folders of a circle, first and last the same; empty where the base is missing."""
    own: tuple[Document, Span]
    """The blueprint's own entry that led there, by way of other bases or at once."""


@dataclass(slots=True)
class Layers:
    """A blueprint's own documents and those of its bases."""

    documents: list[Sequence[Document]]
    """One entry per layer, the blueprint itself first."""
    folders: list[Path]
    faults: list[BaseFault] = field(default_factory=list)


def resolve(folder: Path, read: Reader) -> Layers:
    """The layers of the blueprint in `folder`, nearest first, each base once."""
    layers = Layers([read(folder)], [folder])
    for document, span, written in extends(layers.documents[0]):
        _follow(_Step(folder, document, span, written), (folder.resolve(),), (document, span), layers, read)
    return layers


def extends(documents: Sequence[Document]) -> Iterator[tuple[Document, Span, str]]:
    """Each entry of the `extends` lists: the document, where it stands in it, the path as written."""
    for document in documents:
        for start, element in document.elements:
            attribute = element.attributes.get("extends")
            if element.name == "blueprint" and attribute and isinstance(attribute.value, tuple):
                place = Place(document, start, element, 0)
                yield from ((document, span, path) for span, path in _entries(place, attribute))


def _entries(place: Place, attribute: Attribute) -> Iterator[tuple[Span, str]]:
    start = place.value_span(attribute).start
    node = attribute.node.value
    if isinstance(node, List):
        for (offset, element), path in zip(node.elements, attribute.value, strict=True):
            if isinstance(path, str) and path:
                yield Span(start + offset, start + offset + element.width), path


@dataclass(frozen=True, slots=True)
class _Step:
    """One entry of an `extends` list."""

    folder: Path
    """The folder of the blueprint that has it."""
    document: Document
    span: Span
    written: str


def _follow(step: _Step, chain: tuple[Path, ...], own: tuple[Document, Span], layers: Layers, read: Reader) -> None:
    base = Path(step.folder, step.written).resolve()
    if base in chain:
        circle = (*chain[chain.index(base) :], base)
        layers.faults.append(BaseFault(step.document, step.span, base, circle, own))
        return
    if base in layers.folders:
        return
    documents = read(base)
    if not documents:
        layers.faults.append(BaseFault(step.document, step.span, base, (), own))
        return
    layers.documents.append(documents)
    layers.folders.append(base)
    for document, span, written in extends(documents):
        _follow(_Step(base, document, span, written), (*chain, base), own, layers, read)
