"""Classes: what `new` makes, what `super` means, and what constructors leave in every object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprint_ls.codebase.typescript.tree import Call, Class, Member, Method, Name, New
from blueprint_ls.judge.flow import binding, definitions
from blueprint_ls.judge.flow.state import Record, State
from blueprint_ls.judge.flow.values import (
    ClassOf,
    Closure,
    External,
    Handle,
    Instance,
    Scoped,
    Table,
    Unknown,
    Value,
    options,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk

_ERRORS = ("Error", "Exception")
_LASTING = (ClassOf, Closure, External, Instance, Scoped, Table)
"""What a constructor leaves in a field that no method is likely to put something else into."""


def is_error(made: ClassOf) -> bool:
    """Whether a class is an error by its name or its base's: making one says nothing about data."""
    base = made.node.extends.name if isinstance(made.node.extends, Name | Member) else ""
    return (made.node.name or "").endswith(_ERRORS) or base.endswith(_ERRORS)


def construct(walk: Walk, state: State, node: New, made: ClassOf, given: list[Value]) -> Value:
    """`new Class(…)`: an object with the fields that its constructor sets."""
    fields = walk.handle(state, Record({}))
    instance = Instance(made.path, made.node, f"@{walk.path}:{node.start}", fields.id, made.names)
    _build(walk, state, instance, (made.path, made.node), given, (walk.path, node.start))
    return instance


def _build(
    walk: Walk,
    state: State,
    instance: Instance,
    of: tuple[str, Class],
    given: list[Value] | None,
    site: tuple[str, int] | None,
) -> None:
    """Run the constructor that a class has or inherits."""
    found = walk.program.member(*of, "constructor")
    if found is None or not isinstance(found[2], Method):
        return
    function = found[2].function
    for at, parameter in enumerate(function.parameters):
        if parameter.access and isinstance(parameter.target, Name) and given is not None and at < len(given):
            binding.store(walk, state, instance, parameter.target.name, given[at])
    closure = Closure(found[0], function, instance.names or {}, instance)
    if walk.may_enter(closure):
        walk.enter(state, closure, given, site)


# ----------------------------------------------------------------------------------------------------------- super


def construct_base(walk: Walk, state: State, node: Call, given: list[Value]) -> Value:
    """`super(…)`: the base's constructor, for the same object."""
    this, base = _base(walk, state)
    if isinstance(this, Instance) and base is not None:
        _build(walk, state, this, base, given, (walk.path, node.start))
    return this


def of_base(walk: Walk, state: State, name: str) -> Value | None:
    """`super.method`: what the base has under that name, for the same object."""
    this, base = _base(walk, state)
    found = walk.program.member(*base, name) if base is not None else None
    if found is None or not isinstance(found[2], Method):
        return None
    return Closure(found[0], found[2].function, {}, this)


def _base(walk: Walk, state: State) -> tuple[Value, tuple[str, Class] | None]:
    """What `this` is, and the base of the class that the function being walked is written in."""
    this = state.names.get("this", Unknown("`this` of no class"))
    at = walk.frames[-1].closure.function.start
    if isinstance(this, Instance | ClassOf):
        line = iter(walk.program.bases(this.path, this.node))
        for path, node in line:
            if path == walk.path and node.start <= at < node.end:
                return this, next(line, None)
    return this, None


# --------------------------------------------------------------------------------------------------------- fields


def built(walk: Walk, value: Instance, name: str) -> Value | None:
    """What a constructor leaves in a field whoever calls it, as the table of a repository's own."""
    if value.fields is not None or walk.program.member(value.path, value.node, "constructor") is None:
        return None
    key = value.path, f"new {value.node.start}"
    made = walk.globals.get(
        walk, key, lambda: definitions.apart(walk, value.path, lambda state: _made(walk, state, value))
    )
    content = walk.globals.heap.get(made.id) if isinstance(made, Handle) else None
    found = content.entries.get(name) if isinstance(content, Record) else None
    return found if found is not None and all(_lasts(walk, option) for option in options(found)) else None


def _made(walk: Walk, state: State, value: Instance) -> Value:
    fields = walk.handle(state, Record({}))
    instance = Instance(value.path, value.node, value.root, fields.id, value.names)
    _build(walk, state, instance, (value.path, value.node), None, None)
    return fields


def _lasts(walk: Walk, value: Value) -> bool:
    content = walk.globals.heap.get(value.id) if isinstance(value, Handle) else None
    return isinstance(value, _LASTING) or (isinstance(content, Record) and bool(content.entries))
