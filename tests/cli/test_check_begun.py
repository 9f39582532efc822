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
    return project.write({**FILES, "main.blueprint": LEAST})


def test_what_a_begun_blueprint_lacks_is_one_line(crm):
    run = crm.run("check")
    listed = [line for line in run.out.splitlines() if ": warning " in line or ": error " in line]

    assert listed and all(line.startswith("src/") for line in listed)
    assert "what the blueprint does not state yet: 14 sections, " in run.out


def test_programs_hear_of_all_that_is_missing(crm):
    rules = [found["rule"] for found in crm.run("check", "--format", "json").json["findings"]]

    assert rules.count("missing-section") == 14
    assert "unresolved-reference" not in rules


def test_the_last_missing_parts_are_listed(project):
    project.write({"main.blueprint": 'blueprint "crm" {\n  language = 1\n}\n'})
    project.run("check", "--fix", "--assume")
    text = (project.folder / "main.blueprint").read_text()
    start = text.index("\ntesting {")
    (project.folder / "main.blueprint").write_text(text[:start] + text[text.index("\n}\n", start) + 3 :])

    run = project.run("check")

    assert "missing-section: Section 10, `testing`, is missing" in run.out
    assert "does not state yet" not in run.out
