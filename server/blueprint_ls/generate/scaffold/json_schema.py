"""Fields as JSON Schema: what a request may say, and what an answer shows."""

from __future__ import annotations

from typing import Any

from blueprint_ls.generate.scaffold.entities import Field
from blueprint_ls.generate.scaffold.schemas import longest, shortest, span
from blueprint_ls.language.fields import FieldType

Json = dict[str, Any]

_FORMATS: dict[str, Json] = {
    "email": {"format": "email", "maxLength": 254},
    "url": {"format": "uri", "maxLength": 2048},
    "slug": {"pattern": "^[a-z0-9]+(?:-[a-z0-9]+)*$", "maxLength": 63},
    "currency": {"pattern": "^[A-Z]{3}$"},
    "country": {"pattern": "^[A-Z]{2}$"},
}
_TEXT: Json = {"type": "string"}


def asked(field: Field) -> Json:
    """What a request may say."""
    return _optional(_asked(field.type, field), field)


def filtered(field: Field) -> Json:
    """What a filter in a query may say."""
    return _asked(field.type, field)


def shown(field: Field) -> Json:
    """What an answer shows; decimals and large numbers are text, since a number of JSON would lose digits."""
    return _optional(_shown(field.type), field)


def _asked(kind: FieldType, field: Field) -> Json:
    if kind.name == "list" and kind.of:
        return {"type": "array", "items": _asked(kind.of, field), "maxItems": 1000}
    if kind.name in ("integer", "float"):
        least, most = span(field)
        bounds = {"minimum": least, "maximum": most}
        own = {name: _whole(value) for name, value in bounds.items() if value is not None}
        return {"type": "integer" if kind.name == "integer" else "number", **own}
    if kind.name == "bigint":
        return {"oneOf": [{"type": "integer"}, {**_TEXT, "pattern": "^-?[0-9]{1,19}$"}]}
    if kind.name in ("string", "text", "email", "url"):
        return _text(kind, field)
    return {**_TEXT} if kind.name in ("date", "timestamp") else _shown(kind)


def _text(kind: FieldType, field: Field) -> Json:
    known = _FORMATS.get(field.format or kind.name)
    least = shortest(field)
    own = known or {**({"minLength": least} if least else {}), "maxLength": longest(field)}
    return {**_TEXT, **own, **({"pattern": field.pattern} if field.pattern else {})}


def _shown(kind: FieldType) -> Json:
    if kind.name == "enum":
        return {**_TEXT, "enum": [*kind.words]}
    if kind.name == "list" and kind.of:
        return {"type": "array", "items": _shown(kind.of)}
    known: dict[str, Json] = {
        "uuid": {**_TEXT, "format": "uuid"},
        "ref": {**_TEXT, "format": "uuid"},
        "integer": {"type": "integer"},
        "float": {"type": "number"},
        "boolean": {"type": "boolean"},
        "date": {**_TEXT, "format": "date-time"},
        "timestamp": {**_TEXT, "format": "date-time"},
        "json": {},
    }
    return known.get(kind.name, _TEXT)


def _optional(schema: Json, field: Field) -> Json:
    if not field.optional or not schema:
        return schema
    if "oneOf" in schema:
        return {"oneOf": [*schema["oneOf"], {"type": "null"}]}
    nullable = {**schema, "type": [schema["type"], "null"]}
    return {**nullable, "enum": [*schema["enum"], None]} if "enum" in schema else nullable


def _whole(value: float) -> float:
    return int(value) if float(value).is_integer() else value
