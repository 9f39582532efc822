"""One project, built once; the stores and the API that each module is tried against."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from blueprint_ls.cli.main import main
from scaffold.stack import Built, Caller, Machine, postgres, redis, serving
from scaffold.variants import VARIANTS, blueprint

if not os.environ.get("BLUEPRINT_SCAFFOLD"):
    collect_ignore_glob = ["test_*.py"]  # `make test-scaffold` asks for them: they need Node 24, Postgres and Redis


@pytest.fixture(scope="session", params=VARIANTS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project of each variant after `npm ci` and a build."""
    return built_from(blueprint(VARIANTS[request.param]), tmp_path_factory.mktemp("scaffold") / "acme-crm")


def built_from(files: Mapping[str, str], folder: Path) -> Built:
    """The project of a blueprint, made in a folder that is not there yet."""
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    return built_in(folder)


def built_in(folder: Path) -> Built:
    """The project of the blueprint that lies in a folder."""
    with chdir(folder):
        assert main(["scaffold"]) == 0
    made = Built(folder)
    made.install()
    done = made.npm("run", "build")
    assert done.returncode == 0, done.stdout + done.stderr
    return made


@pytest.fixture(scope="session")
def machine() -> Iterator[Machine]:
    """Postgres and Redis."""
    with postgres() as database, redis() as cache:
        yield Machine(database, cache)


@dataclass(frozen=True)
class People:
    """Who calls."""

    anybody: Caller
    ada: Caller
    """Owner of the first organization."""
    eve: Caller
    """Owner of the second one."""
    passwords: dict[str, str]


@pytest.fixture(scope="module")
def people(built: Built, machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    """The API over a seeded database, and two owners who are signed in."""
    with signed_in(built, machine, tmp_path_factory.mktemp("api") / "log") as found:
        yield found


@contextmanager
def signed_in(built: Built, machine: Machine, log: Path) -> Iterator[People]:
    """The same for a project that was changed."""
    name = "acme_crm"
    machine.migrated(built, name)
    environment = machine.environment(built, name)
    seeded = built.npm("run", "seed", "--silent", **environment)
    passwords = dict(re.findall(r"sign in as (\S+) with (\S+)", seeded.stdout))
    assert len(passwords) == 2, seeded.stdout + seeded.stderr
    with serving(built, environment, log) as (anybody, _):
        ada, eve = (anybody.signed_in(email, password) for email, password in passwords.items())
        yield People(anybody, ada, eve, passwords)
