"""Rate limits of a generated project: counted for whom the blueprint says, at the endpoints that it names."""

from __future__ import annotations

import pytest

from blueprint_ls.generate.scaffold.entities import entities
from blueprint_ls.generate.scaffold.limits import Limit, Limits, limits
from support import workspace_of

BLUEPRINT = """
blueprint "x" {
  language = 1
}

api {
  endpoint "POST /imports" { rate_limit = rate_limit.own }
}

security {
  rate_limit own {
    limit = "60/min"
    per   = [PER]
    MORE
  }
}

data {
  tenancy {
    key   = tenantId
    roots = [Organization]
  }

  entity Organization {
    field plan { type = enum(free, team) }
  }
}
"""


def stated(per: str, *more: str) -> Limits:
    """The limits of a blueprint with one of its own."""
    case = workspace_of(BLUEPRINT.replace("PER", per).replace("MORE", "\n    ".join(more))).case
    return limits(case.blueprint, "/api/v1", entities(case.blueprint)["Organization"])


def own(per: str, *more: str) -> Limit:
    return next(one for one in stated(per, *more).all if one.name == "own")


@pytest.mark.parametrize(
    ("per", "key", "expected"),
    [
        ("tenant, user", "tenant:{tenantId}:user:{userId}", "tenant:{tenantId}:user:{userId}"),
        ("ip", "limit:{ip}", "limit:{address}"),
        ("tenant, user", "tenant:{tenantId}", "tenant:{tenantId}:user:{userId}:ratelimit"),
        ("tenant, endpoint", "", "tenant:{tenantId}:{endpoint}:ratelimit"),
    ],
)
def test_a_key_tells_apart_all_that_is_counted(per: str, key: str, expected: str):
    assert own(per, f'key = "{key}"').key == expected


def test_a_limit_counts_the_endpoints_that_it_names_and_those_that_name_it():
    listed = own("tenant", 'applies_to = [endpoint["POST /deals/{id}/close"]]')

    assert listed.endpoints == ("POST /api/v1/deals/:id/close", "POST /api/v1/imports")


def test_limits_by_address_come_before_anybody_has_proven_who_they_are():
    found = stated("ip, endpoint")

    assert [one.name for one in found.addresses] == ["own", "per_address"]
    assert [one.name for one in found.callers] == ["per_tenant"]


def test_the_usual_limits_stand_where_the_blueprint_states_none_of_the_kind():
    assert [one.name for one in stated("tenant").all] == ["per_address", "own"]


def test_a_plan_has_its_own_rate_where_tenants_have_plans():
    paid = stated("tenant", 'plans = { free = "60/min", team = "600/min" }')
    unknown = stated("tenant", 'plans = { gold = "600/min" }')

    assert paid.callers[0].plans == (("free", 1), ("team", 10))
    assert paid.plan is not None
    assert unknown.plan is None


@pytest.mark.parametrize(("stated_", "closed"), [("closed", True), ("open", False)])
def test_a_limit_is_closed_where_the_blueprint_says_so(stated_: str, closed: bool):
    assert own("tenant", f"on_store_failure = {stated_}").closed is closed
