"""Migration scripts in TypeScript and JavaScript (knex, Kysely, TypeORM): what their way up does to tables."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.facts import Column, Model, Relation
from blueprint_ls.codebase.models.changes import Change
from blueprint_ls.codebase.models.migration_builders import CREATES, builder, kysely_call
from blueprint_ls.codebase.models.shapes import (
    Link,
    chain,
    classes,
    entry,
    is_true,
    items,
    last_name,
    statements,
    text,
    within,
)
from blueprint_ls.codebase.models.sql import script, tables_of
from blueprint_ls.codebase.typescript.tree import (
    Array,
    Assign,
    Call,
    Do,
    Export,
    Expression,
    Function,
    Let,
    Member,
    Method,
    Module,
    Name,
    New,
    Object,
    Template,
)

_ALTERS = frozenset({"alterTable", "table"})
_DROPS = frozenset({"dropTable", "dropTableIfExists"})


def models(module: Module) -> tuple[Model, ...]:
    """The tables that a migration script creates or alters, as far as it alone can tell."""
    return tables_of(changes(module))


def changes(module: Module) -> list[Change]:
    """What a migration script does, in order; nothing for a file that has no function named `up`."""
    way_up = _up(module)
    return [change for call in _outermost(way_up) for change in _call(chain(call))] if way_up else []


def _up(module: Module) -> Function | None:
    """`exports.up = …`, `export function up`, or the method `up` of an exported class."""
    for statement in statements(module):
        if isinstance(statement, Let) and isinstance(statement.target, Name) and statement.target.name == "up":
            return statement.value if isinstance(statement.value, Function) else None
        assigned = statement.value if isinstance(statement, Do) else None
        if isinstance(assigned, Assign) and last_name_of(assigned) == "up" and isinstance(assigned.value, Function):
            return assigned.value
        if isinstance(statement, Export) and isinstance(statement.default, Object):
            found = statement.default.get("up")
            return found if isinstance(found, Function) else None
    return next(
        (m.function for found in classes(module) for m in found.members if isinstance(m, Method) and m.name == "up"),
        None,
    )


def last_name_of(assigned: Assign) -> str:
    """The name that an assignment gives to."""
    return last_name(assigned.target) if isinstance(assigned.target, Member | Name) else ""


def _outermost(function: Function) -> Iterator[Call]:
    """The calls of a function that are no part of another call's chain, in order; those in callbacks are not meant."""
    covered = 0
    for node in within(function.body):
        if isinstance(node, Call) and node.start >= covered:
            names = {link.name for link in chain(node)}
            if names & (CREATES | _ALTERS | _DROPS | _RUNNER | {"renameTable", "raw", "addColumn"}):
                covered = node.end
                yield node


def _call(links: list[Link]) -> Iterator[Change]:
    """One chain of calls: the builder's, or the query runner's."""
    table = ""
    for link in links:
        first = text(link.argument(0))
        if isinstance(link.argument(0), New) and link.name in CREATES:
            yield from _new_table(link)
        elif link.name in _RUNNER and not (link.name != "query" and table):
            yield from _runner(link)
        elif link.name in CREATES | _ALTERS and first:
            table = first
            yield from builder(link, table)
        elif link.name in _DROPS and first:
            yield Change("drop", first, link.call.start, link.call.end)
        elif link.name == "renameTable" and first:
            yield Change("rename", first, link.call.start, link.call.end, name=text(link.argument(1)) or "")
        elif link.name == "raw":
            yield from _sql(link.argument(0))
        elif table:
            yield from kysely_call(table, link)


# ------------------------------------------------------------------------------------- TypeORM's query runner


def _runner(link: Link) -> Iterator[Change]:
    span = (link.call.start, link.call.end)
    table = text(link.argument(0)) or text(entry(_made(link.argument(0)), "name")) or ""
    second = _made(link.argument(1))
    match link.name:
        case "query":
            yield from _sql(link.argument(0))
        case "addColumn" | "addColumns":
            found = items(link.argument(1)) if isinstance(link.argument(1), Array) else [link.argument(1)]
            yield from (_typed(table, made) for item in found if (made := _made(item)))
        case "createForeignKey" | "createForeignKeys":
            found = items(link.argument(1)) if isinstance(link.argument(1), Array) else [link.argument(1)]
            yield from (_foreign(table, made) for item in found if (made := _made(item)))
        case "dropColumn":
            name = text(link.argument(1)) or text(entry(second, "name")) or ""
            yield Change("drop column", table, *span, name=name)
        case "renameColumn":
            new = text(link.argument(2)) or text(entry(_made(link.argument(2)), "name")) or ""
            yield Change("rename column", table, *span, name=text(link.argument(1)) or "", text=new)


_RUNNER = frozenset(
    {"query", "addColumn", "addColumns", "createForeignKey", "createForeignKeys", "dropColumn", "renameColumn"}
)


def _new_table(link: Link) -> Iterator[Change]:
    """`createTable(new Table({ name, columns, foreignKeys }))`."""
    told = _made(link.argument(0))
    table = text(entry(told, "name"))
    if told is None or not table:
        return
    yield Change("create", table, told.start, told.end)
    yield from (_typed(table, made) for item in items(entry(told, "columns")) if (made := _made(item)))
    yield from (_foreign(table, made) for item in items(entry(told, "foreignKeys")) if (made := _made(item)))


def _made(value: Expression | None) -> Object | None:
    """The options of `new TableColumn({ … })`, or those that stand alone."""
    if isinstance(value, New):
        value = next((a for a in value.arguments if isinstance(a, Object)), None)
    return value if isinstance(value, Object) else None


def _typed(table: str, told: Object) -> Change:
    name = text(entry(told, "name")) or ""
    span = (told.start, told.end)
    nullable, primary, unique = (is_true(entry(told, key)) for key in ("isNullable", "isPrimary", "isUnique"))
    column = Column(name, name, text(entry(told, "type")) or "", *span, nullable, primary, unique)
    return Change("column", table, *span, name=name, column=column)


def _foreign(table: str, told: Object) -> Change:
    columns, aims = (
        tuple(text(i) or "" for i in items(entry(told, key))) for key in ("columnNames", "referencedColumnNames")
    )
    relation = Relation("", text(entry(told, "referencedTableName")) or "", columns, aims)
    return Change("relation", table, told.start, told.end, name=text(entry(told, "name")) or "", relation=relation)


def _sql(value: Expression | None) -> list[Change]:
    """The changes of SQL that stands in a string; what is interpolated is a name that nobody knows."""
    if isinstance(value, Template):
        return script("_".join(value.parts).encode(), value.start + 1)[0]
    told = text(value)
    return script(told.encode(), value.start + 1)[0] if told and value else []
