"""Properties read from values."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from blueprint_ls.codebase.typescript.program import Definition, Outside, Whole
from blueprint_ls.codebase.typescript.tree import (
    Field,
    Method,
)
from blueprint_ls.judge.flow import classes, contents, modules, promised, types
from blueprint_ls.judge.flow.state import Items, Record, State
from blueprint_ls.judge.flow.values import (
    COUNTS,
    UNDEFINED,
    Choice,
    ClassOf,
    Closure,
    Constant,
    External,
    Given,
    Handle,
    Instance,
    Namespace,
    Row,
    Scoped,
    Touched,
    Unknown,
    Value,
    choice,
    key_of,
    knowing,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk

_ABSENT = Constant(UNDEFINED)


def property_of(walk: Walk, state: State, value: Value, name: str, optional: bool = False) -> Value:
    """`value.name`; `optional` for `value?.name`."""
    for layer in walk.layers.property:
        found = layer.property(walk, state, value, name)
        if found is not None:
            return found
    read = _READERS.get(type(value))
    return read(walk, state, value, name, optional) if read else Unknown("a property of something unknown")


def _of_choice(walk: Walk, state: State, value: Choice, name: str, optional: bool) -> Value:
    present = [one for one in value.options if not (isinstance(one, Constant) and one.value in (None, UNDEFINED))]
    found = [property_of(walk, state, one, name, optional) for one in present]
    return choice([*found, _ABSENT] if optional and len(present) < len(value.options) else found)


def _of_given(walk: Walk, state: State, value: Given, name: str, optional: bool) -> Value:
    made = promised.answered(walk, value.home, value.type) if value.type else None
    if made is not None:
        return property_of(walk, state, made, name, optional)
    known = types.property_type(walk.program, value.home, value.type, name) if value.type else None
    key = ("true", key_of(value))
    may_miss = value.optional or value.type is None  # who writes `?.` expects nothing there
    missing = optional and may_miss and key not in state.facts
    inner = Given(value.root, (*value.path, name), missing)
    if known is None:
        return inner
    return walk.typed(replace(inner, optional=missing or known.optional, type=known.text, home=known.home))


def _of_row(walk: Walk, state: State, value: Row, name: str, optional: bool) -> Value:
    lacking = value.lacking if name == "length" else frozenset()
    return replace(value, path=(*value.path, name), lacking=lacking, optional=optional)


def _of_handle(walk: Walk, state: State, value: Handle, name: str, optional: bool) -> Value:
    content = walk.content(state, value)
    if isinstance(content, Record):
        if name in content.entries:
            return knowing(content.entries[name], value.known)
        if content.unseen:
            return knowing(choice(property_of(walk, state, one, name) for one in content.unseen), value.known)
        return _ABSENT
    if isinstance(content, Items) and name == "length":
        return contents.length(content)
    return Unknown(f"`{name}` of a list or a query")


def _of_constant(walk: Walk, state: State, value: Constant, name: str, optional: bool) -> Value:
    is_missing = value.value is None or value.value is UNDEFINED
    return _ABSENT if optional and is_missing else Unknown("a property of a literal")


def _of_namespace(walk: Walk, state: State, value: Namespace, name: str, optional: bool) -> Value:
    return exported(walk, value.path, name)


def exported(walk: Walk, path: str, name: str) -> Value:
    """What a file exports under a name."""
    meaning = walk.program.exported(path, name)
    if isinstance(meaning, Definition):
        return walk.global_value(meaning.path, meaning.name)
    if isinstance(meaning, Whole):
        return modules.whole(walk, meaning.path)
    if isinstance(meaning, Outside):
        return External(meaning.package, (meaning.name,))
    return modules.picked(walk, path, name)


def _of_class(walk: Walk, state: State, value: ClassOf, name: str, optional: bool) -> Value:
    found = walk.program.member(value.path, value.node, name)
    if found is None and name == "name" and value.node.name:
        return Constant(value.node.name)
    if found is None:
        return Unknown(f"the class has no `{name}`")
    path, _, member = found
    if isinstance(member, Method):
        return _method(walk, state, member, Closure(path, member.function, value.names or {}, value))
    return _field(walk, state, path, member)


def _method(walk: Walk, state: State, member: Method, made: Closure) -> Value:
    """A method; of a getter what it answers."""
    return walk.enter(state, made, (), None) if member.kind == "get" and walk.may_enter(made) else made


def _field(walk: Walk, state: State, path: str, member: Field) -> Value:
    if member.value is None:
        return Given(f"field@{path}:{member.start}:{member.name}", (), member.optional, member.type, path)
    return walk.evaluate_in(path, member.value)


def _of_instance(walk: Walk, state: State, value: Instance, name: str, optional: bool) -> Value:
    fields = walk.content(state, Handle(value.fields)) if value.fields is not None else None
    if isinstance(fields, Record) and name in fields.entries:
        return fields.entries[name]
    found = walk.program.member(value.path, value.node, name)
    if found is not None:
        path, _, member = found
        if isinstance(member, Method):
            return _method(walk, state, member, Closure(path, member.function, value.names or {}, value))
        if member.value is not None and not member.is_static:
            return _field(walk, state, path, member)
    made = classes.built(walk, value, name)
    if made is not None:
        return made
    known = types.property_type(walk.program, value.path, value.node.name or "", name)
    inner = Given(f"this@{value.path}:{value.node.name}{value.root}", (name,))
    if known is None:
        return inner
    typed = replace(inner, type=known.text, home=known.home, optional=known.optional)
    client = walk.typed(typed)
    return client if client is not typed else promised.object_of(walk, typed) or typed


def _of_external(walk: Walk, state: State, value: External, name: str, optional: bool) -> Value:
    return External(value.package, (*value.path, name))


def _of_touched(walk: Walk, state: State, value: Touched, name: str, optional: bool) -> Value:
    return Touched(value.access, True) if name in COUNTS and not value.number else Unknown("what a write answers")


def _of_scoped(walk: Walk, state: State, value: Scoped, name: str, optional: bool) -> Value:
    return replace(value, path=(*value.path, name))


_READERS: dict[type, Callable[..., Value]] = {
    Choice: _of_choice,
    Given: _of_given,
    Row: _of_row,
    Handle: _of_handle,
    Constant: _of_constant,
    Namespace: _of_namespace,
    ClassOf: _of_class,
    Instance: _of_instance,
    External: _of_external,
    Scoped: _of_scoped,
    Touched: _of_touched,
}
