"""`blueprint check --assumptions`: what nobody has confirmed, listed for people and for programs."""

from __future__ import annotations

import pytest

ASSUMED = """\
data {
  tenancy {
    key     = tenantId
    enforce = [query_filter]
    assumed = true
  }
}
"""


def test_a_line_for_each_with_place_block_and_what_was_assumed(project):
    project.write({"main.blueprint": ASSUMED})

    run = project.run("check", "--assumptions")

    first, last = run.out.splitlines()
    assert first == "main.blueprint:2:3: data.tenancy: key = tenantId, enforce = [query_filter]"
    assert last.startswith("1 assumption: take `assumed = true` out")
    assert run.code == 0


def test_where_nothing_is_assumed_that_is_said(faulty):
    run = faulty.run("check", "--assumptions")

    assert (run.code, run.out) == (0, "Nothing is assumed\n")


def test_for_programs(project):
    project.write({"main.blueprint": ASSUMED})

    answer = project.run("check", "--assumptions", "--format", "json").json

    assert answer == {
        "version": 1,
        "assumptions": [
            {
                "path": "main.blueprint",
                "start": {"line": 2, "column": 3},
                "end": {"line": 6, "column": 4},
                "block": "data.tenancy",
                "values": {"key": "tenantId", "enforce": "[query_filter]"},
            }
        ],
        "summary": {"assumed": 1},
    }


def test_the_report_counts_them_and_says_how_to_list_them(project):
    project.write({"main.blueprint": ASSUMED})

    assert "1 assumption to confirm: `blueprint check --assumptions` lists them" in project.run("check").out
    assert project.run("check", "--format", "json").json["summary"]["assumed"] == 1


def test_only_the_files_that_were_named_count(project):
    project.write({"main.blueprint": ASSUMED, "ops.blueprint": "deployment {\n}\n"})

    assert project.run("check", "ops.blueprint", "--assumptions").out == "Nothing is assumed\n"


@pytest.mark.parametrize("more", [["--fix"], ["--baseline", "known.json"]])
def test_a_list_mends_nothing(faulty, more):
    run = faulty.run("check", "--assumptions", *more)

    assert run.code == 2
    assert "`--assumptions` only lists" in run.err
