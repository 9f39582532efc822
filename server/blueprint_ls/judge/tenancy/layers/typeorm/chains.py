"""The chains of calls that make up TypeORM's query builders, from their beginning to what runs them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.state import Builder, State, Step
from blueprint_ls.judge.flow.values import ClassOf, Closure, Handle, Scoped, Unknown, Value, choice, options
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.stores import Client
from blueprint_ls.judge.tenancy.layers.typeorm.builders import RUNS, Query
from blueprint_ls.judge.tenancy.layers.typeorm.tables import LAYER, Tables


class Chains:
    """Follows them."""

    def __init__(self, models: Models, tables: Tables) -> None:
        self.models = models
        self.tables = tables

    def begin(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """`createQueryBuilder(…)` on a repository, a manager or a source."""
        receiver: Value | None = self.tables.store(walk, call)
        if receiver is None:
            table = self.tables.table(call.arguments[0], call.path) if call.arguments else None
            if table is None and not isinstance(call.receiver, Client | Scoped):
                return None
            receiver = call.receiver
        step = Step("createQueryBuilder", tuple(self._arguments(call)), call.node.start)
        begun = Builder(LAYER, call.path, call.node.start, call.node.end, (step,), receiver, thenable=False)
        return walk.build(state, begun)

    def _arguments(self, call: Invocation) -> Iterator[Value]:
        """Arguments, classes of entities taken for what they stand for."""
        for value in call.arguments:
            yield (self.tables.table(value, call.path) or value) if isinstance(value, ClassOf) else value

    def extend(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """One more step of a query builder."""
        receiver = call.receiver
        built = [one for one in options(receiver) if self._content(walk, state, one)] if receiver else []
        if not built or call.method is None or receiver is None:
            return None
        step = Step(call.method, tuple(self._arguments(call)), call.node.start)
        if call.method in ("subQuery", "createQueryBuilder"):
            begun = Builder(LAYER, call.path, call.node.start, call.node.end, (step,), Client(LAYER))
            return walk.build(state, replace(begun, thenable=False))
        if call.method == "clone":
            content = self._content(walk, state, built[0])
            return walk.build(state, content) if content else None
        if "here" in call.method:  # `where((qb) => …)` answers the condition's text
            step = replace(step, arguments=tuple(self._texts(walk, state, step, receiver)))
        walk.extend(state, receiver, step, call.node.end)
        if call.method in RUNS:
            return choice([self._finish(walk, state, one) for one in built])
        for argument in step.arguments:
            if isinstance(argument, Closure) and walk.may_enter(argument):
                walk.enter(state, argument, [receiver], None)
        return receiver

    def _texts(self, walk: Walk, state: State, step: Step, receiver: Value) -> Iterator[Value]:
        for value in step.arguments:
            is_text = isinstance(value, Closure) and walk.may_enter(value)
            yield walk.enter(state, value, [receiver], None) if is_text and isinstance(value, Closure) else value

    def _content(self, walk: Walk, state: State, value: Value) -> Builder | None:
        content = walk.content(state, value)
        return content if isinstance(content, Builder) and content.layer == LAYER else None

    def _finish(self, walk: Walk, state: State, value: Value) -> Value:
        content = self._content(walk, state, value)
        if content is None or not isinstance(value, Handle):
            return Unknown()
        walk.pending.pop(value.id, None)
        return Query(walk, state, self.models, content).run()
