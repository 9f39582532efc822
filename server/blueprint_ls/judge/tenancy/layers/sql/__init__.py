"""SQL in texts: tagged templates, strings that drivers run, statements put together piece by piece."""

from __future__ import annotations

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Models, plain
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.codebase.typescript.tree import Expression, Member, Template
from blueprint_ls.judge.flow import expressions, properties, texts
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.layer import Layer
from blueprint_ls.judge.flow.state import Builder, Items, Record, State, Step
from blueprint_ls.judge.flow.values import (
    Closure,
    Constant,
    External,
    Handle,
    Row,
    Scoped,
    Text,
    Unknown,
    Value,
    choice,
    options,
)
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.rows import of_row
from blueprint_ls.judge.tenancy.layers.sql.helpers import helper, last_name
from blueprint_ls.judge.tenancy.layers.sql.pieces import SqlText, interleaved
from blueprint_ls.judge.tenancy.layers.sql.places import TEXT_KEYS, place_of
from blueprint_ls.judge.tenancy.layers.sql.running import Run, is_statement

_AT_ONCE = frozenset({"$queryRaw", "$executeRaw"})
"""Prisma's tags and methods, which run what they are given."""
_UNSAFE = frozenset({"$queryRawUnsafe", "$executeRawUnsafe"})
_RUNNING = (
    frozenset(
        {"query", "execute", "exec", "unsafe", "raw", "run", "all", "get", "each", "any", "one", "oneOrNone", "many"}
        | {"manyOrNone", "none", "oneFirst", "maybeOne", "anyFirst", "manyFirst", "queryObject", "queryArray", "stream"}
        | {"executeSql", "executeQuery", "runQuery", "queryRaw", "executeRaw", "rawQuery", "prepare", "batch", "sql"}
    )
    | _UNSAFE
    | _AT_ONCE
)
"""Methods of drivers that take a statement first."""
_LAZY = frozenset({"prepare", "raw"})
_STARTING = frozenset({"execute", "all", "get", "run", "iterate", "cursor", "values", "first", "forEach", "describe"})
_VALUE_KEYS = ("values", "args", "params", "parameters", "query_params", "bind", "bindings", "replacements", "binds")
_HOMES = ("postgres", "slonik", "@prisma/client", "kysely", "bun", "@vercel/postgres", "@neondatabase/serverless",
          "sql-template-strings", "sql-template-tag", "@databases/pg", "@prisma/sql")  # fmt: skip
_NAMES = frozenset({"sql", "tx", "trx", "prisma", "pg", "db"})
_ONE = frozenset({"get", "one", "oneOrNone", "maybeOne", "first"})


class RawSql(Layer):
    """The layer; see the module."""

    name = "sql"

    def __init__(self, models: Models, tenancy: Tenancy) -> None:
        self.models = models
        self.keys = frozenset(plain(name) for name in tenancy.keys if name)

    def property(self, walk: Walk, state: State, value: Value, name: str) -> Value | None:
        """Columns of rows, by the names that a statement gives them; `Prisma.empty`."""
        if isinstance(value, External) and value.path[-1:] == ("Prisma",) and name == "empty":
            return texts.EMPTY
        if isinstance(value, Row) and value.access < len(walk.trace.accesses):
            return of_row(walk, value, name)
        return None

    def run(self, walk: Walk, state: State, builder: Builder) -> Value:
        """A statement that was defined somewhere, and is run."""
        given = builder.steps[0].arguments[0] if builder.steps and builder.steps[0].arguments else None
        text = builder.subject or Unknown()
        client = builder.steps[-1].arguments[0] if builder.steps and builder.steps[-1].name == "on" else None
        found = self._run(walk, state).text(
            text, given, (builder.path, builder.start, builder.end), client, builder.calls
        )
        return found or Unknown("what a statement answers")

    def _run(self, walk: Walk, state: State) -> Run:
        return Run(walk, state, self.models, self.keys)

    # -------------------------------------------------------------------------------------------------- templates

    def tagged(self, walk: Walk, state: State, node: Template, tag: Value, values: list[Value]) -> Value | None:
        """A template of a driver's: a statement, or a fragment of one."""
        parts = tuple(interleaved(expressions.placed(walk, node), values))
        text = SqlText(parts)
        name = last_name(node.tag)
        if name in _AT_ONCE:
            client = _holder(walk, state, node.tag)
            found = self._run(walk, state).text(text, None, (walk.path, node.start, node.end), client)
            return found or Unknown("what a statement answers")
        if not _is_tag(name, tag) and not is_statement(Text(parts)):
            return None
        if not is_statement(Text(tuple(part for part in parts if isinstance(part, str)))):
            return text if _is_tag(name, tag) else None
        scope = tag if isinstance(tag, Scoped) else None
        return self._lazy(walk, state, text, None, (walk.path, node.start, node.end), scope)

    def _lazy(
        self, walk: Walk, state: State, text: Value, given: Value | None, at: tuple[str, int, int], client: Value | None
    ) -> Handle:
        """A statement that runs when it is awaited, or handed to somebody."""
        steps: tuple[Step, ...] = (Step("text", (given,) if given is not None else (), at[1]),)
        if client is not None:
            steps = (*steps, Step("on", (client,), at[1]))
        return walk.build(state, Builder(self.name, *at, steps, text))

    def statement(
        self, walk: Walk, state: State, call: Invocation, parts: tuple[str, ...], values: tuple[Value, ...]
    ) -> Value | None:
        """A statement in another layer's template that its own client runs."""
        at = (call.path, call.node.start, call.node.end)
        return self._run(walk, state).text(SqlText(tuple(interleaved(parts, values))), None, at, call.receiver)

    # ------------------------------------------------------------------------------------------------------ calls

    def call(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """A text that a driver runs, or a helper of one."""
        if call.receiver is not None and self._is_lazy(walk, state, call.receiver):
            return self._started(walk, state, call)
        made = helper(walk, state, call)
        if made is not None:
            return made
        name = call.method or last_name(call.node.callee)
        if name not in _RUNNING or not call.arguments or self._is_own(walk, state, call):
            return None
        text, given = self._text(walk, state, call)
        if text is None:
            return self._unknown_text(walk, state, call, name)
        place, calls = place_of(walk, call)
        if name in _LAZY and isinstance(call.receiver, Value):
            return self._lazy(walk, state, text, given, place, call.receiver)
        found = self._run(walk, state).text(text, given, place, call.receiver, calls)
        return _first(found) if name in _ONE and found is not None else found

    def _is_lazy(self, walk: Walk, state: State, value: Value) -> bool:
        held = [walk.content(state, option) for option in options(value)]
        return any(isinstance(content, Builder) and content.layer == self.name for content in held)

    def _started(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """`statement.all(…)`, `` sql`…`.execute(db) ``."""
        if call.method not in _STARTING:
            return call.receiver if call.method not in ("then", "catch", "finally") else None
        receiver = call.receiver or Unknown()
        if call.arguments and call.method != "execute":
            bindings: Value = call.arguments[0]
            if not isinstance(walk.content(state, bindings), Record | Items):
                bindings = walk.handle(state, Items(tuple(call.arguments)))
            for handle, builder in walk.builders(state, receiver):
                begun = Step("text", (bindings,), builder.start)
                walk.store(state, handle, replace(builder, steps=(begun, *builder.steps[1:]), thenable=True))
        elif call.arguments:
            for option in options(receiver):
                walk.extend(state, option, Step("on", (call.arguments[0],), call.node.start))
        found = expressions.awaited(walk, state, receiver)
        return _first(found) if call.method in _ONE else found

    def _is_own(self, walk: Walk, state: State, call: Invocation) -> bool:
        """Whether a call leads into a function of this repository, which is followed instead."""
        callee = call.callee
        if callee is None and call.receiver is not None and call.method:
            if isinstance(walk.content(state, call.receiver), Builder):
                return True
            callee = properties.property_of(walk, state, call.receiver, call.method)
        return any(isinstance(option, Closure) and walk.may_enter(option) for option in options(callee or Unknown()))

    def _text(self, walk: Walk, state: State, call: Invocation) -> tuple[Value | None, Value | None]:
        """The statement that a call is given, and what binds its placeholders."""
        first, rest = call.arguments[0], call.arguments[1:]
        content = walk.content(state, first)
        if isinstance(content, Record):
            found = next((content.entries[key] for key in TEXT_KEYS if key in content.entries), None)
            given = next((content.entries[key] for key in _VALUE_KEYS if key in content.entries), None)
            given = given if given is not None else (rest[0] if rest else None)
            return (found, given) if found is not None and self._reads(walk, state, found) else (None, None)
        if not self._reads(walk, state, first):
            return None, None
        if call.method in _UNSAFE:
            return first, walk.handle(state, Items(tuple(rest)))
        given = rest[0] if rest else None
        inner = walk.content(state, given) if given is not None else None
        if isinstance(inner, Record):
            given = next((inner.entries[key] for key in _VALUE_KEYS if key in inner.entries), given)
        elif given is not None and not isinstance(inner, Items) and not isinstance(given, Closure):
            given = walk.handle(state, Items(tuple(rest))) if isinstance(given, Constant) else given
        return first, given

    def _reads(self, walk: Walk, state: State, value: Value) -> bool:
        if self._is_lazy(walk, state, value):
            return True
        return any(
            is_statement(Text(option.parts) if isinstance(option, SqlText) else option) for option in options(value)
        )

    def _unknown_text(self, walk: Walk, state: State, call: Invocation, name: str) -> Value | None:
        """A statement that nobody knows is said to be one."""
        if name not in _UNSAFE or any(texts.is_text(option) for option in options(call.arguments[0])):
            return None
        place, calls = place_of(walk, call)
        return self._run(walk, state).unread("the statement is made elsewhere", (), place, calls)


def _first(value: Value | None) -> Value:
    return choice(replace(one, each=False) if isinstance(one, Row) else one for one in options(value or Unknown()))


def _is_tag(name: str, tag: Value) -> bool:
    if isinstance(tag, External):
        return tag.package.startswith(_HOMES) or name.lower() == "sql"
    return name.lower() in _NAMES and not isinstance(tag, Closure)


def _holder(walk: Walk, state: State, node: Expression | None) -> Value | None:
    """The client that a tag is a method of."""
    return expressions.evaluate(walk, state, node.object) if isinstance(node, Member) else None
