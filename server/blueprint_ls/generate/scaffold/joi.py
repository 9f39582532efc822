"""Schemas of requests in Joi."""

from __future__ import annotations

from blueprint_ls.generate.scaffold.entities import Field
from blueprint_ls.generate.scaffold.schemas import bounds, field_schema, longest
from blueprint_ls.generate.scaffold.typescript import quoted
from blueprint_ls.language.fields import FieldType

_PLAIN = {
    "uuid": "Joi.string().guid()",
    "ref": "Joi.string().guid()",
    "boolean": "Joi.boolean().strict()",
    "date": "Joi.date().iso()",
    "timestamp": "Joi.date().iso()",
    "json": "Joi.object().unknown()",
}


def joi(field: Field, absent: bool = False) -> str:
    """The Joi schema of a field of a request; `absent` where it may be left out."""
    own = _of(field.type, field) + (".allow(null)" if field.optional else "")
    return own + ("" if absent or field.optional else ".required()")


def joi_filter(field: Field) -> str:
    """The Joi schema of a filter in a query, where every value is text."""
    return "Joi.boolean()" if field.type.name == "boolean" else _of(field.type, field)


def _of(kind: FieldType, field: Field) -> str:
    if kind.name == "enum":
        return f"Joi.string().valid({', '.join(quoted(word) for word in kind.words)})"
    if kind.name == "list" and kind.of:
        return f"Joi.array().items({_of(kind.of, field)}).max(1000)"
    if kind.name == "integer":
        return "Joi.number().integer()" + bounds(field)
    if kind.name == "float":
        return "Joi.number()" + bounds(field)
    if kind.name == "bigint":
        return "wholeNumber"
    return _PLAIN.get(kind.name) or _text(field)


def _text(field: Field) -> str:
    named = field_schema(field)
    if named:
        return f"{named}({longest(field)})" if named == "plainText" else named
    return f"Joi.string().trim().max({longest(field)})"
