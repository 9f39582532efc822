"""What a blueprint states, as plain values: two states can be compared, whatever their layout, order and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from blueprint_ls.generate.reference import KEYS
from blueprint_ls.language.assumptions import MARK
from blueprint_ls.language.elements import Attribute
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.reading import Ref

DERIVED = frozenset({"diagram.ascii"})
"""Attributes that follow from others: the picture says nothing that the blocks do not."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One block."""

    name: str
    label: str | None
    path: tuple[str, ...]
    """The types of the blocks it stands in, the section first, and its own: `data`, `entity`, `field`."""
    values: Mapping[str, Any]
    """Its attributes as plain values: texts, numbers, truths, lists and maps of them; references as `kind.label`."""
    assumed: bool
    inside: Mapping[str, Statement]
    """The blocks in it, by their titles."""

    @property
    def title(self) -> str:
        """Its type and label: `entity Deal`."""
        return f"{self.name} {self.label}" if self.label is not None else self.name


def statements(blueprint: Blueprint) -> dict[str, Statement]:
    """The header and the sections of a blueprint, by their names."""
    return {block.name: _statement(block, ()) for block in blueprint.top if block.schema}


def _statement(block: Block, above: tuple[str, ...]) -> Statement:
    path = (*above, block.name)
    values = {
        name: _plain(attribute)
        for place in reversed(block.places)
        for name, attribute in place.element.attributes.items()
        if name != MARK and f"{'.'.join(path)}.{name}" not in DERIVED
    }
    inside: dict[str, Statement] = {}
    for child in block.blocks():
        found = _statement(child, path)
        inside[_key(found, inside)] = found
    return Statement(block.name, block.label, path, values, block.get(MARK) is True, inside)


def _key(found: Statement, taken: Mapping[str, Statement]) -> str:
    """The title; of several without a label, with what tells them apart."""
    told = next((found.values[name] for name in KEYS if name in found.values), None)
    title = f"{found.title} of {told}" if found.label is None and isinstance(told, str) else found.title
    number = sum(key.partition(" #")[0] == title for key in taken)
    return f"{title} #{number + 1}" if number else title


def _plain(attribute: Attribute) -> Any:
    """A value without its place; one that is wrong as it is written."""
    value = attribute.value
    partly = isinstance(value, tuple) and None in value
    return _written(attribute) if value is None or partly else _of(value, attribute)


def _of(value: Any, attribute: Attribute) -> Any:
    if isinstance(value, Ref):
        return f"{value.targets[0]}.{value.name}" if len(value.targets) == 1 else value.name
    if isinstance(value, tuple):
        return [_of(one, attribute) for one in value]
    if isinstance(value, dict):
        return {name: _of(one, attribute) for name, one in value.items()}
    if isinstance(value, str | int | float | bool):
        return value
    text = getattr(value, "text", None)
    return text if isinstance(text, str) else _written(attribute)


def _written(attribute: Attribute) -> str:
    return " ".join(attribute.node.value.text().decode(errors="replace").split())
