"""Names bound to values, and properties read from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from blueprint_ls.codebase.typescript.program import Definition, Outside, Whole
from blueprint_ls.codebase.typescript.tree import (
    ArrayTarget,
    Class,
    Defaulted,
    Field,
    Function,
    Index,
    Member,
    Method,
    Name,
    ObjectTarget,
    Target,
)
from blueprint_ls.judge.flow import expressions, inputs, modules, types
from blueprint_ls.judge.flow.state import Items, Record, State
from blueprint_ls.judge.flow.values import (
    COUNTS,
    UNDEFINED,
    Choice,
    ClassOf,
    Closure,
    Constant,
    Count,
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
    is_undefined,
    item,
    key_of,
    knowing,
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
        return expressions.evaluate(walk, state, target.default)
    if isinstance(value, Given):
        return replace(value, optional=False)
    if isinstance(value, Choice) and _ABSENT in value.options:
        default = expressions.evaluate(walk, state, target.default)
        return choice([*(option for option in value.options if not is_undefined(option)), default])
    return value


def _bind_object(walk: Walk, state: State, target: ObjectTarget, value: Value) -> None:
    for entry in target.entries:
        found = property_of(walk, state, value, entry.key) if entry.key else Unknown("a computed key")
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
    return content.items[at] if content and at < len(content.items) else one(walk, state, value)


def assign(walk: Walk, state: State, target: Target, value: Value) -> None:
    """`target = value` for what exists already."""
    if isinstance(target, Member):
        store(walk, state, expressions.evaluate(walk, state, target.object), target.name, value)
    elif isinstance(target, Index):
        key = expressions.evaluate(walk, state, target.key)
        name = key.value if isinstance(key, Constant) and isinstance(key.value, str) else None
        store(walk, state, expressions.evaluate(walk, state, target.object), name, value)
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
        if isinstance(content, Record) and isinstance(option, Handle):
            if name is None:
                walk.store(state, option, replace(content, unseen=(*content.unseen, Unknown("a computed key"))))
            else:
                new = value if certain else choice((content.entries.get(name, _ABSENT), value))
                walk.store(state, option, content.having(name, new))


# ------------------------------------------------------------------------------------------------------ properties


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
        return length(content)
    return Unknown(f"`{name}` of a list or a query")


def length(content: Items | None) -> Value:
    """How many elements a list has, where every path leaves the same number in it."""
    if content is None or content.each is not None:
        return Unknown("a length")
    if any(is_undefined(option) for one in content.items for option in options(one)):
        return Unknown("a length")
    return Count(len(content.items))


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
    known = types.property_type(walk.program, value.path, value.node.name or "", name)
    inner = Given(f"this@{value.path}:{value.node.name}{value.root}", (name,))
    if known is None:
        return inner
    typed = replace(inner, type=known.text, home=known.home, optional=known.optional)
    promised = walk.typed(typed)
    return promised if promised is not typed else instance_of(walk, typed) or typed


_MOST_HEIRS = 3
"""Classes that one interface may stand for; of more, nobody knows which is meant."""


def instance_of(walk: Walk, value: Given) -> Value | None:
    """The object that a declared type promises: of the class itself, or of one that implements it."""
    if not value.type:
        return None
    head, _ = types.reference(value.type)
    found = walk.program.type(value.home, head) if head else None
    if found is None:
        return None
    made = [found] if isinstance(found[1], Class) and not found[1].is_abstract else [*walk.program.heirs(*found)]
    root = f"{value.root}.{'.'.join(value.path)}"
    made = made or [found]
    objects = [Instance(path, node, root) for path, node in made if isinstance(node, Class)]
    return choice(objects) if 0 < len(objects) <= _MOST_HEIRS else None


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


# -------------------------------------------------------------------------------------------------------- elements


def element(walk: Walk, state: State, value: Value) -> Value:
    """Any one element of a list."""
    return choice(elements(walk, state, value))


def one(walk: Walk, state: State, value: Value) -> Value:
    """One certain element of a list, as its first: of many rows one row, which may be missing."""
    found = element(walk, state, value)
    is_inside = isinstance(value, Row) and value.each and bool(value.path)  # in a list that each of many rows holds
    return replace(found, each=is_inside) if isinstance(found, Row) else found


def elements(walk: Walk, state: State, value: Value) -> Iterator[Value]:
    """The elements of a list, one by one where they are known."""
    for option in options(value):
        content = walk.items(state, option)
        if content is not None:
            known = option.known if isinstance(option, Handle) else frozenset()
            yield from (knowing(one, known) for one in map(item, content.items) if one is not None)
            yield from [knowing(content.each, known)] if content.each is not None else []
        elif isinstance(option, Row):
            yield replace(option, each=True)
        elif isinstance(option, Touched):
            yield option
        elif isinstance(option, Scoped):
            yield replace(option, path=(*option.path, "[]"))
        elif isinstance(option, Given):
            yield replace(option, path=(*option.path, "[]"), optional=False, type=_element_type(option.type))
        else:
            yield Unknown("an element of something unknown")


def _element_type(type_: str | None) -> str | None:
    if type_ is None:
        return None
    if type_.endswith("[]"):
        return type_[:-2].strip().removeprefix("(").removesuffix(")")
    head, arguments = types.reference(type_)
    return arguments[0] if head in ("Array", "ReadonlyArray", "Set") and arguments else None
