"""Input that nobody meant to be a blueprint: the server says so once, and goes on serving."""

from __future__ import annotations

from typing import Any

import pytest

from lsp.conftest import Start, abilities
from lsp.editor import Editor
from lsp.samples import BROKEN, MAIN, MODULES

Json = Any
FEATURES = ("documentSymbol", "foldingRange", "documentLink", "codeLens", "semanticTokens/full")
NESTED = {
    "blocks": "deep {\n" * 10_000 + "}\n" * 10_000,
    "open blocks": "deep {\n" * 10_000,
    "lists": f"a {{\n  b = {'[' * 10_000}{']' * 10_000}\n}}\n",
    "open calls": f"a {{\n  b = {'f(' * 10_000}\n}}\n",
}
STRANGE = {
    "empty": "",
    "a mark alone": "\ufeff",
    "blank": " \t\r\n\n",
    "binary": "\x7fELF\x02\x01\x01\0\0\0\ufffd\ufffd" * 500,
    "one long line": "a = " + "x" * 500_000,
    "quotes": '"' * 10_001,
    "JSON": '{"modules": [{"name": "sales"}]}',
}


def test_a_file_of_10_megabytes_is_refused_with_one_word(editor: Editor) -> None:
    editor.open(MAIN, MODULES * (10_000_000 // len(MODULES)))
    (found,) = [item for item in editor.pull(MAIN) if item["code"] != "missing-section"]
    assert found["code"] == "unreadable-file"
    assert "10.0 MB, more than the 2 MB" in found["message"]
    for feature in FEATURES:
        assert not editor.ask(feature, MAIN)
    assert editor.ask_at("hover", MAIN, "prisma") is None


def test_it_is_read_as_soon_as_it_is_small_enough(editor: Editor) -> None:
    padding = "# a comment\n" * 200_000
    editor.open(MAIN, padding + BROKEN)
    assert {item["code"] for item in editor.pull(MAIN)} == {"unreadable-file"}
    editor.change(MAIN, (0, 12, ""))
    assert {item["code"] for item in editor.pull(MAIN)} == {"unreadable-file"}
    editor.change(MAIN, (0, len(padding) - 12, ""))
    (found,) = [item for item in editor.pull(MAIN) if item["code"] == "unresolved-reference"]
    assert editor.marked(found["range"], MAIN) == "identty"
    editor.change(MAIN, (0, 0, padding))
    assert {item["code"] for item in editor.pull(MAIN)} == {"unreadable-file"}


def test_a_large_file_on_the_disk_is_named(start: Start) -> None:
    editor = start(
        abilities("textDocument.diagnostic"), files={MAIN: "# a comment\n" * 200_000, "data.blueprint": "data {\n}\n"}
    )
    assert "2.4 MB" in editor.pushed(MAIN)[0]["message"]
    editor.open("data.blueprint")
    assert editor.ask("documentSymbol", "data.blueprint")


def test_of_20_000_findings_the_worst_are_shown_and_the_rest_are_counted(editor: Editor) -> None:
    editor.open(MAIN, NESTED["open blocks"])
    *shown, last = editor.pull(MAIN)
    assert len(shown) == 1000
    assert {item["severity"] for item in shown} == {1}
    assert last["message"].split()[1:5] == ["more", "findings", "in", "this"]
    assert int(last["message"].split()[0]) > 18_000
    assert (last["severity"], last["range"]["start"]["line"]) == (3, 10_000)


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED.keys())
def test_10_000_levels_are_survived(editor: Editor, text: str) -> None:
    editor.open(MAIN, text)
    assert "syntax-error" in {item["code"] for item in editor.pull(MAIN)}
    for feature in FEATURES:
        editor.ask(feature, MAIN)
    editor.ask("selectionRange", MAIN, positions=[{"line": 5_000, "character": 1}])
    editor.change(MAIN, (0, len(text), MODULES))
    assert "syntax-error" not in {item["code"] for item in editor.pull(MAIN)}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_strange_text_is_survived(editor: Editor, text: str) -> None:
    editor.open(MAIN, text)
    editor.pull(MAIN)
    for feature in FEATURES:
        editor.ask(feature, MAIN)
    editor.ask("inlayHint", MAIN, range=editor.range(MAIN))
    editor.ask("formatting", MAIN, options={"tabSize": 2, "insertSpaces": True})
    editor.actions(MAIN)
    here = {"textDocument": {"uri": editor.uri(MAIN)}, "position": {"line": 0, "character": 0}}
    for feature in ("completion", "hover", "definition", "documentHighlight"):
        editor.client.request(f"textDocument/{feature}", here)


def test_files_that_are_no_text_are_named_and_the_others_read(start: Start) -> None:
    editor = start()
    editor.write({MAIN: BROKEN})
    editor.path("picture.blueprint").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\xff")
    editor.path("folder.blueprint").mkdir()
    reports = editor.client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    rules = {report["uri"]: {item["code"] for item in report["items"]} for report in reports}
    assert rules[editor.uri("picture.blueprint")] == {"unreadable-file"}
    assert "unresolved-reference" in rules[editor.uri(MAIN)]


def test_a_faulty_page_of_the_team_is_named_and_the_others_count(start: Start) -> None:
    editor = start(files={MAIN: BROKEN, ".blueprint/rules/faulty.md": "---\nrule: faulty\nseverety: error\n---\n"})
    reports = editor.client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    rules = {report["uri"]: {item["code"] for item in report["items"]} for report in reports}
    assert rules[editor.uri(".blueprint/rules/faulty.md")] == {"faulty-page"}
    assert "unresolved-reference" in rules[editor.uri(MAIN)]
