"""Knex and Objection: every shape that pins a query, and every one that only seems to."""

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
import knexFactory, { Knex } from "knex";
const knex = knexFactory({ client: "pg" });
"""
CASES = [
    ('await knex("deals").where("id", id).first();', ["deals unscoped"]),
    ('await knex("deals").where({ id, organization_id: orgId }).first();', ["deals scoped"]),
    ('await db("deals as d").where("d.organization_id", orgId).andWhere("d.id", "=", id);', ["deals scoped"]),
    (
        'await db("deal_lines as l").join("deals as d", "d.id", '
        '"l.deal_id").where("d.organization_id", orgId).select("l.*");',
        ["deal_lines scoped"],
    ),
    (
        'await db("deal_lines as l").leftJoin("deals as d", function () { this.on("d.id", "=", '
        '"l.deal_id").andOnVal("d.organization_id", orgId); });',
        ["deal_lines unscoped"],
    ),
    ('await db("deals").where("organization_id", orgId).orWhere("id", id);', ["deals conditional"]),
    (
        'await db("deals").where("organization_id", orgId).where((b) => b.where("title", "x").orWhere("title", "y"));',
        ["deals scoped"],
    ),
    ('await db("deals").whereIn("organization_id", [orgId]);', ["deals scoped"]),
    ('await db("deals").where("organization_id", "<>", orgId);', ["deals unscoped"]),
    ('await db("deals").whereNot("organization_id", orgId);', ["deals unscoped"]),
    ('await db("deals").where({ organization_id: maybe });', ["deals conditional"]),
    (
        'await db("deal_lines").whereIn("deal_id", db("deals").select("id").where({ organization_id: orgId }));',
        ["deal_lines scoped", "deals scoped"],
    ),
    (
        'await db("deal_lines").whereIn("deal_id", function () { '
        'this.select("id").from("deals").where({ organization_id: orgId }); });',
        ["deal_lines scoped", "deals scoped"],
    ),
    ('await db("deals").whereRaw("organization_id = ?", [orgId]);', ["deals scoped"]),
    ('await db("deals").where(knex.raw("organization_id = ?", [orgId]));', ["deals scoped"]),
    ('await db("deals").insert({ id, organization_id: orgId });', ["deals scoped"]),
    ('await db("deals").insert({ id, organization_id: orgId }).onConflict("id").merge();', ["deals unscoped"]),
    ('await knex.batchInsert("deals", [{ organization_id: orgId }]);', ["deals scoped"]),
    ('await db("deals").where({ id }).update({ organization_id: orgId });', ["deals unscoped"]),
    ('await db("deals").where({ id, organization_id: orgId }).del();', ["deals scoped"]),
    ('await db.raw("select * from deals where organization_id = ?", [orgId]);', ["deals scoped"]),
    (
        'await db.raw("select * from deals where organization_id = :org and id = :id", { org: orgId, id });',
        ["deals scoped"],
    ),
    ('await knex.select("id").from("deals").where("organization_id", orgId);', ["deals scoped"]),
    (
        'const q = knex("deals").where("id", id); if (maybe) q.andWhere("organization_id", orgId); await q;',
        ["deals conditional"],
    ),
    (
        'await knex.transaction(async (trx) => { await trx("deals").where({ id }).increment("qty", 1); });',
        ["deals unscoped"],
    ),
    ('await knex("deals").modify((b) => b.where("organization_id", orgId));', ["deals scoped"]),
    (
        'await knex.with("mine", (b) => b.select("id").from("deals").where("organization_id", '
        'orgId)).select("*").from("mine");',
        ["deals scoped"],
    ),
    (
        'const base = knex("deals").where("organization_id", orgId); const n = await base.clone().count();',
        ["deals scoped"],
    ),
    (
        'const [row] = await knex("deals").where({ id }).select("id", "organization_id"); if (!row || '
        "row.organization_id !== orgId) throw new Error();",
        ["deals indirect"],
    ),
    ('await knex("countries");', ["countries global"]),
    ('await knex.schema.createTable("deals", (t) => { t.increments(); });', []),
    ('t("deals"); describe("deals"); await supabase.from("deals");', []),
]


def judged(body: str) -> list[str]:
    """What is said of the accesses in a function, as `table verdict`."""
    lines = ["export async function find(db: Knex, orgId: string, id: string, maybe?: string) {", body, "}"]
    found = verdicts({"migrations/001.sql": SCHEMA, "src/deals.ts": HEAD + "\n".join(lines)}, TENANT)
    return [f"{model.rpartition('.')[0]} {verdict}" for _, model, verdict in (one.split(" ") for one in found)]


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_what_pins_and_what_only_seems_to(body: str, expected: list[str]) -> None:
    assert judged(body) == expected


MODELS = """
    import { Model } from "objection";
    export class Deal extends Model {
      static tableName = "deals";
      static get relationMappings() {
        const join = { from: "deals.id", to: "deal_lines.deal_id" };
        return { lines: { relation: Model.HasManyRelation, modelClass: Line, join } };
      }
    }
    export class Line extends Model {
      static tableName = "deal_lines";
      static get relationMappings() {
        return {
          deal: {
            relation: Model.BelongsToOneRelation,
            modelClass: Deal,
            join: { from: "deal_lines.deal_id", to: "deals.id" },
          },
        };
      }
    }
"""
OBJECTION = [
    ("Deal.query().findById(id)", ["Deal unscoped"]),
    ("Deal.query().findOne({ id, organization_id: orgId })", ["Deal scoped"]),
    ("Deal.query().where('organization_id', orgId).patch({ title: 'x' })", ["Deal scoped"]),
    ("Deal.query().patchAndFetchById(id, { title: 'x' })", ["Deal unscoped"]),
    ("Deal.query().deleteById(id).where({ organization_id: orgId })", ["Deal scoped"]),
    ("Deal.query().insert({ organization_id: orgId })", ["Deal scoped"]),
    ("Line.query().joinRelated('deal').where('deal.organization_id', orgId)", ["Line scoped"]),
]


@pytest.mark.parametrize(("query", "expected"), OBJECTION)
def test_objection_queries_begin_with_a_model(query: str, expected: list[str]) -> None:
    text = f"""
        import {{ Deal, Line }} from "./models";
        export async function f(orgId: string, id: string) {{ return await {query}; }}
    """
    found = verdicts({"migrations/001.sql": SCHEMA, "src/models.ts": MODELS, "src/deals.ts": text}, TENANT)
    assert [f"{one.split(' ')[1].partition('.')[0]} {one.split(' ')[2]}" for one in found] == expected
