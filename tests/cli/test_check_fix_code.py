"""`blueprint check --fix` on code: what is plainly meant is done, shown beforehand, and told to programs."""

from __future__ import annotations

import pytest

from cli.crm import FILES

SCRIPT = (
    'import { prisma } from "./prisma";\n\n'
    "export async function close(organizationId: string, id: string) {\n"
    "  await prisma.deal.delete({ where: { id } });\n}\n\n"
    "export async function open(organizationId: string) {\n"
    '  await prisma.deal.findMany({ where: { stage: "open" } });\n}\n'
)
FIXED = SCRIPT.replace("{ where: { id } }", "{ where: { id, organizationId } }")


@pytest.fixture
def crm(project, tmp_path):
    project.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    return project.write({**FILES, "src/deals.ts": SCRIPT})


def test_a_safe_fix_is_applied_and_a_suggested_one_is_left(crm):
    run = crm.run("check", "--fix", "src")

    assert crm.text("src/deals.ts") == FIXED
    assert "Fixed 1 finding in 1 file" in run.out
    assert "fix: Hold the access to `organizationId`" in run.out


def test_a_dry_run_shows_the_difference_and_writes_nothing(crm):
    run = crm.run("check", "--fix", "--dry-run", "src")

    assert crm.text("src/deals.ts") == SCRIPT
    assert "+  await prisma.deal.delete({ where: { id, organizationId } });" in run.out


def test_programs_are_told_which_findings_have_a_safe_fix(crm):
    run = crm.run("check", "--format", "json", "src")

    assert [found["fixable"] for found in run.json["findings"]] == [True, False]
