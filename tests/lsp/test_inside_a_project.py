"""A folder below the one that holds the blueprint, opened by itself: an application of a monorepo."""

from __future__ import annotations

from pathlib import Path

import pytest

from blueprint_ls.judge.workspace import project_of
from lsp.coding import CODE, PLAN, PUSHED, wait_for
from lsp.conftest import ABILITIES, Start
from lsp.editor import Editor, Json
from lsp.repository import FILES

OTHER = "apps/admin/src/deals.ts"
MONOREPO = {**FILES, ".git/HEAD": "ref: refs/heads/main\n", OTHER: FILES[CODE]}


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def inside(start: Start, tmp_path: Path, abilities: Json) -> Editor:
    api = (tmp_path / "apps" / "api").resolve().as_uri()
    return start(abilities, MONOREPO, workspaceFolders=[{"uri": api, "name": "api"}], rootUri=api)


def test_the_blueprint_above_judges_the_code(start: Start, tmp_path: Path) -> None:
    editor = inside(start, tmp_path, PUSHED)
    editor.open(CODE, language="typescript")
    [found] = wait_for(editor, CODE, 1)
    assert editor.uri(PLAN) in [one["location"]["uri"] for one in found["relatedInformation"]]


def test_the_blueprint_above_is_shown_and_code_beside_the_folder_is_not(start: Start, tmp_path: Path) -> None:
    editor = inside(start, tmp_path, ABILITIES)
    listed = editor.client.request("workspace/executeCommand", {"command": "blueprint.list", "arguments": []})
    assert [(one["name"], one["uri"]) for one in listed] == [("acme", editor.uri(PLAN))]
    editor.open(CODE, language="typescript")
    reported: set[str] = set()

    def is_reported() -> bool:
        report = editor.client.request("workspace/diagnostic", {"previousResultIds": []})
        reported.update(one["uri"] for one in report["items"] if one["items"])
        return editor.uri(CODE) in reported

    editor.client.read_until(lambda: not editor.client.read_for(0.2) and is_reported())
    assert editor.uri(PLAN) in reported
    assert editor.uri(OTHER) not in reported


@pytest.mark.parametrize(
    ("blueprint", "opened", "project"),
    [
        ("main.blueprint", "apps/api", ""),
        ("docs/main.blueprint", "apps/api", ""),
        ("apps/api/main.blueprint", "apps/api", "apps/api"),
        ("apps/api/main.blueprint", "apps/web", "apps"),
        ("deep/down/here/main.blueprint", "apps/api", "apps/api"),
        ("../main.blueprint", "apps/api", "apps/api"),
    ],
)
def test_a_project_begins_at_its_blueprint(tmp_path: Path, blueprint: str, opened: str, project: str) -> None:
    repository = tmp_path / "repository"
    for folder in (".git", "apps/api", "apps/web", "deep/down/here", "docs"):
        (repository / folder).mkdir(parents=True)
    (repository / blueprint).write_text("")
    assert project_of(repository / opened) == repository / project
