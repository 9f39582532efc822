"""Schemas of requests in Joi."""

from __future__ import annotations

from blueprint_ls.generate.scaffold.entities import Field
from blueprint_ls.generate.scaffold.schemas import bounds, called, longest, matched, shortest
from blueprint_ls.generate.scaffold.typescript import quoted
from blueprint_ls.language.fields import FieldType

_PLAIN = {
    "uuid": "Joi.string().guid()",
    "ref": "Joi.string().guid()",
    "boolean": "Joi.boolean().strict()",
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
    if kind.name in ("integer", "float"):
        return "Joi.number()" + (".integer()" if kind.name == "integer" else "") + bounds(field)
    return _PLAIN.get(kind.name) or _text(field)


def _text(field: Field) -> str:
    named = called(field)
    if named:
        return named + matched(field, "pattern")
    least = shortest(field)
    return (
        f"Joi.string().trim(){f'.min({least})' if least > 1 else ''}.max({longest(field)}){matched(field, 'pattern')}"
    )
