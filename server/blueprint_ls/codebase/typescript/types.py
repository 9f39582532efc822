"""Interfaces and type aliases: their members by name, every type as its text."""

from __future__ import annotations

from tree_sitter import Node

from blueprint_ls.codebase.typescript.functions import annotation, name_of
from blueprint_ls.codebase.typescript.source import Source
from blueprint_ls.codebase.typescript.tree import Shape, Statement, TypeMember

_NAMED = ("type_identifier", "generic_type", "nested_type_identifier")


def interface(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`interface Name extends A, B { … }`."""
    body = node.child_by_field_id(source.fields.body)
    bases = [
        source.line(base)
        for clause in node.children
        if source.kind(clause) == "extends_type_clause"
        for base in clause.children
        if source.is_code(base)
    ]
    members = _members(source, body) if body else ()
    name = name_of(source, node).name
    found.append(Shape(node.start_byte, node.end_byte, "interface", name, members, tuple(bases)))


def alias(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`type Name = …`; the members and bases of an intersection are taken together."""
    value = node.child_by_field_id(source.fields.value)
    name, start, end = name_of(source, node).name, node.start_byte, node.end_byte
    if value is None:
        found.append(Shape(start, end, "type", name))
    elif source.kind(value) == "object_type":
        found.append(Shape(start, end, "type", name, _members(source, value)))
    else:
        parts = _parts(source, value)
        members = [member for part in parts if source.kind(part) == "object_type" for member in _members(source, part)]
        bases = [source.line(part) for part in parts if source.kind(part) in _NAMED] if len(parts) > 1 else []
        found.append(Shape(start, end, "type", name, tuple(members), tuple(bases), source.line(value)))


def _parts(source: Source, node: Node) -> list[Node]:
    """What an intersection joins, in order."""
    parts: list[Node] = []
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if source.kind(part) in ("intersection_type", "parenthesized_type"):
            waiting += [child for child in reversed(part.children) if source.is_code(child)]
        else:
            parts.append(part)
    return parts


def _members(source: Source, node: Node) -> tuple[TypeMember, ...]:
    members = [_member(source, child) for child in node.children if source.is_code(child)]
    return tuple([member for member in members if member])


def _member(source: Source, node: Node) -> TypeMember | None:
    fields, kind, start, end = source.fields, source.kind(node), node.start_byte, node.end_byte
    named = node.child_by_field_id(fields.name)
    if kind == "property_signature" and named:
        optional = any(source.kind(child) == "?" for child in node.children)
        type_ = annotation(source, node.child_by_field_id(fields.type)) or "any"
        return TypeMember(start, end, _name(source, named), type_, optional)
    if kind == "method_signature" and named:
        optional = any(source.kind(child) == "?" for child in node.children)
        return TypeMember(start, end, _name(source, named), _signature(source, node), optional)
    if kind == "index_signature":
        held = node.child_by_field_id(fields.type)
        written = source.slice(start, held.start_byte if held else end)
        return TypeMember(start, end, " ".join(written.split()), annotation(source, held) or "any")
    if kind in ("call_signature", "construct_signature"):
        return TypeMember(start, end, "new" if kind == "construct_signature" else "", _signature(source, node))
    return None


def _name(source: Source, node: Node) -> str:
    text = source.text(node)
    return text[1:-1] if source.kind(node) == "string" else text


def _signature(source: Source, node: Node) -> str:
    """`(parameters) => type`; what a getter returns is its type."""
    fields = source.fields
    returns = node.child_by_field_id(fields.return_type) or node.child_by_field_id(fields.type)
    type_ = annotation(source, returns) or "any"
    first = node.child(0)
    if first is not None and source.kind(first) == "get":
        return type_
    parameters = node.child_by_field_id(fields.parameters)
    return f"{source.line(parameters) if parameters else '()'} => {type_}"
