"""Values: names, literals, objects, arrays, operators; chains of them are built in `chains`."""

from __future__ import annotations

from collections.abc import Mapping

from tree_sitter import Node

from blueprint_ls.codebase.typescript import chains
from blueprint_ls.codebase.typescript.literals import number, unescaped
from blueprint_ls.codebase.typescript.source import OfExpression, OfLink, Source
from blueprint_ls.codebase.typescript.tree import (
    Argument,
    Array,
    Assign,
    Await,
    Cast,
    Conditional,
    Expression,
    Function,
    Literal,
    Name,
    New,
    Object,
    Opaque,
    Property,
    Spread,
    Unary,
)


def name(source: Source, node: Node, depth: int) -> Expression:
    """Anything that stands for itself."""
    return Name(node.start_byte, node.end_byte, source.text(node))


def string(source: Source, node: Node, depth: int) -> Expression:
    """A quoted string."""
    start, end = node.start_byte, node.end_byte
    return Literal(start, end, unescaped(source.slice(start + 1, end - 1)))


def numeral(source: Source, node: Node, depth: int) -> Expression:
    """A number."""
    return number(node.start_byte, node.end_byte, source.text(node))


def regex(source: Source, node: Node, depth: int) -> Expression:
    """A regular expression, slashes included."""
    return Literal(node.start_byte, node.end_byte, source.text(node), "regex")


def true(source: Source, node: Node, depth: int) -> Expression:
    """`true`."""
    return Literal(node.start_byte, node.end_byte, True, "boolean")


def false(source: Source, node: Node, depth: int) -> Expression:
    """`false`."""
    return Literal(node.start_byte, node.end_byte, False, "boolean")


def null(source: Source, node: Node, depth: int) -> Expression:
    """`null`."""
    return Literal(node.start_byte, node.end_byte, None, "null")


def template(source: Source, node: Node, depth: int) -> Expression:
    """A template string without a tag."""
    return chains.template(source, node, None, depth)


def new(source: Source, node: Node, depth: int) -> Expression:
    """`new Callee<types>(arguments)`."""
    fields = source.fields
    callee = source.expression(node.child_by_field_id(fields.constructor), depth)
    held = node.child_by_field_id(fields.arguments)
    arguments = source.expressions(held.children, depth) if held else ()
    return New(node.start_byte, node.end_byte, callee, arguments, chains.type_arguments(source, node))


def array(source: Source, node: Node, depth: int) -> Expression:
    """`[ … ]`."""
    return Array(node.start_byte, node.end_byte, source.expressions(node.children, depth))


def spread(source: Source, node: Node, depth: int) -> Argument:
    """`...value`."""
    return Spread(node.start_byte, node.end_byte, source.expression(node.named_child(0), depth))


def object(source: Source, node: Node, depth: int) -> Expression:
    """`{ … }`."""
    entries = [_entry(source, child, depth) for child in node.children if source.is_code(child)]
    return Object(node.start_byte, node.end_byte, tuple(entries))


def _entry(source: Source, node: Node, depth: int) -> Property | Spread:
    kind, fields = source.names[node.kind_id], source.fields
    if kind == "pair":
        value = source.expression(node.child_by_field_id(fields.value), depth)
        key, computed = key_of(source, node.child_by_field_id(fields.key), depth)
        return Property(node.start_byte, node.end_byte, key, value, computed)
    if kind == "shorthand_property_identifier":
        text = source.text(node)
        return Property(node.start_byte, node.end_byte, text, Name(node.start_byte, node.end_byte, text))
    found = source.argument(node, depth)
    if isinstance(found, Spread):
        return found
    if isinstance(found, Function):
        key, computed = key_of(source, node.child_by_field_id(fields.name), depth)
        return Property(node.start_byte, node.end_byte, key, found, computed)
    return Property(node.start_byte, node.end_byte, None, found)


def key_of(source: Source, node: Node | None, depth: int) -> tuple[str | None, Expression | None]:
    """A key as text, or as the expression that computes it."""
    if node is None:
        return None, None
    kind = source.names[node.kind_id]
    if kind == "computed_property_name":
        value = source.expression(node.named_child(0), depth)
        text = chains.constant(value)
        return (text, None) if text is not None else (None, value)
    if kind == "string":
        return unescaped(source.slice(node.start_byte + 1, node.end_byte - 1)), None
    return source.text(node), None


def conditional(source: Source, node: Node, depth: int) -> Expression:
    """`test ? yes : no`."""
    fields = source.fields
    held = (fields.condition, fields.consequence, fields.alternative)
    test, yes, no = [source.expression(node.child_by_field_id(field), depth) for field in held]
    return Conditional(node.start_byte, node.end_byte, test, yes, no)


def unary(source: Source, node: Node, depth: int) -> Expression:
    """`!value`, `value++` and the like."""
    fields = source.fields
    operator = node.child_by_field_id(fields.operator)
    value = source.expression(node.child_by_field_id(fields.argument), depth)
    return Unary(node.start_byte, node.end_byte, source.kind(operator) if operator else "", value)


def yielded(source: Source, node: Node, depth: int) -> Expression:
    """`yield value`, `yield* value`."""
    held = source.expressions(node.children, depth)
    all_of = any(source.kind(child) == "*" for child in node.children)
    value = chains.values(held)[0] if held else None
    return Unary(node.start_byte, node.end_byte, "yield*" if all_of else "yield", value)


def awaited(source: Source, node: Node, depth: int) -> Expression:
    """`await value`."""
    return Await(node.start_byte, node.end_byte, inner(source, node, depth))


def inner(source: Source, node: Node, depth: int) -> Expression:
    """The one expression that a node wraps; several of them, or none, are an `Opaque`."""
    held = chains.values(source.expressions(node.children, depth))
    return held[0] if len(held) == 1 else Opaque(node.start_byte, node.end_byte, source.kind(node), held)


def assign(source: Source, node: Node, depth: int) -> Expression:
    """`target = value`, `target += value`."""
    fields = source.fields
    operator = node.child_by_field_id(fields.operator)
    target = source.target(node.child_by_field_id(fields.left), depth)
    value = source.expression(node.child_by_field_id(fields.right), depth)
    return Assign(node.start_byte, node.end_byte, source.kind(operator) if operator else "=", target, value)


def cast(source: Source, node: Node, depth: int) -> Expression:
    """`value as type`, `value satisfies type`."""
    children = [child for child in node.children if source.is_code(child)]
    value = source.expression(children[0] if children else None, depth)
    last = node.child(node.child_count - 1)
    return Cast(node.start_byte, node.end_byte, value, source.line(last) if last else "")


def assertion(source: Source, node: Node, depth: int) -> Expression:
    """`<type>value`."""
    children = [child for child in node.children if source.is_code(child)]
    if len(children) < 2:
        return opaque(source, node, depth)
    types, value = children[0], source.expression(children[-1], depth)
    return Cast(node.start_byte, node.end_byte, value, source.line(types)[1:-1].strip())


def opaque(source: Source, node: Node, depth: int) -> Expression:
    """Anything else: the expressions in it, however deep they stand."""
    return Opaque(node.start_byte, node.end_byte, source.kind(node), chains.values(_inside(source, node, depth)))


def _inside(source: Source, node: Node, depth: int) -> list[Argument]:
    found: list[Argument] = []
    waiting = list(reversed(node.children))
    while waiting:
        child = waiting.pop()
        if source.is_value(child):
            found += source.expressions((child,), depth)
        elif source.is_code(child):
            waiting.extend(reversed(child.children))
    return found


LINKS: Mapping[str, tuple[str, OfLink]] = {
    "call_expression": ("function", chains.call),
    "member_expression": ("object", chains.member),
    "nested_identifier": ("object", chains.member),
    "non_null_expression": ("", chains.asserted),
    "subscript_expression": ("object", chains.index),
}
EXPRESSIONS: Mapping[str, OfExpression] = {
    **dict.fromkeys(LINKS, chains.chain),
    **dict.fromkeys(("identifier", "this", "super", "undefined", "import", "meta_property"), name),
    **dict.fromkeys(("shorthand_property_identifier", "private_property_identifier"), name),
    "array": array,
    "as_expression": cast,
    "assignment_expression": assign,
    "augmented_assignment_expression": assign,
    "await_expression": awaited,
    "binary_expression": chains.operators,
    "false": false,
    "new_expression": new,
    "null": null,
    "number": numeral,
    "object": object,
    "parenthesized_expression": inner,
    "regex": regex,
    "satisfies_expression": cast,
    "spread_element": spread,
    "string": string,
    "template_string": template,
    "ternary_expression": conditional,
    "true": true,
    "type_assertion": assertion,
    "unary_expression": unary,
    "update_expression": unary,
    "yield_expression": yielded,
}
