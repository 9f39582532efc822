"""Kysely's expressions: `eb("deal.teamId", "=", id)`, `and([…])`, `exists(…)`, as what they demand of a query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from blueprint_ls.judge.flow import contents
from blueprint_ls.judge.flow.predicate import NOTHING, All, Compared, Equals, Not, OneOf, Opaque, Predicate
from blueprint_ls.judge.flow.state import Builder, Items, Record, State
from blueprint_ls.judge.flow.values import (
    UNDEFINED,
    Choice,
    Closure,
    Constant,
    Fragment,
    Text,
    Unknown,
    Value,
    options,
)
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.drizzle.values import Sql
from blueprint_ls.judge.tenancy.layers.queries import Column, Query
from blueprint_ls.judge.tenancy.layers.sql.pieces import SqlText
from blueprint_ls.judge.tenancy.layers.sql.running import condition as condition_in_text

EQUAL = frozenset({"=", "==", "is", "is not distinct from", "<=>"})


class Expressions(Value, frozen=True):
    """What a callback is handed to build expressions with; `member` for one of its functions alone."""

    member: str = ""


class Reference(Value, frozen=True):
    """A column, by its name in the query."""

    name: str


class Clause(Value, frozen=True):
    """An expression that is built, and not yet part of a query."""

    kind: str
    """`compare`, `references`, `and`, `or`, `not`, `exists`, `other`."""
    parts: tuple[Value, ...]


class Reading(Protocol):
    """What clauses ask of whoever reads the query."""

    walk: Walk
    state: State

    def inner(self, value: Value, around: Query) -> Query | None:
        """A query inside another; None where a value is none."""
        ...


def called(walk: Walk, state: State, name: str, given: list[Value]) -> Value | None:
    """What a function of the expression builder answers."""
    if name in ("", "eb", "cmpr", "bxp"):
        return Clause("compare", tuple(given))
    if name in ("and", "or"):
        return Clause(name, tuple(_listed(walk, state, given)))
    if name in ("not", "exists"):
        return Clause(name, tuple(given[:1]))
    if name == "notExists":
        return Clause("not", (Clause("exists", tuple(given[:1])),))
    if name == "ref":
        first = given[0] if given else Unknown()
        return Reference(first.value) if isinstance(first, Constant) and isinstance(first.value, str) else Unknown()
    if name in ("val", "lit", "value", "cast", "parens"):
        return given[0] if given else Unknown()
    if name == "between":
        return Clause("other", tuple(given))
    return None


def _listed(walk: Walk, state: State, given: list[Value]) -> Iterator[Value]:
    for value in given:
        content = walk.content(state, value)
        if isinstance(content, Items):
            yield from content.items
            yield from [content.each] if content.each is not None else []
        elif isinstance(content, Record):
            for key, entry in content.entries.items():
                yield Clause("compare", (Constant(key), Constant("="), entry))
        else:
            yield value


class Clauses:
    """The conditions of one query."""

    def __init__(self, reading: Reading, query: Query) -> None:
        self.reading = reading
        self.query = query
        self.walk = reading.walk
        self.state = reading.state

    def given(self, arguments: tuple[Value, ...]) -> Predicate:
        """What the arguments of `where`, `on` or `having` demand."""
        if len(arguments) >= 3:
            return self.compared(*arguments[:3])
        return self.of(arguments[0]) if arguments else NOTHING

    def of(self, value: Value) -> Predicate:
        """What an expression demands."""
        if isinstance(value, Choice):
            return _either([self.of(option) for option in value.options])
        if isinstance(value, Closure):
            if not self.walk.may_enter(value):
                return Opaque("a condition that lies too deep")
            return self.of(self.walk.enter(self.state, value, [Expressions()], None))
        if isinstance(value, Clause):
            return _KINDS[value.kind](self, value)
        if isinstance(value, SqlText | Text | Sql):
            return condition_in_text(self.query, value)
        if isinstance(value, Fragment):
            return value.predicate
        if isinstance(value, Constant):
            return NOTHING
        return Opaque("the condition is made elsewhere", value)

    def compared(self, left: Value, operator: Value, right: Value) -> Predicate:
        """`left operator right`."""
        sign = str(operator.value).lower() if isinstance(operator, Constant) else ""
        one = self.side(left, is_name=True)
        inner = self._inner(right)
        if inner is not None:
            found = self.query.within(one, inner)
            return found if sign in ("=", "in") else Not(found)
        if sign in EQUAL:
            return self._equal(one, self.side(right))
        if sign == "in":
            return self._in(one, right)
        if not sign:
            return Opaque("the operator is made elsewhere", operator)
        return Compared(one.source, one.name, sign) if isinstance(one, Column) else Compared("", "", sign)

    def _inner(self, value: Value) -> Query | None:
        if isinstance(value, Closure) and self.walk.may_enter(value):
            value = self.walk.enter(self.state, value, [Expressions()], None)
        return self.reading.inner(value, self.query)

    def _equal(self, one: Column | Value | None, other: Column | Value | None) -> Predicate:
        if one is None or other is None:
            return Compared("", "", "=")
        return self.query.equals(one, other)

    def _in(self, one: Column | Value | None, right: Value) -> Predicate:
        if not isinstance(one, Column):
            return Compared("", "", "in")
        is_list = any(self.walk.items(self.state, option) is not None for option in options(right))
        element = contents.element(self.walk, self.state, right) if is_list else right
        return Equals(one.source, one.name, element, many=True)

    def side(self, value: Value, is_name: bool = False) -> Column | Value | None:
        """A column or a value; None for what is computed."""
        if isinstance(value, Reference):
            return self.column(value.name)
        if is_name:
            if isinstance(value, Constant) and isinstance(value.value, str):
                return self.column(value.value)
            return None if isinstance(value, Clause | SqlText) else value
        if isinstance(value, Clause):
            return None
        if isinstance(value, SqlText):
            held = [part for part in value.parts if not isinstance(part, str) or part.strip()]
            return held[0] if len(held) == 1 and isinstance(held[0], Value) else Unknown("a computed value")
        return value

    def column(self, name: str) -> Column | Value | None:
        """A column by the name that code writes: `deal.teamId`."""
        table, _, column = name.partition(" as ")[0].strip().rpartition(".")
        return self.query.column(column, table.rpartition(".")[2])

    # ---------------------------------------------------------------------------------------------------- kinds

    def _compare(self, clause: Clause) -> Predicate:
        return self.compared(*clause.parts[:3]) if len(clause.parts) >= 3 else Compared("", "", "an expression")

    def _references(self, clause: Clause) -> Predicate:
        left, operator, right = clause.parts
        references = [Reference(str(one.value)) if isinstance(one, Constant) else one for one in (left, right)]
        return self.compared(references[0], operator, references[1])

    def _and(self, clause: Clause) -> Predicate:
        return All(tuple(self.of(part) for part in clause.parts))

    def _or(self, clause: Clause) -> Predicate:
        parts = [part for part in clause.parts if part != Constant(UNDEFINED)]
        return _either([self.of(part) for part in parts]) if parts else NOTHING

    def _not(self, clause: Clause) -> Predicate:
        return Not(self.of(clause.parts[0])) if clause.parts else NOTHING

    def _exists(self, clause: Clause) -> Predicate:
        inner = self._inner(clause.parts[0]) if clause.parts else None
        return self.query.exists(inner) if inner is not None else Opaque("a query that is made elsewhere")

    def _other(self, clause: Clause) -> Predicate:
        for part in clause.parts:
            self._inner(part)
        return Compared("", "", "an expression")


_KINDS: dict[str, Callable[[Clauses, Clause], Predicate]] = {
    "compare": Clauses._compare,
    "references": Clauses._references,
    "and": Clauses._and,
    "or": Clauses._or,
    "not": Clauses._not,
    "exists": Clauses._exists,
    "other": Clauses._other,
}


def _either(found: list[Predicate]) -> Predicate:
    return found[0] if len(found) == 1 else OneOf(tuple(found))


def is_builder(walk: Walk, state: State, value: Value) -> bool:
    """Whether a value is a query that Kysely builds."""
    content = walk.content(state, value)
    return isinstance(content, Builder) and content.layer == "kysely"
