"""Statements: declarations, control flow, blocks."""

from __future__ import annotations

from collections.abc import Mapping

from tree_sitter import Node

from blueprint_ls.codebase.typescript import classes, types
from blueprint_ls.codebase.typescript.functions import annotation, function, name_of
from blueprint_ls.codebase.typescript.modules import MODULES, import_alias
from blueprint_ls.codebase.typescript.source import OfStatement, Source
from blueprint_ls.codebase.typescript.tree import (
    Assign,
    Await,
    Block,
    Case,
    Do,
    Expression,
    If,
    Jump,
    Let,
    Loop,
    Return,
    Statement,
    Switch,
    Target,
    Throw,
    Try,
)

_USING = (b"using ", b"using\t")
_EMPTY = ("empty_statement", "debugger_statement", "function_signature", "hash_bang_line")


def do(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """An expression; `namespace A { … }` comes as one."""
    for child in node.children:
        if source.kind(child) in ("internal_module", "module"):
            namespace(source, child, depth, found)
        elif source.is_code(child):
            value = source.expression(child, depth)
            found.append(_using(source, node, value) or Do(node.start_byte, node.end_byte, value))


def _using(source: Source, node: Node, value: Expression) -> Let | None:
    """`using name = value`, which the grammar takes for an assignment."""
    assign = value.value if isinstance(value, Await) else value
    if not isinstance(assign, Assign) or not source.data.startswith(_USING, assign.start):
        return None
    return Let(node.start_byte, node.end_byte, "using", assign.target, assign.value)


def bare(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """Anything that has no place among the statements: what the parser could not join."""
    found.append(Do(node.start_byte, node.end_byte, source.expression(node, depth)))


def broken(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """What stands in a span that does not parse."""
    found += source.statements(node.children, depth)


def let(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`const a = 1, b = 2`: one each."""
    fields = source.fields
    declarators = [child for child in node.children if source.kind(child) == "variable_declarator"]
    word = node.child(0)
    kind = source.kind(word) if word else "var"
    for declarator in declarators:
        span = node if len(declarators) == 1 else declarator
        found.append(
            Let(
                span.start_byte,
                span.end_byte,
                "using" if kind == "await" else kind,
                source.target(declarator.child_by_field_id(fields.name), depth),
                source.optional(declarator.child_by_field_id(fields.value), depth),
                annotation(source, declarator.child_by_field_id(fields.type)),
            )
        )


def function_declaration(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`function name() { … }`."""
    value = function(source, node, depth)
    found.append(Let(node.start_byte, node.end_byte, "function", name_of(source, node), value))


def class_declaration(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`class Name { … }`."""
    found.append(classes.class_(source, node, depth))


def namespace(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`namespace A { … }`, `declare module "a" { … }`."""
    body = node.child_by_field_id(source.fields.body)
    if body is not None:
        found.append(Block(node.start_byte, node.end_byte, source.statements(body.children, depth)))


def ambient(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`declare …`."""
    found += source.statements(node.children, depth - 2)


def block(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`{ … }`."""
    found.append(Block(node.start_byte, node.end_byte, source.statements(node.children, depth)))


def labeled(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`label: statement`."""
    body = _body(source, node.child_by_field_id(source.fields.body), depth)
    found.append(Block(node.start_byte, node.end_byte, body))


def with_(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`with (object) { … }`."""
    fields = source.fields
    value = source.expression(node.child_by_field_id(fields.object), depth)
    body = _body(source, node.child_by_field_id(fields.body), depth)
    found.append(Block(node.start_byte, node.end_byte, (Do(value.start, value.end, value), *body)))


def if_(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`if (test) … else …`."""
    fields = source.fields
    test = source.expression(node.child_by_field_id(fields.condition), depth)
    yes = _body(source, node.child_by_field_id(fields.consequence), depth)
    other = node.child_by_field_id(fields.alternative)
    no = _body(source, _first(source, other), depth) if other else ()
    found.append(If(node.start_byte, node.end_byte, test, yes, no))


def for_(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`for (before; test; update) …`."""
    fields = source.fields
    before = _body(source, node.child_by_field_id(fields.initializer), depth)
    test = _filled(source, node.child_by_field_id(fields.condition), depth)
    update = source.optional(node.child_by_field_id(fields.increment), depth)
    body = _body(source, node.child_by_field_id(fields.body), depth)
    found.append(Loop(node.start_byte, node.end_byte, "for", before, None, test, update, body))


def for_in(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`for (target of subject) …`, `for await (…)`, `for (target in subject) …`."""
    fields = source.fields
    operator = node.child_by_field_id(fields.operator)
    target = source.target(node.child_by_field_id(fields.left), depth)
    subject = source.expression(node.child_by_field_id(fields.right), depth)
    body = _body(source, node.child_by_field_id(fields.body), depth)
    kind = source.kind(operator) if operator else "of"
    found.append(Loop(node.start_byte, node.end_byte, kind, (), target, subject, None, body))


def while_(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`while (test) …`, `do … while (test)`."""
    fields = source.fields
    kind = "do" if source.kind(node) == "do_statement" else "while"
    test = source.expression(node.child_by_field_id(fields.condition), depth)
    body = _body(source, node.child_by_field_id(fields.body), depth)
    found.append(Loop(node.start_byte, node.end_byte, kind, (), None, test, None, body))


def switch(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`switch (subject) { … }`."""
    fields = source.fields
    subject = source.expression(node.child_by_field_id(fields.value), depth)
    body = node.child_by_field_id(fields.body)
    cases = [_case(source, child, depth) for child in (body.children if body else ()) if source.is_code(child)]
    found.append(Switch(node.start_byte, node.end_byte, subject, tuple(cases)))


def _case(source: Source, node: Node, depth: int) -> Case:
    fields = source.fields
    test = source.optional(node.child_by_field_id(fields.value), depth)
    body = source.statements(node.children_by_field_id(fields.body), depth)
    return Case(node.start_byte, node.end_byte, test, body)


def try_(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`try … catch (error) … finally …`."""
    fields = source.fields
    body = _body(source, node.child_by_field_id(fields.body), depth)
    caught, last = node.child_by_field_id(fields.handler), node.child_by_field_id(fields.finalizer)
    error: Target | None = None
    handler: tuple[Statement, ...] | None = None
    if caught is not None:
        bound = caught.child_by_field_id(fields.parameter)
        error = source.target(bound, depth) if bound else None
        handler = _body(source, caught.child_by_field_id(fields.body), depth)
    finally_ = _body(source, last.child_by_field_id(fields.body), depth) if last else ()
    found.append(Try(node.start_byte, node.end_byte, body, error, handler, finally_))


def return_(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`return value`."""
    found.append(Return(node.start_byte, node.end_byte, source.optional(_first(source, node), depth)))


def throw(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`throw value`."""
    found.append(Throw(node.start_byte, node.end_byte, source.expression(_first(source, node), depth)))


def jump(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """`break`, `continue`."""
    found.append(Jump(node.start_byte, node.end_byte, source.kind(node).removesuffix("_statement")))


def nothing(source: Source, node: Node, depth: int, found: list[Statement]) -> None:
    """What says nothing: `;`, `debugger`, an overload's signature."""


def _body(source: Source, node: Node | None, depth: int) -> tuple[Statement, ...]:
    """The statements of a body, in braces or not."""
    if node is None:
        return ()
    return source.statements(node.children if source.kind(node) == "statement_block" else (node,), depth)


def _first(source: Source, node: Node) -> Node | None:
    return next((child for child in node.children if source.is_code(child)), None)


def _filled(source: Source, node: Node | None, depth: int) -> Expression | None:
    if node is None or source.kind(node) in ("empty_statement", ";"):
        return None
    return source.expression(node, depth)


STATEMENTS: Mapping[str, OfStatement] = {
    **MODULES,
    **dict.fromkeys(_EMPTY, nothing),
    **dict.fromkeys(("lexical_declaration", "variable_declaration", "using_declaration"), let),
    **dict.fromkeys(("function_declaration", "generator_function_declaration"), function_declaration),
    **dict.fromkeys(("class_declaration", "abstract_class_declaration"), class_declaration),
    **dict.fromkeys(("internal_module", "module"), namespace),
    **dict.fromkeys(("while_statement", "do_statement"), while_),
    **dict.fromkeys(("break_statement", "continue_statement"), jump),
    "ERROR": broken,
    "ambient_declaration": ambient,
    "enum_declaration": classes.enum,
    "expression_statement": do,
    "for_in_statement": for_in,
    "for_statement": for_,
    "if_statement": if_,
    "import_alias": import_alias,
    "interface_declaration": types.interface,
    "labeled_statement": labeled,
    "return_statement": return_,
    "statement_block": block,
    "switch_statement": switch,
    "throw_statement": throw,
    "try_statement": try_,
    "type_alias_declaration": types.alias,
    "with_statement": with_,
}
