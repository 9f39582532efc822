"""Classes and enums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tree_sitter import Node

from blueprint_ls.codebase.typescript.chains import values
from blueprint_ls.codebase.typescript.expressions import key_of
from blueprint_ls.codebase.typescript.functions import annotation, decorators, function, modifiers, name_of
from blueprint_ls.codebase.typescript.source import OfExpression, Source
from blueprint_ls.codebase.typescript.tree import (
    Class,
    ClassExpression,
    Expression,
    Field,
    Function,
    Let,
    Literal,
    Method,
    Object,
    Property,
    Statement,
)

_FIELDS = ("public_field_definition", "field_definition")
_METHODS = ("method_definition", "abstract_method_signature")


def class_(source: Source, node: Node, depth: int, outside: Iterable[Node] = ()) -> Class:
    """A class; decorators may stand outside of it, before `export`."""
    fields = source.fields
    children = node.children
    named, body = node.child_by_field_id(fields.name), node.child_by_field_id(fields.body)
    extends, types, implements = _heritage(source, children, depth)
    return Class(
        node.start_byte,
        node.end_byte,
        source.text(named) if named else None,
        extends,
        types,
        implements,
        (*decorators(source, outside, depth), *decorators(source, children, depth)),
        _members(source, body, depth) if body else (),
        source.kind(node) == "abstract_class_declaration",
    )


def expression(source: Source, node: Node, depth: int) -> Expression:
    """A class where a value stands."""
    return ClassExpression(node.start_byte, node.end_byte, class_(source, node, depth + 1))


def _heritage(
    source: Source, nodes: Iterable[Node], depth: int
) -> tuple[Expression | None, tuple[str, ...], tuple[str, ...]]:
    """What a class extends, with which types, and what it implements."""
    extends: Expression | None = None
    types: tuple[str, ...] = ()
    implements: tuple[str, ...] = ()
    held = [child for node in nodes if source.kind(node) == "class_heritage" for child in node.children]
    for clause in held:
        kind = source.kind(clause)
        inside = [child for child in clause.children if source.is_code(child)]
        if kind == "implements_clause":
            implements += tuple([source.line(child) for child in inside])
        elif kind == "extends_clause" and inside:
            extends = source.expression(inside[0], depth)
            types = tuple(
                [source.line(kind) for child in inside[1:] for kind in child.children if source.is_code(kind)]
            )
        elif source.is_code(clause):
            extends = source.expression(clause, depth)
    return extends, types, implements


def _members(source: Source, body: Node, depth: int) -> tuple[Field | Method, ...]:
    found: list[Field | Method] = []
    waiting: list[Node] = []
    for node in body.children:
        kind = source.kind(node)
        if kind == "decorator":
            waiting.append(node)
        elif kind in _METHODS:
            found.append(_method(source, node, depth, waiting))
            waiting = []
        elif kind in _FIELDS:
            found.append(_field(source, node, depth))
        elif kind == "class_static_block":
            found.append(_static(source, node, depth))
    return tuple(found)


def _method(source: Source, node: Node, depth: int, outside: list[Node]) -> Method:
    words = modifiers(source, node, source.fields.name)
    name = _name(source, node.child_by_field_id(source.fields.name), depth)
    kind = next(
        (word for word in ("get", "set") if word in words), "constructor" if name == "constructor" else "method"
    )
    held = decorators(source, (*outside, *node.children), depth)
    body = function(source, node, depth + 1)
    return Method(node.start_byte, node.end_byte, name, body, kind, held, "static" in words)


def _field(source: Source, node: Node, depth: int) -> Field:
    fields = source.fields
    named = node.child_by_field_id(fields.name) or node.child_by_field_id(fields.property)
    name = _name(source, named, depth)
    children = node.children
    words = [source.kind(child) for child in children]
    return Field(
        node.start_byte,
        node.end_byte,
        name,
        annotation(source, node.child_by_field_id(fields.type)),
        source.optional(node.child_by_field_id(fields.value), depth),
        decorators(source, children, depth),
        "static" in words,
        "?" in words,
    )


def _static(source: Source, node: Node, depth: int) -> Method:
    start, end, body = node.start_byte, node.end_byte, node.child_by_field_id(source.fields.body)
    statements = source.statements(body.children, depth) if body else ()
    return Method(start, end, "", Function(start, end, None, (), statements), "static", (), True)


def _name(source: Source, node: Node | None, depth: int) -> str:
    key, _ = key_of(source, node, depth)
    return key if key is not None else source.line(node) if node else ""


def enum(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`enum Name { A, B = "b" }`: an object of its members' values."""
    body = node.child_by_field_id(source.fields.body)
    members: list[Property] = []
    following: float | None = 0.0
    for child in body.children if body else ():
        if not source.is_code(child):
            continue
        value = _enum_value(source, child, depth, following)
        is_number = isinstance(value, Literal) and isinstance(value.value, float)
        following = value.value + 1 if is_number else None  # type: ignore[union-attr, operator]
        named = child.child_by_field_id(source.fields.name) or child
        members.append(Property(child.start_byte, child.end_byte, _name(source, named, depth), value))
    span = body or node
    value = Object(span.start_byte, span.end_byte, tuple(members))
    found.append(Let(node.start_byte, node.end_byte, "enum", name_of(source, node), value))


def _enum_value(source: Source, node: Node, depth: int, following: float | None) -> Expression:
    written = node.child_by_field_id(source.fields.value)
    if written is not None:
        return source.expression(written, depth)
    if following is not None:
        return Literal(node.start_byte, node.end_byte, following, "number")
    return values(source.expressions((node,), depth))[0]


CLASSES: Mapping[str, OfExpression] = {
    **dict.fromkeys(("class", "class_declaration", "abstract_class_declaration"), expression),
}
