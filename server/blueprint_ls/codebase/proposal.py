"""The tenant key that a repository seems to have, when no blueprint says so: with reasons, and what else it may be.

What decides, in this order: who joins people to a model, how many models carry its key, and which of the models that
remain contains the others. Names decide only where the schema cannot: they tell a second level of tenants (the teams
of an organization) from a mere folder inside one (a project).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from blueprint_ls.codebase.candidates import Candidate, candidates, people_of
from blueprint_ls.codebase.models.entities import Entity, Models, plain
from blueprint_ls.codebase.ownership import Evidence, ownership
from blueprint_ls.codebase.tenancy import Owned, Tenancy

_SHARE = 0.05
"""The least share of all models that carry the key of a tenant with members."""
_SHARE_ALONE = 0.3
"""The same where nothing joins people to it."""
_LEAST = 3
"""The fewest models that carry it."""
_SCOPE = 0.2
"""The least share of models that carry the key of a scope inside the tenant."""
_OVERSHADOWED = 0.3
"""A level above another whose key fewer models than this share carry is administration, not the tenant."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another key that was weighed."""

    key: str
    root: str
    score: float
    """From 0 to 1: the share of models that belong to it, more when people are joined to it."""
    because: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The tenancy that the schema suggests."""

    tenancy: Tenancy
    """With `key`, `aliases`, `roots`, `scopes`, and candidates for `shared` and `owned`."""
    score: float
    evidence: tuple[Evidence, ...]
    alternatives: tuple[Alternative, ...] = ()


def propose(models: Models) -> Proposal | None:
    """The tenancy of these models; None when no model convinces."""
    people = people_of(models)
    weighed = sorted(candidates(models, people), key=lambda c: (-c.weight, c.root.id))
    joined = {candidate.root.id for candidate in weighed if candidate.members}
    convincing = [candidate for candidate in weighed if _convinces(candidate, joined, models)]
    if not convincing:
        return None
    top = _top(convincing, models)
    levels = _levels(top, weighed, models)
    tenancy = _tenancy(levels, weighed, models, people)
    others = tuple(_alternative(c, models) for c in weighed[:8] if c not in levels and c.carriers)
    return Proposal(tenancy, _score(levels, models), tuple(_evidence(levels, models)), others)


def _convinces(candidate: Candidate, joined: set[str], models: Models) -> bool:
    """Whether enough models carry its key; fewer will do where people are joined to it, or to what it belongs to."""
    if len(candidate.carriers) < _LEAST:
        return False
    above = any(edge.target in joined and edge.relation.columns for edge in candidate.root.edges)
    return candidate.weight >= (_SHARE if candidate.members or above else _SHARE_ALONE) * len(models)


def _top(convincing: list[Candidate], models: Models) -> Candidate:
    """The one with members to which most models belong, or what contains it unless that is mere administration."""
    joined = [candidate for candidate in convincing if candidate.members] or convincing
    best = max(joined, key=lambda c: (_reach([c], models), c.is_named_so, c.weight))
    for candidate in convincing:
        contains = _contains(candidate.root, best.root, models)
        if contains and candidate.weight >= _OVERSHADOWED * best.weight and (candidate.members or not best.members):
            best = candidate
    return best


def _contains(outer: Entity, inner: Entity, models: Models) -> bool:
    """Whether each row of the inner model belongs to one of the outer, over required foreign keys."""
    seen, ahead = {inner.id}, [inner]
    while ahead:
        for edge in ahead.pop().edges:
            if edge.relation.required and edge.relation.columns and not edge.relation.many and edge.target not in seen:
                seen.add(edge.target)
                ahead.append(models.by_id[edge.target])
    return outer.id in seen and outer.id != inner.id


def _points(inner: Entity, outer: Entity) -> bool:
    return any(edge.target == outer.id and edge.relation.columns and not edge.relation.many for edge in inner.edges)


def _levels(top: Candidate, weighed: list[Candidate], models: Models) -> list[Candidate]:
    """The tenant, with the levels right above and below it that are tenants too; the one with most data first."""
    found = [top]
    for candidate in weighed:
        if candidate is top or not candidate.is_named_so or len(candidate.carriers) < 2:
            continue
        above = _points(top.root, candidate.root) and not _points(candidate.root, top.root)
        below = _contains(top.root, candidate.root, models) and candidate.weight >= 0.5 * top.weight
        if above or (below and top.is_named_so):
            found.append(candidate)
    return sorted(found, key=lambda c: -_nearest(c, found, models))


def _nearest(candidate: Candidate, levels: list[Candidate], models: Models) -> int:
    """How many models hang on a level and on none that is nearer to them."""
    roots = tuple(level.root.name for level in levels)
    owners = ownership(models, Tenancy(_key(levels[0]), _keys(levels[1:]), roots))
    ends = [own.chain[-1].target if own.chain else id for id, own in owners.items() if own.owned]
    first = {end: next((c for c in levels if end in c.carriers or end == c.root.id), None) for end in ends}
    return sum(first[end] is candidate for end in ends)


def _reach(levels: list[Candidate], models: Models) -> float:
    """The share of models that belong to these; those that may have no owner count half."""
    roots = tuple(level.root.name for level in levels)
    owners = ownership(models, Tenancy(_key(levels[0]), _keys(levels[1:]), roots))
    return sum(own.owned - 0.5 * own.weak for own in owners.values()) / max(1, len(models))


def _key(candidate: Candidate) -> str:
    return candidate.spelled(candidate.names.most_common(1)[0][0])


def _keys(levels: Iterable[Candidate]) -> tuple[str, ...]:
    return tuple(_key(level) for level in levels)


def _tenancy(levels: list[Candidate], weighed: list[Candidate], models: Models, people: set[str]) -> Tenancy:
    key = _key(levels[0])
    aliases = [name for level in levels for name in _spellings(level)]
    kept = tuple(dict.fromkeys(name for name in aliases if plain(name) != plain(key)))
    roots = tuple(dict.fromkeys(level.root.name for level in levels))
    scopes = tuple(dict.fromkeys(_scopes(levels, weighed, models, {plain(name) for name in (key, *kept)})))
    first = Tenancy(key, kept, roots, scopes)
    shared = (*_people(levels, models, first, people), *_shared(models, first, people))
    second = replace(first, shared=tuple(dict.fromkeys(shared)))
    return replace(second, owned=tuple(_owned(weighed, models, second, people)))


def _people(levels: list[Candidate], models: Models, tenancy: Tenancy, people: set[str]) -> Iterable[str]:
    """People of several tenants: a table joins them, so a key of their own is only the tenant they chose last."""
    joined = any(member.id not in people for level in levels for member in level.members)
    owners = ownership(models, tenancy)
    for person in sorted(people):
        own = owners[person]
        if joined and own.owned and (own.weak or own.nullable):
            yield models.by_id[person].name


def _owned(weighed: list[Candidate], models: Models, tenancy: Tenancy, people: set[str]) -> Iterable[Owned]:
    """Ownership that no foreign key declares: a column named as others name theirs that do have one."""
    owners = ownership(models, tenancy)
    found: dict[str, Owned] = {}
    for candidate in weighed:
        if owners[candidate.root.id].owned and len(candidate.required) + len(candidate.optional) >= _LEAST:
            for id, column in candidate.bare.items():
                name = models.by_id[id].name
                if not owners[id].owned and id not in people and name not in tenancy.shared:
                    found.setdefault(name, Owned(name, candidate.root.name, column.name))
    return found.values()


def _spellings(level: Candidate) -> list[str]:
    """The columns that hold a level's key in at least one model that has no other column for it."""
    main = level.names.most_common(1)[0][0]
    alone = {plain(c.name) for held in (level.required, level.bare) for c in held.values()}
    return [
        level.spelled(name)
        for name, count in level.names.most_common()
        if name == main or (name in alone and count > 1)
    ]


def _scopes(levels: list[Candidate], weighed: list[Candidate], models: Models, taken: set[str]) -> Iterable[str]:
    """Keys of what lies inside the tenant and itself holds several models."""
    for candidate in weighed:
        inside = any(_contains(level.root, candidate.root, models) for level in levels)
        if inside and candidate not in levels and candidate.weight >= max(_LEAST, _SCOPE * len(models)):
            yield from (name for name in _spellings(candidate) if plain(name) not in taken)


def _shared(models: Models, tenancy: Tenancy, people: set[str]) -> Iterable[str]:
    """Models that owned ones refer to, that nobody owns and that refer to nobody: reference data, it seems.

    Where most models have no owner, the database itself holds tenants apart, and nothing is said.
    """
    owners = ownership(models, tenancy)
    if 2 * sum(own.owned and not own.weak for own in owners.values()) < len(models):
        return
    referred = {e.target for entity in models if owners[entity.id].owned for e in entity.edges if e.relation.columns}
    for entity in models:
        alone = not any(edge.relation.columns for edge in entity.edges) and entity.id not in people
        if alone and entity.id in referred and not owners[entity.id].owned and _is_named(entity):
            yield entity.name


def _is_named(entity: Entity) -> bool:
    """Whether rows have a name that people look them up by."""
    return any(
        plain(column.name) in ("name", "code", "slug", "title", "key", "label") for column in entity.model.columns
    )


def _score(levels: list[Candidate], models: Models) -> float:
    return round(_reach(levels, models) * (1.0 if any(level.members for level in levels) else 0.6), 2)


def _alternative(candidate: Candidate, models: Models) -> Alternative:
    members = "" if candidate.members else "; nothing joins people to it"
    return Alternative(
        _key(candidate), candidate.root.name, _score([candidate], models), f"{_counted(candidate)}{members}"
    )


def _counted(candidate: Candidate) -> str:
    required, optional, bare = len(candidate.required), len(candidate.optional), len(candidate.bare)
    pointing = "model points" if required == 1 else "models point"
    parts = [f"{required} {pointing} at {candidate.root.name} with a required foreign key"]
    parts += [f"{optional} with an optional one"] if optional else []
    parts += [f"{bare} {'has' if bare == 1 else 'have'} such a column without one"] if bare else []
    return ", ".join(parts)


def _evidence(levels: list[Candidate], models: Models) -> Iterable[Evidence]:
    for level in levels:
        root = level.root
        yield Evidence(root.path, root.model.start, root.model.end, _counted(level))
        for member in level.members:
            said = "list each other" if member is root else "joins people to it"
            sentence = f"{member.name} {said}" if member is not root else f"{root.name} and the people in it {said}"
            yield Evidence(member.path, member.model.start, member.model.end, sentence)
        inner = levels[0].root
        if level is not levels[0] and (_contains(root, inner, models) or _points(inner, root)):
            yield Evidence(inner.path, inner.model.start, inner.model.end, f"{inner.name} belongs to {root.name}")
