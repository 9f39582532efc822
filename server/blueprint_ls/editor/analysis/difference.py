"""What of a judgement a changed schema or blueprint puts in doubt."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from blueprint_ls.codebase.facts import Model
from blueprint_ls.codebase.models.entities import Entity, plain
from blueprint_ls.codebase.models.prisma import delegate
from blueprint_ls.codebase.ownership import Ownership
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.judge.tenancy.owners import Owners


def is_all(old: Tenancy, new: Tenancy) -> bool:
    """Whether every access has to be looked at again: other columns are the tenant's key, or other clients keep it."""
    return (old.keys, old.scopes, old.scoped_clients) != (new.keys, new.scopes, new.scoped_clients)


def words(old: Owners, new: Owners) -> frozenset[bytes]:
    """What code calls the models that are others than before, or that belong to others; plain."""
    found: set[str] = set()
    ids = {*old.models.by_id, *new.models.by_id}
    moved = {id for id in ids if _said(old, id) != _said(new, id)}
    for owners in (old, new):
        for id in moved & owners.models.by_id.keys():
            entity = owners.models.by_id[id]
            found |= {entity.name, delegate(entity.name), entity.model.table}
        for entity in owners.models:
            found |= {edge.relation.name for edge in entity.edges if edge.target in moved and edge.relation.name}
    public = set(old.tenancy.public) ^ set(new.tenancy.public)
    found |= {name.partition(".")[0] for name in public}
    return frozenset(plain(name).encode() for name in found if plain(name))


def mentions(repository: Repository, path: str, wanted: frozenset[bytes]) -> bool:
    """Whether a file says any of these words, however it spells them."""
    try:
        text = repository.text(path).lower().translate(None, b'_"')
    except OSError:
        return True
    return any(word in text for word in wanted)


def _said(owners: Owners, id: str) -> object:
    """What a model is, wherever it stands."""
    entity = owners.models.by_id.get(id)
    if entity is None:
        return None
    owned = owners.ownership.get(id, Ownership("global"))
    return replace(entity, model=_placeless(entity)), replace(owned, evidence=())


def _placeless(entity: Entity) -> Model:
    model = entity.model
    columns = tuple(msgspec.structs.replace(column, start=0, end=0) for column in model.columns)
    return msgspec.structs.replace(model, start=0, end=0, columns=columns)
