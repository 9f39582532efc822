"""Which tenant's key cures which access, and the ways to hold rows that have no column that says whose they are."""
# ruff: noqa: E501 - a case is one line, however long

from __future__ import annotations

from pathlib import Path

import pytest

from fixes.test_tenant_scope import DRIZZLE, PRISMA, TYPEORM, Cured, check, cured

NOTES = """
export const note = pgTable("notes", {
  id: integer("id").primaryKey(),
  dealId: integer("deal_id").notNull().references(() => deal.id),
});
"""
HEAD = (
    'import { and, eq, inArray } from "drizzle-orm";\nimport { db } from "./db";\n'
    'import { deal, note } from "./schema";\n'
)
TWO_TENANTS = """\
model Workspace {
  id       Int       @id
  programs Program[]
  links    Link[]
}
model Program {
  id          Int       @id
  name        String
  workspaceId Int
  workspace   Workspace @relation(fields: [workspaceId], references: [id])
  links       Link[]
}
model Link {
  id          Int       @id
  workspaceId Int
  programId   Int?
  workspace   Workspace @relation(fields: [workspaceId], references: [id])
  program     Program?  @relation(fields: [programId], references: [id])
}
model Click {
  id          Int       @id
  workspaceId Int
}
"""
BOTH = "aliases = [programId]\n    roots = [Workspace, Program]"


def drizzle(root: Path, script: str) -> Cured:
    """What is offered for the first finding in a script on deals and their notes."""
    return cured(root, {"schema.ts": DRIZZLE + NOTES}, HEAD + script)


def two(root: Path, parameters: str, body: str) -> Cured:
    """The same where a workspace and its programs are tenants both."""
    script = f"export async function run({parameters}) {{\n  {body}\n}}\n"
    return cured(root, {"schema.prisma": TWO_TENANTS}, script, "workspaceId", BOTH)


# --------------------------------------------------------------------------------------------------- whose key it is


def test_the_key_of_another_tenant_is_not_taken(tmp_path: Path):
    found = two(tmp_path, "programId: number, id: number", "await prisma.click.findMany({ where: { id } });")

    assert not any("programId" in fix.title for fix in found.offered)


def test_a_row_with_columns_for_both_tenants_is_held_by_the_one_whose_key_is_at_hand(tmp_path: Path):
    found = two(tmp_path, "programId: number, id: number", "await prisma.link.findMany({ where: { id } });")

    assert "where: { id, programId }" in found.after
    assert found.verdicts() == ["scoped"]


def test_a_tenant_in_hand_names_its_own_column(tmp_path: Path):
    body = "await prisma.link.findMany({ where: { id } });"
    found = two(tmp_path, "ctx: { program: { id: number } }, id: number", body)

    assert "where: { id, programId: ctx.program.id }" in found.after


def test_a_tenant_within_another_is_held_by_the_others_key(tmp_path: Path):
    found = two(tmp_path, "workspaceId: number, id: number", "await prisma.program.findMany({ where: { name } });")

    assert "where: { name, workspaceId }" in found.after


def test_a_parameter_is_named_as_the_column_that_it_fills(tmp_path: Path):
    schema = TWO_TENANTS + "model Partner {\n  id Int @id\n  programId Int\n}\n"
    script = "export async function run(id: number) {\n  await prisma.partner.delete({ where: { id } });\n}\n"
    found = cured(tmp_path, {"schema.prisma": schema}, script, "workspaceId", BOTH)

    assert found.offered[0].title.startswith("Take `programId` as a parameter of `run`")


def test_a_column_that_is_read_is_no_tenants_key(tmp_path: Path):
    found = drizzle(
        tmp_path,
        "export async function run(id: number) {\n"
        '  const found = await db.select({ own: deal.teamId }).from(deal).where(eq(deal.slug, "a"));\n'
        "  return found;\n}\n",
    )

    assert not any("deal.teamId`" in fix.title for fix in found.offered)


# ------------------------------------------------------------------------------------------------------------- ways


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "await db.insert(deal).values({ id, teamId, slug: 'a' }).onConflictDoUpdate({ target: deal.id, set: { slug: 'b' } });",
            "await db.insert(deal).values({ id, teamId, slug: 'a' }).onConflictDoUpdate({ target: deal.id, set: { slug: 'b' }, setWhere: eq(deal.teamId, teamId) });",
        ),
        (
            "await db.delete(note).where(eq(note.id, id));",
            "await db.delete(note).where(and(eq(note.id, id), inArray(note.dealId, db.select({ id: deal.id }).from(deal).where(eq(deal.teamId, teamId)))));",
        ),
        (
            "await db.select().from(note);",
            "await db.select().from(note).where(inArray(note.dealId, db.select({ id: deal.id }).from(deal).where(eq(deal.teamId, teamId))));",
        ),
    ],
)
def test_drizzle(tmp_path: Path, before: str, after: str):
    check(tmp_path, {"schema.ts": DRIZZLE + NOTES}, HEAD, before, after)


def test_rows_whose_owner_the_file_does_not_know_are_left_alone(tmp_path: Path):
    head = HEAD.replace("deal, note", "note")
    script = f"{head}export const run = (teamId: number, id: number) => db.delete(note).where(eq(note.id, id));\n"

    assert cured(tmp_path, {"schema.ts": DRIZZLE + NOTES}, script).offered == []


def test_a_chain_that_goes_on_behind_a_computed_name_is_left_alone(tmp_path: Path):
    script = (
        "export async function run(teamId: number, id: number, all: boolean) {\n"
        '  return db.select().from(deal)[all ? "leftJoin" : "innerJoin"](note, eq(note.dealId, deal.id)).where(eq(deal.id, id));\n}\n'
    )
    found = drizzle(tmp_path, script)

    assert found.offered == []


def test_an_access_that_is_held_on_some_ways_alone_takes_a_key_that_is_always_there(tmp_path: Path):
    body = "const where = slug ? { slug, teamId: ctx.teamId } : { id };\n  return prisma.deal.findMany({ where });"
    script = f"export function run(ctx: {{ teamId: number }}, id: number, slug?: string) {{\n  {body}\n}}\n"
    found = cured(tmp_path, {"schema.prisma": PRISMA}, script)

    assert "where: { ...where, teamId: ctx.teamId }" in found.after
    assert found.verdicts() == ["scoped"]


RELATED = TYPEORM.replace("  @Column() teamId: string;\n", "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("await deals.findOneBy({ id });", "await deals.findOneBy({ id, team: { id: teamId } });"),
        ("await deals.find();", "await deals.find({ where: { team: { id: teamId } } });"),
        (
            'await deals.createQueryBuilder("d").where("d.id = :id", { id }).getOne();',
            'await deals.createQueryBuilder("d").where("d.id = :id", { id }).andWhere("d.team = :teamId", { teamId }).getOne();',
        ),
    ],
)
def test_typeorm_where_a_class_knows_its_tenant_by_the_relation_alone(tmp_path: Path, before: str, after: str):
    head = 'import { Repository } from "typeorm";\nimport { Deal } from "./entities";\n'
    parameters = "deals: Repository<Deal>, teamId: string, id: string"
    check(tmp_path, {"entities.ts": RELATED}, head, before, after, parameters=parameters)


# ------------------------------------------------------------------------------------------------------- parameters


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "type Options = {\n  id: number;\n};\n"
            "export const run = async ({ id }: Options) => prisma.deal.delete({ where: { id } });\n",
            "type Options = {\n  id: number;\n  teamId: number;\n};\n"
            "export const run = async ({ id, teamId }: Options) => prisma.deal.delete({ where: { id, teamId } });\n",
        ),
        (
            "export interface Options {\n  id: number\n}\n"
            "export function run(db: Db, params: Options) {\n  return prisma.deal.delete({ where: { id: params.id } });\n}\n",
            "export interface Options {\n  id: number\n  teamId: number\n}\n"
            "export function run(db: Db, params: Options) {\n"
            "  return prisma.deal.delete({ where: { id: params.id, teamId: params.teamId } });\n}\n",
        ),
        (
            "export const run = async ({\n  id,\n  slug,\n}: { id: number; slug: string }) => prisma.deal.delete({ where: { id } });\n",
            "export const run = async ({\n  id,\n  slug,\n  teamId,\n}: { id: number; slug: string; teamId: number }) => prisma.deal.delete({ where: { id, teamId } });\n",
        ),
    ],
)
def test_a_parameter_joins_the_options_that_a_function_takes(tmp_path: Path, before: str, after: str):
    assert cured(tmp_path, {"schema.prisma": PRISMA}, before).after == after


def test_options_that_others_take_too_are_left_as_they_are(tmp_path: Path):
    script = (
        "type Options = { id: number };\nexport const other = (options: Options) => options.id;\n"
        "export function run(options: Options) {\n  return prisma.deal.delete({ where: { id: options.id } });\n}\n"
    )

    assert "run(options: Options, teamId: number)" in cured(tmp_path, {"schema.prisma": PRISMA}, script).after
