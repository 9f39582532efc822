"""Functions, arrow functions, methods, and their parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tree_sitter import Node

from blueprint_ls.codebase.typescript.chains import values
from blueprint_ls.codebase.typescript.source import OfExpression, Source
from blueprint_ls.codebase.typescript.tree import (
    Defaulted,
    Expression,
    Function,
    Name,
    Parameter,
    Return,
    Statement,
)

_ACCESS = ("private", "protected", "public", "readonly")


def function(source: Source, node: Node, depth: int) -> Function:
    """A function, a method, or what is declared of one."""
    fields = source.fields
    named, held = node.child_by_field_id(fields.name), node.child_by_field_id(fields.parameters)
    words = modifiers(source, node, fields.parameters)
    return Function(
        node.start_byte,
        node.end_byte,
        source.text(named) if named else None,
        _parameters(source, held.children, depth) if held else (),
        _body(source, node.child_by_field_id(fields.body), depth),
        annotation(source, node.child_by_field_id(fields.return_type)),
        "async" in words,
        "*" in words,
    )


def arrow(source: Source, node: Node, depth: int) -> Expression:
    """`(parameters) => body`."""
    fields = source.fields
    held, single = node.child_by_field_id(fields.parameters), node.child_by_field_id(fields.parameter)
    first = node.child(0)
    return Function(
        node.start_byte,
        node.end_byte,
        None,
        _parameters(source, held.children if held else (single,) if single else (), depth),
        _body(source, node.child_by_field_id(fields.body), depth),
        annotation(source, node.child_by_field_id(fields.return_type)),
        first is not None and source.kind(first) == "async",
        is_arrow=True,
    )


def modifiers(source: Source, node: Node, before: int) -> frozenset[str]:
    """The words that stand in a declaration before a field: `async`, `static`, `get`, `*`, `private`."""
    words = []
    end = node.child_by_field_id(before)
    last = end.start_byte if end else node.end_byte
    for child in node.children:
        if child.start_byte >= last:
            break
        kind = source.kind(child)
        words.append(source.text(child) if kind == "accessibility_modifier" else kind)
    return frozenset(words)


def annotation(source: Source, node: Node | None) -> str | None:
    """The type behind a colon."""
    return source.line(node).partition(":")[2].strip() if node else None


def decorators(source: Source, nodes: Iterable[Node], depth: int) -> tuple[Expression, ...]:
    """What stands behind each `@`."""
    return tuple(
        [
            value
            for node in nodes
            if source.kind(node) == "decorator"
            for value in values(source.expressions(node.children, depth))
        ]
    )


def _body(source: Source, node: Node | None, depth: int) -> tuple[Statement, ...]:
    if node is None:
        return ()
    if source.kind(node) == "statement_block":
        return source.statements(node.children, depth)
    return (Return(node.start_byte, node.end_byte, source.expression(node, depth + 1)),)


def _parameters(source: Source, nodes: Iterable[Node], depth: int) -> tuple[Parameter, ...]:
    return tuple([_parameter(source, node, depth) for node in nodes if source.is_code(node)])


def _parameter(source: Source, node: Node, depth: int) -> Parameter:
    start, end, kind = node.start_byte, node.end_byte, source.kind(node)
    if kind == "rest_pattern":
        return Parameter(start, end, source.target(node, depth), rest=True)
    if kind not in ("required_parameter", "optional_parameter"):
        return Parameter(start, end, source.target(node, depth))
    fields = source.fields
    pattern, default = node.child_by_field_id(fields.pattern), node.child_by_field_id(fields.value)
    target = source.target(pattern, depth)
    if default is not None:
        target = Defaulted(target.start, default.end_byte, target, source.expression(default, depth))
    held = node.children
    return Parameter(
        start,
        end,
        target,
        annotation(source, node.child_by_field_id(fields.type)),
        kind == "optional_parameter",
        pattern is not None and source.kind(pattern) == "rest_pattern",
        decorators(source, held, depth) if len(held) > 1 else (),
        _access(source, node) if len(held) > 1 else None,
    )


def _access(source: Source, node: Node) -> str | None:
    words = modifiers(source, node, source.fields.pattern)
    return next((word for word in _ACCESS if word in words), None)


FUNCTIONS: Mapping[str, OfExpression] = {
    **dict.fromkeys(("function_expression", "generator_function", "method_definition", "function"), function),
    **dict.fromkeys(("function_declaration", "generator_function_declaration"), function),
    "arrow_function": arrow,
}


def name_of(source: Source, node: Node) -> Name:
    """The name that a declaration declares."""
    named = node.child_by_field_id(source.fields.name)
    if named is None:
        return Name(node.start_byte, node.start_byte, "")
    return Name(named.start_byte, named.end_byte, source.text(named))
