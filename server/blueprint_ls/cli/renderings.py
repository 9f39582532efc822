"""Whether the document shows a place of the vocabulary: asked by rendering the smallest blueprint that states it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from blueprint_ls.cli.probes import Place, frame, opening, probe
from blueprint_ls.generate.document.layout import Layout
from blueprint_ls.generate.document.names import label_title, readable
from blueprint_ls.generate.document.tree import (
    Break,
    every,
)
from blueprint_ls.generate.document.values import shown
from blueprint_ls.knowledge.load import Knowledge
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.schema import BlockSchema


@dataclass(slots=True)
class Renderings:
    """What the document makes of small blueprints."""

    knowledge: Knowledge
    templates: Path
    """Where the templates of the document lie."""
    _known: dict[str, str] = field(default_factory=dict)

    def shows(self, place: Place, value: str | None = None) -> bool:
        """Whether a section says more with a place than without it, and names its value or its label."""
        before, after = frame(place.around)
        source = before + _statement(place, value) + after
        blueprint = probe(source, self.knowledge)[0].blueprint
        wanted = _wanted(place, value, blueprint)
        section = place.trail[0][0].name
        whole, without = self._section(source, section), self._section(before + after, section)
        return whole != without and all(word.casefold() in whole for word in wanted)

    def _section(self, source: str, name: str) -> str:
        """The words of a section."""
        if source not in self._known:
            case, _ = probe(source, self.knowledge)
            stated = case.blueprint.sections.get(name)
            layout, section = Layout.of(case, self.templates), self.knowledge.vocabulary.sections[name]
            blocks = layout.section(section, stated) if stated else ()
            nodes = every(blocks)
            texts = (text for node in nodes for text in (*getattr(node, "head", ()), getattr(node, "text", "")))
            self._known[source] = " ".join(text for text in texts if isinstance(text, str)).casefold()
        return self._known[source]


def _statement(place: Place, value: str | None) -> str:
    if place.attribute:
        return f"{place.attribute.name} = {value or place.attribute.example}"
    schema, label = place.trail[-1]
    return f"{opening(schema, label)} {{\n{_filling(schema)}\n}}"


def _filling(schema: BlockSchema) -> str:
    """One attribute, or one block, since nothing is said of an empty one."""
    for attribute in sorted(schema.attributes.values(), key=lambda one: not one.required):
        if attribute.example:
            return f"{attribute.name} = {attribute.example}"
    child = next(iter(schema.blocks.values()), None)
    return _statement(Place(((child, child.example or None),)), None) if child else ""


def _wanted(place: Place, value: str | None, blueprint: Blueprint) -> list[str]:
    """The words that the document must have because of a place."""
    schema, label = place.trail[-1]
    block = next((one for one in blueprint.walk() if one.schema is schema and one.label == label), None)
    if block is None:
        return ["\0"]
    if not place.attribute:
        return readable(label_title(block, blueprint.vocabulary)).split() if label else []
    if value is not None:
        return _option(block, value, blueprint)
    found = block.attribute(place.attribute.name)
    if found and found[1].value is True:
        return [readable(place.attribute.name)]
    told = shown(found[1], blueprint) if found else ()
    return [part.text for part in told if not isinstance(part, Break) and part.text.strip(" ,:")] or ["\0"]


def _option(block: Block, value: str, blueprint: Blueprint) -> list[str]:
    known = blueprint.vocabulary.decisions.get(block.label or "")
    option = known.options.get(value) if known else None
    return option.title.split() if option else [readable(value)]
