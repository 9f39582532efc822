"""The examples: complete, in canonical layout, and HCL to HashiCorp's own parser."""

import re
from dataclasses import replace
from pathlib import Path

import pygohcl
import pytest

from blueprint_ls.judge.engine import judge
from blueprint_ls.judge.workspace import Workspace
from blueprint_ls.syntax import Text
from blueprint_ls.syntax import format as lay_out
from support import TODAY

EXAMPLES = Path(__file__).parent / "examples"
FILES = sorted(EXAMPLES.rglob("*.blueprint"))
FOLDERS = sorted({path.parent for path in FILES})
BASES = frozenset({"base"})
"""Folders that others extend, which may leave sections open."""


def shown(path: Path) -> str:
    """A path as the names of the tests show it."""
    return path.relative_to(EXAMPLES).as_posix()


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """All examples together, so that it is known who extends whom."""
    return Workspace(roots=[EXAMPLES])


@pytest.mark.parametrize("folder", FOLDERS, ids=shown)
def test_an_example_has_no_finding(folder: Path, workspace: Workspace):
    verdict = judge(replace(workspace.case(folder), today=TODAY))

    assert [(found.rule, found.message) for found in verdict.findings] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=shown)
def test_an_example_leaves_nothing_assumed(folder: Path, workspace: Workspace):
    case = workspace.case(folder)

    assert case.complete is (folder.name not in BASES)
    assert [block.path for block in case.blueprint.walk() if block.get("assumed")] == []


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_an_example_is_in_canonical_layout(path: Path):
    data = path.read_bytes()

    assert lay_out(Text(data)) == data


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_an_example_is_hcl_to_go(path: Path):
    assert pygohcl.loadb(path.read_bytes())


@pytest.mark.parametrize("folder", FOLDERS, ids=shown)
def test_a_picture_has_every_part_of_its_diagram(folder: Path, workspace: Workspace):
    diagram = workspace.case(folder).blueprint.sections["diagram"]
    drawn = set(re.findall(r"[a-z0-9_]+", str(diagram.get("ascii"))))
    parts = {block.label for block in diagram.blocks() if block.name not in ("not_applicable", "remove")}

    assert parts - drawn == set()


def test_the_readme_names_every_example():
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")

    assert [shown(folder) for folder in FOLDERS if f"`{shown(folder)}`" not in readme] == []
