"""SQL in texts: every shape that pins a statement, and every one that only seems to."""

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
import { Pool } from "pg";
import postgres from "postgres";
import { Prisma } from "@prisma/client";
const pool = new Pool();
const sql = postgres("");
"""
CASES = [
    ('await pool.query("SELECT * FROM deals WHERE id = $1", [id]);', ["deals unscoped"]),
    ('await pool.query("SELECT * FROM deals WHERE id = $1 AND organization_id = $2", [id, orgId]);', ["deals scoped"]),
    (
        'await pool.query({ text: "UPDATE deals SET organization_id = $1 WHERE id = $2", values: [orgId, id] });',
        ["deals unscoped"],
    ),
    (
        'await pool.query("UPDATE deals SET organization_id = $1 WHERE organization_id = $2", [id, orgId]);',
        ["deals scoped"],
    ),
    ('await pool.query("SELECT * FROM deals WHERE organization_id = $1", [maybe]);', ["deals conditional"]),
    (
        'await pool.query("SELECT * FROM public.\\"deals\\" WHERE organization_id = $1::uuid FOR UPDATE", [orgId]);',
        ["deals scoped"],
    ),
    ('await pool.execute("SELECT * FROM `deals` WHERE `organization_id` = ?", [orgId]);', ["deals scoped"]),
    ("await sql`select * from deals where organization_id = ${orgId}`;", ["deals scoped"]),
    ("await sql<Deal[]>`select * from deals where title = ${id}`;", ["deals unscoped"]),
    ("await sql`select * from deals where not organization_id = ${orgId}`;", ["deals unscoped"]),
    ("await sql`select * from deals where organization_id <> ${orgId}`;", ["deals unscoped"]),
    ("await sql`select organization_id from deals order by organization_id`;", ["deals unscoped"]),
    ("await sql`select * from deals group by id having organization_id = ${orgId}`;", ["deals unscoped"]),
    (
        "await sql`select l.* from deal_lines l join deals d on d.id = l.deal_id where d.organization_id = ${orgId}`;",
        ["deal_lines scoped"],
    ),
    (
        "await sql`select l.* from deal_lines l, deals d where d.id = l.deal_id and d.organization_id = ${orgId}`;",
        ["deal_lines scoped"],
    ),
    (
        "await sql`select l.* from deal_lines l join deals d on true where d.organization_id = ${orgId}`;",
        ["deal_lines unscoped"],
    ),
    (
        "await sql`select l.* from deal_lines l left join deals d on d.id = l.deal_id and "
        "d.organization_id = ${orgId}`;",
        ["deal_lines unscoped"],
    ),
    (
        "await sql`select l.* from deal_lines l left join lateral (select * from deals d where d.id = "
        "l.deal_id) d on true where d.organization_id = ${orgId}`;",
        ["deal_lines scoped", "deals scoped"],
    ),
    (
        "await sql`select * from deal_lines where deal_id in (select id from deals where organization_id = ${orgId})`;",
        ["deal_lines scoped", "deals scoped"],
    ),
    (
        "await sql`select * from deal_lines where deal_id not in (select id from deals where "
        "organization_id = ${orgId})`;",
        ["deal_lines unscoped", "deals scoped"],
    ),
    (
        "await sql`select * from deal_lines l where exists (select 1 from deals d where d.id = "
        "l.deal_id and d.organization_id = ${orgId})`;",
        ["deal_lines scoped", "deals scoped"],
    ),
    (
        "await sql`with mine as (select id from deals where organization_id = ${orgId}) select l.* "
        "from deal_lines l join mine m on m.id = l.deal_id`;",
        ["deal_lines scoped", "deals scoped"],
    ),
    (
        "await sql`with mine as (select id from deals) select l.* from deal_lines l join mine m on m.id = l.deal_id`;",
        ["deal_lines unscoped", "deals unscoped"],
    ),
    (
        "await sql`select (select count(*) from deal_lines l where l.deal_id = d.id) from deals d "
        "where d.organization_id = ${orgId}`;",
        ["deals scoped", "deal_lines scoped"],
    ),
    (
        "await sql`select id from deals where organization_id = ${orgId} union all select id from deals`;",
        ["deals scoped", "deals unscoped"],
    ),
    ("await sql`select * from deals where (${id} = 0 or organization_id = ${orgId})`;", ["deals conditional"]),
    ("await sql`select * from deals where organization_id = any(${[orgId]}) and title like ${id}`;", ["deals scoped"]),
    ("await sql`select * from deals where (id, organization_id) = (${id}, ${orgId})`;", ["deals scoped"]),
    ("await sql`select * from deals where organization_id is not distinct from ${orgId}`;", ["deals scoped"]),
    ("await sql`select * from deals where organization_id = coalesce(${orgId}, organization_id)`;", ["deals unscoped"]),
    ('await sql`insert into deals ${sql({ organization_id: orgId, title: "x" })}`;', ["deals scoped"]),
    (
        "await sql`insert into deals (id, organization_id) values (${id}, ${orgId}) on conflict (id) "
        "do update set title = excluded.title`;",
        ["deals unscoped"],
    ),
    (
        "await sql`insert into deals (id, organization_id) values (${id}, ${orgId}) on conflict (id) do nothing`;",
        ["deals scoped"],
    ),
    (
        "await sql`insert into deals (id, organization_id) values (${id}, ${orgId}) on conflict "
        "(organization_id, id) do update set title = excluded.title`;",
        ["deals scoped"],
    ),
    (
        "await sql`insert into deal_lines (deal_id, qty) select id, 1 from deals where organization_id = ${orgId}`;",
        ["deal_lines indirect", "deals scoped"],
    ),
    (
        "await sql`delete from deal_lines using deals where deals.id = deal_lines.deal_id and "
        "deals.organization_id = ${orgId}`;",
        ["deal_lines scoped"],
    ),
    (
        "await sql`update deals d set title = 1 from organizations o where o.id = d.organization_id "
        "and o.id = ${orgId}`;",
        ["deals scoped"],
    ),
    (
        "await sql`merge into deals d using (select 1) s on d.organization_id = ${orgId} when matched "
        "then update set title = 1`;",
        ["deals scoped"],
    ),
    ("await sql`truncate deals`;", ["deals unscoped"]),
    ("await sql`create table notes (id int)`;", []),
    ("await sql`select * from countries`;", ["countries global"]),
    ("await sql`select * from pg_stat_activity`;", []),
    ("await sql`select * from elsewhere where id = ${id}`;", [" unknown"]),
    ("await sql`select * from elsewhere where organization_id = ${orgId}`;", [" scoped"]),
    ("await sql`select * frm deals where`;", [" unknown"]),
    ("await pool.query(`select * from ${id} where organization_id = 1`);", [" scoped"]),
    ("await pool.query(`select * from deals where ${id}`);", ["deals unknown"]),
    ("await pool.query(`select * from deals where organization_id = '${orgId}' ${id}`);", ["deals scoped"]),
    (
        'const table = "deals"; await pool.query("select * from " + table + " where organization_id = $1", [orgId]);',
        ["deals scoped"],
    ),
    (
        'let text = "select * from deals where organization_id = $1"; const p: string[] = [orgId]; if '
        '(maybe) { p.push(maybe); text += ` and title = $${p.length}`; } if (id) { text += " and id = '
        '$2"; } await pool.query(text, p);',
        ["deals scoped"],
    ),
    (
        "const c: string[] = []; const p: string[] = []; if (maybe) { p.push(maybe); "
        'c.push("organization_id = $" + p.length); } await pool.query(`select * from deals ${c.length '
        '? "where " + c.join(" and ") : ""}`, p);',
        ["deals conditional"],
    ),
    (
        'const c = ["organization_id = $1"]; if (maybe) c.push("title = $2"); await '
        'pool.query("select * from deals where " + c.join(" and "), [orgId, maybe]);',
        ["deals scoped"],
    ),
    (
        "await prisma.$queryRaw<{ id: string }[]>`select * from deals where organization_id = ${orgId}`;",
        ["deals scoped"],
    ),
    ("await prisma.$executeRaw`delete from deals where id in (${Prisma.join([id])})`;", ["deals unscoped"]),
    (
        "await prisma.$queryRaw`select * from deals where ${maybe ? Prisma.sql`organization_id = "
        "${orgId}` : Prisma.sql`true`}`;",
        ["deals conditional"],
    ),
    ('await prisma.$queryRawUnsafe("select * from deals where organization_id = $1", orgId);', ["deals scoped"]),
    ("await prisma.$executeRawUnsafe(id);", [" unknown"]),
    (
        'const statement = sqlite.prepare("select * from deals where organization_id = ?"); statement.all(orgId);',
        ["deals scoped"],
    ),
    ("const query = sql`select * from deals where id = ${id}`; return run(query);", ["deals unscoped"]),
    (
        'const { rows } = await pool.query("select * from deals where id = $1", [id]); if '
        "(rows[0].organization_id !== orgId) throw new Error(); return rows[0];",
        ["deals indirect"],
    ),
    (
        'const { rows } = await pool.query("select id from deals where id = $1 and organization_id = '
        '$2", [id, orgId]); if (!rows.length) throw new Error(); await pool.query("delete from '
        'deal_lines where deal_id = $1", [rows[0].id]);',
        ["deals scoped", "deal_lines indirect"],
    ),
    ('router.delete("/deals", orgId); m.delete("deals"); await axios.delete("/deals/" + id);', []),
    ('console.log("select * from deals"); await queryClient.query("deals");', []),
]


def judged(body: str) -> list[str]:
    """What is said of the accesses in a function, as `table verdict`."""
    lines = ["export async function find(orgId: string, id: string, maybe?: string) {", body, "}"]
    found = verdicts({"migrations/001.sql": SCHEMA, "src/deals.ts": HEAD + "\n".join(lines)}, TENANT)
    return [f"{model.rpartition('.')[0]} {verdict}" for _, model, verdict in (one.split(" ") for one in found)]


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_what_pins_and_what_only_seems_to(body: str, expected: list[str]) -> None:
    assert judged(body) == expected


def test_a_helper_that_passes_statements_on_is_judged_where_the_statement_stands() -> None:
    helper = "export const run = (text: string, values: unknown[]) => pool.query(text, values);"
    caller = """
        import { run } from "./db";
        export const one = (org: string) => run("select * from deals where organization_id = $1", [org]);
        export const all = () => run("select * from deals", []);
    """
    files = {"migrations/001.sql": SCHEMA, "src/db.ts": HEAD + helper, "src/deals.ts": caller}
    assert verdicts(files, TENANT) == ["src/deals.ts:2 deals.raw scoped", "src/deals.ts:3 deals.raw unscoped"]


def test_queries_inside_a_template_stand_on_their_own_lines() -> None:
    text = """
        export const f = (id: string) => sql`
          delete from deal_lines where deal_id in (
            select id from deals where id = ${id}
          )`;
    """
    found = verdicts({"migrations/001.sql": SCHEMA, "src/deals.ts": text}, TENANT)
    assert found == ["src/deals.ts:1 deal_lines.raw unscoped", "src/deals.ts:3 deals.raw unscoped"]


def test_a_statement_stands_where_its_text_begins_whoever_brings_its_values() -> None:
    """What a helper binds to its own text comes from callers; the statement is the helper's all the same."""
    stores = f"""{HEAD}
        const one = (id: string) => pool.query({{ text: "SELECT * FROM deals WHERE id = $1", values: [id] }});
        export const open = (table: string, id: string) => pool.query(`SELECT * FROM deals WHERE id = '${{id}}'`);
        export const run = (text: string) => pool.query(text);
        export const read = (id: string) => one(id);
        export const all = () => run("SELECT * FROM deals");
        export const wide = (id: string) => open("deals", id);
    """
    found = verdicts({"schema.sql": SCHEMA, "stores.ts": stores}, TENANT)
    assert found == [f"stores.ts:{line} deals.raw unscoped" for line in (7, 8, 11)]
