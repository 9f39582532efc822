"""Which entity a value stands for: a class, a repository, a row, an object that was made to be saved."""

from __future__ import annotations

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.state import State
from blueprint_ls.judge.flow.values import ClassOf, Constant, Instance, Row, Value, options
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.stores import Store, entity_named
from blueprint_ls.judge.tenancy.layers.typeorm.clients import Clients
from blueprint_ls.judge.tenancy.layers.typeorm.operations import entity_like

LAYER = "typeorm"


class Tables:
    """Finds them."""

    def __init__(self, models: Models, clients: Clients) -> None:
        self.models = models
        self.clients = clients

    def table(self, value: Value, near: str) -> Store | None:
        """The entity that an argument names."""
        if isinstance(value, Store):
            return value if value.layer == LAYER else None
        entity = self.clients.entity(value) if isinstance(value, ClassOf) else None
        if isinstance(value, Constant) and isinstance(value.value, str):
            entity = entity_named(self.models, LAYER, value.value, near)
        return Store(LAYER, entity.id) if entity else None

    def store(self, walk: Walk, call: Invocation) -> Store | None:
        """The repository that a method is called on."""
        stores = [self._one_store(walk, option) for option in options(call.receiver)] if call.receiver else []
        found = [store for store in stores if store is not None]
        if not found:
            return None
        return found[0] if all(store.scoped for store in found) else replace(found[0], scoped=None)

    def _one_store(self, walk: Walk, value: Value) -> Store | None:
        if isinstance(value, Store):
            return value if value.layer == LAYER else None
        if isinstance(value, Instance):
            return self.clients.extended(walk, value.path, value.node)
        if isinstance(value, ClassOf) and self.clients.is_active(walk, value):
            entity = self.clients.entity(value)
            return Store(LAYER, entity.id) if entity else None
        return None

    def entity_store(self, walk: Walk, state: State, subject: Value) -> Store | None:
        """The entity that something is, as it is saved."""
        made = entity_like(walk, state, subject)
        if isinstance(made, Row):
            return self._row_store(walk, made)
        if isinstance(made, Store) and made.layer == LAYER:
            return made
        entity = self.clients.entity_of(walk, made) if made is not None else None
        return Store(LAYER, entity.id) if entity else None

    def _row_store(self, walk: Walk, row: Row) -> Store | None:
        """The entity that a row, or a related row within it, is one of."""
        access = walk.trace.accesses[row.access]
        entity = self.models.by_id.get(access.model) if access.layer == LAYER else None
        for name in row.path if row.path != ("[]",) else ():
            edge = next((one for one in entity.edges if one.relation.name == name), None) if entity else None
            entity = self.models.by_id[edge.target] if edge else None
        return Store(LAYER, entity.id, access.scoped) if entity else None
