"""What drizzle-kit remembers of the first migration, so that it writes the second one from what changed since.

Its format is that of `drizzle/meta/0000_snapshot.json` in version 7, which drizzle-kit 0.31 reads and writes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from blueprint_ls.generate.scaffold import drizzle
from blueprint_ls.generate.scaffold.entities import Entity, Field, Index, enum_name, enumerated, held
from blueprint_ls.generate.scaffold.sql import column_type, sql_text

_EMPTY = ("schemas", "sequences", "roles", "policies", "views")

Json = dict[str, Any]
PointsAt = Callable[[Entity, Field], Entity | None]


def snapshot(entities: Mapping[str, Entity], points_at: PointsAt) -> str:
    """The snapshot of all tables, in JSON."""
    tables = {f"public.{entity.table}": _table(entity, points_at) for entity in entities.values()}
    enums = {f"public.{found['name']}": found for entity in entities.values() for found in _enums(entity)}
    content: Json = {"version": "7", "dialect": "postgresql", "tables": tables, "enums": enums}
    content |= {name: {} for name in _EMPTY} | {"_meta": {"columns": {}, "schemas": {}, "tables": {}}}
    identity = {"id": str(uuid5(NAMESPACE_URL, json.dumps(content))), "prevId": str(UUID(int=0))}
    return json.dumps({**identity, **content}, indent=2, ensure_ascii=False)


def _table(entity: Entity, points_at: PointsAt) -> Json:
    pointing = ((field, points_at(entity, field)) for field in entity.fields)
    keys = [_key(entity, field, target) for field, target in pointing if target]
    return {
        "name": entity.table,
        "schema": "",
        "columns": {field.column: _column(field, entity) for field in entity.fields},
        "indexes": {index.name: _index(index) for index in entity.indexes},
        "foreignKeys": {key["name"]: key for key in keys},
        "compositePrimaryKeys": {},
        "uniqueConstraints": {},
        "policies": {},
        "checkConstraints": {},
        "isRLSEnabled": False,
    }


def _column(field: Field, entity: Entity) -> Json:
    kind = column_type(field, entity).replace('"', "").replace("timestamptz(3)", "timestamp (3) with time zone")
    default = _default(field)
    return {
        "name": field.column,
        "type": kind,
        **({"typeSchema": "public"} if enumerated(field) else {}),
        "primaryKey": field.name == "id",
        "notNull": not field.optional,
        **({} if default is None else {"default": default}),
    }


def _default(field: Field) -> Any:
    value = field.default
    if value is None or value == "generated":
        return None
    if value == "now":
        return "now()"
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float) and field.type.name not in ("bigint", "decimal"):
        return value
    return str(int(value)) if field.type.name == "bigint" else sql_text(value)


def _index(index: Index) -> Json:
    columns = [
        {"expression": field.column, "isExpression": False, "asc": True, "nulls": "last"} for field in index.fields
    ]
    return {
        "name": index.name,
        "columns": columns,
        "isUnique": index.unique,
        **({"where": index.where} if index.where else {}),
        "concurrently": False,
        "method": index.method,
        "with": {},
    }


def _key(entity: Entity, field: Field, target: Entity) -> Json:
    return {
        "name": drizzle.foreign_key(entity, field, target),
        "tableFrom": entity.table,
        "tableTo": target.table,
        "columnsFrom": [field.column],
        "columnsTo": ["id"],
        "onDelete": field.on_delete.replace("_", " "),
        "onUpdate": "cascade",
    }


def _enums(entity: Entity) -> list[Json]:
    return [
        {"name": enum_name(entity, field).snake, "schema": "public", "values": list(held(field).words)}
        for field in entity.fields
        if enumerated(field)
    ]
