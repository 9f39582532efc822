"""What an expression stands for, given what is known where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from blueprint_ls.codebase.typescript.tree import (
    Array,
    Assign,
    Await,
    Binary,
    Call,
    Cast,
    ClassExpression,
    Conditional,
    Expression,
    Function,
    Index,
    Literal,
    Logical,
    Member,
    Name,
    New,
    Object,
    Opaque,
    Template,
    Unary,
)
from blueprint_ls.judge.flow import binding, calls, composites, contents, operators, properties, texts
from blueprint_ls.judge.flow.state import Builder, State
from blueprint_ls.judge.flow.values import (
    UNDEFINED,
    Choice,
    ClassOf,
    Constant,
    Given,
    Handle,
    Part,
    Row,
    Unknown,
    Value,
    choice,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk

_LONG = 12
"""Literals longer than this may be statements, and remember where they stand."""


def evaluate(walk: Walk, state: State, node: Expression) -> Value:
    """The value of an expression; the state knows afterwards what evaluating it did."""
    return _EVALUATORS[type(node)](walk, state, node)


def _name(walk: Walk, state: State, node: Name) -> Value:
    if node.name == "undefined":
        return Constant(UNDEFINED)
    found = state.names.get(node.name)
    return state.present(walk.global_value(walk.path, node.name) if found is None else found)


def _literal(walk: Walk, state: State, node: Literal) -> Value:
    if node.kind == "string" and isinstance(node.value, str) and len(node.value) > _LONG:
        walk.met.add((walk.path, node.end))
        return Constant(texts.Placed.at(node.value, walk.path, node.start + 1))
    if node.kind == "bigint":
        return Constant(int(str(node.value), 0))
    return Constant(node.value)


def _member(walk: Walk, state: State, node: Member) -> Value:
    holder = evaluate(walk, state, node.object)
    found = state.present(properties.property_of(walk, state, holder, node.name, node.optional))
    if not isinstance(holder, Given | Row) or not isinstance(found, Given | Row):
        return found
    if holder.optional and _is_chained(node.object):
        return operators.narrowed(replace(found, optional=True), state)
    return found


def _is_chained(node: Expression) -> bool:
    """Whether a chain ends without a value where something before its last link is missing: `a?.b` of `a?.b.c`."""
    while isinstance(node, Member | Index | Call):
        if node.optional:
            return True
        node = node.callee if isinstance(node, Call) else node.object
    return False


def _index(walk: Walk, state: State, node: Index) -> Value:
    holder = evaluate(walk, state, node.object)
    key = evaluate(walk, state, node.key)
    if isinstance(key, Constant) and isinstance(key.value, str):
        return properties.property_of(walk, state, holder, key.value, node.optional)
    content = walk.items(state, holder)
    if content and isinstance(key, Constant) and isinstance(key.value, float | int):
        at = int(key.value)
        if 0 <= at < len(content.items):
            return content.items[at]
    return contents.one(walk, state, holder) if isinstance(key, Constant) else contents.element(walk, state, holder)


def _call(walk: Walk, state: State, node: Call) -> Value:
    return calls.call(walk, state, node)


def _new(walk: Walk, state: State, node: New) -> Value:
    return calls.construct(walk, state, node)


def _template(walk: Walk, state: State, node: Template) -> Value:
    walk.met.add((walk.path, node.end))
    values = [evaluate(walk, state, value) for value in node.values]
    if node.tag is not None:
        return calls.tagged(walk, state, node, values)
    return text(walk, node, values)


def text(walk: Walk, node: Template, values: list[Value]) -> Value:
    """The text that a template makes, each piece with its place."""
    found: list[Part] = []
    for at, part in enumerate(placed(walk, node)):
        found.append(part)
        found += texts.pieces(values[at]) if at < len(values) else ()
    return texts.made(found)


def placed(walk: Walk, node: Template) -> list[texts.Placed]:
    """The literal pieces of a template with the places where they stand."""
    first = (node.values[0].start - len("${") if node.values else node.end - 1) - len(node.parts[0].encode())
    starts = [first, *(value.end + 1 for value in node.values)]
    return [texts.Placed.at(part, walk.path, start) for part, start in zip(node.parts, starts, strict=False)]


def _function(walk: Walk, state: State, node: Function) -> Value:
    return walk.closure(node, state)


def _await(walk: Walk, state: State, node: Await) -> Value:
    return awaited(walk, state, evaluate(walk, state, node.value))


def awaited(walk: Walk, state: State, value: Value) -> Value:
    """What a promise or a query builder answers."""
    if isinstance(value, Choice):
        return choice(awaited(walk, state, option) for option in value.options)
    content = walk.content(state, value)
    if isinstance(content, Builder) and isinstance(value, Handle) and content.thenable:
        walk.pending.pop(value.id, None)
        return walk.layers.named[content.layer].run(walk, state, content)
    return value


def _cast(walk: Walk, state: State, node: Cast) -> Value:
    value = evaluate(walk, state, node.value)
    if node.type == "!":
        return operators.certain(value)
    return value if node.type == "const" else binding.declared(walk, value, node.type)


def _class(walk: Walk, state: State, node: ClassExpression) -> Value:
    return ClassOf(walk.path, node.declaration)


def _opaque(walk: Walk, state: State, node: Opaque) -> Value:
    values = [evaluate(walk, state, inside) for inside in node.inside]
    return values[-1] if node.kind == "sequence_expression" and values else Unknown(node.kind)


_EVALUATORS: dict[type, Callable[..., Value]] = {
    Name: _name,
    Literal: _literal,
    Member: _member,
    Index: _index,
    Call: _call,
    New: _new,
    Object: composites.object_,
    Array: composites.array,
    Template: _template,
    Function: _function,
    Conditional: operators.conditional,
    Logical: operators.logical,
    Binary: operators.binary,
    Unary: operators.unary,
    Await: _await,
    Assign: operators.assign,
    Cast: _cast,
    ClassExpression: _class,
    Opaque: _opaque,
}
