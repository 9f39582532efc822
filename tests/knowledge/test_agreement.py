"""Pages of a team's own that disagree with the built-in ones are named, and the rest goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from blueprint_ls.generate.choices import Choices
from blueprint_ls.generate.people import team
from blueprint_ls.generate.scale import scale
from blueprint_ls.generate.stated import Stated
from blueprint_ls.knowledge.load import Knowledge, data_folder, load_from
from support import workspace_of

OPTION = """\
---
option: {name}
decision: {decision}
title: The team's own
summary: What this team runs.
because: ["It is there"]
accepts: ["Nobody else has it"]
packages: []
{more}
burden: 1
checked: 2026-11-22
sources: []
---
# The team's own
"""
DECISION = """\
---
decision: orm
section: data
title: Data access
question: How does the code reach the database?
summary: The team's own view of it.
default: {default}
required: true
{more}
---
# Data access
"""


def told(folder: Path, text: str) -> list[str]:
    """The faults of a page, each with its line."""
    (folder / "page.md").write_text(text, "utf-8")
    return [f"{problem.line}: {problem.message}" for problem in known(folder).problems]


def known(folder: Path) -> Knowledge:
    return load_from([data_folder("rules"), folder])


def test_a_default_without_a_page_is_named_and_another_one_holds(tmp_path: Path):
    (found,) = told(tmp_path, DECISION.format(default="prsma", more="because: x"))

    assert found == "7: The default `prsma` of `decision orm` has no option page: did you mean `prisma`?"
    orm = known(tmp_path).vocabulary.decisions["orm"]
    assert orm.default in orm.options


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            "implies: [orm.prsma]\nexcludes: []",
            "`implies` names `orm.prsma`, which has no page: did you mean `orm.prisma`?",
        ),
        ("implies: [om.prisma]\nexcludes: []", "`implies` names `om.prisma`, which has no page: did you mean `orm`?"),
        ("implies: []\nexcludes: [queue.nats]", "`excludes` names `queue.nats`, which has no page"),
        ("implies: [orm.prisma]\nexcludes: [orm.prisma]", "implies `orm.prisma` and excludes it: take one out"),
        ("implies: [orm.mongoose]\nexcludes: []", "implies `orm.mongoose`, whose own page excludes it"),
    ],
)
def test_an_option_that_disagrees_with_another_page_is_named(tmp_path: Path, more: str, message: str):
    name = "postgres" if "mongoose" in more else "cockroach"
    (found,) = told(tmp_path, OPTION.format(name=name, decision="database", more=more))

    assert message in found


def test_a_condition_between_others_than_the_options_is_named(tmp_path: Path):
    entry = "{between: [prisma, sqlx], when: Small, measure: overview.scale.tenants, prefers: drizzle, below: 3}"
    found = told(tmp_path, DECISION.format(default="prisma", more=f"distinguish:\n  - {entry}"))

    assert found == [
        "9: `between` names `sqlx`, which is no option",
        "9: `prefers` names `drizzle`, which is not one of prisma and sqlx",
    ]


def test_a_page_that_disagrees_leaves_every_decision_answered(tmp_path: Path):
    told(tmp_path, DECISION.format(default="prsma", more="because: x"))
    sandbox = workspace_of({"main.blueprint": "", ".blueprint/rules/orm.md": (tmp_path / "page.md").read_text("utf-8")})
    stated = Stated(sandbox.case.blueprint)
    choices = Choices(stated, scale(stated), team(stated))

    assert choices["orm"] in sandbox.case.blueprint.vocabulary.decisions["orm"].options
