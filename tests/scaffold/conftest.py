"""One project, built once; the stores and the API that each module is tried against."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from blueprint_ls.cli.main import main
from blueprint_ls.generate.scaffold.packages import LOCKFILE
from blueprint_ls.knowledge.folders import data_folder
from scaffold.provider import Provider, provider
from scaffold.stack import Answer, Built, Caller, Machine, forget, postgres, redis, serving
from scaffold.variants import BOOTED, blueprint

if not os.environ.get("BLUEPRINT_SCAFFOLD"):
    collect_ignore_glob = ["test_*.py"]  # `make test-scaffold` asks for them: they need Node 24, Postgres and Redis


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A `node_modules` with the packages of all options; BLUEPRINT_SCAFFOLD_MODULES names one that is there already."""
    if ready := os.environ.get("BLUEPRINT_SCAFFOLD_MODULES"):
        return Path(ready)
    folder = tmp_path_factory.mktemp("modules")
    tree = data_folder("templates") / "scaffold" / "_npm" / LOCKFILE
    shutil.copy(tree, folder)
    for place, manifest in json.loads(tree.read_text())["packages"].items():
        if "node_modules" not in place:
            (folder / place).mkdir(parents=True, exist_ok=True)
            (folder / place / "package.json").write_text(json.dumps(manifest))
    Built(folder).install()
    return folder / "node_modules"


@pytest.fixture(scope="session", params=BOOTED)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, modules: Path) -> Built:
    """The project of each variant that is booted, after a build."""
    return built_from(blueprint(BOOTED[request.param]), tmp_path_factory.mktemp("scaffold") / "acme-crm", modules)


def built_from(files: Mapping[str, str], folder: Path, modules: Path) -> Built:
    """The project of a blueprint, made in a folder that is not there yet."""
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    return built_in(folder, modules)


def built_in(folder: Path, modules: Path) -> Built:
    """The project of the blueprint that lies in a folder."""
    made = scaffolded(folder)
    made.link(modules)
    made.build()
    return made


def scaffolded(folder: Path) -> Built:
    """The same before anything is installed."""
    with chdir(folder):
        assert main(["scaffold"]) == 0
    return Built(folder)


@pytest.fixture(scope="session")
def machine() -> Iterator[Machine]:
    """Postgres and Redis."""
    with postgres() as database, redis() as cache:
        yield Machine(database, cache)


GOOGLE = {"provider": "google"}
"""How the example is told which of its providers a code is from."""


@dataclass(frozen=True)
class People:
    """Who calls."""

    anybody: Caller
    emails: tuple[str, str]
    """Of the owners of the two organizations, Ada and Eve."""
    prove: Callable[[str], Answer]
    """Signs somebody in, by what the project goes by: a provider, or a password, which is Ada's unless they are Eve."""
    ada: Caller
    eve: Caller
    by_password: bool
    password: str
    """Ada's; empty where nobody has one."""

    @property
    def adas(self) -> str:
        """Ada's address."""
        return self.emails[0]

    def signed_in(self, email: str) -> Caller:
        """Somebody who bears an access token."""
        return _bearing(self.anybody, self.prove(email))


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
    forget(machine.redis)
    environment = machine.environment(built, name)
    seeded = built.npm("run", "seed", "--silent", **environment)
    proofs = dict(re.findall(r"sign in as (\S+) (?:with|at) (\S+)", seeded.stdout))
    assert len(proofs) == 2, seeded.stdout + seeded.stderr
    first = next(iter(proofs.values()))
    by_password = "with" in seeded.stdout
    with (
        nullcontext() if by_password else provider(built, "acme-crm-web", "/auth/oidc", GOOGLE) as issuing,
        serving(built, environment | _believing(issuing), log) as (anybody, _),
    ):

        def prove(email: str) -> Answer:
            if issuing:
                return issuing.sign_in(anybody, email)
            return anybody.call("POST", "/auth/login", {"email": email, "password": proofs.get(email, first)})

        ada, eve = (
            replace(_bearing(anybody, prove(email)), address=address)
            for email, address in zip(proofs, ("127.0.0.2", "127.0.0.3"), strict=True)
        )
        yield People(anybody, tuple(proofs), prove, ada, eve, by_password, first if by_password else "")


def _believing(issuing: Provider | None) -> dict[str, str]:
    """What lets the API believe a provider."""
    return {"GOOGLE_ISSUER": issuing.issuer} if issuing else {}


def _bearing(anybody: Caller, answer: Answer) -> Caller:
    assert answer.status == 200, answer
    return Caller(anybody.base, answer.body["accessToken"])
