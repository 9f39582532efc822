"""Kysely: `db.selectFrom("deals").where(…)`, known by its own words, whatever the client is called."""

from __future__ import annotations

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Models, plain
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.codebase.typescript.tree import Assign, Call, Member, Name
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.layer import Layer
from blueprint_ls.judge.flow.state import Builder, State, Step
from blueprint_ls.judge.flow.values import (
    Closure,
    External,
    Row,
    Scoped,
    Touched,
    Unknown,
    Value,
    choice,
    options,
)
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.knex.models import is_of_type
from blueprint_ls.judge.tenancy.layers.kysely.clauses import Clause, Expressions, called
from blueprint_ls.judge.tenancy.layers.kysely.reading import BEGINNINGS, WITH, Reader
from blueprint_ls.judge.tenancy.layers.statements import Statement

_RUNNING = frozenset({"execute", "executeTakeFirst", "executeTakeFirstOrThrow", "stream", "explain"})
_TRANSACTIONS = frozenset({"transaction", "connection", "setIsolationLevel", "setAccessMode"})


class Kysely(Layer):
    """The layer; see the module."""

    name = "kysely"

    def __init__(self, models: Models, tenancy: Tenancy) -> None:
        self.models = models
        self.keys = frozenset(plain(name) for name in tenancy.keys if name)
        self._reassigned: dict[tuple[str, int], frozenset[str]] = {}

    def property(self, walk: Walk, state: State, value: Value, name: str) -> Value | None:
        """The functions of an expression builder."""
        if isinstance(value, Expressions):
            return value if name == "eb" else Expressions(name)
        return None

    def run(self, walk: Walk, state: State, builder: Builder) -> Value:
        """Enter a query and all inside it into the trace."""
        client = builder.subject if isinstance(builder.subject, Scoped) else None
        statement = Statement(walk, state, self.models, self.name, builder.path, client, builder.calls, keys=self.keys)
        query = Reader(statement).query(builder)
        statement.enter()
        if query is None or query.index < 0:
            return Unknown("what a query answers")
        rows = choice(Row(one.index, (), not query.single) for one in (query, *query.arms) if one.index >= 0)
        is_write = query.kind != "read" and not any(step.name.startswith("returning") for step in builder.steps)
        if not is_write:
            return rows
        return Unknown("what a write answers") if query.kind == "create" else Touched(query.index)

    # ------------------------------------------------------------------------------------------------------ calls

    def call(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """The beginning of a query, a step of one, or an expression."""
        expression = self._expression(walk, state, call)
        if expression is not None:
            return expression
        method, receiver = call.method, call.receiver
        if method is None or receiver is None:
            return None
        if method in _RUNNING and self._is_transaction(call):
            return self._transaction(walk, state, call)
        if self._is_built(walk, state, receiver):
            return self._step(walk, state, call, receiver)
        if method in BEGINNINGS and call.arguments and not isinstance(call.arguments[0], Row):
            return self._begun(walk, state, call, ())
        is_with = method in WITH and len(call.arguments) == 2 and isinstance(call.arguments[1], Closure)
        if is_with and not is_of_type(receiver, "Knex", ":knex"):
            step = Step(method, tuple(call.arguments), call.node.start)
            return walk.handle(state, self._builder(walk, call, (step,)))
        return None

    def _expression(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        if isinstance(call.callee, Expressions):
            if call.callee.member in BEGINNINGS:
                return self._begun(walk, state, call, ())
            return called(walk, state, call.callee.member, call.arguments) or Clause("other", tuple(call.arguments))
        if isinstance(call.receiver, Expressions) and call.method not in BEGINNINGS:
            name = call.method if not call.receiver.member else "fn"
            return called(walk, state, name or "", call.arguments) or Clause("other", tuple(call.arguments))
        if isinstance(call.callee, External) and any(self._is_built(walk, state, one) for one in call.arguments):
            return Clause("other", tuple(call.arguments))  # `jsonArrayFrom(query)`
        if isinstance(call.receiver, Clause):
            if call.method in ("and", "or") and call.arguments:
                more = call.arguments[0] if len(call.arguments) == 1 else Clause("compare", tuple(call.arguments))
                return Clause(call.method, (call.receiver, more))
            return call.receiver
        return None

    def _builder(self, walk: Walk, call: Invocation, steps: tuple[Step, ...]) -> Builder:
        node = call.node
        client = call.receiver if isinstance(call.receiver, Scoped) else None
        return Builder(self.name, call.path, node.start, node.end, steps, client, False, walk.calls)

    def _begun(self, walk: Walk, state: State, call: Invocation, before: tuple[Step, ...]) -> Value:
        step = Step(call.method or _member(call.callee), tuple(call.arguments), call.node.start)
        return walk.build(state, self._builder(walk, call, (*before, step)))

    def _is_built(self, walk: Walk, state: State, value: Value) -> bool:
        held = [walk.content(state, option) for option in options(value)]
        return any(isinstance(content, Builder) and content.layer == self.name for content in held)

    def _step(self, walk: Walk, state: State, call: Invocation, receiver: Value) -> Value | None:
        method = call.method or ""
        if method in BEGINNINGS:
            content = next((walk.content(state, option) for option in options(receiver)), None)
            steps = content.steps if isinstance(content, Builder) else ()
            return self._begun(walk, state, call, steps)
        if method in ("$call", "pipe") and call.arguments:
            return self._passed(walk, state, call.arguments[0], receiver)
        if method == "$if" and len(call.arguments) == 2:
            return self._if(walk, state, call.arguments[1], receiver)
        if method in ("compile", "toOperationNode", "$castTo", "$narrowType", "$assertType", "clone"):
            return receiver
        own = receiver if self._is_same(walk, call) else self._copied(walk, state, receiver)
        walk.extend(state, own, Step(method, tuple(call.arguments), call.node.start), call.node.end)
        return self._finished(walk, state, own) if method in _RUNNING else own

    def _is_same(self, walk: Walk, call: Invocation) -> bool:
        """Whether a step goes on with the query itself: in a chain, or where its variable is assigned anew."""
        holder = call.node.callee.object if isinstance(call.node.callee, Member) else None
        if not isinstance(holder, Name) or not walk.frames or call.method in _RUNNING:
            return True
        frame = walk.frames[-1].closure
        key = frame.path, frame.function.start
        if key not in self._reassigned:
            assigned = (node.target for node in inside(frame.function) if isinstance(node, Assign))
            self._reassigned[key] = frozenset(target.name for target in assigned if isinstance(target, Name))
        return holder.name in self._reassigned[key]

    def _copied(self, walk: Walk, state: State, value: Value) -> Value:
        """A query that goes its own way from here: Kysely's queries never change."""
        made: list[Value] = []
        for handle, builder in walk.builders(state, value):
            was_pending = walk.pending.pop(handle.id, None)
            made.append(walk.build(state, builder) if was_pending is not None else walk.handle(state, builder))
        return choice(made)

    def _finished(self, walk: Walk, state: State, query: Value) -> Value:
        found: list[Value] = []
        for handle, builder in walk.builders(state, query):
            walk.pending.pop(handle.id, None)
            found.append(self.run(walk, state, builder))
        return choice(found) if found else Unknown()

    def _passed(self, walk: Walk, state: State, made: Value, query: Value) -> Value:
        if isinstance(made, Closure) and walk.may_enter(made):
            return walk.enter(state, made, [query], None)
        return query

    def _if(self, walk: Walk, state: State, made: Value, query: Value) -> Value:
        """`$if(test, (qb) => …)`: steps that some runs take alone."""
        for handle, builder in walk.builders(state, query):
            begun = walk.handle(state, builder)
            answer = self._passed(walk, state, made, begun)
            after = walk.content(state, next(iter(options(answer))))
            if isinstance(after, Builder):
                more = tuple(replace(step, certain=False) for step in after.steps[len(builder.steps) :])
                walk.store(state, handle, replace(builder, steps=(*builder.steps, *more)))
        return query

    # ------------------------------------------------------------------------------------------------ transactions

    def _is_transaction(self, call: Invocation) -> bool:
        holder = call.node.callee.object if isinstance(call.node.callee, Member) else None
        inner = holder.callee if isinstance(holder, Call) else None
        is_one = isinstance(inner, Member) and inner.name in _TRANSACTIONS
        return is_one and bool(call.arguments) and isinstance(call.arguments[0], Closure)

    def _transaction(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        work = call.arguments[0]
        if not isinstance(work, Closure) or not walk.may_enter(work):
            return None
        client = [call.receiver] if isinstance(call.receiver, Scoped) else None
        return walk.enter(state, work, client, (walk.path, call.node.start))


def _member(value: Value | None) -> str:
    """The function of an expression builder that is called by itself."""
    return value.member if isinstance(value, Expressions) else ""
