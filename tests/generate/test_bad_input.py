"""Numbers that cannot be meant, and requirements that no design satisfies."""

import pytest

from generate.given import designed, faults, filled, stated

IMPOSSIBLE = ["0", "-1", "-1000000000000000", "1000000000000000", "1000000000000000000", "0.5", '"many"', "null", "[]"]
FIELDS = ["concurrent_users", "requests_per_second", "jobs_per_minute", "tenants", "data_volume", "growth", "reads"]


@pytest.mark.parametrize("value", IMPOSSIBLE)
@pytest.mark.parametrize("field", FIELDS)
def test_an_impossible_scale_crashes_nothing(field: str, value: str):
    design = designed(stated(scale=f"{field} = {value}"))

    assert design.capacity.front.replicas >= 1
    assert design.capacity.limit > design.capacity.reserved
    assert design.bill.lines


@pytest.mark.parametrize("value", IMPOSSIBLE)
@pytest.mark.parametrize(
    "place",
    [
        "data {{\n  connections {{\n    limit = {}\n  }}\n}}\n",
        "data {{\n  connections {{\n    limit = 100\n    reserved = {}\n  }}\n}}\n",
        "deployment {{\n  scaling {{\n    min = {0}\n    max = {0}\n    replica_throughput = {0}\n  }}\n}}\n",
        "deployment {{\n  release {{\n    surge = {}\n  }}\n}}\n",
        "reliability {{\n  pool_sizing main {{\n    queries_per_request = {0}\n    mean_query = {0}\n  }}\n}}\n",
        "overview {{\n  team {{\n    engineers = {0}\n    operations = {0}\n    on_call = {0}\n  }}\n}}\n",
        "overview {{\n  budget {{\n    monthly = {}\n  }}\n}}\n",
        "overview {{\n  availability {{\n    target = {0}\n    recovery_time = {0}\n  }}\n}}\n",
    ],
)
def test_an_impossible_number_elsewhere_crashes_nothing(place: str, value: str):
    designed(stated() + "\n" + place.format(value))


@pytest.mark.parametrize("value", ["0", "-4", "1000000000000000"])
def test_an_impossible_number_is_all_that_is_reported(value: str):
    left = faults(filled(stated(scale=f"concurrent_users = {value}")))

    assert {found.subject for found in left} == {"overview.scale.concurrent_users"}


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        (
            stated(scale="requests_per_second = 100000", budget='monthly = "300 USD"'),
            "impossible-requirements",
            "budget",
        ),
        (
            stated(scale='data_volume = "900TB"', budget='monthly = "4000 USD"'),
            "impossible-requirements",
            "data_volume",
        ),
        (stated(budget='monthly = "40 USD"'), "over-budget", "budget"),
        (
            stated(more='  availability {\n    target = "99.999%"\n  }')
            + "\ndeployment {\n  scaling {\n    min = 1\n    max = 1\n  }\n}\n",
            "availability-promise",
            "promise less",
        ),
        (stated(more='  availability {\n    target = "100%"\n  }'), "availability-promise", "promise"),
        (
            stated(team="engineers = 1", more='  availability {\n    target = "99.99%"\n    recovery_time = "1d"\n  }'),
            "recovery-against-availability",
            "promise less",
        ),
    ],
)
def test_what_no_design_satisfies_is_said_with_what_must_yield(text: str, rule: str, words: str):
    found = [finding for finding in faults(filled(text)) if finding.rule == rule]

    assert found
    assert words in found[0].message
