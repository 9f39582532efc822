"""What the conditions of a Knex query demand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from msgspec.structs import replace

from blueprint_ls.judge.flow import contents
from blueprint_ls.judge.flow.predicate import NOTHING, All, Compared, Equals, Not, OneOf, Opaque, Predicate
from blueprint_ls.judge.flow.state import Builder, Items, Record, State, Step
from blueprint_ls.judge.flow.values import Choice, Closure, Constant, Handle, Text, Unknown, Value, options
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.knex.words import EQUAL
from blueprint_ls.judge.tenancy.layers.queries import Column, Query
from blueprint_ls.judge.tenancy.layers.sql.pieces import SqlText
from blueprint_ls.judge.tenancy.layers.sql.running import condition as condition_in_text


class Reading(Protocol):
    """What conditions ask of whoever reads the query."""

    walk: Walk
    state: State

    def inner(self, value: Value, around: Query) -> Query | None:
        """A query inside another; None where a value is none."""
        ...


@dataclass(slots=True)
class Groups:
    """Conditions in a row: `and` binds them closer than `or`."""

    arms: list[list[Predicate]] = field(default_factory=lambda: [[]])

    def add(self, demand: Predicate, is_or: bool) -> None:
        """One more condition."""
        if is_or and self.arms[-1]:
            self.arms.append([])
        self.arms[-1].append(demand)

    @property
    def predicate(self) -> Predicate:
        """All of them."""
        found = [All(tuple(arm)) for arm in self.arms]
        return found[0] if len(found) == 1 else OneOf(tuple(found))


class Conditions:
    """The conditions of one query."""

    def __init__(self, reading: Reading, query: Query) -> None:
        self.reading = reading
        self.query = query
        self.walk = reading.walk
        self.state = reading.state

    def all(self, steps: Iterable[Step]) -> Predicate:
        """What all conditions of a builder demand."""
        groups = Groups()
        for step in steps:
            name = step.name
            if not name.lower().startswith(("where", "andwhere", "orwhere")):
                continue
            demand = self.of(name, step.arguments)
            groups.add(demand if step.certain else OneOf((demand, NOTHING)), name.startswith("or"))
        return groups.predicate

    def of(self, name: str, given: tuple[Value, ...]) -> Predicate:
        """What one condition demands."""
        word = name.removeprefix("and").removeprefix("or")
        word = word[0].lower() + word[1:]
        negated = "Not" in word and word not in ("whereNotNull",)
        found = self._positive(word.replace("Not", "") if negated else word, given)
        return Not(found) if negated else found

    def _positive(self, word: str, given: tuple[Value, ...]) -> Predicate:
        if not given:
            return NOTHING
        if word == "whereRaw":
            return self.raw(given[0], given[1] if len(given) > 1 else None)
        if word == "whereIn":
            return self._in(given)
        if word == "whereExists":
            inner = self._inner(given[0])
            return self.query.exists(inner) if inner is not None else Opaque("a query that is made elsewhere")
        if word == "whereNull":
            return self._equal(self.side(given[0]), Constant(None))
        if word in ("whereColumn", "whereRef"):
            sides = [self.side(one) for one in (given[0], given[-1])]
            return self._equal(sides[0], sides[1])
        if word != "where":
            return self._compared(given[0], word)
        return self._where(given)

    def _where(self, given: tuple[Value, ...]) -> Predicate:
        if len(given) == 1:
            return self._one(given[0])
        if len(given) == 2:
            return self._is(given[0], given[1])
        sign = str(given[1].value).lower() if isinstance(given[1], Constant) else ""
        if sign in EQUAL:
            return self._is(given[0], given[2])
        if sign == "in":
            return self._in((given[0], given[2]))
        return self._compared(given[0], sign or "an operator made elsewhere")

    def _one(self, value: Value) -> Predicate:
        if isinstance(value, Choice):
            return OneOf(tuple(self._one(option) for option in value.options))
        if isinstance(value, Closure):
            return self.grouped(value)
        content = self.walk.content(self.state, value)
        if isinstance(content, Record):
            parts = [self._is(Constant(key), entry) for key, entry in content.entries.items()]
            parts += [Opaque("part of the condition is made elsewhere", unseen) for unseen in content.unseen]
            return All(tuple(parts))
        if isinstance(content, Builder) and content.layer == "sql":
            return self.raw(value, None)
        if isinstance(value, SqlText | Text):
            return self.raw(value, None)
        return NOTHING if isinstance(value, Constant) else Opaque("the condition is made elsewhere", value)

    def grouped(self, work: Closure) -> Predicate:
        """`where((builder) => …)`, `where(function () { this… })`."""
        return self.all(self.steps_of(work))

    def steps_of(self, work: Closure) -> tuple[Step, ...]:
        """What a function does to a builder that it is handed."""
        begun = Builder("knex", self.query.at[0], self.query.at[1], self.query.at[2], (), thenable=False)
        handle = self.walk.handle(self.state, begun)
        if not self.walk.may_enter(work):
            return ()
        self.walk.enter(self.state, work if work.this else replace(work, this=handle), [handle], None)
        content = self.walk.content(self.state, handle)
        return content.steps if isinstance(content, Builder) else ()

    def _is(self, left: Value, right: Value) -> Predicate:
        one = self.side(left)
        inner = self._inner(right)
        if inner is not None:
            return self.query.within(one, inner)
        if isinstance(right, Constant) and right.value is None:
            return self._equal(one, Constant(None))
        return self._equal(one, self._value(right))

    def _value(self, value: Value) -> Column | Value:
        """The value that a column is compared with; `knex.ref(…)` is a column."""
        if isinstance(value, Ref):
            found = self.column(value.name)
            return found if found is not None else Unknown("a column")
        return value

    def _equal(self, one: Column | Value | None, other: Column | Value | None) -> Predicate:
        if one is None or other is None:
            return Compared("", "", "=")
        return self.query.equals(one, other)

    def _in(self, given: tuple[Value, ...]) -> Predicate:
        if len(given) < 2:
            return Compared("", "", "in")
        content = self.walk.items(self.state, given[0])
        if content is not None:
            return self._rows_in(content, given[1])
        one = self.side(given[0])
        inner = self._inner(given[1])
        if inner is not None:
            return self.query.within(one, inner)
        if not isinstance(one, Column):
            return Compared("", "", "in")
        is_list = any(self.walk.items(self.state, option) is not None for option in options(given[1]))
        element = contents.element(self.walk, self.state, given[1]) if is_list else given[1]
        return Equals(one.source, one.name, element, many=True)

    def _rows_in(self, columns: Items, rows: Value) -> Predicate:
        """`whereIn(["a", "b"], [[1, 2]])`."""
        row = contents.element(self.walk, self.state, rows)
        cells = self.walk.items(self.state, row)
        parts: list[Predicate] = []
        for at, column in enumerate(columns.items):
            one = self.side(column)
            value = cells.items[at] if cells and at < len(cells.items) else Unknown("part of a row")
            if isinstance(one, Column):
                parts.append(Equals(one.source, one.name, value, many=True))
        return All(tuple(parts))

    def _compared(self, left: Value, how: str) -> Predicate:
        one = self.side(left)
        return Compared(one.source, one.name, how) if isinstance(one, Column) else Compared("", "", how)

    def _inner(self, value: Value) -> Query | None:
        if isinstance(value, Closure):
            steps = self.steps_of(value)
            if not steps:
                return None
            at = self.query.at
            begun = Builder("knex", at[0], value.function.start, value.function.end, steps)
            value = self.walk.handle(self.state, begun)
        return self.reading.inner(value, self.query)

    def raw(self, text: Value, given: Value | None) -> Predicate:
        """`whereRaw("team_id = ?", [id])`, `where(knex.raw(…))`."""
        content = self.walk.content(self.state, text)
        if isinstance(content, Builder) and isinstance(text, Handle):
            self.walk.pending.pop(text.id, None)
            given = content.steps[0].arguments[0] if content.steps and content.steps[0].arguments else given
            text = content.subject or Unknown()
        if given is not None and self.walk.content(self.state, given) is None:
            given = self.walk.handle(self.state, Items((given,)))
        if not isinstance(text, SqlText | Text | Constant | Choice):
            return Opaque("a condition in SQL that is made elsewhere", text)
        return condition_in_text(self.query, text, given)

    def side(self, value: Value) -> Column | Value | None:
        """The column that an argument names."""
        if isinstance(value, Ref):
            return self.column(value.name)
        if isinstance(value, Constant) and isinstance(value.value, str):
            return self.column(value.value)
        return None

    def column(self, name: str) -> Column | Value | None:
        """A column by the name that code writes."""
        table, _, column = name.partition(" as ")[0].strip().replace('"', "").replace("`", "").rpartition(".")
        return self.query.column(column, table.rpartition(".")[2])


class Ref(Value, frozen=True):
    """`knex.ref("deals.id")`, `ref("deals.id")`: a column."""

    name: str
