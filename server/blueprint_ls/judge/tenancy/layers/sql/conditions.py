"""What the conditions of a parsed statement demand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from blueprint_ls.judge.flow import contents
from blueprint_ls.judge.flow.predicate import (
    NOTHING,
    All,
    Compared,
    Equals,
    Not,
    OneOf,
    Opaque,
    Predicate,
)
from blueprint_ls.judge.flow.values import (
    Constant,
    Fragment,
    Unknown,
    Value,
    choice,
    options,
)
from blueprint_ls.judge.tenancy.layers.drizzle.values import renamed
from blueprint_ls.judge.tenancy.layers.queries import Column
from blueprint_ls.judge.tenancy.layers.sql.parsing import hole_of
from blueprint_ls.judge.tenancy.layers.sql.pieces import Helper
from blueprint_ls.judge.tenancy.layers.sql.sides import Sides, bare

if TYPE_CHECKING:
    pass

_COMPARISONS = (exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Like, exp.ILike, exp.Between, exp.RegexpLike)


class Conditions(Sides):
    """The conditions of one query."""

    def of(self, node: Any) -> Predicate:
        """What a condition demands."""
        if node is None:
            return NOTHING
        if isinstance(node, exp.Where | exp.Having | exp.Paren):
            return self.of(node.this)
        if isinstance(node, exp.And):
            return All((self.of(node.this), self.of(node.expression)))
        if isinstance(node, exp.Or):
            return self._either(node)
        if isinstance(node, exp.Not):
            return Not(self.of(node.this))
        for kind, read in _READERS.items():
            if isinstance(node, kind):
                return read(self, node)
        return self._alone(node)

    def _either(self, node: Any) -> Predicate:
        arms = (self.of(node.this), self.of(node.expression))
        never = [arm for arm, side in zip(arms, (node.this, node.expression), strict=True) if not _is_false(side)]
        return never[0] if len(never) == 1 else OneOf(arms)

    def _alone(self, node: Any) -> Predicate:
        """Something that is a condition by itself: a hole, a column, a literal."""
        at = hole_of(node) if isinstance(node, exp.Column) and not node.table else None
        if at is not None:
            return self._made_elsewhere(self.reading.values[at])
        column = self.side(node)
        if isinstance(column, Column):
            return Equals(column.source, column.name, Constant(True))
        self._inside(node)
        return NOTHING if isinstance(node, exp.Boolean) else Compared("", "", "SQL")

    def _made_elsewhere(self, value: Value) -> Predicate:
        found: list[Predicate] = []
        for option in options(value):
            if isinstance(option, Fragment):
                found.append(self._outer_names(option.predicate))
            elif isinstance(option, Constant):
                found.append(NOTHING)
            else:
                found.append(Opaque("part of the condition is made elsewhere", option))
        return found[0] if len(found) == 1 else OneOf(tuple(found))

    def _outer_names(self, predicate: Predicate) -> Predicate:
        """A condition of Drizzle's, which names tables by their models."""
        names = {source.model: source.alias for source in reversed(self.query.sources)}
        names[""] = self.query.main
        return renamed(predicate, names)

    def _inside(self, node: Any) -> None:
        """The queries in something that is not understood are run all the same."""
        for query in _nearest_queries(node):
            self.reading.inner(query, self.query)

    # ----------------------------------------------------------------------------------------------- comparisons

    def _equal(self, node: Any) -> Predicate:
        left, right = bare(node.this), bare(node.expression)
        if isinstance(left, exp.Tuple) and isinstance(right, exp.Tuple):
            pairs = zip(left.expressions, right.expressions, strict=False)
            return All(tuple(self.query.equals(self.side(one), self.side(other)) for one, other in pairs))
        for one, other in ((left, right), (right, left)):
            if isinstance(other, exp.Any):
                return self._listed(one, bare(other.this))
            if isinstance(other, exp.Select | exp.SetOperation | exp.Subquery):
                return self.query.within(self.side(one), self.reading.inner(other, self.query))
        if _is_truth(right) and not isinstance(left, exp.Column):
            return self.of(left) if not _is_false(right) else Not(self.of(left))
        return self._equals(left, right)

    def _equals(self, left: Any, right: Any) -> Predicate:
        one, other = self.side(left), self.side(right)
        found = self.query.equals(one, other)
        if isinstance(one, Value) and isinstance(other, Value):
            return _constant(one, other)
        return found

    def _in(self, node: Any) -> Predicate:
        left = bare(node.this)
        query = node.args.get("query")
        if query is not None:
            inner = self.reading.inner(query, self.query)
            if isinstance(left, exp.Tuple):
                found = list(inner.outputs.values())
                pairs = zip([self.side(one) for one in left.expressions], found, strict=False)
                return All((self.query.exists(inner), *(self.query.equals(one, other) for one, other in pairs)))
            return self.query.within(self.side(left), inner)
        given = node.args.get("field")
        if given is not None:
            return self._listed(left, bare(given))
        return self._one_of(left, node.expressions)

    def _one_of(self, left: Any, items: list[Any]) -> Predicate:
        if isinstance(left, exp.Tuple):
            rows = [bare(one) for one in items if isinstance(bare(one), exp.Tuple)]
            columns = [self.side(one) for one in left.expressions]
            parts = [self._cell(column, at, rows) for at, column in enumerate(columns)]
            return All(tuple(parts)) if rows else Compared("", "", "in")
        values = [self.side(bare(one)) for one in items]
        kept = [self._element(value) for value in values if isinstance(value, Value)]
        column = self.side(left)
        if not isinstance(column, Column) or len(kept) < len(values) or not kept:
            return Compared("", "", "in")
        return Equals(column.source, column.name, choice(kept), many=True)

    def _cell(self, column: Column | Value | None, at: int, rows: list[Any]) -> Predicate:
        cells = [self.side(bare(row.expressions[at])) for row in rows if at < len(row.expressions)]
        values = [cell for cell in cells if isinstance(cell, Value)]
        if not isinstance(column, Column) or not values or len(values) < len(cells):
            return Compared("", "", "in")
        return Equals(column.source, column.name, choice(values), many=True)

    def _listed(self, left: Any, right: Any) -> Predicate:
        """`column = any(list)`."""
        if isinstance(right, exp.Select | exp.SetOperation | exp.Subquery):
            return self.query.within(self.side(left), self.reading.inner(right, self.query))
        if isinstance(right, exp.Array | exp.Tuple):
            return self._one_of(left, right.expressions)
        column, value = self.side(left), self.side(right)
        if not isinstance(column, Column) or not isinstance(value, Value):
            return Compared("", "", "any")
        return Equals(column.source, column.name, self._element(value), many=True)

    def _element(self, value: Value) -> Value:
        if isinstance(value, Helper):
            value = value.arguments[0] if value.arguments else Unknown()
        is_list = any(self.reading.walk.items(self.reading.state, option) is not None for option in options(value))
        return contents.element(self.reading.walk, self.reading.state, value) if is_list else value

    def _is(self, node: Any) -> Predicate:
        if isinstance(node.expression, exp.Null):
            return self.query.equals(self.side(bare(node.this)), Constant(None))
        if isinstance(node.expression, exp.Boolean):
            value = Constant(bool(node.expression.this))
            return self.query.equals(self.side(bare(node.this)), value)
        return Compared("", "", "is")

    def _exists(self, node: Any) -> Predicate:
        return self.query.exists(self.reading.inner(node.this, self.query))

    def _compared(self, node: Any) -> Predicate:
        self._inside(node)
        found = self.side(bare(node.this))
        return Compared(found.source, found.name, node.key) if isinstance(found, Column) else Compared("", "", node.key)


_READERS: dict[type, Callable[[Conditions, Any], Predicate]] = {
    exp.EQ: Conditions._equal,
    exp.NullSafeEQ: Conditions._equal,
    exp.In: Conditions._in,
    exp.Is: Conditions._is,
    exp.Exists: Conditions._exists,
    **dict.fromkeys(_COMPARISONS, Conditions._compared),
}


def _nearest_queries(node: Any) -> list[Any]:
    """The outermost queries beneath a node."""
    if isinstance(node, exp.Select | exp.SetOperation):
        return [node]
    return [found for child in node.iter_expressions() for found in _nearest_queries(child)]


nearest_queries = _nearest_queries


def _is_truth(node: Any) -> bool:
    return isinstance(node, exp.Boolean)


def _is_false(node: Any) -> bool:
    """Whether a condition never holds: `false`, `1 = 0`."""
    node = bare(node)
    if isinstance(node, exp.Boolean):
        return not node.this
    is_literal = isinstance(node, exp.EQ) and isinstance(node.this, exp.Literal)
    return is_literal and isinstance(node.expression, exp.Literal) and node.this.this != node.expression.this


def _constant(one: Value, other: Value) -> Predicate:
    """A comparison of two values: `$flag = 0` may hold, and asks nothing of any row."""
    return NOTHING
