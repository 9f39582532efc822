"""The project of every variant by its own measures: its lockfile, its compiler, its linters and its unit tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from blueprint_ls.cli.main import main
from scaffold.conftest import built_from, scaffolded
from scaffold.stack import Built
from scaffold.variants import BOOTED, VARIANTS, blueprint

INSTALLED = ("default", "fastify-drizzle", "nest-typeorm-provider", "fastify-kysely-provider")
"""The variants whose packages npm brings for real, one for each library of persistence."""


@pytest.fixture(scope="module", params=VARIANTS)
def variant(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, modules: Path) -> Built:
    """The project of each variant, compiled."""
    return built_from(blueprint(VARIANTS[request.param]), tmp_path_factory.mktemp("variant") / "acme-crm", modules)


def test_npm_accepts_its_lockfile(variant: Built):
    done = variant.npm("ci", "--dry-run", "--offline", "--no-audit", "--no-fund")

    assert done.returncode == 0, done.stdout + done.stderr


def test_its_linter_and_its_formatter_are_content(variant: Built):
    done = variant.npm("run", "lint")

    assert done.returncode == 0, done.stdout + done.stderr


def test_its_unit_tests_pass(variant: Built):
    done = variant.npm("test")

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_own_check_has_nothing_to_say_of_its_code(variant: Built, capsys, monkeypatch):
    monkeypatch.chdir(variant.folder)
    main(["check", "--format", "json"])

    found = json.loads(capsys.readouterr().out)["findings"]
    assert [one for one in found if not one["path"].endswith(".blueprint")] == []


@pytest.mark.parametrize("name", INSTALLED)
def test_it_builds_with_what_npm_installs(name: str, tmp_path: Path):
    (tmp_path / "acme-crm").mkdir()
    for file, text in blueprint(BOOTED[name]).items():
        (tmp_path / "acme-crm" / file).write_text(text)
    made = scaffolded(tmp_path / "acme-crm")
    made.install()

    made.build()
