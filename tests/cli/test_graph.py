"""`blueprint graph`: every view in every format, into a file or on standard output."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from blueprint_ls.judge.diagram.reading import read

EXAMPLE = Path(__file__).parents[1] / "examples" / "acme-crm"


@pytest.fixture
def crm(project):
    shutil.copytree(EXAMPLE, project.folder, dirs_exist_ok=True)
    return project


def test_the_containers_are_drawn_as_text(crm):
    run = crm.run("graph")

    assert run.code == 0
    assert ("api", "postgres", "sql") in read(run.out).arrows
    assert run.err == ""


@pytest.mark.parametrize(("format", "begins"), [("mermaid", "flowchart TB\n"), ("dot", 'digraph "acme-crm" {\n')])
def test_other_formats_are_sources(crm, format, begins):
    run = crm.run("graph", "--format", format, "--view", "modules")

    assert run.code == 0
    assert run.out.startswith(begins)


def test_an_endpoint_means_its_flow(crm):
    run = crm.run("graph", "--endpoint", "POST /deals")

    assert "writes Deal" in run.out


def test_a_file_is_written(crm):
    pytest.importorskip("pygraphviz")
    run = crm.run("graph", "--format", "svg", "--output", "system.svg")

    assert (run.code, run.out) == (0, "")
    assert (crm.folder / "system.svg").read_text("utf-8").startswith("<svg ")


def test_what_is_not_drawn_is_told(project):
    (project.folder / "main.blueprint").write_text("diagram {\n  service api { uses = [store.gone] }\n}\n")
    run = project.run("graph")

    assert run.code == 0
    assert "api" in read(run.out).boxes
    assert "not drawn: `service.api` refers to `gone`, which is declared nowhere" in run.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--view", "flow"], "needs an endpoint"),
        (["--endpoint", "POST /deal"], "did you mean `POST /deals`"),
        (["--view", "modules", "--endpoint", "POST /deals"], "--endpoint goes with the view flow"),
        (["--environment", "prd"], "did you mean `prod`"),
        (["--output", "nowhere/x.txt"], "there is no folder `nowhere`"),
        (["--output", "main.blueprint"], "would be a blueprint"),
        (["--output", "notes.txt"], "`notes.txt` was not drawn by `graph`"),
        (["elsewhere"], "there is no file or folder `elsewhere`"),
    ],
)
def test_what_cannot_be_done_is_told_with_the_cure(crm, arguments, says):
    crm.write({"notes.txt": "mine"})
    run = crm.run("graph", *arguments)

    assert run.code == 2
    assert crm.text("notes.txt") == "mine"
    assert says in run.err
    assert "Traceback" not in run.err


def test_of_several_blueprints_one_has_to_be_named(crm):
    for name in ("one", "two"):
        shutil.copytree(EXAMPLE, crm.folder / "all" / name)
    run = crm.run("graph", "all")

    assert run.code == 2
    assert "name one of `all/one`, `all/two`" in run.err


def test_a_folder_with_a_blueprint_means_that_one_whatever_lies_below(crm):
    shutil.copytree(EXAMPLE.parent / "small-product", crm.folder / "services" / "small")

    assert "customer_endpoints" in read(crm.run("graph").out).boxes
