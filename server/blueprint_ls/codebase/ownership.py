"""Which tenant a row belongs to: each model is direct, a root, owned via others, or global; with the evidence."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from blueprint_ls.codebase.facts import Column, Relation
from blueprint_ls.codebase.models.entities import Edge, Entity, Models, plain
from blueprint_ls.codebase.tenancy import Tenancy

Kind = Literal["direct", "root", "via", "global"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way from a row to its tenant."""

    model: str
    """The id of the model that holds the foreign key."""
    relation: str
    """The relation's name in code; empty where it has none."""
    columns: tuple[str, ...]
    """The columns that hold the other's key."""
    target: str
    """The id of the model that the step leads to."""
    backward: bool = False
    """Whether the other model holds the key: `columns` are the target's then."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a file, and what it shows."""

    path: str
    start: int
    end: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Ownership:
    """Whose the rows of a model are."""

    kind: Kind
    column: str | None = None
    """The tenant column of a direct model, the primary key of a root; by the name that code uses."""
    nullable: bool = False
    """Whether a direct model's tenant column may be null."""
    chain: tuple[Step, ...] = ()
    """The way to a direct or root model."""
    weak: bool = False
    """Whether a row may have no owner, since a foreign key on the way is optional."""
    evidence: tuple[Evidence, ...] = ()

    @property
    def owned(self) -> bool:
        """Whether rows belong to a tenant."""
        return self.kind != "global"


GLOBAL = Ownership("global")


def ownership(models: Models, tenancy: Tenancy) -> Mapping[str, Ownership]:
    """The ownership of each model by its id."""
    return _Owners(models, tenancy).found()


class Keys:
    """The tenant columns of a repository, whatever a layer's spelling of them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = {plain(name) for name in names}

    def column(self, entity: Entity) -> Column | None:
        """The tenant column of a model: one that is never null before one that may be."""
        found = [column for column in entity.model.columns if self.is_key(column)]
        found += [column for relation in entity.model.relations if (column := self._held(entity, relation))]
        return min(found, key=lambda column: column.nullable, default=None)

    def is_key(self, column: Column) -> bool:
        """Whether a column holds a tenant's key; a list of keys does not pin a row to one."""
        return not column.type.endswith("[]") and bool({plain(column.name), plain(column.stored)} & self.names)

    def _held(self, entity: Entity, relation: Relation) -> Column | None:
        """The column behind a relation `workspace` when `workspaceId` is the key."""
        if len(relation.columns) != 1 or relation.many:
            return None
        if not {plain(relation.name), plain(f"{relation.name}Id")} & self.names or not relation.name:
            return None
        return entity.column(relation.columns[0])


def roots_of(models: Models, tenancy: Tenancy) -> set[str]:
    """The models that are the tenant: those the blueprint names, else those the key's foreign keys lead to."""
    if tenancy.roots:
        return {entity.id for name in tenancy.roots for entity in models.named(name)}
    keys = Keys(tenancy.keys)
    aims = {
        edge.target
        for entity in models
        for edge in entity.edges
        if (column := keys.column(entity)) and edge.relation.columns == (column.name,) and edge.target != entity.id
    }
    return aims or {entity.id for entity in models if _is_named_after(entity, keys)}


def _is_named_after(entity: Entity, keys: Keys) -> bool:
    """Whether a model is the one that a key speaks of: `Organization` of `organizationId`."""
    names = {plain(entity.name), plain(entity.model.table)}
    return any(f"{name.removesuffix('s')}id" in keys.names or f"{name}id" in keys.names for name in names)


class _Owners:
    """One run."""

    def __init__(self, models: Models, tenancy: Tenancy) -> None:
        self.models = models
        self.tenancy = tenancy
        self.keys = Keys(tenancy.keys)
        self.roots = roots_of(models, tenancy)
        self.shared = {entity.id for name in tenancy.shared for entity in models.named(name)}
        self.owners: dict[str, Ownership] = {}
        self._aimed: dict[str, set[str]] = {}

    def found(self) -> dict[str, Ownership]:
        """Whose the rows of each model are, by its id."""
        for entity in self.models:
            if entity.id not in self.shared:
                own = self._root(entity) or self._direct(entity)
                if own is not None:
                    self.owners[entity.id] = own
        self._spread(weak=False)
        self._spread(weak=True)
        return {entity.id: self.owners.get(entity.id, GLOBAL) for entity in self.models}

    def _root(self, entity: Entity) -> Ownership | None:
        if entity.id not in self.roots:
            return None
        column = next((column for column in entity.model.columns if column.primary), None)
        sentence = f"{entity.name} is the tenant: `{self.tenancy.key}` holds its key"
        name = column.name if column else None
        return Ownership("root", name, evidence=(_place(entity, column, sentence),))

    def _direct(self, entity: Entity) -> Ownership | None:
        column = self.keys.column(entity)
        if column is None or self._points_elsewhere(entity, column):
            return None
        empty = ", which may be null" if column.nullable else ""
        sentence = f"{entity.name} has the tenant column `{column.name}`{empty}"
        return Ownership("direct", column.name, column.nullable, evidence=(_place(entity, column, sentence),))

    def _points_elsewhere(self, entity: Entity, column: Column) -> bool:
        """Whether a foreign key says that the column holds something else than a tenant."""
        aims = {edge.target for edge in entity.edges if edge.relation.columns == (column.name,)}
        return bool(aims) and bool(self._aims(column) & self.roots) and not aims & (self.roots | {entity.id})

    def _aims(self, column: Column) -> set[str]:
        """What columns of this name point at; where none leads to a root, the blueprint's word decides."""
        name = plain(column.name)
        if name not in self._aimed:
            self._aimed[name] = {
                edge.target
                for entity in self.models
                for edge in entity.edges
                if [plain(one) for one in edge.relation.columns] == [name]
            }
        return self._aimed[name]

    # -------------------------------------------------------------------------------------------- over relations

    def _spread(self, weak: bool) -> None:
        """Finds owners for those who have none yet, over the fewest steps; breadth first from all that are owned."""
        steps = self._steps(weak)
        queue = deque(sorted(self.owners))
        while queue:
            target = queue.popleft()
            for step in steps.get(target, ()):
                if step.model not in self.owners and step.model not in self.shared:
                    self.owners[step.model] = self._via(step, weak)
                    queue.append(step.model)

    def _steps(self, weak: bool) -> dict[str, list[Step]]:
        """The steps that lead to each model; optional ones only for weak evidence."""
        found: dict[str, list[Step]] = {}
        for entity in self.models:
            for step in self._steps_from(entity, weak):
                found.setdefault(step.target, []).append(step)
        return found

    def _steps_from(self, entity: Entity, weak: bool) -> Iterator[Step]:
        yield from self._promised(entity)
        for edge in entity.edges:
            relation = edge.relation
            if relation.many or not relation.columns or edge.target == entity.id:
                continue
            if relation.required or weak:
                yield Step(entity.id, relation.name, relation.columns, edge.target)
            if weak and relation.required and self._is_one_to_one(entity, edge):
                yield Step(edge.target, "", relation.columns, entity.id, backward=True)

    def _promised(self, entity: Entity) -> Iterator[Step]:
        """The steps that the blueprint's `owned` blocks add."""
        for owned in self.tenancy.owned:
            if owned.model == entity.name:
                for target in self.models.named(owned.by, entity.path):
                    yield Step(entity.id, "", (owned.through,), target.id)

    def _is_one_to_one(self, entity: Entity, edge: Edge) -> bool:
        """Whether at most one row of this model points at each row of the other: it is a part of this one."""
        names = edge.relation.columns
        column = entity.column(names[0]) if len(names) == 1 else None
        unique = (column is not None and column.unique) or any(
            set(key) == set(names) for _, key in entity.model.uniques
        )
        return unique and edge.target not in self.roots

    def _via(self, step: Step, weak: bool) -> Ownership:
        above = self.owners[step.target]
        entity, target = self.models.by_id[step.model], self.models.by_id[step.target]
        column = entity.column(step.columns[0]) if not step.backward else None
        proof = _place(entity, column, _sentence(entity, target, step, weak))
        return Ownership(
            "via",
            chain=(step, *above.chain),
            weak=above.weak or weak,
            evidence=(proof, *above.evidence),
        )


def _sentence(entity: Entity, target: Entity, step: Step, weak: bool) -> str:
    columns = ", ".join(f"`{name}`" for name in step.columns)
    if step.backward:
        return f"{entity.name} is a part of {target.name}, which points at it with its unique {columns}"
    optional = "may belong" if weak else "belongs"
    return f"{entity.name} {optional} to {target.name} through {columns}"


def _place(entity: Entity, column: Column | None, sentence: str) -> Evidence:
    """The column in its file where it stands there, else the model."""
    model = entity.model
    inside = column is not None and model.start <= column.start < model.end
    start, end = (column.start, column.end) if column and inside else (model.start, model.end)
    return Evidence(entity.path, start, end, sentence)
