"""Drizzle: queries known by the tables they name, whatever the client is called."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Entity, Models
from blueprint_ls.codebase.typescript.program import Definition
from blueprint_ls.codebase.typescript.tree import Member, Name, Template
from blueprint_ls.judge.flow import expressions
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.layer import Layer
from blueprint_ls.judge.flow.state import Builder, Items, Record, State, Step
from blueprint_ls.judge.flow.trace import Source
from blueprint_ls.judge.flow.values import (
    Choice,
    Closure,
    Constant,
    External,
    Fragment,
    Given,
    Handle,
    Row,
    Table,
    Touched,
    Unknown,
    Value,
    choice,
    options,
)
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.drizzle import functions, relational, sql, writes
from blueprint_ls.judge.tenancy.layers.drizzle.clauses import JOINS
from blueprint_ls.judge.tenancy.layers.drizzle.conditions import OPERATORS
from blueprint_ls.judge.tenancy.layers.drizzle.queries import UNIONS, Query, enter, select
from blueprint_ls.judge.tenancy.layers.drizzle.rows import of_row
from blueprint_ls.judge.tenancy.layers.drizzle.subqueries import rows, under_name
from blueprint_ls.judge.tenancy.layers.drizzle.terms import listed
from blueprint_ls.judge.tenancy.layers.drizzle.values import Derived, Pending, Sql, column_of, is_part
from blueprint_ls.judge.tenancy.layers.recording import record

SELECTS = frozenset({"select", "selectDistinct", "selectDistinctOn"})
STEPS = JOINS | UNIONS | {"from", "where", "set", "values", "select", "returning", "output", "ignore"} | {
    "onConflictDoUpdate", "onConflictDoNothing", "onDuplicateKeyUpdate"
}  # fmt: skip
"""The clauses that say what a query touches."""
KEEPING = frozenset(
    {
        "orderBy",
        "limit",
        "offset",
        "groupBy",
        "having",
        "for",
        "fetch",
        "top",
        "comment",
        "prepare",
        "overridingSystemValue",
    }
    | {"$dynamic", "$withCache", "$type", "toSQL", "getSQL", "useIndex"}
)
"""Calls on a query that change nothing about whose rows it touches."""
RUNNING = frozenset({"execute", "run", "all", "get", "sync"})
RAW = frozenset({"execute", "run", "all", "get", "values"})
_SAME = frozenset({"as", "mapWith", "inlineParams", "if", "$type", "append", "getSQL"})


class Drizzle(Layer):
    """The layer; see the module."""

    name = "drizzle"

    def __init__(self, models: Models) -> None:
        self.models = models

    # ---------------------------------------------------------------------------------------------------- values

    def definition(self, walk: Walk, definition: Definition) -> Value | None:
        """A table where a file declares one."""
        entity = self.models.by_id.get(f"{definition.path}#{definition.name}")
        return Table(entity.id) if entity is not None and entity.model.layer == "drizzle" else None

    def property(self, walk: Walk, state: State, value: Value, name: str) -> Value | None:
        """Columns of tables, of subqueries and of rows."""
        if isinstance(value, Table):
            entity = self.models.by_id.get(value.model)
            if entity is None or entity.model.layer != "drizzle":
                return None
            return column_of(entity, value, name) or Unknown(f"`{name}` of a table")
        if isinstance(value, Derived):
            return value.columns.get(name, Unknown(f"`{name}` of a subquery"))
        return of_row(walk, state, value, name) if isinstance(value, Row) else None

    def _entity(self, value: Value) -> Entity | None:
        return self.models.by_id.get(value.model) if isinstance(value, Table) else None

    def tagged(self, walk: Walk, state: State, node: Template, tag: Value, values: list[Value]) -> Value | None:
        """`sql` templates."""
        name = node.tag.name if isinstance(node.tag, Name | Member) else ""
        is_own = isinstance(tag, External) and tag.package.startswith("drizzle-orm") and tag.path[-1:] == ("sql",)
        is_like = name == "sql" and not isinstance(tag, Closure) and any(is_part(value) for value in values)
        if not is_own and not is_like:
            return None
        plain = sql.plain_value(node.parts, values)
        if plain is not None and not isinstance(plain, Handle):
            return plain
        demand = sql.condition(node.parts, values, self.models)
        return Sql(tuple(expressions.placed(walk, node)), tuple(values), demand)

    # ----------------------------------------------------------------------------------------------------- calls

    def call(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """A clause of a query, the beginning of one, or an operator."""
        if call.method is None:
            return self._function(walk, state, call)
        receiver = call.receiver
        assert receiver is not None
        held = [walk.content(state, option) for option in options(receiver)]
        if any(isinstance(content, Builder) and content.layer == self.name for content in held):
            return self._clause(walk, state, call, receiver)
        if isinstance(receiver, Pending) and call.method == "as" and call.arguments:
            return self._common_table(walk, state, receiver, call.arguments[0])
        if call.method in _SAME and is_part(receiver):
            return receiver
        if isinstance(receiver, External):
            return self._function(walk, state, call)
        return self._begun(walk, state, call, held)

    def _function(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """A function that Drizzle exports, by its name and what it is given."""
        callee = call.callee if call.callee is not None else call.receiver
        if not isinstance(callee, External | Given | Unknown):
            return None
        written = call.node.callee
        name = call.method or (written.name if isinstance(written, Name) else "")
        path = callee.path if isinstance(callee, External) else ()
        if call.method is None and path:
            name = path[-1]
        is_own = isinstance(callee, External) and callee.package.startswith("drizzle-orm")
        if not is_own and not any(self._is_part(walk, state, value) for value in call.arguments):
            return self._begun(walk, state, call, []) if call.method is not None else None
        if name in OPERATORS:
            return Fragment(OPERATORS[name](walk, state, call.arguments))
        made = functions.made(walk, state, call, name, self.models)
        return made if made is not None or call.method is None else self._begun(walk, state, call, [])

    def _is_part(self, walk: Walk, state: State, value: Value) -> bool:
        content = walk.content(state, value)
        return is_part(value) or (isinstance(content, Builder) and content.layer == self.name)

    # -------------------------------------------------------------------------------------------- query builders

    def _clause(self, walk: Walk, state: State, call: Invocation, query: Value) -> Value | None:
        method = call.method or ""
        if method in RUNNING:
            answer = expressions.awaited(walk, state, query)
            return _first(answer) if method == "get" else answer
        if method == "as":
            name = call.arguments[0].value if call.arguments and isinstance(call.arguments[0], Constant) else ""
            return choice(under_name(walk, state, one, str(name), self.models) for one in options(query))
        if method not in STEPS:
            return query if method in KEEPING else None
        given = call.arguments
        if method in UNIONS and given and isinstance(given[0], Closure) and walk.may_enter(given[0]):
            given = [walk.enter(state, given[0], None, None)]
        walk.extend(state, query, Step(method, tuple(given), call.node.start), call.node.end)
        return query

    def _common_table(self, walk: Walk, state: State, named: Pending, value: Value) -> Value:
        if isinstance(value, Closure) and walk.may_enter(value):
            value = walk.enter(state, value, None, None)
        return choice(under_name(walk, state, one, named.name, self.models) for one in options(value))

    def _begun(self, walk: Walk, state: State, call: Invocation, held: Sequence[object]) -> Value | None:
        """A query that begins here, or one that is made by a single call."""
        method, given = call.method or "", call.arguments
        first = given[0] if given else None
        if method in SELECTS and self._may_select(walk, state, call, held):
            return self._builder(walk, state, call)
        if method in writes.KINDS and first is not None:
            return self._builder(walk, state, call) if self._names_table(first) else None
        if method in relational.READERS:
            return relational.read(walk, state, call, self.models)
        if method == "$count" and first is not None and self._names_table(first):
            return self._count(walk, state, call)
        if method == "$with" and isinstance(first, Constant):
            return Pending(str(first.value))
        if method == "with" and given and all(isinstance(one, Derived) for one in given):
            return call.receiver
        if method == "batch" and first is not None:
            return self._batch(walk, state, first)
        is_raw = isinstance(first, Sql) and (method in RAW or sql.is_statement(first.parts))
        return self._raw(walk, state, call, first) if is_raw and isinstance(first, Sql) else None

    def _may_select(self, walk: Walk, state: State, call: Invocation, held: Sequence[object]) -> bool:
        if any(isinstance(content, Builder | Items | Record) for content in held) or isinstance(call.receiver, Row):
            return False
        if not call.arguments:
            return True
        wanted = Items if call.method == "selectDistinctOn" else Record
        content = [walk.content(state, option) for option in options(call.arguments[0])]
        return any(isinstance(one, wanted) for one in content) or isinstance(call.arguments[0], Given | Choice)

    def _names_table(self, value: Value) -> bool:
        return any(isinstance(option, Table) and self._entity(option) for option in options(value))

    def _builder(self, walk: Walk, state: State, call: Invocation) -> Handle:
        node = call.node
        step = Step(call.method or "", tuple(call.arguments), node.start)
        return walk.build(state, Builder(self.name, call.path, node.start, node.end, (step,), call.receiver))

    def run(self, walk: Walk, state: State, builder: Builder) -> Value:
        """Turn a query into accesses."""
        query = Query(walk, state, builder, self.models)
        if builder.steps[0].name not in SELECTS:
            return writes.run(query)
        if not any(True for _ in query.steps("from")):
            return Given(f"call@{builder.path}:{builder.start}:select")
        select(query)
        return rows(query) if query.arms else Unknown("rows of tables that are not known")

    def _batch(self, walk: Walk, state: State, value: Value) -> Value | None:
        items = [*listed(walk, state, value)]
        if not any(self._is_part(walk, state, item) for item in items):
            return None
        return walk.handle(state, Items(tuple(expressions.awaited(walk, state, item) for item in items)))

    # ---------------------------------------------------------------------------------------------- single calls

    def _count(self, walk: Walk, state: State, call: Invocation) -> Value:
        steps = (Step("$count", (), call.node.start), Step("where", tuple(call.arguments[1:]), call.node.start))
        builder = Builder(self.name, call.path, call.node.start, call.node.end, steps, call.receiver, calls=walk.calls)
        access = enter(Query(walk, state, builder, self.models).read(call.arguments[0]), "read", bulk=True)
        return Touched(access.index, True)

    def _raw(self, walk: Walk, state: State, call: Invocation, statement: Sql) -> Value | None:
        """A statement in text: the layer that reads SQL is asked; without one, it is said to be unread."""
        reader = getattr(walk.layers.named.get("sql"), "statement", None)
        if reader is not None:
            found = reader(walk, state, call, statement.parts, statement.values)
            return found if isinstance(found, Value) else None
        tables = [value for value in statement.values if isinstance(value, Table)]
        sources = tuple(Source(table.alias, table.model) for table in tables)
        if not sources:
            return None
        access = record(walk, state, call, layer=self.name, operation="raw", kind="raw", sources=sources,
                        predicate=statement.predicate, note="a statement in SQL text")  # fmt: skip
        state.done |= {access.index}
        return Row(access.index, (), True)


def _first(value: Value) -> Value:
    return choice(replace(one, each=False) if isinstance(one, Row) else one for one in options(value))
