"""Assumptions: the blocks marked `assumed = true`, which nobody has confirmed yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from blueprint_ls.language.elements import Attribute, Element
from blueprint_ls.language.model import Document, Place

MARK = "assumed"
"""The attribute that marks a block."""
_LONGEST = 60
"""Characters of a value that are shown; a longer one is cut."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """A block that nobody has confirmed."""

    place: Place
    section: int
    """Where the section, or the header, begins that it stands in."""
    container: str
    """What it stands in, labels included: `data.entity Deal`."""

    @property
    def title(self) -> str:
        """Its type and label: `field stage`."""
        return _title(self.place.element)

    @property
    def path(self) -> str:
        """Both together: `data.entity Deal.field stage`."""
        return _inside(self.container, self.place.element)

    @property
    def values(self) -> dict[str, str]:
        """What was assumed: the block's own attributes as they are written, on one line each."""
        attributes = self.place.element.attributes.values()
        return {one.name: _written(one) for one in attributes if one.name != MARK}

    @property
    def blocks(self) -> int:
        """How many blocks stand in it."""
        return len(self.place.element.within)

    @property
    def summary(self) -> str:
        """`size = 10, timeout = "5s"`, long values cut; how many blocks there are where it states nothing itself."""
        if self.values:
            return ", ".join(f"{name} = {_cut(value)}" for name, value in self.values.items())
        return f"{self.blocks} block{'' if self.blocks == 1 else 's'} inside" if self.blocks else "stated as it stands"


def assumptions(documents: Iterable[Document]) -> Iterator[Assumption]:
    """The assumptions of some files, in the order of their places."""
    for document in documents:
        for start, element in document.elements:
            yield from _within(Place(document, start, element, 0), start, "")


def _within(place: Place, section: int, container: str) -> Iterator[Assumption]:
    element = place.element
    if element.value(MARK) is True:
        yield Assumption(place, section, container)
    inside = _inside(container, element)
    for offset, child in element.children:
        yield from _within(Place(place.document, place.start + offset, child, 0), section, inside)


def _inside(container: str, element: Element) -> str:
    return f"{container}.{_title(element)}" if container else _title(element)


def _title(element: Element) -> str:
    return f"{element.name} {element.label}" if element.label else element.name


def _written(attribute: Attribute) -> str:
    return " ".join(attribute.node.value.text().decode(errors="replace").split())


def _cut(value: str) -> str:
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
