"""What one file says, found from its bytes alone: plain data that is kept by content and joined later."""

from __future__ import annotations

import msgspec

from blueprint_ls.codebase.typescript.tree import Module


class Fact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Anything found in a file."""


class Column(Fact, frozen=True):
    """One column or scalar field of a model."""

    name: str
    """As code writes it: `tenantId`."""
    stored: str
    """As the database has it: `tenant_id`; the same as `name` where nothing else is said."""
    type: str
    start: int
    end: int
    nullable: bool = False
    primary: bool = False
    unique: bool = False


class Relation(Fact, frozen=True):
    """A way from one model to another."""

    name: str
    """The field that code uses for it (`project`); empty where there is none, as for a bare foreign key."""
    model: str
    """The other model: its name, or the local name of the file under which it is imported."""
    columns: tuple[str, ...] = ()
    """The columns of this model that hold the other's key; none on the side that has no foreign key."""
    references: tuple[str, ...] = ()
    """The other model's columns they point at."""
    required: bool = True
    many: bool = False


class Model(Fact, frozen=True):
    """One table, collection or entity as one data layer declares it."""

    name: str
    """The name that code uses: Prisma's model, Drizzle's constant, the entity class, Kysely's table key, the table."""
    table: str
    """The table or collection in the database."""
    layer: str
    """`prisma`, `drizzle`, `typeorm`, `mongoose`, `kysely`, `objection` or `sql`."""
    start: int
    end: int
    columns: tuple[Column, ...] = ()
    relations: tuple[Relation, ...] = ()
    uniques: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Composite keys: the name that a query uses for it (`tenantId_slug`), and its columns."""
    bases: tuple[str, ...] = ()
    """Classes or objects whose columns it takes over, by their names in this file."""
    forced: bool = False
    """Whether the database itself holds rows apart: row-level security is enabled and forced."""
    policies: tuple[str, ...] = ()
    """The conditions of the row-level security that it declares itself, with a mark for each value in them."""


class Capture(Fact, frozen=True):
    """One node that a query of a code rule chose."""

    query: str
    """`tenant-scope/prisma`: the rule's folder and the query's file."""
    name: str
    """The capture's name in the query, without `@`."""
    start: int
    end: int


class FileFacts(Fact, frozen=True):
    """Everything that is kept of one file."""

    kind: str
    """`typescript`, `tsx`, `javascript`, `prisma`, `sql`, `package`, `tsconfig`, `compose`, `dockerfile`, `env`, …"""
    module: Module | None = None
    models: tuple[Model, ...] = ()
    captures: tuple[Capture, ...] = ()
    data: dict[str, object] = {}
    """What a manifest says: plain JSON, its shape documented with the reader of its kind."""
    problem: str | None = None
    """Why the file, or part of it, could not be analysed."""
