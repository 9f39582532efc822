"""Completion and hover over the protocol; what they say is tested in `tests/editor`."""

from __future__ import annotations

from typing import Any

from lsp.conftest import Start, abilities
from lsp.editor import Editor, offset_of
from lsp.samples import MAIN, MODULES

Json = Any


def test_an_offer_replaces_the_word_that_was_begun(editor: Editor) -> None:
    editor.open(MAIN, MODULES.replace("choose  = prisma", "choose  = pri"))
    prisma = _offer(editor.ask_at("completion", MAIN, "= pri", 5), "prisma")
    edit = prisma["textEdit"]
    assert editor.marked(edit["range"], MAIN) == "pri"
    assert edit["newText"] == "prisma"
    assert prisma["filterText"] == "prisma"


def test_every_offer_fits_what_stands_at_the_cursor(editor: Editor) -> None:
    editor.open(MAIN, MODULES.replace("    depends_on     = []\n", "    dep\n"))
    asked = editor.at(MAIN, "    dep\n", 7)
    text, line = editor.texts[editor.path(MAIN)], asked["position"]["line"]
    offers = editor.client.request("textDocument/completion", asked)["items"]
    assert "depends_on" in {offer["label"] for offer in offers}
    for offer in offers:
        range_ = offer["textEdit"]["range"]
        assert range_["start"]["line"] == range_["end"]["line"] == line
        start, end = (offset_of(text, range_[edge], "utf-16") for edge in ("start", "end"))
        assert start <= offset_of(text, asked["position"], "utf-16") <= end


def test_the_order_is_that_of_usefulness(editor: Editor) -> None:
    editor.open(MAIN, MODULES.replace("choose  = prisma", "choose  = "))
    offers = editor.ask_at("completion", MAIN, "choose  = ", 10)["items"]
    assert [offer["sortText"] for offer in offers] == sorted(offer["sortText"] for offer in offers)
    assert offers[0]["label"] == "prisma"


def test_documentation_comes_when_an_offer_is_looked_at(editor: Editor) -> None:
    editor.open(MAIN, MODULES.replace("choose  = prisma", "choose  = "))
    drizzle = _offer(editor.ask_at("completion", MAIN, "choose  = ", 10), "drizzle")
    assert "documentation" not in drizzle
    resolved = editor.client.request("completionItem/resolve", drizzle)
    assert resolved["documentation"]["kind"] == "markdown"
    assert "Drizzle" in resolved["documentation"]["value"]
    assert {**resolved, "documentation": None} == {**drizzle, "documentation": None}


def test_an_offer_that_is_unknown_is_given_back_as_it_came(editor: Editor) -> None:
    strange = {"label": "strange", "data": {"page": "option:nothing.at_all", "folder": "/"}}
    assert editor.client.request("completionItem/resolve", strange)["label"] == "strange"
    assert editor.client.request("completionItem/resolve", {"label": "bare"}) == {"label": "bare"}


def test_blocks_come_with_tab_stops(editor: Editor) -> None:
    editor.open(MAIN, MODULES + "\n\n")
    offer = _offer(editor.ask_at("completion", MAIN, MODULES, len(MODULES) + 1), "deployment")
    assert offer["insertTextFormat"] == 2
    assert "${1:" in offer["textEdit"]["newText"]


def test_without_snippets_they_come_as_plain_text(start: Start) -> None:
    editor = start(abilities("textDocument.completion.completionItem.snippetSupport"))
    editor.open(MAIN, MODULES + "\n\n")
    offer = _offer(editor.ask_at("completion", MAIN, MODULES, len(MODULES) + 1), "deployment")
    assert offer["insertTextFormat"] == 1
    assert "${" not in offer["textEdit"]["newText"]
    assert offer["textEdit"]["newText"].startswith("deployment {")


def test_nothing_is_offered_where_nothing_belongs(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    assert editor.ask_at("completion", MAIN, "# Who signs in", 6)["items"] == []


def test_a_file_that_is_not_there_has_no_offers(editor: Editor) -> None:
    asked = {"textDocument": {"uri": editor.uri("gone.blueprint")}, "position": {"line": 3, "character": 1}}
    assert editor.client.request("textDocument/completion", asked) is None
    assert editor.client.request("textDocument/hover", asked) is None


def test_hover_shows_the_page_of_what_is_under_it(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    hover = editor.ask_at("hover", MAIN, "prisma")
    assert hover["contents"]["kind"] == "markdown"
    assert "Prisma" in hover["contents"]["value"]
    assert editor.marked(hover["range"], MAIN) == "prisma"


def test_hover_says_nothing_where_there_is_nothing_to_say(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    assert editor.ask_at("hover", MAIN, "\n\nmodules", 1) is None


def _offer(answer: Json, label: str) -> Json:
    (only,) = [item for item in answer["items"] if item["label"] == label]
    return only
