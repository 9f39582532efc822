"""Migration scripts in TypeScript and JavaScript (knex, Kysely, TypeORM): what their way up does to tables."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.facts import Column, Model, Relation
from blueprint_ls.codebase.models.changes import Change
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
    Return,
    Template,
)

_NO_COLUMNS = frozenset({"index", "dropIndex", "dropUnique", "dropPrimary", "comment", "engine", "charset", "collate",
                         "check", "queryContext", "inherits", "raw"})  # fmt: skip
_CREATES = frozenset({"createTable", "createTableIfNotExists"})
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
            if names & (_CREATES | _ALTERS | _DROPS | _RUNNER | {"renameTable", "raw", "addColumn"}):
                covered = node.end
                yield node


def _call(links: list[Link]) -> Iterator[Change]:
    """One chain of calls: the builder's, or the query runner's."""
    table = ""
    for link in links:
        first = text(link.argument(0))
        if isinstance(link.argument(0), New) and link.name in _CREATES:
            yield from _new_table(link)
        elif link.name in _RUNNER and not (link.name != "query" and table):
            yield from _runner(link)
        elif link.name in _CREATES | _ALTERS and first:
            table = first
            yield from _builder(link, table)
        elif link.name in _DROPS and first:
            yield Change("drop", first, link.call.start, link.call.end)
        elif link.name == "renameTable" and first:
            yield Change("rename", first, link.call.start, link.call.end, name=text(link.argument(1)) or "")
        elif link.name == "raw":
            yield from _sql(link.argument(0))
        elif table:
            yield from _kysely(table, link)


# --------------------------------------------------------------------------------------------------------- knex


def _builder(link: Link, table: str) -> Iterator[Change]:
    """`createTable("t", (table) => { … })`: the calls on the function's parameter."""
    if link.name in _CREATES:
        yield Change("create", table, link.call.start, link.call.end)
    build = link.argument(1)
    if not isinstance(build, Function):
        return
    for statement in build.body:
        value = statement.value if isinstance(statement, Do | Return) else None
        links = chain(value)
        if links:
            yield from _knex(table, links)


def _knex(table: str, links: list[Link]) -> Iterator[Change]:
    first = links[0]
    span = (first.call.start, links[-1].call.end)
    columns = tuple(name for item in items(first.argument(0)) if (name := text(item)))
    match first.name:
        case "dropColumn" | "dropColumns":
            names = columns or ()
            names = (*names, *(name for a in first.arguments[1:] if (name := text(a))))
            yield from (Change("drop column", table, *span, name=name) for name in names)
        case "renameColumn":
            yield Change("rename column", table, *span, name=columns[0], text=text(first.argument(1)) or "")
        case "unique" | "primary":
            yield Change(first.name, table, *span, columns=columns)
        case "foreign":
            yield from _knex_reference(table, links, columns, span)
        case "setNullable" | "dropNullable":
            nullable = first.name == "setNullable"
            yield from (Change("nullable", table, *span, name=name, nullable=nullable) for name in columns)
        case "timestamps":
            for name in ("created_at", "updated_at"):
                yield Change("column", table, *span, name=name, column=Column(name, name, "timestamp", *span, True))
        case _ if columns and first.name not in _NO_COLUMNS and not first.name.startswith("drop"):
            yield from _knex_column(table, links, columns[0], span)


def _knex_column(table: str, links: list[Link], name: str, span: tuple[int, int]) -> Iterator[Change]:
    called = {link.name for link in links}
    primary = links[0].name in ("increments", "bigIncrements") or "primary" in called
    nullable = not primary and "notNullable" not in called and "notNull" not in called
    kind = (text(links[0].argument(1)) or "") if links[0].name == "specificType" else links[0].name
    column = Column(name, name, kind, *span, nullable, primary, "unique" in called)
    yield Change("column", table, *span, name=name, column=column)
    yield from _knex_reference(table, links, (name,), span)


def _knex_reference(table: str, links: list[Link], columns: tuple[str, ...], span: tuple[int, int]) -> Iterator[Change]:
    """`.references("id").inTable("t")`, or `.references("t.id")`."""
    aims = next((link for link in links if link.name == "references"), None)
    inside = next((text(link.argument(0)) for link in links if link.name in ("inTable", "on")), None)
    names = [name for item in items(aims.argument(0)) if (name := text(item))] if aims else []
    if not names:
        return
    other = inside or names[0].rpartition(".")[0]
    if other:
        found = Relation("", other, columns, tuple(name.rpartition(".")[2] for name in names))
        yield Change("relation", table, *span, relation=found)


# ------------------------------------------------------------------------------------------------------- Kysely


def _kysely(table: str, link: Link) -> Iterator[Change]:
    """`.addColumn("id", "uuid", (col) => col.notNull().references("t.id"))` and what else hangs on a table."""
    span = (link.call.start, link.call.end)
    name = text(link.argument(0)) or ""
    if link.name == "addColumn" and name:
        build = link.argument(2)
        body = build.body[-1] if isinstance(build, Function) and build.body else None
        made = chain(body.value) if isinstance(body, Return) else []
        called = {inner.name for inner in made}
        primary = "primaryKey" in called
        nullable, kind = not primary and "notNull" not in called, text(link.argument(1)) or ""
        column = Column(name, name, kind, *span, nullable, primary, "unique" in called)
        yield Change("column", table, *span, name=name, column=column)
        yield from _knex_reference(table, made, (name,), span)
    elif link.name == "dropColumn":
        yield Change("drop column", table, *span, name=name)
    elif link.name == "renameColumn":
        yield Change("rename column", table, *span, name=name, text=text(link.argument(1)) or "")
    elif link.name == "addForeignKeyConstraint":
        columns, aims = (tuple(text(i) or "" for i in items(link.argument(at))) for at in (1, 3))
        yield Change(
            "relation", table, *span, name=name, relation=Relation("", text(link.argument(2)) or "", columns, aims)
        )
    elif link.name in ("addUniqueConstraint", "addPrimaryKeyConstraint"):
        action = "unique" if link.name == "addUniqueConstraint" else "primary"
        yield Change(action, table, *span, name=name, columns=tuple(text(i) or "" for i in items(link.argument(1))))


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
