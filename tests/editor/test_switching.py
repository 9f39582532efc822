"""A decision switched with all that follows, and assumptions confirmed by the block, the section and the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from blueprint_ls.editor.refactorings import confirmations
from blueprint_ls.editor.switching import switch, switches
from blueprint_ls.fixes import Edit
from blueprint_ls.knowledge.load import load
from blueprint_ls.language.model import Blueprint
from generate.given import faults, full
from support import Sandbox, workspace_of

DATA = """data {
  decision orm {
    choose  = prisma
    because = "Generated types keep six mid-level engineers honest about the schema"
    accepts = "A generation step after every schema change"
  }

  decision migrations {
    choose  = prisma_migrate
    because = "The schema file that types the queries writes the migrations"
    accepts = "Going back is a further migration"
  }
}
"""


def _switched(text: str, decision: str, option: str) -> Sandbox:
    sandbox = workspace_of(text)
    edits: dict[Path, list[Edit]] = {}
    for change in switch(sandbox.case, decision, option):
        edits.setdefault(change.edit.path, []).append(change.edit)
    sandbox.make(edits)
    sandbox.workspace.refresh()
    return sandbox


def _titles(text: str, marked: str) -> list[str]:
    case = workspace_of(text).case
    document = case.blueprint.documents[0]
    return [found.title for found in switches(case, document, text.encode().index(marked.encode()))]


@pytest.mark.parametrize("marked", ["decision orm", "orm {", "choose  = prisma\n", "prisma\n"])
def test_every_other_option_is_offered_on_the_header_and_on_the_choice(marked: str):
    titles = _titles(DATA, marked)

    assert len(titles) == len(load().vocabulary.decisions["orm"].options) - 1
    assert not any(title.startswith("Switch `orm` to Prisma") for title in titles)


@pytest.mark.parametrize("marked", ["because", "accepts", "data {"])
def test_elsewhere_nothing_is_offered(marked: str):
    assert _titles(DATA, marked) == []


def test_the_title_names_the_decisions_that_go_along():
    (drizzle,) = (title for title in _titles(DATA, "prisma\n") if "Drizzle" in title)

    assert drizzle.endswith("(with migrations)")


def test_a_switch_keeps_the_former_choice_among_the_rejected_ones():
    blueprint = _switched(DATA, "orm", "drizzle").case.blueprint
    orm, migrations = blueprint.at("data.decision.orm"), blueprint.at("data.decision.migrations")

    assert orm
    assert migrations
    assert (orm.get("choose"), orm.get("over"), orm.get("assumed")) == ("drizzle", ("prisma",), True)
    assert (migrations.get("choose"), migrations.get("over")) == ("drizzle_kit", ("prisma_migrate",))
    assert "Prisma" not in orm.get("because")


def test_an_option_that_excludes_takes_the_excluded_along():
    text = DATA + "\nasync {\n  decision queue {\n    choose = pg_boss\n  }\n}\n"
    blueprint = _switched(
        text.replace("data {\n", "data {\n  decision database {\n    choose = postgres\n  }\n\n", 1),
        "database",
        "mongodb",
    ).case.blueprint

    assert blueprint.choice("orm") == "mongoose"
    assert blueprint.choice("queue") != "pg_boss"


@pytest.mark.parametrize(
    ("decision", "option"),
    [
        ("framework", "fastify"),
        ("orm", "drizzle"),
        ("queue", "rabbitmq"),
        ("orchestrator", "kubernetes"),
        ("authentication", "jwt"),
        ("release", "blue_green"),
        ("hosting", "gcp"),
        ("package_manager", "pnpm"),
    ],
)
def test_what_follows_leaves_a_complete_blueprint_without_errors(decision: str, option: str):
    sandbox = _switched(full(), decision, option)

    assert sandbox.case.blueprint.choice(decision) == option
    assert [found.message for found in faults(sandbox)] == []


def test_values_that_hang_on_the_choice_follow():
    before = workspace_of(full()).case.blueprint
    after = _switched(full(), "framework", "fastify").case.blueprint

    def least(blueprint: Blueprint) -> int:
        return next(block.get("min") for block in blueprint.sections["deployment"].blocks("scaling"))

    assert least(after) < least(before)
    assert after.value("overview.cost.total").amount < before.value("overview.cost.total").amount


def test_what_a_person_wrote_stays_as_it_is():
    text = full().replace('replica_throughput = "110/s"', 'replica_throughput = "95/s"')
    after = _switched(text, "framework", "fastify")

    assert 'replica_throughput = "95/s"' in after.text()


def test_an_unknown_switch_changes_nothing():
    assert switch(workspace_of(DATA).case, "orm", "unheard_of") == []
    assert switch(workspace_of(DATA).case, "queue", "bullmq") == []


ASSUMED = """overview {
  goal "a" {
    success = "Nine in ten"
    assumed = true
  }

  goal "b" {
    success = "Eight in ten"
    assumed = true
  }
}

data {
  tenancy {
    key     = tenantId
    assumed = true
  }
}
"""


def test_assumptions_are_confirmed_in_a_block_a_section_and_a_file():
    sandbox = workspace_of(ASSUMED)
    document = sandbox.case.blueprint.documents[0]
    offered = dict(confirmations(document, ASSUMED.index("Nine")))

    assert list(offered) == [
        "Confirm what is assumed in `goal a`",
        "Confirm everything assumed in section `overview` (2)",
        "Confirm everything assumed in this file (3)",
    ]
    sandbox.make({document.path: list(offered["Confirm everything assumed in section `overview` (2)"])})
    assert sandbox.text().count("assumed") == 1
    assert "tenantId\n    assumed" in sandbox.text()


def test_nothing_is_confirmed_where_nothing_is_assumed():
    document = workspace_of(DATA).case.blueprint.documents[0]

    assert list(confirmations(document, 30)) == []
