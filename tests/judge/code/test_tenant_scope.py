"""`tenant-scope`: what is said of which access, how loudly, and where it points."""

from pathlib import Path

import pytest

from judge.code.repository import Code, blueprint, crm

BY_ID = "export async function close(id: string) {\n  await prisma.deal.update({ where: { id }, data: {} });\n}\n"


def _tiers(code: Code) -> list[tuple[str, str]]:
    return [(found.rule, found.severity) for found in code.findings()]


@pytest.mark.parametrize(
    ("call", "tier"),
    [
        ("prisma.deal.update({ where: { id }, data: {} })", "error"),
        ("prisma.deal.deleteMany()", "error"),
        ("prisma.deal.findMany({ where: { stage: 'open' } })", "error"),
        ("prisma.deal.findUnique({ where: { id } })", "warning"),
        ("prisma.note.findUnique({ where: { id } })", "warning"),
        ("prisma.deal.create({ data: { stage: 'open' } })", "error"),
        ("prisma.deal.findMany({ where: wanted })", "warning"),
    ],
)
def test_a_write_and_many_rows_weigh_more_than_one_row_read(tmp_path: Path, call: str, tier: str):
    code = crm(tmp_path, f"export async function run(id: string, wanted: object) {{\n  return {call};\n}}\n")

    assert _tiers(code) == [("tenant-scope", tier)]


@pytest.mark.parametrize(
    "call",
    [
        "prisma.deal.findMany({ where: { organizationId } })",
        "prisma.note.findFirst({ where: { id, deal: { organizationId } } })",
        "prisma.organization.findUnique({ where: { id: organizationId } })",
        "prisma.country.findMany()",
        "prisma.deal.create({ data: { stage: 'open', organizationId } })",
    ],
)
def test_what_is_held_to_a_tenant_or_is_nobodys_is_passed_over(tmp_path: Path, call: str):
    code = crm(tmp_path, f"export async function run(id: string, organizationId: string) {{\n  return {call};\n}}\n")

    assert _tiers(code) == []


def test_a_row_that_a_request_asks_for_by_its_id_weighs_more(tmp_path: Path):
    code = crm(
        tmp_path,
        "export async function get(req: Request) {\n"
        "  return prisma.deal.findUnique({ where: { id: req.params.id } });\n}\n",
    )

    assert _tiers(code) == [("tenant-scope", "error")]


@pytest.mark.parametrize(
    ("parameters", "written"),
    [
        ("organizationId: string, id: string", "organizationId"),
        ("{ organizationId, id }: { organizationId: string; id: string }", "organizationId"),
        ("context: { organizationId: string }, id: string", "context.organizationId"),
    ],
)
def test_a_tenant_at_hand_that_is_not_used_raises_the_tier(tmp_path: Path, parameters: str, written: str):
    script = f"export function get({parameters}) {{\n  return prisma.deal.findUnique({{ where: {{ id }} }});\n}}\n"
    (found,) = crm(tmp_path, script).findings()

    assert found.severity == "error"
    assert found.data["at_hand"] == written
    assert f"`{written}` is at hand" in found.message


def test_the_tenant_of_a_row_that_was_asked_for_without_one_is_not_at_hand(tmp_path: Path):
    script = (
        "export async function close(id: string) {\n"
        "  const deal = await prisma.deal.findUnique({ where: { id } });\n"
        "  log(deal.organizationId);\n"
        "  return prisma.note.deleteMany({ where: { text: id } });\n}\n"
    )
    found = crm(tmp_path, script).findings()[-1]

    assert found.data["at_hand"] is None
    assert "no key of a tenant is in scope here" in found.message


def test_what_an_upsert_changes_is_told_by_what_finds_it(tmp_path: Path):
    schema = (
        'import { pgTable, integer, text } from "drizzle-orm/pg-core";\n'
        'export const deals = pgTable("deals", {\n'
        '  id: integer("id").primaryKey(), stage: text("stage"),\n'
        '  organizationId: integer("organization_id").notNull(),\n'
        "});\n"
    )
    code = Code(tmp_path).write({"main.blueprint": blueprint(), "src/schema.ts": schema})
    (found,) = code.write(
        {
            "src/put.ts": "import { deals } from './schema';\n"
            "export const put = (db: Db, organizationId: number, id: number) =>\n"
            "  db.insert(deals).values({ id, organizationId })\n"
            "    .onConflictDoUpdate({ target: deals.id, set: { stage: 'won' } });\n"
        }
    ).findings()

    assert "where a row of this `id` is there already it changes that, whoever's it is" in found.message
    assert "only where `organizationId` is the caller's; `organizationId` is at hand" in found.message


def test_system_paths_are_quiet_unless_a_tenant_is_at_hand(tmp_path: Path):
    unused = BY_ID.replace("id: string", "organizationId: string, id: string")
    system = 'system "src/**" { because = "The nightly bill" }'

    assert _tiers(crm(tmp_path, BY_ID, system)) == []
    assert _tiers(crm(tmp_path, unused, system)) == [("tenant-scope", "warning")]


def test_what_came_before_is_told_to_those_who_ask(tmp_path: Path):
    script = (
        "export async function close(organizationId: string, id: string) {\n"
        "  const deal = await prisma.deal.findFirst({ where: { id, organizationId } });\n"
        "  if (!deal) throw new Error();\n"
        "  return prisma.note.deleteMany({ where: { dealId: deal.id } });\n}\n"
    )
    on = "rules {\n    tenant-scope-indirect { severity = information }\n  }"

    assert _tiers(crm(tmp_path, script)) == []
    assert _tiers(crm(tmp_path, script, rules=on)) == [("tenant-scope-indirect", "information")]


def test_a_severity_that_the_blueprint_states_is_the_last_word(tmp_path: Path):
    off = "rules {\n    tenant-scope { severity = off }\n  }"
    quiet = "rules {\n    tenant-scope { severity = information }\n  }"

    assert _tiers(crm(tmp_path, BY_ID, rules=off)) == []
    assert _tiers(crm(tmp_path, BY_ID, rules=quiet)) == [("tenant-scope", "information")]


def test_a_finding_spans_the_access_behind_its_await_and_points_at_clause_and_schema(tmp_path: Path):
    code = crm(tmp_path, BY_ID)
    (found,) = code.findings()

    assert code.marked(found) == "prisma.deal.update({ where: { id }, data: {} })"
    assert [related.path.name for related in found.related] == ["main.blueprint", "schema.prisma"]
    assert "it asks for `id` alone" in found.message
    assert "Deal has the tenant column `organizationId`" in found.message
    assert {key: found.data[key] for key in ("layer", "model", "operation", "verdict", "key")} == {
        "layer": "prisma",
        "model": "Deal",
        "operation": "update",
        "verdict": "unscoped",
        "key": "organizationId",
    }
    start, end = found.data["where"]
    assert found.path.read_bytes()[start:end] == b"{ id }"


def test_the_way_to_the_tenant_of_a_child_is_named(tmp_path: Path):
    script = "export function get(id: string) {\n  return prisma.note.findUnique({ where: { id } });\n}\n"
    (found,) = crm(tmp_path, script).findings()

    assert found.data["key"] == "deal.organizationId"
    assert "Note belongs to Deal through `dealId`; Deal has the tenant column `organizationId`" in found.message


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("prisma.deal.findMany({ where: req.body })", "takes `req.body` for its condition as it came"),
        (
            "prisma.deal.update({ where: { id: '1', organizationId: req.user.org }, data: req.body })",
            "writes `req.body` to `Deal` as it came",
        ),
        ("prisma.deal.create({ data: { ...req.body, organizationId: req.user.org } })", "writes `req.body` to `Deal`"),
    ],
)
def test_a_request_handed_through_has_words_of_its_own(tmp_path: Path, call: str, words: str):
    found = crm(tmp_path, f"export async function run(req: Request) {{\n  return {call};\n}}\n").findings()

    assert len(found) == 1
    assert words in found[0].message


def test_tests_and_generated_code_are_nobodys_to_judge(tmp_path: Path):
    code = crm(tmp_path)
    code.write({"src/deals.test.ts": BY_ID, "src/generated/deals.ts": BY_ID})

    assert _tiers(code) == []


def test_without_a_blueprint_the_key_is_believed_and_said(tmp_path: Path):
    carriers = "".join(
        f"\nmodel Item{at} {{\n  id String @id\n  organizationId String\n"
        "  organization Organization @relation(fields: [organizationId], references: [id])\n}\n"
        for at in range(4)
    )
    code = crm(tmp_path, BY_ID)
    code.write({"schema.prisma": (tmp_path / "schema.prisma").read_text() + carriers})
    (tmp_path / "main.blueprint").unlink()
    verdict = code.judge()

    assert verdict.believed is not None
    assert verdict.believed.key == "organizationId"
    assert verdict.believed.evidence
    assert [found.rule for found in verdict.findings] == ["tenant-scope"]
