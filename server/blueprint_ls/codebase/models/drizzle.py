"""Drizzle tables: columns, keys, relations, and the column objects that tables share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from blueprint_ls.codebase.facts import Column, Model, Relation
from blueprint_ls.codebase.models.shapes import (
    Link,
    chain,
    constants,
    entry,
    imported,
    items,
    last_name,
    properties,
    returned,
    snake,
    sources,
    spreads,
    text,
)
from blueprint_ls.codebase.typescript.tree import Call, Do, Expression, Function, Member, Module, Name, Object, Template

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


@dataclass(slots=True)
class _Draft:
    """A table while its parts come together."""

    columns: list[Column] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    uniques: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    bases: tuple[str, ...] = ()

    def mark(self, names: tuple[str, ...], **changes: bool) -> None:
        """Changes the columns of these names."""
        self.columns = [msgspec.structs.replace(c, **changes) if c.name in names else c for c in self.columns]

    def model(self, name: str, table: str, node: Expression) -> Model:
        """The finished table, each foreign key as required as its columns are."""
        optional = {column.name for column in self.columns if column.nullable}
        relations = tuple(
            msgspec.structs.replace(r, required=not optional.intersection(r.columns)) if r.columns else r
            for r in self.relations
        )
        columns, uniques = tuple(self.columns), tuple(self.uniques)
        return Model(name, table, "drizzle", node.start, node.end, columns, relations, uniques, self.bases)


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

    def _place(self, table: str) -> Expression | Do:
        """Where relations of a table from elsewhere stand: their first mention."""
        values = (value for value in self.values.values() if chain(value))
        return next(v for v in values if table in (last_name(a) for a in chain(v)[0].arguments) or _mentions(v, table))

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
            _constrain(draft, constraint)
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

    def _columns(self, fields: Object, snakes: bool = False) -> _Draft:
        draft = _Draft(bases=spreads(fields))
        for item in properties(fields):
            links = self._inlined(chain(item.value))
            key = item.key or ""
            if links:
                draft.columns.append(_column(key, links, (item.start, item.end), snakes))
                draft.relations += [_reference(key, link) for link in links if _target(link)]
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
            found = [_relation(item.key or "", chain(item.value)) for item in properties(fields)]
            yield last_name(link.argument(0)), [relation for relation in found if relation]
            return
        for table in properties(returned(link.argument(1))):
            found = [_relation_v2(item.key or "", chain(item.value)) for item in properties(table.value)]
            yield table.key or "", [relation for relation in found if relation]


def with_names(model: Model, relations: list[Relation] | tuple[Relation, ...]) -> tuple[Relation, ...]:
    """A table's foreign keys under the names that its relations give them."""
    kept = [r for r in model.relations if not any(r.columns and r.columns == other.columns for other in relations)]
    optional = {column.name for column in model.columns if column.nullable}
    named = [
        msgspec.structs.replace(r, required=not optional.intersection(r.columns)) if r.columns else r for r in relations
    ]
    return (*kept, *named)


def _mentions(value: Expression, table: str) -> bool:
    links = chain(value)
    return bool(links) and any(item.key == table for item in properties(returned(links[0].argument(1))))


def _parameters(builder: Expression | None) -> set[str]:
    """What a function that builds columns calls its argument: `t` of `(t) => ({ id: t.uuid() })`."""
    found = builder.parameters if isinstance(builder, Function) else ()
    return {last_name(p.target) for p in found if isinstance(p.target, Name)}


def _column(key: str, links: list[Link], span: tuple[int, int], snakes: bool) -> Column:
    called = {link.name for link in links[1:]}
    stored = text(links[0].argument(0)) or (snake(key) if snakes else key)
    primary = "primaryKey" in called
    many = "[]" if "array" in called else ""
    serial = "serial" in links[0].name.lower()
    nullable = not (primary or serial or "notNull" in called)
    return Column(key, stored, links[0].name + many, *span, nullable, primary, "unique" in called)


def _target(link: Link) -> Member | None:
    """The column that `.references(() => table.column)` points at."""
    aim = returned(link.argument(0)) if link.name == "references" else None
    return aim if isinstance(aim, Member) else None


def _reference(key: str, link: Link) -> Relation:
    aim = _target(link)
    assert aim is not None
    return Relation("", last_name(aim.object), (key,), (aim.name,))


def _constrain(draft: _Draft, links: list[Link]) -> None:
    """Adds one of the keys that stand beside the columns."""
    first = links[0]
    if first.name == "foreignKey":
        told = returned(first.argument(0))
        columns, aims = (_members(items(entry(told, key))) for key in ("columns", "foreignColumns"))
        if columns and aims:
            names = tuple(name for _, name in columns)
            draft.relations.append(Relation("", aims[0][0], names, tuple(name for _, name in aims)))
    elif first.name == "primaryKey":
        told_columns = entry(first.argument(0), "columns")
        columns = _members(items(told_columns) if told_columns else list(first.arguments))
        _key(draft, "", columns, primary=True)
    elif first.name in ("unique", "uniqueIndex"):
        on = next((link for link in links[1:] if link.name in ("on", "using")), None)
        if on is not None and not any(link.name == "where" for link in links):
            _key(draft, text(first.argument(0)) or "", _members(list(on.arguments)), primary=False)


def _key(draft: _Draft, name: str, columns: list[tuple[str, str]], *, primary: bool) -> None:
    names = tuple(column for _, column in columns)
    if primary:
        draft.mark(names, primary=True, nullable=False)
    elif len(names) == 1:
        draft.mark(names, unique=True)
    if len(names) > 1:
        draft.uniques.append((name or "_".join(names), names))


def _members(found: list[Expression]) -> list[tuple[str, str]]:
    """`table.column` as a pair of names; `table.column.asc()` counts as well."""
    values = [chain(value)[0].origin if isinstance(value, Call) and chain(value) else value for value in found]
    return [(last_name(value.object), value.name) for value in values if isinstance(value, Member)]


def _relation(name: str, links: list[Link]) -> Relation | None:
    """`one(users, { fields, references })` or `many(posts)`."""
    if not links or links[0].name not in ("one", "many"):
        return None
    columns, aims = (_members(items(entry(links[0].argument(1), key))) for key in ("fields", "references"))
    many, model = links[0].name == "many", last_name(links[0].argument(0))
    names, references = tuple(c for _, c in columns), tuple(c for _, c in aims)
    return Relation(name, model, names, references, bool(names), many)


def _relation_v2(name: str, links: list[Link]) -> Relation | None:
    """`r.one.users({ from: r.posts.ownerId, to: r.users.id, optional: false })` or `r.many.posts(…)`."""
    if not links or not isinstance(links[0].origin, Member):
        return None
    many = links[0].origin.name == "many"
    told = links[0].argument(0)
    columns, aims = (() if many else tuple(c for _, c in _members(items(entry(told, key)))) for key in ("from", "to"))
    return Relation(name, links[0].name, columns, aims, bool(columns), many)
