"""Columns and indexes of a Drizzle schema."""

from __future__ import annotations

from blueprint_ls.generate.scaffold.entities import Entity, Field, Index, enum_name, enumerated, held
from blueprint_ls.generate.scaffold.typescript import chain, listed, quoted, template_literal
from blueprint_ls.language.fields import FieldType

_BUILDERS = {
    "text": "text",
    "url": "text",
    "uuid": "uuid",
    "ref": "uuid",
    "integer": "integer",
    "bigint": "bigint",
    "decimal": "numeric",
    "float": "doublePrecision",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "json": "jsonb",
    "bytes": "bytea",
}
_ARGUMENTS = {
    "bigint": "{ mode: 'bigint' }",
    "date": "{ mode: 'date' }",
    "timestamp": "{ withTimezone: true, precision: 3 }",
}


def table_name(entity: Entity) -> str:
    """The constant of an entity's table: `dealLines`."""
    return entity.name.plural.camel


def column(field: Field, entity: Entity, target: Entity | None, indent: int) -> str:
    """The property that makes a column, and points it at another table: `name: varchar('name').notNull()`."""
    kind = held(field)
    arguments = ", ".join([quoted(field.column), *_arguments(kind, field)])
    head = f"{field.name}: {_builder(kind, field, entity)}({arguments})"
    calls = [".array()"] if field.type.name == "list" else []
    calls += [".primaryKey()"] if field.name == "id" else [] if field.optional else [".notNull()"]
    calls += [made] if (made := _default(field)) else []
    calls += [".$onUpdate(() => new Date())"] if field.name == "updatedAt" else []
    calls += [_reference(target, field, indent + 2 * (len(calls) > 0))] if target else []
    return chain(calls, head, indent)


def _reference(target: Entity, field: Field, indent: int) -> str:
    pad = " " * indent
    action = quoted(field.on_delete.replace("_", " "))
    rules = f"{pad}  onDelete: {action},\n{pad}  onUpdate: 'cascade',\n"
    return f".references((): AnyPgColumn => {table_name(target)}.id, {{\n{rules}{pad}}})"


def index(found: Index) -> str:
    """The call that makes an index, over the columns of `table`."""
    head = f"{'uniqueIndex' if found.unique else 'index'}({quoted(found.name)})"
    columns = [f"table.{field.name}" for field in found.fields]
    plain = found.method == "btree"
    name = ".on" if plain else ".using"
    given = columns if plain else [quoted(found.method), *columns]
    if found.where:
        return chain([f"{name}({', '.join(given)})", f".where(sql`{template_literal(found.where)}`)"], head, 4)
    return head + name + listed(given, 4, "()", before=len(head + name))


def foreign_key(entity: Entity, field: Field, target: Entity) -> str:
    """The name that drizzle-kit gives a constraint."""
    return f"{entity.table}_{field.column}_{target.table}_id_fk"


def computed(entities: list[Entity]) -> bool:
    """Whether a schema holds SQL: conditions of indexes, and numbers that JSON has no room for."""
    fields = (field for entity in entities for field in entity.fields)
    wide = any(field.type.name == "bigint" and isinstance(field.default, int) for field in fields)
    return wide or any(index.where for entity in entities for index in entity.indexes)


def builders(entities: list[Entity]) -> list[str]:
    """What a schema imports from `drizzle-orm/pg-core`."""
    fields = [(field, entity) for entity in entities for field in entity.fields]
    used = {_builder(held(field), field, entity) for field, entity in fields if not enumerated(field)} - {"bytea"}
    used |= {"pgEnum"} if any(enumerated(field) for field, _ in fields) else set()
    used |= {"customType"} if any(held(field).name == "bytes" for field, _ in fields) else set()
    used |= {"uniqueIndex" if index.unique else "index" for entity in entities for index in entity.indexes}
    return ["type AnyPgColumn", "pgTable", *sorted(used)]


def _builder(kind: FieldType, field: Field, entity: Entity) -> str:
    if kind.name == "enum":
        return f"{enum_name(entity, field).camel_plain}Enum"
    if kind.name in ("string", "email"):
        return "varchar" if _longest(kind, field) else "text"
    return _BUILDERS[kind.name]


def _arguments(kind: FieldType, field: Field) -> list[str]:
    if kind.name in ("string", "email"):
        longest = _longest(kind, field)
        return [f"{{ length: {longest} }}"] if longest else []
    if kind.name == "decimal" and kind.numbers:
        words = zip(("precision", "scale"), kind.numbers, strict=False)
        return [f"{{ {', '.join(f'{word}: {value}' for word, value in words)} }}"]
    return [_ARGUMENTS[kind.name]] if kind.name in _ARGUMENTS else []


def _longest(kind: FieldType, field: Field) -> int | None:
    if kind.name == "email":
        return 254
    return int(kind.numbers[0]) if kind.numbers else field.longest


def _default(field: Field) -> str:
    value = field.default
    if value is None or value == "generated":
        return ""
    if value == "now":
        return ".defaultNow()"
    if isinstance(value, bool):
        return f".default({str(value).lower()})"
    if isinstance(value, int | float):
        return f".default({_number(value, field)})"
    return f".default({quoted(value)})"


def _number(value: float, field: Field) -> str:
    if field.type.name == "bigint":
        return f"sql`{int(value)}`"
    return quoted(value) if field.type.name == "decimal" else str(value)
