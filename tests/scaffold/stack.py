"""Postgres, Redis and a generated project, all real and on loopback: what the behaviour is tried against."""

from __future__ import annotations

import functools
import http.client
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_PATIENCE = 60.0
"""Seconds that a process may take to answer for the first time."""


WEBHOOK_SECRET = "whsec_of_these_tests"
"""What a payment service signs its calls with."""


def program(name: str) -> str:
    """A program on the path, or among Postgres's own as Debian lays them."""
    found = shutil.which(name) or next(
        (str(p) for p in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None
    )
    assert found, f"`{name}` is needed: install postgresql, redis-server and Node 24"
    return found


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def waited(ready: Any, what: str) -> None:
    """Come back once something is ready."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if ready():
            return
        time.sleep(0.1)
    raise AssertionError(f"{what} is not ready after {_PATIENCE:.0f} seconds")


@contextmanager
def postgres() -> Iterator[int]:
    """A fresh cluster; its superuser is `super`. Answers its port."""
    folder = Path(tempfile.mkdtemp(prefix="blueprint-postgres-"))
    folder.chmod(0o777)  # the server runs under another name
    own = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # Postgres refuses to run as root
    data, port = folder / "data", free_port()
    subprocess.run(
        [*own, program("initdb"), "-D", data, "-U", "super", "--auth=trust"], check=True, capture_output=True
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    control = [*own, program("pg_ctl"), "-D", data, "-w"]
    subprocess.run([*control, "-l", folder / "log", "-o", options, "start"], check=True, capture_output=True)
    try:
        yield port
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis() -> Iterator[int]:
    """A fresh Redis that keeps nothing. Answers its port."""
    port = free_port()
    server = subprocess.Popen(
        [program("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", ""], stdout=subprocess.DEVNULL
    )
    try:
        waited(lambda: listens(port), "Redis")
        yield port
    finally:
        server.terminate()
        server.wait(10)


def listens(port: int) -> bool:
    """Whether somebody listens on a port of loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass(frozen=True)
class Answer:
    """What the API said."""

    status: int
    body: Any
    headers: Mapping[str, str]


@dataclass
class Caller:
    """Somebody who calls the API."""

    base: str
    token: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    address: str = "127.0.0.1"
    """Where the calls come from: all of 127.0.0.0/8 is loopback."""

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request; `if_match` becomes `If-Match`."""
        request = urllib.request.Request(f"{self.base}{path}", method=method)
        given = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if body is not None:
            request.data = json.dumps(body).encode()
            given.setdefault("content-type", "application/json")
        if self.token:
            given.setdefault("authorization", f"Bearer {self.token}")
        for name, value in given.items():
            request.add_header(name, value)
        try:
            with urllib.request.build_opener(_From(self.address)).open(request, timeout=30) as found:
                return _answer(found)
        except urllib.error.HTTPError as error:
            with error:
                return _answer(error)


class _From(urllib.request.HTTPHandler):
    """Calls from an address of one's own choice."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.connect = functools.partial(http.client.HTTPConnection, source_address=(address, 0))

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """As its base does, but for the address."""
        return self.do_open(self.connect, req)


def _answer(found: Any) -> Answer:
    text = found.read()
    return Answer(found.status, json.loads(text) if text else None, {k.lower(): v for k, v in found.headers.items()})


@dataclass(frozen=True)
class Built:
    """A generated project, installed and built."""

    folder: Path

    def install(self) -> None:
        """`npm ci`."""
        done = self.npm("ci", "--no-audit", "--no-fund")
        assert done.returncode == 0, done.stdout + done.stderr

    def link(self, modules: Path) -> None:
        """Take the packages of a `node_modules` that has all of them, and its own from its own folders."""
        own = {json.loads(path.read_text())["name"]: path.parent for path in self.folder.glob("*s/*/package.json")}
        for package in [path for path in modules.iterdir() if path.name != "@scope"]:
            _link(self.folder / "node_modules" / package.name, package)
        for name, folder in own.items():
            _link(self.folder / "node_modules" / name, folder)

    def build(self) -> None:
        """`npm run build`."""
        done = self.npm("run", "build")
        assert done.returncode == 0, done.stdout + done.stderr

    def npm(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """An npm command in it."""
        return self._run("npm", *arguments, **environment)

    def node(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A script in it."""
        return self._run(program("node"), *arguments, **environment)

    def _run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**os.environ, "CHECKPOINT_DISABLE": "1", "PRISMA_HIDE_UPDATE_MESSAGE": "1", **environment},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )


@contextmanager
def cut(place: Path, before: str, after: str) -> Iterator[None]:
    """A file with something else in the place of a safeguard."""
    whole = place.read_text()
    assert before in whole, before
    place.write_text(whole.replace(before, after))
    try:
        yield
    finally:
        place.write_text(whole)


def _link(place: Path, target: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)


@dataclass(frozen=True)
class Machine:
    """The stores, with a database that the project's migration was applied to."""

    postgres: int
    redis: int

    def sql(self, statements: str, user: str = "super", database: str = "postgres") -> str:
        """What psql prints for some statements."""
        done = subprocess.run(
            [program("psql"), "-h", "127.0.0.1", "-p", str(self.postgres), "-U", user, "-d", database, "-Atq", "-v",
             "ON_ERROR_STOP=1"],
            input=statements, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def migrated(self, built: Built, name: str) -> str:
        """A database with the project's tables, made by a role that is no superuser; answers the owner's name."""
        self.sql(f'DROP DATABASE IF EXISTS "{name}"')
        role = f'CREATE ROLE "{name}_owner" LOGIN CREATEROLE'
        self.sql(f"DO $$ BEGIN {role}; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        self.sql(f'CREATE DATABASE "{name}" OWNER "{name}_owner"')
        scripts = sorted((built.folder / "packages/database/prisma/migrations").glob("*/migration.sql"))
        for script in scripts:  # Prisma's own runner is a program that is fetched when it is needed
            self.sql(script.read_text(), f"{name}_owner", name)
        if not scripts:
            url = f"postgresql://{name}_owner@127.0.0.1:{self.postgres}/{name}"
            done = built.npm("run", "migrate", "--silent", MIGRATION_DATABASE_URL=url)
            assert done.returncode == 0, done.stdout + done.stderr
        return f"{name}_owner"

    def remember(self, key: str, value: str) -> None:
        """Put something into Redis."""
        with socket.create_connection(("127.0.0.1", self.redis), 10) as connection:
            connection.sendall(f'SET "{key}" "{value}" EX 60\r\n'.encode())
            assert connection.recv(64) == b"+OK\r\n"

    def environment(self, built: Built, name: str) -> dict[str, str]:
        """What the API reads, under the role that owns nothing."""
        key = built.npm("run", "keys", "--silent").stdout.strip().removeprefix("ACCESS_TOKEN_PRIVATE_KEY=").strip('"')
        return {
            **called_services(built),
            "NODE_ENV": "test",
            "LOG_LEVEL": "info",
            "DATABASE_URL": f"postgresql://{name}_app@127.0.0.1:{self.postgres}/{name}",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis}/0",
            "WEB_ORIGIN": "http://localhost:5173",
            "METRICS_PORT": "0",
            "ACCESS_TOKEN_PRIVATE_KEY": key,
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
        }


def forget(port: int) -> None:
    """Take all that a Redis keeps: what one suite has used of a limit is there for the next."""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(b"FLUSHALL\r\n")
        assert connection.recv(64) == b"+OK\r\n"


def shut(port: int) -> None:
    """Let a Redis go away."""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(b"SHUTDOWN NOSAVE\r\n")
        connection.recv(64)
    waited(lambda: not listens(port), "Redis")


def called_services(built: Built) -> dict[str, str]:
    """Where other services are and what they know the project by, as the example of its environment says."""
    pairs = (line.partition("=") for line in (built.folder / ".env.example").read_text().splitlines())
    ends = ("_BASE_URL", "_CLIENT_ID", "_CLIENT_SECRET", "_SECRET_KEY", "_WEBHOOK_SECRET")
    return {name: value for name, equals, value in pairs if equals and name.endswith(ends) and value}


@contextmanager
def serving(
    built: Built, environment: Mapping[str, str], log: Path
) -> Iterator[tuple[Caller, subprocess.Popen[bytes]]]:
    """The API as a process of its own; a caller, and the process."""
    port = free_port()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [program("node"), "apps/api/dist/server.js"],
            cwd=built.folder, env={**os.environ, **environment, "PORT": str(port)}, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        waited(lambda: listens(port) or process.poll() is not None, "the API")
        assert process.poll() is None, log.read_text()
        yield Caller(f"http://127.0.0.1:{port}/api/v1"), process
    finally:
        process.terminate()
        process.wait(60)
