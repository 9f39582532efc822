"""What templates ask of a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from blueprint_ls.generate.scaffold import (
    class_validator,
    drizzle,
    joi,
    kysely,
    payloads,
    prisma,
    sql,
    typeorm,
    typescript,
    yaml,
    zod,
)
from blueprint_ls.generate.scaffold.entities import enum_name, enumerated, held

FILTERS: dict[str, Callable[..., Any]] = {
    "q": typescript.quoted,
    "sentence": typescript.sentence,
    "show": typescript.show,
    "ts_shown": typescript.type_shown,
    "imports": typescript.imports,
    "listed": typescript.listed,
    "number": typescript.number,
    "grouped": typescript.grouped,
    "zod_payload": payloads.zod_payload,
    "joi_payload": payloads.joi_payload,
    "class_payload": payloads.class_payload,
    "class_checks": payloads.class_checks,
    "enum_name": lambda field, entity: enum_name(entity, field),
    "enumerated": enumerated,
    "held": held,
    "sql": sql.sql_text,
    "column_type": sql.column_type,
    "column_default": sql.column_default,
    "ts": typescript.type_of,
    "ts_given": typescript.type_given,
    "template_literal": typescript.template_literal,
    "property": lambda pair: typescript.property_of(*pair),
    "drizzle_column": drizzle.column,
    "drizzle_index": drizzle.index,
    "drizzle_table": drizzle.table_name,
    "drizzle_computed": drizzle.computed,
    "typeorm_column": typeorm.column,
    "typeorm_imports": typeorm.imported,
    "typeorm_index": typeorm.index,
    "typeorm_relation": prisma.own_end,
    "typeorm_transformers": typeorm.transformers,
    "kysely_table": kysely.table_name,
    "kysely_column": kysely.column,
    "kysely_wrappers": kysely.wrappers,
    "chain": typescript.chain,
    "drizzle_builders": drizzle.builders,
    "decorators": class_validator.decorators,
    "prefixed": lambda text, prefix: f"{prefix}{text}",
    "of": lambda name, whole: f"{name}: {whole}.{name}",
    "suffixed": lambda text, suffix: f"{text}{suffix}",
    "joi": joi.joi,
    "joi_filter": joi.joi_filter,
    "yaml": yaml.scalar,
    "zod": zod.zod,
    "zod_filter": zod.zod_filter,
}
"""The filters of the templates, by the names that they have there."""
