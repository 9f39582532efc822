"""Money, availability, objectives, limits and load tests: promises against what is stated beside them."""

import pytest

from support import apply_fix, findings, messages


def _bill(total: str, *parts: str, budget: str = "") -> str:
    components = "\n".join(f'    component "part {at}" {{ monthly = "{part}" }}' for at, part in enumerate(parts))
    allowed = f'  budget {{ monthly = "{budget}" }}\n' if budget else ""
    return f'overview {{\n  cost {{\n    total = "{total}"\n{components}\n  }}\n{allowed}}}\n'


def test_a_bill_says_its_sum():
    assert messages(_bill("2000 USD", "900 USD", "950 USD"), "cost-total") == [
        "The components add up to 900 + 950 = 1850 USD, and `total` says 2000 USD: set it to 1850 USD"
    ]


@pytest.mark.parametrize(("total", "fires"), [("0.30 USD", False), ("0.31 USD", True), ("0.29 USD", True)])
def test_cents_add_up(total: str, fires: bool):
    # 0.1 + 0.2 is 0.30000000000000004 to a machine
    assert bool(findings(_bill(total, "0.1 USD", "0.2 USD"), "cost-total")) is fires


def test_the_total_becomes_the_sum():
    assert 'total = "1850.50 USD"' in apply_fix(_bill("2 000 USD", "900.50 USD", "950 USD"), "cost-total")


def test_a_component_without_its_amount_leaves_the_total_alone():
    assert not findings(_bill("2000 USD", "900 USD", "a lot"), "cost-total")


@pytest.mark.parametrize(("budget", "fires"), [("1850 USD", False), ("1849.99 USD", True)])
def test_a_bill_may_use_the_whole_budget(budget: str, fires: bool):
    assert bool(findings(_bill("1850 USD", "1850 USD", budget=budget), "over-budget")) is fires


def test_a_budget_says_by_how_much():
    (message,) = messages(_bill("3400 USD", "2400 USD", "1000 USD", budget="3000 USD"), "over-budget")

    # 400 ÷ 3000 = 13.3 %
    assert message.startswith("The bill of 3400 USD is 400 USD above the budget of 3000 USD, 13.3 % over")
    assert "`component part 0` at 2400 USD" in message


def test_a_budget_of_nothing_divides_nothing():
    assert "5 USD above the budget of 0 USD;" in messages(_bill("5 USD", "5 USD", budget="0 USD"), "over-budget")[0]


def test_two_currencies_are_said_and_never_added():
    text = _bill("1200 USD", "800 EUR", "400 USD", budget="1000 EUR")

    assert len(findings(text, "currency-mismatch")) == 2
    assert not findings(text, "cost-total")
    assert not findings(text, "over-budget")


def test_a_total_in_another_currency_is_one_cause_for_each_amount():
    # total in EUR, both parts in USD: the parts are the strangers
    text = _bill("1300 EUR", "800 USD", "500 USD")

    assert len(findings(text, "currency-mismatch")) == 2
    assert not findings(text, "cost-total")


@pytest.mark.parametrize(("day", "fires"), [("2025-11-22", False), ("2025-11-21", True), ("2026-11-23", True)])
def test_prices_are_of_this_year(day: str, fires: bool):
    assert bool(findings(f'overview {{\n  cost {{ estimated = "{day}" }}\n}}\n', "stale-prices")) is fires


def _promise(target: str, least: int = 2, gateway: str = "99.99%", extra: str = "") -> str:
    return f"""
overview {{
  availability {{ target = "{target}" }}
}}
diagram {{
  gateway alb {{ availability = "{gateway}" }}
  service api {{ uses = [store.postgres, store.redis, external.auth] }}
  store postgres {{
    kind = primary_database
    availability = "99.95%"
  }}
  store redis {{
    kind = cache
    availability = "99%"
  }}
  external auth {{
    critical = false
    availability = "99%"
  }}
}}
deployment {{
  scaling {{ min = {least} }}
}}
{extra}
"""


# 0.9999 × (1 − 0.005²) × 0.9995 = 0.99937503…
@pytest.mark.parametrize(("target", "fires"), [("99.937%", False), ("99.938%", True)])
def test_availability_is_a_product(target: str, fires: bool):
    assert bool(findings(_promise(target), "availability-promise")) is fires


def test_availability_names_every_part_and_the_weakest():
    assert messages(_promise("99.95%"), "availability-promise") == [
        "99.95% is promised, and alb 99.99% × api 99.9975 % (2 replicas) × postgres 99.95% give 99.9375 %: "
        "promise less, or strengthen `postgres`, which gives 99.95 %"
    ]


def test_one_replica_is_one_machine():
    # 0.9999 × 0.995 × 0.9995 = 0.9944
    assert "`api`, which gives 99.5 %" in messages(_promise("99.9%", least=1), "availability-promise")[0]


def test_one_zone_caps_the_promise():
    zone = "deployment {\n  environment prod {\n    data = production\n    zones = 1\n  }\n}\n"

    assert findings({"main.blueprint": _promise("99.9%"), "zone.blueprint": zone}, "availability-promise")
    two = zone.replace("zones = 1", "zones = 2")
    assert not findings({"main.blueprint": _promise("99.9%"), "zone.blueprint": two}, "availability-promise")


def test_a_cache_counts_when_requests_fail_with_it():
    fails = "reliability {\n  cached x {\n    store = store.redis\n    when_down = fail\n  }\n}\n"

    assert findings(_promise("99.9%", extra=fails), "availability-promise")
    assert not findings(_promise("99.9%", extra=fails.replace("fail\n", "read_source\n")), "availability-promise")


def test_a_critical_external_counts():
    assert findings(_promise("99.9%").replace("critical = false", "critical = true"), "availability-promise")


def test_nobody_keeps_a_hundred_percent():
    (message,) = messages(_promise("100%"), "availability-promise")

    assert message.startswith("100 % allows no second of outage")


# 2.0833 % of 720 h = 15 h
@pytest.mark.parametrize(("target", "fires"), [("97.91%", False), ("97.92%", True)])
def test_a_night_without_anybody_is_fifteen_hours(target: str, fires: bool):
    text = f'overview {{\n  team {{ on_call = 0 }}\n  availability {{ target = "{target}" }}\n}}\n'

    assert bool(findings(text, "unstaffed-promise")) is fires
    assert not findings(text.replace("on_call = 0", "on_call = 5"), "unstaffed-promise")


@pytest.mark.parametrize(("people", "fires"), [(5, False), (4, True), (1, True)])
def test_five_share_the_nights(people: int, fires: bool):
    text = f"deployment {{\n  on_call backend {{\n    hours = always\n    people = {people}\n  }}\n}}\n"

    assert bool(findings(text, "on-call-rotation")) is fires


@pytest.mark.parametrize(("rate", "fires"), [(10, False), (10.1, True)])
def test_a_budget_burns_no_faster_than_all_of_it(rate: float, fires: bool):
    # 1 ÷ (1 − 0.9) = 10
    text = f"""
observability {{
  slo x {{ target = "90%" }}
  alert y {{
    slo = slo.x
    burn_rate = {rate}
  }}
}}
"""

    assert bool(findings(text, "burn-rate")) is fires


@pytest.mark.parametrize(("window", "fires"), [("72h", False), ("73h", True)])
def test_an_alert_comes_before_the_budget_is_gone(window: str, fires: bool):
    # 10 × 72 h = 720 h = 30 days
    text = f"""
observability {{
  slo x {{
    target = "99%"
    window = "30d"
  }}
  alert y {{
    slo = slo.x
    burn_rate = 10
    window = "{window}"
  }}
}}
"""
    assert bool(findings(text, "burn-rate")) is fires


def test_usual_burn_rates_are_fine():
    text = """
observability {
  slo x {
    target = "99.9%"
    window = "30d"
  }
  alert fast {
    slo = slo.x
    burn_rate = 14.4
    window = "1h"
  }
  alert slow {
    slo = slo.x
    burn_rate = 6
    window = "6h"
  }
}
"""
    assert not findings(text, "burn-rate")


@pytest.mark.parametrize(("window", "fires"), [("1m", False), ("59s", True)])
def test_an_alert_sees_two_samples(window: str, fires: bool):
    text = f"""
observability {{
  metric m {{ unit = seconds }}
  scrape {{ interval = "30s" }}
  alert a {{
    metric = metric.m
    window = "{window}"
  }}
}}
"""
    assert bool(findings(text, "alert-threshold")) is fires


def test_a_second_quieter_alert_covers_the_objective():
    text = """
observability {
  metric m { unit = seconds }
  slo s {
    metric = metric.m
    threshold = "500ms"
  }
  alert loud {
    metric = metric.m
    aggregate = p99
    above = 2
  }
  alert quiet {
    metric = metric.m
    aggregate = p99
    above = BOUND
  }
}
"""
    assert not findings(text.replace("BOUND", "0.5"), "alert-threshold")
    assert len(findings(text.replace("BOUND", "0.6"), "alert-threshold")) == 2


@pytest.mark.parametrize(
    ("steps", "fires"),
    [
        ('["5%", "100%"]', False),
        ('["5%", "5%", "100%"]', True),
        ('["50%", "5%", "100%"]', True),
        ('["5%", "99%"]', True),
    ],
)
def test_steps_grow_to_the_whole(steps: str, fires: bool):
    assert bool(findings(f"deployment {{\n  release {{ steps = {steps} }}\n}}\n", "release-steps")) is fires


@pytest.mark.parametrize(("lasting", "fires"), [("10m", False), ("599s", True)])
def test_a_step_lasts_until_its_alert(lasting: str, fires: bool):
    text = f"""
deployment {{
  release {{
    abort_on = [alert.a]
    step_duration = "{lasting}"
  }}
}}
observability {{
  alert a {{
    window = "5m"
    for = "5m"
  }}
}}
"""
    assert bool(findings(text, "release-steps")) is fires


@pytest.mark.parametrize(("rate", "fires"), [("600/s", False), ("599/s", True), ("36000/min", False)])
@pytest.mark.parametrize("profile", ["steady", "smoke"])
def test_a_load_test_reaches_the_scale(rate: str, fires: bool, profile: str):
    text = f"""
overview {{
  scale {{ requests_per_second = 600 }}
}}
reliability {{
  load_test x {{
    profile = {profile}
    target_rate = "{rate}"
  }}
}}
"""
    assert bool(findings(text, "load-test-below-scale")) is (fires and profile == "steady")


def test_only_the_newest_result_counts():
    text = """
reliability {
  load_test x {
    max_p99 = "500ms"
    result {
      date = "2026-11-01"
      p99 = "900ms"
    }
    result {
      date = "2026-11-02"
      p99 = "NEW"
    }
  }
}
"""
    assert not findings(text.replace("NEW", "500ms"), "load-test-failed")
    assert findings(text.replace("NEW", "501ms"), "load-test-failed")


@pytest.mark.parametrize(("decided", "fires"), [("2026-11-10", False), ("2026-11-11", True), ("2026-11-23", False)])
def test_a_result_is_newer_than_the_topology(decided: str, fires: bool):
    text = f"""
data {{
  decision database {{
    choose = postgres
    decided = "{decided}"
  }}
}}
reliability {{
  load_test x {{
    result {{ date = "2026-11-10" }}
  }}
}}
"""
    assert bool(findings(text, "load-test-outdated")) is fires


@pytest.mark.parametrize(("limit", "fires"), [("360/min", False), ("359/min", True)])
def test_all_tenants_together_get_through(limit: str, fires: bool):
    # 100 × 360 ÷ 60 = 600
    text = f"""
overview {{
  scale {{
    requests_per_second = 600
    tenants = 100
  }}
}}
security {{
  rate_limit t {{
    limit = "{limit}"
    per = [tenant]
  }}
}}
"""
    assert bool(findings(text, "rate-limit-refuses-load")) is fires


@pytest.mark.parametrize(("plan", "fires"), [("3600/min", False), ("3599/min", True)])
def test_the_largest_tenant_gets_through_on_its_plan(plan: str, fires: bool):
    # 10 % of 600/s = 60/s = 3600 a minute
    text = f"""
overview {{
  scale {{
    requests_per_second = 600
    tenants = 100
    largest_tenant = "10%"
  }}
}}
security {{
  rate_limit t {{
    limit = "600/min"
    per = [tenant]
    plans = {{ large = "{plan}" }}
  }}
}}
"""
    assert bool(findings(text, "rate-limit-refuses-load")) is fires


@pytest.mark.parametrize(
    ("section", "block", "low", "high"),
    [
        ("api", "pagination", "default_size = 100", "max_size = 100"),
        ("deployment", "scaling", "min = 4", "max = 4"),
        ("deployment", "scaling", 'memory = "1Gi"', 'memory_limit = "1024Mi"'),
        ("data", "pool api", "min = 10", "size = 10"),
    ],
)
def test_bounds_may_meet(section: str, block: str, low: str, high: str):
    text = f"{section} {{\n  {block} {{\n    {low}\n    {high}\n  }}\n}}\n"

    assert not findings(text, "bounds-reversed")


@pytest.mark.parametrize(("available", "fires"), [(1, False), (2, True)])
def test_maintenance_may_take_one(available: int, fires: bool):
    text = f"deployment {{\n  scaling {{\n    min = 2\n    min_available = {available}\n  }}\n}}\n"

    assert bool(findings(text, "bounds-reversed")) is fires
    assert not findings("deployment {\n  scaling { min = 1 }\n}\n", "bounds-reversed")
