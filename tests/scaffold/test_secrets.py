"""Secrets of a generated project: read from files, from AWS's and Vault's interfaces, or refused."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from blueprint_ls.generate.scaffold import Project, planned
from scaffold.stack import Built, Caller, Machine, program, serving
from scaffold.variants import blueprint
from support import workspace_of

SCRIPT = Path(__file__).with_name("secrets.mjs")
VALUES = {"acme/prod/password": "s3cret-value", "acme/prod/key": "k3y-value"}
KEPT = {"PASSWORD": "acme/{environment}/password", "KEY": "acme/{environment}/key"}
Answer = tuple[int, Any]


@contextmanager
def manager(answer: Callable[[BaseHTTPRequestHandler, Any], Answer]) -> Iterator[str]:
    """A manager of secrets on loopback; its address."""

    class Manager(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, told = answer(self, json.loads(body) if body else None)
            text = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Nobody reads a log of it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Manager)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def aws(asked: BaseHTTPRequestHandler, body: Any) -> Answer:
    assert asked.headers["x-amz-target"] == "secretsmanager.GetSecretValue"
    if asked.headers["authorization"] is None:
        return 400, {"__type": "AccessDeniedException", "Message": "who are you"}
    if body["SecretId"] not in VALUES:
        return 400, {"__type": "ResourceNotFoundException", "Message": "none of that name"}
    return 200, {"Name": body["SecretId"], "SecretString": VALUES[body["SecretId"]]}


def vault(asked: BaseHTTPRequestHandler, body: Any) -> Answer:
    if asked.path == "/v1/auth/kubernetes/login":
        known = body == {"role": "acme-crm-prod", "jwt": "own-token"}
        return (200, {"auth": {"client_token": "given-token"}}) if known else (403, {"errors": ["permission denied"]})
    if asked.headers["x-vault-token"] != "given-token":
        return 403, {"errors": ["permission denied"]}
    value = VALUES.get(asked.path.removeprefix("/v1/secret/data/"))
    return (200, {"data": {"data": {"value": value}}}) if value else (404, {"errors": []})


@pytest.fixture(scope="module", params=["aws_secrets_manager", "vault", "gcp_secret_manager", "azure_key_vault"])
def fetching(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The common package of a project that asks a manager, compiled."""
    return common(tmp_path_factory.mktemp("secrets"), request.param, "fetched_and_cached")


@pytest.fixture(scope="module")
def mounted(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same of a project whose secrets are files."""
    return common(tmp_path_factory.mktemp("secrets"), "aws_secrets_manager", "mounted_file")


def common(folder: Path, chosen: str, delivery: str) -> Built:
    files = {
        name: text.replace("choose  = aws_secrets_manager", f"choose  = {chosen}").replace(
            "delivery = mounted_file", f"delivery = {delivery}"
        )
        for name, text in blueprint({}).items()
    }
    for file in planned(Project(workspace_of(files).case.blueprint)):
        place = folder / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(file.text)
    made = Built(folder)
    made.install()
    done = made.node("node_modules/typescript/bin/tsc", "-b", "packages/common")
    assert done.returncode == 0, done.stdout
    shutil.copy(SCRIPT, folder / SCRIPT.name)
    return made


def read(built: Built, kept: Mapping[str, str] = KEPT, scenario: str = "read", **environment: str) -> Any:
    done = built.node(SCRIPT.name, scenario, KEPT=json.dumps(kept), **environment)
    assert done.returncode == 0, done.stderr
    assert not any(value in done.stderr for value in VALUES.values())
    return json.loads(done.stdout)


@pytest.fixture
def managed(fetching: Built, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Built, dict[str, str]]]:
    """A project beside its manager, and what its processes are told."""
    chosen = request.node.callspec.params["fetching"]
    if chosen not in ("aws_secrets_manager", "vault"):
        pytest.skip("its client speaks to no address but its cloud's own")
    (tmp_path / "token").write_text("own-token\n")
    with manager(aws if chosen == "aws_secrets_manager" else vault) as url:
        yield (
            fetching,
            {
                "NODE_ENV": "production",
                "SECRETS_ENVIRONMENT": "prod",
                "AWS_ENDPOINT_URL": url,
                "AWS_REGION": "eu-central-1",
                "AWS_ACCESS_KEY_ID": "local",
                "AWS_SECRET_ACCESS_KEY": "local",
                "VAULT_ADDR": url,
                "VAULT_JWT_FILE": str(tmp_path / "token"),
            },
        )


def test_the_manager_is_asked_for_the_secrets_of_the_environment(managed: tuple[Built, dict[str, str]]):
    built, told = managed

    assert read(built, **told) == {"PASSWORD": "s3cret-value", "KEY": "k3y-value"}


def test_a_secret_that_is_missing_is_named_and_the_others_are_not_shown(managed: tuple[Built, dict[str, str]]):
    built, told = managed
    error = read(built, {**KEPT, "LOST": "acme/{environment}/lost"}, **told)["error"]

    assert "LOST" in error
    assert "PASSWORD" not in error
    assert not any(value in error for value in VALUES.values())


def test_a_manager_that_lets_nobody_in_is_named(managed: tuple[Built, dict[str, str]], tmp_path: Path):
    built, told = managed
    (tmp_path / "token").write_text("forged")
    error = read(built, **{**told, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"})["error"]

    assert "does not tell" in error
    assert "forged" not in error


def test_in_production_nothing_begins_without_its_secrets(fetching: Built):
    assert "SECRETS_ENVIRONMENT is not set" in read(fetching, NODE_ENV="production", PASSWORD="from the side")["error"]


def test_on_a_developers_machine_they_stand_in_the_environment(fetching: Built):
    found = read(fetching, NODE_ENV="development", PASSWORD="local", KEY="local")

    assert found == {"PASSWORD": "local", "KEY": "local"}


def test_files_are_read_without_their_line_ends(mounted: Built, tmp_path: Path):
    (tmp_path / "password").write_text("s3cret-value\n")
    found = read(mounted, {"PASSWORD": "password"}, NODE_ENV="production", SECRETS_DIR=str(tmp_path))

    assert found == {"PASSWORD": "s3cret-value"}


def test_a_file_that_is_empty_is_a_secret_that_is_missing(mounted: Built, tmp_path: Path):
    (tmp_path / "password").write_text("\n")
    error = read(mounted, {"PASSWORD": "password"}, NODE_ENV="production", SECRETS_DIR=str(tmp_path))["error"]

    assert error == f"These secrets are missing in {tmp_path}: PASSWORD"


def test_a_secret_that_is_replaced_is_noticed_once(mounted: Built, tmp_path: Path):
    (tmp_path / "password").write_text("old")

    assert read(mounted, {"PASSWORD": "password"}, "watch", SECRETS_DIR=str(tmp_path)) == [0, 1, 1]


@pytest.mark.parametrize("built", ["default"], indirect=True)
def test_the_api_begins_with_its_secrets_in_files_and_not_without(built: Built, machine: Machine, tmp_path: Path):
    machine.migrated(built, "acme_crm")
    told = {**machine.environment(built, "acme_crm"), "NODE_ENV": "production"}
    names = built.node(
        "-e", "import('./apps/api/dist/config/secrets.js').then((m) => console.log(JSON.stringify(m.SECRETS)))"
    )
    for variable, file in json.loads(names.stdout).items():
        (tmp_path / file).write_text(told.pop(variable) + "\n")
    with serving(built, {**told, "SECRETS_DIR": str(tmp_path)}, tmp_path / "log") as (caller, _):
        assert Caller(caller.base.removesuffix("/api/v1")).call("GET", "/ready").status == 200
    (tmp_path / "database-url").unlink()
    refused = built.node("apps/api/dist/server.js", **{**told, "SECRETS_DIR": str(tmp_path)})

    assert refused.returncode == 1
    assert refused.stderr.strip() == f"These secrets are missing in {tmp_path}: DATABASE_URL"
    assert program("node")
