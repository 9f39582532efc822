"""Drizzle tables: columns, keys, relations, and the column objects that tables share."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from blueprint_ls.codebase.facts import Model, Relation
from blueprint_ls.codebase.models.drizzle_parts import (
    Draft,
    column_of,
    constrain,
    reference,
    relation,
    relation_by_name,
    target,
    with_names,
)
from blueprint_ls.codebase.models.shapes import (
    Link,
    chain,
    constants,
    imported,
    items,
    last_name,
    properties,
    returned,
    sources,
    spreads,
    text,
)
from blueprint_ls.codebase.typescript.tree import Expression, Function, Module, Name, Object, Template

TABLES = frozenset({"pgTable", "mysqlTable", "sqliteTable", "singlestoreTable", "cockroachTable", "mssqlTable"})
CREATORS = frozenset(f"{name}Creator" for name in TABLES)
_SCHEMAS = frozenset({"pgSchema", "mysqlSchema", "cockroachSchema", "mssqlSchema"})


def models(module: Module) -> tuple[Model, ...]:
    """The tables of a file; a shared object of columns, and relations of a table from elsewhere, are models without
    a table of their own, which the join puts where they belong.
    """
    if not any(name.startswith("drizzle-orm") for name in sources(module)):
        return ()
    reader = _Reader(module)
    return tuple(reader.read())


class _Reader:
    """Reads one file."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.values = constants(module)
        self.core = {name for name, source in imported(module).items() if source.startswith("drizzle-orm")}

    def read(self) -> Iterator[Model]:
        """The models in the order of the file, relations last."""
        named: dict[str, list[Relation]] = {}
        found: dict[str, Model] = {}
        for name, value in self.values.items():
            links = chain(value)
            if links and links[0].name in ("relations", "defineRelationsPart", "defineRelations"):
                for table, relations in self._relations(links[0]):
                    named.setdefault(table, []).extend(relations)
                continue
            model = self._table(name, value, links) or self._shared(name, value)
            if model is not None:
                found[name] = model
        for table, relations in named.items():
            at = self._place(table)
            known = found.get(table) or Model(table, "", "drizzle", at.start, at.end)
            found[table] = msgspec.structs.replace(known, relations=with_names(known, relations))
        yield from found.values()

    def _place(self, table: str) -> Expression:
        """Where relations of a table from elsewhere stand: the call that mentions it first."""
        values = [value for value in self.values.values() if chain(value)]
        named = (v for v in values if table in (last_name(a) for a in chain(v)[0].arguments) or _mentions(v, table))
        return next(named, values[0])

    # ------------------------------------------------------------------------------------------------- tables

    def _table(self, name: str, value: Expression, links: list[Link]) -> Model | None:
        at = self._table_link(links)
        if at is None:
            return None
        link = links[at]
        fields = returned(link.argument(1))
        stored = text(link.argument(0))
        if stored is None or not isinstance(fields, Object):
            return None
        snakes = self._snakes(link)
        draft = self._columns(fields, snakes)
        for constraint in self._constraints(link.argument(2)):
            constrain(draft, constraint)
        return draft.model(name, self._stored(link, links[:at], stored), value)

    def _table_link(self, links: list[Link]) -> int | None:
        """Which call of a chain makes the table: a table function by its name, or any that is given columns."""
        for index, link in enumerate(links):
            if link.name in TABLES or (link.name in ("table", "withRLS") and self._has_columns(link)):
                return index
        is_wrapper = bool(links) and links[0].name not in self.core and self._has_columns(links[0])
        return 0 if is_wrapper else None

    def _has_columns(self, link: Link) -> bool:
        fields = returned(link.argument(1))
        return text(link.argument(0)) is not None and self._is_columns(fields, link.argument(1))

    def _is_columns(self, value: Expression | None, builder: Expression | None = None) -> bool:
        """Whether the values of an object are made by column functions of Drizzle."""
        made = [chain(item.value) for item in properties(value)]
        givers = self.core | _parameters(builder)
        return any(links and (links[0].name in givers or last_name(links[0].origin) in givers) for links in made)

    def _stored(self, link: Link, before: list[Link], table: str) -> str:
        """The table's name in the database: behind its schema, and as a creator writes it."""
        made = chain(self.values.get(last_name(link.origin))) if link.origin else before
        schema = text(made[0].argument(0)) if made and made[0].name in _SCHEMAS else None
        if schema:
            return f"{schema}.{table}"
        creator = chain(self.values.get(link.name))
        wording = returned(creator[0].argument(0)) if creator and creator[0].name in CREATORS else None
        if isinstance(wording, Template) and len(wording.values) == 1:
            return f"{wording.parts[0]}{table}{wording.parts[1]}"
        return table

    def _snakes(self, link: Link) -> bool:
        """Whether the table itself says that its columns are stored in snake case."""
        return link.origin is not None and last_name(link.origin) == "snakeCase"

    def _columns(self, fields: Object, snakes: bool = False) -> Draft:
        draft = Draft(bases=spreads(fields))
        for item in properties(fields):
            links = self._inlined(chain(item.value))
            key = item.key or ""
            if links:
                draft.columns.append(column_of(key, links, (item.start, item.end), snakes))
                draft.relations += [reference(key, link) for link in links if target(link)]
        return draft

    def _inlined(self, links: list[Link]) -> list[Link]:
        """The chain behind a helper of this file, as in `tenantId: ownerColumn().unique()`."""
        helper = self.values.get(links[0].name) if links and links[0].origin is None else None
        inner = chain(returned(helper)) if isinstance(helper, Function) else []
        return [*inner, *links[1:]] if inner else links

    def _constraints(self, value: Expression | None) -> list[list[Link]]:
        """The chains of the third argument, which is an object or an array, or a function that returns one."""
        found = returned(value)
        parts = [item.value for item in properties(found)] if isinstance(found, Object) else items(found)
        return [links for part in parts if (links := chain(part))]

    # --------------------------------------------------------------------------- shared columns and relations

    def _shared(self, name: str, value: Expression) -> Model | None:
        """An object of columns, or a function that returns one, for tables to spread."""
        fields = returned(value)
        if not isinstance(fields, Object) or not self._is_columns(fields):
            return None
        return self._columns(fields).model(name, "", value)

    def _relations(self, link: Link) -> Iterator[tuple[str, list[Relation]]]:
        if link.name == "relations":
            fields = returned(link.argument(1))
            found = [relation(item.key or "", chain(item.value)) for item in properties(fields)]
            yield last_name(link.argument(0)), [relation for relation in found if relation]
            return
        for table in properties(returned(link.argument(1))):
            found = [relation_by_name(item.key or "", chain(item.value)) for item in properties(table.value)]
            yield table.key or "", [relation for relation in found if relation]


def _mentions(value: Expression, table: str) -> bool:
    links = chain(value)
    return bool(links) and any(item.key == table for item in properties(returned(links[0].argument(1))))


def _parameters(builder: Expression | None) -> set[str]:
    """What a function that builds columns calls its argument: `t` of `(t) => ({ id: t.uuid() })`."""
    found = builder.parameters if isinstance(builder, Function) else ()
    return {last_name(p.target) for p in found if isinstance(p.target, Name)}
