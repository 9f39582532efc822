"""Folders, settings, files that change behind the editor's back, commands."""

from __future__ import annotations

from typing import Any

import pytest

from lsp.conftest import ABILITIES, Start, abilities
from lsp.editor import Editor
from lsp.samples import BROKEN, MAIN, MODULES

Json = Any
PUSHED = abilities("textDocument.diagnostic")
CREATED, CHANGED, DELETED = 1, 2, 3

BASE = """\
blueprint "standard" {
  language = 1
}

modules {
  module audit {
    responsibility = "What happened, and who did it"
  }
}
"""
EXTENDING = MODULES.replace("language = 1", 'language = 1\n  extends  = ["../standard"]').replace(
    "depends_on     = []", "depends_on     = [module.audit]"
)
TEAM_RULE = """\
---
rule: module-owner
title: A module names its team
severity: error
fix: none
requirements: [T5]
tags: []
formerly: []
check:
  each: modules.module
  require: [owner]
  message: "Module `{label}` has no owner"
---
# A module names its team
"""


def test_the_server_asks_to_be_told_of_files(start: Start) -> None:
    editor = start()
    editor.client.read_until(lambda: "client/registerCapability" in {method for method, _ in editor.client.asked})
    (params,) = [params for method, params in editor.client.asked if method == "client/registerCapability"]
    (registration,) = params["registrations"]
    assert registration["method"] == "workspace/didChangeWatchedFiles"
    patterns = {watcher["globPattern"] for watcher in registration["registerOptions"]["watchers"]}
    assert patterns >= {"**/*.blueprint", "**/.blueprint/rules/**/*.md"}
    assert any("ts,tsx" in pattern and "prisma" in pattern for pattern in patterns)


def test_a_client_that_cannot_watch_or_configure_is_not_asked(start: Start) -> None:
    editor = start(abilities("workspace.didChangeWatchedFiles", "workspace.configuration"))
    editor.open(MAIN, MODULES)
    editor.pull(MAIN)
    assert editor.client.asked == []


def test_a_client_that_refuses_to_watch_is_served_all_the_same(start: Start) -> None:
    editor = start()
    editor.client.answers["client/registerCapability"] = lambda params: {"no": "thanks"}
    editor.client.answers["workspace/configuration"] = lambda params: None
    editor.open(MAIN, MODULES)
    assert editor.pull(MAIN)


def test_several_folders_are_served(start: Start) -> None:
    editor = start(PUSHED, files={f"one/{MAIN}": BROKEN, f"two/{MAIN}": BROKEN}, workspaceFolders=None, rootUri=None)
    folders = [{"uri": editor.uri(name), "name": name} for name in ("one", "two")]
    editor.client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": folders, "removed": []}})
    for name in ("one", "two"):
        assert "unresolved-reference" in _rules(editor.pushed(f"{name}/{MAIN}"))


def test_a_folder_that_leaves_is_forgotten(start: Start) -> None:
    editor = start(files={f"one/{MAIN}": MODULES, f"two/{MAIN}": MODULES}, workspaceFolders=None, rootUri=None)
    one, two = ({"uri": editor.uri(name), "name": name} for name in ("one", "two"))
    editor.client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [one, two], "removed": []}})
    editor.client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [one]}})
    found = editor.client.request("workspace/symbol", {"query": "module sales"})
    assert {symbol["location"]["uri"] for symbol in found} == {editor.uri(f"two/{MAIN}")}


def test_settings_are_asked_for_and_asked_for_again(start: Start) -> None:
    editor = start(settings={"codeLens": False})
    editor.open(MAIN, MODULES)
    editor.client.read_until(lambda: "workspace/configuration" in _asked(editor))
    assert editor.ask("codeLens", MAIN) == []
    editor.client.answers["workspace/configuration"] = lambda params: [{"codeLens": True}]
    editor.client.asked.clear()
    editor.client.notify("workspace/didChangeConfiguration", {"settings": None})
    editor.client.read_until(lambda: "workspace/diagnostic/refresh" in _asked(editor))
    assert editor.ask("codeLens", MAIN)


def test_settings_that_are_sent_along_are_taken(start: Start) -> None:
    editor = start(abilities("workspace.configuration"), initializationOptions={"codeLens": False})
    editor.open(MAIN, MODULES)
    assert editor.ask("codeLens", MAIN) == []
    editor.client.notify("workspace/didChangeConfiguration", {"settings": {"blueprint": {"codeLens": True}}})
    assert editor.ask("codeLens", MAIN)


@pytest.mark.parametrize("settings", [None, 7, [], {"blueprint": "yes"}])
def test_settings_of_a_strange_shape_change_nothing(start: Start, settings: Json) -> None:
    editor = start(settings=settings)
    editor.open(MAIN, MODULES)
    editor.client.notify("workspace/didChangeConfiguration", {"settings": settings})
    assert editor.ask("codeLens", MAIN)


def test_a_file_that_changed_on_disk_is_judged_anew(start: Start) -> None:
    editor = start(PUSHED, files={MAIN: MODULES})
    editor.pushed(MAIN)
    editor.client.notices.clear()
    editor.write({MAIN: BROKEN})
    _tell(editor, MAIN, CHANGED)
    assert "unresolved-reference" in _rules(editor.pushed(MAIN))


def test_a_file_that_went_takes_its_findings_along(start: Start) -> None:
    editor = start(PUSHED, files={MAIN: MODULES, "more.blueprint": "nonsense {\n}\n"})
    assert "unknown-block" in _rules(editor.pushed("more.blueprint"))
    editor.client.notices.clear()
    editor.path("more.blueprint").unlink()
    _tell(editor, "more.blueprint", DELETED)
    assert editor.pushed("more.blueprint") == []


def test_a_folder_whose_last_file_went_is_forgotten(start: Start) -> None:
    editor = start(PUSHED, files={f"one/{MAIN}": BROKEN, f"two/{MAIN}": MODULES})
    assert editor.pushed(f"one/{MAIN}")
    editor.client.notices.clear()
    editor.path(f"one/{MAIN}").unlink()
    _tell(editor, f"one/{MAIN}", DELETED)
    assert editor.pushed(f"one/{MAIN}") == []


def test_a_base_that_changed_shows_in_what_extends_it(start: Start) -> None:
    editor = start(files={f"standard/{MAIN}": BASE, f"crm/{MAIN}": EXTENDING})
    editor.open(f"crm/{MAIN}")
    assert "unresolved-reference" not in _rules(editor.pull(f"crm/{MAIN}"))
    editor.write({f"standard/{MAIN}": BASE.replace("audit", "journal")})
    _tell(editor, f"standard/{MAIN}", CHANGED)
    assert "unresolved-reference" in _rules(editor.pull(f"crm/{MAIN}"))


def test_an_open_base_is_pushed_to_what_extends_it(start: Start) -> None:
    editor = start(PUSHED, files={f"standard/{MAIN}": BASE, f"crm/{MAIN}": EXTENDING})
    assert "unresolved-reference" not in _rules(editor.pushed(f"crm/{MAIN}"))
    editor.open(f"standard/{MAIN}")
    editor.client.notices.clear()
    editor.replace(f"standard/{MAIN}", "audit", "journal")
    assert "unresolved-reference" in _rules(editor.pushed(f"crm/{MAIN}"))


def test_a_page_of_the_team_counts_as_soon_as_it_is_there(start: Start) -> None:
    editor = start(files={MAIN: MODULES})
    editor.open(MAIN)
    assert "module-owner" not in _rules(editor.pull(MAIN))
    editor.write({".blueprint/rules/module-owner.md": TEAM_RULE})
    editor.client.asked.clear()
    _tell(editor, ".blueprint/rules/module-owner.md", CREATED)
    editor.client.read_until(lambda: "workspace/diagnostic/refresh" in _asked(editor))
    found = [item for item in editor.pull(MAIN) if item["code"] == "module-owner"]
    assert [item["message"] for item in found] == ["Module `identity` has no owner", "Module `sales` has no owner"]
    assert found[0]["codeDescription"]["href"] == editor.uri(".blueprint/rules/module-owner.md")
    editor.path(".blueprint/rules/module-owner.md").unlink()
    _tell(editor, ".blueprint/rules/module-owner.md", DELETED)
    assert "module-owner" not in _rules(editor.pull(MAIN))


def test_a_renamed_file_is_found_under_its_new_name(start: Start) -> None:
    editor = start(
        files={MAIN: MODULES.split("\ndata {")[0], "data.blueprint": "data {" + MODULES.split("\ndata {")[1]}
    )
    editor.open(MAIN)
    assert "unresolved-reference" not in _rules(editor.pull(MAIN))
    editor.path("data.blueprint").rename(editor.path("storage.blueprint"))
    _tell(editor, "data.blueprint", DELETED)
    _tell(editor, "storage.blueprint", CREATED)
    (link,) = editor.ask_at("definition", MAIN, "[Deal]", 2)
    assert link["targetUri"] == editor.uri("storage.blueprint")


def test_paths_go_with_what_is_renamed(start: Start) -> None:
    text = EXTENDING.replace("language = 1", 'language = 1\n  covers   = ["apps/**", "./apps/api/", "docs/*.md"]')
    editor = start(files={f"standard/{MAIN}": BASE, f"crm/{MAIN}": text, "crm/apps/api/index.ts": ""})
    editor.open(f"crm/{MAIN}")
    for old, new in (("standard", "shared/standard"), ("crm/apps", "crm/services"), ("crm/docs/a.md", "crm/b.md")):
        renamed = [{"oldUri": editor.uri(old), "newUri": editor.uri(new)}]
        edit = editor.client.request("workspace/willRenameFiles", {"files": renamed})
        if edit:
            editor.apply(edit)
    now = editor.texts[editor.path(f"crm/{MAIN}")]
    assert 'extends  = ["../shared/standard"]' in now
    assert 'covers   = ["services/**", "./services/api/", "docs/*.md"]' in now


def test_a_blueprint_that_is_moved_still_finds_its_base(start: Start) -> None:
    editor = start(files={f"standard/{MAIN}": BASE, f"crm/{MAIN}": EXTENDING})
    renamed = [{"oldUri": editor.uri("crm"), "newUri": editor.uri("products/crm")}]
    editor.apply(editor.client.request("workspace/willRenameFiles", {"files": renamed}))
    assert 'extends  = ["../../standard"]' in editor.path(f"crm/{MAIN}").read_text()


def test_any_client_can_have_a_page(editor: Editor) -> None:
    for name in ("orm", "orm.prisma", "missing-section", "data"):
        assert _explain(editor, name).startswith("# ")
    assert "did you mean `prisma`" in _explain(editor, "prizma") or "orm.prisma" in _explain(editor, "prizma")
    assert "nothing" in _explain(editor)


def test_reload_reads_the_pages_anew(start: Start) -> None:
    editor = start(abilities("workspace.didChangeWatchedFiles"), files={MAIN: MODULES})
    editor.open(MAIN)
    assert "module-owner" not in _rules(editor.pull(MAIN))
    editor.write({".blueprint/rules/module-owner.md": TEAM_RULE})
    editor.client.request("workspace/executeCommand", {"command": "blueprint.reload"})
    assert "module-owner" in _rules(editor.pull(MAIN))


def test_no_request_leaves_the_workspace(editor: Editor) -> None:
    assert "workspace" in ABILITIES
    editor.open(MAIN, MODULES)
    editor.pull(MAIN)
    assert {method for method, _ in editor.client.asked} <= {"client/registerCapability", "workspace/configuration"}


def _rules(found: list[Json]) -> set[str]:
    return {item["code"] for item in found}


def _asked(editor: Editor) -> set[str]:
    return {method for method, _ in editor.client.asked}


def _tell(editor: Editor, name: str, kind: int) -> None:
    changes = [{"uri": editor.uri(name), "type": kind}]
    editor.client.notify("workspace/didChangeWatchedFiles", {"changes": changes})


def _explain(editor: Editor, *arguments: str) -> str:
    params = {"command": "blueprint.explain", "arguments": [*arguments]}
    return str(editor.client.request("workspace/executeCommand", params))
