"""The data layers: what each of them calls an access, and what its queries demand, in one form for all."""

from __future__ import annotations

from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.judge.flow.assertions import Assertions
from blueprint_ls.judge.flow.layer import Layer
from blueprint_ls.judge.flow.matching import Matching
from blueprint_ls.judge.tenancy.clients import Clients
from blueprint_ls.judge.tenancy.layers.drizzle import Drizzle
from blueprint_ls.judge.tenancy.layers.knex import Knex
from blueprint_ls.judge.tenancy.layers.kysely import Kysely
from blueprint_ls.judge.tenancy.layers.mongoose import Mongoose
from blueprint_ls.judge.tenancy.layers.prisma import Prisma
from blueprint_ls.judge.tenancy.layers.settings import Settings
from blueprint_ls.judge.tenancy.layers.sql import RawSql
from blueprint_ls.judge.tenancy.layers.typeorm import TypeOrm
from blueprint_ls.judge.tenancy.middleware import Middleware
from blueprint_ls.judge.tenancy.procedures import Procedures


def layers(models: Models, tenancy: Tenancy) -> tuple[Layer, ...]:
    """Every layer, ready to recognize the calls of one repository."""
    return (
        Clients(tenancy),
        Procedures(),
        Middleware(),
        Settings(models),
        Prisma(models, tenancy),
        Drizzle(models),
        TypeOrm(models),
        Mongoose(models, tenancy),
        Kysely(models, tenancy),
        Knex(models, tenancy),
        RawSql(models, tenancy),
        Matching(),
        Assertions(),
    )
