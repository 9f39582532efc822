"""Endpoints and the shapes of what they take and answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from blueprint_ls.generate.scaffold.entities import Entity, Field, field_name, field_of, type_name
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.reading import Ref

GENERIC = frozenset({"create", "read", "list", "update", "delete"})
"""The operations whose code follows from the entity alone."""


_SUCCESS = {"create": 201, "delete": 204}
"""The status of an operation whose endpoint states none."""


@dataclass(frozen=True)
class Dto:
    """The shape of a body: fields of an entity, and fields of its own."""

    name: Name
    fields: tuple[tuple[Field, bool], ...]
    """Each field, and whether it may be left out."""


@dataclass(frozen=True)
class Endpoint:
    """One operation of the API."""

    method: str
    path: str
    """Below the API's base, parameters in braces: `/deals/{id}`."""
    block: Block
    operation: str
    module: str | None
    entity: Entity | None
    permission: str | None
    request: Dto | None
    response: Dto | None
    success: int
    public: bool
    filters: tuple[Field, ...]
    sorts: tuple[Field, ...]

    @property
    def label(self) -> str:
        """Its label in the blueprint: `POST /deals`."""
        return f"{self.method} {self.path}"

    @property
    def generic(self) -> bool:
        """Whether its code follows from the entity alone: one record of it, or a page."""
        shape = re.fullmatch(r"/[a-z0-9-]+(/\{\w+\})?", self.path)
        if shape is None or self.entity is None or self.public or self.operation not in GENERIC:
            return False
        by_id = self.operation in ("read", "update", "delete")
        return by_id == bool(shape[1]) and self._answered and self._asked

    @property
    def _answered(self) -> bool:
        """Whether the row has all that the answer shows."""
        shown = self.response.fields if self.response else ()
        return all(self.entity is not None and self.entity.by_name.get(field.name) == field for field, _ in shown)

    @property
    def _asked(self) -> bool:
        """Whether the request has all that a new row needs, and nothing besides."""
        given = {field.name: field for field, _ in self.request.fields} if self.request else {}
        own = self.entity.own if self.entity else ()
        fits = all(self.entity is not None and self.entity.by_name.get(name) == field for name, field in given.items())
        whole = all(f.optional or f.default is not None or f.name in given or f.type.name == "list" for f in own)
        if self.operation == "create":
            return fits and whole and bool(given)
        return fits and (bool(given) or self.operation != "update")

    @property
    def publishes(self) -> tuple[Ref, ...]:
        """The events that it makes."""
        return tuple(ref for ref in self.block.get("publishes") or () if isinstance(ref, Ref))

    @property
    def enqueues(self) -> tuple[Ref, ...]:
        """The jobs that it leaves to be done."""
        return tuple(ref for ref in self.block.get("enqueues") or () if isinstance(ref, Ref))

    @property
    def audited(self) -> bool:
        """Whether each call goes on record."""
        return self.block.get("audited") is True

    @property
    def idempotent(self) -> bool:
        """Whether a repeated request is answered with the first answer."""
        return self.block.get("idempotent") is True

    @property
    def summary(self) -> str:
        """What it is for."""
        return str(self.block.get("summary") or f"{self.method} {self.path}")


def dtos(blueprint: Blueprint, entities: Mapping[str, Entity]) -> dict[str, Dto]:
    """The bodies by their names."""
    found = (block for (kind, _), block in blueprint.declared.items() if kind == "dto")
    return {block.label or "": _dto(block, entities) for block in found}


def _dto(block: Block, entities: Mapping[str, Entity]) -> Dto:
    entity = entities.get(type_name(block.get("entity")))
    optional = {field_name(str(name)) for name in block.get("optional") or ()}
    names = [field_name(str(name)) for name in block.get("fields") or ()]
    taken = [entity.by_name[name] for name in names if entity and name in entity.by_name]
    own = [replace(field_of(field), column="") for field in block.blocks("field")]
    return Dto(Name.of(block.label or "", "dto"), tuple((field, field.name in optional) for field in [*taken, *own]))


def endpoints(blueprint: Blueprint, entities: Mapping[str, Entity], bodies: Mapping[str, Dto]) -> Iterator[Endpoint]:
    """The endpoints in the blueprint's order."""
    public = {label for kind, label in blueprint.declared if kind == "public"}
    for (kind, label), block in blueprint.declared.items():
        method, _, path = label.partition(" ")
        if kind != "endpoint" or not path:
            continue
        entity = entities.get(type_name(block.get("entity")))
        operation = str(block.get("operation") or "action")
        yield Endpoint(
            method=method,
            path=path,
            block=block,
            operation=operation,
            module=_name(block.get("module")),
            entity=entity,
            permission=block.get("permission"),
            request=bodies.get(_name(block.get("request")) or ""),
            response=bodies.get(_name(block.get("response")) or ""),
            success=int(block.get("success") or _SUCCESS.get(operation, 200)),
            public=label in public,
            filters=_fields(entity, block.get("filters")),
            sorts=_fields(entity, block.get("sorts")),
        )


def _fields(entity: Entity | None, names: object) -> tuple[Field, ...]:
    known = entity.by_name if entity else {}
    given = map(field_name, map(str, names)) if isinstance(names, tuple) else ()
    return tuple(known[name] for name in given if name in known)


def _name(value: object) -> str | None:
    return value.name if isinstance(value, Ref) else None
