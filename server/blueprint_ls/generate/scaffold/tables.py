"""The tables of the project in the words of the library that reaches them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from blueprint_ls.generate.scaffold import drizzle, drizzle_snapshot, prisma, statements
from blueprint_ls.generate.scaffold.entities import Entity, Field


@dataclass(frozen=True, slots=True)
class Tables:
    """All of them, those that the project keeps for itself among them."""

    entities: Mapping[str, Entity]
    """By the name of their type."""
    root: Entity | None
    """The entity that is the tenant."""
    library: str
    """What the code reaches the database through: `prisma`."""

    @property
    def isolated(self) -> tuple[Entity, ...]:
        """The tables whose rows belong to a tenant."""
        return tuple(entity for entity in self.entities.values() if entity.isolated_by)

    @property
    def shared(self) -> frozenset[str]:
        """The types of the entities that no tenant owns."""
        return frozenset(entity.name.pascal for entity in self.entities.values() if not entity.isolated_by)

    def points_at(self, entity: Entity, field: Field) -> Entity | None:
        """The entity whose rows a field of another one names."""
        if field.name == entity.tenant:
            return self.root
        return self.entities.get(str(field.type.target)) if field.type.name == "ref" else None

    def targets(self, entity: Entity) -> list[Entity]:
        """The other entities whose rows an entity's fields name, by their files."""
        found = {found.name.kebab: found for field in entity.fields if (found := self.points_at(entity, field))}
        return [found[name] for name in sorted(found) if found[name] is not entity]

    def foreign_key(self, entity: Entity, field: Field) -> str:
        """The name of the constraint behind that, as the library would give it."""
        target = self.points_at(entity, field)
        if target and self.library == "drizzle":
            return drizzle.foreign_key(entity, field, target)
        return f"{entity.table}_{field.column}_fkey"

    def insertion(self, entity: Entity, properties: Sequence[str], indent: int) -> str:
        """A statement that inserts one row."""
        return statements.insertion(entity, properties, self.library, indent)

    @property
    def drizzle_snapshot(self) -> str:
        """What drizzle-kit remembers of the first migration."""
        return drizzle_snapshot.snapshot(self.entities, self.points_at)

    def prisma_rows(self, entity: Entity) -> list[str]:
        """The fields of a model in a Prisma schema, relations included, in columns as `prisma format` lays them out."""
        return prisma.rows(entity, self.entities, self.root)
