"""What leaves a request behind it: events and jobs of a generated project over each broker, as its workers see them."""

from __future__ import annotations

import itertools
import os
import re
import signal
import time
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest

from scaffold.conftest import People, built_from, signed_in
from scaffold.stack import Built, Caller, Machine, forget, waited
from scaffold.variants import blueprint
from scaffold.working import Outbox, Working, rabbitmq, working

BROKERS = {
    "bullmq": ({}, {}),
    "rabbitmq": ({"queue": "rabbitmq", "validation": "joi"}, {"durability = snapshot": "durability = quorum"}),
    "rabbitmq, classic": ({"queue": "rabbitmq"}, {}),
}
"""What each variant decides otherwise, and says otherwise."""

HASTE = {'initial_delay = "2s"': 'initial_delay = "300ms"', 'lock_duration    = "45s"': 'lock_duration    = "2s"'}
"""What the example takes its time for."""


@dataclass(frozen=True)
class Site:
    """A project with its broker."""

    built: Built
    people: People
    outbox: Outbox
    environment: dict[str, str]
    folder: Path
    broker: str
    """`bullmq` or `rabbitmq`."""

    @property
    def ada(self) -> str:
        """The tenant of one owner."""
        return self.outbox.tenant(self.people.emails[0])

    @property
    def eve(self) -> str:
        """The tenant of the other one."""
        return self.outbox.tenant(self.people.emails[1])

    def worker(self) -> AbstractContextManager[Working]:
        """A worker of it."""
        return working(self.built, self.environment, self.folder / f"worker-{uuid.uuid4()}")

    def run(self, script: str) -> str:
        """What a script prints that has the project's own packages."""
        (self.built.folder / "script.mjs").write_text(script)
        done = self.built.node("script.mjs", **self.environment)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module", params=BROKERS)
def site(
    request: pytest.FixtureRequest, machine: Machine, modules: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The API over each broker, with two owners who are signed in."""
    choices, edits = BROKERS[request.param]
    files = blueprint(choices)
    for before, after in {**HASTE, **edits}.items():
        assert any(before in text for text in files.values())
        files = {name: text.replace(before, after) for name, text in files.items()}
    folder = tmp_path_factory.mktemp("messaging")
    built = built_from(files, folder / "acme-crm", modules)
    with rabbitmq() if "queue" in choices else nullcontext(0) as port, sited(built, machine, port, folder) as found:
        yield found


@contextmanager
def sited(built: Built, machine: Machine, broker: int, folder: Path) -> Iterator[Site]:
    """The API of a project that was built, over RabbitMQ on a port or over BullMQ where that is 0."""
    forget(machine.redis)
    with signed_in(built, machine, folder / "api") as people:
        environment = {
            **machine.environment(built, "acme_crm"),
            "FAN_OUT_DATABASE_URL": f"postgresql://acme_crm_relay@127.0.0.1:{machine.postgres}/acme_crm",
            "REDIS_QUEUE_URL": f"redis://127.0.0.1:{machine.redis}/1",
            "RABBITMQ_URL": f"amqp://guest:guest@127.0.0.1:{broker}",
        }
        yield Site(built, people, Outbox(machine, "acme_crm"), environment, folder, "rabbitmq" if broker else "bullmq")


@pytest.fixture(scope="module")
def worker(site: Site) -> Iterator[Working]:
    """One worker for the tests that none needs to end."""
    with site.worker() as found:
        yield found


def invite(people: People, name: str, **headers: str) -> str:
    """Adds a person to the first organization; answers the id."""
    role = people.ada.call("GET", "/users").body["items"][0]["roleId"]
    body = {"email": f"{name}@globex.example", "displayName": name, "roleId": role}
    answer = people.ada.call("POST", "/users", body, **headers)
    assert answer.status == 201, answer
    return str(answer.body["id"])


def told_of(worker: Working, name: str, key: str, value: str, count: int = 1) -> list[dict]:
    """What a worker was given with a value in its payload, once there is enough of it."""

    def found() -> list[dict]:
        return [one for one in worker.told(name) if one["payload"].get(key) == value]

    waited(lambda: len(found()) >= count, f"{count} × {name} of {value} in {worker.log}")
    return found()


# ----------------------------------------------------------------------------------------------------------- delivery


def test_an_event_of_a_request_arrives_once_with_its_tenant_and_its_context(site: Site, worker: Working):
    trace = "0af7651916cd43dd8448eb211c80319c"
    seen = str(uuid.uuid4())
    person = invite(site.people, "dora", x_correlation_id=seen, traceparent=f"00-{trace}-b7ad6b7169203331-01")
    (event,) = told_of(worker, "user.invited", "userId", person)

    assert event["tenantId"] == event["payload"]["tenantId"] == site.ada
    assert event["correlationId"] == seen
    assert event["traceparent"].split("-")[1] == trace
    waited(lambda: site.outbox.waiting() == 0, "the outbox")
    assert len(told_of(worker, "user.invited", "userId", person)) == 1


def test_nothing_leaves_a_transaction_that_is_rolled_back(site: Site, worker: Working):
    gone, kept = uuid.uuid4(), uuid.uuid4()
    site.run(f"""
      import {{ runWith }} from './packages/common/dist/index.js';
      import {{ Database, POOLS, publish }} from './packages/database/dist/index.js';
      const database = new Database({{ ...POOLS.worker, url: process.env.DATABASE_URL }});
      const invite = (userId, after) => runWith({{ correlationId: 'rolled-back', tenantId: '{site.ada}' }}, () =>
        database.transaction(async (tx) => {{ await publish(tx, 'user.invited', {{ userId }}); after(); }}));
      await invite('{gone}', () => {{ throw new Error('no'); }}).catch(() => undefined);
      await invite('{kept}', () => undefined);
      await database.close();
    """)
    told_of(worker, "user.invited", "userId", str(kept))

    assert not [one for one in worker.told("user.invited") if one["payload"]["userId"] == str(gone)]


def test_a_job_that_is_sent_twice_is_done_once(site: Site, worker: Working):
    file, other = str(uuid.uuid4()), str(uuid.uuid4())
    site.outbox.add(site.ada, "import-contacts", importId=file, offset=0)
    told_of(worker, "import-contacts done", "importId", file)
    site.outbox.add(site.ada, "import-contacts", importId=file, offset=0)
    site.outbox.add(site.ada, "import-contacts", importId=other, offset=0)
    told_of(worker, "import-contacts done", "importId", other)

    assert len(told_of(worker, "import-contacts done", "importId", file)) == 1


def test_a_job_sees_the_rows_of_its_tenant_alone(site: Site, worker: Working):
    foreign = site.people.eve.call("GET", "/users").body["items"][0]["id"]
    site.outbox.add(site.ada, "generate-report", reportId=foreign)
    (seen,) = told_of(worker, "generate-report", "reportId", foreign)

    assert set(seen["tenants"]) == {site.ada}
    assert seen["asked"] is None


def test_a_scheduled_job_is_fired_once_over_all_workers(site: Site, worker: Working):
    with site.worker() as second:
        (due,) = worker.wait_for("schedule-syncs")[:1]
        both = [*worker.told("schedule-syncs"), *second.told("schedule-syncs")]

    assert [one["payload"]["firedAt"] for one in both].count(due["payload"]["firedAt"]) == 1


def test_a_job_that_fans_out_leaves_one_job_for_each_tenant(site: Site, worker: Working):
    site.run(put("job", "enforce-retention", "{ firedAt: '2026-11-20T02:00:00.000Z' }"))
    worker.wait_for("erase-expired", 2)

    found = [one for one in worker.told("erase-expired") if one["payload"]["day"] == "2026-11-20"]
    assert sorted(one["tenantId"] for one in found) == sorted([site.ada, site.eve])


def put(kind: str, name: str, payload: str, tail: str = "") -> str:
    """A script that hands a message to the broker, past the outbox."""
    return f"""
      import {{ createLogger, newId }} from './packages/common/dist/index.js';
      import {{ connectBroker }} from './packages/core/dist/messaging/connect.js';
      import {{ loadConfig }} from './apps/worker/dist/config/index.js';
      const broker = await connectBroker(loadConfig(process.env).brokerUrl, createLogger('test', 'error'));
      const createdAt = new Date().toISOString();
      const message = {{ id: newId(), kind: '{kind}', name: '{name}', payload: {payload}, trace: {{}}, createdAt }};
      await broker.publish({{ ...message, correlationId: 'put-by-a-test', attempt: 1 }});
      {tail}
      await broker.close();
    """


# ----------------------------------------------------------------------------------------------------------- failures


def test_a_failing_job_is_tried_again_at_growing_distances_and_set_aside(site: Site, worker: Working):
    user, subject = str(uuid.uuid4()), str(uuid.uuid4())
    about = {"userId": user, "template": "welcome", "subjectId": subject, "eventId": str(uuid.uuid4())}
    site.outbox.add(site.ada, "send-email", **about)
    attempts = told_of(worker, "send-email", "userId", user, 5)
    waited(lambda: letters(worker, "attempts_exhausted"), "a dead letter")

    waits = [later["at"] - earlier["at"] for earlier, later in itertools.pairwise(attempts)]
    assert [one["attempt"] for one in attempts] == [1, 2, 3, 4, 5]
    assert waits[0] < waits[2] < waits[3]
    (letter,) = letters(worker, "attempts_exhausted")
    assert "the mail server says no" in letter["error"]

    replayed = site.built.npm(
        "run", "jobs:replay", "--silent", "--", "--dead-letter", "failed_jobs", "--since", "1h", **site.environment
    )
    assert re.search(r"Sent again: [1-9]", replayed.stdout), replayed.stdout + replayed.stderr
    told_of(worker, "send-email", "userId", user, 6)


def letters(worker: Working, reason: str) -> list[dict]:
    """What a worker gave up for a reason."""
    return [one for one in worker.logged("given up") if one["reason"] == reason]


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ("{ userId: '018f3c1e-0000-7000-8000-000000000000' }", "missing_tenant"),
        ("{ tenantId: '018f3c1e-0000-7000-8000-000000000000', userId: 7 }", "invalid_payload"),
    ],
)
def test_a_message_that_is_not_as_it_should_be_is_set_aside_at_once(
    site: Site, worker: Working, payload: str, reason: str
):
    site.run(put("job", "send-email", payload))

    waited(lambda: letters(worker, reason), f"a dead letter for {reason}")


GARBAGE = {
    "bullmq": """
      import { Queue } from 'bullmq';
      const { hostname: host, port } = new URL(process.env.REDIS_QUEUE_URL);
      const queue = new Queue('reports', { prefix: 'acme-crm', connection: { host, port: Number(port), db: 1 } });
      await queue.add('generate-report', 'no message');
      await queue.close();
    """,
    "rabbitmq": """
      import { connect } from 'amqplib';
      const connection = await connect(process.env.RABBITMQ_URL);
      const channel = await connection.createConfirmChannel();
      channel.sendToQueue('acme-crm.reports', Buffer.from('{no JSON'));
      await channel.waitForConfirms();
      await connection.close();
    """,
}


def test_what_is_no_message_stands_in_nobodys_way(site: Site, worker: Working):
    site.run(GARBAGE[site.broker])
    waited(lambda: letters(worker, "unreadable"), "a dead letter")
    file = str(uuid.uuid4())
    site.outbox.add(site.ada, "generate-report", reportId=file)

    assert told_of(worker, "generate-report", "reportId", file)


def test_a_message_that_kills_its_worker_is_set_aside_and_the_others_are_worked_off(site: Site):
    bad, good = f"{str(uuid.uuid4())[:-4]}dead", str(uuid.uuid4())
    site.outbox.add(site.ada, "deliver-webhook", deliveryId=bad)
    for _ in range(4):
        with site.worker() as worker:
            waited(lambda worker=worker: ended(worker) or letters(worker, "poison"), "an end")
            if letters(worker, "poison"):
                site.outbox.add(site.ada, "deliver-webhook", deliveryId=good)
                told_of(worker, "deliver-webhook", "deliveryId", good)
                break

    deliveries = [log.read_text().count(f'"deliveryId":"{bad}"}},"key"') for log in site.folder.glob("worker-*")]
    assert sum(deliveries) == 2, "as often as `poison.max_deliveries` says"


def ended(worker: Working) -> bool:
    return worker.process.poll() is not None


# ----------------------------------------------------------------------------------------------------------- the end


def test_a_worker_that_is_asked_to_end_finishes_what_it_has_begun(site: Site):
    file = str(uuid.uuid4())
    with site.worker() as worker:
        health = Caller(f"http://127.0.0.1:{worker.port}")
        assert health.call("GET", "/ready").status == 200
        site.outbox.add(site.eve, "import-contacts", importId=file, offset=0)
        told_of(worker, "import-contacts begun", "importId", file)
        worker.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        statuses = [health.call("GET", path).status for path in ("/health", "/ready")]

        assert worker.process.wait(30) == 0
    assert statuses == [200, 503]
    assert [one["payload"]["importId"] for one in worker.told("import-contacts done")] == [file]


def test_a_relay_that_is_killed_loses_nothing(site: Site):
    people = {str(uuid.uuid4()) for _ in range(300)}
    rows = ", ".join(
        f"('{uuid.uuid4()}', '{site.ada}', 'event', 'user.invited', "
        f'\'{{"tenantId": "{site.ada}", "userId": "{person}"}}\', \'burst\', \'{{}}\')'
        for person in people
    )
    with site.worker() as first:
        site.outbox.machine.sql(
            "INSERT INTO outbox_events (id, tenant_id, kind, name, payload, correlation_id, trace) VALUES " + rows,
            database="acme_crm",
        )
        first.wait_for("user.invited")
        os.kill(first.process.pid, signal.SIGKILL)
        first.process.wait(10)
        seen = invited(first)
    with site.worker() as second:
        waited(lambda: people <= seen | invited(second), "all of them")

    assert site.outbox.waiting() == 0


def invited(worker: Working) -> set[str]:
    """Whom a worker has heard of."""
    return {one["payload"]["userId"] for one in worker.told("user.invited")}


# ------------------------------------------------------------------------------------------------- least privilege


def test_the_relay_sees_the_outbox_of_all_and_nothing_else_of_them(site: Site):
    def refused(statement: str) -> bool:
        try:
            site.outbox.machine.sql(statement, "acme_crm_relay", "acme_crm")
        except AssertionError as error:
            return "permission denied" in str(error)
        return False

    tenants = site.outbox.machine.sql("SELECT id FROM organizations", "acme_crm_relay", "acme_crm").split()
    assert sorted(tenants) == sorted([site.ada, site.eve])
    assert refused("SELECT email FROM users")
    assert refused("SELECT name FROM organizations")
    assert refused("UPDATE outbox_events SET payload = '{}'")
    assert refused("INSERT INTO outbox_events (id) VALUES (gen_random_uuid())")
