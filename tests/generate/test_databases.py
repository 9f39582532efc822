"""Each primary database gets the transactions and connections that it has, and no other one's."""

from __future__ import annotations

import pytest

from generate.given import faults, filled, stated
from support import Sandbox

DECIDED = """
data {
  decision database {
    choose  = NAME
    because = "The core question of this product is the one that this database was made for"
    accepts = "One more system to learn, with fewer people who know it"
  }
}
"""


def kept_in(database: str, scale: str = "") -> Sandbox:
    return filled(stated(scale=scale) + DECIDED.replace("NAME", database))


@pytest.mark.parametrize(
    ("database", "normalization", "isolation", "retry_on", "claim"),
    [
        ("mysql", "third_normal_form", "read_committed", ("serialization_failure", "deadlock"), "skip_locked"),
        ("mongodb", "document", "snapshot", ("transient_error",), "compare_and_set"),
        ("neo4j", "graph", "read_committed", ("transient_error", "deadlock"), "compare_and_set"),
        ("cassandra", "wide_column", "partition", ("unknown_outcome",), "compare_and_set"),
        ("scylladb", "wide_column", "partition", ("unknown_outcome",), "compare_and_set"),
    ],
)
def test_blocks_fit_the_database(
    database: str, normalization: str, isolation: str, retry_on: tuple[str, ...], claim: str
):
    sandbox = kept_in(database)
    blueprint = sandbox.case.blueprint

    assert [found.message for found in faults(sandbox)] == []
    assert blueprint.value("data.schema.normalization") == normalization
    assert blueprint.value("data.transaction.isolation") == isolation
    assert blueprint.value("data.transaction.retry_on") == retry_on
    assert blueprint.value("async.outbox.claim") == claim
    assert ("idle_in_transaction_timeout" in sandbox.text()) is (database == "mysql")


@pytest.mark.parametrize("database", ["mongodb", "neo4j", "scylladb"])
def test_no_pooler_stands_where_none_can(database: str):
    sandbox = kept_in(database, "concurrent_users = 200000")

    assert [found.message for found in faults(sandbox)] == []
    assert sandbox.case.blueprint.value("data.connections.pooler") == "none"


def test_a_team_that_nobody_stated_can_run_what_was_chosen():
    assert kept_in("cassandra").case.blueprint.value("overview.team.engineers") > 6


def test_a_blueprint_from_nothing_says_what_gives_way_first():
    (projection,) = filled(stated()).case.blueprint.sections["overview"].blocks("projection")

    assert projection.label == "in 12 months"
    assert projection.get("requests_per_second") == 1200
    assert "processors become 8" in projection.get("gives_way")
