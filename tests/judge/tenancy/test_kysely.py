"""Kysely: every shape that pins a query, and every one that only seems to."""

from __future__ import annotations

import pytest

from blueprint_ls.codebase.tenancy import Tenancy
from judge.tenancy.support import verdicts

TENANT = Tenancy(key="organization_id")
SCHEMA = """
    CREATE TABLE organizations (id uuid primary key, name text);
    CREATE TABLE deals (
      id uuid primary key, organization_id uuid not null references organizations(id), title text, status text
    );
    CREATE TABLE deal_lines (id uuid primary key, deal_id uuid not null references deals(id), qty int);
    CREATE TABLE countries (code text primary key);
"""
HEAD = """
import { Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
"""
CASES = [
    ('await db.selectFrom("deals").selectAll().where("id", "=", id).executeTakeFirst();', ["deals unscoped"]),
    (
        'await db.selectFrom("deals as d").selectAll().where("d.id", "=", '
        'id).where("d.organization_id", "=", orgId).execute();',
        ["deals scoped"],
    ),
    ('await db.selectFrom("deals").selectAll().where("organization_id", "!=", orgId).execute();', ["deals unscoped"]),
    ('await db.selectFrom("deals").selectAll().where("organization_id", "=", maybe).execute();', ["deals conditional"]),
    (
        'await db.selectFrom("deal_lines as l").innerJoin("deals as d", "d.id", '
        '"l.deal_id").where("d.organization_id", "=", orgId).selectAll("l").execute();',
        ["deal_lines scoped"],
    ),
    (
        'await db.selectFrom("deal_lines as l").leftJoin("deals as d", (j) => j.onRef("d.id", "=", '
        '"l.deal_id").on("d.organization_id", "=", orgId)).selectAll().execute();',
        ["deal_lines unscoped"],
    ),
    (
        'await db.selectFrom("deals").where((eb) => eb.and([eb("organization_id", "=", orgId), '
        'eb("id", "=", id)])).selectAll().execute();',
        ["deals scoped"],
    ),
    (
        'await db.selectFrom("deals").where(({ eb, or }) => or([eb("organization_id", "=", orgId), '
        'eb("id", "=", id)])).selectAll().execute();',
        ["deals conditional"],
    ),
    (
        'await db.selectFrom("deals").where(({ eb, not }) => not(eb("organization_id", "=", '
        "orgId))).selectAll().execute();",
        ["deals unscoped"],
    ),
    (
        'await db.selectFrom("deal_lines").where("deal_id", "in", (eb) => '
        'eb.selectFrom("deals").select("id").where("organization_id", "=", '
        "orgId)).selectAll().execute();",
        ["deal_lines scoped", "deals scoped"],
    ),
    (
        'await db.selectFrom("deal_lines as l").where(({ exists, selectFrom }) => '
        'exists(selectFrom("deals as d").whereRef("d.id", "=", '
        '"l.deal_id").where("d.organization_id", "=", orgId).select("d.id"))).selectAll().execute();',
        ["deal_lines scoped", "deals scoped"],
    ),
    (
        'await db.updateTable("deals").set({ organization_id: orgId }).where("id", "=", id).execute();',
        ["deals unscoped"],
    ),
    (
        'await db.deleteFrom("deals").where("id", "=", id).where("organization_id", "=", orgId).execute();',
        ["deals scoped"],
    ),
    ('await db.insertInto("deals").values({ id, organization_id: orgId }).execute();', ["deals scoped"]),
    (
        'await db.insertInto("deals").values({ id, organization_id: orgId }).onConflict((oc) => '
        'oc.column("id").doUpdateSet({ title: "x" })).execute();',
        ["deals unscoped"],
    ),
    (
        'await db.insertInto("deals").values({ id, organization_id: orgId }).onConflict((oc) => '
        'oc.columns(["id", "organization_id"]).doUpdateSet({ title: "x" })).execute();',
        ["deals scoped"],
    ),
    (
        'await db.selectFrom("deals").$if(!!maybe, (qb) => qb.where("organization_id", "=", '
        "orgId)).selectAll().execute();",
        ["deals conditional"],
    ),
    (
        'await db.selectFrom("deals").$call((qb) => qb.where("organization_id", "=", orgId)).selectAll().execute();',
        ["deals scoped"],
    ),
    (
        'await db.with("mine", (d) => d.selectFrom("deals").select("id").where("organization_id", '
        '"=", orgId)).selectFrom("deal_lines as l").innerJoin("mine as m", "m.id", '
        '"l.deal_id").selectAll().execute();',
        ["deal_lines scoped", "deals scoped"],
    ),
    (
        'await db.transaction().execute(async (trx) => { await trx.selectFrom("deals").selectAll().execute(); });',
        ["deals unscoped"],
    ),
    (
        'await db.selectFrom("deals").where(sql<boolean>`organization_id = ${orgId}`).selectAll().execute();',
        ["deals scoped"],
    ),
    ("await sql`select * from deals where organization_id = ${orgId}`.execute(db);", ["deals scoped"]),
    (
        'let q = db.selectFrom("deals").selectAll(); if (maybe) q = q.where("title", "=", maybe); q = '
        'q.where("organization_id", "=", orgId); await q.execute();',
        ["deals scoped"],
    ),
    (
        'let q = db.selectFrom("deals").selectAll(); if (maybe) q = q.where("organization_id", "=", '
        "orgId); await q.execute();",
        ["deals conditional"],
    ),
    (
        'const base = db.selectFrom("deals"); const mine = base.where("organization_id", "=", orgId); '
        "await mine.execute(); await base.selectAll().execute();",
        ["deals conditional"],
    ),
    (
        'const d = await db.selectFrom("deals").select(["id", "organization_id as org"]).where("id", '
        '"=", id).executeTakeFirstOrThrow(); if (d.org !== orgId) throw new Error();',
        ["deals indirect"],
    ),
    (
        'await db.selectFrom("deals as d").where("d.organization_id", "=", orgId).select((eb) => '
        '[jsonArrayFrom(eb.selectFrom("deal_lines as l").whereRef("l.deal_id", "=", '
        '"d.id").selectAll()).as("lines")]).execute();',
        ["deals scoped", "deal_lines scoped"],
    ),
    (
        'await db.selectFrom("deals").where("organization_id", "=", '
        'orgId).selectAll().union(db.selectFrom("deals").selectAll()).execute();',
        ["deals scoped", "deals unscoped"],
    ),
]


def judged(body: str) -> list[str]:
    """What is said of the accesses in a function, as `table verdict`."""
    lines = ["export async function find(db: Kysely<any>, orgId: string, id: string, maybe?: string) {", body, "}"]
    found = verdicts({"migrations/001.sql": SCHEMA, "src/deals.ts": HEAD + "\n".join(lines)}, TENANT)
    return [f"{model.rpartition('.')[0]} {verdict}" for _, model, verdict in (one.split(" ") for one in found)]


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_what_pins_and_what_only_seems_to(body: str, expected: list[str]) -> None:
    assert judged(body) == expected
