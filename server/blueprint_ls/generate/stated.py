"""What a blueprint states, read with care: a number that cannot be meant counts as unstated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.reading import Ref
from blueprint_ls.language.values import Duration, Money, Percentage, Rate, Size

_EUROPE = re.compile(
    r"\b(EU|EEA|GDPR|Europe|European|Germany|German|France|French|Spain|Spanish|Italy|Italian|Netherlands|Dutch|Austria|"
    r"Austrian|Belgium|Ireland|Irish|Poland|Polish|Sweden|Swedish|Denmark|Danish|Finland|Finnish|Portugal|Greece)\b"
)


@dataclass(frozen=True)
class Stated:
    """The facts of one blueprint, asked for by path."""

    blueprint: Blueprint

    def value(self, path: str) -> Any:
        """The typed value at a path, `overview.scale.tenants`; None where it is missing or wrong."""
        return self.blueprint.value(path)

    def number(self, path: str, low: float, high: float) -> float | None:
        """A number within what makes sense; None for any other."""
        return within(amount(self.value(path)), low, high)

    def choice(self, decision: str) -> str | None:
        """The option that is chosen in a decision."""
        return self.blueprint.choice(decision)

    def block(self, path: str) -> Block | None:
        """The block at a path."""
        return self.blueprint.at(path)

    def all(self, kind: str) -> list[Block]:
        """Every labelled block of a type."""
        return self._kinds.get(kind, [])

    def about(self, section: str, kind: str, attribute: str, label: str) -> Block | None:
        """The block of a type whose attribute refers to a label: the `scaling` of a service."""
        found = self.block(section)
        for block in found.blocks(kind) if found else ():
            target = block.get(attribute)
            if isinstance(target, Ref) and target.name == label:
                return block
        return None

    @cached_property
    def _kinds(self) -> dict[str, list[Block]]:
        found: dict[str, list[Block]] = {}
        for (kind, _), block in self.blueprint.declared.items():
            found.setdefault(kind, []).append(block)
        return found

    @cached_property
    def wanted(self) -> dict[str, list[str]]:
        """The labels that references name, by block type, declared or not; in the order of the text."""
        found: dict[str, dict[str, None]] = {}
        for block in self.blueprint.walk():
            for ref in _references(block):
                if len(ref.targets) == 1:
                    found.setdefault(ref.targets[0], {}).setdefault(ref.name)
        return {kind: list(names) for kind, names in found.items()}

    @cached_property
    def european(self) -> bool:
        """Whether data of people in the EU, the UK or Switzerland is kept, as far as anything says so."""
        people = self.value("overview.data_protection.people_in")
        if isinstance(people, tuple):
            return bool({"eu", "uk", "switzerland"}.intersection(people))
        if any(block.label in ("gdpr", "uk_gdpr") for block in self.all("compliance")):
            return True
        summary = self.value("blueprint.summary")
        return bool(isinstance(summary, str) and _EUROPE.search(summary))


def amount(value: Any) -> float | None:
    """A typed value as one number: seconds, bytes, a second's rate, a share, an amount of money."""
    match value:
        case bool():
            return None
        case int() | float():
            return float(value)
        case Duration():
            return value.seconds
        case Size():
            return float(value.bytes)
        case Rate():
            return value.per_second
        case Percentage():
            return value.fraction
        case Money():
            return value.amount
    return None


def within(value: float | None, low: float, high: float) -> float | None:
    """The value where it lies within bounds."""
    return value if value is not None and low <= value <= high else None


def _references(block: Block) -> Iterator[Ref]:
    for place in block.places:
        for attribute in place.element.attributes.values():
            yield from attribute.references
