"""What stands in a table's definition: columns, and the keys beside them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from blueprint_ls.codebase.facts import Column, Relation
from blueprint_ls.codebase.models.changes import Change
from blueprint_ls.codebase.models.sql_syntax import Cursor

_NOT_COLUMNS = frozenset({"CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "EXCLUDE", "INDEX", "KEY", "LIKE",
                          "FULLTEXT", "SPATIAL", "PROJECTION"})  # fmt: skip
_AFTER_TYPE = frozenset({"NOT", "NULL", "DEFAULT", "PRIMARY", "UNIQUE", "REFERENCES", "CONSTRAINT", "CHECK", "COLLATE",
                         "GENERATED", "AUTO_INCREMENT", "AUTOINCREMENT", "COMMENT", "ON", "CODEC", "AS"})  # fmt: skip


class RefusedError(Exception):
    """A definition of a table that cannot be read."""


def element(table: str, at: Cursor, offset: int) -> Iterator[Change]:
    """A column or a constraint of a table's definition."""
    bare = at.tokens[0].kind == "word"
    if not bare or at.peek() not in _NOT_COLUMNS or (at.peek() in ("KEY", "INDEX", "LIKE") and _typed(at)):
        yield from column_of(table, at, offset)
    else:
        yield from _constraint(table, at, offset)


def _typed(at: Cursor) -> bool:
    """Whether a name such as `key` is followed by a type, and so is a column."""
    return len(at.tokens) > 1 and at.tokens[1].kind == "word" and not any(t.text == "(" for t in at.tokens[2:3])


def column_of(table: str, at: Cursor, offset: int) -> Iterator[Change]:
    """A column, and the reference that stands in it."""
    first = at.tokens[0]
    name = at.name()
    if not name:
        raise RefusedError
    type_ = _type(at)
    words = [token.keyword for token in at.tokens[at.at :]]
    primary = _pair(words, "PRIMARY", "KEY") or type_.upper().endswith("PRIMARY KEY")
    nullable = not (primary or _pair(words, "NOT", "NULL") or type_.upper().endswith("SERIAL"))
    unique = "UNIQUE" in words
    span = (first.start + offset, at.tokens[-1].end + offset)
    column = Column(name, name, type_, *span, nullable, primary, unique)
    yield Change("column", table, *span, name=name, column=column)
    if at.seek("REFERENCES"):
        yield _reference(table, at, (name,), span, "")


def _type(at: Cursor) -> str:
    """The words of a column's type, with what stands in its parentheses."""
    first = at.at
    while not at.over and at.peek() not in _AFTER_TYPE:
        if at.group() is None:
            at.at += 1
    return "".join(
        f" {token.text}" if token.kind == "word" else token.text for token in at.tokens[first : at.at]
    ).strip()


def _pair(words: list[str], first: str, second: str) -> bool:
    return any(pair == (first, second) for pair in pairwise(words))


def _constraint(table: str, at: Cursor, offset: int) -> Iterator[Change]:
    span = (at.tokens[0].start + offset, at.tokens[-1].end + offset)
    name = at.name() if at.take("CONSTRAINT") and at.peek() not in ("FOREIGN", "PRIMARY", "UNIQUE", "CHECK") else ""
    if at.take("FOREIGN", "KEY"):
        if at.peek() != "(":
            name = name or at.name()
        columns = at.names()
        if not columns or not at.take("REFERENCES"):
            raise RefusedError
        yield _reference(table, at, columns, span, name)
    elif at.peek() in ("PRIMARY", "UNIQUE"):
        yield from _key(table, at, span, name)


def _key(table: str, at: Cursor, span: tuple[int, int], name: str) -> Iterator[Change]:
    action = "primary" if at.take("PRIMARY", "KEY") else "unique"
    if action == "unique":
        at.take("UNIQUE")
        _ = at.take("KEY") or at.take("INDEX") or at.take("NULLS", "NOT", "DISTINCT") or at.take("NULLS", "DISTINCT")
    while not at.over and at.peek() != "(":
        name = at.name() or name
        at.at += at.peek() != "("
    columns = at.names()
    if columns:
        yield Change(action, table, *span, name=name, columns=columns)


def _reference(table: str, at: Cursor, columns: tuple[str, ...], span: tuple[int, int], name: str) -> Change:
    """A foreign key, from behind the word `REFERENCES`."""
    relation = Relation("", at.name(), columns, at.names() or ())
    return Change("relation", table, *span, name=name, relation=relation)
