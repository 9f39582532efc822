"""Drizzle's operators: `eq(deals.tenantId, id)`, `and(…)`, `inArray(…)`, as one form of predicate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from blueprint_ls.judge.flow import contents
from blueprint_ls.judge.flow.predicate import (
    NOTHING,
    All,
    Compared,
    Equals,
    Linked,
    Not,
    OneOf,
    Opaque,
    Predicate,
)
from blueprint_ls.judge.flow.state import Builder, State
from blueprint_ls.judge.flow.values import (
    UNDEFINED,
    Choice,
    ColumnOf,
    Constant,
    Fragment,
    Given,
    Handle,
    Value,
    choice,
    options,
)
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.drizzle.sql import plain_value
from blueprint_ls.judge.tenancy.layers.drizzle.values import Sql, Subquery, name_of

COMPARING = frozenset(
    {"ne", "gt", "gte", "lt", "lte", "like", "ilike", "notLike", "notIlike", "between", "notBetween", "isNotNull"}
    | {"arrayContains", "arrayContained", "arrayOverlaps", "l2Distance", "cosineDistance", "innerProduct"}
)
"""Operators that say nothing about whose a row is (operators of drizzle-orm 0.45 and 1.0)."""


def condition(walk: Walk, state: State, value: Value) -> Predicate:
    """What a value demands where a condition is expected; what is undefined demands nothing."""
    if isinstance(value, Choice):
        return either([condition(walk, state, option) for option in value.options])
    if isinstance(value, Fragment | Sql):
        return value.predicate
    if isinstance(value, ColumnOf):
        return Equals(name_of(value), value.column, Constant(True))
    if is_absent(value):
        return NOTHING
    return Opaque("the condition is made elsewhere", value)


def either(parts: Sequence[Predicate]) -> Predicate:
    """One of some conditions."""
    return parts[0] if len(parts) == 1 else OneOf(tuple(parts))


def is_absent(value: Value) -> bool:
    """Whether a value stands for no condition at all."""
    return isinstance(value, Constant) and (value.value is UNDEFINED or not value.value)


def definite(value: Value) -> Value:
    """A value as Drizzle sends it: an undefined one makes the statement fail, it is never left out."""
    if isinstance(value, Sql):
        plain = plain_value(value.parts, value.values)
        return value if plain is None else definite(plain)
    if isinstance(value, Given):
        return replace(value, optional=False)
    if isinstance(value, Choice):
        return choice(definite(option) for option in value.options)
    return Constant(None) if isinstance(value, Constant) and value.value is UNDEFINED else value


# ------------------------------------------------------------------------------------------------------- operators


def _both(walk: Walk, state: State, given: list[Value]) -> Predicate:
    return All(tuple(condition(walk, state, value) for value in given))


def _any(walk: Walk, state: State, given: list[Value]) -> Predicate:
    present = [[option for option in options(value) if not is_absent(option)] for value in given]
    arms = [condition(walk, state, choice(found)) for found in present if found]
    if not arms:
        return NOTHING
    maybe_none = all(len(found) < len([*options(value)]) for found, value in zip(present, given, strict=True))
    return either([*arms, NOTHING] if maybe_none else arms)


def _not(walk: Walk, state: State, given: list[Value]) -> Predicate:
    return Not(_both(walk, state, given))


def _equal(walk: Walk, state: State, given: list[Value]) -> Predicate:
    if len(given) < 2:
        return NOTHING
    left, right = definite(given[0]), definite(given[1])
    if not _is_column(left) and _is_column(right):
        left, right = right, left
    return either([_equal_one(walk, state, column, right) for column in options(left)])


def _is_column(value: Value) -> bool:
    return any(isinstance(option, ColumnOf) for option in options(value))


def _is_query(walk: Walk, state: State, value: Value) -> bool:
    return isinstance(walk.content(state, value), Builder)


def _equal_one(walk: Walk, state: State, column: Value, value: Value) -> Predicate:
    if not isinstance(column, ColumnOf):
        return Compared("", "", "an expression") if isinstance(column, Sql) else Opaque("an unknown column", column)
    if isinstance(value, Handle) and _is_query(walk, state, value):
        return Subquery(value, column)
    columns = [option for option in options(value) if isinstance(option, ColumnOf)]
    links = [Linked(name_of(column), column.column, name_of(other), other.column) for other in columns]
    plain = [option for option in options(value) if not isinstance(option, ColumnOf)]
    equal = [Equals(name_of(column), column.column, choice(plain))] if plain else []
    return either([*links, *equal])


def _within(walk: Walk, state: State, given: list[Value]) -> Predicate:
    if len(given) < 2:
        return NOTHING
    column = definite(given[0])
    if not isinstance(column, ColumnOf):
        return _equal(walk, state, given)
    if isinstance(given[1], Handle) and _is_query(walk, state, given[1]):
        return Subquery(given[1], column)
    listed = definite(contents.element(walk, state, given[1]))
    return Equals(name_of(column), column.column, listed, many=True)


def _not_within(walk: Walk, state: State, given: list[Value]) -> Predicate:
    return Not(_within(walk, state, given))


def _missing(walk: Walk, state: State, given: list[Value]) -> Predicate:
    return _equal(walk, state, [*given[:1], Constant(None)])


def _exists(walk: Walk, state: State, given: list[Value]) -> Predicate:
    if given and isinstance(given[0], Handle):
        return Subquery(given[0])
    return condition(walk, state, given[0]) if given and isinstance(given[0], Sql) else Compared("", "", "exists")


def _not_exists(walk: Walk, state: State, given: list[Value]) -> Predicate:
    return Not(_exists(walk, state, given))


def _compared(walk: Walk, state: State, given: list[Value]) -> Predicate:
    column = given[0] if given else None
    queries = [Not(Subquery(one)) for one in given if isinstance(one, Handle) and _is_query(walk, state, one)]
    name, of = (name_of(column), column.column) if isinstance(column, ColumnOf) else ("", "")
    return All((*queries, Compared(name, of, "another way")))


OPERATORS: Mapping[str, Callable[[Walk, State, list[Value]], Predicate]] = {
    "and": _both,
    "or": _any,
    "not": _not,
    "eq": _equal,
    "inArray": _within,
    "notInArray": _not_within,
    "isNull": _missing,
    "exists": _exists,
    "notExists": _not_exists,
    **dict.fromkeys(COMPARING, _compared),
}
"""What each operator makes of its arguments."""
