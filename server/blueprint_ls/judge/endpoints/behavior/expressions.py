"""Expressions to values."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import TYPE_CHECKING

from blueprint_ls.codebase.typescript import tree
from blueprint_ls.codebase.typescript.tree import Expression
from blueprint_ls.judge.endpoints.behavior import binding, calls, classes, members, objects, operators, requests
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    NEVER,
    UNKNOWN,
    ClassValue,
    Closure,
    Data,
    External,
    Items,
    Known,
    Never,
    Option,
    Record,
    Special,
    Value,
    choice,
    taints,
)
from blueprint_ls.judge.flow import literals

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk

GLOBALS = frozenset(
    [
        "process",
        "JSON",
        "Buffer",
        "Object",
        "Array",
        "Promise",
        "Response",
        "Request",
        "URL",
        "URLSearchParams",
        "Headers",
        "Date",
        "Math",
        "console",
        "crypto",
        "fetch",
        "globalThis",
        "Number",
        "String",
        "Boolean",
        "parseInt",
        "parseFloat",
        "RegExp",
        "Set",
        "Map",
        "Error",
        "Symbol",
        "BigInt",
        "atob",
        "btoa",
        "setTimeout",
        "setInterval",
        "structuredClone",
        "decodeURIComponent",
        "encodeURIComponent",
        "Bun",
        "Deno",
        "require",
        "TextEncoder",
        "TextDecoder",
        "Reflect",
        "FormData",
    ]
)


def evaluate(walk: Walk, node: Expression | None) -> Value:
    """What an expression gives."""
    walk.budget -= 1
    if node is None or walk.budget < 0:
        return UNKNOWN
    read = _READERS.get(type(node))
    return read(walk, node) if read else UNKNOWN


def _name(walk: Walk, node: tree.Name) -> Value:
    if node.name == "undefined":
        return ABSENT
    found = walk.lookup(walk.frame.scope, node.name)
    if found is not None:
        return found
    if node.name in ("__dirname", "__filename"):
        return Known(posixpath.dirname(walk.frame.path) if node.name == "__dirname" else walk.frame.path)
    return External("", (node.name,)) if node.name in GLOBALS else UNKNOWN


def _member(walk: Walk, node: tree.Member) -> Value:
    return members.read(walk, evaluate(walk, node.object), node.name, node)


def _index(walk: Walk, node: tree.Index) -> Value:
    holder, key = evaluate(walk, node.object), evaluate(walk, node.key)
    if isinstance(key, Known) and isinstance(key.value, str):
        return members.read(walk, holder, key.value, node)
    if isinstance(key, Known) and isinstance(key.value, float | int) and isinstance(holder, Items):
        at = int(key.value)
        return holder.items[at] if 0 <= at < len(holder.items) else ABSENT
    if isinstance(holder, Data) and holder.role in ("headers", "cookies"):
        return requests.header("credential", holder.role)
    if isinstance(holder, Record) and holder.entries:
        return choice([Option(one) for one in holder.entries.values()])
    return Data("", taints(holder) | (taints(key) & {"credential", "token"}))


def _literal(walk: Walk, node: tree.Literal) -> Value:
    if node.kind == "regex":
        return External("regex", (str(node.value),))
    return Known(node.value)


def _template(walk: Walk, node: tree.Template) -> Value:
    values = [evaluate(walk, value) for value in node.values]
    if node.tag is not None:
        return calls.invoke(walk, evaluate(walk, node.tag), values, node)
    if all(isinstance(value, Known) for value in values):
        texts = [literals.written(value.value) for value in values if isinstance(value, Known)]
        return Known("".join(part + (texts[at] if at < len(texts) else "") for at, part in enumerate(node.parts)))
    for value in values:
        members.use(walk, value, node)
    found = frozenset().union(*(taints(value) for value in values))
    return Data("text", found, "".join(node.parts)[:40])


def _function(walk: Walk, node: tree.Function) -> Value:
    closure = walk.frame.closure
    this = closure.this if node.is_arrow and closure else None
    owner = closure.owner if node.is_arrow and closure else None
    return Closure(walk.frame.path, node, walk.frame.scope, this or _this(walk), owner)


def _this(walk: Walk) -> Value | None:
    return walk.frame.scope.names.get("this")


def _await(walk: Walk, node: tree.Await) -> Value:
    return evaluate(walk, node.value)


def _assign(walk: Walk, node: tree.Assign) -> Value:
    value = evaluate(walk, node.value)
    if node.operator == "=":
        binding.assign(walk, node.target, value)
    elif node.operator in ("??=", "||=") and isinstance(node.target, tree.Name):
        before = evaluate(walk, node.target)
        binding.assign(walk, node.target, choice([Option(before), Option(value)]))
    return value


def _cast(walk: Walk, node: tree.Cast) -> Value:
    return evaluate(walk, node.value)


def _call(walk: Walk, node: tree.Call) -> Value:
    return calls.call(walk, node)


def _new(walk: Walk, node: tree.New) -> Value:
    arguments, _ = objects.spread(walk, node.arguments)
    return classes.construct(walk, evaluate(walk, node.callee), arguments, node)


def _class(walk: Walk, node: tree.ClassExpression) -> Value:
    return ClassValue(walk.frame.path, node.declaration, walk.frame.scope)


def _opaque(walk: Walk, node: tree.Opaque) -> Value:
    values = [evaluate(walk, inner) for inner in node.inside]
    if any(isinstance(value, Never) for value in values):
        return NEVER
    if node.kind == "sequence_expression" and values:
        return values[-1]
    if node.kind.startswith("jsx"):
        for value in values:
            members.use(walk, value, node)
        return UNKNOWN
    return values[0] if len(values) == 1 and not isinstance(values[0], Special) else UNKNOWN


_READERS: dict[type, Callable[..., Value]] = {
    tree.Name: _name,
    tree.Member: _member,
    tree.Index: _index,
    tree.Object: objects.made,
    tree.Array: objects.array,
    tree.Literal: _literal,
    tree.Template: _template,
    tree.Function: _function,
    tree.Conditional: operators.conditional,
    tree.Logical: operators.logical,
    tree.Binary: operators.binary,
    tree.Unary: operators.unary,
    tree.Await: _await,
    tree.Assign: _assign,
    tree.Cast: _cast,
    tree.Call: _call,
    tree.New: _new,
    tree.ClassExpression: _class,
    tree.Opaque: _opaque,
}
