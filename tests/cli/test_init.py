"""`blueprint init`: the first file, and every case in which none is written."""

from __future__ import annotations

import pytest


def test_the_first_file_is_named_after_its_folder_and_says_what_comes_next(project):
    run = project.run("init")

    assert run.code == 0
    assert 'blueprint "acme-crm" {' in project.text()
    assert "blueprint check --fix --assume" in run.out


def test_the_first_file_lacks_its_sections_and_nothing_else(project):
    project.run("init")

    findings = project.run("check", "--format", "json").json["findings"]

    assert {finding["rule"] for finding in findings} == {"missing-section"}
    assert project.run("fmt", "--check").code == 0


def test_a_folder_name_summary_can_be_given(project):
    project.write({"services/README.md": ""})

    project.run("init", "services", "--name", 'the "new" ${crm}', "--summary", "A CRM for\nbakeries")

    assert 'blueprint "the \\"new\\" $${crm}" {' in project.text("services/main.blueprint")
    assert 'summary  = "A CRM for bakeries"' in project.text("services/main.blueprint")


def test_a_dry_run_shows_the_file_and_writes_none(project):
    run = project.run("init", "--dry-run")

    assert run.out.startswith("--- /dev/null\n+++ b/main.blueprint\n")
    assert not (project.folder / "main.blueprint").exists()


@pytest.mark.parametrize("name", ["main.blueprint", "crm.blueprint"])
def test_a_blueprint_that_is_there_is_left_alone(project, name):
    project.write({name: "overview {\n}\n"})

    run = project.run("init")

    assert run.code == 2
    assert f"the folder has a blueprint already, `{name}`" in run.err
    assert project.text(name) == "overview {\n}\n"


def test_force_overwrites(project):
    project.write({"main.blueprint": "overview {\n}\n"})

    assert project.run("init", "--force").code == 0
    assert project.text().startswith("# What this system is")


def test_a_folder_that_is_not_there_is_not_made(project):
    run = project.run("init", "nowhere")

    assert run.code == 2
    assert "there is no folder `nowhere`" in run.err
    assert not (project.folder / "nowhere").exists()
