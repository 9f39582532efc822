"""Schemas of requests in Zod."""

from __future__ import annotations

from blueprint_ls.generate.scaffold.entities import Field
from blueprint_ls.generate.scaffold.schemas import bounds, field_schema, longest
from blueprint_ls.generate.scaffold.typescript import quoted
from blueprint_ls.language.fields import FieldType


def zod(field: Field, absent: bool = False) -> str:
    """The Zod schema of a field of a request; `absent` where it may be left out."""
    own = _zod_of(field.type, field)
    return own + (".nullable()" if field.optional else "") + (".exactOptional()" if absent or field.optional else "")


def _zod_of(kind: FieldType, field: Field) -> str:
    if kind.name == "enum":
        return f"z.enum([{', '.join(quoted(word) for word in kind.words)}])"
    if kind.name == "list" and kind.of:
        return f"z.array({_zod_of(kind.of, field)}).max(1000)"
    if kind.name in ("uuid", "ref"):
        return "z.uuid()"
    if kind.name == "integer":
        return "z.int()" + bounds(field)
    if kind.name == "float":
        return "z.number()" + bounds(field)
    if kind.name == "bigint":
        return "z.coerce.bigint()" + bounds(field, "n")
    if kind.name == "boolean":
        return "z.boolean()"
    if kind.name in ("date", "timestamp"):
        return "z.coerce.date()"
    if kind.name == "json":
        return "z.json()"
    return _zod_text(field)


def _zod_text(field: Field) -> str:
    named = field_schema(field)
    if named:
        return f"{named}({longest(field)})" if named == "plainText" else named
    return f"z.string().trim(){'' if field.optional else '.min(1)'}.max({longest(field)})"


def zod_filter(field: Field) -> str:
    """The Zod schema of a filter in a query, where every value is text."""
    kind = field.type.name
    if kind == "boolean":
        return "z.stringbool().optional()"
    if kind in ("integer", "float"):
        return "z.coerce.number().optional()"
    return f"{_zod_of(field.type, field)}.optional()"
