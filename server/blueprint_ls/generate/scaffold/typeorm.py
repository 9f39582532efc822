"""Columns and indexes of TypeORM's entity classes."""

from __future__ import annotations

from collections.abc import Callable

from blueprint_ls.generate.scaffold.entities import Entity, Field, Index, enum_name, enumerated, held
from blueprint_ls.generate.scaffold.typescript import WIDTH, listed, quoted

_COLUMNS = {
    "text": "text",
    "url": "text",
    "uuid": "uuid",
    "ref": "uuid",
    "integer": "integer",
    "bigint": "bigint",
    "decimal": "numeric",
    "float": "double precision",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamptz",
    "json": "jsonb",
    "bytes": "bytea",
}
_TRANSFORMERS = {"bigint": "wholeNumber", "date": "day"}
_MOMENTS = ("createdAt", "updatedAt")
"""What TypeORM fills in itself; it knows their defaults."""
_OWN = {"createdAt": "CreateDateColumn", "updatedAt": "UpdateDateColumn", "version": "VersionColumn"}

PointsAt = Callable[[Entity, Field], Entity | None]


def column(field: Field, entity: Entity) -> str:
    """The decorator of a column, two columns in: `@Column({ type: 'uuid', name: 'tenant_id' })`."""
    options = _options(field, entity)
    if field.name == "id":
        return "@PrimaryColumn('uuid')"
    decorator = _decorator(field)
    if decorator == "VersionColumn" and not options:
        return "@VersionColumn()"
    kind = [] if decorator == "VersionColumn" else [f"type: {quoted(_kind(field))}"]
    return f"@{decorator}({listed([*kind, *options], 2, '{}', before=len(decorator) + 2)})"


def index(found: Index) -> str:
    """The decorator of an index."""
    fields = ", ".join(quoted(field.name) for field in found.fields)
    options = [*(["unique: true"] if found.unique else []), *([f"where: {quoted(found.where)}"] if found.where else [])]
    given = [quoted(found.name), f"[{fields}]", *([f"{{ {', '.join(options)} }}"] if options else [])]
    return "@Index" + _arguments(given, options)


def imported(entity: Entity, points_at: PointsAt) -> list[str]:
    """What an entity's class imports from `typeorm`."""
    used = {_decorator(field) for field in entity.fields if field.name != "id"}
    joined = {"JoinColumn", "ManyToOne"} if any(points_at(entity, field) for field in entity.fields) else set()
    indexed = {"Index"} if any(index.method == "btree" for index in entity.indexes) else set()
    return sorted({"Entity", "PrimaryColumn", *used, *joined, *indexed})


def transformers(entity: Entity) -> list[str]:
    """The transformers that its columns use."""
    return sorted({_TRANSFORMERS[kind] for field in entity.fields if (kind := field.type.name) in _TRANSFORMERS})


def _decorator(field: Field) -> str:
    return "Column" if field.optional else _OWN.get(field.name, "Column")


def _kind(field: Field) -> str:
    kind = held(field)
    if kind.name in ("string", "email"):
        return "varchar" if _longest(field) else "text"
    return "enum" if enumerated(field) else _COLUMNS[kind.name]


def _longest(field: Field) -> int | None:
    kind = held(field)
    if kind.name == "email":
        return 254
    return int(kind.numbers[0]) if kind.numbers else field.longest


def _options(field: Field, entity: Entity) -> list[str]:
    kind = held(field)
    made = [f"name: {quoted(field.column)}"] if field.column != field.name else []
    if kind.name in ("string", "email") and _longest(field):
        made.append(f"length: {_longest(field)}")
    if kind.name == "decimal":
        made += [f"{word}: {value}" for word, value in zip(("precision", "scale"), kind.numbers, strict=False)]
    if kind.name == "timestamp":
        made.append("precision: 3")
    if enumerated(field):
        made += [f"enum: [{', '.join(quoted(word) for word in kind.words)}]"]
        made += [f"enumName: {quoted(enum_name(entity, field).snake)}"]
    made += ["array: true"] if field.type.name == "list" else []
    made += ["nullable: true"] if field.optional else []
    made += [default] if (default := _default(field)) and field.name not in _MOMENTS else []
    return made + ([f"transformer: {_TRANSFORMERS[kind.name]}"] if kind.name in _TRANSFORMERS else [])


def _default(field: Field) -> str | None:
    value = field.default
    if value is None or value == "generated":
        return None
    if value == "now":
        return "default: () => 'now()'"
    if isinstance(value, bool):
        return f"default: {str(value).lower()}"
    if isinstance(value, int | float) and field.type.name not in ("bigint", "decimal"):
        return f"default: {value}"
    return f"default: {quoted(value)}"


def _arguments(given: list[str], options: list[str]) -> str:
    """Arguments as Prettier lays them out, whose last one is an object or a list."""
    line = f"({', '.join(given)})"
    if len("@Index" + line) <= WIDTH:
        return line
    head = f"({', '.join(given[:-1])}, "
    if len("@Index" + head) >= WIDTH:
        return listed(given, 0, "()", before=len("@Index"))
    last = listed(options, 0, "{}", before=WIDTH) if options else listed(given[-1][1:-1].split(", "), 0, before=WIDTH)
    return f"{head}{last})"
