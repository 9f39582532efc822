"""Going to places, finding uses, renaming, outlines."""

from __future__ import annotations

from typing import Any

import pytest

from bench.client import ResponseError
from lsp.conftest import Start, abilities
from lsp.editor import Editor, path_of
from lsp.samples import MAIN, MODULES

Json = Any
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
"""A base with a module of its own."""
EXTENDING = MODULES.replace("language = 1", 'language = 1\n  extends  = ["../standard"]').replace(
    "depends_on     = []", "depends_on     = [module.audit]"
)


def test_definition_leads_to_the_label(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    (link,) = editor.ask_at("definition", MAIN, "[module.identity]", 9)
    assert link["targetUri"] == editor.uri(MAIN)
    assert editor.marked(link["targetSelectionRange"], MAIN) == "identity"
    assert editor.marked(link["targetRange"], MAIN).startswith("module identity {")
    assert editor.marked(link["originSelectionRange"], MAIN) == "module.identity"


def test_without_links_it_is_a_place(start: Start) -> None:
    editor = start(abilities("textDocument.definition"))
    editor.open(MAIN, MODULES)
    (place,) = editor.ask_at("definition", MAIN, "[module.identity]", 9)
    assert editor.marked(place["range"], MAIN) == "identity"


def test_definition_and_declaration_reach_into_a_base(editor: Editor) -> None:
    editor.write({f"standard/{MAIN}": BASE, f"crm/{MAIN}": EXTENDING})
    editor.open(f"crm/{MAIN}")
    for method in ("definition", "declaration"):
        (link,) = editor.ask_at(method, f"crm/{MAIN}", "[module.audit]", 9)
        assert link.get("targetUri", link.get("uri")) == editor.uri(f"standard/{MAIN}")


def test_implementation_leads_to_files(editor: Editor) -> None:
    text = MODULES.replace('summary  = "CRM', 'covers   = ["apps/**"]\n  summary  = "CRM')
    editor.write({MAIN: text, "apps/api/src/modules/sales/index.ts": "export {}\n"})
    editor.open(MAIN)
    assert isinstance(editor.ask_at("implementation", MAIN, "module sales", 8), list)


def test_references_with_and_without_the_declaration(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    asked = {"context": {"includeDeclaration": True}}
    everywhere = editor.ask_at("references", MAIN, "module identity", 8, **asked)
    asked["context"]["includeDeclaration"] = False
    uses = editor.ask_at("references", MAIN, "module identity", 8, **asked)
    assert len(everywhere) == len(uses) + 1
    assert {editor.marked(place["range"], MAIN) for place in everywhere} == {"identity"}


def test_highlight_tells_writing_from_reading(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    found = editor.ask_at("documentHighlight", MAIN, "[Deal]", 2)
    assert {editor.marked(mark["range"], MAIN) for mark in found} == {"Deal"}
    assert {mark["kind"] for mark in found} == {2, 3}


def test_rename_changes_every_place(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    prepared = editor.ask_at("prepareRename", MAIN, "[module.identity]", 9)
    assert editor.marked(prepared["range"], MAIN) == prepared["placeholder"] == "identity"
    editor.apply(editor.ask_at("rename", MAIN, "[module.identity]", 9, newName="accounts"))
    assert editor.texts[editor.path(MAIN)] == MODULES.replace("identity", "accounts")


def test_rename_reaches_the_blueprints_that_extend_this_one(start: Start) -> None:
    editor = start(files={f"standard/{MAIN}": BASE, f"crm/{MAIN}": EXTENDING})
    editor.open(f"standard/{MAIN}")
    editor.apply(editor.ask_at("rename", f"standard/{MAIN}", "module audit", 8, newName="journal"))
    assert "module journal {" in editor.texts[editor.path(f"standard/{MAIN}")]
    assert "[module.journal]" in editor.path(f"crm/{MAIN}").read_text()


def test_an_older_client_gets_plain_changes(start: Start) -> None:
    editor = start(abilities("workspace.workspaceEdit"))
    editor.open(MAIN, MODULES)
    edit = editor.ask_at("rename", MAIN, "module identity", 8, newName="accounts")
    assert set(edit) == {"changes"}
    editor.apply(edit)
    assert editor.texts[editor.path(MAIN)] == MODULES.replace("identity", "accounts")


@pytest.mark.parametrize(("place", "into"), [("responsibility", 3), ("= prisma", 4), ("# Who", 3)])
def test_what_cannot_be_renamed_is_refused_with_the_reason(editor: Editor, place: str, into: int) -> None:
    editor.open(MAIN, MODULES)
    with pytest.raises(ResponseError) as refused:
        editor.ask_at("prepareRename", MAIN, place, into)
    assert refused.value.code == -32803
    assert len(refused.value.message) > 20
    assert refused.value.data is None


@pytest.mark.parametrize("name", ["sales", "two words", "", "1st"])
def test_a_name_that_is_taken_or_none_is_refused(editor: Editor, name: str) -> None:
    editor.open(MAIN, MODULES)
    with pytest.raises(ResponseError) as refused:
        editor.ask_at("rename", MAIN, "module identity", 8, newName=name)
    assert refused.value.code == -32803
    assert len(refused.value.message) > 20


def test_the_outline_is_a_tree(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    header, modules, data = editor.ask("documentSymbol", MAIN)
    assert [header["name"], modules["name"], data["name"]] == ["blueprint acme-crm", "modules", "data"]
    assert [child["name"] for child in modules["children"]] == ["module identity", "module sales"]
    for symbol in (header, modules, *modules["children"]):
        assert editor.marked(symbol["selectionRange"], MAIN) in editor.marked(symbol["range"], MAIN)


def test_the_outline_is_flat_for_a_client_that_takes_no_tree(start: Start) -> None:
    editor = start(abilities("textDocument.documentSymbol"))
    editor.open(MAIN, MODULES)
    found = {symbol["name"]: symbol for symbol in editor.ask("documentSymbol", MAIN)}
    assert found["module sales"]["containerName"] == "modules"
    assert "children" not in found["modules"]


def test_symbols_of_all_blueprints_are_found(start: Start) -> None:
    editor = start(files={f"one/{MAIN}": MODULES, f"two/{MAIN}": MODULES.replace("module sales", "module saloon")})
    found = editor.client.request("workspace/symbol", {"query": "modsal"})
    places = {(symbol["name"], path_of(symbol["location"]["uri"]).parent.name) for symbol in found}
    assert {("module sales", "one"), ("module saloon", "two")} <= places
