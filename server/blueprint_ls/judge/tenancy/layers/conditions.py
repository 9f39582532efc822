"""Conditions written as SQL text: `deal.workspaceId = :id AND (deal.open = true OR …)`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from blueprint_ls.judge.flow.predicate import NOTHING, All, Compared, Equals, Linked, Not, OneOf, Opaque, Predicate
from blueprint_ls.judge.flow.values import Constant, Text, Value

Bound = Callable[[str], Value]
"""What a placeholder of the text is bound to."""
Element = Callable[[Value], Value]
"""Any one element of a list that a placeholder is bound to."""

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>'(?:[^']|'')*')
      | (?P<bind>:\.\.\.\w+ | :\w+ | \$\w+ | \?)
      | (?P<cast>::\s*[\w.]+(?:\[\])?)
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<name>(?:"[^"]+"|`[^`]+`|\[\w+\]|[A-Za-z_][\w$]*)(?:\s*\.\s*(?:"[^"]+"|`[^`]+`|[A-Za-z_][\w$]*))*)
      | (?P<mark><>|!=|<=|>=|\|\||[=<>(),+\-*/%@~&|{}\[\]#;:?])
    )""",
    re.VERBOSE,
)
_WORDS = frozenset({"and", "or", "not", "in", "is", "null", "like", "ilike", "between", "exists", "any", "all", "true",
                    "false", "select"})  # fmt: skip


_SIGNS = ("=", "<", ">", "<>", "!=", "<=", ">=")
_COMPARING = ("in", "is", "like", "ilike", "not", "between")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str

    @property
    def word(self) -> str:
        """A keyword in small letters; empty for anything else."""
        low = self.text.lower()
        return low if self.kind == "name" and low in _WORDS else ""


_END = _Token("end", "")


def parse(text: str, bound: Bound, element: Element) -> Predicate:
    """What a condition demands; parts that are not understood pin nothing."""
    return _Parser(_tokens(text), bound, element).disjunction()


def laid_out(text: Text) -> tuple[str, dict[str, Value]]:
    """A text made of parts with a placeholder for each value in it, and what the placeholders are bound to."""
    bound: dict[str, Value] = {}
    pieces: list[str] = []
    for part in text.parts:
        if isinstance(part, str):
            pieces.append(part)
        else:
            name = f"part{len(bound)}"
            bound[name] = part
            pieces.append(f":{name}")
    told = re.sub(r"'(:part\d+)'", r"\1", "".join(pieces))
    return re.sub(r":part\d+\s*\.", "", told), bound


def names_of(column: str) -> tuple[str, str]:
    """A column's source and name: `"deal"."workspaceId"`."""
    parts = [part.strip().strip('"`[]') for part in re.split(r"\s*\.\s*", column)]
    return (parts[-2] if len(parts) > 1 else "", parts[-1])


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while match := _TOKEN.match(text, at):
        at = match.end()
        if match.lastgroup != "cast":
            found.append(_Token(match.lastgroup or "", match[match.lastgroup or 0]))
    if text[at:].strip():
        found.append(_Token("mark", text[at:].strip()))
    return found


class _Parser:
    def __init__(self, tokens: list[_Token], bound: Bound, element: Element) -> None:
        self.tokens = tokens
        self.bound = bound
        self.element = element
        self.at = 0

    def disjunction(self) -> Predicate:
        parts = [self._conjunction()]
        while self._next().word == "or":
            self.at += 1
            parts.append(self._conjunction())
        return parts[0] if len(parts) == 1 else OneOf(tuple(parts))

    def _conjunction(self) -> Predicate:
        parts = [self._negation()]
        while self._next().word == "and":
            self.at += 1
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _negation(self) -> Predicate:
        if self._next().word == "not":
            self.at += 1
            return Not(self._negation())
        if self._next().text == "(" and not self._is_operand():
            self.at += 1
            inside = self.disjunction()
            self._skip_to(")")
            return inside
        return self._comparison()

    def _is_operand(self) -> bool:
        """Whether the bracket here holds an operand and no condition: `(a, b) IN …`, `(select …)`."""
        depth, following = 0, _END
        for at in range(self.at, len(self.tokens)):
            depth += {"(": 1, ")": -1}.get(self.tokens[at].text, 0)
            if depth == 0:
                following = self.tokens[at + 1] if at + 1 < len(self.tokens) else _END
                break
        return following.text in _SIGNS or following.word in ("in", "is", "like")

    def _comparison(self) -> Predicate:
        left = self._operand()
        sign = self._next()
        if sign.text == "=":
            self.at += 1
            if self._next().word == "any":
                self.at += 1
                return self._listed(left)
            return self._equal(left, self._operand())
        if sign.word == "in":
            self.at += 1
            return self._listed(left)
        self._operand(through=True)
        return Compared(*names_of(left[0].text), sign.text) if _is_column(left) else NOTHING

    def _equal(self, left: list[_Token], right: list[_Token]) -> Predicate:
        if _is_column(left) and _is_column(right):
            (source, column), (other, other_column) = names_of(left[0].text), names_of(right[0].text)
            return Linked(source, column, other, other_column)
        for one, other_side in ((left, right), (right, left)):
            value = self._value(other_side)
            if _is_column(one) and value is not None:
                return Equals(*names_of(one[0].text), value)
        return NOTHING

    def _listed(self, left: list[_Token]) -> Predicate:
        operand = self._operand()
        inside = operand[1:-1] if len(operand) > 1 else operand
        values = [value for token in inside if (value := self._value([token])) is not None]
        if any(token.word == "select" for token in inside):
            return Opaque("a subquery in a text is not followed")
        if not _is_column(left) or not values:
            return NOTHING
        value = values[0] if isinstance(values[0], Constant) else self.element(values[0])
        return Equals(*names_of(left[0].text), value, many=True)

    def _operand(self, through: bool = False) -> list[_Token]:
        """The tokens up to the next comparison, keyword or closing bracket; `through` goes over comparisons."""
        begin, depth, betweens = self.at, 0, 0
        while self.at < len(self.tokens):
            token = self._next()
            if depth == 0 and token.text == ")":
                break
            if depth == 0 and token.word == "and" and betweens:
                betweens -= 1
            elif depth == 0 and (token.word in ("and", "or") or (not through and _compares(token))):
                break
            betweens += token.word == "between"
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            self.at += 1
        return self.tokens[begin : self.at]

    def _value(self, tokens: list[_Token]) -> Value | None:
        if len(tokens) != 1:
            return None
        token = tokens[0]
        if token.kind == "bind":
            return self.bound(token.text.lstrip(":.$"))
        if token.kind in ("text", "number"):
            return Constant(token.text.strip("'"))
        return Constant(token.word == "true") if token.word in ("true", "false") else None

    def _next(self) -> _Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else _END

    def _skip_to(self, text: str) -> None:
        while self.at < len(self.tokens):
            self.at += 1
            if self.tokens[self.at - 1].text == text:
                return


def _compares(token: _Token) -> bool:
    return token.text in _SIGNS or token.word in _COMPARING


def _is_column(tokens: list[_Token]) -> bool:
    return len(tokens) == 1 and tokens[0].kind == "name" and not tokens[0].word
