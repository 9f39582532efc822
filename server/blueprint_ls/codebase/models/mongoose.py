"""Mongoose: schemas, the models made from them, and @nestjs/mongoose classes.

A schema has no collection of its own: it is a model without a table, named by the constant that holds it, on which
the models that are made from it build, in this file or another.
"""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.facts import Column, Model, Relation
from blueprint_ls.codebase.models.mongoose_fields import declaration, fields_of, is_field, reference
from blueprint_ls.codebase.models.shapes import (
    bound,
    chain,
    classes,
    constants,
    decorators,
    dotted,
    entry,
    is_true,
    items,
    last_name,
    properties,
    returned,
    sources,
    text,
    within,
)
from blueprint_ls.codebase.typescript.tree import (
    Assign,
    Await,
    Call,
    Cast,
    Class,
    Conditional,
    Do,
    Expression,
    Field,
    Let,
    Logical,
    Member,
    Module,
    Name,
    New,
    Object,
    Property,
    Spread,
)

_SCHEMAS = frozenset({"Schema", "createSchema"})
_KEY = "ObjectId"


def models(module: Module) -> tuple[Model, ...]:
    """The schemas and models of a file."""
    if not any("mongoose" in name for name in sources(module)):
        return tuple(_shared(module))
    made = list(_made(module))
    parts = [_schema(module, name, value) for name, value in _schemas(module)]
    nest = [model for found in classes(module) if (model := _class(found))]
    return (*_shared(module), *parts, *nest, *made)


# ------------------------------------------------------------------------------------------------------ schemas


def _schemas(module: Module) -> list[tuple[str, New]]:
    """The schemas that a name is given to, be it through wrapping functions: `wrapped(new Schema(…))`."""
    made = ((name, _new_schema(value)) for name, value in constants(module).items())
    return [(name, schema) for name, schema in made if schema is not None]


def _new_schema(value: Expression | None) -> New | None:
    """`new Schema(…)`, alone or as an argument of what wraps it."""
    if isinstance(value, New):
        return value if last_name(value.callee) in _SCHEMAS else None
    for link in chain(value):
        if link.name == "model":  # the schema of a model belongs to the model
            return None
        for argument in link.arguments:
            if (made := _new_schema(argument)) is not None:
                return made
    return None


def _schema(module: Module, name: str, made: New) -> Model:
    """A schema with what is added to it later in the file."""
    added = [value for method, value in _calls_on(module, name) if method == "add"]
    parts = [fields_of(value) for value in [*_arguments(made)[:1], *added]]
    columns = _with_key([column for part in parts for column in part.columns], made)
    relations = tuple(relation for part in parts for relation in part.relations)
    bases = tuple(base for part in parts for base in part.bases)
    uniques = tuple(_uniques(module, name))
    return Model(name, "", "mongoose", made.start, made.end, columns, relations, uniques, bases)


def _arguments(call: Call | New) -> list[Expression]:
    return [argument for argument in call.arguments if not isinstance(argument, Spread)]


def _with_key(columns: list[Column], made: Expression | Class) -> tuple[Column, ...]:
    """The key that every document has, unless the schema declares its own."""
    if any(column.name == "_id" for column in columns):
        return tuple(columns)
    return (Column("_id", "_id", _KEY, made.start, made.start, primary=True), *columns)


def _calls_on(module: Module, name: str) -> Iterator[tuple[str, Expression]]:
    """The methods called on a constant at the top level, with their first arguments."""
    for statement in module.body:
        for link in chain(statement.value) if isinstance(statement, Do) else ():
            first = link.argument(0)
            if link.origin is not None and last_name(link.origin) == name and first is not None:
                yield link.name, first


def _uniques(module: Module, name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """`schema.index({ a: 1, b: 1 }, { unique: true })`."""
    for statement in module.body:
        for link in chain(statement.value) if isinstance(statement, Do) else ():
            named = link.name == "index" and last_name(link.origin) == name
            if named and is_true(entry(link.argument(1), "unique")):
                columns = tuple(item.key or "" for item in properties(link.argument(0)))
                yield "_".join(columns), columns


def _shared(module: Module) -> Iterator[Model]:
    """Objects of fields, or functions that return one, which schemas spread."""
    for name, value in constants(module).items():
        told = returned(value)
        entries = properties(told)
        if isinstance(told, Object) and entries and all(_fieldlike(item) for item in entries):
            found = fields_of(told)
            columns, relations, bases = tuple(found.columns), tuple(found.relations), tuple(found.bases)
            yield Model(name, "", "mongoose", value.start, value.end, columns, relations, (), bases)


def _fieldlike(item: Property) -> bool:
    return is_field(item.value)


# ------------------------------------------------------------------------------------------------------- models


def _made(module: Module) -> Iterator[Model]:
    """`model("Name", schema)`, wherever it stands, under the name that it is given to."""
    given: dict[int, str] = {}
    for node in within(module):
        if isinstance(node, Let | Assign) and node.value is not None and (name := bound(node)):
            given.update((id(inner), name) for inner in _alternatives(node.value))
        elif isinstance(node, Call):
            model = _model(node, given.get(id(node)))
            if model is not None:
                yield model


def _alternatives(value: Expression) -> Iterator[Expression]:
    """What a value may come from: both sides of `mongoose.models.User || model(…)`, without casts and `await`."""
    stack: list[Expression] = [value]
    while stack:
        found = stack.pop()
        yield found
        if isinstance(found, Cast | Await):
            stack.append(found.value)
        elif isinstance(found, Logical):
            stack += (found.left, found.right)
        elif isinstance(found, Conditional):
            stack += (found.yes, found.no)


def _model(call: Call, given: str | None) -> Model | None:
    method = last_name(call.callee)
    arguments = _arguments(call)
    if method not in ("model", "discriminator") or len(arguments) < 2:
        return None
    title, schema = text(arguments[0]), arguments[1]
    made, bases = _new_schema(schema), _bases(call, method, schema)
    if (title is None and not given) or (made is None and not bases):
        return None
    parts = fields_of(next(iter(_arguments(made)), None) if made else None)
    name, table = _names(title, given, text(arguments[2]) if len(arguments) > 2 else None, method)
    columns = _with_key(parts.columns, call) if made else ()
    return Model(name, table, "mongoose", call.start, call.end, columns, tuple(parts.relations), (), bases)


def _names(title: str | None, given: str | None, collection: str | None, method: str) -> tuple[str, str]:
    """The name that code uses and the collection. A title in small letters is a collection that a loader opens."""
    if method == "discriminator":
        return title or given or "", ""
    if title is None:
        return given or "", given or ""
    if collection:
        return title, collection
    if given and title[:1].islower():
        return given, title
    return title, plural(title)


def _bases(call: Call, method: str, schema: Expression) -> tuple[str, ...]:
    named = dotted(schema)
    if not named and isinstance(schema, Call):
        named = _schema_maker(schema)
    parent = call.callee.object if method == "discriminator" and isinstance(call.callee, Member) else None
    return tuple(name for name in (dotted(parent), named) if name)


def _schema_maker(call: Call) -> str:
    """The schema behind a call: what `loadClass(models)` loads into, `wrapped(schema)` or `makeSchema()`."""
    for argument in call.arguments:
        if isinstance(argument, Name | Member) and "schema" in dotted(argument).lower():
            return dotted(argument)
    return dotted(call.callee)


def plural(name: str) -> str:
    """A collection's name as Mongoose makes it from a model's."""
    low = name.lower()
    if low.endswith("y") and low[-2:-1] not in ("a", "e", "i", "o", "u", ""):
        return f"{low[:-1]}ies"
    if low.endswith(("s", "x", "z", "ch", "sh")):
        return low if low.endswith("s") and not low.endswith("ss") else f"{low}es"
    return f"{low}s"


# -------------------------------------------------------------------------------------------- @nestjs/mongoose


def _class(found: Class) -> Model | None:
    """`@Schema() class Customer { @Prop() name: string }`; a class with properties alone lends them to others."""
    marks = decorators(found.decorators)
    props = [(m, decorators(m.decorators)) for m in found.members if isinstance(m, Field)]
    told = [(member, marks["Prop"]) for member, marks in props if "Prop" in marks]
    if not found.name or not ("Schema" in marks or told):
        return None
    columns = [_prop(member, arguments) for member, arguments in told]
    relations = [r for (member, arguments), c in zip(told, columns, strict=True) for r in _aims(c, arguments)]
    options = marks.get("Schema", ())
    collection = text(entry(options[0], "collection")) if options else None
    table = (collection or plural(found.name)) if "Schema" in marks else ""
    named = dotted(found.extends)
    bases = (named,) if named and named not in ("Document", "mongoose.Document") else ()
    kept = _with_key(columns, found)
    return Model(found.name, table, "mongoose", found.start, found.end, kept, tuple(relations), (), bases)


def _prop(member: Field, arguments: tuple[Expression, ...]) -> Column:
    told = declaration(arguments[0]) if arguments else None
    required = is_true(next(iter(items(entry(told, "required"))), None))
    unique = is_true(entry(told, "unique"))
    type_ = last_name(entry(told, "type")) or (member.type or "").strip()
    return Column(member.name, member.name, type_, member.start, member.end, not required, member.name == "_id", unique)


def _aims(column: Column, arguments: tuple[Expression, ...]) -> Iterator[Relation]:
    aim = reference(declaration(arguments[0])) if arguments else None
    if aim:
        many = column.type.endswith("[]")
        yield Relation("", aim, (column.name,), ("_id",), not column.nullable and not many, many)
