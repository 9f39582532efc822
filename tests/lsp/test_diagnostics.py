"""Diagnostics, pushed and pulled, of a document and of the workspace."""

from __future__ import annotations

from typing import Any

from bench.client import Notice
from lsp.conftest import Start, abilities
from lsp.editor import Editor, path_of
from lsp.samples import BROKEN, MAIN, MODULES

PUSHED = abilities("textDocument.diagnostic")
"""The abilities of a client that waits to be told."""
Json = Any


def test_a_client_that_pulls_is_told_all_about_a_finding(editor: Editor) -> None:
    editor.open(MAIN, BROKEN)
    found = _of(editor.pull(MAIN), "unresolved-reference")
    assert editor.marked(found["range"], MAIN) == "identty"
    assert found["severity"] == 1
    assert found["source"] == "blueprint"
    assert "did you mean `identity`?" in found["message"]
    page = path_of(found["codeDescription"]["href"])
    assert page.name == "unresolved-reference.md"
    assert page.is_file()


def test_a_client_that_pulls_gets_nothing_pushed(editor: Editor) -> None:
    editor.open(MAIN, BROKEN)
    editor.pull(MAIN)
    assert _pushes(editor) == []


def test_what_the_client_knows_already_is_not_sent_again(editor: Editor) -> None:
    editor.open(MAIN, BROKEN)
    first = editor.ask("diagnostic", MAIN)
    again = editor.ask("diagnostic", MAIN, previousResultId=first["resultId"])
    assert again == {"kind": "unchanged", "resultId": first["resultId"]}
    editor.replace(MAIN, "identty", "identity")
    later = editor.ask("diagnostic", MAIN, previousResultId=first["resultId"])
    assert later["kind"] == "full"
    assert later["resultId"] != first["resultId"]


def test_a_finding_is_sent_again_when_its_place_moves(editor: Editor) -> None:
    editor.open(MAIN, BROKEN)
    first = editor.ask("diagnostic", MAIN)
    editor.change(MAIN, (0, 0, "\n\n"))
    later = editor.ask("diagnostic", MAIN, previousResultId=first["resultId"])
    assert editor.marked(_of(later["items"], "unresolved-reference")["range"], MAIN) == "identty"


def test_related_places_are_named(editor: Editor) -> None:
    editor.open(MAIN, MODULES.replace("depends_on     = []", "depends_on     = [module.sales]"))
    found = _of(editor.pull(MAIN), "dependency-cycle")
    (related,) = found["relatedInformation"]
    assert related["location"]["uri"] == editor.uri(MAIN)
    assert "depends on" in related["message"]
    assert "module.identity" in editor.marked(related["location"]["range"], MAIN)


def test_what_is_not_needed_is_tagged(editor: Editor) -> None:
    editor.open(MAIN, MODULES.replace("data {", "# blueprint-ignore section-order: we like it so\ndata {"))
    found = _of(editor.pull(MAIN), "unused-silencer")
    assert found["tags"] == [1]


def test_the_whole_workspace_is_pulled(start: Start) -> None:
    files = {f"one/{MAIN}": BROKEN, f"two/{MAIN}": MODULES, "two/more.blueprint": "overview {\n}\n"}
    editor = start(files=files)
    reports = _workspace(editor, {})
    assert {path_of(report["uri"]) for report in reports} == {editor.path(name) for name in files}
    known = {report["uri"]: report["resultId"] for report in reports}
    editor.open(f"one/{MAIN}")
    editor.replace(f"one/{MAIN}", "identty", "identity")
    later = {
        path_of(report["uri"]).relative_to(editor.folder).as_posix(): report for report in _workspace(editor, known)
    }
    assert later[f"one/{MAIN}"]["kind"] == "full"
    assert later[f"one/{MAIN}"]["version"] == 2
    assert later[f"two/{MAIN}"] == {**later[f"two/{MAIN}"], "kind": "unchanged"}


def test_a_client_that_waits_is_told_at_once(start: Start) -> None:
    editor = start(PUSHED)
    editor.open(MAIN, BROKEN)
    assert editor.marked(_of(editor.pushed(MAIN), "unresolved-reference")["range"], MAIN) == "identty"
    (notice,) = _pushes(editor)
    assert notice.params["version"] == 1


def test_it_is_told_after_every_change(start: Start) -> None:
    editor = start(PUSHED)
    editor.open(MAIN, BROKEN)
    editor.replace(MAIN, "identty", "identity")
    assert not any(found["code"] == "unresolved-reference" for found in editor.pushed(MAIN))
    editor.replace(MAIN, "[module.identity]", "[module.identity")
    assert _of(editor.pushed(MAIN), "syntax-error")


def test_it_is_told_of_files_that_nobody_opened(start: Start) -> None:
    editor = start(PUSHED, files={MAIN: BROKEN})
    assert _of(editor.pushed(MAIN), "unresolved-reference")


def test_findings_of_a_closed_file_that_is_gone_are_taken_back(start: Start) -> None:
    editor = start(PUSHED)
    editor.open(MAIN, BROKEN)
    assert editor.pushed(MAIN)
    editor.client.notices.clear()
    editor.close(MAIN)
    del editor.versions[editor.path(MAIN)]
    assert editor.pushed(MAIN) == []


def test_a_change_in_one_file_shows_in_another(start: Start) -> None:
    editor = start(PUSHED, files={MAIN: MODULES, "more.blueprint": "deployment {\n}\n"})
    editor.open(MAIN)
    editor.open("more.blueprint")
    editor.pushed("more.blueprint")
    editor.client.notices.clear()
    editor.replace("more.blueprint", "deployment {\n}\n", "modules {\n  module sales {\n  }\n}\n")
    assert "duplicate-block" in {found["code"] for found in editor.pushed("more.blueprint") + editor.pushed(MAIN)}


def _of(found: list[Json], rule: str) -> Json:
    """The one diagnostic of a rule."""
    (only,) = [item for item in found if item["code"] == rule]
    return only


def _pushes(editor: Editor) -> list[Notice]:
    return [notice for notice in editor.client.notices if notice.method == "textDocument/publishDiagnostics"]


def _workspace(editor: Editor, known: dict[str, str]) -> list[Json]:
    previous = [{"uri": uri, "value": value} for uri, value in known.items()]
    report = editor.client.request("workspace/diagnostic", {"previousResultIds": previous})
    items: list[Json] = report["items"]
    return items
