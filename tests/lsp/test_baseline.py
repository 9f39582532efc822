"""A baseline that the command line writes leaves the same findings out in an editor."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lsp.coding import CODE, PLAN, PUSHED, ROUTES, settled, wait_for
from lsp.conftest import ABILITIES, Start
from lsp.editor import ENVIRONMENT, Editor
from lsp.repository import FILES

KNOWN = "known-findings.json"
SETTING = {"codeAnalysis": {"baseline": KNOWN}}
Files = dict[str, str]
WITHOUT_PLAN = {name: text for name, text in FILES.items() if name != PLAN}


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def named_by_the_header() -> Files:
    plan = FILES[PLAN].replace("language = 1", f'language = 1\n  baseline = "{KNOWN}"')
    return FILES | {PLAN: plan}


def check(folder: Path, *arguments: str) -> str:
    """What `blueprint check` prints in a folder."""
    command = [sys.executable, "-m", "blueprint_ls", "check", *arguments]
    environment = {**os.environ, **ENVIRONMENT, "CI": "false"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True).stdout


def write_baseline(editor: Editor) -> None:
    assert "they are not reported again" in check(editor.folder, "--baseline", KNOWN, "--write-baseline")
    changes = [{"uri": editor.uri(KNOWN), "type": 1}]
    editor.client.notify("workspace/didChangeWatchedFiles", {"changes": changes})


def every_code(editor: Editor) -> list[str]:
    """The rules of all diagnostics of the workspace."""
    report: Any = editor.client.request("workspace/diagnostic", {"previousResultIds": []})
    return [found["code"] for item in report["items"] for found in item["items"]]


def test_the_baseline_that_the_header_names_is_honoured_as_soon_as_it_is_written(start: Start) -> None:
    editor = start(PUSHED, named_by_the_header())
    editor.open(CODE, language="typescript")
    wait_for(editor, CODE, 1)
    write_baseline(editor)
    assert wait_for(editor, CODE, 0) == []
    editor.replace(CODE, "findMany({ where: { organizationId } })", "findMany()")
    (new,) = wait_for(editor, CODE, 1)
    assert editor.marked(new["range"], CODE) == "prisma.deal.findMany()"


def test_lines_that_move_change_nothing(start: Start) -> None:
    editor = start(PUSHED, named_by_the_header())
    editor.open(CODE, language="typescript")
    wait_for(editor, CODE, 1)
    write_baseline(editor)
    wait_for(editor, CODE, 0)
    editor.change(CODE, (0, 0, "// a comment\n\n"))
    editor.replace(CODE, "data: { title }", "data: { title, done: true }")
    assert len(wait_for(editor, CODE, 1)) == 1


def test_a_header_that_no_longer_names_it_shows_all_again(start: Start) -> None:
    files = named_by_the_header()
    editor = start(PUSHED, files)
    check(editor.folder, "--baseline", KNOWN)
    editor.open(CODE, language="typescript")
    wait_for(editor, CODE, 0)
    editor.open(PLAN)
    editor.replace(PLAN, f'baseline = "{KNOWN}"', "")
    assert len(wait_for(editor, CODE, 1)) == 1


@pytest.mark.parametrize(
    ("files", "settings"),
    [(named_by_the_header(), None), (FILES, SETTING), (WITHOUT_PLAN, SETTING)],
    ids=["named by the header", "named by a setting", "without a blueprint"],
)
def test_editor_and_command_line_leave_out_the_same(start: Start, tmp_path: Path, files: Files, settings: Any) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    check(tmp_path, "--baseline", KNOWN)
    editor = start(ABILITIES, settings=settings, initializationOptions=settings)
    settled(editor)
    assert every_code(editor) == []
    editor.path(KNOWN).unlink()
    editor.client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": editor.uri(KNOWN), "type": 3}]})
    editor.client.read_until(lambda: "endpoint-authentication" in every_code(editor))


def test_findings_of_the_blueprint_itself_are_left_out_too(start: Start) -> None:
    editor = start(PUSHED, named_by_the_header())
    editor.open(PLAN)
    assert editor.pushed(PLAN)
    write_baseline(editor)
    editor.client.read_until(lambda: not editor.pushed(PLAN))
    editor.replace(PLAN, "string", "strin")
    assert [found["code"] for found in editor.pushed(PLAN)] == ["wrong-type"]


def test_what_is_no_baseline_leaves_nothing_out(start: Start) -> None:
    editor = start(PUSHED, named_by_the_header() | {KNOWN: "[]"})
    editor.open(ROUTES, language="typescript")
    assert len(wait_for(editor, ROUTES, 1, "endpoint-authentication")) == 1
    told = check(editor.folder)
    assert f"Not analysed: {KNOWN}: The header names it as the baseline, and it is none" in told
