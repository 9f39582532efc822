"""Where things come from and where they are used: definition, implementation, references and their kin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from blueprint_ls.editor import files
from blueprint_ls.editor.mentions import Mention, block_at, labels, mentions, removal_at, subject
from blueprint_ls.editor.targets import Target, leaves, target_at
from blueprint_ls.judge.registry import Case
from blueprint_ls.language import layers
from blueprint_ls.language.elements import Attribute
from blueprint_ls.language.model import Block, Document, Place
from blueprint_ls.syntax import Span, Word


@dataclass(frozen=True, slots=True)
class Location:
    """A place to go to."""

    path: Path
    span: Span
    """What is marked there; `(0, 0)` in a file that is no blueprint."""
    whole: Span
    """All that belongs to it, such as the block that a label names."""
    origin: Span | None = None
    """The text that led there, in the file that was asked from."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """One mark of the thing under the cursor, in the same file."""

    span: Span
    kind: str
    """`write` where the block is declared, `read` where it is referred to, `text` for any other same word."""


def definition(case: Case, document: Document, offset: int) -> list[Location]:
    """Where the thing at a position is said: a block's label, a base's block or file."""
    target = target_at(document, offset)
    if target is None:
        return []
    entry = _base_entry(case, document, offset)
    if entry:
        return [entry]
    if target.kind == "attribute":
        return _overridden(case, target)
    return _at(_defining(case, target), target)


def declaration(case: Case, document: Document, offset: int) -> list[Location]:
    """Where the thing at a position is said first: by the outermost base that has it."""
    target = target_at(document, offset)
    places = list(_defining(case, target)) if target else []
    block = subject(case.blueprint, target) if target else None
    if block:
        places = [place for place in block.places if place.layer == block.places[-1].layer]
    return _at(places, target) if target else []


def implementation(case: Case, document: Document, offset: int) -> list[Location]:
    """The files that the path under the cursor names; on a block or a reference, all that the block names."""
    target = target_at(document, offset)
    if target is None:
        return []
    if target.attribute and target.kind != "reference":
        found = [(target.place, target.attribute)]
    else:
        block = subject(case.blueprint, target)
        found = list(_stated(block)) if block else []
    paths = (path for place, attribute in found for path in _files(place, attribute))
    nowhere = Span(0, 0)
    unique = list(dict.fromkeys(paths))[: files.LIMIT]
    return [Location(path, nowhere, nowhere, target.whole) for path in unique]


def references(case: Case, document: Document, offset: int, declared: bool = True) -> list[Location]:
    """Every place that names the block at a position, its own labels among them if they are wanted."""
    target = target_at(document, offset)
    block = subject(case.blueprint, target) if target else None
    if block is None or block.label is None:
        return []
    found = [*(labels(block) if declared else ()), *mentions(case.blueprint, block)]
    return [Location(mention.document.path, mention.span, mention.whole) for mention in found]


def highlight(case: Case, document: Document, offset: int) -> list[Highlight]:
    """The marks, within this file, of the thing at a position."""
    target = target_at(document, offset)
    block = subject(case.blueprint, target) if target else None
    if block is not None and block.label is not None:
        found = [*labels(block), *mentions(case.blueprint, block)]
        return sorted((_mark(mention) for mention in found if mention.document.path == document.path), key=_where)
    if target and target.kind == "word":
        return [Highlight(span, "text") for span in _same_words(target)]
    return [Highlight(target.span, "text")] if target and target.kind in ("block", "label") else []


def _base_entry(case: Case, document: Document, offset: int) -> Location | None:
    """The main file of the base that an entry of `extends` names."""
    for _, span, written in layers.extends([document]):
        if span.start <= offset <= span.end:
            folder = Path(document.path.parent, written).resolve()
            bases = (found for layer in case.blueprint.layers[1:] for found in layer)
            main = min((base for base in bases if base.path.parent == folder), key=_rank, default=None)
            return Location(main.path, _header(main), Span(0, len(main.text.data)), span) if main else None
    return None


def _rank(document: Document) -> tuple[bool, str]:
    """The file with the header comes first."""
    return all(element.name != "blueprint" for _, element in document.elements), document.path.name


def _header(document: Document) -> Span:
    headers = (
        Place(document, at, element, 0).header for at, element in document.elements if element.name == "blueprint"
    )
    return next(headers, Span(0, 0))


def _overridden(case: Case, target: Target) -> list[Location]:
    """The attribute of a base that this one overrides."""
    block = block_at(case.blueprint, target.place)
    name = target.attribute.name if target.attribute else ""
    for place in block.places if block else ():
        own = place.document is target.place.document and place.start == target.place.start
        if name in place.element.attributes and place.layer and not own:
            attribute = place.element.attributes[name]
            whole = place.attribute_span(attribute)
            name_end = whole.start + attribute.node.name_span.end
            return [Location(place.document.path, Span(whole.start, name_end), whole, target.whole)]
    return []


def _defining(case: Case, target: Target) -> Iterable[Place]:
    """The places that define what the target names; for a block that overrides a base's, those of the bases."""
    removal = removal_at(case.blueprint, target.place) if target.place.element.name == "remove" else None
    if removal:
        return removal.removed or ((removal.locked,) if removal.locked else ())
    block = subject(case.blueprint, target)
    if block is None:
        return ()
    on_label = target.kind in ("block", "label") and block.name == target.place.element.name
    bases = [place for place in block.places if place.layer]
    if on_label and bases:
        return bases
    return block.places


def _at(places: Iterable[Place], target: Target) -> list[Location]:
    return [Location(place.document.path, _name(place), place.span, target.whole) for place in places]


def _name(place: Place) -> Span:
    """A block's label; the type of a block that has none."""
    node = place.element.node
    span = node.labels[0].span if node.labels else node.name_span
    return Span(place.start + span.start, place.start + span.end)


def _stated(block: Block) -> Iterator[tuple[Place, Attribute]]:
    """The attributes of a block, each as the nearest layer states it."""
    names = dict.fromkeys(name for place in block.places for name in place.element.attributes)
    return (found for found in map(block.attribute, names) if found)


def _files(place: Place, attribute: Attribute) -> Iterator[Path]:
    if attribute.schema is None or attribute.schema.type.element.kind not in ("path", "glob"):
        return
    if place.element.name == "blueprint" and attribute.name == "extends":
        return
    for written in attribute.value if isinstance(attribute.value, tuple) else (attribute.value,):
        if isinstance(written, str):
            yield from files.existing(place.document.path.parent, written)


def _mark(mention: Mention) -> Highlight:
    return Highlight(mention.span, "write" if mention.kind == "label" else "read")


def _where(mark: Highlight) -> Span:
    return mark.span


def _same_words(target: Target) -> Iterator[Span]:
    """The same bare word, wherever the same attribute of the same block states it."""
    document, element = target.place.document, target.place.element
    name = target.attribute.name if target.attribute else ""
    for top, outer in document.elements:
        for start, found in outer.walk(top):
            attribute = found.attributes.get(name)
            if attribute and found.schema is element.schema:
                at = Place(document, start, found, 0).value_span(attribute).start
                for begin, node in leaves(attribute.node.value, at):
                    if isinstance(node, Word) and node.name == target.word:
                        yield Span(begin, begin + node.width)
