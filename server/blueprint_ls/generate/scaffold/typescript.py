"""What templates ask of a value: its types in each layer, its text in TypeScript and SQL, lines that Prettier would keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from blueprint_ls.generate.scaffold.entities import Entity, Field
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.language.fields import FieldType

WIDTH = 100
"""Columns of the project's Prettier configuration."""

_TYPES = {
    "integer": "number",
    "float": "number",
    "bigint": "bigint",
    "decimal": "string",
    "boolean": "boolean",
    "timestamp": "Date",
    "date": "Date",
    "json": "JsonValue",
    "bytes": "Uint8Array",
}
_PRISMA = {
    "string": "String",
    "text": "String",
    "email": "String",
    "url": "String",
    "uuid": "String",
    "integer": "Int",
    "bigint": "BigInt",
    "decimal": "Decimal",
    "float": "Float",
    "boolean": "Boolean",
    "date": "DateTime",
    "timestamp": "DateTime",
    "json": "Json",
    "bytes": "Bytes",
}
_COLUMNS = {
    "text": "text",
    "email": "varchar(254)",
    "url": "text",
    "uuid": "uuid",
    "ref": "uuid",
    "integer": "integer",
    "bigint": "bigint",
    "float": "double precision",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamptz(3)",
    "json": "jsonb",
    "bytes": "bytea",
}


def quoted(text: object) -> str:
    """A string of TypeScript in the quotes that Prettier would choose."""
    plain = str(text).replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    plain = plain.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    if "'" in plain and '"' not in plain:
        return f'"{plain}"'
    return "'" + plain.replace("'", "\\'") + "'"


def sentence(text: object) -> str:
    """A text that may stand in a comment of TypeScript: one line, and nothing in it ends the comment."""
    return " ".join(str(text).split()).replace("*/", "* /")


def sql_text(text: object) -> str:
    """A literal of SQL."""
    return "'" + str(text).replace("'", "''") + "'"


def type_of(field: Field) -> str:
    """The field's type in TypeScript, null included."""
    own = _of_type(field.type)
    return f"{own} | null" if field.optional else own


def _of_type(kind: FieldType) -> str:
    if kind.name == "enum":
        return " | ".join(quoted(word) for word in kind.words)
    if kind.name == "list" and kind.of:
        inner = _of_type(kind.of)
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    return _TYPES.get(kind.name, "string")


def enum_name(entity: Entity, field: Field) -> Name:
    """The name of a field's enumeration: `DealStage`."""
    return Name((*entity.name.words, *Name.of(field.name, "field").words))


def prisma_type(field: Field, entity: Entity) -> str:
    """The field's type in a Prisma schema, with its mark for null or many."""
    many = field.type.name == "list"
    kind = field.type.of if many and field.type.of else field.type
    own = enum_name(entity, field).pascal if kind.name == "enum" else _PRISMA.get(kind.name, "String")
    return own + ("[]" if many else "?" if field.optional else "")


def prisma_native(field: Field) -> str:
    """The `@db` attribute of a field, or nothing."""
    kind = field.type.of if field.type.name == "list" and field.type.of else field.type
    if kind.name in ("uuid", "ref"):
        return "@db.Uuid"
    if kind.name in ("string", "email"):
        longest = kind.numbers[0] if kind.numbers else field.longest or (254 if kind.name == "email" else None)
        return f"@db.VarChar({longest})" if longest else ""
    if kind.name == "decimal" and kind.numbers:
        return f"@db.Decimal({', '.join(map(str, kind.numbers))})"
    return {"date": "@db.Date", "timestamp": "@db.Timestamptz(3)"}.get(kind.name, "")


def column_type(field: Field, entity: Entity) -> str:
    """The column's type in Postgres."""
    if field.type.name == "list" and field.type.of:
        return _column(field.type.of, field, entity) + "[]"
    return _column(field.type, field, entity)


def _column(kind: FieldType, field: Field, entity: Entity) -> str:
    if kind.name == "enum":
        return f'"{enum_name(entity, field).snake}"'
    if kind.name == "string":
        longest = kind.numbers[0] if kind.numbers else field.longest
        return f"varchar({longest})" if longest else "text"
    if kind.name == "decimal":
        return f"numeric({', '.join(map(str, kind.numbers))})" if kind.numbers else "numeric"
    return _COLUMNS[kind.name]


def column_default(field: Field, entity: Entity) -> str:
    """The `DEFAULT` of a column, or nothing; ids and moments that the application sets have none."""
    value = field.default
    if value is None or value == "generated":
        return ""
    if value == "now":
        return " DEFAULT now()"
    if isinstance(value, bool):
        return f" DEFAULT {str(value).lower()}"
    if isinstance(value, int | float):
        return f" DEFAULT {value}"
    return f" DEFAULT {sql_text(value)}"


def prisma_default(field: Field) -> str:
    """The `@default` of a field, or nothing."""
    value = field.default
    if value is None or value == "generated":
        return ""
    if value == "now":
        return "@default(now())"
    if isinstance(value, bool):
        return f"@default({str(value).lower()})"
    if isinstance(value, int | float) or field.enum:
        return f"@default({value})"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'@default("{escaped}")'


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
    least = f".min({_number(field.least)}{suffix})" if field.least is not None else ""
    return least + (f".max({_number(field.most)}{suffix})" if field.most is not None else "")


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


def imports(names: Iterable[str], source: str, prefix: str = "import") -> str:
    """An import, on one line where that fits."""
    sorted_names = sorted(dict.fromkeys(names), key=lambda name: name.removeprefix("type ").lower())
    line = f"{prefix} {{ {', '.join(sorted_names)} }} from {quoted(source)};"
    return line if len(line) <= WIDTH else f"{prefix} {{\n" + "".join(f"  {n},\n" for n in sorted_names) + f"}} from {quoted(source)};"


def listed(items: Iterable[str], indent: int, around: str = "[]", before: int = 0, after: int = 1) -> str:
    """Items between brackets as Prettier lays them out: on one line where it fits, else each on its own.

    `before` counts the columns on the line ahead of the bracket beyond the indent, `after` those behind it.
    """
    found = [*items]
    pad = " " if around == "{}" and found else ""
    line = f"{around[0]}{pad}{', '.join(map(str, found))}{pad}{around[1]}"
    if indent + before + len(line) + after <= WIDTH:
        return line
    inner = "".join(f"{' ' * (indent + 2)}{item},\n" for item in found)
    return f"{around[0]}\n{inner}{' ' * indent}{around[1]}"


def zod_filter(field: Field) -> str:
    """The Zod schema of a filter in a query, where every value is text."""
    kind = field.type.name
    if kind == "boolean":
        return "z.stringbool().optional()"
    if kind in ("integer", "float"):
        return "z.coerce.number().optional()"
    return f"{_zod_of(field.type, field)}.optional()"


def type_shown(field: Field) -> str:
    """The type of a field as callers see it, in JSON."""
    shown = {"Date": "string", "bigint": "string", "JsonValue": "unknown", "Uint8Array": "string"}
    own = shown.get(_of_type(field.type), _of_type(field.type))
    return f"{own} | null" if field.optional and own != "unknown" else own


def show(field: Field, row: str) -> str:
    """How a field of a row becomes what callers see."""
    place = f"{row}.{field.name}"
    call = {"Date": "toISOString()", "bigint": "toString()"}.get(_of_type(field.type))
    call = "toString()" if field.type.name == "decimal" else call
    if call is None:
        return place
    return f"{place}?.{call} ?? null" if field.optional else f"{place}.{call}"


_SAMPLES = {
    "email": "'ada@example.com'",
    "url": "'https://example.com/'",
    "slug": "'example'",
    "currency": "'EUR'",
    "country": "'DE'",
    "language": "'en'",
    "time_zone": "'Europe/Berlin'",
    "phone": "'+4930123456'",
}


def sample(field: Field) -> str:
    """An expression with a value that a field accepts."""
    kind = field.type.name
    if kind == "enum":
        return quoted(field.type.words[0])
    if kind in ("integer", "float"):
        return _number(field.least or 1)
    if kind in ("date", "timestamp"):
        return "new Date()"
    plain = {"bigint": "1n", "decimal": "'1'", "boolean": "true", "json": "{}", "uuid": "newId()", "ref": "newId()"}
    return plain.get(kind) or _SAMPLES.get(field.format or kind) or "'Example'"


FILTERS: dict[str, Callable[..., Any]] = {
    "q": quoted,
    "sentence": sentence,
    "sql": sql_text,
    "ts": type_of,
    "enum_name": lambda field, entity: enum_name(entity, field),
    "prisma_type": prisma_type,
    "prisma_native": prisma_native,
    "prisma_default": prisma_default,
    "column_type": column_type,
    "column_default": column_default,
    "zod": zod,
    "zod_filter": zod_filter,
    "ts_shown": type_shown,
    "show": show,
    "imports": imports,
    "listed": listed,
    "ms": lambda duration: int(duration.seconds * 1000),
    "seconds": lambda duration: int(duration.seconds),
}
"""The filters of the templates."""
