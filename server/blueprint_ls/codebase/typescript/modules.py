"""What a file takes from others and gives to them: `import` and `export`."""

from __future__ import annotations

from collections.abc import Mapping

from tree_sitter import Node

from blueprint_ls.codebase.typescript.classes import class_
from blueprint_ls.codebase.typescript.functions import function
from blueprint_ls.codebase.typescript.literals import unescaped
from blueprint_ls.codebase.typescript.source import OfStatement, Source
from blueprint_ls.codebase.typescript.tree import (
    Class,
    Export,
    Expression,
    Import,
    Imported,
    Let,
    Name,
    Statement,
)

_CLASSES = ("class_declaration", "abstract_class_declaration")


def import_(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`import …`."""
    names: list[Imported] = []
    module, type_only = node.child_by_field_id(source.fields.source), False
    for child in node.children:
        kind = source.kind(child)
        if kind == "type":
            type_only = True
        elif kind == "import_clause":
            names += _clause(source, child)
        elif kind == "import_require_clause":
            module = child.child_by_field_id(source.fields.source)
            names.append(_whole(source, child, "*"))
    found.append(Import(node.start_byte, node.end_byte, _module(source, module) or "", tuple(names), type_only))


def _clause(source: Source, node: Node) -> list[Imported]:
    names: list[Imported] = []
    for child in node.children:
        kind = source.kind(child)
        if kind == "identifier":
            names.append(Imported(child.start_byte, child.end_byte, "default", source.text(child)))
        elif kind == "namespace_import":
            names.append(_whole(source, child, "*"))
        elif kind == "named_imports":
            names += _specifiers(source, child)
    return names


def _whole(source: Source, node: Node, name: str) -> Imported:
    """A module under one name."""
    local = next((child for child in node.children if source.kind(child) in ("identifier", "string")), None)
    return Imported(node.start_byte, node.end_byte, name, _name(source, local) if local else "")


def _specifiers(source: Source, node: Node) -> list[Imported]:
    fields, names = source.fields, []
    for child in node.children:
        named = child.child_by_field_id(fields.name)
        if named is None or not source.is_code(child):
            continue
        name, alias = _name(source, named), child.child_by_field_id(fields.alias)
        first = child.child(0)
        type_only = first is not None and source.kind(first) == "type" and first.end_byte <= named.start_byte
        local = _name(source, alias) if alias else name
        names.append(Imported(child.start_byte, child.end_byte, name, local, type_only))
    return names


def _name(source: Source, node: Node) -> str:
    text = source.text(node)
    return unescaped(text[1:-1]) if source.kind(node) == "string" else text


def _module(source: Source, node: Node | None) -> str | None:
    return unescaped(source.slice(node.start_byte + 1, node.end_byte - 1)) if node else None


def import_alias(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`import A = B.C`."""
    inside = [child for child in node.children if source.is_code(child)]
    if len(inside) > 1:
        target, value = source.target(inside[0], depth), source.expression(inside[-1], depth)
        found.append(Let(node.start_byte, node.end_byte, "const", target, value))


def export(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`export …`."""
    children = node.children
    words = [source.kind(child) for child in children]
    declared = node.child_by_field_id(source.fields.declaration)
    if declared is not None:
        _declaration(source, node, declared, depth, found)
    elif "default" in words or "=" in words:
        value = node.child_by_field_id(source.fields.value)
        default = source.expression(value if value else _last(source, children), depth)
        found.append(Export(node.start_byte, node.end_byte, default=default))
    elif "namespace" not in words:
        names = _exported(source, node, "type" in words)
        module = _module(source, node.child_by_field_id(source.fields.source))
        found.append(Export(node.start_byte, node.end_byte, None, names, module))


def _exported(source: Source, node: Node, type_only: bool) -> tuple[Imported, ...]:
    names: list[Imported] = []
    for child in node.children:
        kind = source.kind(child)
        if kind == "export_clause":
            names += _specifiers(source, child)
        elif kind == "namespace_export":
            names.append(_whole(source, child, "*"))
        elif kind == "*":
            names.append(Imported(child.start_byte, child.end_byte, "*", "*"))
    return tuple([Imported(n.start, n.end, n.name, n.local, True) for n in names] if type_only else names)


def _declaration(source: Source, node: Node, declared: Node, depth: int, found: list[Statement]) -> None:
    """`export const …`, `export default class …`: as many exports as there are names."""
    start, end = node.start_byte, node.end_byte
    is_default = any(source.kind(child) == "default" for child in node.children)
    held: tuple[Statement, ...]
    if source.kind(declared) in _CLASSES:
        held = (class_(source, declared, depth, node.children),)
    else:
        held = source.statements((declared,), depth)
    for statement in held:
        default = _default(source, declared, statement, depth) if is_default else None
        found.append(Export(start, end, statement, default=default))


def _default(source: Source, node: Node, statement: Statement, depth: int) -> Expression | None:
    """The name of a declaration that is the default, or the function that has none."""
    if isinstance(statement, Class) and statement.name:
        return Name(statement.start, statement.start, statement.name)
    if isinstance(statement, Let) and isinstance(statement.target, Name):
        return statement.target if statement.target.name else function(source, node, depth)
    return None


def _last(source: Source, nodes: list[Node]) -> Node | None:
    return next((node for node in reversed(nodes) if source.is_code(node)), None)


MODULES: Mapping[str, OfStatement] = {
    "export_statement": export,
    "import_statement": import_,
}
