"""The vocabulary's shape: which blocks and attributes exist, where, of what type.

Knows no word of the vocabulary itself: `knowledge` reads that from the pages in `rules/`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from blueprint_ls.language.types import Type

ANY_NAME = "*"
"""A block schema of this name admits child blocks of every name (rule ids in `rules`)."""
_NAME = re.compile(r"[^\W\d][\w-]*")


@dataclass(frozen=True, slots=True)
class AttributeSchema:
    """One attribute that a block may carry."""

    name: str
    type: Type
    doc: str
    """Markdown: what it is, and what a good value looks like."""
    example: str
    """A real value, in blueprint syntax."""
    required: bool = False
    """A complete blueprint states it."""
    default: str | None = None
    """What holds when it is left out, in blueprint syntax."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Each word of an enumeration with its documentation."""
    minimum: float | None = None
    maximum: float | None = None
    unit: str | None = None
    suggest: tuple[str, ...] = ()
    """Further real values worth offering, in blueprint syntax."""


@dataclass(frozen=True, slots=True)
class BlockSchema:
    """One type of block: its labels, what it may hold, what it means."""

    name: str
    path: str
    """Where it stands: `api.endpoint.error`; the empty string for the file itself."""
    doc: str
    label: str | None = None
    """How it is labelled: `name`, `string`, `route`, `enum`, or not at all."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Each label of a fixed set with its documentation."""
    example: str = ""
    """A real label, unquoted."""
    suggest: tuple[str, ...] = ()
    many: bool = False
    required: bool = False
    each: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The labels that a complete blueprint all has, with values for the attributes under that label."""
    attributes: Mapping[str, AttributeSchema] = field(default_factory=dict)
    blocks: Mapping[str, BlockSchema] = field(default_factory=dict)
    variants: Mapping[str, BlockSchema] = field(default_factory=dict)
    """Schemas that depend on the label, such as one per decision."""
    wants_blocks: bool = field(init=False, compare=False)
    """Whether a complete blueprint has some block in it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "wants_blocks", any(child.required or child.each for child in self.blocks.values()))

    def child(self, name: str, label: str | None = None) -> BlockSchema | None:
        """The schema of a block `name "label"` inside this one; None when it has no place here."""
        schema = self.blocks.get(name) or self.blocks.get(ANY_NAME)
        if schema and label is not None:
            return schema.variants.get(label, schema)
        return schema

    @property
    def quoted_label(self) -> bool:
        """Whether the canonical layout writes every label in quotes."""
        return self.label in ("string", "route")

    def spelled(self, label: str) -> str:
        """The label as it is written: in quotes where the type wants them or where it is no name (`200`)."""
        bare = not self.quoted_label and _NAME.fullmatch(label)
        return label if bare else f'"{label}"'


@dataclass(frozen=True, slots=True)
class Section:
    """One of the fifteen sections, as its page states it."""

    name: str
    number: int
    title: str
    summary: str
    schema: BlockSchema


@dataclass(frozen=True, slots=True)
class Distinction:
    """A condition under which one of two options is the better one."""

    between: tuple[str, str]
    when: str
    measure: str
    """The place in a blueprint that states it: `overview.scale.jobs_per_minute`."""
    prefers: str
    above: float | str | None = None
    below: float | str | None = None
    equals: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One known answer to a decision."""

    name: str
    decision: str
    title: str
    summary: str
    because: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    """Choices it brings: `migrations.prisma_migrate`."""
    excludes: tuple[str, ...] = ()
    burden: int = 0
    """Operating burden, 0 (none) to 5 (a team of its own)."""
    checked: str = ""
    """The day its sources were read."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice among known options that a blueprint makes in one section."""

    name: str
    section: str
    title: str
    question: str
    summary: str
    default: str
    required: bool
    because: str
    options: Mapping[str, Option]
    distinctions: tuple[Distinction, ...] = ()

    @property
    def path(self) -> str:
        """Its place in a blueprint: `data.decision.orm`."""
        return f"{self.section}.decision.{self.name}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that a blueprint may say."""

    root: BlockSchema
    """The file: the header and the fifteen sections as its blocks."""
    sections: Mapping[str, Section]
    """By name, in the order a document has them."""
    decisions: Mapping[str, Decision]

    @property
    def referable(self) -> frozenset[str]:
        """The block types that `type.label` may refer to: all that carry a label."""
        return frozenset(block.name for block in walk(self.root) if block.label)


def walk(schema: BlockSchema) -> list[BlockSchema]:
    """The schema and every schema beneath it, outermost first."""
    found = [schema]
    for child in schema.blocks.values():
        found += walk(child)
    return found
