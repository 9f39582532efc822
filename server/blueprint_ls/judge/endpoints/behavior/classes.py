"""Classes: `new`, constructors, and what `super` means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blueprint_ls.codebase.typescript import tree
from blueprint_ls.judge.endpoints.behavior import calls, expressions, libraries, nest_library, objects
from blueprint_ls.judge.endpoints.behavior.values import (
    UNKNOWN,
    ClassValue,
    Closure,
    Data,
    External,
    Instance,
    Method,
    Scope,
    Value,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk


def construct(walk: Walk, of: Value, arguments: list[Value], node: Any) -> Value:
    """`new Class(arguments)`."""
    if isinstance(of, ClassValue):
        instance = Instance(of)
        walk.seen.add((of.path, of.node.start))
        _constructor(walk, instance, of, arguments)
        return instance
    if isinstance(of, External | Method | Data):
        return libraries.construct(walk, of, arguments, node)
    return UNKNOWN


def _constructor(walk: Walk, instance: Instance, of: ClassValue, arguments: list[Value]) -> None:
    for path, node in walk.program.bases(of.path, of.node):
        found = next((m for m in node.members if isinstance(m, tree.Method) and m.kind == "constructor"), None)
        if found is None:
            continue
        _fields(instance, found.function, arguments)
        scope = Scope(path, {"this": instance}, of.scope or walk.module(path))
        calls.summarize(walk, Closure(path, found.function, scope, instance, ClassValue(path, node)), arguments)
        return


def _fields(instance: Instance, function: tree.Function, arguments: list[Value]) -> None:
    for at, parameter in enumerate(function.parameters):
        target = parameter.target.target if isinstance(parameter.target, tree.Defaulted) else parameter.target
        if parameter.access and isinstance(target, tree.Name) and at < len(arguments):
            instance.fields[target.name] = arguments[at]


def _owner(walk: Walk) -> tuple[ClassValue, Value] | None:
    for frame in reversed(walk.frames):
        if frame.closure and frame.closure.owner and frame.closure.this is not None:
            return frame.closure.owner, frame.closure.this
    return None


def base(walk: Walk, node: tree.Call) -> Value:
    owner = _owner(walk)
    arguments, _ = objects.spread(walk, node.arguments)
    if owner is None or not isinstance(owner[1], Instance):
        return UNKNOWN
    base = list(walk.program.bases(owner[0].path, owner[0].node))[1:2]
    if base:
        _constructor(walk, owner[1], ClassValue(*base[0]), arguments)
    return UNKNOWN


def base_method(walk: Walk, name: str, node: tree.Call) -> Value:
    owner = _owner(walk)
    arguments, _ = objects.spread(walk, node.arguments)
    if owner is None:
        return UNKNOWN
    of, this = owner
    base = list(walk.program.bases(of.path, of.node))[1:2]
    if base:
        found = walk.program.member(*base[0], name)
        if found is not None and isinstance(found[2], tree.Method):
            scope = Scope(found[0], {"this": this}, walk.module(found[0]))
            return walk.invoke(
                Closure(found[0], found[2].function, scope, this, ClassValue(found[0], found[1])), arguments, node
            )
    root = list(walk.program.bases(of.path, of.node))[-1]
    if root[1].extends is None:
        return UNKNOWN
    extended = walk.within(walk.module(root[0]), lambda: expressions.evaluate(walk, root[1].extends))
    return nest_library.inherited(walk, extended, this, name, arguments, node)
