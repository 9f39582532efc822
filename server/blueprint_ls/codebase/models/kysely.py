"""Kysely's database interface: each table's key with the interface of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blueprint_ls.codebase.facts import Column, Model
from blueprint_ls.codebase.models.shapes import imported, shapes, sources
from blueprint_ls.codebase.typescript.tree import Module, Shape, TypeMember

_WRAPPED = re.compile(r"^(?:\w+\.)?(Generated|GeneratedAlways|ColumnType|JSONColumnType)<(.+)>$", re.DOTALL)
_NAME = re.compile(r"^[A-Za-z_]\w*$")
_MARKED = re.compile(r"\b(?:Generated|GeneratedAlways|ColumnType|JSONColumnType)<|\b(?:Selectable|Insertable)<")


def models(module: Module) -> tuple[Model, ...]:
    """The tables of the database interfaces that a file declares.

    An interface is one when the file has to do with Kysely and every member's type is the name of an interface: of
    this file, or imported, in which case the table builds on it and the join finds its columns.
    """
    known = shapes(module)
    if not _concerned(module, known):
        return ()
    away = imported(module)
    found = [shape for shape in known.values() if _is_database(shape, known, away)]
    return tuple(_table(member, shape, known) for shape in found for member in shape.members)


def columns_of(shape: Shape) -> tuple[Column, ...]:
    """The columns that the interface of a row declares."""
    return tuple(_column(member, shape) for member in shape.members)


def _concerned(module: Module, known: dict[str, Shape]) -> bool:
    return any(name.startswith("kysely") for name in sources(module)) or any(
        _MARKED.search(member.type) for shape in known.values() for member in shape.members
    )


def _is_database(shape: Shape, known: dict[str, Shape], away: dict[str, str]) -> bool:
    if not shape.members:
        return False
    types = [member.type.strip() for member in shape.members]
    if not all(_NAME.match(name) and (name in known or name in away) for name in types):
        return False
    return all(name in away or known[name].members for name in types) and not _is_row(shape)


def _is_row(shape: Shape) -> bool:
    return any(_MARKED.search(member.type) for member in shape.members)


def _table(member: TypeMember, shape: Shape, known: dict[str, Shape]) -> Model:
    name = member.name
    row = known.get(member.type.strip())
    columns = columns_of(row) if row else ()
    bases = () if row else (member.type.strip(),)
    place = row or shape
    return Model(name, name.removeprefix("public."), "kysely", place.start, place.end, columns, bases=bases)


def _column(member: TypeMember, shape: Shape) -> Column:
    type_ = member.type.strip()
    wrapped = _WRAPPED.match(type_)
    inner = next(_arguments(wrapped[2])) if wrapped else type_
    parts = [part.strip() for part in inner.split("|")]
    kept = " | ".join(part for part in parts if part not in ("null", "undefined"))
    nullable = member.optional or len(kept) < len(" | ".join(parts))
    return Column(member.name, member.name, kept, member.start, member.end, nullable)


def _arguments(text: str) -> Iterator[str]:
    """The type arguments between commas that stand outside brackets."""
    depth, start = 0, 0
    for at, sign in enumerate(text):
        depth += (sign in "<({[") - (sign in ">)}]")
        if sign == "," and depth == 0:
            yield text[start:at]
            start = at + 1
    yield text[start:]
