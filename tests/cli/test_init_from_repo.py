"""`blueprint init --from-repo`: a first blueprint of what the code shows."""

from __future__ import annotations

import re

import pytest

from cli.conftest import TIDY
from cli.repositories import DRIZZLE_NEXT, MONGOOSE_FASTIFY, PRISMA_NEST, TYPEORM_EXPRESS

COMPLETE_LATER = {
    "missing-section",
    "missing-block",
    "missing-decision",
    "missing-attribute",
    "endpoint-without-permission",
    "unhappy-endpoint",
    "external-without-integration",
    "idle-queue",
    "unused-variable",
}
"""What a draft may lack, and what the repository itself declares in vain; none of it is a slip of the draft."""
ABOUT_CODE = {"tenant-scope", "endpoint-authentication", "endpoint-validation", "tenant-key"}


@pytest.fixture
def drafted(project, tmp_path):
    """The project once a blueprint was drafted from some files."""

    def draft(files, *arguments):
        project.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
        run = project.write(files).run("init", "--from-repo", *arguments)
        assert run.code == 0, run.err
        return project

    return draft


@pytest.mark.parametrize("files", [PRISMA_NEST, DRIZZLE_NEXT, TYPEORM_EXPRESS, MONGOOSE_FASTIFY])
def test_a_draft_has_no_fault_of_its_own(drafted, files):
    project = drafted(files)

    assert project.run("fmt", "--check").code == 0
    findings = project.run("check", "--format", "json").json["findings"]
    own = [finding for finding in findings if finding["path"].endswith(".blueprint")]
    assert {finding["rule"] for finding in own} <= COMPLETE_LATER
    assert {finding["severity"] for finding in own if finding["rule"] != "missing-section"} == {"information"}
    assert len([finding for finding in own if finding["severity"] == "warning"]) < 10


@pytest.mark.parametrize("files", [PRISMA_NEST, DRIZZLE_NEXT, TYPEORM_EXPRESS, MONGOOSE_FASTIFY])
def test_every_place_that_a_draft_names_is_there(drafted, files):
    project = drafted(files)

    named = re.findall(r"^\s*# ([\w./()\[\]-]+):(\d+)", project.text(), re.MULTILINE)
    assert len(named) > 8
    for path, line in named:
        assert int(line) <= len(project.text(path).splitlines()) + 1


def test_prisma_and_nest(drafted):
    text = drafted(PRISMA_NEST).text()

    assert 'summary  = "Deals and contacts for sales teams"' in text
    assert "diagram {\n  ascii = <<-DIAGRAM\n" in text
    assert "    key     = organizationId\n    roots   = [Organization]\n" in text
    assert "    field id { type = uuid }\n" in text
    assert "    field title { type = string(200) }\n" in text
    assert "    field amount { type = decimal(12, 2) }\n" in text
    assert "    field stage { type = enum(open, won, lost) }\n" in text
    assert "    field tags { type = list(string) }\n" in text
    assert "    field organizationId { type = ref(Organization) }\n" in text
    assert "    depends_on     = [module.notes]\n" in text
    assert "  # src/modules/deals/deals.controller.ts:10\n" in text
    assert 'endpoint "DELETE /deals/{id}" {' in text
    for chosen in (
        "nestjs",
        "prisma",
        "postgres",
        "prisma_migrate",
        "bullmq",
        "pino",
        "class_validator",
        "jest",
        "npm",
    ):
        assert f"    choose  = {chosen}\n" in text
    assert "  queue invoices {\n" in text
    assert "  external stripe {\n" in text
    assert '    user       = "node"\n' in text
    assert '    example     = "postgresql://crm:crm@localhost:5432/crm"\n' in text
    assert "  # In no example file\n  variable INVOICE_LIMIT {\n" in text


def test_tables_that_prisma_keeps_for_lists_of_lists_are_no_entities(drafted):
    lists = """\
import { prisma } from "./prisma";
export const untag = (id: string) => prisma.$executeRaw`DELETE FROM "_DealToTag" WHERE "B" = ${id}`;
export const audit = () => prisma.$queryRaw`SELECT * FROM "audit_trail"`;
"""
    migration = """\
CREATE TABLE "_DealToTag" ("A" TEXT NOT NULL, "B" TEXT NOT NULL, PRIMARY KEY ("A", "B"));
CREATE TABLE "audit_trail" ("id" TEXT PRIMARY KEY, "what" TEXT NOT NULL);
"""
    files = {"src/lists.ts": lists, "prisma/migrations/2_tags/migration.sql": migration}
    text = drafted({**PRISMA_NEST, **files}).text()

    assert "entity audit_trail" in text
    assert "_DealToTag" not in text


def test_drizzle_and_next(drafted):
    text = drafted(DRIZZLE_NEXT).text()

    assert "    choose  = nextjs\n" in text
    assert "    choose  = turborepo\n" in text
    assert '    base    = "/api"\n' in text
    assert 'endpoint "GET /pages/{slug}" {' in text
    assert "    field state { type = enum(up, down) }\n" in text
    assert "    field url { type = string(2048) }\n" in text
    assert '    packages = ["apps/*", "packages/*"]\n' in text
    assert 'depends_on = [folder["packages/db"]]' in text
    assert "public " not in text  # open for no reason that the code shows


def test_typeorm_and_express(drafted):
    text = drafted(TYPEORM_EXPRESS).text()

    assert "    choose  = typeorm\n" in text
    assert "    choose  = express\n" in text
    assert '  public "GET /health" {\n' in text
    assert 'schedule  = "0 2 * * *"' in text
    assert "    field shopId { type = ref(Shop) }\n" in text


def test_mongoose_and_fastify(drafted):
    text = drafted(MONGOOSE_FASTIFY).text()

    assert "    choose  = mongoose\n" in text
    assert "    choose  = mongodb\n" in text
    assert "    choose  = rabbitmq\n" in text
    assert "type     = enum(draft, open)" in text or "{ type = enum(draft, open) }" in text
    assert "  queue answers {\n" in text


def test_a_judgement_is_marked_as_one(drafted):
    project = drafted(PRISMA_NEST)

    decisions = re.findall(r"  decision \w+ \{\n(.*?)\n  \}", project.text(), re.DOTALL)
    assert decisions
    assert all("because = " in decision and "assumed = true" in decision for decision in decisions)
    assert "tenancy" in project.run("check", "--assumptions").out


def test_the_draft_agrees_with_the_code_on_every_access(drafted):
    project = drafted(PRISMA_NEST)

    accesses = project.run("inventory", "--format", "json").json["accesses"]
    assert {access["operation"]: access["verdict"] for access in accesses} == {
        "findMany": "scoped",
        "create": "scoped",
        "delete": "unscoped",
    }


MEMBERS = "".join(
    f"""
model {name} {{
  id             String       @id
  programId      String
  program        Program      @relation(fields: [programId], references: [id])
}}
"""
    for name in ("Reward", "Group", "Payout", "Discount")
)
SCHEMA = f"""
model Organization {{
  id       String    @id
  members  Member[]
  programs Program[]
  links    Link[]
  tags     Tag[]
}}
model User {{
  id      String   @id
  members Member[]
}}
model Member {{
  organizationId String
  userId         String
  organization   Organization @relation(fields: [organizationId], references: [id])
  user           User         @relation(fields: [userId], references: [id])
  @@id([organizationId, userId])
}}
model Program {{
  id             String       @id
  organizationId String
  organization   Organization @relation(fields: [organizationId], references: [id])
  rewards        Reward[]
  groups         Group[]
  payouts        Payout[]
  discounts      Discount[]
}}
model Link {{
  id             String       @id
  organizationId String
  organization   Organization @relation(fields: [organizationId], references: [id])
}}
model Tag {{
  id             String       @id
  organizationId String
  organization   Organization @relation(fields: [organizationId], references: [id])
}}
{MEMBERS}
"""


def test_a_draft_says_what_most_accesses_are_held_by(drafted):
    rewards = "".join(
        f"export const r{at} = (programId: string) => prisma.reward.findMany({{ where: {{ programId }} }});\n"
        for at in range(45)
    )
    script = f'import {{ prisma }} from "./prisma";\n{rewards}'
    text = drafted({"prisma/schema.prisma": SCHEMA, "src/rewards.ts": script, "package.json": "{}"}).text()

    assert "key     = organizationId" in text
    assert "# `programId` alone holds 45 of the unscoped ones" in text
    assert "# Hardly any names its tenant" in text


def test_a_dry_run_prints_and_writes_nothing(project):
    run = project.write(TYPEORM_EXPRESS).run("init", "--from-repo", "--dry-run")

    assert run.code == 0
    assert run.out.startswith("# Drafted by `blueprint init --from-repo`")
    assert not (project.folder / "main.blueprint").exists()


def test_a_blueprint_that_is_there_is_left_alone(project):
    project.write({**TYPEORM_EXPRESS, "crm.blueprint": TIDY})

    run = project.run("init", "--from-repo")

    assert run.code == 2
    assert "the folder has a blueprint already" in run.err
    assert project.text("crm.blueprint") == TIDY


def test_force_writes_a_new_one(project):
    project.write({**TYPEORM_EXPRESS, "main.blueprint": TIDY})

    assert project.run("init", "--from-repo", "--force").code == 0
    assert "entity Order {" in project.text()


def test_another_folder_can_be_drafted(project):
    project.write({f"services/shop/{path}": text for path, text in TYPEORM_EXPRESS.items()})

    run = project.run("init", "--from-repo", "services/shop")

    assert "Wrote" in run.out
    assert "services/shop/main.blueprint" in run.out
    assert 'blueprint "shop" {' in project.text("services/shop/main.blueprint")
    assert "  # src/entities/order.ts:" in project.text("services/shop/main.blueprint")


def test_a_large_draft_is_spread_over_files(project):
    models = "\n".join(
        f'export const t{at} = pgTable("t{at}", {{\n'
        + "".join(f'  c{field}: text("c{field}"),\n' for field in range(12))
        + "});"
        for at in range(40)
    )
    source = f'import {{ pgTable, text }} from "drizzle-orm/pg-core";\n{models}\n'
    project.write({**DRIZZLE_NEXT, "packages/db/src/more.ts": source})

    run = project.run("init", "--from-repo")

    files = {path.name for path in project.folder.glob("*.blueprint")}
    assert files >= {"main.blueprint", "data.blueprint", "api.blueprint"}
    assert all(name in run.out for name in files)
    assert project.run("fmt", "--check").code == 0


def test_a_repository_without_a_manifest_is_drafted_from_its_code(drafted):
    files = {path: text for path, text in TYPEORM_EXPRESS.items() if path != "package.json"}

    assert "entity Order {" in drafted(files).text()


def test_an_empty_folder_has_nothing_to_draft_from(project):
    run = project.run("init", "--from-repo")

    assert run.code == 2
    assert "to draft from: `blueprint init` without `--from-repo`" in run.err
    assert not (project.folder / "main.blueprint").exists()


def test_broken_files_do_not_keep_the_rest_from_being_drafted(drafted):
    broken = {
        **TYPEORM_EXPRESS,
        "docker-compose.yml": "services: [",
        "src/broken.ts": "export const = {{{",
        "prisma/schema.prisma": "model {{{",
        "tsconfig.json": "{ not json",
    }

    assert "entity Order {" in drafted(broken).text()


def test_generated_files_are_no_part_of_a_draft(drafted):
    many = {
        f"src/generated/client{at}.ts": "/* eslint-disable */\n// @generated\nexport const x = process.env.GENERATED;\n"
        for at in range(400)
    }

    assert "GENERATED" not in drafted({**TYPEORM_EXPRESS, **many}).text()


def test_a_draft_eases_only_the_rules_that_find_something_in_it(drafted):
    project = drafted(PRISMA_NEST)

    eased = set(re.findall(r"^    ([a-z-]+) \{ severity = information \}$", project.text(), re.MULTILINE))
    findings = project.run("check", "--format", "json", "main.blueprint").json["findings"]
    assert eased == {finding["rule"] for finding in findings if finding["severity"] == "information"}
