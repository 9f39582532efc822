"""Statements in text as accesses: each way that a text may come out is read, and entered into the trace."""

from __future__ import annotations

import re

from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.judge.flow import contents, properties
from blueprint_ls.judge.flow.predicate import NOTHING, OneOf, Opaque, Predicate
from blueprint_ls.judge.flow.state import Items, Record, State
from blueprint_ls.judge.flow.texts import strings
from blueprint_ls.judge.flow.trace import Source
from blueprint_ls.judge.flow.values import Row, Unknown, Value, choice
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.queries import Place, Query
from blueprint_ls.judge.tenancy.layers.recording import record
from blueprint_ls.judge.tenancy.layers.sql.parsing import BEGINS, Bound, RefusedError, Script, parse, script, tables_in
from blueprint_ls.judge.tenancy.layers.sql.pieces import Laid, Layout
from blueprint_ls.judge.tenancy.layers.statements import Statement

Calls = tuple[tuple[str, int], ...]
_ENOUGH = 400
_LOOKS = re.compile(
    r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/|;|\()*"
    r"(?:select\s|insert\s+(?:ignore\s+|or\s+\w+\s+)?into\s|update\s|delete\s+from\s|delete\s|merge\s+into\s|"
    r"replace\s+into\s|truncate\s|with\s+(?:recursive\s+)?[\w\"`]+(?:\s*\([^)]*\))?\s+as\s)",
    re.IGNORECASE | re.DOTALL,
)


class Parameters:
    """What the placeholders of a text are bound to."""

    def __init__(self, walk: Walk, state: State, given: Value | None) -> None:
        self.walk = walk
        self.state = state
        self.given = given
        self._next = 0

    def bound(self, name: str) -> Value:
        """The value of `$1`, of the next `?`, or of `:name`."""
        if self.given is None:
            return Unknown("a parameter that is bound elsewhere")
        if name == "?":
            self._next += 1
            return self._at(self._next)
        return self._at(int(name)) if name.isdigit() else self._named(name)

    def _at(self, number: int) -> Value:
        content = self.walk.content(self.state, self.given) if self.given is not None else None
        if isinstance(content, Items):
            if content.each is None and number <= len(content.items):
                return content.items[number - 1]
            return contents.element(self.walk, self.state, self.given or Unknown())
        return Unknown("a parameter that is bound elsewhere")

    def _named(self, name: str) -> Value:
        content = self.walk.content(self.state, self.given) if self.given is not None else None
        if not isinstance(content, Record):
            return Unknown("a parameter that is bound elsewhere")
        for key in (name, f":{name}", f"${name}", f"@{name}"):
            if key in content.entries:
                return content.entries[key]
        return properties.property_of(self.walk, self.state, self.given or Unknown(), name)


class Run:
    """One execution of a text."""

    def __init__(self, walk: Walk, state: State, models: Models, keys: frozenset[str]) -> None:
        self.walk = walk
        self.state = state
        self.models = models
        self.keys = keys

    def text(
        self, text: Value, given: Value | None, at: Place, client: Value | None, calls: Calls | None = None
    ) -> Value | None:
        """Enter what a text does; None where it touches no rows."""
        ways = Layout(self.walk, self.state).variants(text)
        read: list[Statement] = []
        refused: list[Script] = []
        mains: list[Query] = []
        for laid in ways:
            made = script(laid, self._bound(given, laid))
            if not BEGINS.match(made.text):
                continue
            try:
                statement, queries = self._read(made, at, client, calls)
            except RefusedError:
                refused.append(made)
                continue
            read.append(statement)
            mains += queries
        for statement in read:
            statement.enter()
        if refused and not read:
            return self._refused(refused[0], at, calls)
        rows = [Row(one.index, (), True) for main in mains for one in (main, *main.arms) if one.index >= 0]
        return choice(rows) if rows else (Unknown("what a statement answers") if read else None)

    def _bound(self, given: Value | None, laid: Laid) -> Bound | None:
        return Parameters(self.walk, self.state, given).bound if given is not None else None

    def _read(
        self, made: Script, at: Place, client: Value | None, calls: Calls | None
    ) -> tuple[Statement, list[Query]]:
        from blueprint_ls.judge.tenancy.layers.sql.reading import Reader

        nodes = parse(made)
        statement = Statement(self.walk, self.state, self.models, "sql", at[0], client, calls, keys=self.keys)
        found = [Reader(statement, made, at).read(node) for node in nodes]
        return statement, [query for query in found if query is not None]

    def _refused(self, made: Script, at: Place, calls: Calls | None) -> Value:
        """A statement that nothing can read is said to be unread."""
        why = "the statement could not be read"
        found = [entity for name in tables_in(made.text) for entity in self.models.by_table(name, at[0])[:1]]
        sources = (Source("", found[0].id),) if found else ()
        return self.unread(why, sources, at, calls)

    def unread(self, why: str, sources: tuple[Source, ...], at: Place, calls: Calls | None) -> Value:
        """Enter an access that nothing is known about but that it is one."""
        access = record(
            self.walk, self.state, None, layer="sql", operation="raw", kind="raw", sources=sources,
            predicate=Opaque(why), at=at, note=why, calls=self.walk.calls if calls is None else calls,
        )  # fmt: skip
        self.state.done |= {access.index}
        return Row(access.index, (), True)


def condition(query: Query, text: Value, given: Value | None = None) -> Predicate:
    """What a fragment demands where it stands as a condition of a query."""
    from blueprint_ls.judge.tenancy.layers.sql.conditions import Conditions
    from blueprint_ls.judge.tenancy.layers.sql.reading import Reader

    statement = query.statement
    found: list[Predicate] = []
    for laid in Layout(statement.walk, statement.state).variants(text):
        made = script(("select 1 where (", *laid, ")"), Parameters(statement.walk, statement.state, given).bound)
        try:
            node = parse(made)[0]
        except RefusedError:
            found.append(Opaque("a condition in SQL that could not be read", text))
            continue
        reader = Reader(statement, made, query.at)
        reader.begun()
        found.append(Conditions(reader, query).of(node.args.get("where")))
    return either(found)


def either(found: list[Predicate]) -> Predicate:
    """One of some conditions."""
    return found[0] if len(found) == 1 else OneOf(tuple(found)) if found else NOTHING


def is_statement(value: Value) -> bool:
    """Whether a text begins like a statement that touches rows."""
    text = ""
    for piece in strings(value):
        text += piece
        if len(text) > _ENOUGH:
            break
    return BEGINS.match(text) is not None and _LOOKS.match(text) is not None
