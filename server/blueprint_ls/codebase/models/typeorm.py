"""TypeORM entities: decorated classes, the classes they extend, and `EntitySchema` objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.codebase.facts import Column, Model, Relation
from blueprint_ls.codebase.models.shapes import (
    camel,
    chain,
    classes,
    constants,
    decorators,
    dotted,
    entry,
    is_false,
    is_true,
    items,
    last_name,
    properties,
    returned,
    snake,
    sources,
    text,
)
from blueprint_ls.codebase.typescript.tree import Array, Class, Expression, Field, Member, Module, Name, New, Object

_COLUMNS = frozenset({"Column", "PrimaryColumn", "PrimaryGeneratedColumn", "CreateDateColumn", "UpdateDateColumn",
                      "DeleteDateColumn", "VersionColumn", "ObjectIdColumn", "ViewColumn"})  # fmt: skip
_PRIMARY = frozenset({"PrimaryColumn", "PrimaryGeneratedColumn", "ObjectIdColumn"})
_OWNING = frozenset({"ManyToOne", "OneToOne"})
_LISTS = frozenset({"OneToMany", "ManyToMany"})
_ENTITIES = frozenset({"Entity", "ViewEntity", "ChildEntity"})
_SCHEMA_KINDS = {"many-to-one": "ManyToOne", "one-to-one": "OneToOne", "one-to-many": "OneToMany"}

Decorators = dict[str, tuple[Expression, ...]]


def models(module: Module) -> tuple[Model, ...]:
    """The entities of a file; a class with columns that is no entity itself is a model without a table."""
    if "typeorm" not in sources(module) and "@nestjs/typeorm" not in sources(module):
        return ()
    decorated = (_entity(found) for found in classes(module))
    schemas = (_schema(name, value) for name, value in constants(module).items())
    return tuple(model for model in [*decorated, *schemas] if model)


@dataclass(frozen=True, slots=True)
class _Key:
    """One foreign key column that a relation names."""

    stored: str
    aims: str


def _entity(found: Class) -> Model | None:
    marks = decorators(found.decorators)
    fields = [(member, decorators(member.decorators)) for member in found.members if isinstance(member, Field)]
    columns = [column for member, told in fields for column in _columns(member, told)]
    kind = next((name for name in _ENTITIES if name in marks), None)
    if not found.name or (kind is None and not columns):
        return None
    relations = [relation for member, told in fields for relation in _relations(member, told, columns)]
    columns += _implied(fields, columns)
    table = _table(kind, marks, found.name)
    bases = (dotted(found.extends),) if found.extends and dotted(found.extends) else ()
    uniques = tuple(_uniques(found.decorators))
    span = (found.start, found.end)
    return Model(found.name, table, "typeorm", *span, tuple(columns), tuple(relations), uniques, bases)


def _table(kind: str | None, marks: Decorators, name: str) -> str:
    """The table; empty for a class that only lends its columns, and for a child, which shares its parent's."""
    if kind is None or kind == "ChildEntity":
        return ""
    arguments = marks[kind]
    options = next((argument for argument in arguments if isinstance(argument, Object)), None)
    stated = next((found for argument in arguments if (found := text(argument))), None)
    table = stated or text(entry(options, "name")) or snake(name)
    schema = text(entry(options, "schema"))
    return f"{schema}.{table}" if schema and schema != "public" else table


def _columns(member: Field, told: Decorators) -> Iterator[Column]:
    kind = next((name for name in told if name in _COLUMNS), None)
    if kind is None:
        return
    options = _options(told[kind])
    type_ = next((found for argument in told[kind] if (found := text(argument))), None) or text(entry(options, "type"))
    primary = kind in _PRIMARY or is_true(entry(options, "primary"))
    stored = text(entry(options, "name")) or member.name
    nullable = is_true(entry(options, "nullable")) or kind == "DeleteDateColumn"
    unique = is_true(entry(options, "unique")) or "Unique" in told or _unique_index(told)
    said = type_ or (member.type or "").strip()
    yield Column(member.name, stored, said, member.start, member.end, nullable, primary, unique)


def _options(arguments: tuple[Expression, ...]) -> Object | None:
    return next((argument for argument in reversed(arguments) if isinstance(argument, Object)), None)


def _unique_index(told: Decorators) -> bool:
    return is_true(entry(_options(told.get("Index", ())), "unique"))


def _relations(member: Field, told: Decorators, columns: list[Column]) -> Iterator[Relation]:
    kind = next((name for name in told if name in _OWNING | _LISTS), None)
    if kind is None:
        return
    model = _aim(told[kind])
    keys = _keys(member.name, kind, told)
    names = tuple(_property(columns, key.stored) for key in keys)
    optional = not keys or kind in _LISTS or not is_false(entry(_options(told[kind]), "nullable"))
    if optional and names and "PrimaryColumn" not in told:
        held = [column for column in columns if column.name in names]
        optional = not (held and all(column.primary for column in held))
    yield Relation(member.name, model, names, tuple(key.aims for key in keys), not optional, kind in _LISTS)


def _aim(arguments: tuple[Expression, ...]) -> str:
    """The other entity: `() => User`, `"User"` or `(type) => User`."""
    first = arguments[0] if arguments else None
    return text(first) or dotted(returned(first))


def _keys(name: str, kind: str, told: Decorators) -> list[_Key]:
    """The foreign key columns of a relation; none on the side that has none."""
    joins = [*told.get("JoinColumn", ()), *[item for found in told.get("JoinColumns", ()) for item in items(found)]]
    if kind in _LISTS or (kind == "OneToOne" and "JoinColumn" not in told):
        return []
    parts = [part for join in joins for part in items(join) if isinstance(part, Object)]
    return [_key(name, part) for part in parts] or [_key(name, None)]


def _key(name: str, part: Object | None) -> _Key:
    aims = text(entry(part, "referencedColumnName")) or "id"
    return _Key(text(entry(part, "name")) or camel(f"{name}_{aims}"), aims)


def _property(columns: list[Column], stored: str) -> str:
    """The property that holds a foreign key column; the column's own name where the class has none."""
    return next((column.name for column in columns if column.stored == stored), stored)


def _implied(fields: list[tuple[Field, Decorators]], columns: list[Column]) -> list[Column]:
    """The foreign key columns that only a relation tells of."""
    known = {column.stored for column in columns}
    found: dict[str, Column] = {}
    for member, told in fields:
        kind = next((name for name in told if name in _OWNING), None)
        for key in _keys(member.name, kind, told) if kind else ():
            if key.stored not in known:
                primary = "PrimaryColumn" in told or is_true(entry(_options(told[kind or ""]), "primary"))
                nullable = not primary and not is_false(entry(_options(told[kind or ""]), "nullable"))
                place = (member.start, member.end)
                found[key.stored] = Column(key.stored, key.stored, "key", *place, nullable, primary, kind == "OneToOne")
    return list(found.values())


def _uniques(found: tuple[Expression, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """`@Unique(["a", "b"])` and `@Index("name", ["a", "b"], { unique: true })`."""
    for decorator in found:
        links = chain(decorator)
        if not links or links[0].name not in ("Unique", "Index"):
            continue
        arguments = links[0].arguments
        if links[0].name == "Index" and not is_true(entry(_options(arguments), "unique")):
            continue
        if links[0].name == "Index" and entry(_options(arguments), "where") is not None:
            continue
        columns = tuple(name for argument in arguments for name in _names(argument))
        name = text(arguments[0]) if arguments else None
        if columns:
            yield name or "_".join(columns), columns


def _names(value: Expression) -> list[str]:
    """The columns of a key: `["a", "b"]`, or `(entity) => [entity.a, entity.b]`."""
    found = returned(value)
    if not isinstance(found, Array):
        return []
    return [
        name for item in items(found) if (name := text(item) or (last_name(item) if isinstance(item, Member) else ""))
    ]


def _schema(name: str, value: Expression) -> Model | None:
    """`new EntitySchema({ name, tableName, columns, relations })`."""
    if not isinstance(value, New) or last_name(value.callee) != "EntitySchema" or not value.arguments:
        return None
    told = value.arguments[0]
    if not isinstance(told, Object):
        return None
    columns = [_schema_column(item.key or "", item.value) for item in properties(entry(told, "columns"))]
    joined = [_schema_relation(item.key or "", item.value) for item in properties(entry(told, "relations"))]
    title = text(entry(told, "name")) or last_name(entry(told, "target")) or name
    table = text(entry(told, "tableName")) or snake(title)
    return Model(title, table, "typeorm", value.start, value.end, tuple(columns), tuple(joined))


def _schema_column(name: str, value: Expression) -> Column:
    kind = text(entry(value, "type")) or last_name(entry(value, "type"))
    flags = tuple(is_true(entry(value, flag)) for flag in ("nullable", "primary", "unique"))
    return Column(name, text(entry(value, "name")) or name, kind, value.start, value.end, *flags)


def _schema_relation(name: str, value: Expression) -> Relation:
    kind = _SCHEMA_KINDS.get(text(entry(value, "type")) or "", "ManyToMany")
    target = entry(value, "target")
    model = text(target) or (last_name(returned(target)) if not isinstance(target, Name) else target.name)
    join = entry(value, "joinColumn")
    owns = kind == "ManyToOne" or (kind == "OneToOne" and join is not None)
    key = _key(name, join if isinstance(join, Object) else None)
    columns, aims = ((key.stored,), (key.aims,)) if owns else ((), ())
    required = owns and is_false(entry(value, "nullable"))
    return Relation(name, model, columns, aims, required, kind in _LISTS)
