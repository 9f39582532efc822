"""Readiness as the blueprint alone shows it: met, partly met, unmet, or not applicable with a reason."""

import pytest

from blueprint_ls.generate.document.readiness import MET, PARTLY, UNMET, WAIVED, Item, readiness
from generate.document.examples import judged
from support import workspace_of

MAIN = 'blueprint "acme-crm" {\n  language = 1\n  summary = "A CRM"\n}\n'
HEALTH = """reliability {
  health {
    liveness = "/health"
    readiness = "/ready"
    readiness_checks = [store.postgres]
  }
}
diagram {
  store postgres { kind = primary_database }
}
"""


def item(source: str, name: str) -> Item:
    """One item of a blueprint."""
    sandbox = workspace_of(MAIN + source)
    return next(found for found in readiness(sandbox.case, sandbox.verdict) if found.id == name)


def test_an_item_rests_on_what_is_stated():
    found = item(HEALTH, "P1")

    assert (found.status, [block.path for block in found.evidence]) == (MET, ["reliability.health"])


def test_an_item_that_lacks_something_is_partly_met_and_says_what():
    found = item('reliability {\n  health {\n    liveness = "/health"\n  }\n}\n', "P1")

    assert found.status == PARTLY
    assert "reliability.health.readiness" in found.lacks


def test_an_item_of_which_nothing_is_stated_is_unmet():
    assert item("", "P1").status == UNMET


def test_a_finding_speaks_against_an_item():
    broken = HEALTH.replace('liveness = "/health"', 'liveness = "health"')

    found = item(broken, "P1")

    assert found.status == PARTLY
    assert found.against


def test_a_load_test_without_a_result_is_not_enough():
    plan = """reliability {
  load_test peak {
    approach = "Steps up to the peak"
    tool = k6
    profile = stress
    target_rate = "600/s"
    max_p99 = "500ms"
    max_error_rate = "1%"
  }
}
"""
    found = item(plan, "P15")

    assert found.status == PARTLY
    assert "reliability.load_test.result" in found.lacks


def test_what_is_said_not_to_apply_is_not_asked_for():
    waived = 'reliability {\n  not_applicable "breaker" {\n    because = "Nothing outside is called"\n  }\n}\n'

    found = item(waived, "P8")

    assert found.status in (WAIVED, UNMET)
    assert not any("breaker" in place.split(".") for place in found.lacks)


@pytest.mark.parametrize("name", ["acme-crm", "event-ingestion", "small-product"])
def test_a_complete_example_is_ready(name):
    case, verdict = judged(name)

    assert {found.id: found.status for found in readiness(case, verdict) if found.status != MET} == {}
