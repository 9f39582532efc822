"""Inlay hints: what holds although it is not written, and what nobody has confirmed yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.editor import costs
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block, Document, Place
from blueprint_ls.language.schema import AttributeSchema
from blueprint_ls.syntax import Span

_SHOWN = 2
"""How many defaults a hint names; the tooltip has them all."""
_LONGEST = 24
"""The longest default that a hint spells out."""
_ASSUMED = "Nobody has confirmed this block. Take `assumed = true` out once it holds."


@dataclass(frozen=True, slots=True)
class Inlay:
    """A remark shown behind a block's header."""

    offset: int
    text: str
    tooltip: str
    """Markdown."""


def inlays(case: Case, document: Document, span: Span | None = None) -> list[Inlay]:
    """The hints of a file, or of the headers within a span; at most one a block."""
    found: list[Inlay] = []
    for block in case.blueprint.walk():
        for place in block.places:
            if place.document.path == document.path and place.element.node.open_offset >= 0:
                offset = _behind_header(place)
                if span is None or span.start <= offset <= span.end:
                    found += _of(block, place, offset, costs.hint(case, block) if place is block.place else "")
    return sorted(found, key=lambda hint: hint.offset)


def _of(block: Block, place: Place, offset: int, reckoned: str) -> Iterator[Inlay]:
    defaults = list(_left_out(block)) if place is block.place else []
    assumed = place.element.value("assumed") is True
    parts = [*([reckoned] if reckoned else []), *(["assumed"] if assumed else [])]
    parts += [f"{schema.name} = {schema.default}" for schema in defaults if _is_short(schema)][:_SHOWN]
    if not parts:
        return
    more = len(defaults) - len(parts) + assumed + bool(reckoned)
    parts += [f"{more} more"] if more else []
    yield Inlay(offset, "".join(f" · {part}" for part in parts), _tooltip(defaults, assumed, reckoned))


def _behind_header(place: Place) -> int:
    """Behind `{`; behind the whole block where it stands on one line."""
    node = place.element.node
    return place.start + (node.width if node.one_line else node.open_offset + 1)


def _left_out(block: Block) -> Iterator[AttributeSchema]:
    """The attributes whose defaults hold here and are worth a word.

    `false` is what everyone expects, and a required attribute that is left out is a finding already.
    """
    if block.schema is None or block.name == "decision":
        return
    for schema in block.schema.attributes.values():
        told = schema.default not in (None, "false") and not schema.required
        if told and block.attribute(schema.name) is None:
            yield schema


def _is_short(schema: AttributeSchema) -> bool:
    return schema.default is not None and len(schema.default) <= _LONGEST and "\n" not in schema.default


def _tooltip(defaults: list[AttributeSchema], assumed: bool, reckoned: str) -> str:
    parts = [f"{reckoned}. Hover on the block shows how it was reckoned."] if reckoned else []
    parts += [_ASSUMED] if assumed else []
    if defaults:
        lines = [f"- `{schema.name} = {schema.default}`" for schema in defaults]
        parts.append("\n".join(["Left out here, so that the defaults hold:", "", *lines]))
    return "\n\n".join(parts)
