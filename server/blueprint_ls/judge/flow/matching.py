"""ts-pattern: `match(value).with(pattern, handler).otherwise(handler)` answers what one of its handlers does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprint_ls.judge.flow import lists
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.layer import Layer
from blueprint_ls.judge.flow.state import Builder, State, Step
from blueprint_ls.judge.flow.values import Closure, External, Unknown, Value, choice

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk

_ARMS = frozenset({"with", "when", "returnType"})
_ENDS = frozenset({"exhaustive", "otherwise", "run"})


class Matching(Layer):
    """Handed calls as the data layers are, and no data layer itself."""

    name = "ts-pattern"

    def run(self, walk: Walk, state: State, builder: Builder) -> Value:
        """What a match without an end answers."""
        return Unknown("a match without an end")

    def call(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """`match(…)`, one of its arms, or its end."""
        if isinstance(call.callee, External) and (call.callee.package, call.callee.path) == (self.name, ("match",)):
            steps = (Step("match", tuple(call.arguments), call.node.start),)
            return walk.handle(state, Builder(self.name, call.path, call.node.start, call.node.end, steps))
        content = walk.content(state, call.receiver) if call.receiver is not None else None
        if not isinstance(content, Builder) or content.layer != self.name or call.receiver is None:
            return None
        handlers = [argument for argument in call.arguments[-1:] if isinstance(argument, Closure)]
        answers = [lists.optionally(walk, state, handler, [*content.steps[0].arguments]) for handler in handlers]
        if call.method in _ARMS:
            return walk.extend(state, call.receiver, Step("arm", tuple(answers), call.node.start))
        if call.method in _ENDS:
            return choice([*(a for step in content.steps[1:] for a in step.arguments), *answers] or [Unknown()])
        return None
