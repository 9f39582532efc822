"""Knex and Objection: queries by a table's name or a model, whatever holds the connection."""

from __future__ import annotations

import re

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Models, plain
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.codebase.typescript.tree import Member, Name
from blueprint_ls.judge.flow import expressions, properties
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.layer import Layer
from blueprint_ls.judge.flow.state import Builder, Record, State, Step
from blueprint_ls.judge.flow.values import (
    Closure,
    Constant,
    External,
    Given,
    Handle,
    Instance,
    Row,
    Scoped,
    Touched,
    Unknown,
    Value,
    choice,
    options,
)
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.knex.conditions import Ref
from blueprint_ls.judge.tenancy.layers.knex.models import Finder, Model, first_name, is_of_type
from blueprint_ls.judge.tenancy.layers.knex.reading import Reader
from blueprint_ls.judge.tenancy.layers.knex.words import STARTING, TABLES
from blueprint_ls.judge.tenancy.layers.sql.running import is_statement
from blueprint_ls.judge.tenancy.layers.statements import Statement
from blueprint_ls.judge.tenancy.layers.stores import is_vague, primary

_CLIENT = re.compile(
    r"knex|^(?:_?trx|_?tx|_?db|database|conn|connection|qb|queryBuilder|transaction)\d?$", re.IGNORECASE
)
_TABLE = re.compile(r"[\w.\"`]+(?:\s+(?:as\s+)?\w+)?$", re.IGNORECASE)
"""A table's name, maybe with the alias that it goes by."""
_TYPES = ("Knex", "call@knex", ":knex")
_ANSWERING_ROW = frozenset({"insert", "insertAndFetch", "insertGraph", "insertGraphAndFetch"})
_RUNNING = frozenset({"execute", "stream", "asCallback", "pipe"})


class Knex(Layer):
    """The layer; see the module."""

    name = "knex"

    def __init__(self, models: Models, tenancy: Tenancy) -> None:
        self.models = models
        self.finder = Finder(models)
        self.keys = frozenset(plain(name) for name in tenancy.keys if name)
        self.by_connection = "tenant_connection" in tenancy.enforce

    def run(self, walk: Walk, state: State, builder: Builder) -> Value:
        """Enter a query and all inside it into the trace."""
        client = next((s.arguments[0] for s in builder.steps if s.name == "transacting" and s.arguments), None)
        holder = builder.subject
        scoped = holder.scoped if isinstance(holder, Model) else None
        if isinstance(holder, Scoped):
            client = holder
        statement = Statement(
            walk, state, self.models, self.name, builder.path, client, builder.calls, scoped, keys=self.keys
        )
        query = Reader(statement).query(builder)
        statement.enter()
        if query is None or query.index < 0:
            return Unknown("what a query answers")
        names = {step.name for step in builder.steps}
        if query.kind in ("update", "delete") and "returning" not in names and not query.single:
            return Touched(query.index, True)
        if query.kind == "create" and not names & (_ANSWERING_ROW | {"returning"}):
            return Unknown("what a write answers")
        return choice(Row(one.index, (), not query.single) for one in (query, *query.arms) if one.index >= 0)

    # ------------------------------------------------------------------------------------------------------ calls

    def call(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """The beginning of a query, or a step of one."""
        receiver = call.receiver
        if receiver is not None and self._is_built(walk, state, receiver):
            return self._step(walk, state, call, receiver)
        if call.method is None:
            return self._called(walk, state, call)
        begun = self._of_model(walk, state, call)
        if begun is not None:
            return begun
        fragment = self._fragment(walk, state, call)
        if fragment is not None:
            return fragment
        if call.method in ("transaction", "startTransaction", "withUserParams") and isinstance(receiver, Scoped):
            return None if any(isinstance(one, Closure) for one in call.arguments) else receiver
        if call.method in STARTING and self._is_client(walk, state, call):
            return self._started(walk, state, call)
        return self._called(walk, state, call)

    def _fragment(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """`knex.ref("deals.id")`, `knex.raw("team_id = ?", [id])`: part of a query."""
        if call.method not in ("ref", "raw") or not call.arguments or not self._is_client(walk, state, call):
            return None
        first = call.arguments[0]
        if call.method == "ref":
            return Ref(first.value) if isinstance(first, Constant) and isinstance(first.value, str) else None
        if is_statement(first):
            return None
        steps = (Step("text", tuple(call.arguments[1:2]), call.node.start),)
        return walk.handle(state, Builder("sql", call.path, call.node.start, call.node.end, steps, first, False))

    def _called(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """`knex("deals")`, `this.trx("deals as d")`, `proxy()`."""
        if not call.arguments:
            found = self.finder.of(walk, call.callee) if isinstance(call.callee, Given | Model) else None
            return found if found is not None else self._proxy(walk, state, call)
        name = call.method or (call.node.callee.name if isinstance(call.node.callee, Name) else first_name(call))
        if not self._names_table(walk, state, call.arguments[0], call.path, name, call):
            return None
        step = Step("table", (call.arguments[0],), call.node.start)
        client = call.callee if call.callee is not None else _member(walk, state, call)
        return self._build(walk, state, call, (step,), client)

    def _proxy(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """`this.dealModel()`: what an injected function answers, by its declared type."""
        if call.method is None or call.receiver is None:
            return None
        held = _member(walk, state, call)
        if isinstance(held, Scoped):
            return held
        return self.finder.of(walk, held) if isinstance(held, Given) else None

    def _names_table(self, walk: Walk, state: State, value: Value, near: str, name: str, call: Invocation) -> bool:
        text = value.value if isinstance(value, Constant) and isinstance(value.value, str) else None
        if not _strict(name) if text is None else is_statement(value) or not _TABLE.match(text):
            return False  # nearly every call, and what is called takes longer to find out
        callee = call.callee if call.callee is not None else _member(walk, state, call)
        if any(isinstance(option, Closure | Instance | Row) for option in options(callee or Unknown())):
            return False
        is_client = bool(_CLIENT.search(name)) or is_of_type(callee, *_TYPES) or isinstance(callee, Scoped)
        if isinstance(callee, External) and (callee.package == "knex" or not _CLIENT.search(".".join(callee.path))):
            return False
        if text is not None:
            table = re.split(r"\s+", text)[0]
            return is_client and (
                isinstance(callee, Scoped) or bool(self.models.by_table(table, near)) or _strict(name)
            )
        if not is_client:
            return False
        content = walk.content(state, value)
        return isinstance(content, Builder) or (isinstance(content, Record) and len(content.entries) == 1)

    # ------------------------------------------------------------------------------------------------------ models

    def _of_model(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        method, receiver = call.method, call.receiver
        if method == "query" and not any(is_statement(one) for one in call.arguments[:1]):
            found = self.finder.of(walk, receiver)
            if found is None or (len(call.arguments) > 1 and not found.model):
                return None
            return self._build(walk, state, call, (), self._scoped(self._own(found, call), call))
        if method == "bindKnex" and call.arguments:
            found = self.finder.of(walk, receiver)
            return replace(found, scoped=_by(call.arguments[0])) if found else None
        if method == "relatedQuery" and call.arguments:
            return self._related(walk, state, call, self.finder.of(walk, receiver))
        if method == "$query":
            entity, key = self.finder.of_row(walk, receiver)
            scope = self._scope_of_row(walk, receiver)
            model = Model(entity.id if entity else "", scope, "", primary(entity), key)
            return self._build(walk, state, call, (), self._scoped(model, call))
        if method == "$relatedQuery" and call.arguments:
            entity, key = self.finder.of_row(walk, receiver)
            target, column = self.finder.related(entity, _text(call.arguments[0]))
            scope = self._scope_of_row(walk, receiver)
            model = Model(target.id if target else "", scope, "the relation is not known", column, key)
            return self._build(walk, state, call, (), self._scoped(model, call))
        return None

    def _own(self, found: Model, call: Invocation) -> Model:
        """A static method of a model's: where each tenant has a connection, it is called on the bound class."""
        holder = call.node.callee.object if isinstance(call.node.callee, Member) else None
        entity = self.models.by_id.get(found.model)
        is_this = isinstance(holder, Name) and holder.name == "this"
        if not self.by_connection or not is_this or entity is None:
            return found
        has_key = any({plain(one.name), plain(one.stored)} & self.keys for one in entity.model.columns)
        return found if has_key else replace(found, scoped="the class is bound to a connection of the tenant's own")

    def _related(self, walk: Walk, state: State, call: Invocation, found: Model | None) -> Value | None:
        if found is None:
            return None
        entity = self.models.by_id.get(found.model)
        target, column = self.finder.related(entity, _text(call.arguments[0]))
        model = Model(target.id if target else "", found.scoped, "the relation is not known", column)
        return self._build(walk, state, call, (), self._scoped(model, call))

    def _scope_of_row(self, walk: Walk, value: Value | None) -> str | None:
        """A row of a scoped query stays on its connection."""
        if isinstance(value, Row) and value.access < len(walk.trace.accesses):
            return walk.trace.accesses[value.access].scoped
        return value.by if isinstance(value, Scoped) else None

    def _scoped(self, model: Model, call: Invocation) -> Model:
        """Bound to a tenant by the transaction that the query is given."""
        given = next((_by(one) for one in call.arguments if _by(one)), None)
        return replace(model, scoped=model.scoped or given)

    # ---------------------------------------------------------------------------------------------------- builders

    def _is_client(self, walk: Walk, state: State, call: Invocation) -> bool:
        """Whether a method is called on a connection of Knex's."""
        receiver, node = call.receiver, call.node.callee
        if isinstance(receiver, Row | Instance | Handle) or receiver is None or not isinstance(node, Member):
            return False
        if isinstance(receiver, Scoped):
            return call.method in TABLES or call.method == "batchInsert"
        if is_of_type(receiver, *_TYPES):
            return True
        if isinstance(receiver, External):
            return "knex" in receiver.package.lower()
        return is_vague(receiver) and bool(re.search(r"knex|^trx$", first_name(call), re.IGNORECASE))

    def _started(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        if call.method in TABLES and not call.arguments:
            return None
        steps = (Step(call.method or "", tuple(call.arguments), call.node.start),)
        return self._build(walk, state, call, () if call.method == "queryBuilder" else steps, call.receiver)

    def _build(
        self, walk: Walk, state: State, call: Invocation, steps: tuple[Step, ...], subject: Value | None
    ) -> Handle:
        node = call.node
        return walk.build(state, Builder(self.name, call.path, node.start, node.end, steps, subject))

    def _is_built(self, walk: Walk, state: State, value: Value) -> bool:
        held = [walk.content(state, option) for option in options(value)]
        return any(isinstance(content, Builder) and content.layer == self.name for content in held)

    def _step(self, walk: Walk, state: State, call: Invocation, receiver: Value) -> Value | None:
        method = call.method or ""
        if method in ("then", "catch", "finally"):
            return None
        if method == "clone":
            return self._copied(walk, state, receiver)
        if method == "modify" and call.arguments and isinstance(call.arguments[0], Closure):
            work = call.arguments[0]
            if walk.may_enter(work):
                walk.enter(state, work, [receiver, *call.arguments[1:]], None)
            return receiver
        step = Step(method, tuple(call.arguments), call.node.start)
        if method in ("if", "when") and any(isinstance(one, Closure) for one in call.arguments):
            return receiver
        walk.extend(state, receiver, step, call.node.end)
        if method == "transacting" and call.arguments:
            return receiver
        return expressions.awaited(walk, state, receiver) if method in _RUNNING else receiver

    def _copied(self, walk: Walk, state: State, value: Value) -> Value:
        made: list[Value] = []
        for handle, builder in walk.builders(state, value):
            walk.pending.pop(handle.id, None)
            made.append(walk.build(state, builder))
        return choice(made) if made else Unknown()


def _strict(name: str) -> bool:
    """Whether a name is hardly anything but a connection of Knex's."""
    return bool(re.search(r"knex|^_?trx$", name, re.IGNORECASE))


def _member(walk: Walk, state: State, call: Invocation) -> Value | None:
    """What `holder.name` is in `holder.name(…)`."""
    if call.receiver is None or call.method is None:
        return None
    return properties.property_of(walk, state, call.receiver, call.method)


def _by(value: Value) -> str | None:
    return value.by if isinstance(value, Scoped) else None


def _text(value: Value) -> str:
    return value.value if isinstance(value, Constant) and isinstance(value.value, str) else ""
