"""Timeouts, retries, lifetimes and rehearsals: equal is decided by each law, and one second more or less shows it."""

import pytest

from blueprint_ls.judge.checks.words import number, percent, time
from support import findings, messages


def _edge(outer: str, inner: str, retries: int) -> str:
    return f"""
diagram {{
  gateway alb {{ uses = [service.api] }}
  service api {{}}
}}
reliability {{
  timeout edge {{
    of = gateway.alb
    request = "{outer}"
  }}
  timeout api {{
    of = service.api
    request = "{inner}"
    retries = {retries}
  }}
}}
"""


@pytest.mark.parametrize(
    ("outer", "inner", "retries", "fires"),
    [("10s", "5s", 1, True), ("10001ms", "5s", 1, False), ("5s", "5s", 0, True), ("6s", "5s", 0, False)],
)
def test_a_caller_waits_longer_than_all_attempts(outer: str, inner: str, retries: int, fires: bool):
    assert bool(findings(_edge(outer, inner, retries), "timeout-chain")) is fires


def test_a_chain_shows_both_ends_and_the_attempts():
    (found,) = findings(_edge("10s", "5s", 1), "timeout-chain")

    assert found.message == (
        "`timeout edge` gives up after 10s, while `timeout api` may take 5s × 2 attempts = 10 s: shorten the inner "
        "one, or let the outer one wait longer than 10 s"
    )
    assert len(found.related) == 2


def _job(timeout: str, policy: str, named: str = "retry.quick") -> str:
    return f"""
diagram {{
  external stripe {{ kind = payment }}
}}
async {{
  queue billing {{ retry = retry.patient }}
  job "charge" {{
    queue = queue.billing
    timeout = "{timeout}"
    calls = [external.stripe]
  }}
  retry quick {{
    {policy}
  }}
  retry patient {{
    attempts = 5
    initial_delay = "1m"
  }}
  integration stripe {{
    external = external.stripe
    timeout = "8s"
    retry = {named}
  }}
}}
"""


@pytest.mark.parametrize(
    ("policy", "total"),
    [
        ('attempts = 5\n    initial_delay = "1s"', 55),  # 5 × 8 + 1 + 2 + 4 + 8
        ('attempts = 5\n    initial_delay = "1s"\n    factor = 3', 80),  # 40 + 1 + 3 + 9 + 27
        ('attempts = 5\n    initial_delay = "1s"\n    max_delay = "3s"', 49),  # 40 + 1 + 2 + 3 + 3
        ('attempts = 5\n    backoff = linear\n    initial_delay = "1s"', 50),  # 40 + 1 + 2 + 3 + 4
        ('attempts = 5\n    backoff = fixed\n    initial_delay = "2s"', 48),  # 40 + 4 × 2
        ('attempts = 1\n    initial_delay = "9s"', 8),
        ('attempts = 5\n    initial_delay = "1s"\n    max_elapsed = "30s"', 30),
    ],
)
def test_a_job_covers_its_calls_with_their_waits(policy: str, total: int):
    assert not findings(_job(f"{total}s", policy), "job-timeout")
    assert findings(_job(f"{total * 1000 - 1}ms", policy), "job-timeout")


def test_one_policy_for_job_and_call_counts_once():
    policy = 'attempts = 5\n    initial_delay = "1s"'

    assert not findings(_job("8s", policy, "retry.patient"), "job-timeout")
    assert findings(_job("7s", policy, "retry.patient"), "job-timeout")


@pytest.mark.parametrize(("elapsed", "fires"), [("8s", False), ("7s", True)])
def test_the_last_attempt_is_reached(elapsed: str, fires: bool):
    # waits 1 + 2 + 4 = 7 s
    text = (
        f'async {{\n  retry x {{\n    attempts = 4\n    initial_delay = "1s"\n    max_elapsed = "{elapsed}"\n  }}\n}}\n'
    )

    assert bool(findings(text, "retry-never-reached")) is fires


@pytest.mark.parametrize(("grace", "fires"), [("30s", True), ("30001ms", False)])
def test_the_grace_exceeds_delay_and_draining(grace: str, fires: bool):
    text = f"""
reliability {{
  shutdown {{
    drain_delay = "5s"
    drain_timeout = "25s"
    grace_period = "{grace}"
  }}
}}
"""
    assert bool(findings(text, "grace-period")) is fires


@pytest.mark.parametrize(("drain", "fires"), [("20s", False), ("19s", True)])
def test_jobs_fit_into_draining(drain: str, fires: bool):
    text = f"""
async {{
  job "x" {{ timeout = "20s" }}
}}
reliability {{
  shutdown {{ drain_timeout = "{drain}" }}
}}
"""

    assert bool(findings(text, "drain-too-short")) is fires


@pytest.mark.parametrize(("deadline", "fires"), [("30s", False), ("31s", True)])
def test_liveness_lets_a_process_start(deadline: str, fires: bool):
    # 10 s × 3 = 30 s
    text = f"""
reliability {{
  health {{
    startup_deadline = "{deadline}"
    interval = "10s"
    failure_threshold = 3
  }}
}}
"""
    assert bool(findings(text, "probe-timing")) is fires


def test_renewed_locks_may_be_short():
    text = """
async {{
  decision queue {{ choose = {0} }}
  job "x" {{ timeout = "1m" }}
  poison {{ lock_duration = "30s" }}
}}
"""

    assert findings(text.format("sqs"), "lock-shorter-than-job")
    assert not findings(text.format("bullmq"), "lock-shorter-than-job")
    assert not findings(text.format("sqs").replace('"30s"', '"61s"'), "lock-shorter-than-job")


@pytest.mark.parametrize(("access", "refresh", "fires"), [("15m", "15m", True), ("14m", "15m", False)])
def test_access_ends_before_refresh(access: str, refresh: str, fires: bool):
    text = (
        f'security {{\n  token access {{ lifetime = "{access}" }}\n  token refresh {{ lifetime = "{refresh}" }}\n}}\n'
    )

    assert bool(findings(text, "token-lifetimes")) is fires


@pytest.mark.parametrize(("ttl", "fires"), [("10m", False), ("601s", True)])
@pytest.mark.parametrize("holds", ["permissions", "session"])
def test_a_cached_right_ends_with_the_token(ttl: str, holds: str, fires: bool):
    text = f"""
security {{
  token access {{ lifetime = "10m" }}
}}
reliability {{
  cached rights {{
    ttl = "{ttl}"
    holds = {holds}
  }}
}}
"""
    assert bool(findings(text, "cache-outlives-right")) is fires
    assert not findings(text.replace(f"holds = {holds}", "holds = data"), "cache-outlives-right")


@pytest.mark.parametrize(("ttl", "fires"), [("3m", True), ("181s", False)])
def test_keys_outlive_retries(ttl: str, fires: bool):
    # waits 60 + 120 = 180 s
    text = f"""
data {{
  idempotency {{ ttl = "{ttl}" }}
}}
async {{
  retry x {{
    attempts = 3
    initial_delay = "1m"
  }}
}}
"""
    assert bool(findings(text, "idempotency-forgotten")) is fires


@pytest.mark.parametrize(("days", "fires"), [(365, False), (364, True)])
def test_card_data_keeps_a_year_of_audit(days: int, fires: bool):
    text = f'overview {{\n  compliance pci_dss {{}}\n}}\nsecurity {{\n  audit_log {{ retention = "{days}d" }}\n}}\n'

    assert bool(findings(text, "audit-retention")) is fires
    assert not findings(text.replace("pci_dss {}", "pci_dss { status = planned }"), "audit-retention")


@pytest.mark.parametrize(("notice", "fires"), [("72h", False), ("73h", True)])
def test_the_authority_is_told_in_time(notice: str, fires: bool):
    text = f'overview {{\n  data_protection {{\n    people_in = [eu]\n    breach_notice = "{notice}"\n  }}\n}}\n'

    assert bool(findings(text, "privacy-deadline")) is fires
    assert not findings(text.replace("[eu]", "[us]"), "privacy-deadline")


@pytest.mark.parametrize(("interval", "fires"), [("15m", False), ("901s", True)])
def test_backups_are_frequent_enough(interval: str, fires: bool):
    text = f'reliability {{\n  backup x {{\n    interval = "{interval}"\n    rpo = "15m"\n  }}\n}}\n'

    assert bool(findings(text, "recovery-point")) is fires
    assert not findings(text.replace("rpo", "method = rebuild\n    rpo"), "recovery-point")


def test_only_the_primary_database_answers_for_the_promise():
    text = """
overview {
  availability {
    recovery_point = "5m"
    recovery_time = "1h"
  }
}
diagram {
  store postgres { kind = KIND }
}
reliability {
  backup x {
    store = store.postgres
    interval = "5m"
    rpo = "15m"
    rto = "2h"
  }
}
"""
    primary = text.replace("KIND", "primary_database")

    assert findings(primary, "recovery-point")
    assert findings(primary, "recovery-time")
    assert not findings(text.replace("KIND", "object_storage"), "recovery-point")
    assert not findings(text.replace("KIND", "object_storage"), "recovery-time")


@pytest.mark.parametrize(("restored", "fires"), [("2026-08-24", False), ("2026-08-23", True), ("2026-11-23", True)])
def test_rehearsals_fall_due(restored: str, fires: bool):
    # today is 2026-11-22, ninety days after 2026-08-24
    text = f'reliability {{\n  backup x {{\n    restore_every = "90d"\n    restored = "{restored}"\n  }}\n}}\n'

    assert bool(findings(text, "overdue-rehearsal")) is fires


@pytest.mark.parametrize(("recovery", "fires"), [("8h45m", False), ("8h46m", True)])
def test_one_recovery_fits_into_a_year(recovery: str, fires: bool):
    # 0.1 % of 8760 h = 8.76 h = 8 h 45.6 min
    text = f'overview {{\n  availability {{\n    target = "99.9%"\n    recovery_time = "{recovery}"\n  }}\n}}\n'

    assert bool(findings(text, "recovery-against-availability")) is fires


@pytest.mark.parametrize(("window", "fires"), [("8s", True), ("8001ms", False)])
def test_a_breaker_sees_a_call_time_out(window: str, fires: bool):
    text = f"""
diagram {{
  external stripe {{ kind = payment }}
}}
async {{
  integration stripe {{
    external = external.stripe
    timeout = "8s"
  }}
}}
reliability {{
  breaker stripe {{
    around = external.stripe
    window = "{window}"
  }}
}}
"""
    assert bool(findings(text, "breaker-timing")) is fires


@pytest.mark.parametrize(("calls", "replicas", "fires"), [(15, 1, False), (16, 1, True), (7, 2, False), (8, 2, True)])
def test_a_breaker_gets_its_calls(calls: int, replicas: int, fires: bool):
    # 30/min × 30 s = 15 calls, 7.5 for each of two replicas
    text = f"""
diagram {{
  external stripe {{ kind = payment }}
  service worker {{ kind = worker }}
}}
async {{
  queue billing {{
    worker = service.worker
    peak_rate = "30/min"
  }}
  job "charge" {{
    queue = queue.billing
    calls = [external.stripe]
  }}
}}
deployment {{
  scaling {{ min = {replicas} }}
}}
reliability {{
  breaker stripe {{
    around = external.stripe
    minimum_calls = {calls}
    window = "30s"
  }}
}}
"""
    assert bool(findings(text, "breaker-unreachable")) is fires
    assert not findings(text.replace("window =", "scope = shared\n    window ="), "breaker-unreachable") or calls > 15


def test_statements_end_before_requests():
    text = """
diagram {
  service api {}
}
data {
  pool api {
    service = service.api
    acquire_timeout = "2s"
    statement_timeout = "10s"
  }
}
reliability {
  timeout api {
    of = service.api
    request = "10s"
  }
}
"""
    assert len(messages(text, "database-timeout")) == 1
    assert not findings(text.replace('statement_timeout = "10s"', 'statement_timeout = "9999ms"'), "database-timeout")


@pytest.mark.parametrize(("p99", "fires"), [("12ms", False), ("11ms", True)])
def test_a_p99_leaves_time_for_the_queries(p99: str, fires: bool):
    # 4 × 3 ms = 12 ms
    text = f"""
api {{
  endpoint "GET /deals" {{ p99 = "{p99}" }}
}}
reliability {{
  pool_sizing postgres {{
    queries_per_request = 4
    mean_query = "3ms"
  }}
}}
"""
    assert bool(findings(text, "endpoint-latency")) is fires


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.25, "250 ms"), (1, "1 s"), (90, "90 s"), (180, "3 min"), (7200, "2 h"), (259_200, "3 days"), (10.0001, "10 s")],
)
def test_time_is_said_in_the_unit_it_is_read_in(seconds: float, words: str):
    assert time(seconds) == words


def test_numbers_are_short():
    assert [number(value) for value in (180, 7.2, 120_000, 0.0042, 1200)] == ["180", "7.2", "120 000", "0.004", "1200"]
    assert [percent(value) for value in (0.9995, 1, 0.99985)] == ["99.95 %", "100 %", "99.985 %"]
