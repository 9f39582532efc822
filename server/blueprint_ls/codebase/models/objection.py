"""Objection models: classes with a table's name, and the relations they map."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.facts import Column, Model, Relation
from blueprint_ls.codebase.models.shapes import (
    bare,
    chain,
    classes,
    dotted,
    entry,
    items,
    last_name,
    properties,
    text,
    within,
)
from blueprint_ls.codebase.typescript.tree import (
    Call,
    Class,
    Expression,
    Field,
    Function,
    Member,
    Method,
    Module,
    Name,
    Object,
    Opaque,
    Return,
)

_LISTS = frozenset({"HasManyRelation", "ManyToManyRelation"})
_OWNING = "BelongsToOneRelation"


def models(module: Module) -> tuple[Model, ...]:
    """The models of a file; the columns that it does not tell come from the migrations, through the table."""
    return tuple(model for found in classes(module) if (model := _model(found)))


def _model(found: Class) -> Model | None:
    table = text(_static(found, "tableName"))
    if not table or not found.name or _is_sequelize(found):
        return None
    columns = tuple(_columns(found))
    mappings = properties(_static(found, "relationMappings"))
    relations = tuple(relation for item in mappings if (relation := _relation(item.key or "", item.value)))
    bases = tuple(_bases(found.extends))
    return Model(found.name, table, "objection", found.start, found.end, columns, relations, (), bases)


def _is_sequelize(found: Class) -> bool:
    return any(isinstance(member, Method) and member.name == "init" and member.is_static for member in found.members)


def _static(found: Class, name: str) -> Expression | None:
    """What a static field, getter or method of a class holds: the value of its last `return`."""
    for member in found.members:
        if member.name != name or not member.is_static:
            continue
        value = _last_return(member.function) if isinstance(member, Method) else bare(member.value)
        return _last_return(value) if isinstance(value, Function) else value
    return None


def _last_return(function: Function) -> Expression | None:
    returns = [statement for statement in function.body if isinstance(statement, Return)]
    return bare(returns[-1].value) if returns else None


def _bases(value: Expression | None) -> Iterator[str]:
    """The classes that a class extends, those in the arguments of mixins among them."""
    value = bare(value)
    if isinstance(value, Call):
        for argument in value.arguments:
            if isinstance(argument, Name | Member | Call):
                yield from _bases(argument)
    elif (name := dotted(value)) and name not in ("Model", "objection.Model"):
        yield name


def _columns(found: Class) -> Iterator[Column]:
    """The properties of the JSON schema; else the fields that the class declares with a plain type."""
    told = _static(found, "jsonSchema")
    if told is not None:
        required = {text(item) for item in items(entry(told, "required"))}
        for item in properties(entry(told, "properties")):
            yield _schema_column(item.key or "", item.value, required)
        return
    for member in found.members:
        if isinstance(member, Field) and _is_plain(member):
            nullable = member.optional or "null" in (member.type or "")
            key = member.name == "id"
            type_ = (member.type or "").strip()
            yield Column(member.name, member.name, type_, member.start, member.end, nullable, key)


def _schema_column(name: str, value: Expression, required: set[str | None]) -> Column:
    kinds = [text(item) or "" for item in items(entry(value, "type"))]
    type_ = next((kind for kind in kinds if kind != "null"), "")
    nullable = "null" in kinds or (name not in required and name != "id")
    return Column(name, name, type_, value.start, value.end, nullable, name == "id")


def _is_plain(member: Field) -> bool:
    """Whether a field looks like a column: it has a type of plain values and no value of its own."""
    words = {word.strip() for word in (member.type or "").split("|")}
    plain = {"string", "number", "boolean", "Date", "bigint", "null", "undefined"}
    return not member.is_static and member.value is None and bool(words) and words <= plain


def _relation(name: str, value: Expression) -> Relation | None:
    """One entry of `relationMappings`."""
    kind = last_name(entry(value, "relation"))
    model = _aim(entry(value, "modelClass"))
    join = entry(value, "join")
    if not kind or not model or not isinstance(join, Object):
        return None
    if kind != _OWNING:
        return Relation(name, model, required=False, many=kind in _LISTS)
    columns, aims = (tuple(_column_name(item) for item in items(entry(join, end))) for end in ("from", "to"))
    return Relation(name, model, columns, aims)


def _column_name(value: Expression) -> str:
    """`tenant_id` of `"deals.tenant_id"`."""
    return (text(value) or "").rpartition(".")[2]


def _aim(value: Expression | None) -> str:
    """The other class: its name, what a function returns, the path of its file, or `require("./User").default`."""
    value = bare(value)
    if isinstance(value, Function):
        value = _last_return(value)
    if (path := text(value)) is not None:
        return _stem(path)
    required = next(
        (_stem(text(link.argument(0)) or "") for link in chain(_called(value)) if link.name == "require"), ""
    )
    name = last_name(value) if not isinstance(value, Opaque) else ""
    return required if name in ("", "default") else name


def _called(value: Expression | None) -> Expression | None:
    """The call inside `call(…).default` and inside the functions that wrap a class."""
    return next((node for node in within(value) if isinstance(node, Call)), None) if value is not None else None


def _stem(path: str) -> str:
    """`User` of `../models/User.model`."""
    return path.rpartition("/")[2].partition(".")[0]
