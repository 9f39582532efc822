"""A project with stores beside its primary database: it builds, and its own measures have nothing to say.

No package brings Cassandra, ScyllaDB or Neo4j: its unit tests hold what is sent to them, over fakes of the drivers.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from blueprint_ls.cli.main import main
from scaffold.beside import beside
from scaffold.conftest import built_from
from scaffold.stack import Built
from scaffold.variants import blueprint

CHOICES = {
    "Apache Cassandra 5.0": {"orm": "drizzle"},
    "ScyllaDB 2025.3": {"framework": "fastify", "orm": "kysely", "validation": "joi"},
}


@pytest.fixture(scope="module", params=CHOICES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, modules: Path) -> Built:
    files = {**blueprint(CHOICES[request.param]), "beside.blueprint": beside(request.param)}
    return built_from(files, tmp_path_factory.mktemp("beside") / "acme-crm", modules)


def test_its_linter_and_its_formatter_are_content(built: Built):
    done = built.npm("run", "lint")

    assert done.returncode == 0, done.stdout + done.stderr


def test_its_unit_tests_pass(built: Built):
    done = built.npm("test")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "reading.test.ts" in done.stdout


def test_the_own_check_has_nothing_to_say_of_the_code(built: Built, capsys, monkeypatch):
    monkeypatch.chdir(built.folder)
    main(["check", "--format", "json"])

    found = json.loads(capsys.readouterr().out)["findings"]
    assert [one for one in found if not one["path"].endswith(".blueprint") and not one["silenced"]] == []
