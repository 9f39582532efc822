"""The fields of a Mongoose schema, from the object that declares them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from blueprint_ls.codebase.facts import Column, Relation
from blueprint_ls.codebase.models.shapes import (
    bare,
    entry,
    is_true,
    items,
    last_name,
    properties,
    returned,
    spreads,
    text,
)
from blueprint_ls.codebase.typescript.tree import Array, Call, Expression, Literal, Member, New, Object

TYPES = frozenset({"String", "Number", "Date", "Boolean", "Buffer", "ObjectId", "Mixed", "Decimal128", "Map", "UUID",
                   "BigInt", "Array", "Object"})  # fmt: skip


@dataclass(slots=True)
class Fields:
    """What a declaration says."""

    columns: list[Column] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    """Objects of fields that it spreads."""


def fields_of(value: Expression | None, prefix: str = "") -> Fields:
    """The fields of an object; nested ones have dotted names, as queries write them."""
    found = Fields(bases=list(spreads(value)))
    for item in properties(value):
        _field(found, f"{prefix}{item.key}", item.value)
    return found


def _field(found: Fields, name: str, value: Expression) -> None:
    told = declaration(value)
    if isinstance(told, Object) and not _is_declaration(told):
        inner = fields_of(told, f"{name}.")
        found.columns += inner.columns
        found.relations += inner.relations
        return
    kind, many = _kind(told)
    span, primary = (value.start, value.end), name == "_id"
    column = Column(
        name, name, kind + ("[]" if many else ""), *span, not primary and not _required(told), primary, _unique(told)
    )
    found.columns.append(column)
    aim = reference(told)
    if aim:
        found.relations.append(Relation("", aim, (name,), ("_id",), not column.nullable and not many, many))


def declaration(value: Expression | None) -> Expression | None:
    """What a field is declared with, taken out of a function that wraps it: `field({ type: String })`."""
    value = bare(value)
    if isinstance(value, Call):
        return next((bare(a) for a in value.arguments if isinstance(bare(a), Object)), value)  # type: ignore[arg-type]
    return value


def is_field(value: Expression) -> bool:
    """Whether an object's value can only be meant as a field: `{ type: String, … }`."""
    kind = entry(declaration(value), "type")
    return any(last_name(item) in TYPES for item in items(kind))


def reference(told: Expression | None) -> str | None:
    """The model that a field refers to: `ref: "User"`, `ref: User.name`, `ref: () => User`, or in an array."""
    for part in _parts(told):
        aim = returned(entry(part, "ref"))
        if aim is not None:
            named = isinstance(aim, Member) and aim.name == "name"
            return text(aim) or last_name(aim.object if named and isinstance(aim, Member) else aim) or None
    return None


def _parts(told: Expression | None) -> Iterator[Expression]:
    """A declaration, and those in its array or under its `type`."""
    for part in items(told):
        yield part
        if isinstance(part, Object):
            yield from (inner for inner in items(entry(part, "type")) if isinstance(inner, Object))


def _is_declaration(told: Object) -> bool:
    """Whether an object declares one field: its `type` is a type, and not a field that is called `type`."""
    kind = entry(told, "type")
    return kind is not None and not (isinstance(kind, Object) and _is_declaration(kind) and len(told.entries) > 1)


def _kind(told: Expression | None) -> tuple[str, bool]:
    """The type's name, and whether it is a list."""
    kind = entry(told, "type") if isinstance(told, Object) else told
    many = isinstance(kind, Array)
    first = next(iter(items(kind)), None)
    if isinstance(first, Object):
        inner = entry(first, "type")
        return (last_name(inner) or "Object"), many
    if isinstance(first, New | Call):
        return last_name(first.callee), many
    return last_name(first) or text(first) or "Mixed", many


def _required(told: Expression | None) -> bool:
    """`required: true`, or `[true, "message"]`; a function decides per row and promises nothing."""
    first = next(iter(items(entry(told, "required"))), None)
    return is_true(first)


def _unique(told: Expression | None) -> bool:
    value = entry(told, "unique")
    return is_true(value) or (isinstance(value, Literal) and isinstance(value.value, str))
