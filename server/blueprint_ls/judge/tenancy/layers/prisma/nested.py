"""Prisma's nested writes: `data: { notes: { create: … } }` writes rows of another model."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.models.entities import Edge, Entity, Models
from blueprint_ls.codebase.typescript.tree import (
    Array,
    Call,
    Cast,
    Conditional,
    Expression,
    Logical,
    Object,
    Property,
    Spread,
)

Nested = tuple[int, int, Edge, str]
"""The byte of the relation's key, that of the relation around it (-1 at the top), the relation, the operation."""

OPERATIONS = ("create", "createMany", "connectOrCreate", "update", "updateMany", "upsert", "delete", "deleteMany")
"""What writes related rows; `connect`, `disconnect` and `set` only tie existing ones."""
_ROWS = ("data", "create", "update")
"""Where an operation's rows stand."""


def nested_writes(call: Call, model: Entity, models: Models) -> Iterator[Nested]:
    """The writes inside a call's rows, outer ones first."""
    argument = call.arguments[0] if call.arguments else None
    if isinstance(argument, Object):
        for key in _ROWS:
            value = argument.get(key)
            if value is not None:
                yield from _in_row(value, model, models, -1)


def _in_row(value: Expression, model: Entity, models: Models, around: int) -> Iterator[Nested]:
    for row in _objects(value):
        for entry in row.entries:
            if isinstance(entry, Spread):
                yield from _in_row(entry.value, model, models, around)
                continue
            edge = next((edge for edge in model.edges if edge.relation.name == entry.key), None)
            if edge is not None:
                yield from _in_relation(entry, edge, models, around)


def _in_relation(entry: Property, edge: Edge, models: Models, around: int) -> Iterator[Nested]:
    target = models.by_id[edge.target]
    for written in _objects(entry.value):
        for operation in OPERATIONS:
            inner = written.get(operation)
            if inner is None:
                continue
            yield entry.start, around, edge, operation
            yield from _in_row(inner, target, models, entry.start)
            for row in _objects(inner):
                for key in _ROWS:
                    deeper = row.get(key)
                    if deeper is not None:
                        yield from _in_row(deeper, target, models, entry.start)


def _objects(value: Expression) -> Iterator[Object]:
    """The objects that an expression may be, as far as they stand right there."""
    if isinstance(value, Object):
        yield value
    elif isinstance(value, Conditional):
        yield from _objects(value.yes)
        yield from _objects(value.no)
    elif isinstance(value, Logical):
        yield from _objects(value.right)
    elif isinstance(value, Cast):
        yield from _objects(value.value)
    elif isinstance(value, Array):
        for item in value.items:
            if not isinstance(item, Spread):
                yield from _objects(item)
