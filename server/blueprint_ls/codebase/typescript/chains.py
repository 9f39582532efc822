"""Chains of links (`a.b?.c[0]<T>(d)!`) and of operators, link by link: code has them thousands long."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from tree_sitter import Node

from blueprint_ls.codebase.typescript.literals import unescaped
from blueprint_ls.codebase.typescript.source import CHAIN, TOO_DEEP, Source
from blueprint_ls.codebase.typescript.tree import (
    Argument,
    Await,
    Binary,
    Call,
    Cast,
    Expression,
    Index,
    Literal,
    Logical,
    Member,
    Name,
    Opaque,
    Spread,
    Template,
)

_LOGICAL = frozenset(("&&", "||", "??"))


def chain(source: Source, node: Node, depth: int) -> Expression:
    """A call, a member access, an index, a `!`: from the innermost value outwards."""
    links, inner = _links(source, node)
    awaits = _awaiting(source, links, inner)
    inner = awaits or inner
    kept = max(CHAIN - depth, 1)
    if len(links) > kept:
        built: Expression = _flattened(source, links[kept:], inner, depth + kept)
        del links[kept:]
    else:
        built = source.expression(inner, depth + len(links) - 1)
    known = source.links
    for above in range(len(links) - 1, -1, -1):
        link = links[above]
        begins = built.start
        built = known[link.kind_id][1](source, link, built, depth + above)
        if awaits is not None:
            built = msgspec.structs.replace(built, start=begins)
    return built if awaits is None else Await(node.start_byte, node.end_byte, built)


def _awaiting(source: Source, links: list[Node], inner: Node) -> Node | None:
    """What is awaited where the grammar takes `await f<T>(x)` for `(await f)<T>(x)`."""
    if not links or source.names[inner.kind_id] != "await_expression":
        return None
    return next((child for child in inner.children if source.is_value(child)), None)


def _links(source: Source, node: Node) -> tuple[list[Node], Node]:
    """The links of a chain, outermost first, and the value it begins with."""
    links: list[Node] = []
    known = source.links
    while found := known.get(node.kind_id):
        below = node.child_by_field_id(found[0]) if found[0] else node.child(0)
        if below is None:
            break
        links.append(node)
        node = below
    return links, node


def _flattened(source: Source, links: list[Node], inner: Node, depth: int) -> Opaque:
    """What the innermost links of a chain hold, where they are too many to be built."""
    held: list[Argument] = [source.expression(inner, depth)]
    for link in reversed(links):
        arguments = link.child_by_field_id(source.fields.arguments)
        if arguments is not None:
            held += source.expressions(arguments.children, depth)
    return Opaque(links[0].start_byte, links[0].end_byte, TOO_DEEP, values(held))


def values(arguments: Iterable[Argument]) -> tuple[Expression, ...]:
    """Arguments without their dots."""
    return tuple([found.value if isinstance(found, Spread) else found for found in arguments])


def member(source: Source, node: Node, object: Expression, depth: int) -> Expression:
    """`.name` behind an object."""
    fields = source.fields
    named = node.child_by_field_id(fields.property)
    optional = node.child_by_field_id(fields.optional_chain) is not None
    return Member(node.start_byte, node.end_byte, object, source.text(named) if named else "", optional)


def index(source: Source, node: Node, object: Expression, depth: int) -> Expression:
    """`[key]` behind an object."""
    fields = source.fields
    key = source.expression(node.child_by_field_id(fields.index), depth)
    optional = node.child_by_field_id(fields.optional_chain) is not None
    name = constant(key)
    if name is not None:
        return Member(node.start_byte, node.end_byte, object, name, optional)
    return Index(node.start_byte, node.end_byte, object, key, optional)


def constant(value: Expression) -> str | None:
    """The string that a value always is."""
    if isinstance(value, Literal) and value.kind == "string":
        return str(value.value)
    return value.parts[0] if isinstance(value, Template) and value.tag is None and not value.values else None


def call(source: Source, node: Node, callee: Expression, depth: int) -> Expression:
    """`(arguments)` or a template behind what is called."""
    fields = source.fields
    held = node.child_by_field_id(fields.arguments)
    if held is None:
        return Call(node.start_byte, node.end_byte, callee)
    if source.names[held.kind_id] == "template_string":
        return template(source, held, callee, depth)
    arguments = source.expressions(held.children, depth)
    if isinstance(callee, Name) and callee.name == "import":
        return Opaque(node.start_byte, node.end_byte, "import", values(arguments))
    types = type_arguments(source, node)
    optional = source.data.find(b"?.", callee.end, held.start_byte) >= 0
    return Call(node.start_byte, node.end_byte, callee, arguments, types, optional)


def type_arguments(source: Source, node: Node) -> tuple[str, ...]:
    """The types that stand between `<` and `>`."""
    held = node.child_by_field_id(source.fields.type_arguments)
    if held is None:
        return ()
    return tuple([source.line(kind) for kind in held.children if source.is_code(kind)])


def asserted(source: Source, node: Node, value: Expression, depth: int) -> Expression:
    """`!` behind a value."""
    return Cast(node.start_byte, node.end_byte, value, "!")


def template(source: Source, node: Node, tag: Expression | None, depth: int) -> Template:
    """A template string behind its tag, or alone."""
    parts: list[str] = []
    held: list[Argument] = []
    at = node.start_byte + 1
    for child in node.children:
        if source.names[child.kind_id] != "template_substitution":
            continue
        parts.append(unescaped(source.slice(at, child.start_byte)))
        inside = source.expressions(child.children, depth)
        held += inside if len(inside) == 1 else [Opaque(child.start_byte, child.end_byte, "missing", values(inside))]
        at = child.end_byte
    parts.append(unescaped(source.slice(at, max(at, node.end_byte - 1))))
    start = node.start_byte if tag is None else tag.start
    types = source.types_before(node.start_byte) if tag is not None else ()
    return Template(start, node.end_byte, tuple(parts), values(held), tag, types)


def operators(source: Source, node: Node, depth: int) -> Expression:
    """Operators of two operands, nested to the left."""
    nodes, inner = _operators(source, node)
    kept = max(CHAIN - depth, 1)
    if len(nodes) > kept:
        built: Expression = _operands(source, nodes[kept:], inner, depth + kept)
        del nodes[kept:]
    else:
        built = source.expression(inner, depth + len(nodes) - 1)
    fields = source.fields
    for above in range(len(nodes) - 1, -1, -1):
        node = nodes[above]
        operator = node.child_by_field_id(fields.operator)
        name = source.names[operator.kind_id] if operator else ""
        right = source.expression(node.child_by_field_id(fields.right), depth + above)
        made = Logical if name in _LOGICAL else Binary
        built = made(node.start_byte, node.end_byte, name, built, right)
    return built


def _operators(source: Source, node: Node) -> tuple[list[Node], Node]:
    """The operators, the last first, and the first operand."""
    nodes: list[Node] = []
    kind, left = node.kind_id, source.fields.left
    while node.kind_id == kind:
        below = node.child_by_field_id(left)
        if below is None:
            break
        nodes.append(node)
        node = below
    return nodes, node


def _operands(source: Source, nodes: list[Node], inner: Node, depth: int) -> Opaque:
    """The first operands of a chain that is too long to be built."""
    right = source.fields.right
    held = [source.expression(node.child_by_field_id(right), depth) for node in reversed(nodes)]
    return Opaque(nodes[0].start_byte, nodes[0].end_byte, TOO_DEEP, (source.expression(inner, depth), *held))
