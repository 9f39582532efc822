"""The cures for `tenant-scope`, data layer by data layer: the text before, the text after, and the verdict on it."""
# ruff: noqa: E501 - a case is one line, however long

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from blueprint_ls.codebase.repository import Repository
from blueprint_ls.fixes.code import code_fixes
from blueprint_ls.fixes.fix import Fix, apply
from blueprint_ls.judge.code.engine import cases, judge_case
from blueprint_ls.judge.workspace import Workspace
from support import TODAY

PRISMA = """\
model Team {
  id    Int    @id
  deals Deal[]
}
model Deal {
  id     Int    @id
  teamId Int
  slug   String
  team   Team   @relation(fields: [teamId], references: [id])
  notes  Note[]
  @@unique([teamId, slug])
}
model Note {
  id     Int  @id
  text   String
  dealId Int
  deal   Deal @relation(fields: [dealId], references: [id])
}
"""
DRIZZLE = """
import { pgTable, integer, text } from "drizzle-orm/pg-core";
export const team = pgTable("teams", { id: integer("id").primaryKey() });
export const deal = pgTable("deals", {
  id: integer("id").primaryKey(),
  teamId: integer("team_id").notNull().references(() => team.id),
  slug: text("slug").notNull(),
});
"""
SQL = """
CREATE TABLE teams (id uuid primary key);
CREATE TABLE deals (id uuid primary key, team_id uuid not null references teams(id), title text);
"""
TYPEORM = """
import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from "typeorm";
@Entity("teams") export class Team { @PrimaryGeneratedColumn("uuid") id: string; }
@Entity("deals") export class Deal {
  @PrimaryGeneratedColumn("uuid") id: string;
  @Column() title: string;
  @Column() teamId: string;
  @ManyToOne(() => Team, { nullable: false }) @JoinColumn({ name: "teamId" }) team: Team;
}
@Entity("notes") export class Note {
  @PrimaryGeneratedColumn("uuid") id: string;
  @Column() dealId: string;
  @ManyToOne(() => Deal, { nullable: false }) @JoinColumn({ name: "dealId" }) deal: Deal;
}
"""
MONGOOSE = """
import { Schema, model } from "mongoose";
export const Team = model("Team", new Schema({ name: String }));
export const Deal = model("Deal", new Schema({
  title: String,
  teamId: { type: Schema.Types.ObjectId, ref: "Team", required: true },
}));
"""
BLUEPRINT = """\
blueprint "acme-crm" {
  language = 1
}

data {
  tenancy {
    key = KEY
    MORE
  }
}
"""


@dataclass
class Cured:
    """A repository, the script in it, and what cures it."""

    root: Path
    offered: list[Fix]
    path: Path

    @property
    def after(self) -> str:
        """The script after the first cure."""
        return apply(self.path.read_bytes(), self.offered[0].edits).decode()

    def verdicts(self) -> list[str]:
        """The verdicts on the script after the first cure."""
        self.path.write_bytes(self.after.encode())
        return _verdicts(self.root)


def _case(root: Path):  # type: ignore[no-untyped-def]
    repository = Repository(root)
    repository.scan()
    workspace = Workspace([root])
    governing = [workspace.case(folder) for folder in workspace.folders()]
    return next(iter(cases(repository, governing, workspace.knowledge(root), TODAY)))


def _verdicts(root: Path) -> list[str]:
    return [access.verdict for access in _case(root).accesses if access.path.startswith("a.")]


def cured(
    root: Path, files: dict[str, str], script: str, key: str = "teamId", more: str = "", name: str = "a.ts"
) -> Cured:
    """The first finding in a script, and what cures it."""
    blueprint = BLUEPRINT.replace("KEY", key).replace("MORE", more)
    for path, text in {"main.blueprint": blueprint, **files, name: script}.items():
        (root / path).write_bytes(text.encode())
    case = _case(root)
    found = [one for one in judge_case(case, lambda what: None).findings if one.rule == "tenant-scope"]
    assert found, "nothing is found"
    return Cured(root, code_fixes(found[0], case), root / name)


def _function(body: str, parameters: str) -> str:
    return f"export async function run({parameters}) {{\n  {body}\n}}\n"


def check(
    root: Path,
    files: dict[str, str],
    head: str,
    before: str,
    after: str,
    key: str = "teamId",
    parameters: str = "teamId: number, id: number, rows: any[]",
    head_after: str | None = None,
) -> None:
    """The cure leads from one body to another, and the access is scoped then."""
    found = cured(root, files, head + _function(before, parameters), key)

    assert found.offered, "nothing is offered"
    assert found.after == (head_after or head) + _function(after, parameters)
    assert set(found.verdicts()) == {"scoped"}


PRISMA_CASES = [
    ("await prisma.deal.findMany();", "await prisma.deal.findMany({ where: { teamId } });"),
    ("await prisma.deal.findMany({});", "await prisma.deal.findMany({ where: { teamId } });"),
    (
        "await prisma.deal.findMany({ orderBy: { id: 'asc' } });",
        "await prisma.deal.findMany({ where: { teamId }, orderBy: { id: 'asc' } });",
    ),
    ("await prisma.deal.findFirst({ where: { id } });", "await prisma.deal.findFirst({ where: { id, teamId } });"),
    ("await prisma.deal.findUnique({ where: { id } });", "await prisma.deal.findUnique({ where: { id, teamId } });"),
    (
        "await prisma.deal.update({ where: { id }, data: { slug: 'a' } });",
        "await prisma.deal.update({ where: { id, teamId }, data: { slug: 'a' } });",
    ),
    ("await prisma.deal.delete({ where: { id } });", "await prisma.deal.delete({ where: { id, teamId } });"),
    ("await prisma.deal.deleteMany({ where: {} });", "await prisma.deal.deleteMany({ where: { teamId } });"),
    (
        "await prisma.note.findMany({ where: { id } });",
        "await prisma.note.findMany({ where: { id, deal: { teamId } } });",
    ),
    (
        "await prisma.deal.create({ data: { slug: 'a' } });",
        "await prisma.deal.create({ data: { slug: 'a', teamId } });",
    ),
    (
        "await prisma.deal.create({ data: { slug: 'a', notes: { create: { text: 'a' } } } });",
        "await prisma.deal.create({ data: { slug: 'a', notes: { create: { text: 'a' } }, team: { connect: { id: teamId } } } });",
    ),
    (
        "await prisma.deal.createMany({ data: [{ slug: 'a' }, { slug: 'b' }] });",
        "await prisma.deal.createMany({ data: [{ slug: 'a', teamId }, { slug: 'b', teamId }] });",
    ),
    (
        "await prisma.deal.createMany({ data: rows.map((row) => ({ slug: row.slug })) });",
        "await prisma.deal.createMany({ data: rows.map((row) => ({ slug: row.slug, teamId })) });",
    ),
    (
        "await prisma.deal.findMany({\n    where: {\n      id,\n      slug: 'a', // the first\n    },\n    take: 1,\n  });",
        "await prisma.deal.findMany({\n    where: {\n      id,\n      slug: 'a', // the first\n      teamId,\n    },\n    take: 1,\n  });",
    ),
    (
        "await prisma.deal.findMany({\n    where: {\n      id\n    }\n  });",
        "await prisma.deal.findMany({\n    where: {\n      id,\n      teamId\n    }\n  });",
    ),
    (
        "const where = { slug: 'a' };\n  await prisma.deal.findMany({ where });",
        "const where = { slug: 'a' };\n  await prisma.deal.findMany({ where: { ...where, teamId } });",
    ),
]


@pytest.mark.parametrize(("before", "after"), PRISMA_CASES)
def test_prisma(tmp_path: Path, before: str, after: str):
    check(tmp_path, {"schema.prisma": PRISMA}, 'import { prisma } from "./prisma";\n', before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("await prisma.deal.findUnique({ where: { id } });", "await prisma.deal.findFirst({ where: { id, teamId } });"),
        (
            "await prisma.deal.findUniqueOrThrow({ where: { id } });",
            "await prisma.deal.findFirstOrThrow({ where: { id, teamId } });",
        ),
        (
            "await prisma.deal.update({ where: { id }, data: { slug: 'a' } });",
            "await prisma.deal.updateMany({ where: { id, teamId }, data: { slug: 'a' } });",
        ),
    ],
)
def test_prisma_before_version_5(tmp_path: Path, before: str, after: str):
    files = {"schema.prisma": PRISMA, "package.json": '{ "dependencies": { "@prisma/client": "^4.16.0" } }'}
    check(tmp_path, files, 'import { prisma } from "./prisma";\n', before, after)


def test_prisma_before_version_5_leaves_a_write_alone_whose_answer_is_used(tmp_path: Path):
    files = {"schema.prisma": PRISMA, "package.json": '{ "dependencies": { "@prisma/client": "^4.16.0" } }'}
    script = _function("return prisma.deal.delete({ where: { id } });", "teamId: number, id: number")

    assert cured(tmp_path, files, script).offered == []


DRIZZLE_CASES = [
    (
        "await db.select().from(deal).where(eq(deal.id, id));",
        "await db.select().from(deal).where(and(eq(deal.id, id), eq(deal.teamId, teamId)));",
    ),
    (
        "await db.select().from(deal).where(and(eq(deal.id, id), eq(deal.slug, 'a')));",
        "await db.select().from(deal).where(and(eq(deal.id, id), eq(deal.slug, 'a'), eq(deal.teamId, teamId)));",
    ),
    ("await db.select().from(deal).limit(5);", "await db.select().from(deal).where(eq(deal.teamId, teamId)).limit(5);"),
    (
        "await db\n    .select()\n    .from(deal)\n    .limit(5);",
        "await db\n    .select()\n    .from(deal)\n    .where(eq(deal.teamId, teamId))\n    .limit(5);",
    ),
    (
        "await db.update(deal).set({ slug: 'a' }).where(eq(deal.id, id));",
        "await db.update(deal).set({ slug: 'a' }).where(and(eq(deal.id, id), eq(deal.teamId, teamId)));",
    ),
    ("await db.delete(deal);", "await db.delete(deal).where(eq(deal.teamId, teamId));"),
    (
        "await db.insert(deal).values({ id, slug: 'a' }).returning();",
        "await db.insert(deal).values({ id, slug: 'a', teamId }).returning();",
    ),
    (
        "await db.query.deal.findMany();",
        "await db.query.deal.findMany({ where: (deal, { eq }) => eq(deal.teamId, teamId) });",
    ),
    (
        "await db.query.deal.findFirst({ where: eq(deal.id, id) });",
        "await db.query.deal.findFirst({ where: and(eq(deal.id, id), eq(deal.teamId, teamId)) });",
    ),
    (
        "await db.query.deal.findFirst({ where: (t, { eq }) => eq(t.id, id) });",
        "await db.query.deal.findFirst({ where: (t, { and, eq }) => and(eq(t.id, id), eq(t.teamId, teamId)) });",
    ),
]


@pytest.mark.parametrize(("before", "after"), DRIZZLE_CASES)
def test_drizzle(tmp_path: Path, before: str, after: str):
    head = 'import { and, eq } from "drizzle-orm";\nimport { db } from "./db";\nimport { deal } from "./schema";\n'
    check(tmp_path, {"schema.ts": DRIZZLE}, head, before, after)


@pytest.mark.parametrize(
    ("head", "after"),
    [
        ('import { eq } from "drizzle-orm";\n', 'import { eq, and } from "drizzle-orm";\n'),
        ('import { and as all, eq } from "drizzle-orm";\n', 'import { and as all, eq } from "drizzle-orm";\n'),
    ],
)
def test_drizzle_imports_what_it_needs(tmp_path: Path, head: str, after: str):
    more = 'import { deal } from "./schema";\n'
    name = "all" if "all" in head else "and"
    check(
        tmp_path,
        {"schema.ts": DRIZZLE},
        head + more,
        "await db.select().from(deal).where(eq(deal.id, id));",
        f"await db.select().from(deal).where({name}(eq(deal.id, id), eq(deal.teamId, teamId)));",
        head_after=after + more,
    )


def test_drizzle_imports_the_package_where_the_file_does_not_know_it(tmp_path: Path):
    head = 'import { deal } from "./schema";\n'
    check(
        tmp_path,
        {"schema.ts": DRIZZLE},
        head,
        "await db.delete(deal);",
        "await db.delete(deal).where(eq(deal.teamId, teamId));",
        head_after=head + 'import { eq } from "drizzle-orm";\n',
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            'await db.selectFrom("deals").selectAll().where("id", "=", id).executeTakeFirst();',
            'await db.selectFrom("deals").selectAll().where("id", "=", id).where("team_id", "=", teamId).executeTakeFirst();',
        ),
        (
            'await db.selectFrom("deals as d").selectAll().execute();',
            'await db.selectFrom("deals as d").where("d.team_id", "=", teamId).selectAll().execute();',
        ),
        (
            'await db\n    .updateTable("deals")\n    .set({ title: "a" })\n    .where("id", "=", id)\n    .execute();',
            'await db\n    .updateTable("deals")\n    .set({ title: "a" })\n    .where("id", "=", id)\n    .where("team_id", "=", teamId)\n    .execute();',
        ),
        (
            'await db.deleteFrom("deals").where("id", "=", id).execute();',
            'await db.deleteFrom("deals").where("id", "=", id).where("team_id", "=", teamId).execute();',
        ),
        (
            'await db.insertInto("deals").values({ id, title: "a" }).execute();',
            'await db.insertInto("deals").values({ id, title: "a", team_id: teamId }).execute();',
        ),
    ],
)
def test_kysely(tmp_path: Path, before: str, after: str):
    check(
        tmp_path,
        {"1.sql": SQL},
        'import { Kysely } from "kysely";\n',
        before,
        after,
        "team_id",
        "db: Kysely<any>, teamId: string, id: string",
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            'await knex("deals").where({ id }).first();',
            'await knex("deals").where({ id, team_id: teamId }).first();',
        ),
        (
            'await knex("deals").where("id", id).first();',
            'await knex("deals").where("id", id).andWhere({ team_id: teamId }).first();',
        ),
        ('await knex("deals").select("*");', 'await knex("deals").where({ team_id: teamId }).select("*");'),
        (
            'await knex("deals as d").where("d.id", id).del();',
            'await knex("deals as d").where("d.id", id).andWhere({ "d.team_id": teamId }).del();',
        ),
        (
            'await knex("deals")\n    .where({ id })\n    .update({ title: "a" });',
            'await knex("deals")\n    .where({ id, team_id: teamId })\n    .update({ title: "a" });',
        ),
        ('await knex("deals").insert({ id });', 'await knex("deals").insert({ id, team_id: teamId });'),
    ],
)
def test_knex(tmp_path: Path, before: str, after: str):
    head = 'import factory from "knex";\nconst knex = factory({ client: "pg" });\n'
    check(tmp_path, {"1.sql": SQL}, head, before, after, "team_id", "teamId: string, id: string")


def test_knex_leaves_alternatives_alone(tmp_path: Path):
    head = 'import factory from "knex";\nconst knex = factory({ client: "pg" });\n'
    script = _function('await knex("deals").where({ id }).orWhere({ title: id });', "teamId: string, id: string")

    assert cured(tmp_path, {"1.sql": SQL}, head + script, "team_id").offered == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("await deals.find();", "await deals.find({ where: { teamId } });"),
        ("await deals.findOne({ where: { id } });", "await deals.findOne({ where: { id, teamId } });"),
        ("await deals.findOneBy({ id });", "await deals.findOneBy({ id, teamId });"),
        (
            "await deals.find({ where: [{ id }, { title: id }] });",
            "await deals.find({ where: [{ id, teamId }, { title: id, teamId }] });",
        ),
        ("await deals.update({ id }, { title: 'a' });", "await deals.update({ id, teamId }, { title: 'a' });"),
        ("await deals.delete(id);", "await deals.delete({ id, teamId });"),
        (
            'await deals.createQueryBuilder("d").where("d.id = :id", { id }).getOne();',
            'await deals.createQueryBuilder("d").where("d.id = :id", { id }).andWhere("d.teamId = :teamId", { teamId }).getOne();',
        ),
        (
            'await deals\n    .createQueryBuilder("d")\n    .getMany();',
            'await deals\n    .createQueryBuilder("d")\n    .where("d.teamId = :teamId", { teamId })\n    .getMany();',
        ),
        ("await notes.findOne({ where: { id } });", "await notes.findOne({ where: { id, deal: { teamId } } });"),
        ("await manager.findOneBy(Deal, { id });", "await manager.findOneBy(Deal, { id, teamId });"),
    ],
)
def test_typeorm(tmp_path: Path, before: str, after: str):
    head = 'import { EntityManager, Repository } from "typeorm";\nimport { Deal, Note } from "./entities";\n'
    parameters = "deals: Repository<Deal>, notes: Repository<Note>, manager: EntityManager, teamId: string, id: string"
    check(tmp_path, {"entities.ts": TYPEORM}, head, before, after, parameters=parameters)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("await Deal.find();", "await Deal.find({ teamId });"),
        ("await Deal.findOne({ _id: id });", "await Deal.findOne({ _id: id, teamId });"),
        ("await Deal.findById(id).lean();", "await Deal.findOne({ _id: id, teamId }).lean();"),
        (
            "await Deal.findByIdAndUpdate(id, { title: 'a' });",
            "await Deal.findOneAndUpdate({ _id: id, teamId }, { title: 'a' });",
        ),
        ("await Deal.findByIdAndDelete(id);", "await Deal.findOneAndDelete({ _id: id, teamId });"),
        ("await Deal.deleteMany({});", "await Deal.deleteMany({ teamId });"),
        (
            "await Deal.updateOne({ _id: id }, { title: 'a' });",
            "await Deal.updateOne({ _id: id, teamId }, { title: 'a' });",
        ),
        ("await Deal.create({ title: id });", "await Deal.create({ title: id, teamId });"),
        (
            "await Deal.aggregate([{ $match: { title: id } }, { $count: 'n' }]);",
            "await Deal.aggregate([{ $match: { title: id, teamId } }, { $count: 'n' }]);",
        ),
        (
            "await Deal.aggregate([{ $count: 'n' }]);",
            "await Deal.aggregate([{ $match: { teamId } }, { $count: 'n' }]);",
        ),
    ],
)
def test_mongoose(tmp_path: Path, before: str, after: str):
    head = 'import { Deal } from "./models";\n'
    check(tmp_path, {"models.ts": MONGOOSE}, head, before, after, parameters="teamId: string, id: string")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "await sql`select * from deals where id = ${id}`;",
            "await sql`select * from deals where id = ${id} and team_id = ${teamId}`;",
        ),
        (
            "await sql`SELECT * FROM deals WHERE id = ${id} ORDER BY title`;",
            "await sql`SELECT * FROM deals WHERE id = ${id} AND team_id = ${teamId} ORDER BY title`;",
        ),
        ("await sql`select * from deals`;", "await sql`select * from deals where team_id = ${teamId}`;"),
        (
            "await sql`UPDATE deals SET title = ${id} WHERE id = ${id} RETURNING id`;",
            "await sql`UPDATE deals SET title = ${id} WHERE id = ${id} AND team_id = ${teamId} RETURNING id`;",
        ),
        (
            "await sql`delete from deals where id = ${id}`;",
            "await sql`delete from deals where id = ${id} and team_id = ${teamId}`;",
        ),
    ],
)
def test_sql(tmp_path: Path, before: str, after: str):
    head = 'import postgres from "postgres";\nconst sql = postgres("");\n'
    check(tmp_path, {"1.sql": SQL}, head, before, after, "team_id", "teamId: string, id: string")


@pytest.mark.parametrize(
    "statement",
    [
        "select * from deals where id = ${id} or title = ${id}",
        "select d.* from deals d join teams t on t.id = d.id",
        "select * from deals where id in (select id from teams)",
    ],
)
def test_sql_that_is_not_plain_is_left_alone(tmp_path: Path, statement: str):
    head = 'import postgres from "postgres";\nconst sql = postgres("");\n'
    script = _function(f"await sql`{statement}`;", "teamId: string, id: string")

    assert cured(tmp_path, {"1.sql": SQL}, head + script, "team_id").offered == []


# --------------------------------------------------------------------------------------------------------- values


def _offered(root: Path, script: str, more: str = "") -> list[Fix]:
    return cured(root, {"schema.prisma": PRISMA}, script, more=more).offered


@pytest.mark.parametrize(
    ("parameters", "before", "value"),
    [
        ("{ teamId, id }: { teamId: number; id: number }", "", "teamId"),
        ("{ teamId: own, id }: { teamId: number; id: number }", "", "teamId: own"),
        ("context: { teamId: number }, id: number", "", "teamId: context.teamId"),
        ("ctx: { team: { id: number } }, id: number", "", "teamId: ctx.team.id"),
        ("session: { user: { teamId: number } }, id: number", "", "teamId: session.user.teamId"),
        ("id: number", "const { teamId } = await currentUser();\n  ", "teamId"),
        ("ctx: any, id: number", "log(ctx.session.teamId);\n  ", "teamId: ctx.session.teamId"),
    ],
)
def test_the_value_comes_from_what_is_in_scope(tmp_path: Path, parameters: str, before: str, value: str):
    body = f"{before}return prisma.deal.findMany({{ where: {{ id }} }});"
    found = cured(tmp_path, {"schema.prisma": PRISMA}, _function(body, parameters))

    assert f"where: {{ id, {value} }}" in found.after
    assert found.verdicts() == ["scoped"]


def test_the_value_may_be_a_field_of_the_class(tmp_path: Path):
    script = (
        "export class Deals {\n  constructor(private readonly teamId: number) {}\n"
        "  all(id: number) {\n    return prisma.deal.findMany({ where: { id } });\n  }\n}\n"
    )

    assert "{ id, teamId: this.teamId }" in cured(tmp_path, {"schema.prisma": PRISMA}, script).after


@pytest.mark.parametrize(
    ("parameters", "before"),
    [
        ("req: any, id: number", "const { teamId } = req.body;\n  "),
        ("req: any, id: number", "const teamId = req.query.teamId;\n  "),
        ("id: number, teamId?: number", ""),
        ("id: number, teamId: string", ""),
        ("id: number", "{\n    const teamId = 1;\n  }\n  "),
        ("id: number", "const { teamId } = await prisma.note.findFirst({ where: { id } });\n  "),
    ],
)
def test_what_is_no_tenants_word_is_not_taken(tmp_path: Path, parameters: str, before: str):
    body = f"{before}return prisma.deal.deleteMany({{ where: {{ id }} }});"

    found = _offered(tmp_path, _function(body, parameters))

    assert not any(fix.title.startswith("Hold") for fix in found)


@pytest.mark.parametrize(
    ("parameters", "body", "safe"),
    [
        ("teamId: number, id: number", "return prisma.deal.findUnique({ where: { id } });", True),
        ("teamId: number, id: number", "return prisma.deal.update({ where: { id }, data: {} });", True),
        ("teamId: number, id: number", "return prisma.deal.findMany({ where: { slug: 'a' } });", False),
        ("teamId: number, id: number", "return prisma.deal.create({ data: { slug: 'a' } });", False),
        ("teamId: number, id: number", "log(teamId);\n  return prisma.deal.delete({ where: { id } });", False),
        ("input: { teamId: number }, id: number", "return prisma.deal.delete({ where: { id } });", False),
        ("teamId: number, ctx: { teamId: number }, id: number", "return prisma.deal.delete({ where: { id } });", False),
        ("teamId: number, id: number", "return prisma.note.delete({ where: { id } });", False),
    ],
)
def test_only_what_is_plainly_meant_is_safe(tmp_path: Path, parameters: str, body: str, safe: bool):
    assert _offered(tmp_path, _function(body, parameters))[0].safe is safe


def test_where_no_value_is_at_hand_a_parameter_is_offered_and_nothing_is_invented(tmp_path: Path):
    found = cured(
        tmp_path, {"schema.prisma": PRISMA}, _function("return prisma.deal.delete({ where: { id } });", "id: number")
    )

    assert [fix.title for fix in found.offered] == [
        "Take `teamId` as a parameter of `run`, and use it; the compiler finds its callers"
    ]
    assert not found.offered[0].safe
    assert found.after == _function(
        "return prisma.deal.delete({ where: { id, teamId } });", "id: number, teamId: number"
    )


@pytest.mark.parametrize(
    ("script", "after"),
    [
        (
            "export const run = async () => prisma.deal.deleteMany();\n",
            "export const run = async (teamId: number) => prisma.deal.deleteMany({ where: { teamId } });\n",
        ),
        (
            "export function run({ id }: { id: number }) {\n  return prisma.deal.delete({ where: { id } });\n}\n",
            "export function run({ id, teamId }: { id: number; teamId: number }) {\n"
            "  return prisma.deal.delete({ where: { id, teamId } });\n}\n",
        ),
    ],
)
def test_a_parameter_stands_where_others_do(tmp_path: Path, script: str, after: str):
    assert cured(tmp_path, {"schema.prisma": PRISMA}, script).after == after


@pytest.mark.parametrize(
    "script",
    [
        'app.get("/", async (req, res) => {\n  await prisma.deal.deleteMany();\n});\n',
        "export class A {\n  @Get()\n  all() {\n    return prisma.deal.deleteMany();\n  }\n}\n",
        "export function run(id = 1) {\n  return prisma.deal.deleteMany();\n}\n",
    ],
)
def test_a_function_whose_callers_are_not_ours_keeps_its_parameters(tmp_path: Path, script: str):
    assert _offered(tmp_path, script) == []


def test_a_scoped_client_that_the_blueprint_declares_is_offered(tmp_path: Path):
    script = 'import { prisma, forTeam } from "./db";\n' + _function(
        "return prisma.deal.delete({ where: { id } });", "teamId: number, id: number"
    )
    found = cured(tmp_path, {"schema.prisma": PRISMA}, script, more="scoped_client forTeam {\n    }")

    assert [fix.title for fix in found.offered] == [
        "Hold the access to `teamId`",
        "Use the scoped client `forTeam(teamId)`",
    ]
    assert "forTeam(teamId).deal.delete" in apply(found.path.read_bytes(), found.offered[1].edits).decode()


def test_line_ends_are_kept(tmp_path: Path):
    script = _function(
        "return prisma.deal.findMany({\n    where: {\n      id,\n    },\n  });", "teamId: number, id: number"
    )
    found = cured(tmp_path, {"schema.prisma": PRISMA}, script.replace("\n", "\r\n"))

    assert found.after.count("\n") == found.after.count("\r\n") == script.count("\n") + 1
    assert "      id,\r\n      teamId,\r\n" in found.after


def test_text_before_that_is_not_ascii_moves_nothing(tmp_path: Path):
    script = "// über\n" + _function(
        "return prisma.deal.findMany({ where: { slug: 'ü', id } });", "teamId: number, id: number"
    )

    assert "{ slug: 'ü', id, teamId }" in cured(tmp_path, {"schema.prisma": PRISMA}, script).after
