"""Load against replicas, connections and queues: exactly enough is silent, one too few is said with its numbers."""

import pytest

from support import apply_fix, findings, messages, workspace_of


def _connections(api_size: int, limit: int = 100, extra: str = "") -> str:
    return f"""
diagram {{
  service api {{}}
  service worker {{ kind = worker }}
}}
data {{
  connections {{
    limit = {limit}
    reserved = 3
    {extra}
  }}
  pool api {{
    service = service.api
    size = {api_size}
  }}
  pool worker {{
    service = service.worker
    size = 5
  }}
}}
deployment {{
  scaling {{
    service = service.api
    max = 16
  }}
  scaling {{
    service = service.worker
    max = 4
  }}
}}
"""


def test_connections_say_formula_numbers_source_and_cure():
    # 16 × 10 + 4 × 5 = 180; 100 − 3 = 97; (97 − 20) ÷ 16 = 4.8, so 4
    assert messages(_connections(10), "connections-exceeded") == [
        "16 api replicas × 10 + 4 worker replicas × 5 = 180 connections, more than the 97 that `connections` leaves "
        "(100 − 3 reserved): lower `size` of `pool api` to 4, or put a pooler in front"
    ]


def test_connections_show_every_figure():
    (found,) = findings(_connections(10), "connections-exceeded")

    assert {other.message for other in found.related} == {
        "`limit` of `connections` is 100",
        "`max` of `scaling` is 16",
        "`size` of `pool worker` is 5",
        "`max` of `scaling` is 4",
    }


@pytest.mark.parametrize(("limit", "fires"), [(103, False), (102, True)])
def test_connections_may_use_the_last_one(limit: int, fires: bool):
    # 16 × 5 + 4 × 5 = 100 = 103 − 3
    assert bool(findings(_connections(5, limit), "connections-exceeded")) is fires


def test_the_fix_of_connections_fits():
    assert not findings(apply_fix(_connections(10), "connections-exceeded"), "connections-exceeded")


def test_no_pool_size_is_suggested_where_none_fits():
    # 16 × 10 + 20 against 20 − 3: even 16 × 1 + 20 is too much
    sandbox = workspace_of(_connections(10, limit=20))

    assert "put a pooler in front, or run fewer replicas" in sandbox.findings("connections-exceeded")[0].message
    assert sandbox.fixes("connections-exceeded") == []


def test_a_release_opens_more_connections():
    # (16 + 2) × 5 + (4 + 2) × 5 = 120
    release = "deployment {\n  release { surge = 2 }\n}\n"

    assert (
        "(16 + 2) api replicas × 5 + (4 + 2) worker replicas × 5 = 120 connections during a release"
        in (messages({"main.blueprint": _connections(5, 122), "release.blueprint": release}, "connections-exceeded")[0])
    )
    assert not findings({"main.blueprint": _connections(5, 123), "release.blueprint": release}, "connections-exceeded")


def test_behind_a_pooler_its_own_limit_counts():
    pooled = "pooler = pgbouncer\n    pooler_limit = 98"

    assert (
        "The pooler opens 98 connections, more than the 97"
        in (messages(_connections(10, extra=pooled), "connections-exceeded")[0])
    )
    assert not findings(_connections(10, extra=pooled.replace("98", "97")), "connections-exceeded")


def test_reserving_everything_leaves_none():
    assert "3 connections − 3 reserved leave none" in messages(_connections(1, limit=3), "connections-exceeded")[0]


def test_a_service_with_unknown_replicas_is_not_guessed():
    text = _connections(10).replace("max = 16", "min = 2")

    assert not findings(text, "connections-exceeded")


def _load(requests: int, most: int, extra: str = "") -> str:
    return f"""
overview {{
  scale {{
    requests_per_second = {requests}
    {extra}
  }}
}}
diagram {{
  service api {{}}
}}
deployment {{
  scaling {{
    max = {most}
    replica_throughput = "70/s"
  }}
}}
"""


@pytest.mark.parametrize(("requests", "fires"), [(630, False), (631, True)])
def test_replicas_carry_exactly_what_they_carry(requests: int, fires: bool):
    # 9 × 70 = 630
    assert bool(findings(_load(requests, 9), "request-capacity")) is fires


def test_capacity_names_the_least_number_of_replicas():
    # 600 ÷ 70 = 8.57, so 9
    assert messages(_load(600, 8), "request-capacity") == [
        "8 replicas × 70/s = 560/s, less than the stated 600 requests/s: let it scale to 9 replicas"
    ]


def test_rates_by_the_minute_and_by_the_second_are_one():
    assert not findings(_load(600, 9).replace('"70/s"', '"4200/min"'), "request-capacity")


@pytest.mark.parametrize(("most", "fires"), [(14, True), (15, False)])
def test_growth_asks_for_half_a_year(most: int, fires: bool):
    # 3x a year multiplies by √3 = 1.732 in six months: 600 × 1.732 = 1039.2; 14 × 70 = 980, 15 × 70 = 1050
    assert bool(findings(_load(600, most, 'growth = "3x/year"'), "growth-headroom")) is fires


def test_growth_by_the_month_is_compounded():
    # 10 % a month doubles in 7.27 months: 18 × 70 ÷ 630 = 2
    assert not findings(_load(630, 18, 'growth = "10%/month"'), "growth-headroom")
    # 20 % a month in 3.8
    assert "lasts 3.8 months" in messages(_load(630, 18, 'growth = "20%/month"'), "growth-headroom")[0]


def test_no_growth_needs_no_room():
    assert not findings(_load(630, 9, 'growth = "1x/year"'), "growth-headroom")


def _busy(size: int) -> str:
    return (
        _load(600, 8)
        + f"""
data {{
  pool api {{
    service = service.api
    size = {size}
  }}
}}
reliability {{
  pool_sizing postgres {{
    queries_per_request = 4
    mean_query = "20ms"
  }}
}}
"""
    )


@pytest.mark.parametrize(("size", "fires"), [(6, False), (5, True)])
def test_pools_hold_what_is_busy(size: int, fires: bool):
    # 600 × 4 × 0.02 = 48 = 8 × 6
    assert bool(findings(_busy(size), "pool-too-small")) is fires


def _queue(attributes: str, most: int = 4, rest: str = "") -> str:
    return f"""
diagram {{
  service worker {{ kind = worker }}
  external ses {{ kind = email }}
}}
async {{
  queue emails {{
    worker = service.worker
    {attributes}
  }}
  {rest}
}}
deployment {{
  scaling {{ max = {most} }}
}}
"""


@pytest.mark.parametrize(("concurrency", "fires"), [(15, False), (14, True)])
def test_workers_hold_what_is_in_progress(concurrency: int, fires: bool):
    # 1200 ÷ 60 × 3 = 60 = 4 × 15
    attributes = f'peak_rate = "1200/min"\n    mean_duration = "3s"\n    concurrency = {concurrency}'

    assert bool(findings(_queue(attributes), "queue-workers")) is fires


@pytest.mark.parametrize(("wait", "fires"), [("60s", False), ("59s", True)])
def test_a_ceiling_makes_a_minute_wait(wait: str, fires: bool):
    # (1200 − 600) ÷ 600 a minute = 60 s
    attributes = f'peak_rate = "1200/min"\n    rate_limit = "10/s"\n    max_wait = "{wait}"'

    assert bool(findings(_queue(attributes), "queue-wait")) is fires


@pytest.mark.parametrize(("limit", "fires"), [(600, False), (599, True)])
def test_a_backlog_holds_what_may_wait(limit: int, fires: bool):
    # 20/s × 30 s = 600
    attributes = f'peak_rate = "1200/min"\n    max_wait = "30s"\n    backlog_limit = {limit}'

    assert bool(findings(_queue(attributes), "queue-wait")) is fires


@pytest.mark.parametrize(("quota", "fires"), [("20/s", False), ("19/s", True)])
def test_a_queue_stays_within_the_quota(quota: str, fires: bool):
    rest = f"""
  job "send" {{
    queue = queue.emails
    calls = [external.ses]
  }}
  integration ses {{
    external = external.ses
    rate_limit = "{quota}"
  }}"""

    assert bool(findings(_queue('peak_rate = "1200/min"', rest=rest), "provider-quota")) is fires


@pytest.mark.parametrize(("stated", "fires"), [(1200, False), (1201, True)])
def test_queues_carry_what_is_stated(stated: int, fires: bool):
    overview = f"overview {{\n  scale {{ jobs_per_minute = {stated} }}\n}}\n"

    assert bool(findings(overview + _queue('peak_rate = "20/s"'), "queue-rates-short")) is fires


@pytest.mark.parametrize(("capacity", "fires"), [("1200/min", False), ("1199/min", True)])
def test_a_broker_carries_its_queues(capacity: str, fires: bool):
    text = _queue('peak_rate = "20/s"', rest=f'broker {{ capacity = "{capacity}" }}')

    assert bool(findings(text, "broker-capacity")) is fires


@pytest.mark.parametrize(("jobs", "fires"), [(10000, False), (10001, True)])
def test_ten_thousand_jobs_a_minute_need_no_proof(jobs: int, fires: bool):
    text = f"""
overview {{
  scale {{ jobs_per_minute = {jobs} }}
}}
async {{
  decision queue {{ choose = bullmq }}
  broker {{ durability = append_only }}
}}
"""
    assert bool(findings(text, "unmeasured-broker")) is fires


@pytest.mark.parametrize(("batch", "fires"), [(10, False), (9, True)])
def test_a_relay_keeps_up(batch: int, fires: bool):
    # 20 events/s × 0.5 s = 10
    rest = f"""
  event "deal.won" {{ queue = queue.emails }}
  outbox {{
    poll_interval = "500ms"
    batch_size = {batch}
  }}"""
    assert bool(findings(_queue('peak_rate = "1200/min"', rest=rest), "outbox-too-slow")) is fires
