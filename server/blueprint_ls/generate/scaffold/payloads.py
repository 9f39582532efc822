"""Schemas of payloads: what a job or an event says as JSON, in the library that the project reads requests with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from blueprint_ls.generate.scaffold.entities import Field
from blueprint_ls.generate.scaffold.queues import Message
from blueprint_ls.generate.scaffold.typescript import quoted, show
from blueprint_ls.language.fields import FieldType

_ZOD: Mapping[str, str] = {
    "uuid": "z.uuid()",
    "ref": "z.uuid()",
    "integer": "z.int()",
    "float": "z.number()",
    "boolean": "z.boolean()",
    "bigint": r"z.string().regex(/^-?\d+$/)",
    "decimal": r"z.string().regex(/^-?\d+(?:\.\d+)?$/)",
    "date": "z.iso.date()",
    "timestamp": "z.iso.datetime()",
    "json": "z.unknown()",
    "bytes": "z.base64()",
    "email": "z.email()",
    "url": "z.url()",
}

_JOI: Mapping[str, str] = {
    "uuid": "Joi.string().guid()",
    "ref": "Joi.string().guid()",
    "integer": "Joi.number().strict().integer()",
    "float": "Joi.number().strict()",
    "boolean": "Joi.boolean().strict()",
    "bigint": r"Joi.string().pattern(/^-?\d+$/)",
    "decimal": r"Joi.string().pattern(/^-?\d+(?:\.\d+)?$/)",
    "date": r"Joi.string().pattern(/^\d{4}-\d{2}-\d{2}$/)",
    "timestamp": "Joi.string().isoDate()",
    "json": "Joi.any()",
    "bytes": "Joi.string().base64()",
    "email": "Joi.string().email({ tlds: false })",
    "url": "Joi.string().uri()",
}

_CLASS: Mapping[str, str] = {
    "uuid": "IsUUID()",
    "ref": "IsUUID()",
    "integer": "IsInt()",
    "float": "IsNumber()",
    "boolean": "IsBoolean()",
    "bigint": r"Matches(/^-?\d+$/)",
    "decimal": r"Matches(/^-?\d+(?:\.\d+)?$/)",
    "date": r"Matches(/^\d{4}-\d{2}-\d{2}$/)",
    "timestamp": "IsISO8601()",
    "json": "Allow()",
    "bytes": "IsBase64()",
    "email": "IsEmail()",
    "url": "IsUrl()",
}


def zod_payload(field: Field) -> str:
    """The Zod schema of a field of a payload."""
    return _zod(field.type)


def joi_payload(field: Field) -> str:
    """The Joi schema of a field of a payload, laid out as Prettier does two levels in."""
    calls = _joi(field.type) + ".required()"
    return re.sub(r"\.(?=pattern\(|required\()", "\n      .", calls) if ".pattern(" in calls else calls


def class_payload(field: Field) -> list[str]:
    """The decorators of class-validator for a field of a payload."""
    return [f"@{call}" for call in _calls(field.type)]


def class_checks(messages: Iterable[Message]) -> list[str]:
    """The names of those that the payloads of some messages use."""
    calls = (call for message in messages for field in message.fields for call in _calls(field.type))
    return sorted({call.partition("(")[0] for call in calls})


def said(field: Field, row: str) -> str:
    """How a field of a row stands in a payload."""
    return f"{show(field, row)}.slice(0, 10)" if field.type.name == "date" else show(field, row)


def _zod(kind: FieldType) -> str:
    if kind.name == "enum":
        return f"z.enum([{', '.join(map(quoted, kind.words))}])"
    if kind.name == "list" and kind.of:
        return f"z.array({_zod(kind.of)})"
    return _ZOD.get(kind.name) or f"z.string(){_longest(kind)}"


def _joi(kind: FieldType) -> str:
    if kind.name == "enum":
        return f"Joi.string().valid({', '.join(map(quoted, kind.words))})"
    if kind.name == "list" and kind.of:
        return f"Joi.array().items({_joi(kind.of)})"
    return _JOI.get(kind.name) or f"Joi.string().allow(''){_longest(kind)}"


def _calls(kind: FieldType) -> list[str]:
    if kind.name == "enum":
        return [f"IsIn([{', '.join(map(quoted, kind.words))}])"]
    if kind.name == "list" and kind.of:
        inner = (call.removesuffix(")") for call in _calls(kind.of))
        return ["IsArray()", *(f"{call}{'' if call.endswith('(') else ', '}{{ each: true }})" for call in inner)]
    longest = [f"MaxLength({kind.numbers[0]})"] if kind.numbers else []
    return [_CLASS[kind.name]] if kind.name in _CLASS else ["IsString()", *longest]


def _longest(kind: FieldType) -> str:
    return f".max({kind.numbers[0]})" if kind.numbers else ""
