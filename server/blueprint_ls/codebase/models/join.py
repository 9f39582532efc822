"""The models of a repository: their parts put together over files and layers, and each relation's other end found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol

import msgspec

from blueprint_ls.codebase.facts import Column, FileFacts, Model, Relation
from blueprint_ls.codebase.models import migrations, sql
from blueprint_ls.codebase.models.changes import Change, Table, apply
from blueprint_ls.codebase.models.drizzle_parts import with_names
from blueprint_ls.codebase.models.entities import Edge, Entity, Models, plain
from blueprint_ls.codebase.models.parts import Parts
from blueprint_ls.codebase.models.schemas import grouped, migration_root, package_of, packages_in, prisma_root
from blueprint_ls.codebase.models.shapes import camel
from blueprint_ls.codebase.typescript.program import Files, Program

_INCOMPLETE = frozenset({"kysely", "mongoose", "objection"})
"""Layers whose models need not tell all their columns and keys; the migrations beneath them do."""


class Source(Files, Protocol):
    """What the join asks of the repository."""

    @property
    def selected(self) -> Iterable[str]:
        """The files worth reading: schemas, SQL, and scripts that may declare a model."""
        ...

    def facts(self, path: str) -> FileFacts | None:
        """What a file says."""
        ...


def join(source: Source, program: Program | None = None) -> Models:
    """The models of a repository, joined."""
    return _Join(source, sorted(source.selected), program or Program(source)).models()


class _Join:
    """One run."""

    def __init__(self, source: Source, paths: list[str], program: Program) -> None:
        said = {path: facts for path in paths if (facts := source.facts(path)) is not None}
        self.facts = {path: facts for path, facts in said.items() if facts.models or facts.data.get("changes")}
        self.packages = packages_in(source.files)
        self.program = program
        self.parts = Parts({path: facts.models for path, facts in self.facts.items()}, program)
        heads = [path for path, facts in said.items() if facts.kind == "prisma" and _is_head(facts)]
        self.prisma_roots = {path: prisma_root(path, heads) for path in self.facts if path.endswith(".prisma")}

    def models(self) -> Models:
        """Everything, put together."""
        entities = self._declared()
        tables = self._tables()
        entities = self._without_twins(entities)
        taken: set[int] = set()
        entities = [self._with_table(entity, tables, taken) for entity in entities]
        entities += [entity for entity, _ in tables if id(entity) not in taken]
        by_id = {entity.id: entity for entity in entities}
        found = Models(by_id, self.program)
        linked = {entity.id: self._linked(entity, found) for entity in entities}
        return Models(linked, self.program)

    # ------------------------------------------------------------------------------------------ what code declares

    def _declared(self) -> list[Entity]:
        relations = self._relations_of_others()
        found: dict[str, Entity] = {}
        for path, facts in self.facts.items():
            for model in facts.models:
                whole = self.parts.whole(path, model)
                if not whole.table or model.layer == "sql":
                    continue
                extra = relations.get((path, model.name), [])
                whole = msgspec.structs.replace(whole, relations=with_names(whole, extra)) if extra else whole
                policies = tuple(("", condition) for condition in whole.policies)
                entity = Entity(
                    f"{path}#{model.name}", path, self._group(path), whole, layers=(model.layer,), policies=policies
                )
                found.setdefault(entity.id, entity)
        return list(found.values())

    def _group(self, path: str) -> str:
        return self.prisma_roots.get(path) or package_of(path, self.packages)

    def _relations_of_others(self) -> dict[tuple[str, str], list[Relation]]:
        """Relations that another file than the table's declares, by the table's place."""
        found: defaultdict[tuple[str, str], list[Relation]] = defaultdict(list)
        for path, facts in self.facts.items():
            for model in facts.models:
                if model.layer == "drizzle" and not model.table and not model.columns:
                    place = self.parts.place(path, model.name)
                    if place and place[1] is not model:
                        found[place[0], place[1].name] += [self._translated(path, r) for r in model.relations]
        return found

    def _translated(self, path: str, relation: Relation) -> Relation:
        """A relation whose other model is named as the table's file knows it, or by the name it is declared with."""
        place = self.parts.place(path, relation.model)
        return msgspec.structs.replace(relation, model=place[1].name) if place else relation

    def _without_twins(self, entities: list[Entity]) -> list[Entity]:
        """Kysely's word for a table that an ORM declares as well only confirms it; a bare collection is informed."""
        named = {plain(entity.model.table) for entity in entities if entity.model.layer != "kysely"}
        kept = [e for e in entities if e.model.layer != "kysely" or plain(e.model.table) not in named]
        return [_informed(entity, kept) for entity in kept]

    # --------------------------------------------------------------------------------------------- what SQL defines

    def _tables(self) -> list[tuple[Entity, str]]:
        """The tables that migrations leave behind, with the folder they were applied from."""
        changing = {path: migration_root(path) for path, facts in self.facts.items() if _changes(facts)}
        found: list[tuple[Entity, str]] = []
        for root, paths in grouped(changing, changing).items():
            tables: dict[str, Table] = {}
            homes: dict[str, str] = {}
            for path in paths:
                apply(tables, _changes(self.facts[path]))
                homes = {key: homes.get(key, path) for key in tables}
            for key, table in tables.items():
                found.append((self._entity(table, homes[key]), root))
        return found

    def _entity(self, table: Table, path: str) -> Entity:
        package = package_of(path, self.packages)
        policies = tuple(table.policies)
        return Entity(f"{path}#{table.name}", path, package, table.model(), layers=("sql",), policies=policies)

    def _with_table(self, entity: Entity, tables: list[tuple[Entity, str]], taken: set[int]) -> Entity:
        """A model with what the migrations know of its table: row-level security, and columns it does not tell."""
        same = [table for table, _ in tables if plain(table.model.table) == plain(entity.model.table)]
        near = [table for table in same if table.package == package_of(entity.path, self.packages)]
        choice = near or (same if len(same) == 1 or not entity.package else [])
        if not choice:
            return entity
        table = max(choice, key=lambda other: _overlap(entity.model, other.model))
        taken.add(id(table))
        model = msgspec.structs.replace(entity.model, forced=entity.model.forced or table.model.forced)
        if model.layer in _INCOMPLETE:
            model = _completed(model, table.model)
        layers = (*entity.layers, "sql")
        return replace(entity, model=model, layers=layers, policies=(*entity.policies, *table.policies))

    # ------------------------------------------------------------------------------------------------------- edges

    def _linked(self, entity: Entity, models: Models) -> Entity:
        """A model whose relations know their other end. A Prisma type that is no model is an enum: a column."""
        edges = [(relation, self._target(entity, relation, models)) for relation in entity.model.relations]
        model = entity.model
        if model.layer == "prisma":
            enums = tuple(_enum(r, model) for r, target in edges if target is None and not r.columns)
            kept = tuple(r for r, target in edges if target is not None or r.columns)
            model = msgspec.structs.replace(model, columns=(*model.columns, *enums), relations=kept)
        found = tuple(Edge(relation, target.id) for relation, target in edges if target is not None)
        return replace(entity, model=model, edges=found)

    def _target(self, entity: Entity, relation: Relation, models: Models) -> Entity | None:
        layer = entity.model.layer
        if layer not in ("prisma", "sql"):
            place = self.parts.place(entity.path, relation.model)
            found = models.by_id.get(f"{place[0]}#{place[1].name}") if place else None
            if found is not None:
                return found
        seek = models.by_table if layer == "sql" or _is_foreign(relation, entity) else models.named
        same = [other for other in seek(relation.model) if other.package == entity.package]
        others = [other for other in seek(relation.model, entity.path) if layer != "prisma"]
        return next(iter(same), None) or (others[0] if len(others) == 1 else None)


def _is_foreign(relation: Relation, entity: Entity) -> bool:
    """Whether a relation came from the migrations, and so names a table."""
    return entity.model.layer in _INCOMPLETE and not relation.name and "sql" in entity.layers


def _is_head(facts: FileFacts) -> bool:
    """Whether a Prisma file says what its schema is for: others of its folder follow it."""
    return bool({"provider", "generators"} & set(facts.data))


def _changes(facts: FileFacts) -> list[Change]:
    """What a file does to tables."""
    if facts.kind == "sql":
        return sql.changes_in(facts)
    is_migration = facts.module is not None and any(model.layer == "sql" for model in facts.models)
    return migrations.changes(facts.module) if is_migration and facts.module else []


def _overlap(model: Model, table: Model) -> int:
    known = {plain(column.stored) for column in model.columns}
    return sum(plain(column.stored) in known for column in table.columns)


def _completed(model: Model, table: Model) -> Model:
    """A class with its table's columns under the names code gives them, each as the table has it."""
    names = {plain(column.stored): column.name for column in model.columns}
    own = {plain(column.stored) for column in table.columns}
    told = tuple(_renamed(column, names) for column in table.columns)
    rest = tuple(column for column in model.columns if plain(column.stored) not in own)
    known = {tuple(plain(name) for name in relation.columns) for relation in model.relations}
    optional = {plain(column.stored) for column in table.columns if column.nullable}
    kept = tuple(
        msgspec.structs.replace(r, required=r.required and not any(plain(name) in optional for name in r.columns))
        for r in model.relations
    )
    added = tuple(r for r in table.relations if tuple(plain(name) for name in r.columns) not in known)
    return msgspec.structs.replace(model, columns=(*told, *rest), relations=(*kept, *added))


def _informed(entity: Entity, all: Iterable[Entity]) -> Entity:
    """A Mongoose model without fields of its own, with those that another model of the collection declares."""
    if entity.model.layer != "mongoose" or any(column.name != "_id" for column in entity.model.columns):
        return entity
    twins = [e for e in all if e.model.table == entity.model.table and e.package == entity.package and e is not entity]
    best = max(twins, key=lambda other: len(other.model.columns), default=entity)
    model = msgspec.structs.replace(entity.model, columns=best.model.columns, relations=best.model.relations)
    return replace(entity, model=model)


def _renamed(column: Column, names: Mapping[str, str]) -> Column:
    return msgspec.structs.replace(column, name=names.get(plain(column.stored), camel(column.stored)))


def _enum(relation: Relation, model: Model) -> Column:
    type_ = relation.model + ("[]" if relation.many else "")
    nullable = not relation.required and not relation.many
    return Column(relation.name, relation.name, type_, model.start, model.end, nullable)
