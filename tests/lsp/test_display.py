"""What an editor draws beside the text, and how it lays the text out."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from lsp.conftest import Start, abilities
from lsp.editor import Editor, offset_of
from lsp.samples import MAIN, MODULES

Json = Any
Word = tuple[str, str]
"""A text and its token type."""


def test_blocks_fold_from_their_first_line_to_their_last(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    lines = MODULES.split("\n")
    folds = {lines[fold["startLine"]]: lines[fold["endLine"]] for fold in editor.ask("foldingRange", MAIN)}
    assert "modules {" in folds
    assert "  module sales {" in folds
    assert all(line.strip() for line in folds.values())


def test_a_selection_grows_outward(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    (found,) = editor.ask("selectionRange", MAIN, positions=[editor.at(MAIN, "[module.identity]", 9)["position"]])
    grown = []
    while found:
        grown.append(editor.marked(found["range"], MAIN))
        found = found.get("parent")
    assert all(inner in outer and inner != outer for inner, outer in pairwise(grown))
    assert "module sales" in grown[-2]
    assert grown[-1] == MODULES


def test_links_can_be_followed(editor: Editor) -> None:
    editor.write({"../standard/main.blueprint": 'blueprint "standard" {\n  language = 1\n}\n'})
    editor.open(MAIN, MODULES.replace("language = 1", 'language = 1\n  extends  = ["../standard"]'))
    links = {editor.marked(link["range"], MAIN).strip('"'): link for link in editor.ask("documentLink", MAIN)}
    assert links["../standard"]["target"].startswith(editor.path("../standard").resolve().as_uri())


def test_hints_show_what_holds_unsaid(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    hints = editor.ask("inlayHint", MAIN, range=editor.range(MAIN))
    text = editor.texts[editor.path(MAIN)]
    sales = next(
        hint for hint in hints if text[: offset_of(text, hint["position"], "utf-16")].endswith("module sales {")
    )
    assert "kind = core" in sales["label"]
    assert editor.ask("inlayHint", MAIN, range=editor.range(MAIN, "language = 1")) == []


def test_lenses_count_uses_and_open_the_page(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    lenses = {editor.marked(lens["range"], MAIN): lens["command"] for lens in editor.ask("codeLens", MAIN)}
    assert "complete" in lenses['blueprint "acme-crm"']["title"]
    uri, position, places = lenses["module identity"]["arguments"]
    assert uri == editor.uri(MAIN)
    assert position == editor.at(MAIN, "module identity", 7)["position"]
    assert {editor.marked(place["range"], MAIN) for place in places} == {"identity"}
    page = editor.client.request("workspace/executeCommand", lenses["data"])
    assert page.startswith("# ")


def test_assumptions_are_listed_by_the_lens_and_by_a_command(editor: Editor) -> None:
    editor.open(MAIN, MODULES.replace("module identity {", "module identity {\n    assumed = true"))
    lenses = [lens["command"] for lens in editor.ask("codeLens", MAIN)]
    lens = next(lens for lens in lenses if lens["title"] == "1 assumption")
    _, position, places = lens["arguments"]
    assert position == {"line": 0, "character": 0}
    assert [editor.marked(place["range"], MAIN) for place in places] == ["module identity"]
    params = {"command": "blueprint.assumptions", "arguments": [editor.uri(MAIN)]}
    (found,) = editor.client.request("workspace/executeCommand", params)
    assert (found["block"], found["uri"], found["range"]) == (
        "modules.module identity",
        editor.uri(MAIN),
        places[0]["range"],
    )
    assert "responsibility" in found["values"]


def test_the_document_follows_unsaved_text(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    params = {"command": "blueprint.render", "arguments": [editor.uri(MAIN)]}
    assert "## 2. Modules" in editor.client.request("workspace/executeCommand", params)
    editor.replace(MAIN, "module identity {", "module sign_in {")
    text = editor.client.request("workspace/executeCommand", params)
    assert "`sign_in`" in text
    params["arguments"].append("html")
    page = editor.client.request("workspace/executeCommand", params)
    assert page.startswith("<!DOCTYPE html>")
    assert "sign_" in page
    assert "data-line" not in page
    params["arguments"].append({"sources": True})
    line = editor.range(MAIN, "module sign_in")["start"]["line"]
    assert f'data-path="main.blueprint" data-line="{line}"' in editor.client.request("workspace/executeCommand", params)


def test_a_document_that_cannot_be_is_null(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    for arguments in ([editor.uri(MAIN), "pdf"], [editor.uri("elsewhere/none.blueprint")]):
        params = {"command": "blueprint.render", "arguments": arguments}
        assert editor.client.request("workspace/executeCommand", params) is None


def test_hints_and_lenses_can_be_switched_off(start: Start) -> None:
    able = abilities()
    able["workspace"] |= {"inlayHint": {"refreshSupport": True}, "codeLens": {"refreshSupport": True}}
    editor = start(able, settings={"inlayHints": False, "codeLens": False})
    editor.open(MAIN, MODULES)
    again = {"workspace/inlayHint/refresh", "workspace/codeLens/refresh"}
    editor.client.read_until(lambda: again <= {method for method, _ in editor.client.asked})
    assert editor.ask("inlayHint", MAIN, range=editor.range(MAIN)) == []
    assert editor.ask("codeLens", MAIN) == []


def test_tokens_name_every_word(editor: Editor) -> None:
    editor.open(MAIN, MODULES.replace("# Who signs in", "# Who 🚀 signs in"))
    words = _words(editor, editor.ask("semanticTokens/full", MAIN)["data"])
    for word in (
        ("modules", "namespace"),
        ("sales", "class"),
        ("# Who 🚀 signs in", "comment"),
        ("depends_on", "property"),
        ("prisma", "enumMember"),
        ("identity", "variable"),
        ('"Pipelines, deals and the forecast"', "string"),
        ("1", "number"),
    ):
        assert word in words


def test_tokens_of_a_range_are_some_of_all(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    everything = _words(editor, editor.ask("semanticTokens/full", MAIN)["data"])
    some = _words(
        editor, editor.ask("semanticTokens/range", MAIN, range=editor.range(MAIN, "choose  = prisma"))["data"]
    )
    assert some == [("choose", "property"), ("prisma", "enumMember")]
    assert set(some) <= set(everything)


@pytest.mark.parametrize(
    ("old", "new"), [("prisma", "drizzle"), ("module sales {\n", "module sales {\n\n"), ("a", "a")]
)
def test_changed_tokens_lead_to_the_new_ones(editor: Editor, old: str, new: str) -> None:
    editor.open(MAIN, MODULES)
    before = editor.ask("semanticTokens/full", MAIN)
    editor.replace(MAIN, old, new)
    delta = editor.ask("semanticTokens/full/delta", MAIN, previousResultId=before["resultId"])
    data = before["data"]
    for edit in sorted(delta["edits"], key=lambda edit: -edit["start"]):
        data[edit["start"] : edit["start"] + edit["deleteCount"]] = edit.get("data", [])
    assert data == editor.ask("semanticTokens/full", MAIN)["data"]


def test_tokens_that_the_server_forgot_are_sent_whole(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    answer = editor.ask("semanticTokens/full/delta", MAIN, previousResultId="of another day")
    assert answer["data"] == editor.ask("semanticTokens/full", MAIN)["data"]


def test_a_file_is_laid_out(editor: Editor) -> None:
    untidy = MODULES.replace("    responsibility", "  responsibility").replace("owns           =", "owns =")
    editor.open(MAIN, untidy)
    edits = editor.ask("formatting", MAIN, options={"tabSize": 2, "insertSpaces": True})
    editor.apply({"changes": {editor.uri(MAIN): edits}})
    assert editor.texts[editor.path(MAIN)] == MODULES
    assert editor.ask("formatting", MAIN, options={"tabSize": 2, "insertSpaces": True}) == []


def test_some_lines_are_laid_out(editor: Editor) -> None:
    editor.open(
        MAIN, MODULES.replace("    choose  = prisma", "  choose = prisma").replace("owns           =", "owns =")
    )
    range_ = editor.range(MAIN, "  choose = prisma")
    edits = editor.ask("rangeFormatting", MAIN, range=range_, options={"tabSize": 2, "insertSpaces": True})
    editor.apply({"changes": {editor.uri(MAIN): edits}})
    assert "    choose  = prisma\n" in editor.texts[editor.path(MAIN)]
    assert "owns = " in editor.texts[editor.path(MAIN)]


def test_a_new_line_is_indented_and_a_closed_block_laid_out(editor: Editor) -> None:
    options = {"tabSize": 2, "insertSpaces": True}
    editor.open(MAIN, "deployment {\n\n")
    edits = editor.ask_at("onTypeFormatting", MAIN, "{\n", 2, ch="\n", options=options)
    editor.apply({"changes": {editor.uri(MAIN): edits}})
    assert editor.texts[editor.path(MAIN)] == "deployment {\n  \n"
    editor.change(MAIN, (0, 16, "deployment {\n scaling {\n min=2\n  }\n}\n"))
    edits = editor.ask_at("onTypeFormatting", MAIN, "  }", 3, ch="}", options=options)
    editor.apply({"changes": {editor.uri(MAIN): edits}})
    assert "  scaling {\n    min = 2\n  }" in editor.texts[editor.path(MAIN)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_ranges_count_as_the_client_does(start: Start, encoding: str) -> None:
    editor = start(abilities(encoding=encoding))
    text = MODULES.replace("Pipelines,", "🚀 Pipelinés\u2028,")
    editor.open(MAIN, text)
    words = _words(editor, editor.ask("semanticTokens/full", MAIN)["data"])
    assert ('"🚀 Pipelinés\u2028, deals and the forecast"', "string") in words
    editor.open("odd.blueprint", text.replace('forecast"\n', 'forecast" odd\n'))
    problem = next(found for found in editor.pull("odd.blueprint") if found["code"] == "syntax-error")
    assert "odd" in editor.marked(problem["range"], "odd.blueprint")


def _words(editor: Editor, data: list[int]) -> list[Word]:
    """The tokens with their texts."""
    types = editor.initialized["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"]
    found, line, character = [], 0, 0
    for ahead, along, length, kind, _ in zip(*[iter(data)] * 5, strict=True):
        line, character = line + ahead, (0 if ahead else character) + along
        edges = {
            "start": {"line": line, "character": character},
            "end": {"line": line, "character": character + length},
        }
        found.append((editor.marked(edges, MAIN), types[kind]))
    return found
