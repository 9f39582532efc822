"""Schemas of requests in Zod."""

from __future__ import annotations

from blueprint_ls.generate.scaffold.entities import Field
from blueprint_ls.generate.scaffold.schemas import bounds, called, longest, matched, shortest
from blueprint_ls.generate.scaffold.typescript import quoted
from blueprint_ls.language.fields import FieldType

_PLAIN = {
    "uuid": "z.uuid()",
    "ref": "z.uuid()",
    "boolean": "z.boolean()",
    "json": "z.record(z.string(), z.json())",
}


def zod(field: Field, absent: bool = False) -> str:
    """The Zod schema of a field of a request; `absent` where it may be left out."""
    own = _of(field.type, field)
    return own + (".nullable()" if field.optional else "") + (".exactOptional()" if absent or field.optional else "")


def zod_filter(field: Field) -> str:
    """The Zod schema of a filter in a query, where every value is text."""
    kind = field.type.name
    if kind == "boolean":
        return "z.stringbool().optional()"
    if kind in ("integer", "float"):
        return "z.coerce.number().optional()"
    return f"{_of(field.type, field)}.optional()"


def _of(kind: FieldType, field: Field) -> str:
    if kind.name == "enum":
        return f"z.enum([{', '.join(quoted(word) for word in kind.words)}])"
    if kind.name == "list" and kind.of:
        return f"z.array({_of(kind.of, field)}).max(1000)"
    if kind.name in ("integer", "float"):
        return ("z.int()" if kind.name == "integer" else "z.number()") + bounds(field)
    return _PLAIN.get(kind.name) or _text(field)


def _text(field: Field) -> str:
    named = called(field)
    if named:
        return named + matched(field, "regex")
    least = shortest(field)
    return f"z.string().trim(){f'.min({least})' if least else ''}.max({longest(field)}){matched(field, 'regex')}"
