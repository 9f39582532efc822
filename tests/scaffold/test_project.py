"""How the generated project begins and ends, and that it is generated once."""

from __future__ import annotations

import signal
from pathlib import Path

from blueprint_ls.cli.main import main
from scaffold.stack import Built, Caller, Machine, serving


def test_it_answers_what_it_has_begun_and_ends(built: Built, machine: Machine, tmp_path: Path):
    machine.migrated(built, "acme_crm")
    with serving(built, machine.environment(built, "acme_crm"), tmp_path / "log") as (caller, process):
        assert Caller(caller.base.removesuffix("/api/v1")).call("GET", "/ready").status == 200
        process.send_signal(signal.SIGTERM)

        assert process.wait(30) == 0
    assert '"draining"' in (tmp_path / "log").read_text()


def test_it_says_which_variable_is_wrong_and_not_what_it_holds(built: Built, machine: Machine):
    environment = {**machine.environment(built, "acme_crm"), "DATABASE_URL": "mysql://secret"}
    done = built.npm("start", "--silent", **environment)

    assert done.returncode == 1
    assert "DATABASE_URL: " in done.stderr
    assert "secret" not in done.stdout + done.stderr


def test_scaffolding_again_has_nothing_to_do(built: Built, capsys, monkeypatch):
    monkeypatch.chdir(built.folder)

    assert main(["scaffold"]) == 0
    assert capsys.readouterr().out.startswith("Everything is up to date")
