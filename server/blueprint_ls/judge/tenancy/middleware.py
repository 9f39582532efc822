"""Handlers behind middleware of their own: `router.get("/deals/:id", loadDeal, handler)`.

Express, Koa and Hono have them. A handler runs where the last `next` is called: what the middleware before it looked
up, checked and kept on the request is known there.
"""

from __future__ import annotations

from blueprint_ls.judge.flow.frames import Ended, Invocation
from blueprint_ls.judge.flow.layer import Layer
from blueprint_ls.judge.flow.state import State, join
from blueprint_ls.judge.flow.values import Closure, Constant, Given, Unknown, Value
from blueprint_ls.judge.flow.walk import Walk

_ROUTING = frozenset({"get", "post", "put", "patch", "delete", "all", "use", "route"})
_OF_EXPRESS = ("req", "res")
_OF_OTHERS = ("ctx",)
"""What a handler is given where request and response are one."""


class _Next(Value, frozen=True):
    """What a middleware calls to go on."""

    steps: tuple[Closure, ...]
    given: tuple[Given, ...]
    place: tuple[str, int] | None = None
    """The call that names the handler; the first to be run is entered from there."""


class Middleware(Layer):
    """The layer; see the module."""

    name = "middleware"

    def call(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """A route with its middleware, or `next`; one that is handed an error goes nowhere."""
        if isinstance(call.callee, _Next):
            return Unknown("an error") if call.arguments else self._next(walk, state, call.callee)
        steps = self._steps(walk, state, call) if call.method in _ROUTING and len(call.arguments) > 1 else []
        if len(steps) < 2 or not all(len(step.function.parameters) > 1 for step in steps[:-1]):
            return None
        names = _OF_EXPRESS if any(len(step.function.parameters) > 2 for step in steps) else _OF_OTHERS
        given = tuple(Given(f"parameter@{call.path}:{call.node.end}:{name}") for name in names)
        within = state.copy()
        try:
            self._next(walk, within, _Next(tuple(steps), given, (call.path, call.node.start)))
        except Ended:
            return call.receiver
        joined = join([state.copy(), within])
        assert joined is not None
        joined.facts = state.facts
        state.take(joined)
        return call.receiver

    def _steps(self, walk: Walk, state: State, call: Invocation) -> list[Closure]:
        """The functions of a route in their order, lists of them laid out; none where something else stands there."""
        found: list[Closure] = []
        for argument in call.arguments:
            content = walk.items(state, argument)
            for one in content.items if content else (argument,):
                if isinstance(one, Closure):
                    found.append(one)
                elif not isinstance(one, Constant | Given | Unknown):
                    return []
        return found

    def _next(self, walk: Walk, state: State, after: _Next) -> Value:
        """The next function of the route, from the state in which it is called."""
        step, *rest = after.steps
        if not walk.may_enter(step):
            return Unknown("a handler that is not followed")
        handed: list[Value] = [*after.given, _Next(tuple(rest), after.given)] if rest else [*after.given]
        walk.around += bool(rest)
        try:
            return walk.enter(state, step, handed, after.place, ends=not rest)
        finally:
            walk.around -= bool(rest)
