"""What Drizzle exports besides operators: aliases, columns of tables, set operations, pieces of SQL."""

from __future__ import annotations

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.predicate import NOTHING, All, OneOf, Predicate
from blueprint_ls.judge.flow.state import Record, State, Step
from blueprint_ls.judge.flow.values import ColumnOf, Constant, Fragment, Given, Table, Unknown, Value, choice
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.drizzle.conditions import condition
from blueprint_ls.judge.tenancy.layers.drizzle.queries import UNIONS
from blueprint_ls.judge.tenancy.layers.drizzle.terms import listed
from blueprint_ls.judge.tenancy.layers.drizzle.values import Sql

_EXPRESSIONS = frozenset(
    {"asc", "desc", "count", "sum", "max", "min", "avg", "countDistinct", "raw", "identifier", "empty"}
)
"""Functions that make SQL which says nothing about whose a row is."""


def made(walk: Walk, state: State, call: Invocation, name: str, models: Models) -> Value | None:
    """What one of Drizzle's functions answers; None where it is none of these."""
    first = call.arguments[0] if call.arguments else None
    if name in ("alias", "aliasedTable") and isinstance(first, Table) and len(call.arguments) > 1:
        label = call.arguments[1]
        return replace(first, alias=str(label.value)) if isinstance(label, Constant) else first
    if name in ("getTableColumns", "getColumns") and isinstance(first, Table):
        return columns(walk, state, first, models)
    if name in UNIONS and first is not None:
        return walk.extend(state, first, Step(name, tuple(call.arguments[1:]), call.node.start))
    if name == "join" and first is not None:
        return _joined(walk, state, call)
    if name in _EXPRESSIONS:
        return Sql((f"{name}(", ")"), tuple(call.arguments[:1]), NOTHING)
    return Given(f"placeholder@{call.path}:{call.node.start}:{name}") if name == "placeholder" else None


def columns(walk: Walk, state: State, table: Table, models: Models) -> Value:
    """An object of all columns of a table."""
    entity = models.by_id.get(table.model)
    found: dict[str, Value] = {
        one.name: ColumnOf(table.model, one.name, table.alias) for one in (entity.model.columns if entity else ())
    }
    return walk.handle(state, Record(found))


def _joined(walk: Walk, state: State, call: Invocation) -> Value:
    """`sql.join(parts, sql` and `)`."""
    parts = [*listed(walk, state, call.arguments[0])]
    between = call.arguments[1] if len(call.arguments) > 1 else None
    word = "".join(between.parts).strip().lower() if isinstance(between, Sql) else ""
    if word in ("and", "or"):
        found = tuple(condition(walk, state, part) for part in parts)
        joined: Predicate = All(found) if word == "and" or not found else OneOf(found)
        return Fragment(joined)
    return choice(parts) if parts else Unknown("an empty list")
