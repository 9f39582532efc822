"""Columns of the rows that Drizzle's queries answer, by the names that the selection gives them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from blueprint_ls.judge.flow.state import State
from blueprint_ls.judge.flow.trace import Source
from blueprint_ls.judge.flow.values import ColumnOf, Row, Table, Value
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.drizzle.values import Derived, name_of

_INSIDE = "."
"""Begins the way into a selection that holds others, until a column is reached."""


def of_row(walk: Walk, state: State, row: Row, name: str) -> Value | None:
    """A selected column; None where the row is as its table has it."""
    if row.access >= len(walk.trace.accesses):
        return None
    access = walk.trace.accesses[row.access]
    if access.layer != "drizzle" or access.answers is None:
        return None
    selected: Mapping[str, Value] = access.answers
    if row.path:
        if not row.path[0].startswith(_INSIDE):
            return None
        held = access.answers.get(row.path[0].removeprefix(_INSIDE))
        content = walk.content(state, held) if held is not None else None
        selected = held.columns if isinstance(held, Derived) else getattr(content, "entries", {})
    found = selected.get(name)
    return None if found is None else _selected(replace(row, path=()), access.sources[0], name, found)


def _selected(row: Row, main: Source, name: str, found: Value) -> Value:
    if isinstance(found, ColumnOf):
        is_main = name_of(found) == (main.alias or main.model)
        return replace(row, path=(found.column,) if is_main else (name_of(found), found.column))
    if isinstance(found, Table):
        return replace(row, path=(name_of(found),))
    return found if isinstance(found, Row) else replace(row, path=(f"{_INSIDE}{name}",))
