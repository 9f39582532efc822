"""Code actions: each is applied to the text as an editor would, and what it promised has come true."""

from __future__ import annotations

from typing import Any

import pytest

from lsp.conftest import Start, abilities
from lsp.editor import Editor
from lsp.samples import BROKEN, MAIN, MODULES

Json = Any

CURES = [
    ("unresolved-reference", BROKEN, "identty", "identity"),
    (
        "unknown-attribute",
        MODULES.replace("depends_on     = [module", "depend_on     = [module"),
        "depend_on",
        "depends_on",
    ),
    ("unknown-block", MODULES.replace("contract getDeal", "contact getDeal"), "contact", "contract"),
    ("unknown-value", MODULES.replace("format = email", "format = emial"), "emial", "email"),
    ("missing-attribute", MODULES.replace("    owns           = [Deal]\n", ""), "module sales", "owns "),
    ("missing-because", MODULES.replace("    because", "    # because"), "decision orm", "because = "),
    ("syntax-error", MODULES.replace('the forecast"', "the forecast"), "Pipelines", 'the forecast"\n'),
    ("template-interpolation", MODULES.replace("One deal", "Deal ${id}"), "${", "Deal {id}"),
]
"""A rule, a text that it speaks of, what it marks, and what its first fix brings."""


@pytest.mark.parametrize(("rule", "text", "marked", "brings"), CURES, ids=[cure[0] for cure in CURES])
def test_a_quick_fix_takes_its_diagnostic_away(editor: Editor, rule: str, text: str, marked: str, brings: str) -> None:
    editor.open(MAIN, text)
    action = _first_cure(editor, rule, marked)
    editor.apply(action["edit"])
    after = editor.texts[editor.path(MAIN)]
    assert brings in after
    assert [
        found for found in editor.pull(MAIN) if found["code"] == rule and marked in editor.marked(found["range"], MAIN)
    ] == []


def test_an_action_names_the_diagnostics_it_cures(editor: Editor) -> None:
    editor.open(MAIN, BROKEN)
    (known,) = [found for found in editor.pull(MAIN) if found["code"] == "unresolved-reference"]
    action = _first_cure(editor, "unresolved-reference", "identty")
    assert action["diagnostics"] == [known]
    assert action["isPreferred"] is True
    assert action["edit"]["documentChanges"][0]["textDocument"]["version"] == 1


def test_a_missing_section_is_inserted_with_tab_stops(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    insert = _titled(editor.actions(MAIN, 'blueprint "acme-crm"', "quickfix"), "Insert section `deployment`")
    (change,) = insert["edit"]["documentChanges"]
    assert change["edits"][0]["snippet"]["kind"] == "snippet"
    assert "${1:" in change["edits"][0]["snippet"]["value"]
    editor.apply(insert["edit"])
    missing = [found["message"] for found in editor.pull(MAIN) if found["code"] == "missing-section"]
    assert not any("deployment" in message for message in missing)
    assert "deployment {" in editor.texts[editor.path(MAIN)]


def test_without_snippet_edits_it_is_inserted_as_text(start: Start) -> None:
    editor = start(abilities("workspace.workspaceEdit.snippetEditSupport"))
    editor.open(MAIN, MODULES)
    insert = _titled(editor.actions(MAIN, 'blueprint "acme-crm"', "quickfix"), "Insert section `deployment`")
    (edit,) = insert["edit"]["documentChanges"][0]["edits"]
    assert "deployment {" in edit["newText"]
    assert "${" not in edit["newText"]


def test_all_missing_sections_are_inserted_at_once(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    insert = _titled(editor.actions(MAIN, 'blueprint "acme-crm"', "quickfix"), "Insert all")
    editor.apply(insert["edit"])
    assert [found for found in editor.pull(MAIN) if found["code"] == "missing-section"] == []


def test_a_finding_is_silenced_with_a_reason(editor: Editor) -> None:
    editor.open(MAIN, BROKEN)
    silence = _titled(editor.actions(MAIN, "identty", "quickfix"), "Silence `unresolved-reference`")
    editor.apply(silence["edit"])
    assert "blueprint-ignore unresolved-reference: " in editor.texts[editor.path(MAIN)]
    assert not any(found["code"] == "unresolved-reference" for found in editor.pull(MAIN))


def test_the_severity_of_a_rule_is_changed(editor: Editor) -> None:
    editor.open(MAIN, BROKEN)
    title = "Report `unresolved-reference` as information in this blueprint"
    change = _titled(editor.actions(MAIN, "identty", "quickfix"), title)
    editor.apply(change["edit"])
    (found,) = [found for found in editor.pull(MAIN) if found["code"] == "unresolved-reference"]
    assert found["severity"] == 3


def test_source_actions_come_only_when_asked_for(editor: Editor) -> None:
    editor.open(MAIN, BROKEN)
    assert {action["kind"].partition(".")[0] for action in editor.actions(MAIN, "identty", "quickfix")} == {"quickfix"}
    assert {action["kind"].partition(".")[0] for action in editor.actions(MAIN, None, "source")} == {"source"}


def test_all_safe_fixes_are_applied(editor: Editor) -> None:
    editor.open(MAIN, MODULES.replace("format = email", 'format = "email"'))
    (action,) = editor.actions(MAIN, None, "source.fixAll")
    assert action["kind"] == "source.fixAll.blueprint"
    editor.apply(action["edit"])
    assert "format = email" in editor.texts[editor.path(MAIN)]
    assert editor.actions(MAIN, None, "source.fixAll") == []


def test_all_that_is_missing_is_filled_in(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    (action,) = editor.actions(MAIN, None, "source.fillMissing")
    editor.apply(action["edit"])
    assert [found["code"] for found in editor.pull(MAIN) if found["code"].startswith("missing-")] == []
    assert "assumed = true" in editor.texts[editor.path(MAIN)]


def test_sections_are_put_in_order(editor: Editor) -> None:
    header, rest = MODULES.split("modules {", 1)
    modules, data = rest.split("\ndata {", 1)
    editor.open(MAIN, f"{header}data {{{data}\nmodules {{{modules}")
    assert "section-order" in {found["code"] for found in editor.pull(MAIN)}
    (action,) = editor.actions(MAIN, None, "source.organizeSections")
    editor.apply(action["edit"])
    assert "section-order" not in {found["code"] for found in editor.pull(MAIN)}
    assert editor.texts[editor.path(MAIN)] == MODULES


def test_a_section_moves_to_a_file_of_its_own_and_back(editor: Editor) -> None:
    editor.write({MAIN: MODULES})
    editor.open(MAIN)
    move = _titled(editor.actions(MAIN, "data {", "refactor.extract"), "Move section `data`")
    assert [change.get("kind") for change in move["edit"]["documentChanges"]] == ["create", None, None]
    editor.apply(move["edit"])
    assert editor.path("data.blueprint").read_text().startswith("data {")
    assert "entity Deal" not in editor.texts[editor.path(MAIN)]
    editor.open("data.blueprint")
    back = _titled(editor.actions("data.blueprint", "data {", "refactor.inline"), "Move all of")
    assert back["edit"]["documentChanges"][-1]["kind"] == "delete"
    editor.apply(back["edit"])
    assert not editor.path("data.blueprint").exists()
    assert editor.texts[editor.path(MAIN)] == MODULES


def test_no_files_are_made_for_a_client_that_cannot(start: Start) -> None:
    editor = start(abilities("workspace.workspaceEdit.resourceOperations"))
    editor.open(MAIN, MODULES)
    assert editor.actions(MAIN, "data {", "refactor.extract") == []


def test_an_older_client_gets_plain_changes(start: Start) -> None:
    editor = start(abilities("workspace.workspaceEdit"))
    editor.open(MAIN, BROKEN)
    action = _first_cure(editor, "unresolved-reference", "identty")
    assert set(action["edit"]) == {"changes"}
    editor.apply(action["edit"])
    assert editor.texts[editor.path(MAIN)] == MODULES


def test_an_assumption_is_confirmed(editor: Editor) -> None:
    editor.open(MAIN, MODULES.replace("decision orm {\n", "decision orm {\n    assumed = true\n"))
    confirm = _titled(editor.actions(MAIN, "prisma", "refactor.rewrite"), "Confirm")
    editor.apply(confirm["edit"])
    assert editor.texts[editor.path(MAIN)] == MODULES


RESOLVING = {"resolveSupport": {"properties": ["edit"]}, "dataSupport": True}


def test_a_decision_is_switched_after_the_person_has_confirmed_each_part(start: Start) -> None:
    can = abilities()
    can["textDocument"]["codeAction"] |= RESOLVING
    can["workspace"]["workspaceEdit"]["changeAnnotationSupport"] = {"groupsOnLabel": True}
    editor = start(can)
    editor.open(MAIN, MODULES)
    switch = _titled(editor.actions(MAIN, "prisma"), "Switch `orm` to Drizzle")
    assert "edit" not in switch
    edit = editor.client.request("codeAction/resolve", switch)["edit"]
    assert all(found["needsConfirmation"] for found in edit["changeAnnotations"].values())
    (change,) = edit["documentChanges"]
    assert {found["annotationId"] for found in change["edits"]} == set(edit["changeAnnotations"])
    editor.apply(edit)
    assert "choose  = drizzle" in editor.texts[editor.path(MAIN)]


def test_a_client_that_resolves_nothing_gets_the_edits_of_a_switch_when_it_asks_for_them(editor: Editor) -> None:
    editor.open(MAIN, MODULES)
    switch = _titled(editor.actions(MAIN, "prisma", "refactor.rewrite"), "Switch `orm` to Drizzle")
    editor.apply(switch["edit"])
    assert "choose  = drizzle" in editor.texts[editor.path(MAIN)]
    assert not [found for found in editor.actions(MAIN, "drizzle") if found["title"].startswith("Switch")]


def test_whole_sections_are_drafted_when_they_are_picked(start: Start) -> None:
    can = abilities()
    can["textDocument"]["codeAction"] |= RESOLVING
    editor = start(can)
    editor.open(MAIN, MODULES)
    offered = [found for found in editor.actions(MAIN, "blueprint") if found["title"].startswith("Insert")]
    assert len(offered) > 10
    assert not any("edit" in found for found in offered)
    editor.apply(editor.client.request("codeAction/resolve", _titled(offered, "Insert section `api`"))["edit"])
    assert "\napi {\n" in editor.texts[editor.path(MAIN)]
    together = _titled(editor.actions(MAIN, "blueprint"), "Insert all")
    editor.apply(editor.client.request("codeAction/resolve", together)["edit"])
    assert "missing-section" not in {found["code"] for found in editor.pull(MAIN)}


def test_every_kind_that_is_offered_was_announced(editor: Editor) -> None:
    announced = set(editor.initialized["capabilities"]["codeActionProvider"]["codeActionKinds"])
    editor.open(MAIN, BROKEN.replace("decision orm {\n", "decision orm {\n    assumed = true\n"))
    found = [*editor.actions(MAIN, "identty"), *editor.actions(MAIN, None, "source"), *editor.actions(MAIN, "prisma")]
    assert {action["kind"] for action in found} <= announced


def _first_cure(editor: Editor, rule: str, marked: str) -> Json:
    """The first quick fix for a rule where it marks a text."""
    (place,) = [
        found["range"]
        for found in editor.pull(MAIN)
        if found["code"] == rule and marked in editor.marked(found["range"], MAIN)
    ]
    context = {"diagnostics": editor.pull(MAIN), "only": ["quickfix"]}
    found = editor.ask("codeAction", MAIN, range=place, context=context)
    return next(action for action in found if action.get("diagnostics", [{}])[0].get("code") == rule)


def _titled(actions: list[Json], title: str) -> Json:
    (only,) = [action for action in actions if action["title"].startswith(title)]
    return only
