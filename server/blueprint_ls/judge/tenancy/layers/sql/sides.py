"""What stands on either side of a comparison in a parsed statement: columns and values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from sqlglot import exp

from blueprint_ls.judge.flow.values import (
    ColumnOf,
    Constant,
    Value,
    choice,
)
from blueprint_ls.judge.tenancy.layers.queries import Column, Query
from blueprint_ls.judge.tenancy.layers.sql.parsing import hole_of

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.state import State
    from blueprint_ls.judge.flow.walk import Walk

_SHELLS = (exp.Paren, exp.Cast, exp.TryCast, exp.Alias, exp.Collate)


class Reading(Protocol):
    """What conditions ask of the reader of their statement."""

    walk: Walk
    state: State
    values: list[Value]

    def inner(self, node: Any, around: Query) -> Query:
        """A query inside another."""
        ...


class Sides:
    """The columns and values of one query."""

    def __init__(self, reading: Reading, query: Query) -> None:
        self.reading = reading
        self.query = query

    def side(self, node: Any) -> Column | Value | None:
        """A column or a value; None for what is computed."""
        node = bare(node)
        if isinstance(node, exp.Column):
            return self._column(node)
        if isinstance(node, exp.Literal):
            return Constant(node.this if node.is_string else _number(node.this))
        if isinstance(node, exp.Boolean):
            return Constant(bool(node.this))
        if isinstance(node, exp.Null):
            return Constant(None)
        if isinstance(node, exp.Coalesce):
            return self._coalesced(node)
        if isinstance(node, exp.Lower | exp.Trim):
            return self.side(node.this)
        return None

    def _column(self, node: Any) -> Column | Value | None:
        at = hole_of(node)
        if at is None or node.table:
            return self.query.column(
                node.name if at is None else self._name(at), self.table_name(node.args.get("table"))
            )
        value = self.reading.values[at]
        return self._of_code(value) if isinstance(value, ColumnOf) else value

    def _of_code(self, value: ColumnOf) -> Column | None:
        """A column that code names by its table."""
        query: Query | None = self.query
        while query is not None:
            for source in (*query.sources, *query.joined):
                if source.alias == value.alias or (not value.alias and source.model == value.model):
                    return Column(source.alias, value.column)
            query = query.around
        return Column(self.query.main, value.column) if not value.model and self.query.main else None

    def _name(self, at: int) -> str:
        value = self.reading.values[at]
        return value.column if isinstance(value, ColumnOf) else str(getattr(value, "value", ""))

    def table_name(self, node: Any) -> str:
        """The name of the table before a column's."""
        at = hole_of(node) if node is not None else None
        if at is None:
            return node.name if node is not None else ""
        model = getattr(self.reading.values[at], "model", "")
        entity = self.query.statement.models.by_id.get(model)
        return entity.model.table.rpartition(".")[2] if entity else str(getattr(self.reading.values[at], "value", ""))

    def _coalesced(self, node: Any) -> Column | Value | None:
        """`coalesce(a, b)` of values is one of them; of columns it is nothing that pins."""
        sides = [self.side(one) for one in (node.this, *node.expressions)]
        values = [side for side in sides if isinstance(side, Value)]
        return choice(values) if len(values) == len(sides) else None


def bare(node: Any) -> Any:
    """What stands in brackets, casts and the like."""
    while isinstance(node, _SHELLS) or (isinstance(node, exp.Subquery) and not node.alias):
        node = node.this
    return node


def _number(text: str) -> float | int | str:
    try:
        return int(text)
    except ValueError:
        return text
