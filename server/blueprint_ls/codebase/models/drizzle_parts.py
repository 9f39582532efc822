"""The parts of a Drizzle table: a column, a key beside the columns, a relation."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from blueprint_ls.codebase.facts import Column, Model, Relation
from blueprint_ls.codebase.models.shapes import Link, chain, entry, items, last_name, returned, snake, text, within
from blueprint_ls.codebase.typescript.tree import Call, Expression, Member, Template

POLICIES = frozenset({"pgPolicy", "crudPolicy"})
"""What declares row-level security beside the columns."""


@dataclass(slots=True)
class Draft:
    """A table while its parts come together."""

    columns: list[Column] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    uniques: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    bases: tuple[str, ...] = ()
    policies: list[str] = field(default_factory=list)

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
        made = Model(name, table, "drizzle", node.start, node.end, columns, relations, uniques, self.bases)
        return msgspec.structs.replace(made, policies=tuple(self.policies)) if self.policies else made


def with_names(model: Model, relations: list[Relation] | tuple[Relation, ...]) -> tuple[Relation, ...]:
    """A table's foreign keys under the names that its relations give them."""
    kept = [r for r in model.relations if not any(r.columns and r.columns == other.columns for other in relations)]
    optional = {column.name for column in model.columns if column.nullable}
    named = [
        msgspec.structs.replace(r, required=not optional.intersection(r.columns)) if r.columns else r for r in relations
    ]
    return (*kept, *named)


def column_of(key: str, links: list[Link], span: tuple[int, int], snakes: bool) -> Column:
    """A column from the chain of calls that builds it."""
    called = {link.name for link in links[1:]}
    stored = text(links[0].argument(0)) or (snake(key) if snakes else key)
    primary = "primaryKey" in called
    many = "[]" if "array" in called else ""
    serial = "serial" in links[0].name.lower()
    nullable = not (primary or serial or "notNull" in called)
    return Column(key, stored, links[0].name + many, *span, nullable, primary, "unique" in called)


def target(link: Link) -> Member | None:
    """The column that `.references(() => table.column)` points at."""
    aim = returned(link.argument(0)) if link.name == "references" else None
    return aim if isinstance(aim, Member) else None


def reference(key: str, link: Link) -> Relation:
    """The foreign key of `.references(() => table.column)`."""
    aim = target(link)
    assert aim is not None
    return Relation("", last_name(aim.object), (key,), (aim.name,))


def constrain(draft: Draft, links: list[Link]) -> None:
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
    elif first.name in POLICIES:
        told_parts = [inner for argument in first.arguments for inner in within(argument)]
        draft.policies += ["?".join(part.parts) for part in told_parts if isinstance(part, Template)]


def _key(draft: Draft, name: str, columns: list[tuple[str, str]], *, primary: bool) -> None:
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


def relation(name: str, links: list[Link]) -> Relation | None:
    """`one(users, { fields, references })` or `many(posts)`."""
    if not links or links[0].name not in ("one", "many"):
        return None
    columns, aims = (_members(items(entry(links[0].argument(1), key))) for key in ("fields", "references"))
    many, model = links[0].name == "many", last_name(links[0].argument(0))
    names, references = tuple(c for _, c in columns), tuple(c for _, c in aims)
    return Relation(name, model, names, references, bool(names), many)


def relation_by_name(name: str, links: list[Link]) -> Relation | None:
    """`r.one.users({ from: r.posts.ownerId, to: r.users.id, optional: false })` or `r.many.posts(…)`."""
    if not links or not isinstance(links[0].origin, Member):
        return None
    many = links[0].origin.name == "many"
    told = links[0].argument(0)
    columns, aims = (() if many else tuple(c for _, c in _members(items(entry(told, key)))) for key in ("from", "to"))
    return Relation(name, links[0].name, columns, aims, bool(columns), many)
