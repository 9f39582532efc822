"""The first data of a developer's database: two organizations, so that leaks show, and somebody who may do all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.entities import Entity
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.roles import Role
from blueprint_ls.generate.scaffold.typescript import sample
from blueprint_ls.language.model import Blueprint


@dataclass(frozen=True, slots=True)
class Seed:
    """What is written into an empty database."""

    tenants: tuple[str, ...]
    """The names of the organizations."""
    admin: str
    """The address that a developer signs in with."""
    role: str
    """The role that may do the most."""

    def values(self, entity: Entity, known: Mapping[str, str]) -> list[tuple[str, str]]:
        """What a row says: what is known, and something true to its type for what else it must have."""
        own = (field for field in entity.own if not field.optional and (field.name in known or field.default is None))
        return [(field.name, known.get(field.name) or sample(field)) for field in own if field.type.name != "list"]


def seed(blueprint: Blueprint, product: Name, roles: Sequence[Role]) -> Seed:
    """What a blueprint says of its first data, with the usual where it is silent."""
    tenants = blueprint.value("scaffold.seed.tenants") or ("Acme GmbH", "Globex SARL")
    admin = blueprint.value("scaffold.seed.admin_email") or f"ada@{product.kebab}.example"
    most = max(roles, key=lambda role: len(role.permissions)).name if roles else "owner"
    return Seed(tuple(str(name) for name in tenants), str(admin), most)
