"""The judge of code as a whole: which blueprint governs, what stays the same, and what survives bad input."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from blueprint_ls.codebase.cache import Cache
from blueprint_ls.judge.code import registry
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.finding import Finding
from judge.code.repository import IMPORT, SCHEMA, Code, blueprint, crm

BY_ID = "export async function close(id: string) {\n  await prisma.deal.update({ where: { id }, data: {} });\n}\n"


def _places(code: Code) -> list[str]:
    return [found.path.relative_to(code.root).as_posix() for found in code.findings("tenant-scope")]


def _prints(code: Code) -> list[str]:
    return [one.fingerprint for one in code.judge().judged]


# ------------------------------------------------------------------------------------------------------- governing


def test_the_nearest_blueprint_governs_a_file(tmp_path: Path):
    quiet = blueprint(rules="rules {\n    tenant-scope { severity = off }\n  }")
    code = crm(tmp_path, BY_ID).write({"apps/a/main.blueprint": quiet, "apps/a/deals.ts": IMPORT + BY_ID})

    assert _places(code) == ["src/deals.ts"]


def test_covers_says_what_a_blueprint_governs(tmp_path: Path):
    code = crm(tmp_path, BY_ID)
    code.write({"apps/deals.ts": IMPORT + BY_ID})
    text = (tmp_path / "main.blueprint").read_text().replace("language = 1", 'language = 1\n  covers = ["apps/**"]')
    code.write({"main.blueprint": text})

    assert _places(code) == ["apps/deals.ts"]


def test_what_no_blueprint_governs_is_judged_by_what_the_schema_suggests(tmp_path: Path):
    carriers = "".join(
        f"\nmodel Item{at} {{\n  id String @id\n  organizationId String\n"
        "  organization Organization @relation(fields: [organizationId], references: [id])\n}\n"
        for at in range(4)
    )
    code = Code(tmp_path).write(
        {
            "schema.prisma": SCHEMA + carriers,
            "apps/a/main.blueprint": blueprint(),
            "apps/a/deals.ts": IMPORT + BY_ID,
            "apps/b/deals.ts": IMPORT + BY_ID,
        }
    )

    assert _places(code) == ["apps/a/deals.ts", "apps/b/deals.ts"]


# ---------------------------------------------------------------------------------------------------- fingerprints


def test_a_fingerprint_survives_moving_lines_and_changes_around(tmp_path: Path):
    before = _prints(crm(tmp_path, BY_ID))
    moved = f"// Deals are closed by hand.\n\nexport const one = 1;\n\n{BY_ID}\nexport const two = 2;\n"
    laid_out = BY_ID.replace("{ where: { id }, data: {} }", "{\n    where: { id },\n    data: {},\n  }")

    assert _prints(crm(tmp_path, moved)) == before
    assert _prints(crm(tmp_path, laid_out.replace(",\n  }", " }").replace("{\n    where", "{ where"))) != []


def test_a_fingerprint_changes_with_the_function_and_with_the_query(tmp_path: Path):
    before = _prints(crm(tmp_path, BY_ID))

    assert _prints(crm(tmp_path, BY_ID.replace("close", "reopen"))) != before
    assert _prints(crm(tmp_path, BY_ID.replace("data: {}", "data: { stage: 'won' }"))) != before


def test_two_findings_alike_have_two_fingerprints(tmp_path: Path):
    twice = BY_ID.replace("}\n", "", 1) if BY_ID.startswith("}") else BY_ID
    line = "  await prisma.deal.update({ where: { id }, data: {} });\n"
    prints = _prints(crm(tmp_path, twice.replace(line, line * 2)))

    assert len(prints) == len(set(prints)) == 2


# ------------------------------------------------------------------------------------------------------- bad input


def test_the_verdict_is_the_same_every_time_with_and_without_a_cache(tmp_path: Path):
    code = crm(tmp_path / "crm", BY_ID + BY_ID.replace("close", "reopen"))
    first = code.judge()

    assert code.judge() == first
    for _ in range(2):
        cache = Cache(tmp_path / "cache")
        assert code.judge(cache) == first
        cache.close()


def test_a_check_that_fails_is_said_and_the_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(case: CodeCase) -> Iterator[Finding]:
        raise ValueError("nobody expected this")
        yield

    monkeypatch.setattr(registry, "code_checks", registry.code_checks)
    registry.code_checks.insert(0, broken)
    try:
        verdict = crm(tmp_path, BY_ID).judge()
    finally:
        registry.code_checks.remove(broken)

    assert [found.rule for found in verdict.findings] == ["tenant-scope"]
    assert verdict.not_analysed == ((".", "`broken` was not judged to its end: ValueError: nobody expected this"),)


def test_what_does_not_parse_is_said_and_the_rest_is_judged(tmp_path: Path):
    code = crm(tmp_path, BY_ID)
    code.write(
        {"src/broken.ts": "export function ( {{{ prisma.deal.findMany(", "src/binary.ts": b"\0\1\2prisma.deal.findMany"}
    )
    verdict = code.judge()

    assert [found.path.name for found in verdict.findings] == ["deals.ts"]
    assert {"src/broken.ts", "src/binary.ts"} <= {path for path, _ in verdict.not_analysed}


def test_a_schema_with_errors_is_said(tmp_path: Path):
    code = crm(tmp_path, BY_ID).write({"schema.prisma": SCHEMA + "\nmodel {{{\n  broken @@@\n"})
    verdict = code.judge()

    assert [found.rule for found in verdict.findings] == ["tenant-scope"]


def test_an_empty_repository_has_nothing_to_say(tmp_path: Path):
    verdict = Code(tmp_path).judge()

    assert verdict.judged == ()
    assert verdict.believed is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_said(tmp_path: Path):
    code = crm(tmp_path, BY_ID).write({"src/closed.ts": BY_ID})
    (tmp_path / "src/closed.ts").chmod(0)

    assert "src/closed.ts" in {path for path, _ in code.judge().not_analysed}
