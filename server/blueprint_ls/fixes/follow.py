"""What follows from a change: where the blueprint is as the reference had it, it becomes as the reference has it now.

Three texts are held against each other: the reference before the change, the one after it, and the blueprint. What a
person has written otherwise is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from blueprint_ls.fixes import places, whole
from blueprint_ls.fixes.fix import Edit
from blueprint_ls.generate.draft import Draft
from blueprint_ls.generate.reference import Reference, inside, source
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block, Place
from blueprint_ls.language.reading import Ref

Key = tuple[str, str]
"""A block among its siblings: its type, and its label or what it is about."""


def follow(case: Case, before: Reference, after: Reference, apart: frozenset[str]) -> Iterator[Edit]:
    """The edits that bring a change about; the decisions in `apart` are not touched."""
    for name, section in case.blueprint.sections.items():
        old, new = before.top(name), after.top(name)
        if old and new and places.own_place(section):
            yield from _within(section, old, new, apart)


def _within(block: Block, old: Place, new: Place, apart: frozenset[str]) -> Iterator[Edit]:
    place = places.own_place(block)
    if place is None:
        return
    yield from _attributes(place, old, new)
    mine = {_key(child.name, child.label, child.get("service")): child for child in block.blocks()}
    was, now = _children(old), _children(new)
    for key in {**was, **now}:
        child = mine.get(key)
        if key[0] == "decision" and key[1] in apart:
            continue
        if child and key in was and key in now:
            yield from _within(child, was[key], now[key], apart)
        elif child and key in was and _assumed(child):
            own = places.own_place(child)
            if own:
                yield Edit(own.document.path, places.whole_block(own.document, own.span), "")
        elif child is None and key in now and key not in was:
            found = places.insert_block(place, Draft.of(whole.marked(source(now[key]))), behind=key[0])
            yield from [found] if found else []


def _attributes(place: Place, old: Place, new: Place) -> Iterator[Edit]:
    was, now, mine = _texts(old), _texts(new), _texts(place)
    for name in {**was, **now}:
        if was.get(name) == now.get(name) or mine.get(name) != was.get(name) or name == "assumed":
            continue
        attribute = place.element.attributes.get(name)
        written = new.element.attributes[name].node.value.text().decode() if name in now else None
        if attribute is None:
            found = places.insert_attribute(place, Draft.of(f"{name} = {written}"))
            yield from [found] if found else []
        elif written is None:
            span = places.whole_lines(place.document, place.attribute_span(attribute))
            yield Edit(place.document.path, span, "")
        else:
            yield Edit(place.document.path, place.value_span(attribute), written)


def _texts(place: Place) -> dict[str, str]:
    attributes = place.element.attributes.values()
    return {one.name: " ".join(one.node.value.text().decode().split()) for one in attributes}


def _children(place: Place) -> Mapping[Key, Place]:
    return {_key(one.element.name, one.element.label, one.element.value("service")): one for one in inside(place)}


def _key(name: str, label: str | None, about: object) -> Key:
    return name, label if label is not None else about.name if isinstance(about, Ref) else ""


def _assumed(block: Block) -> bool:
    """Whether nobody has confirmed it: it, or what it stands in, is marked."""
    return block.get("assumed") is True or (block.parent is not None and _assumed(block.parent))
