"""Names, parameters and properties bound to values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from blueprint_ls.codebase.typescript.tree import (
    ArrayTarget,
    Defaulted,
    Function,
    Index,
    Member,
    Name,
    ObjectTarget,
    Target,
)
from blueprint_ls.judge.flow import contents, inputs, properties, types
from blueprint_ls.judge.flow.state import Items, Record, State
from blueprint_ls.judge.flow.values import (
    UNDEFINED,
    Choice,
    Constant,
    Given,
    Handle,
    Instance,
    Unknown,
    Value,
    choice,
    is_undefined,
    options,
    present,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk

_ABSENT = Constant(UNDEFINED)


# ------------------------------------------------------------------------------------------------------ parameters


def bind_parameters(walk: Walk, state: State, function: Function, arguments: Sequence[Value] | None) -> None:
    """Give a function's parameters their values; without arguments they come from outside."""
    for at, parameter in enumerate(function.parameters):
        if arguments is not None and parameter.rest:
            value: Value = walk.handle(state, Items(tuple(arguments[at:])))
        elif arguments is not None and at < len(arguments):
            value = declared(walk, arguments[at], parameter.type)
        elif arguments is not None and (parameter.optional or isinstance(parameter.target, Defaulted)):
            value = _ABSENT
        else:
            value = _outside(walk, function, at)
        bind(walk, state, parameter.target, value)


def _outside(walk: Walk, function: Function, at: int) -> Value:
    parameter = function.parameters[at]
    target = parameter.target.target if isinstance(parameter.target, Defaulted) else parameter.target
    name = target.name if isinstance(target, Name) else str(at)
    optional = parameter.optional or types.is_optional(parameter.type)
    kind = inputs.ROOT if inputs.is_marked(parameter.decorators) else "parameter@"
    root = f"{kind}{walk.path}:{function.start}:{name}"
    return walk.typed(Given(root, (), optional, parameter.type, walk.path))


def declared(walk: Walk, value: Value, type_: str | None) -> Value:
    """A value whose declaration names a type: known values stay what they are."""
    if type_ is None or not isinstance(value, Given | Unknown) or (isinstance(value, Given) and value.type):
        return value
    if isinstance(value, Given):
        optional = value.optional or types.is_optional(type_)
        return walk.typed(replace(value, type=type_, home=walk.path, optional=optional))
    return value


# --------------------------------------------------------------------------------------------------------- targets


def bind(walk: Walk, state: State, target: Target, value: Value) -> None:
    """`const target = value`."""
    if isinstance(target, Name):
        state.names[target.name] = value
        walk.frames[-1].declared.add(target.name)
    elif isinstance(target, ObjectTarget):
        _bind_object(walk, state, target, value)
    elif isinstance(target, ArrayTarget):
        _bind_array(walk, state, target, value)
    elif isinstance(target, Defaulted):
        bind(walk, state, target.target, _or_default(walk, state, value, target))


def _or_default(walk: Walk, state: State, value: Value, target: Defaulted) -> Value:
    if is_undefined(value):
        return walk.evaluate(state, target.default)
    if isinstance(value, Given):
        return replace(value, optional=False)
    if isinstance(value, Choice) and _ABSENT in value.options:
        default = walk.evaluate(state, target.default)
        return choice([*(option for option in value.options if not is_undefined(option)), default])
    return value


def _bind_object(walk: Walk, state: State, target: ObjectTarget, value: Value) -> None:
    for entry in target.entries:
        found = properties.property_of(walk, state, value, entry.key) if entry.key else Unknown("a computed key")
        bind(walk, state, entry.target, found)
    if target.rest is not None:
        taken = {entry.key for entry in target.entries}
        content = walk.content(state, value)
        if isinstance(content, Record):
            kept = {key: one for key, one in content.entries.items() if key not in taken}
            bind(walk, state, target.rest, walk.handle(state, Record(kept, content.unseen)))
        else:
            bind(walk, state, target.rest, value)


def _bind_array(walk: Walk, state: State, target: ArrayTarget, value: Value) -> None:
    value = present(value)
    content = walk.items(state, value)
    for at, inner in enumerate(target.items):
        if inner is not None:
            bind(walk, state, inner, choice(_at(walk, state, option, at) for option in options(value)))
    if target.rest is not None:
        rest = walk.handle(state, Items(content.items[len(target.items) :], content.each)) if content else value
        bind(walk, state, target.rest, rest)


def _at(walk: Walk, state: State, value: Value, at: int) -> Value:
    """The element at a place of a list, where that is known; else any."""
    content = walk.items(state, value)
    return content.items[at] if content and at < len(content.items) else contents.one(walk, state, value)


def assign(walk: Walk, state: State, target: Target, value: Value) -> None:
    """`target = value` for what exists already."""
    if isinstance(target, Member):
        store(walk, state, walk.evaluate(state, target.object), target.name, value)
    elif isinstance(target, Index):
        key = walk.evaluate(state, target.key)
        name = key.value if isinstance(key, Constant) and isinstance(key.value, str) else None
        store(walk, state, walk.evaluate(state, target.object), name, value)
    elif isinstance(target, Name):
        state.names[target.name] = value
        walk.frames[-1].assigned.add(target.name)
    else:
        bind(walk, state, target, value)


def store(walk: Walk, state: State, holder: Value, name: str | None, value: Value) -> None:
    """`holder.name = value`; a name that is not known may be any."""
    for option in options(holder):
        certain = option is holder
        if isinstance(option, Instance) and option.fields is not None:
            option = Handle(option.fields)
        content = walk.content(state, option)
        if isinstance(option, Given) and name is not None and certain:
            state.bind(Given(option.root, (*option.path, name)), value)
        elif isinstance(content, Record) and isinstance(option, Handle):
            if name is None:
                walk.store(state, option, replace(content, unseen=(*content.unseen, Unknown("a computed key"))))
            else:
                new = value if certain else choice((content.entries.get(name, _ABSENT), value))
                walk.store(state, option, content.having(name, new))
