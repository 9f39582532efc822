"""Each safeguard of messages taken out of the generated project: the test that speaks of it has to fail."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest

from scaffold import stack
from scaffold import test_messaging as messaging
from scaffold.stack import cut
from scaffold.test_messaging import Site, site
from scaffold.working import Working

__all__ = ["site"]

CONSUMER, RUNNER, START = (f"apps/worker/dist/{name}.js" for name in ("consumer", "runner", "start"))
RETRY, BACKOFF = "packages/core/dist/messaging/retry.js", "packages/common/dist/backoff.js"

Place = tuple[str, str, str]
"""A file, what is in it, and what is there once the safeguard is gone."""
Notices = Callable[[Site, Working], Any]


def alone(test: Callable[[Site], Any]) -> Notices:
    """A test that has workers of its own."""
    return lambda site, _: test(site)


CUTS: dict[str, tuple[tuple[Place, ...], Notices]] = {
    "tenant in the context of a job": (
        ((CONSUMER, "...(tenantId === undefined ? {} : { tenantId })", ""),),
        messaging.test_a_job_sees_the_rows_of_its_tenant_alone,
    ),
    "correlation and trace": (
        ((CONSUMER, "from: message.trace,", ""),),
        messaging.test_an_event_of_a_request_arrives_once_with_its_tenant_and_its_context,
    ),
    "inbox": (
        (
            (RUNNER, "(isTenants && (await this.#isDone(key)))", "false"),
            (RUNNER, "const isFirst = await addReceipt(tx, key);", "const isFirst = true;"),
        ),
        messaging.test_a_job_that_is_sent_twice_is_done_once,
    ),
    "dead letters": (
        ((CONSUMER, "if (POISON.dropsInvalid && reason === 'invalid_payload')", "if (true)"),),
        messaging.test_a_failing_job_is_tried_again_at_growing_distances_and_set_aside,
    ),
    "attempts": (
        ((RETRY, "if (attempt >= policy.attempts)", "if (attempt >= 2)"),),
        messaging.test_a_failing_job_is_tried_again_at_growing_distances_and_set_aside,
    ),
    "backoff": (
        ((BACKOFF, "return Math.round(", "return Math.round(1500 / attempt + 0 * "),),
        messaging.test_a_failing_job_is_tried_again_at_growing_distances_and_set_aside,
    ),
    "poison": (
        ((CONSUMER, "if (delivery.crashes >= POISON.maxDeliveries)", "if (false)"),),
        alone(messaging.test_a_message_that_kills_its_worker_is_set_aside_and_the_others_are_worked_off),
    ),
    "messages without a tenant": (
        ((CONSUMER, "if (route.tenant === 'carried' && tenantId === undefined)", "if (false)"),),
        lambda site, worker: messaging.test_a_message_that_is_not_as_it_should_be_is_set_aside_at_once(
            site, worker, "{ userId: '018f3c1e-0000-7000-8000-000000000000' }", "missing_tenant"
        ),
    ),
    "payloads that break their schema": (
        ((CONSUMER, "if ('broken' in read)", "if (false)"),),
        lambda site, worker: messaging.test_a_message_that_is_not_as_it_should_be_is_set_aside_at_once(
            site, worker, "{ tenantId: '018f3c1e-0000-7000-8000-000000000000', userId: 7 }", "invalid_payload"
        ),
    ),
    "draining": (
        ((START, "await Promise.all([schedules.stop(), broker.drain()]);", "process.exit(0);"),),
        alone(messaging.test_a_worker_that_is_asked_to_end_finishes_what_it_has_begun),
    ),
    "readiness": (
        ((START, "health.stopping();", ""),),
        alone(messaging.test_a_worker_that_is_asked_to_end_finishes_what_it_has_begun),
    ),
}


@pytest.mark.parametrize("name", CUTS)
def test_a_safeguard_that_is_taken_out_is_missed(name: str, site: Site, monkeypatch: pytest.MonkeyPatch):
    places, notices = CUTS[name]
    monkeypatch.setattr(stack, "_PATIENCE", 15.0)
    with ExitStack() as cuts:
        for path, before, after in places:
            cuts.enter_context(cut(site.built.folder / path, before, after))
        with site.worker() as worker, pytest.raises(AssertionError):
            notices(site, worker)
