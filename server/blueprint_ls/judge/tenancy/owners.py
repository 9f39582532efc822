"""What the judgement asks about models: whose rows they hold, and what their columns mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from blueprint_ls.codebase.models.entities import Edge, Entity, Models, plain
from blueprint_ls.codebase.ownership import Ownership, Step
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.judge.tenancy.tenants import Tenants, agree


class Owners:
    """The models of a repository in the light of its tenancy."""

    def __init__(self, models: Models, ownership: Mapping[str, Ownership], tenancy: Tenancy) -> None:
        self.models = models
        self.ownership = ownership
        self.tenancy = tenancy
        self._keys = frozenset(plain(name) for name in (tenancy.key, *tenancy.aliases) if name)
        self._shared = frozenset(plain(name) for name in tenancy.shared)
        self._scopes = frozenset(plain(name) for name in tenancy.scopes)
        self._tenant_columns: dict[tuple[str, str], bool] = {}
        self._targets: dict[tuple[str, str], tuple[str, str] | None] = {}
        self._public = frozenset(tuple(plain(part) for part in name.split(".")) for name in tenancy.public)

    def name(self, model: str) -> str:
        """The name that code uses for a model."""
        entity = self.models.by_id.get(model)
        return entity.name if entity else model

    def is_owned(self, model: str) -> bool:
        """Whether a tenant owns its rows."""
        found = self.ownership.get(model)
        return (found is not None and found.kind != "global") or self.is_apart(model)

    def is_apart(self, model: str) -> bool:
        """Whether its rows lie in a database of the tenant's own, so that no column need say whose they are."""
        if "tenant_connection" not in self.tenancy.enforce or plain(self.name(model)) in self._shared:
            return False
        found = self.ownership.get(model)
        return found is None or found.kind == "global"

    def is_root(self, model: str) -> bool:
        """Whether its rows are tenants."""
        found = self.ownership.get(model)
        return found is not None and found.kind == "root"

    def may_be_ownerless(self, model: str) -> bool:
        """Whether its rows belong to tenants through keys that may be empty alone."""
        found = self.ownership.get(model)
        return found is not None and found.kind == "via" and not any(self._holds(model, key) for key in self._keys)

    def _holds(self, model: str, key: str) -> bool:
        return any(plain(column.name) == key for column in self.models.by_id[model].model.columns)

    def points_at_owned(self, model: str, column: str) -> bool:
        """Whether a column holds the key of a row that a tenant owns."""
        target = self.target(model, column)
        return target is not None and target[0] != model and self.is_owned(target[0])

    def is_tenant_column(self, model: str, column: str) -> bool:
        """Whether a column holds the tenant's key."""
        key = model, column
        if key not in self._tenant_columns:
            self._tenant_columns[key] = self._holds_tenant(model, column)
        return self._tenant_columns[key]

    def _holds_tenant(self, model: str, column: str) -> bool:
        found, entity = self.ownership.get(model), self.models.by_id.get(model)
        if found is None or entity is None:
            return False
        if found.kind == "root" and column in self._primary(entity):
            return True
        known = entity.column(column)
        names = {plain(column)} | ({plain(known.name), plain(known.stored)} if known else set())
        if found.kind == "global":
            return False
        return bool(names & self._keys) or self._leads_to_root(entity, column)

    def is_key(self, column: str) -> bool:
        """Whether a column goes by the name of a tenant's key."""
        return plain(column) in self._keys

    def is_key_of_root(self, model: str, column: str) -> bool:
        """Whether a column is the primary key of a tenant itself."""
        entity = self.models.by_id.get(model)
        return entity is not None and self.is_root(model) and column in self._primary(entity)

    @cached_property
    def tenants(self) -> Tenants:
        """Which tenant each key names, where there are several."""
        return Tenants(self.models, self.is_root)

    def tenant_columns(self, model: str) -> list[str]:
        """The columns of a model that hold a tenant's key, the one that its ownership rests on first."""
        entity, found = self.models.by_id[model], self.ownership.get(model)
        first = [found.column] if found and found.column else []
        names = [column.name for column in entity.model.columns if self.is_tenant_column(model, column.name)]
        return [*first, *(name for name in names if name not in first)]

    def names_tenant_of(self, model: str, key: str) -> bool:
        """Whether a tenant's key may name the tenant of a model's rows."""
        found, meant = self.ownership.get(model), self.tenants.word(key)
        owner = found.chain[-1].target if found and found.chain else model
        return any(agree(meant, self.tenants.column(owner, column)) for column in self.tenant_columns(owner))

    def _leads_to_root(self, entity: Entity, column: str) -> bool:
        """Whether a column is a foreign key to a tenant, whatever its name."""
        aims = (edge for edge in entity.edges if [plain(name) for name in edge.relation.columns] == [plain(column)])
        return any(self.is_root(edge.target) for edge in aims) and plain(column) not in self._scopes

    def is_public(self, model: str, column: str) -> bool:
        """Whether rows with this flag set are anyone's to read."""
        return (plain(self.name(model)), plain(column)) in self._public

    def related(self, model: str, relation: str) -> str | None:
        """The model that a relation leads to."""
        entity = self.models.by_id.get(model)
        if entity is None:
            return None
        edges = entity.edges
        named = next((edge.target for edge in edges if edge.relation.name == relation), None)
        return named or next((edge.target for edge in edges if _goes_by(edge, relation)), None)

    def lends(self, model: str, column: str) -> bool:
        """Whether a safe row's value in this column holds the query to rows of the same tenant.

        What points at a row of nobody's, as at a person, may lie with any tenant.
        """
        target = self.target(model, column)
        return target is not None and self.is_owned(target[0])

    def target(self, model: str, column: str) -> tuple[str, str] | None:
        """What a key column points at: its own row, or one of another model."""
        key = model, column
        if key not in self._targets:
            self._targets[key] = self._aim(model, column)
        return self._targets[key]

    def _aim(self, model: str, column: str) -> tuple[str, str] | None:
        entity = self.models.by_id.get(model)
        if entity is None:
            return None
        for edge in entity.edges:
            for own, other in zip(edge.relation.columns, edge.relation.references, strict=False):
                if plain(own) == plain(column):
                    return edge.target, plain(other)
        for step in self._declared(model):
            if plain(step.columns[0]) == plain(column):
                return step.target, plain(next(iter(self._primary(self.models.by_id[step.target])), "id"))
        known = entity.column(column)
        is_key = column in self._primary(entity) or (known is not None and known.unique)
        return (model, plain(column)) if is_key else self._named_after(entity, column)

    def _named_after(self, entity: Entity, column: str) -> tuple[str, str] | None:
        """The model whose key a column is by its name, as `audienceId`, where no foreign key says so."""
        found = self._by_key_name.get(plain(column), ())
        target = next((one for one in found if one.model.layer == entity.model.layer), next(iter(found), None))
        return (target.id, "id") if target is not None and target.id != entity.id else None

    @cached_property
    def _by_key_name(self) -> dict[str, list[Entity]]:
        """The models that have a primary key `id` of their own, by what a column that points at them is called."""
        found: dict[str, list[Entity]] = {}
        for entity in self.models:
            if [plain(name) for name in self._primary(entity)] == ["id"]:
                for name in {plain(entity.name), plain(entity.model.table)}:
                    found.setdefault(f"{name.removesuffix('s')}id", []).append(entity)
        return found

    def _declared(self, model: str) -> Iterator[Step]:
        """The ways to an owner that no foreign key tells of: those that the blueprint states, and those found."""
        found, entity = self.ownership.get(model), self.models.by_id[model]
        for owned in self.tenancy.owned:
            if owned.model == entity.name:
                targets = self.models.named(owned.by, entity.path)
                yield from (Step(model, "", (owned.through,), target.id) for target in targets)
        yield from (step for step in found.chain[:1] if not step.backward and step.columns) if found else ()

    def is_scope(self, column: str) -> bool:
        """Whether a column is stated to hold something narrower than a tenant, wherever it stands."""
        return plain(column) in {plain(name) for name in self.tenancy.scopes}

    def ties(self, one: str, column: str, other: str, other_column: str) -> bool:
        """Whether `one.column = other.other_column` keeps both rows with the same owner."""
        here, there = self.target(one, column), self.target(other, other_column)
        if here is not None and here == there:
            return True
        if here == (other, plain(other_column)) or there == (one, plain(column)):
            return True
        return self.is_tenant_column(one, column) and self.is_tenant_column(other, other_column)

    def is_person_column(self, model: str, column: str) -> bool:
        """Whether a column of a membership names the person."""
        return plain(column) in self._persons.get(model, frozenset())

    def is_person(self, model: str | None) -> bool:
        """Whether a model's rows are the people that memberships tie to tenants."""
        return model is not None and model in self._people

    @cached_property
    def _persons(self) -> dict[str, frozenset[str]]:
        """The columns that name a person, by membership."""
        found: dict[str, frozenset[str]] = {}
        for entity in self.models:
            columns = {plain(column) for column, _ in self._membership(entity)}
            if columns:
                found[entity.id] = frozenset(columns)
        return found

    @cached_property
    def _people(self) -> frozenset[str]:
        return frozenset(person for entity in self.models for _, person in self._membership(entity))

    def _membership(self, entity: Entity) -> Iterator[tuple[str, str]]:
        """The columns and models of people where an entity ties them to tenants: both in one key, or by its name."""
        if not self.is_owned(entity.id) or self.is_root(entity.id):
            return
        tied = any(self.is_root(edge.target) for edge in entity.edges)
        keys = [{plain(name) for name in columns} for _, columns in entity.model.uniques]
        for edge in entity.edges:
            if not tied or len(edge.relation.columns) != 1 or self.is_owned(edge.target):
                continue
            column = edge.relation.columns[0]
            if any(plain(column) in key and key & self._keys for key in keys) or "member" in entity.name.lower():
                yield column, edge.target

    def _primary(self, entity: Entity) -> tuple[str, ...]:
        return tuple(column.name for column in entity.model.columns if column.primary)


def _goes_by(edge: Edge, column: str) -> bool:
    """Whether a relation has no name but that of its column, as in Mongoose, which fills the row in there."""
    return not edge.relation.name and edge.relation.columns == (column,)
