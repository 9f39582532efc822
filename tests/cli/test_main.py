"""The command as a whole: help, mistakes, and the arguments of the server."""

from __future__ import annotations

import sys
import types

import pytest

from blueprint_ls import __version__
from blueprint_ls.cli import main as command


def test_help_names_every_command_and_shows_examples(project):
    run = project.run("--help")

    assert run.code == 0
    assert all(f"    {name}" in run.out for name in command.COMMANDS)
    assert "blueprint check --fix --assume" in run.out


@pytest.mark.parametrize("name", command.COMMANDS)
def test_every_command_explains_itself(project, name):
    run = project.run(name, "--help")

    assert run.code == 0
    assert f"usage: blueprint {name}" in run.out
    assert "examples:" in run.out or name == "tour"


def test_the_version_is_told(project):
    assert project.run("--version").out == f"blueprint {__version__}\n"


def test_no_command_shows_help_and_does_nothing(project):
    run = project.run()

    assert run.code == 2
    assert "commands:" in run.out


def test_a_misspelt_command_is_answered_with_the_one_that_was_meant(project):
    run = project.run("chekc")

    assert run.code == 2
    assert run.err == "blueprint: there is no command `chekc`: did you mean `blueprint check`?\n"


def test_a_fault_of_the_program_is_not_mistaken_for_findings(monkeypatch, capsys):
    broken = types.ModuleType("blueprint_ls.cli.check")
    broken.EPILOG = ""
    broken.arguments = lambda parser: None
    broken.run = lambda parsed: 1 // 0
    monkeypatch.setitem(sys.modules, "blueprint_ls.cli.check", broken)

    assert command.main(["check"]) == 2
    assert "this is a fault of the program itself" in capsys.readouterr().err


@pytest.fixture
def served(monkeypatch):
    """Stands in for the server, and notes how it was called."""
    calls = []
    server = types.ModuleType("blueprint_ls.lsp.start")
    server.serve = lambda *address: calls.append(address) or 0
    monkeypatch.setitem(sys.modules, "blueprint_ls.lsp.start", server)
    return calls


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        ([], ()),
        (["--stdio"], ()),
        (["--tcp", "4389"], ("127.0.0.1", 4389)),
        (["--tcp", "0.0.0.0:4389"], ("0.0.0.0", 4389)),
        (["--tcp", "[::1]:4389"], ("::1", 4389)),
    ],
)
def test_the_server_is_started_where_it_was_asked_for(served, arguments, address):
    assert command.main(["serve", *arguments]) == 0
    assert served == [address]


def test_blueprint_ls_is_serve_under_another_name(served, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["blueprint-ls", "--stdio"])

    assert command.serve() == 0
    assert served == [()]


@pytest.mark.parametrize("port", ["", "port", "0", "70000", "host:"])
def test_a_port_that_is_none_is_refused(project, port):
    run = project.run("serve", "--tcp", port)

    assert run.code == 2
    assert "expected a port from 1 to 65535" in run.err
