"""Procedures built step by step: `builder.use(({ ctx, next }) => next({ ctx: { … } })).query(({ ctx, input }) => …)`.

tRPC, oRPC and next-safe-action have them. A handler runs where the last `next` is called: what its middleware looked
up and checked before lies on the way to it, and what they handed on is in its context.
"""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.typescript.tree import Call, Function, Member, Name, ObjectTarget
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.judge.flow import composites, properties
from blueprint_ls.judge.flow.frames import Ended, Invocation
from blueprint_ls.judge.flow.layer import Layer
from blueprint_ls.judge.flow.state import Record, State, join
from blueprint_ls.judge.flow.values import Closure, Given, Handle, Row, Unknown, Value, options
from blueprint_ls.judge.flow.walk import Walk

_USING = frozenset({"use", "middleware", "createMiddleware", "unstable_pipe", "concat"})
_HANDLING = frozenset({"query", "mutation", "subscription", "handler", "action", "stateAction"})
_CONTEXTS = ("ctx", "context")


class Procedure(Value, frozen=True):
    """A builder of procedures, by the middleware that run before a handler; a middleware alone is one, too."""

    steps: tuple[Closure, ...]


class _Next(Value, frozen=True):
    """What a middleware calls to go on."""

    steps: tuple[Closure, ...]
    context: Handle
    root: str
    place: tuple[str, int] | None = None
    """The call that names the handler; the first to be run is entered from there."""


class Procedures(Layer):
    """The layer; see the module."""

    name = "procedures"

    def property(self, walk: Walk, state: State, value: Value, name: str) -> Value | None:
        """What hangs on a builder goes on with it."""
        return value if isinstance(value, Procedure) and name == "procedure" else None

    def call(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """One more middleware, a handler, or `next`."""
        going_on = call.callee
        if call.method == "next" and isinstance(call.receiver, Handle):
            going_on = properties.property_of(walk, state, call.receiver, "next")
        if isinstance(going_on, _Next):
            return self._next(walk, state, going_on, call.arguments)
        if call.method in _USING and not isinstance(call.receiver, Handle | Row):
            found = [*_middleware(call.arguments)]
            if found or isinstance(call.receiver, Procedure):
                return Procedure(_once([*_steps(call.receiver), *found]))
        if not isinstance(call.receiver, Procedure):
            return None
        if call.method not in _HANDLING:
            return call.receiver
        for argument in call.arguments:
            if isinstance(argument, Closure):
                self._handled(walk, state, call, (*call.receiver.steps, argument))
        return Unknown("a procedure")

    def _handled(self, walk: Walk, state: State, call: Invocation, steps: tuple[Closure, ...]) -> None:
        """A handler behind its middleware: it runs any number of times, once its file has been loaded."""
        if walk.is_apart:
            return
        root = f"parameter@{call.path}:{call.node.end}:procedure"
        within = state.copy()
        context = walk.handle(within, Record({}, (Given(root, ("ctx",)),)))
        try:
            self._next(walk, within, _Next(steps, context, root, (call.path, call.node.start)), [])
        except Ended:
            return
        joined = join([state.copy(), within])
        assert joined is not None
        joined.facts = state.facts
        state.take(joined)

    def _next(self, walk: Walk, state: State, after: _Next, given: list[Value]) -> Value:
        """The next middleware, or the handler, from the state in which it is called."""
        step, *rest = after.steps
        if not walk.may_enter(step):
            return Unknown("a procedure that is not followed")
        context = self._context(walk, state, after.context, given)
        entries: dict[str, Value] = dict.fromkeys(_CONTEXTS, context)
        if rest:
            entries["next"] = _Next(tuple(rest), context, after.root)
        handed = walk.handle(state, Record(entries, (Given(after.root),)))
        walk.around += bool(rest)
        try:
            return walk.enter(state, step, [handed], after.place, ends=not rest)
        finally:
            walk.around -= bool(rest)

    def _context(self, walk: Walk, state: State, before: Handle, given: list[Value]) -> Handle:
        """The context with what a middleware hands on."""
        content = walk.content(state, before)
        assert isinstance(content, Record)
        for name in _CONTEXTS if given else ():
            found = properties.property_of(walk, state, given[0], name)
            if isinstance(walk.content(state, found), Record):
                content = composites.spread(walk, state, content, found)
        return walk.handle(state, content)


def _steps(value: Value | None) -> tuple[Closure, ...]:
    return value.steps if isinstance(value, Procedure) else ()


def _once(steps: list[Closure]) -> tuple[Closure, ...]:
    """Middleware that a procedure names twice runs twice, to no other end."""
    found: dict[tuple[str, int], Closure] = {}
    for step in steps:
        found.setdefault((step.path, step.function.start), step)
    return tuple(found.values())


def _middleware(given: list[Value]) -> Iterator[Closure]:
    for argument in given:
        for option in options(argument):
            if isinstance(option, Procedure):
                yield from option.steps
            elif isinstance(option, Closure) and _takes_next(option.function):
                yield option


def _takes_next(function: Function) -> bool:
    """Whether a function is handed an object with `next` in it."""
    target = function.parameters[0].target if len(function.parameters) == 1 else None
    if isinstance(target, ObjectTarget):
        return any(entry.key == "next" for entry in target.entries)
    return isinstance(target, Name) and any(
        isinstance(node, Call)
        and isinstance(node.callee, Member)
        and node.callee.name == "next"
        and isinstance(node.callee.object, Name)
        and node.callee.object.name == target.name
        for node in inside(function)
    )
