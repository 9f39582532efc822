"""The stores beside the primary database, with the entities that lie in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from blueprint_ls.generate.scaffold.entities import Entity
from blueprint_ls.generate.scaffold.names import Name, Refused
from blueprint_ls.generate.scaffold.variable import Variable
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.reading import Ref

_NEEDED = frozenset({"User", "Role", "Credential", "Session", "Permission"})
"""What every request asks for, within the transactions of the primary database."""
_FAMILIES: Mapping[str, str] = {"cassandra": "cql", "scylladb": "cql", "neo4j": "graph"}


@dataclass(frozen=True, slots=True)
class BesideStore:
    """One of them."""

    name: Name
    product: str
    """`cassandra`, `scylladb` or `neo4j`."""
    holds: str
    entities: tuple[Entity, ...]
    space: str
    """The keyspace of the product."""

    @property
    def family(self) -> str:
        """How it is spoken to: `cql` or `graph`."""
        return _FAMILIES[self.product]

    @property
    def variable(self) -> Variable:
        """Where it is reached."""
        example = {
            "cql": f"cql://localhost:9042/{self.space}?datacenter=datacenter1",
            "graph": f"neo4j://neo4j:{self.space}_owner@localhost:7687",
        }
        told = f"Where `{self.name.text}` is reached"
        return Variable(f"{self.name.upper}_URL", told, example[self.family], migrates=True)


@dataclass(frozen=True)
class Beside:
    """All of them."""

    stores: tuple[BesideStore, ...]

    @property
    def options(self) -> frozenset[str]:
        """What templates ask for: each product and how it is spoken to."""
        found = {word for store in self.stores for word in (store.product, store.family)}
        return frozenset(found | ({"beside"} if found else set()))

    @cached_property
    def tables(self) -> tuple[Entity, ...]:
        """The entities in stores of CQL."""
        return self._of("cql")

    @cached_property
    def nodes(self) -> tuple[Entity, ...]:
        """The entities in graphs."""
        return self._of("graph")

    def _of(self, family: str) -> tuple[Entity, ...]:
        return tuple(entity for store in self.stores if store.family == family for entity in store.entities)


def beside(blueprint: Blueprint, stored: Mapping[str, Entity], product: Name) -> Beside:
    """What a blueprint places beside its primary database; `Refused` for what cannot lie there."""
    found: dict[str, list[Entity]] = {}
    for (kind, label), block in blueprint.declared.items():
        store = _store(blueprint, block) if kind == "entity" else None
        if store is not None:
            found.setdefault(store.label or "", []).append(stored[Name.of(label, "entity").pascal])
    made = tuple(_made(blueprint.declared["store", label], entities, product) for label, entities in found.items())
    if len({store.product for store in made}) < len(made):
        raise Refused("entities lie in two stores of one product: place them in one, which one connection reaches")
    return Beside(made)


def placed(blueprint: Blueprint) -> Iterator[str]:
    """The types of the entities that lie beside the primary database."""
    for (kind, label), block in blueprint.declared.items():
        if kind == "entity" and _store(blueprint, block) is not None:
            yield Name.of(label, "entity").pascal


def _store(blueprint: Blueprint, entity: Block) -> Block | None:
    named = entity.get("store")
    store = blueprint.declared.get(("store", named.name)) if isinstance(named, Ref) else None
    return None if store is None or store.get("kind") == "primary_database" else store


def _made(block: Block, entities: list[Entity], product: Name) -> BesideStore:
    label = block.label or ""
    for entity in entities:
        _fits(entity, label)
    kind = _product(block)
    if _FAMILIES[kind] == "cql":
        for entity in entities:
            if any(index.unique for index in entity.indexes):
                raise Refused(
                    f"`entity {entity.name.pascal}` has a unique constraint, and `store {label}` has none: make its id "
                    "of what is unique, or keep the entity in the primary database"
                )
    holds = str(block.get("holds") or label)
    return BesideStore(Name.of(label, "store"), kind, holds, tuple(entities), product.snake)


def _fits(entity: Entity, store: str) -> None:
    if entity.root or entity.name.pascal in _NEEDED:
        raise Refused(
            f"`entity {entity.name.pascal}` lies in `store {store}`, and every request asks for it within a "
            "transaction: keep it in the primary database"
        )
    if entity.tenant is None:
        return
    for index in entity.indexes:
        if index.fields[0].name != entity.tenant:
            raise Refused(
                f"`{index.name}` of `entity {entity.name.pascal}` does not begin with `{entity.tenant}`: in "
                f"`store {store}` nothing else keeps tenants apart"
            )


def _product(block: Block) -> str:
    """Which product a store is, as far as there are templates for it."""
    told = f"{block.label} {block.get('product') or ''}".lower()
    protocol = str(block.get("protocol") or "")
    if protocol == "cql" or "cassandra" in told or "scylla" in told:
        return "scylladb" if "scylla" in told else "cassandra"
    if protocol == "bolt" or "neo4j" in told:
        return "neo4j"
    raise Refused(
        f"entities lie in `store {block.label}`, and beside the primary database projects are generated for Cassandra "
        "and ScyllaDB (`protocol = cql`) and Neo4j (`protocol = bolt`)"
    )
