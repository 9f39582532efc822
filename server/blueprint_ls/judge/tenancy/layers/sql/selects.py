"""Parsed selects as queries: their tables, joins and what their rows are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlglot import exp

from blueprint_ls.judge.flow.predicate import NOTHING, All, Predicate
from blueprint_ls.judge.flow.values import Constant, Unknown, options
from blueprint_ls.judge.tenancy.layers.queries import MADE_ELSEWHERE, Column, Place, Query, column_name
from blueprint_ls.judge.tenancy.layers.sql.conditions import Conditions, nearest_queries
from blueprint_ls.judge.tenancy.layers.sql.parsing import Script, hole_of
from blueprint_ls.judge.tenancy.layers.sql.pieces import Helper
from blueprint_ls.judge.tenancy.layers.sql.sides import bare
from blueprint_ls.judge.tenancy.layers.statements import Statement

_MARK = re.compile(r"\s*k(\d+)\s*")


class Selects:
    """Reads the queries of one script."""

    def __init__(self, statement: Statement, made: Script, at: Place) -> None:
        self.statement = statement
        self.made = made
        self.at = at
        self.walk = statement.walk
        self.state = statement.state
        self.values = made.values
        self._outermost = True

    def begun(self) -> None:
        """What is read stands inside a statement already: queries in it have places of their own."""
        self._outermost = False

    def _query(self, node: Any, around: Query | None) -> Query | None:
        """Any query, whatever it does."""
        raise NotImplementedError

    def inner(self, node: Any, around: Query) -> Query:
        """A query inside another."""
        found = self._query(bare(node), around)
        return found if found is not None else self.statement.query("read", "raw", self.at, around)

    def _begin(self, kind: str, node: Any, around: Query | None) -> Query:
        at = self.at if self._outermost else self._place(node)
        self._outermost = False
        query = self.statement.query(kind, "raw", at, around)
        with_ = node.args.get("with_")
        for one in with_.expressions if with_ is not None else ():
            self._common(query, one, bool(with_.args.get("recursive")))
        return query

    def _place(self, node: Any) -> Place:
        """Where the keyword of an inner query stands."""
        for comment in node.comments or ():
            marked = _MARK.fullmatch(comment)
            place = self.made.places[int(marked[1])] if marked else None
            if place is not None:
                return place[0], place[1], max(self.at[2], place[1] + 1) if place[0] == self.at[0] else place[1] + 1
            if marked:
                return self.at[0], self.at[1] + 1 + int(marked[1]), self.at[2]
        return self.at

    def _common(self, query: Query, node: Any, recursive: bool) -> None:
        """A common table expression: a name for what a query answers, and no table."""
        name = node.alias
        anchor = node.this.this if recursive and isinstance(node.this, exp.SetOperation) else None
        if anchor is not None:
            inner = query.commons[name.lower()] = self.inner(anchor, query)
            self.inner(node.this.expression, query)
        else:
            inner = self.inner(node.this, query)
        told = node.args.get("alias")
        columns = [one.name for one in told.columns] if told is not None else []
        if columns:
            inner.outputs = dict(zip(columns, inner.outputs.values(), strict=False))
        query.commons[name.lower()] = inner

    # ---------------------------------------------------------------------------------------------------- queries

    def _select(self, node: Any, around: Query | None) -> Query:
        query = self._begin("read", node, around)
        begun = node.args.get("from_")
        if begun is not None:
            self._from(query, begun.this)
        for join in node.args.get("joins") or ():
            self._join(query, join)
        conditions = Conditions(self, query)
        query.where(conditions.of(node.args.get("where")))
        self._outputs(query, node.expressions)
        for key in ("group", "having", "order", "qualify"):
            part = node.args.get(key)
            for inside in nearest_queries(part) if part is not None else ():
                self.inner(inside, query)
        limit = node.args.get("limit")
        query.single = limit is not None and getattr(limit.expression, "name", "") == "1"
        query.bulk = not query.single
        return self.statement.done(query)

    def _union(self, node: Any, around: Query | None) -> Query:
        outermost, self._outermost = self._outermost, False
        holder = around
        if node.args.get("with_") is not None:
            holder = self._begin("read", node, around)
        left, right = bare(node.this), bare(node.expression)
        self._outermost = outermost
        first = self.inner(left, holder) if holder else self._query(left, None)
        second = self.inner(right, holder) if holder else self._query(right, None)
        assert first is not None
        assert second is not None
        if isinstance(node, exp.Union):
            first.arms += [second, *second.arms]
        return first

    def _outputs(self, query: Query, expressions: Sequence[Any]) -> None:
        """What the rows of a query are made of."""
        conditions = Conditions(self, query)
        for at, one in enumerate(expressions):
            inside = bare(one)
            if isinstance(inside, exp.Star) or (isinstance(inside, exp.Column) and isinstance(inside.this, exp.Star)):
                query.outputs["*"] = Unknown("all columns")
                continue
            for found in nearest_queries(inside):
                self.inner(found, query)
            side = conditions.side(inside) if not isinstance(inside, exp.Select | exp.SetOperation) else None
            name = one.alias_or_name or f"?{at}"
            query.outputs[name] = side if side is not None else Unknown("a computed column")

    # ----------------------------------------------------------------------------------------------------- tables

    def _from(self, query: Query, node: Any, optional: bool = False) -> list[str]:
        """A table, or a query in its place; the names of what it brings."""
        if isinstance(node, exp.Lateral):
            node = self._with_alias(node)
        added = self._source(query, node, optional)
        for join in getattr(node, "args", {}).get("joins") or ():
            self._join(query, join)
        return added

    def _with_alias(self, node: Any) -> Any:
        inside = node.this
        if isinstance(inside, exp.Subquery) and not inside.alias:
            inside.set("alias", node.args.get("alias"))
        return inside

    def _source(self, query: Query, node: Any, optional: bool) -> list[str]:
        if isinstance(node, exp.Subquery):
            inner = self.inner(node.this, query)
            return query.outcome(inner, node.alias or "?", optional)
        if not isinstance(node, exp.Table) or not isinstance(node.this, exp.Identifier):
            return []
        name = self._table_name(node)
        if name is None:
            query.notes.append("the table's name is made elsewhere")
            return [query.table(MADE_ELSEWHERE, node.alias, optional)]
        held = self._named(query, name.lower()) if not node.db else None
        if held is not None:
            return query.outcome(held, node.alias or name, optional)
        return [query.table(name, node.alias, optional)]

    def _named(self, query: Query | None, name: str) -> Query | None:
        """The common table expression of that name, here or around."""
        while query is not None:
            if name in query.commons:
                return query.commons[name]
            query = query.around
        return None

    def _table_name(self, node: Any) -> str | None:
        at = hole_of(node.this)
        if at is None:
            return f"{node.db}.{node.name}" if node.db else str(node.name)
        for option in options(self.values[at]):
            model = getattr(option, "model", None)
            entity = self.statement.models.by_id.get(model) if model else None
            if entity is not None:
                return entity.model.table
            if isinstance(option, Constant) and isinstance(option.value, str):
                return option.value
            if isinstance(option, Helper) and option.arguments and isinstance(option.arguments[0], Constant):
                return str(option.arguments[0].value)
        return None

    def _join(self, query: Query, node: Any) -> None:
        before = [source.alias for source in query.sources]
        added = self._from(query, node.this)
        kind = (node.side or node.kind or "inner").lower()
        demand = Conditions(self, query).of(node.args.get("on")) if node.args.get("on") is not None else NOTHING
        shared = [one.name for one in node.args.get("using") or ()]
        if node.method == "NATURAL":
            shared = self._shared(query, before, added)
        demand = All((demand, *(self._same(query, name, before, added) for name in shared)))
        query.join(kind, added, before, demand)

    def _same(self, query: Query, name: str, before: Sequence[str], added: Sequence[str]) -> Predicate:
        """`using (name)`."""
        one = self._column_of(query, name, before)
        other = self._column_of(query, name, added)
        return query.equals(one, other) if one and other else NOTHING

    def _column_of(self, query: Query, name: str, among: Sequence[str]) -> Column | None:
        for alias in among:
            source = next((one for one in query.sources if one.alias == alias), None)
            entity = self.statement.models.by_id.get(source.model) if source else None
            if source and (entity is None or column_name(entity, name) in {c.name for c in entity.model.columns}):
                return Column(alias, column_name(entity, name))
        return None

    def _shared(self, query: Query, before: Sequence[str], added: Sequence[str]) -> list[str]:
        models = {source.alias: self.statement.models.by_id.get(source.model) for source in query.sources}
        columns = [
            {column.stored for alias in names if (entity := models.get(alias)) for column in entity.model.columns}
            for names in (before, added)
        ]
        return sorted(columns[0] & columns[1])
