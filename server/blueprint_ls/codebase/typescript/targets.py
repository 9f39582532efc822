"""What declarations, parameters and assignments bind."""

from __future__ import annotations

from collections.abc import Mapping

from tree_sitter import Node

from blueprint_ls.codebase.typescript.chains import chain
from blueprint_ls.codebase.typescript.expressions import key_of
from blueprint_ls.codebase.typescript.source import OfTarget, Source
from blueprint_ls.codebase.typescript.tree import (
    ArrayTarget,
    Defaulted,
    Index,
    Member,
    Name,
    ObjectTarget,
    Opaque,
    Picked,
    Target,
)


def name(source: Source, node: Node, depth: int) -> Target:
    """A name."""
    return Name(node.start_byte, node.end_byte, source.text(node))


def link(source: Source, node: Node, depth: int) -> Target:
    """`object.name`, `object[key]`."""
    found = chain(source, node, depth)
    if isinstance(found, Member | Index):
        return found
    return Opaque(node.start_byte, node.end_byte, source.kind(node), (found,))


def wrapped(source: Source, node: Node, depth: int) -> Target:
    """A target in brackets, or one with a type that is asserted."""
    children = [child for child in node.children if source.is_code(child)]
    return source.target(children[0] if children else None, depth)


def asserted(source: Source, node: Node, depth: int) -> Target:
    """`<type>target`."""
    children = [child for child in node.children if source.is_code(child)]
    return source.target(children[-1] if children else None, depth)


def defaulted(source: Source, node: Node, depth: int) -> Target:
    """`target = default`."""
    fields = source.fields
    target = source.target(node.child_by_field_id(fields.left), depth)
    default = source.expression(node.child_by_field_id(fields.right), depth)
    return Defaulted(node.start_byte, node.end_byte, target, default)


def array(source: Source, node: Node, depth: int) -> Target:
    """`[a, , b, ...rest]`."""
    items: list[Target | None] = []
    rest, filled = None, False
    for child in node.children:
        kind = source.kind(child)
        if kind == ",":
            items += [] if filled else [None]
            filled = False
        elif kind in ("rest_pattern", "spread_element"):
            rest = wrapped(source, child, depth)
        elif source.is_code(child):
            items.append(source.target(child, depth))
            filled = True
    return ArrayTarget(node.start_byte, node.end_byte, tuple(items), rest)


def object(source: Source, node: Node, depth: int) -> Target:
    """`{ a, b: c, d = 1, ...rest }`."""
    entries: list[Picked] = []
    rest = None
    for child in node.children:
        if source.kind(child) in ("rest_pattern", "spread_element"):
            rest = wrapped(source, child, depth)
        elif source.is_code(child):
            entries.append(_picked(source, child, depth))
    return ObjectTarget(node.start_byte, node.end_byte, tuple(entries), rest)


def _picked(source: Source, node: Node, depth: int) -> Picked:
    fields, start, end = source.fields, node.start_byte, node.end_byte
    if source.kind(node) in ("pair_pattern", "pair"):
        key, _ = key_of(source, node.child_by_field_id(fields.key), depth)
        return Picked(start, end, key, source.target(node.child_by_field_id(fields.value), depth))
    target = source.target(node, depth)
    bound = target.target if isinstance(target, Defaulted) else target
    return Picked(start, end, bound.name if isinstance(bound, Name) else None, target)


TARGETS: Mapping[str, OfTarget] = {
    **dict.fromkeys(("identifier", "this", "undefined", "shorthand_property_identifier_pattern"), name),
    **dict.fromkeys(("shorthand_property_identifier", "property_identifier"), name),
    **dict.fromkeys(("private_property_identifier", "type_identifier"), name),
    **dict.fromkeys(("member_expression", "subscript_expression"), link),
    **dict.fromkeys(("parenthesized_expression", "non_null_expression"), wrapped),
    **dict.fromkeys(("as_expression", "satisfies_expression"), wrapped),
    **dict.fromkeys(("assignment_pattern", "object_assignment_pattern", "assignment_expression"), defaulted),
    **dict.fromkeys(("array_pattern", "array"), array),
    **dict.fromkeys(("object_pattern", "object"), object),
    "rest_pattern": wrapped,
    "type_assertion": asserted,
}
