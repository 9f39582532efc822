"""Objection's models: which class, injected field or declared type stands for which."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Entity, Models
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.values import (
    ClassOf,
    Given,
    Instance,
    Row,
    Scoped,
    Unknown,
    Value,
    options,
)
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.stores import primary

_TYPEOF = re.compile(r"\btypeof\s+([A-Za-z_$][\w$]*)")


class Model(Value, frozen=True):
    """A model where a query begins with it."""

    model: str
    """Its id; empty where nobody can tell."""
    scoped: str | None = None
    note: str = ""
    """Why nobody can tell."""
    column: str = ""
    """The foreign key that ties its rows to `key`."""
    key: Value | None = None
    """The row's key that a related query starts from."""


class Finder:
    """Finds the models that values stand for."""

    def __init__(self, models: Models) -> None:
        self.models = models
        self.known = {entity.id: entity for entity in models if entity.model.layer == "objection"}

    def of(self, walk: Walk, value: Value | None) -> Model | None:
        """The model that a value stands for."""
        for option in options(value) if value is not None else ():
            found = self._one(walk, option)
            if found is not None:
                return found
        return None

    def _one(self, walk: Walk, value: Value) -> Model | None:
        if isinstance(value, Model):
            return value
        if isinstance(value, ClassOf):
            entity = self._of_class(walk, value)
            return Model(entity.id) if entity else None
        if isinstance(value, Scoped):
            entity = next((found for name in reversed(value.path) for found in self._named(name)), None)
            return Model(entity.id if entity else "", value.by, "the model is made elsewhere")
        if isinstance(value, Given) and value.type:
            return self._of_type(value)
        return None

    def _of_class(self, walk: Walk, value: ClassOf) -> Entity | None:
        """The entity that a class is, or that it extends without a table of its own."""
        for path, node in walk.program.bases(value.path, value.node):
            entity = self.known.get(f"{path}#{node.name}")
            if entity is not None:
                return entity
        return None

    def _of_type(self, value: Given) -> Model | None:
        """`typeof Deal`, in whatever it is wrapped; `ModelClass<Deal>`."""
        text = value.type or ""
        found = _TYPEOF.search(text) or re.search(r"\bModelClass<\s*([A-Za-z_$][\w$]*)", text)
        if found is None:
            return None
        entity = self.models.at(value.home, found[1]) or next(iter(self._named(found[1])), None)
        return Model(entity.id) if entity is not None and entity.id in self.known else None

    def _named(self, name: str) -> Iterator[Entity]:
        return (entity for entity in self.models.named(name) if entity.id in self.known)

    def of_row(self, walk: Walk, value: Value | None) -> tuple[Entity | None, Value]:
        """The model of a row that code holds, and the value of its key."""
        for option in options(value) if value is not None else ():
            if isinstance(option, Row) and not option.path and option.access < len(walk.trace.accesses):
                entity = self.models.by_id.get(walk.trace.accesses[option.access].model)
                return entity, replace(option, path=(primary(entity),))
            if isinstance(option, Instance):
                entity = self.known.get(f"{option.path}#{option.node.name}")
                if entity is not None:
                    return entity, Given(f"row@{option.path}:{option.root}", (primary(entity),))
            if isinstance(option, Given):
                entity = self.models.at(option.home, option.type or "") if option.type else None
                return entity, replace(option, path=(*option.path, primary(entity)), type=None)
        return None, Unknown("the row is made elsewhere")

    def related(self, entity: Entity | None, name: str) -> tuple[Entity | None, str]:
        """The model that a relation leads to, and its column that points back."""
        edge = next((one for one in entity.edges if one.relation.name == name), None) if entity else None
        target = self.models.by_id.get(edge.target) if edge else None
        if edge is None or target is None or entity is None:
            return None, ""
        back = next(
            (
                one.relation.columns[0]
                for one in target.edges
                if one.target == entity.id and len(one.relation.columns) == 1
            ),
            "",
        )
        return target, back


def is_of_type(value: Value | None, *words: str) -> bool:
    """Whether a value is declared as one of some types, or comes from a package of that name."""
    for option in options(value) if value is not None else ():
        text = f"{option.type or ''} {option.root}" if isinstance(option, Given) else ""
        if any(word in text for word in words):
            return True
    return False


def first_name(call: Invocation) -> str:
    """The last name before a method, or of what is called."""
    node = call.node.callee
    holder = getattr(node, "object", None) if call.method else node
    while holder is not None and not hasattr(holder, "name"):
        holder = getattr(holder, "callee", None) or getattr(holder, "object", None)
    return getattr(holder, "name", "") or ""
