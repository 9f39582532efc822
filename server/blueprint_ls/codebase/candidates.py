"""Models that may be the tenant: who points at them, who belongs to them, who joins people to them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from blueprint_ls.codebase.facts import Column
from blueprint_ls.codebase.models.entities import Entity, Models, plain

_SECRETS = re.compile(r"password|passwd|hashedpass|salt$|totp|twofactor|mfa")
_SESSIONS = re.compile(r"sessiontoken|provideraccountid")
_LINK_COLUMNS = frozenset({"A", "B"})
"""The columns of the tables that Prisma makes for lists on both sides: they say nothing by their name."""
_PEOPLE = frozenset({"user", "users", "account", "accounts", "person", "people", "member", "members", "profile"})
_TENANTS = frozenset({"tenant", "organization", "organisation", "workspace", "team", "company", "business", "agency"})
"""Words that people use for a tenant: they decide between candidates that the schema cannot tell apart."""


@dataclass(slots=True)
class Candidate:
    """A model that many others point at."""

    root: Entity
    required: dict[str, Column] = field(default_factory=dict)
    """The models that carry its key as a required foreign key, with the column."""
    optional: dict[str, Column] = field(default_factory=dict)
    bare: dict[str, Column] = field(default_factory=dict)
    """The models that have a column of that name without a foreign key."""
    names: Counter[str] = field(default_factory=Counter)
    """How often each column name is used, plain."""
    spellings: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """How code spells each of them."""
    members: list[Entity] = field(default_factory=list)
    """The models that join people to it."""

    @property
    def carriers(self) -> set[str]:
        """Every model that carries its key."""
        return {*self.required, *self.optional, *self.bare}

    @property
    def weight(self) -> float:
        """How many models carry its key; a required foreign key counts most."""
        return len(self.required) + 0.7 * len(self.optional) + 0.5 * len(self.bare)

    @property
    def is_named_so(self) -> bool:
        """Whether it is called what people call a tenant."""
        return any(plain(name).removesuffix("model").removesuffix("s") in _TENANTS for name in _names(self.root))

    def spelled(self, name: str) -> str:
        """A plain column name as code spells it most."""
        return self.spellings[name].most_common(1)[0][0]


def candidates(models: Models, people: set[str]) -> list[Candidate]:
    """Every model that others point at and that is no person, with what speaks for it."""
    found: dict[str, Candidate] = {}
    for entity in models:
        for edge in entity.edges:
            if edge.relation.many or len(edge.relation.columns) != 1 or edge.target in {entity.id, *people}:
                continue
            column = entity.column(edge.relation.columns[0])
            if column is not None and column.name not in _LINK_COLUMNS:
                candidate = found.setdefault(edge.target, Candidate(models.by_id[edge.target]))
                _carry(candidate, entity, column, edge.relation.required)
    for candidate in _undeclared(models, people, found):
        found[candidate.root.id] = candidate
    for candidate in found.values():
        candidate.members = list(_members(candidate, models, people))
    return list(found.values())


def people_of(models: Models) -> set[str]:
    """The models that are people who sign in: an email with a secret, with sessions, or unique; else by their name."""
    known = {entity.id for entity in models if _signs_in(entity, models)}
    return known or {entity.id for entity in models if _is_person(entity)}


def is_people_word(entity: Entity) -> bool:
    """Whether a model is called what people call a person."""
    return any(plain(name) in _PEOPLE for name in _names(entity))


def _names(entity: Entity) -> tuple[str, str]:
    return entity.name, entity.model.table


def _is_person(entity: Entity) -> bool:
    return is_people_word(entity) and any("email" in plain(column.name) for column in entity.model.columns)


def _signs_in(entity: Entity, models: Models) -> bool:
    columns = {plain(column.name) for column in entity.model.columns}
    if not any(name in ("email", "emailaddress", "primaryemail", "username") for name in columns):
        return False
    if any(_SECRETS.search(name) for name in columns) and not _is_join(entity, models):
        return True
    return is_people_word(entity) or any(_is_session(other, entity.id) for other in models)


def _is_join(entity: Entity, models: Models) -> bool:
    """Whether a model with a secret is a key or an invitation of something else, and no person."""
    required = [edge for edge in entity.edges if edge.relation.required and edge.relation.columns]
    return bool(required) and not is_people_word(entity) and len(models) > 1


def _is_session(entity: Entity, person: str) -> bool:
    """Whether a model is a session or a linked account of a person."""
    points = any(edge.target == person and edge.relation.required and edge.relation.columns for edge in entity.edges)
    return points and any(_SESSIONS.search(plain(column.name)) for column in entity.model.columns)


def _carry(candidate: Candidate, entity: Entity, column: Column, required: bool) -> None:
    (candidate.required if required else candidate.optional).setdefault(entity.id, column)
    candidate.names[plain(column.name)] += 1
    candidate.spellings[plain(column.name)][column.name] += 1


def _undeclared(models: Models, people: set[str], found: dict[str, Candidate]) -> Iterable[Candidate]:
    """Columns without a foreign key, for the candidate whose key they are by their name."""
    by_name: dict[str, list[Candidate]] = defaultdict(list)
    for entity in models:
        if entity.id not in people:
            candidate = found.get(entity.id) or Candidate(entity)
            for name in {*_keys_by_name(entity), *(n for n, count in candidate.names.items() if count > 1)}:
                by_name[name].append(candidate)
    for entity in models:
        declared = {name for edge in entity.edges for name in edge.relation.columns}
        for column in entity.model.columns:
            same = [c for c in by_name.get(plain(column.name), ()) if c.root.id != entity.id]
            if same and column.name not in declared and not column.type.endswith("[]"):
                candidate = max(same, key=lambda c: (c.root.package == entity.package, c.weight, c.root.id))
                candidate.bare.setdefault(entity.id, column)
                candidate.names[plain(column.name)] += 1
                candidate.spellings[plain(column.name)][column.name] += 1
    return [c for group in by_name.values() for c in group if c.bare]


def _keys_by_name(entity: Entity) -> set[str]:
    stems = {plain(name).removesuffix("model") for name in _names(entity)}
    return {f"{stem}id" for stem in stems} | {f"{stem.removesuffix('s')}id" for stem in stems if len(stem) > 3}


def _members(candidate: Candidate, models: Models, people: set[str]) -> Iterable[Entity]:
    """The models that join people to a candidate: a pair of keys that is unique or has a role; or people themselves."""
    main = candidate.names.most_common(1)[0][0] if candidate.names else ""
    for entity in models:
        column = candidate.required.get(entity.id) or candidate.optional.get(entity.id) or candidate.bare.get(entity.id)
        if column is None:
            continue
        if entity.id in people:
            if plain(column.name) == main:
                yield entity
        elif _joins(entity, column.name, people):
            yield entity
    groups = [candidate.root, *(models.by_id[id] for id in sorted({*candidate.required, *candidate.optional}))]
    for group in groups:
        if any(_mutual(group, models, person) for person in people):
            yield group


def _mutual(group: Entity, models: Models, person: str) -> bool:
    """Whether people and a group of them list each other, with no table between that is written out."""
    there = [edge.relation for edge in group.edges if edge.target == person]
    back = [edge.relation for edge in models.by_id[person].edges if edge.target == group.id]
    return all(any(r.many for r in found) and not any(r.columns for r in found) for found in (there, back))


def _joins(entity: Entity, column: str, people: set[str]) -> bool:
    for edge in entity.edges:
        if edge.target not in people or len(edge.relation.columns) != 1:
            continue
        pair = {column, edge.relation.columns[0]}
        keys = [set(columns) for _, columns in entity.model.uniques]
        keys.append({c.name for c in entity.model.columns if c.primary})
        has_role = any("role" in plain(c.name) for c in entity.model.columns)
        if pair in keys or (has_role and edge.relation.required):
            return True
    return False
