"""Drizzle: every shape that pins a query, and every one that only seems to."""

import pytest

from blueprint_ls.codebase.tenancy import Owned, Tenancy
from judge.tenancy.support import verdicts

SCHEMA = """
    import { pgTable, integer, text, boolean } from "drizzle-orm/pg-core";
    import { relations } from "drizzle-orm";
    export const team = pgTable("teams", { id: integer("id").primaryKey(), slug: text("slug").notNull().unique() });
    export const user = pgTable("users", { id: integer("id").primaryKey(), email: text("email").notNull() });
    export const member = pgTable("members", {
      id: integer("id").primaryKey(),
      teamId: integer("team_id").notNull().references(() => team.id),
      userId: integer("user_id").notNull().references(() => user.id),
    });
    export const deal = pgTable("deals", {
      id: integer("id").primaryKey(),
      teamId: integer("team_id").notNull().references(() => team.id),
      slug: text("slug").notNull(),
      open: boolean("open"),
    });
    export const note = pgTable("notes", {
      id: integer("id").primaryKey(),
      text: text("text"),
      dealId: integer("deal_id").notNull().references(() => deal.id),
    });
    export const file = pgTable("files", {
      id: integer("id").primaryKey(),
      dealId: integer("deal_id").references(() => deal.id),
    });
    export const noteRelations = relations(note, ({ one }) => ({
      deal: one(deal, { fields: [note.dealId], references: [deal.id] }),
    }));
"""
HEAD = """
    import { alias, and, eq, exists, gt, inArray, ne, not, notInArray, or, sql } from "drizzle-orm";
    import { union } from "drizzle-orm/pg-core";
    import * as schema from "./schema";
    import { deal, file, member, note, team, user } from "./schema";
"""


def of(body: str, head: str = "", **others: str) -> str:
    """The verdicts in one function's body, in order, by model and operation."""
    source = f"""{HEAD}{head}
    export async function subject(db: any, teamId: number, id: number, input: any, maybe?: number) {{
      {body}
    }}
    """
    found = verdicts({"schema.ts": SCHEMA, "a.ts": source, **others})
    return ", ".join(line.split(" ", 1)[1] for line in found)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("await db.select().from(deal).where(eq(deal.teamId, teamId))", "scoped"),
        ("await db.select().from(deal).where(and(eq(deal.id, id), eq(deal.teamId, teamId)))", "scoped"),
        ("await db.select().from(schema.deal).where(eq(schema.deal.teamId, teamId))", "scoped"),
        ("await this.trx.select({ id: deal.id }).from(deal).where(inArray(deal.teamId, [teamId]))", "scoped"),
        ("await db.select().from(deal).where(sql`${deal.teamId} = ${teamId}`)", "scoped"),
        ("await db.select().from(deal).where(sql`${deal.id} = ${id} and deals.team_id = ${teamId}::int`)", "scoped"),
        ("await db.select().from(team).where(eq(team.id, teamId))", "scoped"),
        ("const t = deal; await db.select().from(t).where(eq(t.teamId, teamId)).limit(1)", "scoped"),
        ("const d = alias(deal, 'd'); await db.select().from(d).where(eq(d.teamId, teamId))", "scoped"),
        ("await db.select().from(deal).where(eq(deal.teamId, maybe))", "scoped"),
        ("await db.select().from(deal)", "unscoped"),
        ("await db.select().from(deal).where(eq(deal.id, id))", "unscoped"),
        ("await db.select({ teamId: deal.teamId }).from(deal).orderBy(deal.teamId)", "unscoped"),
        ("await db.select().from(deal).where(ne(deal.teamId, teamId))", "unscoped"),
        ("await db.select().from(deal).where(not(eq(deal.teamId, teamId)))", "unscoped"),
        ("await db.select().from(deal).where(notInArray(deal.teamId, [teamId]))", "unscoped"),
        ("await db.select().from(deal).groupBy(deal.id).having(eq(deal.teamId, teamId))", "unscoped"),
        ("await db.select().from(deal).where(sql`${deal.teamId} <> ${teamId}`)", "unscoped"),
        ("await db.select().from(deal).where(or(eq(deal.teamId, teamId), eq(deal.open, true)))", "conditional"),
        ("await db.select().from(deal).where(maybe ? eq(deal.teamId, maybe) : undefined)", "conditional"),
        ("await db.select().from(deal).where(and(maybe ? eq(deal.teamId, maybe) : undefined))", "conditional"),
        ("await db.select().from(deal).where(sql`${maybe} is null or ${deal.teamId} = ${maybe}`)", "conditional"),
        ("await db.select().from(deal).where(input.condition)", "unknown"),
    ],
)
def test_where(body: str, expected: str):
    assert of(body).split()[1] == expected


def test_conditions_that_are_put_together():
    body = """
      const conditions = [eq(deal.teamId, teamId)];
      if (maybe) conditions.push(gt(deal.id, maybe));
      await db.select().from(deal).where(and(...conditions));
      const late = [];
      if (maybe) late.push(eq(deal.teamId, maybe));
      await db.select().from(deal).where(and(...late));
      let query = db.select().from(deal).$dynamic();
      if (maybe) query = query.where(eq(deal.teamId, maybe));
      await query;
    """
    assert of(body) == "deal.select scoped, deal.select conditional, deal.select conditional"


def test_helpers_that_answer_conditions():
    head = """
    const mine = (teamId: number) => eq(deal.teamId, teamId);
    function perhaps(teamId?: number) { return teamId ? eq(deal.teamId, teamId) : undefined; }
    """
    body = """
      await db.select().from(deal).where(and(mine(teamId), eq(deal.id, id)));
      await db.select().from(deal).where(perhaps(maybe));
    """
    assert of(body, head) == "deal.select scoped, deal.select conditional"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("innerJoin(deal, eq(note.dealId, deal.id)).where(eq(deal.teamId, teamId))", "scoped"),
        ("innerJoin(deal, and(eq(deal.id, note.dealId), eq(deal.teamId, teamId)))", "scoped"),
        ("leftJoin(deal, eq(note.dealId, deal.id)).where(eq(deal.teamId, teamId))", "scoped"),
        ("leftJoin(deal, and(eq(note.dealId, deal.id), eq(deal.teamId, teamId)))", "unscoped"),
        ("innerJoin(deal, eq(note.id, deal.id)).where(eq(deal.teamId, teamId))", "unscoped"),
        ("innerJoin(deal, gt(note.dealId, deal.id)).where(eq(deal.teamId, teamId))", "unscoped"),
    ],
)
def test_joins(body: str, expected: str):
    assert of(f"await db.select().from(note).{body}") == f"note.select {expected}"


@pytest.mark.parametrize(("where", "expected"), [("teamId, teamId", "scoped"), ("id, id", "unscoped")])
def test_joins_whose_name_is_chosen_at_run_time(where: str, expected: str):
    joined = '[maybe ? "innerJoin" : "leftJoin"](note, eq(note.dealId, deal.id))'
    assert of(f"await db.select().from(deal){joined}.where(eq(deal.{where}))") == f"deal.select {expected}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "await db.select().from(note).where(inArray(note.dealId, "
            "db.select({ id: deal.id }).from(deal).where(eq(deal.teamId, teamId))))",
            "note.select scoped, deal.select scoped",
        ),
        (
            "await db.select().from(note).where(exists("
            "db.select().from(deal).where(and(eq(deal.id, note.dealId), eq(deal.teamId, teamId)))))",
            "note.select scoped, deal.select scoped",
        ),
        (
            "await db.select().from(deal).where(and(eq(deal.teamId, teamId), exists("
            "db.select().from(note).where(eq(note.dealId, deal.id)))))",
            "deal.select scoped, note.select scoped",
        ),
        (
            "await db.select().from(deal).where(and(eq(deal.teamId, teamId), exists("
            "db.select().from(note).where(eq(note.text, 'a')))))",
            "deal.select scoped, note.select unscoped",
        ),
        (
            "const mine = db.select().from(deal).where(eq(deal.teamId, teamId)).as('mine');"
            "await db.select().from(note).innerJoin(mine, eq(note.dealId, mine.id))",
            "deal.select scoped, note.select scoped",
        ),
        (
            "const mine = db.$with('mine').as(db.select({ key: deal.id }).from(deal).where(eq(deal.teamId, teamId)));"
            "await db.with(mine).select().from(mine).innerJoin(note, eq(note.dealId, mine.key))",
            "deal.select scoped, note.select scoped",
        ),
        (
            "await union(db.select().from(deal).where(eq(deal.teamId, teamId)), db.select().from(deal))",
            "deal.select scoped, deal.select unscoped",
        ),
        (
            "await db.select().from(deal).where(eq(deal.teamId, teamId)).unionAll(db.select().from(deal))",
            "deal.select scoped, deal.select unscoped",
        ),
        (
            "await db.$count(deal, eq(deal.teamId, teamId)); await db.$count(deal)",
            "deal.$count scoped, deal.$count unscoped",
        ),
    ],
)  # fmt: skip
def test_queries_in_queries(body: str, expected: str):
    assert of(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("await db.insert(deal).values({ teamId, slug: 'a' })", "deal.insert scoped"),
        ("await db.insert(deal).values([{ teamId }, { teamId }]).returning()", "deal.insert scoped"),
        ("await db.insert(deal).values(input.rows.map((row) => ({ ...row, teamId })))", "deal.insert scoped"),
        ("await db.insert(deal).values(input)", "deal.insert unknown"),
        ("await db.insert(note).values({ dealId: id })", "note.insert unscoped"),
        ("await db.insert(team).values({ slug: 'a' })", "team.insert scoped"),
        ("await db.insert(file).values({ dealId: null })", "file.insert indirect"),
        (
            "await db.insert(deal).values({ id, teamId }).onConflictDoUpdate({ target: deal.id, set: { slug: 'a' } })",
            "deal.insert unscoped",
        ),
        (
            "await db.insert(deal).values({ slug: 'a', teamId })"
            ".onConflictDoUpdate({ target: [deal.teamId, deal.slug], set: { slug: 'a' } })",
            "deal.insert scoped",
        ),
        (
            "await db.insert(deal).values({ id, teamId }).onConflictDoUpdate("
            "{ target: deal.id, set: { slug: 'a' }, setWhere: eq(deal.teamId, teamId) })",
            "deal.insert scoped",
        ),
        ("await db.insert(deal).values({ id, teamId }).onConflictDoNothing()", "deal.insert scoped"),
        ("await db.update(deal).set({ teamId }).where(eq(deal.id, id))", "deal.update unscoped"),
        ("await db.update(deal).set({ open: true }).where(eq(deal.teamId, teamId))", "deal.update scoped"),
        ("await db.delete(deal).where(and(eq(deal.id, id), eq(deal.teamId, teamId)))", "deal.delete scoped"),
        ("await db.delete(deal)", "deal.delete unscoped"),
        ("await db.transaction(async (tx) => tx.delete(deal).where(eq(deal.teamId, teamId)))", "deal.delete scoped"),
        (
            "await db.batch([db.delete(deal).where(eq(deal.teamId, teamId)), db.delete(note)])",
            "deal.delete scoped, note.delete unscoped",
        ),
    ],
)  # fmt: skip
def test_writes(body: str, expected: str):
    assert of(body) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("where: eq(deal.teamId, teamId)", "scoped"),
        ("where: (deals, { and, eq }) => and(eq(deals.id, id), eq(deals.teamId, teamId))", "scoped"),
        ("where: { teamId, slug: { ne: 'a' } }", "scoped"),
        ("where: { OR: [{ teamId }, { open: true }] }", "conditional"),
        ("where: { NOT: { teamId } }", "unscoped"),
        ("where: eq(deal.id, id), with: { team: true }", "unscoped"),
        ("columns: { teamId: true }", "unscoped"),
    ],
)
def test_relational_queries(told: str, expected: str):
    assert of(f"await db.query.deal.findMany({{ {told} }})") == f"deal.findMany {expected}"


def test_conditions_on_relations():
    assert of("await db.query.note.findFirst({ where: { id, deal: { teamId } } })") == "note.findFirst scoped"


def test_rows_that_came_before():
    body = """
      const [found] = await db.select().from(deal).where(and(eq(deal.id, id), eq(deal.teamId, teamId)));
      await db.delete(note).where(eq(note.dealId, id));
      if (!found) throw new Error();
      await db.delete(note).where(eq(note.dealId, id));
      await db.insert(note).values({ dealId: found.id });
    """
    assert of(body) == "deal.select scoped, note.delete unscoped, note.delete indirect, note.insert indirect"


def test_renamed_and_joined_columns_of_rows():
    body = """
      const [row] = await db.select({ key: deal.id, owner: deal.teamId }).from(deal).where(eq(deal.id, id));
      if (row.owner !== teamId) throw new Error();
      await db.delete(note).where(eq(note.dealId, row.key));
      const both = await db.select().from(note).innerJoin(deal, eq(note.dealId, deal.id)).where(eq(note.id, id)).get();
      if (both?.deals.teamId !== teamId) throw new Error();
      await db.update(note).set({ text: "a" }).where(eq(note.id, both.notes.id));
    """
    assert of(body) == "deal.select indirect, note.delete indirect, note.select indirect, note.update indirect"


def test_checks_in_a_handler_that_somebody_else_calls():
    body = """
      route("/deals", async ({ params, caller }) => {
        const found = await db.select().from(team).where(eq(team.slug, params.slug)).get();
        if (!found) return;
        const me = db.select().from(user).where(eq(user.id, caller.id)).as("me");
        const seat = await db.select().from(member).where(eq(member.teamId, found.id))
          .innerJoin(me, eq(member.userId, me.id)).get();
        if (!seat || !seat.members) return;
        return found.slug;
      });
    """
    assert of(body) == "team.select indirect, user.select global, member.select scoped"


def test_values_that_went_through_a_map():
    body = """
      const byKey = new Map();
      for (const one of await db.select().from(deal).where(eq(deal.teamId, teamId))) byKey.set(one.slug, one);
      for (const [key, one] of byKey.entries()) await db.delete(note).where(eq(note.dealId, one.id));
      for (const one of byKey.values()) await db.update(note).set({ text: "a" }).where(eq(note.dealId, one.id));
    """
    assert of(body) == "deal.select scoped, note.delete indirect, note.update indirect"


def test_a_list_of_every_tenant_is_told_where_it_was_gathered():
    body = """
      const all = await db.select().from(deal);
      await db.select().from(member).where(inArray(member.teamId, all.map((one) => one.teamId)));
    """
    assert of(body) == "deal.select unscoped, member.select scoped"


def test_a_list_of_tenants_that_a_request_picks_pins_nothing():
    body = """
      route("/members", async ({ body }) => {
        await db.select().from(member).where(inArray(member.teamId, body.teams));
        const some = await db.select().from(deal).where(eq(deal.slug, body.slug));
        await db.select().from(member).where(inArray(member.teamId, some.map((one) => one.teamId)));
        const mine = await db.select().from(member).where(eq(member.teamId, teamId));
        await db.select().from(member).where(inArray(member.teamId, mine.map((one) => one.teamId)));
      });
    """
    told = "member.select unscoped, deal.select unscoped, member.select unscoped"
    assert of(body) == f"{told}, member.select scoped, member.select indirect"


def test_a_repository_made_for_a_tenant():
    shop = f"""{HEAD}
    export class Deals {{
      constructor(private db: any, private teamId: number) {{}}
      list() {{ return this.db.select().from(deal).where(eq(deal.teamId, this.teamId)); }}
      async notes(dealId: number) {{ return this.db.select().from(note).where(eq(note.dealId, dealId)); }}
    }}
    """
    caller = """
    import { Deals } from "./deals";
    export async function all(db: any, teamId: number) {
      const deals = new Deals(db, teamId);
      for (const one of await deals.list()) await deals.notes(one.id);
    }
    """
    found = verdicts({"schema.ts": SCHEMA, "deals.ts": shop, "caller.ts": caller})

    assert found == ["deals.ts:8 deal.select scoped", "deals.ts:9 note.select indirect"]


def test_what_is_no_query():
    assert of("await storage.from('files').select('*'); cache.delete(id); items.insert(id); d3.select('#a')") == ""


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("if (!held || held.slug !== input.slug || held.teamId !== teamId) return { ok: false };", "indirect"),
        ("if (!held || held.teamId !== teamId) return false;", "indirect"),
        ("if (!held || held.slug !== input.slug) return { ok: false };", "unscoped"),
        ("if (!held) return { ok: false };", "unscoped"),
        ("if (held.teamId !== teamId) console.log(id);", "unscoped"),
    ],
)
def test_a_row_that_is_there_to_be_compared_alone(test: str, expected: str):
    found = "const held = (await db.select().from(deal).where(eq(deal.id, id)).limit(1))[0];"
    assert of(f"{found} {test} return {{ ok: true, id: held.id }};") == f"deal.select {expected}"


def test_what_is_written_is_written_before_anyone_compares():
    body = """
      const [held] = await db.update(deal).set({ slug: input.slug }).where(eq(deal.id, id)).returning();
      if (held.teamId !== teamId) throw new Error();
      return held;
    """
    assert of(body) == "deal.update unscoped"


@pytest.mark.parametrize(("column", "expected"), [("teamId, teamId", "scoped"), ("id, id", "unscoped")])
def test_ownership_that_is_stated_where_a_tenants_key_stands_as_well(column: str, expected: str):
    probe = """
      import { pgTable, integer } from "drizzle-orm/pg-core";
      export const probe = pgTable("probes", {
        id: integer("id").primaryKey(), dealId: integer("deal_id"), siteId: integer("site_id"),
      });
    """
    source = f"""{HEAD}
    import {{ probe }} from "./probe";
    export const all = (db: any, teamId: number, id: number) =>
      db.select().from(probe).innerJoin(deal, eq(deal.id, probe.dealId)).where(eq(deal.{column}));
    """
    tenancy = Tenancy(key="teamId", aliases=("siteId",), owned=(Owned("probe", "deal", "dealId"),))
    files = {"schema.ts": SCHEMA, "probe.ts": probe, "a.ts": source}
    assert verdicts(files, tenancy)[0].split(" ", 1)[1] == f"probe.select {expected}"
