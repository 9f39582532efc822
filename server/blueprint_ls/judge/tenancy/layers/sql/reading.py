"""Parsed statements as queries: their tables, conditions and rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from blueprint_ls.judge.flow.predicate import All, Equals, Opaque
from blueprint_ls.judge.flow.state import Items, Record
from blueprint_ls.judge.flow.trace import Written
from blueprint_ls.judge.flow.values import Unknown, Value, options
from blueprint_ls.judge.tenancy.layers.queries import Chosen, Column, Query, column_name
from blueprint_ls.judge.tenancy.layers.sql.conditions import Conditions, nearest_queries
from blueprint_ls.judge.tenancy.layers.sql.parsing import hole_of
from blueprint_ls.judge.tenancy.layers.sql.pieces import Helper
from blueprint_ls.judge.tenancy.layers.sql.selects import Selects
from blueprint_ls.judge.tenancy.layers.sql.sides import bare


class Reader(Selects):
    """Reads the statements of one script."""

    def read(self, node: Any) -> Query | None:
        """One statement; None for what touches no rows."""
        found = self._query(node, None)
        if found is not None:
            found.demands += [Opaque("part of the statement is made elsewhere", value) for value in self.made.dropped]
        return found

    def _query(self, node: Any, around: Query | None) -> Query | None:
        if isinstance(node, exp.Subquery):
            return self._query(node.this, around)
        for kind, read in _READERS.items():
            if isinstance(node, kind):
                return read(self, node, around)
        return None

    # ----------------------------------------------------------------------------------------------------- writes

    def _insert(self, node: Any, around: Query | None) -> Query:
        query = self._begin("create", node, around)
        target = node.this
        table = target.this if isinstance(target, exp.Schema) else target
        self._from(query, table)
        names = [one.name for one in target.expressions] if isinstance(target, exp.Schema) else []
        source = node.args.get("expression")
        query.written = tuple(self._rows(query, names, source))
        self._conflict(query, node.args.get("conflict"))
        self._returning(query, node)
        query.bulk = len(query.written) != 1 or isinstance(source, exp.Select)
        return self.statement.done(query)

    def _rows(self, query: Query, names: list[str], source: Any) -> list[Written]:
        entity = self._entity(query)
        if isinstance(source, exp.Values):
            return [row for one in source.expressions for row in self._row(query, names, one)]
        if source is None or isinstance(source, exp.Query) is False:
            return []
        inner = self.inner(source, query)
        arms = (inner, *inner.arms)
        for arm in arms:
            arm.around = None
        return [Written(self._picked(arm, names, entity)) for arm in arms]

    def _picked(self, inner: Query, names: list[str], entity: Any) -> dict[str, Value]:
        """The columns that `insert … select` takes over."""
        found: dict[str, Value] = {}
        for name, value in zip(names, inner.outputs.values(), strict=False):
            found[column_name(entity, name)] = Chosen(value) if isinstance(value, Column) else value
        return found

    def _row(self, query: Query, names: list[str], node: Any) -> list[Written]:
        entity = self._entity(query)
        cells = node.expressions if isinstance(node, exp.Tuple) else [node]
        at = hole_of(bare(cells[0])) if len(cells) == 1 else None
        if at is not None and len(names) != 1:
            return self._from_object(query, self.values[at])
        conditions = Conditions(self, query)
        sides = [conditions.side(cell) for cell in cells]
        for cell in cells:
            for inside in nearest_queries(cell):
                self.inner(inside, query)
        values = {
            column_name(entity, name): side if isinstance(side, Value) else Unknown("a computed value")
            for name, side in zip(names, sides, strict=False)
        }
        return [Written(values)]

    def _from_object(self, query: Query, value: Value) -> list[Written]:
        """`values ${sql(rows)}`: the rows as code holds them."""
        entity = self._entity(query)
        found: list[Written] = []
        given = value.arguments[0] if isinstance(value, Helper) and value.arguments else value
        for option in options(given):
            content = self.walk.content(self.state, option)
            held = (
                [*content.items, *([content.each] if content.each else [])] if isinstance(content, Items) else [option]
            )
            for one in held:
                inside = self.walk.content(self.state, one)
                if isinstance(inside, Record):
                    named = {column_name(entity, key): cell for key, cell in inside.entries.items()}
                    found.append(Written(named, inside.unseen))
                else:
                    found.append(Written({}, (one,)))
        return found

    def _entity(self, query: Query) -> Any:
        source = next((one for one in query.sources if one.alias == query.main), None)
        return self.statement.models.by_id.get(source.model) if source else None

    def _conflict(self, query: Query, node: Any) -> None:
        """What an insert that may update instead demands of the row that is there already."""
        action = node.args.get("action") if node is not None else None
        if action is None or "UPDATE" not in str(action.name).upper():
            return
        keys = [bare(getattr(one, "this", one)) for one in node.args.get("conflict_keys") or ()]
        entity = self._entity(query)
        names = [column_name(entity, one.name) for one in keys if isinstance(one, exp.Column | exp.Identifier)]
        if not names:
            query.merges = (Conditions(self, query).of(node.args.get("where")),)
            return
        where = Conditions(self, query).of(node.args.get("where"))
        query.merges = tuple(
            All((where, *(Equals(query.main, name, row.values[name]) for name in names if name in row.values)))
            for row in query.written
        )

    def _update(self, node: Any, around: Query | None) -> Query:
        query = self._begin("update", node, around)
        self._from(query, node.this)
        begun = node.args.get("from_")
        if begun is not None:
            self._from(query, begun.this)
        for one in node.expressions:
            for inside in nearest_queries(one):
                self.inner(inside, query)
        return self._filtered(query, node)

    def _delete(self, node: Any, around: Query | None) -> Query:
        query = self._begin("delete", node, around)
        self._from(query, node.this)
        for one in node.args.get("using") or ():
            self._from(query, one)
        return self._filtered(query, node)

    def _filtered(self, query: Query, node: Any) -> Query:
        query.where(Conditions(self, query).of(node.args.get("where")))
        self._returning(query, node)
        return self.statement.done(query)

    def _returning(self, query: Query, node: Any) -> None:
        told = node.args.get("returning")
        if told is not None:
            self._outputs(query, told.expressions)

    def _merge(self, node: Any, around: Query | None) -> Query:
        """`merge into … using … on …`: its rows are found by the condition, and made of the other side's columns."""
        query = self._begin("update", node, around)
        self._from(query, node.this)
        self._from(query, node.args["using"])
        query.where(Conditions(self, query).of(node.args.get("on")))
        return self.statement.done(query)

    def _truncate(self, node: Any, around: Query | None) -> Query | None:
        found: Query | None = None
        for one in node.expressions:
            found = self._begin("delete", node, around)
            self._from(found, one)
            self.statement.done(found)
        return found


_READERS: dict[type, Callable[[Reader, Any, Query | None], Query | None]] = {
    exp.Select: Reader._select,
    exp.SetOperation: Reader._union,
    exp.Insert: Reader._insert,
    exp.Update: Reader._update,
    exp.Delete: Reader._delete,
    exp.Merge: Reader._merge,
    exp.TruncateTable: Reader._truncate,
}
