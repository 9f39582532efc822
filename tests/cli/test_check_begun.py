"""`blueprint check` on a blueprint that is merely begun: what the code shows first, what is unstated in one line."""

from __future__ import annotations

import pytest

from cli.crm import FILES

LEAST = """\
blueprint "crm" {
  language = 1
}

data {
  tenancy {
    key    = organizationId
    roots  = [Organization]
    shared = [Plan]
  }
}
"""


@pytest.fixture
def crm(project, tmp_path):
    project.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    schema = FILES["schema.prisma"] + "\nmodel Plan {\n  id String @id\n}\n"
    return project.write({**FILES, "schema.prisma": schema, "main.blueprint": LEAST})


def test_what_a_begun_blueprint_lacks_is_one_line(crm):
    run = crm.run("check")
    listed = [line for line in run.out.splitlines() if ": warning " in line or ": error " in line]

    assert listed
    assert all(line.startswith("src/") for line in listed)
    assert "what the blueprint does not state yet: 14 sections, " in run.out
    assert "`blueprint check main.blueprint` lists them" in run.out


def test_programs_hear_of_all_that_is_missing(crm):
    rules = [found["rule"] for found in crm.run("check", "--format", "json").json["findings"]]

    assert rules.count("missing-section") == 14
    assert "unresolved-reference" not in rules


def test_the_blueprint_alone_lists_them(crm):
    run = crm.run("check", "main.blueprint")

    assert run.out.count("warning missing-section") == 14
    assert "does not state yet" not in run.out


def test_the_code_alone_decides_where_asked(crm):
    run = crm.run("check", "--code")

    assert run.code == 1
    assert "src/deals.ts" in run.out
    assert "does not state yet" not in run.out
    assert crm.run("check", "--code", "--format", "json").json["findings"] == [
        found for found in crm.run("check", "--format", "json").json["findings"] if found["path"] != "main.blueprint"
    ]


def test_clean_code_passes_beside_a_begun_blueprint(project):
    project.write({"main.blueprint": LEAST.replace("    shared = [Plan]\n", ""), "src/sum.ts": "export const a = 1;\n"})

    assert project.run("check").code == 1
    assert project.run("check", "--code").code == 0


def test_code_alone_cannot_be_mended(crm):
    run = crm.run("check", "--code", "--fix")

    assert run.code == 2
    assert "`--code` only reports" in run.err


def test_a_name_that_no_model_has_is_told(crm):
    crm.write({"main.blueprint": LEAST.replace("[Plan]", "[Plane]")})

    (found,) = [one for one in crm.run("check", "--format", "json").json["findings"] if one["rule"] == "unknown-model"]
    assert found["path"] == "main.blueprint"
    assert "`Plane`" in found["message"]
