"""Names and targets that take values."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

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
from blueprint_ls.judge.endpoints.behavior import expressions, members
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    UNKNOWN,
    Choice,
    Data,
    Instance,
    Items,
    Known,
    Option,
    Record,
    Scope,
    Value,
    choice,
    options,
    taints,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk


def bind(walk: Walk, target: Target, value: Value) -> None:
    """`const target = value`."""
    if isinstance(target, Name):
        walk.frame.scope.names[target.name] = value
    else:
        _take_apart(walk, target, value, bind)


def _take_apart(walk: Walk, target: Target, value: Value, give: Callable[[Walk, Target, Value], None]) -> None:
    """Give each part of a pattern its part of a value."""
    if isinstance(target, ObjectTarget):
        for entry in target.entries:
            inner = members.read(walk, value, entry.key, entry) if entry.key else Data("", taints(value))
            give(walk, entry.target, inner)
        if target.rest is not None:
            give(walk, target.rest, rest_of(value, {entry.key for entry in target.entries}))
    elif isinstance(target, ArrayTarget):
        for at, item in enumerate(target.items):
            if item is not None:
                give(walk, item, element(value, at))
    elif isinstance(target, Defaulted):
        give(walk, target.target, or_default(walk, value, target))


def rest_of(value: Value, taken: set[str | None]) -> Value:
    """What is left of an object."""
    if isinstance(value, Record):
        return Record({key: one for key, one in value.entries.items() if key not in taken}, list(value.unseen))
    return value


def element(value: Value, at: int) -> Value:
    """One element of a list."""
    if isinstance(value, Items) and at < len(value.items):
        return value.items[at]
    return Data("", taints(value)) if not isinstance(value, Data) else Data(value.role, value.taints, value.name)


def or_default(walk: Walk, value: Value, target: Defaulted) -> Value:
    """`target = default`: the default where nothing was given."""
    if value == ABSENT:
        return expressions.evaluate(walk, target.default)
    if isinstance(value, Choice) and any(one.value == ABSENT for one in value.options):
        default = expressions.evaluate(walk, target.default)
        kept = [one for one in value.options if one.value != ABSENT]
        return choice([*kept, Option(default)])
    if value == UNKNOWN:
        default = expressions.evaluate(walk, target.default)
        return default if isinstance(default, Known) and default.value not in (True, False) else value
    return value


def parameters(walk: Walk, function: Function, arguments: list[Value], scope: Scope) -> None:
    """Give parameters their arguments."""
    for at, parameter in enumerate(function.parameters):
        if parameter.rest:
            value: Value = Items(arguments[at:])
        elif at < len(arguments):
            value = arguments[at]
        else:
            value = ABSENT
        bind(walk, parameter.target, value)


def assign(walk: Walk, target: Target, value: Value) -> None:
    """`target = value` for what exists."""
    if isinstance(target, Name):
        _assign_name(walk, target.name, value)
    elif isinstance(target, Member):
        store(expressions.evaluate(walk, target.object), target.name, value)
    elif isinstance(target, Index):
        key = expressions.evaluate(walk, target.key)
        holder = expressions.evaluate(walk, target.object)
        store(holder, key.value if isinstance(key, Known) and isinstance(key.value, str) else None, value)
    else:
        _take_apart(walk, target, value, assign)


def _assign_name(walk: Walk, name: str, value: Value) -> None:
    scope: Scope | None = walk.frame.scope
    while scope is not None:
        if name in scope.names or scope.outer is None:
            straight = scope is walk.frame.scope
            before = scope.names.get(name)
            certain = straight or before is None
            state = walk.state
            late = Option(value, state.check if not certain else None)
            scope.names[name] = value if certain else choice([Option(before), late])  # type: ignore[arg-type]
            return
        scope = scope.outer


def store(holder: Value, name: str | None, value: Value) -> None:
    """`holder.name = value`."""
    for one in options(holder):
        if isinstance(one.value, Instance) and name:
            one.value.fields[name] = value
        elif isinstance(one.value, Record) and name:
            one.value.entries[name] = value
        elif isinstance(one.value, Record):
            one.value.unseen.append(value)
