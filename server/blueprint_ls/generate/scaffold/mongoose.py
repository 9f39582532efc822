"""Paths, options and indexes of Mongoose's schemas, and the same indexes as a migration makes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blueprint_ls.generate.scaffold.entities import Entity, Field, Index, held
from blueprint_ls.generate.scaffold.names import Refused
from blueprint_ls.generate.scaffold.typescript import WIDTH, listed, number, quoted
from blueprint_ls.language.fields import FieldType

_TYPES = {
    "integer": "Schema.Types.Int32",
    "bigint": "BigInt",
    "decimal": "Schema.Types.Decimal128",
    "float": "Number",
    "boolean": "Boolean",
    "date": "Date",
    "timestamp": "Date",
    "json": "Schema.Types.Mixed",
    "bytes": "Buffer",
}
_BSON = {
    "integer": "number",
    "bigint": "long",
    "decimal": "decimal",
    "float": "number",
    "boolean": "bool",
    "date": "date",
    "timestamp": "date",
    "json": "object",
    "bytes": "binData",
}
"""How MongoDB's `$type` calls them; all others are text."""
_NULL = re.compile(r"(\w+)\s+is\s+(not\s+)?null", re.IGNORECASE)
_EQUAL = re.compile(r"(\w+)\s*=\s*'([^']*)'")
_MOMENTS = ("createdAt", "updatedAt")


def path(field: Field, entity: Entity) -> str:
    """The property of a schema, four columns in: `lastName: { type: String, required: true, maxlength: 80 }`."""
    name = "_id" if field.name == "id" else field.name
    return f"{name}: {listed(_rules(field, entity), 4, '{}', before=len(name) + 2)}"


def options(entity: Entity) -> str:
    """The options of a schema, two columns in."""
    stamped = [f"{name}: {_true(name in entity.by_name)}" for name in _MOMENTS]
    given = [f"collection: {quoted(entity.table)}", "versionKey: false", "minimize: false"]
    given += [f"timestamps: {{ {', '.join(stamped)} }}"] if any(name in entity.by_name for name in _MOMENTS) else []
    return listed(given, 2, "{}")


def index(found: Index, entity: Entity) -> str:
    """The statement that declares an index."""
    head = f"{entity.name.camel_plain}Schema.index"
    keys = f"{{ {', '.join(_keys(found))} }}"
    rules = _index_rules(found, entity)
    line = f"{head}({keys}, {{ {', '.join(rules)} }});"
    if len(line) <= WIDTH:
        return line
    return f"{head}{listed([keys, listed(rules, 2, '{}')], 0, '()', before=WIDTH)};"


def specifications(entity: Entity) -> str:
    """All indexes of a collection as the driver makes them: a list that begins behind `indexes: `, four columns in."""
    made = [_specification(one, entity) for one in entity.indexes]
    return listed(made, 4, before=len("indexes: "))


def _specification(found: Index, entity: Entity) -> str:
    name, *rules = _index_rules(found, entity)
    return listed([name, f"key: {{ {', '.join(_keys(found))} }}", *rules], 6, "{}")


def bson_type(field: Field) -> str:
    """What MongoDB's `$type` calls the values of a field."""
    return "array" if field.type.name == "list" else _BSON.get(field.type.name, "string")


def _true(value: bool) -> str:
    return str(value).lower()


def _rules(field: Field, entity: Entity) -> list[str]:
    many = field.type.name == "list"
    one = [f"type: {_TYPES.get(held(field).name, 'String')}", *_limits(held(field), field)]
    if many:
        return [f"type: [{{ {', '.join(one)} }}]"]
    automatic = field.name in _MOMENTS and field.default == "now"
    made = [*one]
    told = automatic or field.default not in (None, "generated")
    made += ["default: null"] if field.optional else [] if told else ["required: true"]
    made += [f"default: {default}"] if (default := _default(field)) and not field.optional and not automatic else []
    return made + (["immutable: true"] if field.name in ("id", entity.tenant) else [])


def _limits(kind: FieldType, field: Field) -> Iterator[str]:
    if kind.name == "enum":
        words = [quoted(word) for word in kind.words] + (["null"] if field.optional else [])
        yield f"enum: [{', '.join(words)}]"
    longest = 254 if kind.name == "email" else int(kind.numbers[0]) if kind.name == "string" and kind.numbers else None
    if longest or (kind.name in ("string", "text") and field.longest):
        yield f"maxlength: {longest or field.longest}"
    if kind.name in ("integer", "float"):
        bounds = (("min", field.least), ("max", field.most))
        yield from (f"{word}: {number(value)}" for word, value in bounds if value is not None)


def _default(field: Field) -> str | None:
    value = field.default
    if value is None or value == "generated":
        return None
    if value == "now":
        return "() => new Date()"
    if isinstance(value, bool):
        return _true(value)
    if isinstance(value, int | float):
        wide = {"bigint": f"{value}n", "decimal": quoted(value)}
        return wide.get(field.type.name, number(value))
    return quoted(value)


def _keys(found: Index) -> list[str]:
    return [f"{'_id' if field.name == 'id' else field.name}: 1" for field in found.fields]


def _index_rules(found: Index, entity: Entity) -> list[str]:
    given = [f"{name}: {rule}" for name, rule in dict(_condition(found, entity)).items()]
    made = [f"name: {quoted(found.name)}", *(["unique: true"] if found.unique else [])]
    return made + ([f"partialFilterExpression: {{ {', '.join(given)} }}"] if given else [])


def _condition(found: Index, entity: Entity) -> Iterator[tuple[str, str]]:
    """The documents that an index holds; two that lack a value are not alike by that, as in every other database."""
    if found.unique:
        yield from ((one.name, _there(one)) for one in found.fields if one.optional)
    for part in re.split(r"\s+and\s+", found.where.strip(), flags=re.IGNORECASE) if found.where else ():
        told = _NULL.fullmatch(part.strip()) or _EQUAL.fullmatch(part.strip())
        field = next((one for one in entity.fields if told and one.column == told[1]), None)
        if told is None or field is None:
            raise Refused(
                f"`{found.name}` of `entity {entity.name.pascal}` holds rows `where {found.where}`: an index "
                "of MongoDB can be told `x is null`, `x is not null` and `x = 'word'`, joined by `and`"
            )
        if told.re is _EQUAL:
            yield field.name, quoted(told[2])
        else:
            yield field.name, _there(field) if told[2] else "null"


def _there(field: Field) -> str:
    return f"{{ $type: {quoted(bson_type(field))} }}"
