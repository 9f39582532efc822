"""Calls that a generated project makes of other services: against a real one that hangs, fails, recovers and counts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scaffold.service import service
from scaffold.stack import Built, Machine, cut

pytestmark = pytest.mark.parametrize("built", ["default"], indirect=True)

SCRIPT = Path(__file__).with_name("calls.mjs")
Ask = Callable[[str], Any]


@pytest.fixture
def ask(built: Built, machine: Machine) -> Ask:
    """What comes of a scenario with a service of its own."""
    shutil.copy(SCRIPT, built.folder / SCRIPT.name)

    def came_of(scenario: str) -> Any:
        with service() as url:
            stores = f"redis://127.0.0.1:{machine.redis}/5"
            done = built.node(SCRIPT.name, scenario, SERVICE_URL=url, REDIS_URL=stores)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return came_of


def test_a_call_goes_on_with_the_context_of_who_makes_it(ask: Ask):
    found = ask("context")

    assert found["path"] == "/echo?x=1"
    assert found["headers"].get("x-correlation-id") == "seen-1"
    assert found["headers"].get("idempotency-key") == "key-1"
    assert found["headers"].get("traceparent", "").startswith("00-")
    assert found["scraped"] == 1


@pytest.mark.parametrize("scenario", ["hang", "drip"])
def test_nobody_waits_longer_than_the_timeout(ask: Ask, scenario: str):
    found = ask(scenario)

    assert found["found"] == "timeout"
    assert found["ms"] < 2_000


def test_a_failure_that_passes_is_not_noticed(ask: Ask):
    assert ask("recovers") == 3


def test_what_changes_something_is_repeated_under_a_key_alone(ask: Ask):
    assert ask("unsafe") == ["server_error", 3]


def test_an_answer_that_one_does_not_like_is_an_answer(ask: Ask):
    assert ask("declined") == ["declined", "not_found"]


def test_who_asks_to_be_left_alone_is(ask: Ask):
    assert ask("patience") >= 1_000


def test_an_ill_service_is_left_alone_and_tried_again(ask: Ask):
    found = ask("breaker")

    assert found["found"] == ["server_error"] * 4 + ["network_error"] * 4
    assert found["open"] == ['breaker_open{breaker="shop"} 1']
    assert found["tried"] == ["server_error", "network_error"], "one failed trial opens it again"
    assert found["healed"] == ["ok"] * 3
    assert found["closed"] == ['breaker_open{breaker="shop"} 0']


def test_the_dead_server_of_one_tenant_stops_no_other(ask: Ask):
    assert ask("tenants") == ["network_error", "ok"]


def test_a_slow_answer_is_an_illness_where_that_is_said(ask: Ask):
    assert ask("slow") == ["ok"] * 4 + ["network_error"] * 2


def test_no_more_calls_are_under_way_than_are_allowed(ask: Ask):
    assert ask("bulkhead") == {"most": 2, "refused": 4}


def test_the_quota_of_a_service_is_kept(ask: Ask):
    assert ask("quota") > 500


def test_a_service_that_is_away_is_a_failure_with_a_word(ask: Ask):
    assert ask("away") == {"kind": "network_error", "status": 503}


def test_a_call_ends_with_the_job_that_makes_it(ask: Ask):
    found = ask("cancelled")

    assert found["found"] == "timeout"
    assert found["ms"] < 2_000


def test_no_redirect_is_followed(ask: Ask):
    assert ask("redirect") == "server_error"


def test_no_call_leaves_the_address_of_its_service(ask: Ask):
    found = ask("astray")

    assert found["paths"][:2] == ["ok", "ok"], "what looks like another host is a path"
    assert all("leads away" in told for told in found["paths"][2:])
    assert "https://" in found["addresses"][0]
    assert "no credentials" in found["addresses"][1]
    assert found["addresses"][2:] == ["accepted", "accepted"]


def test_the_address_of_a_customer_does_not_lead_inside(ask: Ask):
    assert set(ask("inside")) == {"validation_error"}


def test_credentials_are_not_seen_by_who_prints_them(ask: Ask):
    found = ask("secret")

    assert found["got"] == "hidden-value"
    assert "hidden-value" not in found["shown"]


OUTGOING = "packages/common/dist/outgoing"
CUTS: dict[str, tuple[str, str, str, Callable[[Ask], None]]] = {
    "timeout": (
        "calls.js",
        "AbortSignal.timeout(timeoutMs)",
        "AbortSignal.timeout(60_000)",
        lambda ask: test_nobody_waits_longer_than_the_timeout(ask, "hang"),
    ),
    "safe repetition": (
        "calls.js",
        "(isSafe || isUnsent(error))",
        "true",
        test_what_changes_something_is_repeated_under_a_key_alone,
    ),
    "repetition": (
        "calls.js",
        "maxAttempts: policy.attempts - 1",
        "maxAttempts: 0",
        test_a_failure_that_passes_is_not_noticed,
    ),
    "breaker": (
        "calls.js",
        "this.#breakers.run(() => this.#once(url, call))",
        "this.#once(url, call)",
        test_an_ill_service_is_left_alone_and_tried_again,
    ),
    "breaker's metric": ("breakers.js", "isOpen ? 1 : 0", "0", test_an_ill_service_is_left_alone_and_tried_again),
    "tenants' breakers": (
        "breakers.js",
        "scope === 'tenant' ?",
        "scope === 'nobody' ?",
        test_the_dead_server_of_one_tenant_stops_no_other,
    ),
    "bulkhead": (
        "calls.js",
        "maxConcurrent === undefined ?",
        "true ?",
        test_no_more_calls_are_under_way_than_are_allowed,
    ),
    "quota": ("calls.js", "if (waitMs === 0)", "if (true)", test_the_quota_of_a_service_is_kept),
    "correlation": ("calls.js", "...given(told),", "", test_a_call_goes_on_with_the_context_of_who_makes_it),
    "trace": ("calls.js", "...traceHeaders(),", "", test_a_call_goes_on_with_the_context_of_who_makes_it),
    "one address": (
        "external-service.js",
        "if (!url.href.startsWith(root))",
        "if (false)",
        test_no_call_leaves_the_address_of_its_service,
    ),
    "transport security": (
        "external-service.js",
        "url.protocol !== 'https:'",
        "false",
        test_no_call_leaves_the_address_of_its_service,
    ),
    "addresses by number": (
        "exchange.js",
        "&& !isPublic(address)",
        "&& false",
        test_the_address_of_a_customer_does_not_lead_inside,
    ),
    "addresses by name": (
        "addresses.js",
        "!addresses.every(({ address }) => isPublic(address))",
        "false",
        test_the_address_of_a_customer_does_not_lead_inside,
    ),
}


@pytest.mark.parametrize("name", CUTS)
def test_a_safeguard_that_is_taken_out_is_missed(name: str, built: Built, ask: Ask):
    file, before, after, notices = CUTS[name]
    with cut(built.folder / OUTGOING / file, before, after), pytest.raises(AssertionError):
        notices(ask)
