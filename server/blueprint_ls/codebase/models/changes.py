"""What migrations do to tables: changes in the order of time, and the tables that remain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from blueprint_ls.codebase.facts import Column, Fact, Model, Relation


class Change(Fact, frozen=True):
    """One thing done to one table."""

    action: str
    """`create`, `drop`, `rename`, `column`, `drop column`, `rename column`, `nullable`, `relation`, `drop relation`,
    `unique`, `primary`, `enable`, `force`, `disable`, `unforce` or `policy`."""
    table: str
    start: int
    end: int
    name: str = ""
    """The column, constraint, policy or the table's new name."""
    column: Column | None = None
    relation: Relation | None = None
    columns: tuple[str, ...] = ()
    """The columns of a key."""
    text: str = ""
    """A policy's condition; the new name of a renamed column; the type given to a column."""
    nullable: bool = False


@dataclass(slots=True)
class Table:
    """A table while its migrations are applied."""

    name: str
    start: int
    end: int
    columns: dict[str, Column] = field(default_factory=dict)
    relations: list[tuple[str, Relation]] = field(default_factory=list)
    uniques: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    policies: list[tuple[str, str]] = field(default_factory=list)
    """Row-level security: each policy's name and condition."""
    enabled: bool = False
    forced: bool = False

    def model(self) -> Model:
        """The table as a model of the layer `sql`."""
        columns, relations = tuple(self.columns.values()), tuple(self._relation(r) for _, r in self.relations)
        forced = self.enabled and self.forced
        uniques = tuple(self.uniques)
        return Model(self.name, self.name, "sql", self.start, self.end, columns, relations, uniques, forced=forced)

    def _relation(self, relation: Relation) -> Relation:
        """A foreign key that may be null in any of its columns is optional."""
        held = [self.columns[name] for name in relation.columns if name in self.columns]
        return msgspec.structs.replace(relation, required=not any(column.nullable for column in held))


def apply(tables: dict[str, Table], changes: Iterable[Change]) -> None:
    """Carries out changes in order; a table that nobody created is there from its first mention."""
    for change in changes:
        key = change.table.lower()
        if change.action == "drop":
            tables.pop(key, None)
            continue
        if change.action == "create" or key not in tables:
            table = Table(change.table, change.start, change.end)
            tables[key] = tables.get(key, table)
        if change.action == "rename":
            _rename(tables, key, change.name)
        else:
            _alter(tables[key], change)


def _rename(tables: dict[str, Table], key: str, name: str) -> None:
    table = tables.pop(key)
    for other in [*tables.values(), table]:
        other.relations = [(n, _aimed(relation, table.name, name)) for n, relation in other.relations]
    table.name = name
    tables[name.lower()] = table


def _aimed(relation: Relation, old: str, new: str) -> Relation:
    same = relation.model.lower() == old.lower()
    return msgspec.structs.replace(relation, model=new) if same else relation


def _alter(table: Table, change: Change) -> None:
    match change.action:
        case "column" if change.column:
            table.columns[change.column.name] = change.column
        case "drop column":
            _drop_column(table, change.name)
        case "rename column" if change.name in table.columns:
            _rename_column(table, change.name, change.text)
        case "nullable" if change.name in table.columns:
            column = table.columns[change.name]
            table.columns[change.name] = msgspec.structs.replace(column, nullable=change.nullable)
        case "relation" if change.relation:
            table.relations.append((change.name, change.relation))
        case "drop relation":
            table.relations = [pair for pair in table.relations if pair[0] != change.name]
            table.uniques = [pair for pair in table.uniques if pair[0] != change.name]
        case "unique" | "primary":
            _key(table, change)
        case "policy":
            table.policies.append((change.name, change.text))
        case "enable" | "disable":
            table.enabled = change.action == "enable"
        case "force" | "unforce":
            table.forced = change.action == "force"


def _key(table: Table, change: Change) -> None:
    primary, alone = change.action == "primary", len(change.columns) == 1
    for name in change.columns:
        if name in table.columns and (primary or alone):
            column = table.columns[name]
            changed = {"primary": True, "nullable": False} if primary else {"unique": True}
            table.columns[name] = msgspec.structs.replace(column, **changed)
    if not alone:
        table.uniques.append((change.name or "_".join(change.columns), change.columns))


def _drop_column(table: Table, name: str) -> None:
    table.columns.pop(name, None)
    table.relations = [pair for pair in table.relations if name not in pair[1].columns]
    table.uniques = [pair for pair in table.uniques if name not in pair[1]]


def _rename_column(table: Table, old: str, new: str) -> None:
    def renamed(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if name == old else name for name in names)

    column = msgspec.structs.replace(table.columns[old], name=new, stored=new)
    table.columns = {renamed((name,))[0]: column if name == old else kept for name, kept in table.columns.items()}
    table.relations = [(n, msgspec.structs.replace(r, columns=renamed(r.columns))) for n, r in table.relations]
    table.uniques = [(n, renamed(columns)) for n, columns in table.uniques]
