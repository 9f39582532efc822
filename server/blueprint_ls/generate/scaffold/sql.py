"""Columns of Postgres."""

from __future__ import annotations

from blueprint_ls.generate.scaffold.entities import Entity, Field, enum_name
from blueprint_ls.language.fields import FieldType

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


def sql_text(text: object) -> str:
    """A literal of SQL."""
    return "'" + str(text).replace("'", "''") + "'"


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
