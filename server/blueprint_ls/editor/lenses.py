"""Code lenses: how complete a file and its sections are, what is wrong or assumed there, who refers to a block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from blueprint_ls.editor import stated
from blueprint_ls.editor.mentions import mention_of, references, resolve
from blueprint_ls.editor.navigation import Location
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.assumptions import assumptions
from blueprint_ls.language.model import Block, Document, Place
from blueprint_ls.language.schema import Vocabulary, walk
from blueprint_ls.syntax import Span

SHOW_REFERENCES = "blueprint.showReferences"
"""Arguments: the path of the file, the offset of the label, the locations as `Location`."""
EXPLAIN = "blueprint.explain"
"""Arguments: the name to explain."""


@dataclass(frozen=True, slots=True)
class Lens:
    """A line above a block."""

    span: Span
    """The block's header."""
    title: str
    command: str | None = None
    """What a click runs; None where there is nothing to run."""
    arguments: tuple[Any, ...] = ()


def lenses(case: Case, document: Document, findings: Sequence[Finding] = ()) -> list[Lens]:
    """The lenses of a file; `findings` are those in it."""
    referable = _referable(case.blueprint.vocabulary)
    users = _users(case)
    found: list[Lens] = []
    for block in case.blueprint.walk():
        for place in block.places:
            if place.document.path == document.path:
                found += _sections(case, block, place, findings)
                if place is block.place and block.label is not None and block.name in referable:
                    found.append(_used(place, users.get(id(block), [])))
    return sorted(found, key=lambda lens: lens.span)


def _users(case: Case) -> dict[int, list[Location]]:
    """Where each block is referred to, by its identity."""
    found: dict[int, list[Location]] = {}
    for place, attribute, ref in references(case.blueprint):
        block = resolve(case.blueprint, ref)
        if block:
            mention = mention_of(place, attribute, ref)
            location = Location(mention.document.path, mention.span, mention.whole)
            found.setdefault(id(block), []).append(location)
    return found


def _sections(case: Case, block: Block, place: Place, findings: Sequence[Finding]) -> Iterator[Lens]:
    """The lens of the header and of a section."""
    if block.parent is not None:
        return
    if block.name == "blueprint":
        whole = stated.of_blueprint(case.blueprint)
        yield Lens(place.header, f"{whole} · {whole.percent} % complete")
        yield from _assumed(case, place)
    elif block.name in case.blueprint.vocabulary.sections:
        inside = sum(place.start <= finding.span.start < place.span.end for finding in findings)
        parts = [str(stated.of_block(case.blueprint.vocabulary, block))]
        parts += [_count(inside, "finding")] if inside else []
        yield Lens(place.header, " · ".join(parts), EXPLAIN, (block.name,))


def _assumed(case: Case, place: Place) -> Iterator[Lens]:
    """How much nobody has confirmed, in all files together; a click shows where."""
    found = [one.place for one in assumptions(case.blueprint.documents)]
    places = tuple(Location(one.document.path, one.header, one.span) for one in found)
    if places:
        arguments = (place.document.path, place.start, places)
        yield Lens(place.header, _count(len(places), "assumption"), SHOW_REFERENCES, arguments)


def _used(place: Place, users: Sequence[Location]) -> Lens:
    if not users:
        return Lens(place.header, "no references")
    label = place.start + place.element.node.labels[0].span.start
    arguments = (place.document.path, label, tuple(users))
    return Lens(place.header, _count(len(users), "reference"), SHOW_REFERENCES, arguments)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _referable(vocabulary: Vocabulary) -> frozenset[str]:
    """The block types that some attribute may refer to; `decision` is among them and says nothing."""
    kinds = (
        attribute.type.element.targets for schema in walk(vocabulary.root) for attribute in schema.attributes.values()
    )
    return frozenset(target for targets in kinds for target in targets) - {"decision"}
