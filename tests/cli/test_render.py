"""`blueprint render`: where the document goes, what is refused, and what an unfinished blueprint becomes."""

import json
import os
import pty
import subprocess
import sys

import pytest

from cli.conftest import TIDY


@pytest.fixture
def begun(project):
    """A blueprint that lacks its sections."""
    return project.write({"main.blueprint": TIDY})


def test_markdown_goes_to_standard_output(begun):
    done = begun.run("render")

    assert (done.code, done.err) == (0, "")
    assert [line for line in done.out.splitlines() if line.startswith("## ")][:2] == [
        "## 0. Overview",
        "## 1. System diagram",
    ]


def test_each_format_is_written_to_a_file(begun):
    for format, beginning in (
        ("md", b"<!-- Rendered"),
        ("html", b"<!DOCTYPE html>"),
        ("pdf", b"%PDF-"),
        ("json", b"{"),
    ):
        done = begun.run("render", "--format", format, "--output", f"architecture.{format}")

        assert (done.code, done.out, done.err) == (0, "", "")
        assert (begun.folder / f"architecture.{format}").read_bytes().startswith(beginning)


def test_a_document_is_written_anew_and_a_foreign_file_is_left(begun):
    assert begun.run("render", "--output", "ARCHITECTURE.md").code == 0
    assert begun.run("render", "--output", "ARCHITECTURE.md").code == 0
    begun.write({"NOTES.md": "# My notes\n"})

    refused = begun.run("render", "--output", "NOTES.md")

    assert refused.code == 2
    assert "`NOTES.md` was not written by `render`: name another file, or add `--force`" in refused.err
    assert begun.text("NOTES.md") == "# My notes\n"
    assert begun.run("render", "--output", "NOTES.md", "--force").code == 0


@pytest.mark.parametrize(
    ("output", "word"),
    [
        ("main.blueprint", "would be a blueprint"),
        ("docs/architecture.md", "there is no folder `docs`: make it first"),
        (".", "is a folder: name a file in it"),
    ],
)
def test_an_output_that_cannot_be_meant_is_refused(begun, output, word):
    refused = begun.run("render", "--output", output)

    assert refused.code == 2
    assert word in refused.err
    assert begun.text() == TIDY


def test_several_blueprints_ask_for_one(project):
    project.write({"a/main.blueprint": TIDY, "b/main.blueprint": TIDY})

    refused = project.run("render")

    assert refused.code == 2
    assert "there are 2 blueprints in `.`: name one of `a`, `b`" in refused.err
    assert project.run("render", "a").code == 0


def test_no_blueprint_says_how_to_begin_one(project):
    refused = project.run("render")

    assert refused.code == 2
    assert "blueprint init" in refused.err


def test_json_is_for_other_tools(begun):
    found = begun.run("render", "--format", "json").json

    assert (found["version"], found["name"]) == (1, "acme-crm")
    assert {section["stated"] for section in found["sections"]} == {False}
    assert json.dumps(found["findings"])


def test_a_pdf_is_refused_by_a_terminal(begun):
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "blueprint_ls", "render", "--format", "pdf"]
    done = subprocess.run(
        command, cwd=begun.folder, env=begun.env(), stdout=follower, stderr=subprocess.PIPE, timeout=120, check=False
    )
    os.close(follower)
    os.close(leader)

    assert done.returncode == 2
    assert b"a PDF is no text for a terminal: name a file with `--output FILE`" in done.stderr


def test_without_typst_a_pdf_says_what_to_install(begun):
    begun.write({"without/typst.py": "raise ImportError('no typst')\n"})

    done = begun.run("render", "--format", "pdf", PYTHONPATH=f"{begun.folder}/without:{begun.env()['PYTHONPATH']}")

    assert done.code == 2
    assert 'pip install "blueprint-ls[pdf]"' in done.err
