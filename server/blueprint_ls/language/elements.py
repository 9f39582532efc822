"""Syntax tree + vocabulary to elements: blocks and attributes with their schemas and typed values.

An element belongs to its tree node, not to a place in a file: its offsets are relative, and it is
kept on the node. An edit therefore lowers again only the blocks on the path that it touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from blueprint_ls.language.reading import Problem, Ref, read_value
from blueprint_ls.language.schema import AttributeSchema, BlockSchema
from blueprint_ls.language.suggest import closest
from blueprint_ls.language.types import Type
from blueprint_ls.syntax import Attribute as AttributeNode
from blueprint_ls.syntax import Block as BlockNode
from blueprint_ls.syntax import File, Junk, Word

Mention = tuple[tuple[str, ...], str]
"""The block types that a reference may lead to, and the label that it names."""


@dataclass(slots=True, eq=False)
class Attribute:
    """An attribute with its meaning."""

    name: str
    node: AttributeNode
    offset: int
    """Bytes from the start of the element it stands in."""
    schema: AttributeSchema | None
    """None where the vocabulary has no such attribute."""
    value: Any
    """Typed as the schema says; None where it is missing or wrong."""
    problems: tuple[Problem, ...]
    """What is wrong with the value, if it could be read; offsets from the attribute's start."""
    references: tuple[Ref, ...]
    """The references it makes; offsets from the attribute's start."""
    is_sound: Any = field(default=None)
    """Whether the judge takes the value at its word, kept with it."""


@dataclass(slots=True, eq=False)
class Element:
    """A block with its meaning."""

    node: BlockNode
    schema: BlockSchema | None
    """None where the vocabulary has no such block."""
    name: str
    label: str | None
    attributes: dict[str, Attribute]
    """The first attribute of each name."""
    repeated: tuple[Attribute, ...]
    """Attributes whose name was taken already."""
    children: tuple[tuple[int, Element], ...]
    """The blocks inside, each with its offset from this one's start."""
    within: tuple[tuple[int, Element], ...]
    """All blocks below, in document order, each with its offset from this one's start."""
    lacks: tuple[str, ...]
    """The required attributes that it does not state; none that a slip in it may have been meant as."""
    mentions: frozenset[Mention]
    """What it and all below refer to, but for values that cannot be read."""
    findings: Any = field(default=None)
    """What the judge found in this block and in those below, each looked at alone, kept with it."""
    is_whole: Any = field(default=None)
    """Whether it and all below state what a complete blueprint has, kept with it."""
    delays: Any = field(default=None)
    """The comments in it and below that put a decision off, kept with it."""
    colors: Any = field(default=None)
    """What the editor shows each word of this block as, kept with it."""

    def value(self, name: str, default: Any = None) -> Any:
        """The typed value of an attribute, or `default`."""
        attribute = self.attributes.get(name)
        return default if attribute is None or attribute.value is None else attribute.value

    def walk(self, start: int) -> Iterator[tuple[int, Element]]:
        """This element and all below, each with its absolute offset, in document order."""
        yield start, self
        for offset, element in self.within:
            yield start + offset, element


def lower_file(tree: File, root: BlockSchema) -> tuple[tuple[int, Element], ...]:
    """The blocks of a file as elements, each with its offset."""
    return tuple(
        (offset, lower(item, _schema_of(item, root))) for offset, item in tree.items if isinstance(item, BlockNode)
    )


def lower(node: BlockNode, schema: BlockSchema | None) -> Element:
    """The element of a block; the one kept on the node when the schema is still the same."""
    kept = node.lowered
    if isinstance(kept, Element) and kept.schema is schema:
        return kept
    first, repeated = _attributes(node, schema)
    children = tuple(
        (offset, lower(item, _schema_of(item, schema))) for offset, item in node.items if isinstance(item, BlockNode)
    )
    element = Element(
        node=node,
        schema=schema,
        name=node.name,
        label=node.labels[0].value if node.labels else None,
        attributes=first,
        repeated=tuple(repeated),
        children=children,
        within=tuple(found for offset, child in children for found in child.walk(offset)),
        lacks=_lacks(node, schema, first) if schema else (),
        mentions=_mentions(first).union(*(child.mentions for _, child in children)),
    )
    node.lowered = element
    return element


def lacks_equals(child: BlockNode, parent: BlockSchema | None) -> bool:
    """Whether what reads like the header of a block, `because "…"`, is an attribute without its `=`."""
    return child.open_offset < 0 and parent is not None and child.name in parent.attributes


def meant_attribute(name: str, block: BlockSchema, stated: Iterable[str]) -> str | None:
    """The attribute that a misspelt name was meant as: one that is still to be stated, if one is near."""
    absent = block.attributes.keys() - set(stated)
    wanted = (known for known in absent if block.attributes[known].required)
    return closest(name, absent, wanted) or closest(name, block.attributes)


def _mentions(attributes: Mapping[str, Attribute]) -> frozenset[Mention]:
    stated = (attribute for attribute in attributes.values() if not attribute.node.flawed)
    return frozenset((ref.targets, ref.name) for attribute in stated for ref in attribute.references)


def _lacks(node: BlockNode, schema: BlockSchema, first: Mapping[str, Attribute]) -> tuple[str, ...]:
    lacks = [name for name, wanted in schema.attributes.items() if wanted.required and name not in first]
    if not lacks or any(isinstance(item, Junk) and item.text().startswith(b"=") for _, item in node.items):
        return ()
    meant = {meant_attribute(name, schema, first) for name, found in first.items() if found.schema is None}
    meant |= {item.name for _, item in node.items if isinstance(item, BlockNode)}
    return tuple(name for name in lacks if name not in meant)


def _schema_of(node: BlockNode, parent: BlockSchema | None) -> BlockSchema | None:
    label = node.labels[0].value if node.labels else None
    return parent.child(node.name, label) if parent else None


def _attributes(node: BlockNode, schema: BlockSchema | None) -> tuple[dict[str, Attribute], list[Attribute]]:
    first: dict[str, Attribute] = {}
    repeated: list[Attribute] = []
    custom = any(isinstance(item, AttributeNode) and _is_custom(item) for _, item in node.items)
    for offset, item in node.items:
        if not isinstance(item, AttributeNode):
            continue
        attribute = _attribute(item, offset, schema, custom)
        if first.setdefault(item.name, attribute) is not attribute:
            repeated.append(attribute)
    return first, repeated


def _attribute(node: AttributeNode, offset: int, block: BlockSchema | None, custom: bool) -> Attribute:
    schema = block.attributes.get(node.name) if block else None
    kind, values = (schema.type, schema.values) if schema else (Type("any"), {})
    if custom and node.name == "choose":
        kind, values = Type("word"), {}
    value, problems, references = read_value(node.value, node.value_offset, kind, values)
    wrong = () if node.flawed else tuple(problems)  # what cannot be read has its finding already
    return Attribute(node.name, node, offset, schema, value, wrong, tuple(references))


def _is_custom(node: AttributeNode) -> bool:
    return node.name == "custom" and not isinstance(node.value, Word) and getattr(node.value, "value", 0) is True
