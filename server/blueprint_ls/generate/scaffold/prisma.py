"""Models of a Prisma schema: fields, relations and their other ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from blueprint_ls.generate.scaffold.entities import Entity, Field, enum_name, held
from blueprint_ls.generate.scaffold.names import Name

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
_ACTIONS = {"restrict": "Restrict", "cascade": "Cascade", "set_null": "SetNull"}


def rows(entity: Entity, entities: Mapping[str, Entity], root: Entity | None) -> list[str]:
    """The lines of a model's fields: name, type and attributes in columns, as `prisma format` lays them out."""
    cells = [*_fields(entity), *_relations(entity, entities, root), *_inverses(entity, entities, root)]
    names = max(len(name) for name, _, _ in cells)
    types = max(len(kind) for _, kind, _ in cells)
    return [f"{name:<{names}} {kind:<{types}} {marks}".rstrip() for name, kind, marks in cells]


Cell = tuple[str, str, str]


def _fields(entity: Entity) -> Iterator[Cell]:
    for field in entity.fields:
        marks = ["@id"] if field.name == "id" else []
        marks += [mark for mark in (_default(field), _updated(field)) if mark]
        marks += [f'@map("{field.column}")'] if field.column != field.name else []
        marks += [native] if (native := _native(field)) else []
        yield field.name, _type(field, entity), " ".join(marks)


def _updated(field: Field) -> str:
    return "@updatedAt" if field.name == "updatedAt" else ""


def _relations(entity: Entity, entities: Mapping[str, Entity], root: Entity | None) -> Iterator[Cell]:
    for field, target in _references(entity, entities, root):
        mark = "?" if field.optional else ""
        action = _ACTIONS.get(field.on_delete, "Restrict")
        yield (
            own_end(field),
            target.name.pascal + mark,
            f'@relation("{_relation(entity, field)}", fields: [{field.name}], references: [id], onDelete: {action})',
        )


def _inverses(entity: Entity, entities: Mapping[str, Entity], root: Entity | None) -> Iterator[Cell]:
    for other in entities.values():
        for field, target in _references(other, entities, root):
            if target is entity:
                yield _other_end(other, field), f"{other.name.pascal}[]", f'@relation("{_relation(other, field)}")'


def _references(entity: Entity, entities: Mapping[str, Entity], root: Entity | None) -> Iterator[tuple[Field, Entity]]:
    for field in entity.fields:
        if field.name == entity.tenant and root is not None:
            yield field, root
        elif field.type.name == "ref" and field.type.target and field.type.target in entities:
            yield field, entities[field.type.target]


def own_end(field: Field) -> str:
    """The property that holds the row which a field names: `role` for `roleId`."""
    return Name.of(field.name.removesuffix("Id")).camel if field.name.endswith("Id") else f"{field.name}Row"


def _other_end(entity: Entity, field: Field) -> str:
    stem = Name.of(field.name.removesuffix("Id"))
    return field.inverse or Name((*entity.name.plural.words, "by", *stem.words)).camel


def _relation(entity: Entity, field: Field) -> str:
    return f"{entity.table}_{field.column}"


def _type(field: Field, entity: Entity) -> str:
    """The field's type in a Prisma schema, with its mark for null or many."""
    many = field.type.name == "list"
    kind = held(field)
    own = enum_name(entity, field).pascal if kind.name == "enum" else _PRISMA.get(kind.name, "String")
    return own + ("[]" if many else "?" if field.optional else "")


def _native(field: Field) -> str:
    """The `@db` attribute of a field, or nothing."""
    kind = held(field)
    if kind.name in ("uuid", "ref"):
        return "@db.Uuid"
    if kind.name in ("string", "email"):
        longest = kind.numbers[0] if kind.numbers else field.longest or (254 if kind.name == "email" else None)
        return f"@db.VarChar({longest})" if longest else ""
    if kind.name == "decimal" and kind.numbers:
        return f"@db.Decimal({', '.join(map(str, kind.numbers))})"
    return {"date": "@db.Date", "timestamp": "@db.Timestamptz(3)"}.get(kind.name, "")


def _default(field: Field) -> str:
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
