"""Conditions in `sql` templates: what Drizzle leaves to text, as far as it is a plain comparison."""

from __future__ import annotations

import re
from collections.abc import Sequence

from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.judge.flow.predicate import NOTHING, All, Compared, Equals, Linked, Not, OneOf, Opaque, Predicate
from blueprint_ls.judge.flow.values import ColumnOf, Constant, Fragment, Handle, Table, Value
from blueprint_ls.judge.tenancy.layers.drizzle.values import Sql, Subquery, name_of

_MARK = "\x00"
_HOLE = re.compile(r"\x00(\d+)\x00")
_CAST = r"(?:\s*::\s*\w+(?:\[\])?)?"
_NAME = r'(?:\x00\d+\x00|"?[A-Za-z_]\w*"?)'
_SIDE = rf"({_NAME}(?:\.{_NAME})?|'[^']*'|\d+){_CAST}"
_EQUALS = re.compile(rf"\s*{_SIDE}\s*=\s*{_SIDE}\s*")
_ONE_OF = re.compile(rf"\s*{_SIDE}\s*(?:in|=\s*any)\s*\(\s*(\x00\d+\x00){_CAST}\s*\)\s*", re.IGNORECASE)
_NO_VALUE = re.compile(rf"\s*{_SIDE}\s+is\s+null\s*", re.IGNORECASE)
_STATEMENT = re.compile(r"\s*(?:select|insert|update|delete|with|merge)\b", re.IGNORECASE)
_TABLES = re.compile(r"\b(?:from|into|update|using)\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z_]+|.", re.DOTALL)


def is_statement(parts: Sequence[str]) -> bool:
    """Whether a fragment is a whole statement that touches tables."""
    return _STATEMENT.match(parts[0]) is not None and any(_TABLES.search(part) for part in parts)


def plain_value(parts: Sequence[str], values: Sequence[Value]) -> Value | None:
    """The one value of a fragment that consists of nothing else, casts aside."""
    bare = len(values) == 1 and len(parts) == 2 and not parts[0].strip() and re.fullmatch(_CAST + r"\s*", parts[1])
    return values[0] if bare else None


def condition(parts: Sequence[str], values: Sequence[Value], models: Models) -> Predicate:
    """What a fragment demands where it stands as a condition."""
    text = parts[0]
    for at, part in enumerate(parts[1:]):
        text += f"{_MARK}{at}{_MARK}{part}"
    return _Reader(values, models).read(text)


class _Reader:
    """Reads one fragment."""

    def __init__(self, values: Sequence[Value], models: Models) -> None:
        self.values = values
        self.models = models

    def read(self, text: str) -> Predicate:
        text = _without_brackets(text)
        arms = _split(text, "or")
        if len(arms) > 1:
            return OneOf(tuple(self.read(arm) for arm in arms))
        parts = _split(text, "and")
        if len(parts) > 1:
            return All(tuple(self.read(part) for part in parts))
        if text[:4].lower() == "not ":
            return Not(self.read(text[4:]))
        return self._comparison(text)

    def _comparison(self, text: str) -> Predicate:
        if re.search(r"\bselect\b", text, re.IGNORECASE):
            return self._unread(text, Opaque("a subquery in SQL text"))
        if found := _EQUALS.fullmatch(text):
            return self._equal(found[1], found[2])
        if found := _ONE_OF.fullmatch(text):
            column, listed = self._side(found[1]), self._side(found[2])
            return (
                Equals(name_of(column), column.column, listed, many=True) if isinstance(column, ColumnOf) else NOTHING
            )
        if found := _NO_VALUE.fullmatch(text):
            column = self._side(found[1])
            return Equals(name_of(column), column.column, Constant(None)) if isinstance(column, ColumnOf) else NOTHING
        if found := _HOLE.fullmatch(text):
            return self._part(self.values[int(found[1])])
        return self._unread(text, Compared("", "", "SQL"))

    def _part(self, value: Value) -> Predicate:
        if isinstance(value, Fragment | Sql):
            return value.predicate
        return (
            Compared("", "", "SQL") if isinstance(value, ColumnOf | Constant) else Opaque("SQL from elsewhere", value)
        )

    def _unread(self, text: str, otherwise: Predicate) -> Predicate:
        """Text that is not understood; the queries in it are run all the same."""
        inside = [self.values[int(found[1])] for found in _HOLE.finditer(text)]
        queries = tuple(Not(Subquery(value)) for value in inside if isinstance(value, Handle))
        return All((*queries, otherwise)) if queries else otherwise

    def _equal(self, left: str, right: str) -> Predicate:
        one, other = self._side(left), self._side(right)
        if isinstance(one, ColumnOf) and isinstance(other, ColumnOf):
            return Linked(name_of(one), one.column, name_of(other), other.column)
        if isinstance(other, ColumnOf):
            one, other = other, one
        if isinstance(one, ColumnOf):
            return Equals(name_of(one), one.column, other)
        return Compared("", "", "SQL")

    def _side(self, text: str) -> Value:
        """A hole's value, a literal, or a column that is written out."""
        if found := _HOLE.fullmatch(text):
            return self.values[int(found[1])]
        if text[0] == "'" or text[0].isdigit():
            return Constant(text.strip("'"))
        table, _, column = text.replace('"', "").rpartition(".")
        if found := _HOLE.fullmatch(table):
            held = self.values[int(found[1])]
            return ColumnOf(held.model, column, held.alias) if isinstance(held, Table) else Constant(text)
        known = next(iter(self.models.by_table(table)), None) if table else None
        return ColumnOf(known.id, column) if known else ColumnOf("", column, table)


def _without_brackets(text: str) -> str:
    text = text.strip()
    while text.startswith("(") and _closing(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _closing(text: str) -> int:
    depth = 0
    for at, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return at
    return -1


def _split(text: str, word: str) -> list[str]:
    """The parts between a word that stands in no brackets; the `and` of `between` joins nothing."""
    parts, depth, begin, ranges = [], 0, 0, 0
    for found in _WORD.finditer(text):
        token = found[0].lower()
        depth += {"(": 1, ")": -1}.get(token, 0)
        if token == "between":
            ranges += 1
        elif token == "and" and ranges:
            ranges -= 1
        elif token == word and depth == 0:
            parts.append(text[begin : found.start()])
            begin = found.end()
    return [*parts, text[begin:]]
