"""A small repository of several packages: schema, client, service, handler, and a blueprint that governs them."""

from __future__ import annotations

SCHEMA = """\
generator client { provider = "prisma-client-js" }
datasource db { provider = "postgresql" url = env("DATABASE_URL") }

model Organization {
  id    String @id
  deals Deal[]
}

model Deal {
  id             String       @id
  organizationId String
  organization   Organization @relation(fields: [organizationId], references: [id])
  title          String
}

model Country {
  code String @id
}
"""
CLIENT = """\
import { PrismaClient } from "@prisma/client";

export const prisma = new PrismaClient();
"""
DEALS = """\
import { prisma } from "@acme/database";

export async function list(organizationId: string) {
  return prisma.deal.findMany({ where: { organizationId } });
}

export async function rename(id: string, title: string) {
  return prisma.deal.update({ where: { id }, data: { title } });
}

export async function countries() {
  return prisma.country.findMany();
}
"""
ROUTES = """\
import express from "express";
import { list } from "./deals";

const app = express();

app.get("/deals", async (req, res) => {
  res.json(await list(String(req.query.organizationId)));
});

app.listen(3000);
"""
BLUEPRINT = """\
blueprint "acme" {
  language = 1
}

api {
  endpoint "GET /deals" {
    summary = "The deals of an organization"
  }
}

data {
  tenancy {
    key = organizationId
  }

  entity Deal {
    field title { type = string }
  }
}
"""
FILES = {
    "package.json": '{"name": "acme", "private": true, "workspaces": ["packages/*", "apps/*"]}\n',
    "packages/database/package.json": '{"name": "@acme/database", "main": "src/index.ts"}\n',
    "packages/database/prisma/schema.prisma": SCHEMA,
    "packages/database/src/index.ts": CLIENT,
    "apps/api/package.json": (
        '{"name": "api", "dependencies": {"@acme/database": "*", "express": "^4.0.0", "@prisma/client": "^6.0.0"}}\n'
    ),
    "apps/api/src/deals.ts": DEALS,
    "apps/api/src/routes.ts": ROUTES,
    "acme.blueprint": BLUEPRINT,
}
