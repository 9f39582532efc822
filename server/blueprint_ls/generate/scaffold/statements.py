"""Statements that read alike in every library, as each of them writes them."""

from __future__ import annotations

from collections.abc import Iterable

from blueprint_ls.generate.scaffold import drizzle, kysely
from blueprint_ls.generate.scaffold.entities import Entity
from blueprint_ls.generate.scaffold.typescript import quoted


def insertion(entity: Entity, properties: Iterable[str], library: str, indent: int) -> str:
    """A statement that inserts one row through `tx`; its first line stands behind the indent already."""
    before, depth, after = _AROUND[library](entity)
    rows = "".join(f"{' ' * depth}{line},\n" for line in properties)
    text = f"{before}\n{rows}{after}"
    return text.replace("\n", "\n" + " " * indent)


def _prisma(entity: Entity) -> tuple[str, int, str]:
    return f"await tx.{entity.name.camel_plain}.create({{\n  data: {{", 4, "  },\n});"


def _drizzle(entity: Entity) -> tuple[str, int, str]:
    return f"await tx.insert({drizzle.table_name(entity)}).values({{", 2, "});"


def _kysely(entity: Entity) -> tuple[str, int, str]:
    return f"await tx\n  .insertInto('{kysely.table_name(entity)}')\n  .values({{", 4, "  })\n  .execute();"


def _typeorm(entity: Entity) -> tuple[str, int, str]:
    return f"await tx.getRepository({entity.name.pascal}).insert({{", 2, "});"


def _mongoose(entity: Entity) -> tuple[str, int, str]:
    return f"await tx.model({quoted(entity.name.pascal)}).create({{", 2, "});"


_AROUND = {"prisma": _prisma, "drizzle": _drizzle, "kysely": _kysely, "typeorm": _typeorm, "mongoose": _mongoose}
