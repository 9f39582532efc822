"""Queues, jobs and events in the project of a blueprint."""

from __future__ import annotations

import json
import re

import pytest

from blueprint_ls.generate.scaffold import Refused
from generate.scaffold.test_project import project, unchanged

CONTRACT = "packages/core/src/messaging/contract.ts"
RABBIT = {"choose  = bullmq\n": "choose  = rabbitmq\n"}


def test_every_number_of_the_blueprint_is_in_the_contract():
    text = unchanged()[CONTRACT]

    assert re.search(r"transient: \{\n    attempts: 5,\n    backoff: 'exponential',\n    initialMs: 2000,\n", text)
    assert "maxMs: 120_000,\n    jitter: 0.5," in text
    assert "webhooks: { retentionMs: 1_209_600_000 }," in text
    assert "tenantRate: { count: 120, perMs: 60_000 }," in text
    assert "key: 'email:{eventId}:{userId}',\n    timeoutMs: 20_000," in text
    assert "schedule: { cron: '0 2 * * *', timeZone: 'UTC' }," in text
    assert "maxDeliveries: 2,\n  lockMs: 45_000,\n  quarantine: 'failed_jobs'," in text


def test_what_a_job_is_told_has_its_type():
    assert (
        "'import-contacts': {\n    readonly tenantId: string;\n    readonly importId: string;\n"
        "    readonly offset: number;\n  };"
    ) in unchanged()[CONTRACT]


def test_an_endpoint_publishes_what_its_row_tells_and_nothing_less():
    users, deals = (unchanged()[f"apps/api/src/modules/{path}.service.ts"] for path in ("users/users", "sales/deals"))

    assert "await publish(tx, 'user.invited', { userId: row.id });" in users
    assert "'deal.created'" in deals
    assert "'deal.moved'" not in deals, "no row knows the stage that it was in before"


def test_the_relay_may_read_and_mark_and_nothing_else():
    sql = unchanged()["packages/database/prisma/migrations/00000000000001_init/migration.sql"]

    assert 'GRANT SELECT, DELETE, UPDATE ("published_at") ON "outbox_events" TO "acme_crm_relay";' in sql
    granted = re.findall(r'ON "(\w+)" TO "acme_crm_relay"', sql)
    assert set(granted) == {"outbox_events", "inbox_receipts", "organizations"}


def test_a_job_that_fans_out_enqueues_what_it_causes():
    text = unchanged()["apps/worker/src/processors.ts"]

    assert "await enqueue(tx, 'erase-expired', { day: firedAt.slice(0, 10) });" in text
    assert "schedule-syncs" not in text, "which connections are due is not told"


def test_a_broker_brings_its_own_packages_alone():
    for edits, own, other in (({}, "bullmq", "amqplib"), (RABBIT, "amqplib", "bullmq")):
        manifest = json.loads(project(**edits)["packages/core/package.json"])

        assert own in manifest["dependencies"]
        assert other not in manifest["dependencies"]


def test_durability_decides_what_queues_of_rabbitmq_are():
    classic = project(**RABBIT)["packages/core/src/messaging/topology.ts"]
    quorum = project(**RABBIT, **{"durability = snapshot": "durability = quorum"})[
        "packages/core/src/messaging/topology.ts"
    ]

    assert "'x-queue-type': 'classic'" in classic
    assert "'x-max-priority'" in classic
    assert "'x-queue-type': 'quorum'" in quorum
    assert "'x-delivery-limit'" in quorum


def test_rows_go_out_one_after_the_other_where_order_is_promised():
    store = "apps/worker/src/fan-out/outbox-store.ts"

    assert "pg_try_advisory_xact_lock" not in unchanged()[store]
    assert "pg_try_advisory_xact_lock" in project(skip_locked="advisory_lock")[store]


def test_a_queue_without_templates_is_named():
    with pytest.raises(Refused, match=r"`decision queue` chose `kafka`.* `bullmq` or `rabbitmq`"):
        project(**{"choose  = bullmq\n": "choose  = kafka\n"})
