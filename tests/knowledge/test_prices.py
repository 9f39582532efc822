"""The price table: dated, sourced where it says so, and a team's own figures in the place of ours."""

import math
from datetime import date

import pytest

from blueprint_ls.generate.design import design
from blueprint_ls.generate.prices import held_in, offers
from blueprint_ls.knowledge.load import load
from support import Sandbox, workspace_of

MAIN = """blueprint "acme-crm" {
  language = 1
  summary = "A CRM"
}
overview {
  scale { requests_per_second = 600 }
}
data {
  decision hosting { choose = aws }
}
"""
OWN = "../.blueprint/rules/prices.yaml"


def own(table: str) -> Sandbox:
    """A blueprint beside a table of its team's."""
    return workspace_of({"main.blueprint": MAIN, OWN: table})


def line(sandbox: Sandbox, label: str) -> str:
    """How a line of the estimate was reckoned."""
    return next(found.basis for found in design(sandbox.case.blueprint).bill.lines if found.label == label)


def faults(sandbox: Sandbox) -> list[tuple[str, int]]:
    """What is wrong with the table, each with its line."""
    return [(found.message, found.data["line"]) for found in sandbox.findings("faulty-page")]


def test_every_provider_has_every_figure():
    figures = [frozenset(found.each) for found in offers().values()]

    assert len(set(figures)) == 1
    assert all(math.isfinite(value) and value >= 0 for found in offers().values() for value in found.each.values())


def test_every_provider_is_an_option_of_the_decision():
    assert set(offers()) == set(load().vocabulary.decisions["hosting"].options)


def test_sources_name_figures_of_the_table_by_address_and_say_when_and_by_whom_they_were_read():
    held = held_in(None)

    for source in held["sources"]:
        provider = held["hosting"][source["provider"]] if "provider" in source else {}
        assert source["figure"] in {**held["common"], **provider}, source
        assert source["url"].startswith("https://")
        assert source["own"] is True or source["by"]
        assert date.fromisoformat(str(source["read"])) <= date.fromisoformat(str(held["checked"]))


def test_every_figure_has_a_source_or_is_called_an_estimate_with_its_reason():
    held = held_in(None)
    sourced = {(one.get("provider"), one["figure"]) for one in held["sources"]}
    estimated = {(one.get("provider"), name) for one in held["estimates"] for name in one["figures"] if one["because"]}
    every = {(name, figure) for name, figures in held["hosting"].items() for figure in figures}

    assert sourced | estimated == every | {(None, figure) for figure in held["common"]}
    assert not sourced & estimated


def test_a_teams_figure_has_no_source_of_ours():
    sandbox = own("hosting:\n  aws:\n    cpu: 20\n  on_premises:\n    zone: 1\n")
    held = held_in(sandbox.case.blueprint.folder)

    assert not [one for one in held["sources"] if (one.get("provider"), one["figure"]) == ("aws", "cpu")]
    (there,) = [one for one in held["estimates"] if one.get("provider") == "on_premises"]
    assert "zone" not in there["figures"]
    assert "cpu" in there["figures"]


def test_a_teams_figure_takes_the_place_of_ours():
    sandbox = own('checked: "2026-10-01"\nhosting:\n  aws:\n    db_cpu: 100\n')

    assert "at 100 USD" in line(sandbox, "Primary database")
    assert "at 38 USD" in line(sandbox, "Application compute")
    assert design(sandbox.case.blueprint).bill.checked == "2026-10-01"
    assert faults(sandbox) == []


def test_a_changed_table_is_read_again():
    sandbox = own("common:\n  seat: 9\n")
    assert "at 9 USD" in line(sandbox, "CI")

    sandbox.write({OWN: "common:\n  seat: 12\n"})
    assert "at 12 USD" in line(sandbox, "CI")


@pytest.mark.parametrize(
    ("table", "message", "at"),
    [
        (
            "hosting:\n  aws:\n    cpu: lots\n",
            "`cpu` of `hosting.aws` must be a number of dollars a month, not `lots`",
            3,
        ),
        ("hosting:\n  aws:\n    cpu: -1\n", "`cpu` of `hosting.aws` must be a number of dollars a month, not `-1`", 3),
        ("hosting:\n  aws:\n    gpu: 1\n", "`hosting.aws` has no figure `gpu`: did you mean `cpu`?", 3),
        ("comon:\n  seat: 3\n", "The price table has no key `comon`: did you mean `common`?", 1),
        ("common: 3\n", "Expected `common` to be a table of figures", 1),
        ("- 3\n", "Expected a table with `checked`, `common` and `hosting`", 1),
        ("common: {\n", "Faulty YAML", 2),
    ],
)
def test_a_faulty_figure_is_named_with_its_line_and_ours_holds(table, message, at):
    sandbox = own(table)

    ((told, where),) = faults(sandbox)
    assert told.startswith(message)
    assert where == at
    assert "at 38 USD" in line(sandbox, "Application compute")
