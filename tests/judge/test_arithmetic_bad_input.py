"""Impossible numbers: one clear finding at the cause, no crash, no cascade behind it."""

import pytest

from blueprint_ls.judge.checks.plausible import absurdity
from blueprint_ls.language.values import parse
from support import findings, messages, rules_of

ARITHMETIC = (
    "request-capacity",
    "job-capacity",
    "growth-headroom",
    "connections-exceeded",
    "pool-too-small",
    "rate-limit-refuses-load",
    "load-test-below-scale",
    "impossible-requirements",
    "queue-rates-short",
)
SYSTEM = """
overview {{
  scale {{
    concurrent_users = {users}
    requests_per_second = {requests}
    data_volume = "{volume}"
    jobs_per_minute = {jobs}
    tenants = {tenants}
    largest_tenant = "{largest}"
    growth = "{growth}"
  }}
  budget {{ monthly = "3000 USD" }}
  availability {{
    target = "{target}"
    recovery_time = "{recovery}"
  }}
}}
diagram {{
  service api {{}}
  service worker {{ kind = worker }}
}}
security {{
  rate_limit t {{
    limit = "2400/min"
    per = [tenant]
  }}
}}
data {{
  connections {{
    limit = {limit}
    reserved = 0
  }}
  pool api {{
    service = service.api
    size = 10
  }}
}}
async {{
  queue emails {{
    worker = service.worker
    peak_rate = "3000/min"
    mean_duration = "{mean}"
    concurrency = 20
  }}
}}
deployment {{
  scaling {{
    service = service.api
    min = 2
    max = {most}
    replica_throughput = "{each}"
  }}
}}
reliability {{
  load_test x {{ target_rate = "600/s" }}
}}
"""
GOOD = {
    "users": "10000",
    "requests": "600",
    "volume": "300GB",
    "jobs": "3000",
    "tenants": "1200",
    "largest": "6%",
    "growth": "3x/year",
    "target": "99.9%",
    "recovery": "4h",
    "limit": "400",
    "mean": "400ms",
    "most": "18",
    "each": "70/s",
}


def _arithmetic(text: str) -> set[str]:
    return {rule for rule in rules_of(text) if rule in ARITHMETIC}


def test_the_system_itself_is_fine():
    assert _arithmetic(SYSTEM.format(**GOOD)) == set()
    assert not findings(SYSTEM.format(**GOOD), "impossible-value")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("users", "1000000000000000", "more than there are people on Earth"),
        ("requests", "0", "nobody calls"),
        ("requests", "1000000000000000", "check the zeros"),
        ("volume", "0GB", "nothing at all"),
        ("volume", "5000000000TB", "check the unit"),
        ("jobs", "1000000000000000", "check the zeros"),
        ("tenants", "1000000000000000", "more than there are companies"),
        ("largest", "300%", "more than the whole"),
        ("growth", "0x/year", "leaves nothing"),
        ("target", "999%", "more than the whole"),
        ("recovery", "0s", "no time at all"),
        ("recovery", "40000d", "longer than a century"),
        ("limit", "1000000000000000", "more connections than any server opens"),
        ("most", "1000000000000000", "more replicas than any cluster runs"),
        ("each", "0/s", "would let nothing through"),
        ("mean", "0ms", "no time at all"),
    ],
)
def test_an_absurd_figure_is_said_once_and_reckoned_with_nowhere(name: str, value: str, words: str):
    text = SYSTEM.format(**(GOOD | {name: value}))
    (message,) = messages(text, "impossible-value")

    assert words in message
    assert _arithmetic(text) == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("users", "-5"),
        ("requests", "-1"),
        ("tenants", "0"),
        ("tenants", "-3"),
        ("limit", "0"),
        ("limit", "-400"),
        ("most", "0"),
        ("most", "-2"),
        ("volume", "-3GB"),
        ("growth", "-3x/year"),
        ("mean", "-1s"),
        ("each", "70 each second"),
        ("target", "99.9"),
        ("requests", "1e400"),
        ("requests", "1e18"),
    ],
)
def test_negative_and_malformed_figures_have_one_cause(name: str, value: str):
    text = SYSTEM.format(**(GOOD | {name: value}))

    assert _arithmetic(text) == set()
    assert (
        len(
            [
                rule
                for rule in rules_of(text)
                if rule in ("out-of-range", "wrong-type", "impossible-value", "syntax-error")
            ]
        )
        == 1
    )


@pytest.mark.parametrize(
    "value",
    ['"5 EUR"', '"5s"', '"5%"', '"5/s"', "5", "[5]", "true", "null", '""', '"3x/year"', '"1e9"', "{ a = 1 }", "five"],
)
@pytest.mark.parametrize("name", ["requests_per_second", "data_volume", "growth", "largest_tenant", "tenants"])
def test_mixed_units_crash_nothing(name: str, value: str):
    findings(f"overview {{\n  scale {{\n    {name} = {value}\n  }}\n  budget {{ monthly = {value} }}\n}}\n")


def test_an_entity_field_may_be_as_large_as_it_likes():
    assert not findings(
        "data {\n  entity Deal {\n    field amount {\n      type = bigint\n      max = 999999999999\n    }\n  }\n}\n",
        "impossible-value",
    )


def test_zero_means_something_for_some_durations():
    assert absurdity("alert", "for", parse("duration", "0s")) is None
    assert absurdity("timeout", "request", parse("duration", "0s")) is not None


# 50 000 GB × 0.02 + 20 000 × 0.004 = 1000 + 80
@pytest.mark.parametrize(("budget", "fires"), [("1080 USD", False), ("1079 USD", True)])
def test_a_budget_below_the_floor_names_what_must_yield(budget: str, fires: bool):
    text = f"""
overview {{
  scale {{
    requests_per_second = 20000
    data_volume = "50TB"
  }}
  budget {{ monthly = "{budget}" }}
}}
"""
    found = messages(text, "impossible-requirements")

    assert bool(found) is fires
    assert not found or "either the budget yields, or `data_volume`" in found[0]


@pytest.mark.parametrize(("share", "fires"), [("10%", False), ("9%", True)])
def test_the_largest_tenant_is_at_least_the_average(share: str, fires: bool):
    text = f'overview {{\n  scale {{\n    tenants = 10\n    largest_tenant = "{share}"\n  }}\n}}\n'

    assert bool(findings(text, "impossible-requirements")) is fires


def test_nothing_lost_and_restored_from_backups_cannot_both_be():
    text = """
overview {
  availability { recovery_point = "0s" }
}
reliability {
  disaster_recovery { strategy = backup_restore }
}
"""
    assert "allow some seconds" in messages(text, "impossible-requirements")[0]
    assert not findings(text.replace("backup_restore", "active_active"), "impossible-requirements")


def test_a_later_load_is_not_smaller_while_it_grows():
    text = """
overview {
  scale {
    tenants = 100
    growth = "GROWTH"
  }
  projection "next year" {
    date = "2027-11-22"
    tenants = 99
  }
}
"""
    assert findings(text.replace("GROWTH", "2x/year"), "impossible-requirements")
    assert not findings(text.replace("GROWTH", "0.5x/year"), "impossible-requirements")


def test_a_decision_in_a_foreign_section_crashes_nothing():
    assert rules_of('diagram {\n  decision orm {\n    choose = 5\n    review = "soon"\n    over = "x"\n  }\n}\n')
