"""Schemas of requests in Zod."""

from __future__ import annotations

from collections.abc import Mapping

from blueprint_ls.generate.scaffold.entities import Field
from blueprint_ls.generate.scaffold.typescript import number, quoted
from blueprint_ls.language.fields import FieldType

_FORMATS: Mapping[str, str] = {
    "email": "emailAddress",
    "url": "webAddress",
    "slug": "slug",
    "currency": "currencyCode",
    "country": "countryCode",
    "language": "languageTag",
    "time_zone": "timeZone",
    "html": "plainText",
    "decimal": "decimal",
}
"""The schemas of the project's `http/fields.ts` by the format or the type that asks for them."""


def field_schema(field: Field) -> str | None:
    """The schema of `http/fields.ts` that a field of a request uses; None where it needs none."""
    return _FORMATS.get(field.type.name) or _FORMATS.get(field.format or "")


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
        return "z.int()" + _bounds(field)
    if kind.name == "float":
        return "z.number()" + _bounds(field)
    if kind.name == "bigint":
        return "z.coerce.bigint()" + _bounds(field, "n")
    if kind.name == "boolean":
        return "z.boolean()"
    if kind.name in ("date", "timestamp"):
        return "z.coerce.date()"
    if kind.name == "json":
        return "z.json()"
    return _zod_text(kind, field)


def _zod_text(kind: FieldType, field: Field) -> str:
    longest = field.longest or (10_000 if kind.name == "text" else 255)
    named = field_schema(field)
    if named:
        return f"{named}({longest})" if named == "plainText" else named
    if field.format == "phone":
        return "z.e164()"
    return f"z.string().trim(){'' if field.optional else '.min(1)'}.max({longest})"


def _bounds(field: Field, suffix: str = "") -> str:
    least = f".min({number(field.least)}{suffix})" if field.least is not None else ""
    return least + (f".max({number(field.most)}{suffix})" if field.most is not None else "")


def zod_filter(field: Field) -> str:
    """The Zod schema of a filter in a query, where every value is text."""
    kind = field.type.name
    if kind == "boolean":
        return "z.stringbool().optional()"
    if kind in ("integer", "float"):
        return "z.coerce.number().optional()"
    return f"{_zod_of(field.type, field)}.optional()"
