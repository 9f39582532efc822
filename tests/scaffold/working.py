"""RabbitMQ, and workers of a generated project as processes of their own: what messaging is tried against."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffold.stack import Built, Machine, free_port, listens, program, waited

HARNESS = Path(__file__).with_name("worker.mjs")


@contextmanager
def rabbitmq() -> Iterator[int]:
    """A fresh broker on loopback, as a node of its own. Answers its port."""
    folder = Path(tempfile.mkdtemp(prefix="blueprint-rabbitmq-"))
    folder.chmod(0o777)  # the broker runs under another name
    port, distribution, mapper = free_port(), free_port(), free_port()
    (folder / "rabbitmq.conf").write_text(f"listeners.tcp.local = 127.0.0.1:{port}\nloopback_users = none\n")
    (folder / "enabled_plugins").write_text("[].\n")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": str(mapper),
        "RABBITMQ_NODENAME": f"blueprint{port}@localhost",
        "RABBITMQ_DIST_PORT": str(distribution),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
    }
    server = "/usr/lib/rabbitmq/bin/rabbitmq-server"
    assert Path(server).exists(), "`rabbitmq-server` is needed: install it"
    own = ["runuser", "-u", "rabbitmq", "--"] if os.geteuid() == 0 else []
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(
            [*own, server], env=environment, cwd=folder, stdout=out, stderr=out, start_new_session=True
        )
    try:
        waited(lambda: listens(port) or process.poll() is not None, "RabbitMQ")
        assert process.poll() is None, (folder / "out").read_text()
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)
        subprocess.run([program("epmd"), "-kill"], env=environment, capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Working:
    """A worker as a process."""

    process: subprocess.Popen[bytes]
    log: Path
    port: int
    """Where it tells whether it lives."""

    def told(self, name: str) -> list[dict[str, Any]]:
        """What it was given under a name, so far."""
        lines = self.log.read_text().splitlines()
        said = [json.loads(line[2:]) for line in lines if line.startswith("@@")]
        return [one for one in said if one["name"] == name]

    def logged(self, message: str) -> list[dict[str, Any]]:
        """What it logged with a message, so far."""
        lines = self.log.read_text().splitlines()
        return [found for line in lines if line.startswith("{") and (found := json.loads(line)).get("msg") == message]

    def wait_for(self, name: str, count: int = 1) -> list[dict[str, Any]]:
        """The same, once there is enough of it."""
        waited(lambda: len(self.told(name)) >= count, f"{count} × {name} in {self.log}")
        return self.told(name)


@contextmanager
def working(built: Built, environment: Mapping[str, str], log: Path) -> Iterator[Working]:
    """A worker at work; it is killed at the end where it still runs."""
    script = built.folder / HARNESS.name
    shutil.copy(HARNESS, script)
    port = free_port()
    own = {"WORKER_PORT": str(port), "WORKER_METRICS_PORT": "0"}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [program("node"), script],
            cwd=built.folder,
            env={**os.environ, **environment, **own},
            stdout=out,
            stderr=out,
        )
    worker = Working(process, log, port)
    try:
        waited(lambda: worker.told("working") or process.poll() is not None, "the worker")
        yield worker
    finally:
        process.kill()
        process.wait(60)


@dataclass(frozen=True)
class Outbox:
    """The table that messages leave through."""

    machine: Machine
    database: str

    def tenant(self, email: str) -> str:
        """Whose a person is."""
        return self.machine.sql(f"SELECT tenant_id FROM users WHERE email = '{email}'", database=self.database).strip()

    def add(self, tenant: str, name: str, kind: str = "job", **payload: Any) -> None:
        """Puts a message in, as a transaction of the API would."""
        said = json.dumps({"tenantId": tenant, **payload})
        self.machine.sql(
            "INSERT INTO outbox_events (id, tenant_id, kind, name, payload, correlation_id, trace) VALUES "
            f"('{uuid.uuid4()}', '{tenant}', '{kind}', '{name}', '{said}', '{uuid.uuid4()}', '{{}}')",
            database=self.database,
        )

    def waiting(self) -> int:
        """How many were not sent."""
        found = self.machine.sql(
            "SELECT count(*) FROM outbox_events WHERE published_at IS NULL", database=self.database
        )
        return int(found)
