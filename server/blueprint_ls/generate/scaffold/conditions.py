"""What must hold besides a permission: a blueprint's condition, read as groups of comparisons.

    deal.ownerId = caller.id, or caller.role in (owner, admin) and deal.status != lost

One of the groups between the `or`s has to hold as a whole. Left of a comparison stands an attribute of the row or of
the caller; right of it a word, a number, a text in quotes, `now`, an attribute of the caller, or a list of values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.names import Refused

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'[^']*'|"[^"]*")|(?P<number>-?\d+(?:\.\d+)?)(?![\w.])|(?P<word>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?)"""
    r"""|(?P<sign>!=|<=|>=|==?|<|>|\(|\)|,))"""
)
_ORDERS = ("<", "<=", ">", ">=")
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
OPERATORS = ("=", "!=", *_ORDERS, "in")


@dataclass(frozen=True, slots=True)
class Attribute:
    """`deal.ownerId`."""

    of: str
    """`caller`, or an entity in any case."""
    name: str


@dataclass(frozen=True, slots=True)
class Value:
    """What the blueprint writes out."""

    text: str
    kind: str
    """`word`, `number`, `text` or `now`."""


Operand = Attribute | Value | tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`deal.amount <= 5000`: an attribute, and what it is held against."""

    left: Attribute
    operator: str
    right: Operand


Group = tuple[Comparison, ...]


def read(condition: str, place: str) -> tuple[Group, ...]:
    """The groups of a condition, one of which has to hold; `Refused` for what is no comparison of attributes."""
    return _Reader(condition, place).groups()


class _Reader:
    def __init__(self, condition: str, place: str) -> None:
        self.place = f"the condition `{condition}` of {place}"
        self.tokens = [*self._tokens(condition), ("end", "")]
        self.at = 0

    def groups(self) -> tuple[Group, ...]:
        groups = [self._group()]
        while self._took("or"):
            groups.append(self._group())
        if self._peek()[0] != "end":
            raise self._wrong(f"`{self._peek()[1]}` stands where `or`, `and` or the end is expected")
        return tuple(groups)

    def _group(self) -> Group:
        found = [self._comparison()]
        while self._took("and"):
            found.append(self._comparison())
        return tuple(found)

    def _comparison(self) -> Comparison:
        left = self._operand()
        operator = self._next()[1].replace("==", "=")
        if operator not in OPERATORS:
            raise self._wrong(f"`{operator or 'the end'}` stands where a comparison such as `=` or `in` is expected")
        right: Operand = self._values() if operator == "in" else self._operand()
        if not isinstance(right, tuple) and _reversed(left, right):
            left, right, operator = right, left, _TURNED.get(operator, operator)
        if not isinstance(left, Attribute):
            raise self._wrong("a comparison needs an attribute such as `deal.ownerId` or `caller.role`")
        if isinstance(right, Attribute) and right.of != "caller":
            raise self._wrong("an attribute of the row can be held against the caller and against values")
        return Comparison(left, operator, right)

    def _operand(self) -> Attribute | Value:
        kind, text = self._next()
        if kind == "word" and "." in text:
            of, _, name = text.partition(".")
            return Attribute(of, name)
        if kind in ("word", "number", "text"):
            return Value(text.strip("'\""), "now" if (kind, text) == ("word", "now") else kind)
        raise self._wrong(f"`{text or 'the end'}` stands where an attribute or a value is expected")

    def _values(self) -> tuple[Value, ...]:
        found: list[Value] = []
        closed = self._next()[1] != "("
        while not closed:
            one = self._operand()
            if isinstance(one, Attribute):
                raise self._wrong("a list holds values alone")
            found.append(one)
            closed = self._next()[1] != ","
        if not found or self.tokens[self.at - 1][1] != ")":
            raise self._wrong("`in` asks for values in brackets, such as `(owner, admin)`")
        return tuple(found)

    def _took(self, word: str) -> bool:
        """Whether a word that joins comes next, a comma before it or none; it is read then."""
        ahead = self.at + (self._peek()[1] == ",")
        joins = self.tokens[ahead] == ("word", word)
        self.at = ahead + 1 if joins else self.at
        return joins

    def _peek(self) -> tuple[str, str]:
        return self.tokens[self.at]

    def _next(self) -> tuple[str, str]:
        found = self._peek()
        self.at += found[0] != "end"
        return found

    def _tokens(self, condition: str) -> Iterator[tuple[str, str]]:
        at, end = 0, len(condition.rstrip())
        while at < end:
            found = _TOKEN.match(condition, at)
            if found is None:
                raise self._wrong(f"`{condition[at:].strip()}` cannot be read")
            yield str(found.lastgroup), found[str(found.lastgroup)]
            at = found.end()

    def _wrong(self, what: str) -> Refused:
        return Refused(
            f"{self.place}: {what}; write comparisons joined by `and` and `or`, such as "
            "`deal.ownerId = caller.id, or caller.role in (owner, admin)`"
        )


def _reversed(left: Attribute | Value, right: Attribute | Value) -> bool:
    """Whether a value stands left, or the caller left of the row."""
    return isinstance(left, Value) or (left.of == "caller" and isinstance(right, Attribute) and right.of != "caller")
