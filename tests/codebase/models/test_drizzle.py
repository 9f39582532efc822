"""Drizzle tables, read into models."""

import pytest

from codebase.models.shown import table
from codebase.models.texts import script

HEAD = """
import { relations, sql } from "drizzle-orm";
import { pgTable, pgTableCreator, pgSchema, uuid, text, integer, foreignKey, primaryKey, unique, uniqueIndex,
  index, timestamp } from "drizzle-orm/pg-core";
"""


def test_columns_keys_and_relations():
    text = """
    export const deals = pgTable("deals", {
      id: uuid("id").primaryKey().defaultRandom(),
      tenantId: uuid("tenant_id").notNull().references(() => tenants.id, { onDelete: "cascade" }),
      ownerId: uuid().references((): AnyPgColumn => users.id),
      slug: text("slug").notNull().unique(),
      labels: text("labels").array(),
    }, (t) => [
      uniqueIndex("by_slug").on(t.tenantId, t.slug),
      uniqueIndex("partial").on(t.slug).where(sql`x`),
      index("i").on(t.slug),
    ]);
    export const dealsRelations = relations(deals, ({ one, many }) => ({
      tenant: one(tenants, { fields: [deals.tenantId], references: [tenants.id] }),
      notes: many(notes),
    }));
    """

    assert script(HEAD + text) == table(
        """
        deals
          id: uuid primary
          tenantId [tenant_id]: uuid
          ownerId: uuid?
          slug: text unique
          labels: text[]?
          · -?> users by ownerId to id
          tenant -> tenants by tenantId to id
          notes => notes
          by_slug = (tenantId, slug)
        """
    )


CASES = {
    "keys in an object": (
        """export const seats = pgTable("seats", { a: uuid("a").notNull(), b: uuid("b").notNull() },
             (t) => ({ pk: primaryKey({ columns: [t.a, t.b] }),
                       fk: foreignKey({ columns: [t.a, t.b], foreignColumns: [pairs.x, pairs.y] }),
                       u: unique().on(t.b) }))""",
        "seats\n  a: uuid primary\n  b: uuid primary unique\n  · -> pairs by a, b to x, y\n  a_b = (a, b)",
    ),
    "a schema of the database": (
        'const auth = pgSchema("auth"); export const users = auth.table("users", { id: uuid("id").primaryKey() })',
        "users [auth.users]\n  id: uuid primary",
    ),
    "a creator's prefix": (
        "const makeTable = pgTableCreator((name) => `crm_${name}`); export const users = "
        'makeTable("users", { id: uuid() })',
        "users [crm_users]\n  id: uuid?",
    ),
    "a wrapper from elsewhere": (
        'import { ownTable } from "./own"; export const users = ownTable("users", { id: uuid("id").notNull() })',
        "users\n  id: uuid",
    ),
    "columns by a function's parameter": (
        'export const users = pgTable("users", (t) => ({ id: t.uuid().primaryKey(), at: t.timestamp("seen_at") }))',
        "users\n  id: uuid primary\n  at [seen_at]: timestamp?",
    ),
    "shared columns": (
        """const times = { createdAt: timestamp("created_at").notNull() };
           export const users = pgTable("users", { id: uuid("id").primaryKey(), ...times })""",
        "times []\n  createdAt [created_at]: timestamp\nusers < times\n  id: uuid primary",
    ),
    "a helper for a column": (
        """const owner = () => uuid("tenant_id").notNull().references(() => tenants.id);
           export const users = pgTable("users", { tenantId: owner() })""",
        "users\n  tenantId [tenant_id]: uuid\n  · -> tenants by tenantId to id",
    ),
    "row-level security": (
        'export const users = pgTable("users", { id: uuid("id").primaryKey() }).enableRLS()',
        "users\n  id: uuid primary",
    ),
    "relations of a table from elsewhere": (
        'import { users } from "./users"; export const r = relations(users, ({ many }) => ({ deals: many(deals) }))',
        "users []\n  deals => deals",
    ),
    "a call that is no table": (
        'export const limit = createLimiter("deals", { window: minutes(5) })',
        "",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_table_with(text: str, expected: str):
    assert script(HEAD + text) == expected


def test_relations_of_the_second_kind():
    text = """
    export const deals = pgTable("deals", { id: uuid().primaryKey(), tenantId: uuid().notNull() });
    export const all = defineRelations({ deals }, (r) => ({
      deals: { tenant: r.one.tenants({ from: r.deals.tenantId, to: r.tenants.id }), notes: r.many.notes() },
    }));
    """

    assert script(HEAD + text) == table(
        """
        deals
          id: uuid primary
          tenantId: uuid
          tenant -> tenants by tenantId to id
          notes => notes
        """
    )


def test_files_without_drizzle_have_no_tables():
    assert script('export const deals = pgTable("deals", { id: uuid("id").primaryKey() })') == ""
