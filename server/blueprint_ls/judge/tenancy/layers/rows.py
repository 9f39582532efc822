"""The rows of relational queries: their columns, by the names that a query gives them."""

from __future__ import annotations

from msgspec.structs import replace

from blueprint_ls.judge.flow.values import ColumnOf, Row, Value
from blueprint_ls.judge.flow.walk import Walk


def of_row(walk: Walk, row: Row, name: str) -> Value | None:
    """A column of a row, by the name that the statement gives it."""
    access = walk.trace.accesses[row.access]
    if access.layer not in ("sql", "kysely", "knex") or row.path:
        return None
    if name in ("rows", "recordset", "results") and access.layer == "sql":
        return row
    found = access.answers.get(name) if access.answers is not None else None
    if not isinstance(found, ColumnOf):
        return None
    is_main = bool(access.sources) and found.alias in (access.sources[0].alias, access.sources[0].model)
    return replace(row, path=(found.column,) if is_main else (found.alias, found.column))
