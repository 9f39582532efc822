"""The data models that each layer declares: one reader per layer, and the join over files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from blueprint_ls.codebase.facts import Model
    from blueprint_ls.codebase.typescript.tree import Module


def models_of(module: Module) -> tuple[Model, ...]:
    """The models that a TypeScript or JavaScript file declares, in whichever layer.

    A model without a table is a part for others to build on: a schema, a base class, a shared object of columns.
    """
    from blueprint_ls.codebase.models import drizzle, kysely, migrations, mongoose, objection, typeorm

    readers = (drizzle, typeorm, mongoose, kysely, objection, migrations)
    return tuple(model for reader in readers for model in reader.models(module))
