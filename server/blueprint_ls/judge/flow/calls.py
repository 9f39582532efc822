"""Calls: of data layers, of what the language brings, of functions that can be followed, and of the unknown."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from blueprint_ls.codebase.typescript.tree import Call, Index, Member, Name, New, Spread, Template
from blueprint_ls.judge.flow import (
    builtins,
    classes,
    contents,
    expressions,
    inputs,
    lists,
    promised,
    properties,
)
from blueprint_ls.judge.flow.facts import of_elements
from blueprint_ls.judge.flow.frames import Ended, Invocation
from blueprint_ls.judge.flow.state import Builder, Items, Record, State, join
from blueprint_ls.judge.flow.values import (
    Choice,
    ClassOf,
    Closure,
    Constant,
    External,
    Given,
    Handle,
    Scoped,
    Unknown,
    Value,
    choice,
    options,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk

TRANSACTIONS = frozenset({"transaction", "$transaction", "withTransaction", "runInTransaction"})
"""Methods that run their callback once, with a client for the time of a transaction."""
_ENDINGS: frozenset[tuple[str, object]] = frozenset(
    {
        ("next/navigation", (name,))
        for name in ("redirect", "permanentRedirect", "notFound", "forbidden", "unauthorized")
    }
    | {("process", "exit")}
)
"""What never answers: Next.js throws to leave a page (its API reference, version 16), Node ends the process."""
_LOGGING = frozenset({"log", "debug", "info", "warn", "error", "trace", "verbose"})
"""Methods that a row may be handed to before anybody has checked whose it is."""
_DEEPEST_ARGUMENT = 2
"""How deep functions and rows are looked for in the objects that an unknown call is given."""


def call(walk: Walk, state: State, node: Call) -> Value:
    """What a call answers; `Ended` where it never does."""
    walk.steps += 1
    walk.met.add((walk.path, node.start))
    if isinstance(node.callee, Name) and node.callee.name == "super":
        return classes.construct_base(walk, state, node, arguments(walk, state, node.arguments))
    first, *others = _invocations(walk, state, node)
    if not others:
        return _called(walk, state, first)
    ways: list[tuple[Value, State]] = []
    for invocation in (first, *others):
        way = state.copy()
        with suppress(Ended):
            ways.append((_called(walk, way, invocation), way))
    met = join([way for _, way in ways])
    if met is None:
        raise Ended
    state.take(met)
    return choice(value for value, _ in ways)


def _called(walk: Walk, state: State, invocation: Invocation) -> Value:
    for layer in walk.layers.call:
        found = layer.call(walk, state, invocation)
        if found is not None:
            return found
    found = builtins.call(walk, state, invocation)
    if found is not None:
        return found
    if invocation.method in TRANSACTIONS:
        return _transaction(walk, state, invocation)
    if _never_answers(invocation) and not walk.lenient:
        raise Ended
    callee = invocation.callee
    if callee is None and invocation.receiver is not None and invocation.method:
        holder = invocation.receiver
        meant = promised.object_of(walk, holder) if isinstance(holder, Given) else None
        callee = properties.property_of(walk, state, meant or holder, invocation.method)
    return invoke(walk, state, callee or Unknown(), invocation)


def _never_answers(invocation: Invocation) -> bool:
    """Whether a call of a known library, or of Node, ends the way it is on."""
    callee = invocation.callee
    if isinstance(callee, External):
        return (callee.package, callee.path) in _ENDINGS
    node = invocation.node.callee
    return isinstance(node, Member) and isinstance(node.object, Name) and (node.object.name, node.name) in _ENDINGS


def _invocations(walk: Walk, state: State, node: Call) -> list[Invocation]:
    """A call, its parts evaluated: several where the method's name is one of some, as in `query[wide ? a : b](…)`."""
    receiver = callee = None
    methods: list[str] = []
    if isinstance(node.callee, Member) and isinstance(node.callee.object, Name) and node.callee.object.name == "super":
        callee = classes.of_base(walk, state, node.callee.name) or Unknown("a method of a base that is not known")
    elif isinstance(node.callee, Member):
        receiver = expressions.evaluate(walk, state, node.callee.object)
        methods = [node.callee.name]
    elif isinstance(node.callee, Index):
        methods = _names(expressions.evaluate(walk, state, node.callee.key))
        if methods:
            receiver = expressions.evaluate(walk, state, node.callee.object)
    if receiver is None and callee is None:
        callee = expressions.evaluate(walk, state, node.callee)
    given = arguments(walk, state, node.arguments)
    return [Invocation(node, walk.path, callee, receiver, method, given) for method in methods or (None,)]


def _names(value: Value) -> list[str]:
    """The texts that a value may be; none where it may be anything else."""
    found = [option.value if isinstance(option, Constant) else None for option in options(value)]
    return [str(name) for name in found] if all(isinstance(name, str) for name in found) else []


def arguments(walk: Walk, state: State, written: tuple[object, ...]) -> list[Value]:
    """The values of a call's arguments, spread ones laid out where they are known."""
    values: list[Value] = []
    for argument in written:
        if isinstance(argument, Spread):
            value = expressions.evaluate(walk, state, argument.value)
            content = walk.items(state, value)
            values += content.items if content else [contents.element(walk, state, value)]
        else:
            values.append(expressions.evaluate(walk, state, argument))  # type: ignore[arg-type]
    return values


def invoke(walk: Walk, state: State, callee: Value, invocation: Invocation) -> Value:
    """Call a value: each function that it may be, or something unknown."""
    found = [_invoke_one(walk, state, option, invocation) for option in options(callee)]
    return choice(found)


def _invoke_one(walk: Walk, state: State, callee: Value, invocation: Invocation) -> Value:
    if isinstance(callee, Closure) and walk.may_enter(callee):
        value = walk.enter(state, callee, invocation.arguments, (walk.path, invocation.node.start))
        if isinstance(value, Unknown):
            return walk.typed(_answer(invocation, callee.function.returns, callee.path))
        return _declared(walk, value, callee)
    return unknown(walk, state, invocation)


def _declared(walk: Walk, value: Value, callee: Closure) -> Value:
    """Something from outside that a function hands on, as the function declares it."""
    if isinstance(value, Given) and value.type is None and callee.function.returns:
        return walk.typed(replace(value, type=_promised(callee.function.returns), home=callee.path))
    return value


def unknown(walk: Walk, state: State, invocation: Invocation) -> Value:
    """What a call into the unknown answers; the functions it is handed may run, any number of times."""
    thunks: list[Value] = []
    if invocation.method not in _LOGGING:
        for argument in invocation.arguments:
            state.used |= frozenset(contents.rows(walk, state, argument, _DEEPEST_ARGUMENT, of_elements(state.facts)))
    for argument in invocation.arguments:
        run_builders(walk, state, argument)
        for closure in _closures(walk, state, argument, _DEEPEST_ARGUMENT):
            is_thunk = closure is argument and not closure.function.parameters
            if walk.is_apart and not is_thunk:
                continue  # it is called later, if ever
            value = lists.optionally(walk, state, closure)
            thunks += [value] if is_thunk else []
    if thunks:
        return choice(thunks)
    wrapped = [argument for argument in invocation.arguments if isinstance(argument, Closure)]
    if len(wrapped) == 1 and wrapped[0].home is None:
        return wrapped[0]
    return _answer(invocation)


def run_builders(walk: Walk, state: State, value: Value) -> None:
    """A query that is handed to the unknown is taken to be run there."""
    content = walk.content(state, value)
    if isinstance(content, Builder) and isinstance(value, Handle):
        walk.pending.pop(value.id, None)
        walk.layers.named[content.layer].run(walk, state, content)


def _answer(invocation: Invocation, type_: str | None = None, home: str = "") -> Given:
    node = invocation.node
    name = invocation.method or (node.callee.name if isinstance(node.callee, Name) else "")
    is_sent = inputs.reads(invocation.receiver, invocation.method, invocation.arguments)
    root = f"{inputs.ROOT if is_sent else 'call@'}{invocation.path}:{node.start}:{name}"
    return Given(root, (), False, _promised(type_), home)


def _promised(type_: str | None) -> str | None:
    if type_ and type_.startswith("Promise<") and type_.endswith(">"):
        return type_[len("Promise<") : -1]
    return type_


def _closures(walk: Walk, state: State, value: Value, depth: int) -> list[Closure]:
    if isinstance(value, Closure):
        return [value]
    if isinstance(value, Choice):
        return [closure for option in value.options for closure in _closures(walk, state, option, depth)]
    content = walk.content(state, value) if depth else None
    inside: tuple[Value, ...] = ()
    if isinstance(content, Record):
        inside = tuple(content.entries.values())
    elif isinstance(content, Items):
        inside = content.items
    return [closure for one in inside for closure in _closures(walk, state, one, depth - 1)]


def _transaction(walk: Walk, state: State, invocation: Invocation) -> Value:
    """`client.transaction(async (tx) => …)`, or a list of queries."""
    for argument in invocation.arguments:
        if isinstance(argument, Closure) and walk.may_enter(argument):
            client = invocation.receiver if isinstance(invocation.receiver, Scoped) else None
            given = [client] if client else None
            return walk.enter(state, argument, given, (walk.path, invocation.node.start))
        content = walk.items(state, argument)
        if content is not None:
            return walk.handle(
                state, Items(tuple(expressions.awaited(walk, state, item) for item in content.items), content.each)
            )
    return unknown(walk, state, invocation)


def construct(walk: Walk, state: State, node: New) -> Value:
    """`new Class(…)`."""
    made = expressions.evaluate(walk, state, node.callee)
    given = arguments(walk, state, node.arguments)
    for layer in walk.layers.construct:
        found = layer.construct(walk, state, node, made, given)
        if found is not None:
            return found
    if isinstance(made, ClassOf) and not classes.is_error(made):
        return classes.construct(walk, state, node, made, given)
    name = node.callee.name if isinstance(node.callee, Name | Member) else ""
    if name in ("Set", "Array") and len(given) == 1:
        return given[0]
    if name == "Map" and given and walk.content(state, given[0]) is not None:
        return given[0]
    if name in ("Set", "Array", "Map"):
        return walk.handle(state, Items(()))
    for value in given:
        for closure in _closures(walk, state, value, 1):
            lists.optionally(walk, state, closure)
    package = made.package if isinstance(made, External) else ""
    return Given(f"new@{walk.path}:{node.start}:{package}:{name}", (), False, name, walk.path)


def tagged(walk: Walk, state: State, node: Template, values: list[Value]) -> Value:
    """A tagged template: SQL of a data layer, or something unknown."""
    assert node.tag is not None
    tag = expressions.evaluate(walk, state, node.tag)
    for layer in walk.layers.tagged:
        found = layer.tagged(walk, state, node, tag, values)
        if found is not None:
            return found
    if isinstance(node.tag, Member) and node.tag.name == "raw" and isinstance(node.tag.object, Name):
        return expressions.text(walk, node, values)  # String.raw
    if all(isinstance(value, Constant) for value in values):
        pieces = [node.parts[0]]
        for value, part in zip(values, node.parts[1:], strict=False):
            pieces += [str(getattr(value, "value", "")), part]
        return Constant("".join(pieces))
    return Unknown("a tagged template")
