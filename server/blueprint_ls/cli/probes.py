"""The smallest blueprints in which one place of the vocabulary can be asked for: by completion, by hover."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from blueprint_ls.editor.completion import complete, documentation
from blueprint_ls.editor.hover import hover
from blueprint_ls.judge.registry import Case
from blueprint_ls.knowledge.load import Knowledge
from blueprint_ls.language.layers import Layers
from blueprint_ls.language.model import Blueprint, Document
from blueprint_ls.language.schema import AttributeSchema, BlockSchema, Vocabulary
from blueprint_ls.syntax import Text, parse

_FOLDER = Path("/probe")
"""The folder of the probes; nothing is read from it or written to it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the vocabulary, with the blocks that lead there."""

    trail: tuple[tuple[BlockSchema, str | None], ...]
    """Each block with its label, outermost first; the last one is the place itself unless it is an attribute."""
    attribute: AttributeSchema | None = None

    @property
    def doc(self) -> str:
        """What its page says it is."""
        return self.attribute.doc if self.attribute else self.trail[-1][0].doc

    @property
    def name(self) -> str:
        """Its own name: of the attribute, else of the innermost block."""
        return self.attribute.name if self.attribute else self.trail[-1][0].name

    @property
    def offered_as(self) -> str:
        """What completion calls it: a decision is offered whole, with its label."""
        schema, label = self.trail[-1]
        return f"{self.name} {label}" if self.attribute is None and schema.path.endswith(f".{label}") else self.name

    def named(self, label: str) -> Place:
        """The same block under another label."""
        *around, (schema, _) = self.trail
        return Place((*around, (schema.variants.get(label, schema), label)))

    @property
    def around(self) -> tuple[tuple[BlockSchema, str | None], ...]:
        """The blocks that it stands in."""
        return self.trail if self.attribute else self.trail[:-1]


def resolve(vocabulary: Vocabulary, path: str) -> Place | None:
    """The place at a path such as `overview.goal.success` or `data.decision.orm`; None where there is none."""
    trail: list[tuple[BlockSchema, str | None]] = []
    schema: BlockSchema = vocabulary.root
    parts = path.split(".")
    while parts:
        name = parts.pop(0)
        child = schema.blocks.get(name)
        if child is None:
            attribute = schema.attributes.get(name)
            return Place(tuple(trail), attribute) if attribute and trail and not parts else None
        label = parts.pop(0) if parts and parts[0] in child.variants else None
        schema = child.variants[label] if label else child
        trail.append((schema, label or _label(child)))
    return Place(tuple(trail)) if trail else None


def _label(schema: BlockSchema) -> str | None:
    return (schema.example or next(iter(schema.labels), None)) if schema.label else None


@dataclass(slots=True)
class Probes:
    """What completion and hover answer, asked once for each place."""

    knowledge: Knowledge
    _offers: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def offered(self, place: Place) -> str:
        """What completion shows beside a block or an attribute at its place; empty where it offers none."""
        return self._complete(place.around, "").get(place.offered_as, "")

    def labels(self, place: Place) -> dict[str, str]:
        """The labels that completion offers behind the name of a block, with what it shows beside each."""
        return self._complete(place.around, f"{place.name} ")

    def words(self, place: Place) -> dict[str, str]:
        """The values that completion offers for an attribute, with what it shows beside each."""
        return self._complete(place.around, f"{place.name} = ")

    def explained(self, place: Place, value: str | None = None) -> str:
        """What hover shows on a block's or an attribute's name, or on a word that is its value."""
        if place.attribute:
            statement = f"{place.name} = {value or place.attribute.example}"
            at = len(place.name) + 4 if value else 1
        else:
            statement, at = f"{opening(*place.trail[-1])} {{\n}}", 1
        return self._hover(place.around, statement, at)

    def explained_label(self, place: Place, label: str) -> str:
        """What hover shows on the label of a block."""
        schema = place.trail[-1][0]
        statement = f"{opening(schema, label)} {{\n}}"
        return self._hover(place.around, statement, len(schema.name) + 2)

    def _complete(self, around: tuple[tuple[BlockSchema, str | None], ...], typed: str) -> dict[str, str]:
        before, after = frame(around)
        key = (before, typed)
        if key not in self._offers:
            case, document = probe(before + typed + after, self.knowledge)
            found = complete(case, document, len((before + typed).encode()))
            self._offers[key] = {item.label: documentation(self.knowledge, item.page) for item in found}
        return self._offers[key]

    def _hover(self, around: tuple[tuple[BlockSchema, str | None], ...], statement: str, at: int) -> str:
        before, after = frame(around)
        case, document = probe(before + statement + after, self.knowledge)
        found = hover(case, document, len(before.encode()) + at)
        return found.markdown if found else ""


def probe(source: str, knowledge: Knowledge) -> tuple[Case, Document]:
    """A blueprint of one file."""
    text = Text(source.encode())
    document = Document.of(_FOLDER / "main.blueprint", text, parse(text), knowledge.vocabulary)
    blueprint = Blueprint(_FOLDER, Layers([[document]], [_FOLDER]), knowledge.vocabulary)
    return Case(blueprint, knowledge, date.today(), complete=True), document


def frame(around: tuple[tuple[BlockSchema, str | None], ...]) -> tuple[str, str]:
    """What stands before and behind a statement in some blocks."""
    before = "".join(f"{opening(schema, label)} {{\n" for schema, label in around)
    return before, "\n}" * len(around) + "\n"


def opening(schema: BlockSchema, label: str | None) -> str:
    """A block's type and label, as its header has them."""
    return schema.name if label is None else f"{schema.name} {schema.spelled(label)}"
