"""The schema builders of knex and Kysely: what the calls on a table do."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.facts import Column, Relation
from blueprint_ls.codebase.models.changes import Change
from blueprint_ls.codebase.models.shapes import Link, chain, items, text
from blueprint_ls.codebase.typescript.tree import Do, Function, Return

CREATES = frozenset({"createTable", "createTableIfNotExists"})
_NO_COLUMNS = frozenset({"index", "dropIndex", "dropUnique", "dropPrimary", "comment", "engine", "charset", "collate",
                         "check", "queryContext", "inherits", "raw"})  # fmt: skip


# --------------------------------------------------------------------------------------------------------- knex


def builder(link: Link, table: str) -> Iterator[Change]:
    """`createTable("t", (table) => { … })`: the calls on the function's parameter."""
    if link.name in CREATES:
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
            names = (*columns, *(name for a in first.arguments[1:] if (name := text(a))))
            yield from (Change("drop column", table, *span, name=name) for name in names)
        case "renameColumn" if columns:
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


def kysely_call(table: str, link: Link) -> Iterator[Change]:
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
