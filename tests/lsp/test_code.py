"""Code in an editor: findings while typing, hover, actions, and the ways between a blueprint and its code."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from lsp.coding import CODE, PLAN, PRISMA, PUSHED, ROUTES, findings, settled, wait_for
from lsp.conftest import ABILITIES, Start
from lsp.editor import Editor
from lsp.repository import FILES


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def test_findings_follow_the_unsaved_text(start: Start) -> None:
    editor = start(PUSHED, FILES)
    editor.open(CODE, language="typescript")
    (found,) = wait_for(editor, CODE, 1)
    assert editor.marked(found["range"], CODE).startswith("prisma.deal.update(")
    assert found["source"] == "blueprint"
    assert found["codeDescription"]["href"].endswith("tenant-scope/index.md")
    related = [one["location"]["uri"] for one in found["relatedInformation"]]
    assert editor.uri(PLAN) in related
    editor.replace(CODE, "where: { id }", "where: { id, organizationId }")
    editor.replace(CODE, "rename(id: string,", "rename(organizationId: string, id: string,")
    assert wait_for(editor, CODE, 0) == []
    editor.replace(CODE, "where: { id, organizationId }", "where: { id }")
    assert len(wait_for(editor, CODE, 1)) == 1


def test_editing_the_schema_judges_again(start: Start) -> None:
    editor = start(PUSHED, FILES)
    editor.open(CODE, language="typescript")
    wait_for(editor, CODE, 1)
    editor.open(PRISMA, language="prisma")
    editor.replace(PRISMA, "  code String @id\n", "  code String @id\n  organizationId String\n")
    found = wait_for(editor, CODE, 2)
    assert any("Country" in one["message"] for one in found)
    editor.close(PRISMA)
    assert len(wait_for(editor, CODE, 1)) == 1


def test_editing_the_blueprint_judges_again(start: Start) -> None:
    editor = start(PUSHED, FILES)
    editor.open(CODE, language="typescript")
    wait_for(editor, CODE, 1)
    editor.open(PLAN)
    editor.replace(PLAN, "key = organizationId", "key = organizationId\n    shared = [Deal]")
    assert wait_for(editor, CODE, 0) == []


def test_a_client_that_pulls_gets_the_present_text(start: Start) -> None:
    editor = start(ABILITIES, FILES)
    editor.open(CODE, language="typescript")
    settled(editor)
    assert [found["code"] for found in editor.pull(CODE)] == ["tenant-scope"]
    editor.replace(CODE, "where: { id }", "where: { id, organizationId: title }")
    assert [found["code"] for found in editor.pull(CODE)] == []


def test_the_workspace_is_judged_with_progress(start: Start) -> None:
    editor = start(ABILITIES, FILES)
    settled(editor)
    kinds = [n.params["value"]["kind"] for n in editor.client.notices if n.method == "$/progress"]
    assert kinds[0] == "begin"
    assert ("window/workDoneProgress/create") in [method for method, _ in editor.client.asked]
    report = editor.client.request("workspace/diagnostic", {"previousResultIds": []})
    codes = {item["uri"]: [one["code"] for one in item["items"]] for item in report["items"]}
    assert "tenant-scope" in codes[editor.uri(CODE)]
    assert "endpoint-authentication" in codes[editor.uri(ROUTES)]
    known = [{"uri": item["uri"], "value": item["resultId"]} for item in report["items"]]
    again = editor.client.request("workspace/diagnostic", {"previousResultIds": known})
    assert {item["kind"] for item in again["items"]} == {"unchanged"}


def test_hover_tells_of_models_and_accesses(start: Start) -> None:
    editor = start(PUSHED, FILES)
    editor.open(CODE, language="typescript")
    editor.open(PRISMA, language="prisma")
    wait_for(editor, CODE, 1)
    access = editor.ask_at("hover", CODE, "deal.update")["contents"]["value"]
    assert access.startswith("### `Deal.update`: unscoped")
    assert "tenant column `organizationId`" in access
    assert "acme.blueprint" in access
    model = editor.ask_at("hover", PRISMA, "model Deal", 6)["contents"]["value"]
    assert model.startswith("### `Deal`: direct")
    assert "1 unscoped, 1 scoped" in model
    assert editor.ask_at("hover", CODE, "import") is None


def test_hover_tells_how_an_endpoint_is_guarded(start: Start) -> None:
    editor = start(PUSHED, FILES)
    editor.open(ROUTES, language="typescript")
    wait_for(editor, ROUTES, 1, "endpoint-authentication")

    shown = editor.ask_at("hover", ROUTES, 'get("/deals"')["contents"]["value"]

    assert "`GET /deals`: authenticated no" in shown
    assert "1. `GET /deals` is registered here ([routes.ts:6]" in shown
    assert "1. reached without a check of who is calling ([routes.ts:6]" in shown


def test_actions_silence_and_open_the_page(start: Start) -> None:
    editor = start(PUSHED, FILES)
    editor.open(CODE, language="typescript")
    found = wait_for(editor, CODE, 1)
    offered = editor.ask("codeAction", CODE, range=found[0]["range"], context={"diagnostics": found})
    titles = [action["title"] for action in offered]
    silence = next(action for action in offered if action["title"].endswith("as a system job"))
    assert silence["diagnostics"] == found
    assert any(title == "Report `tenant-scope` as information in the blueprint" for title in titles)
    page = next(action for action in offered if action["title"].startswith("Open the page"))
    assert page["command"]["arguments"][0] == "tenant-scope"
    editor.apply(silence["edit"])
    text = editor.texts[editor.path(CODE)]
    assert (
        "  // blueprint-ignore tenant-scope(system-job): runs over all tenants on purpose\n  return prisma.deal.up"
        in text
    )
    assert wait_for(editor, CODE, 0) == []


def test_a_model_leads_to_its_entity_and_back(start: Start) -> None:
    editor = start(ABILITIES, FILES)
    editor.open(PRISMA, language="prisma")
    editor.open(PLAN)
    settled(editor)
    (there,) = editor.ask_at("definition", PRISMA, "model Deal", 6)
    assert there["uri"] == editor.uri(PLAN)
    assert editor.marked(there["range"], PLAN).startswith("entity Deal")
    back = editor.ask_at("implementation", PLAN, "entity Deal", 8)
    assert [place.get("targetUri", place.get("uri")) for place in back] == [editor.uri(PRISMA)]
    handler = editor.ask_at("implementation", PLAN, '"GET /deals"', 3)
    assert [place.get("targetUri", place.get("uri")) for place in handler] == [editor.uri(ROUTES)]


def test_references_of_a_model_are_its_accesses_from_both_sides(start: Start) -> None:
    editor = start(ABILITIES, FILES)
    for name, language in ((PRISMA, "prisma"), (PLAN, "backend-blueprint"), (CODE, "typescript")):
        editor.open(name, language=language)
    settled(editor)
    deals = [
        "prisma.deal.findMany({ where: { organizationId } })",
        "prisma.deal.update({ where: { id }, data: { title } })",
    ]
    here = {"context": {"includeDeclaration": False}}
    for name, mark, into in ((PLAN, "entity Deal", 8), (PRISMA, "model Deal", 6), (CODE, "deal.update", 0)):
        found = editor.ask_at("references", name, mark, into, **here)
        accesses = [editor.marked(one["range"], CODE) for one in found if one["uri"] == editor.uri(CODE)]
        assert accesses == deals, name
    declared = editor.ask_at("references", CODE, "deal.update", context={"includeDeclaration": True})
    assert editor.uri(PLAN) in {one["uri"] for one in declared}


def test_lenses_and_hover_in_the_blueprint_tell_of_the_code(start: Start) -> None:
    editor = start(ABILITIES, FILES)
    editor.open(PLAN)
    settled(editor)
    titles = [lens["command"]["title"] for lens in editor.ask("codeLens", PLAN)]
    assert any(title.startswith("in packages/database/prisma/schema.prisma") for title in titles)
    assert any("1 unscoped" in title for title in titles)
    hover = editor.ask_at("hover", PLAN, "entity Deal", 8)["contents"]["value"]
    assert "schema.prisma" in hover


def test_code_analysis_can_be_switched_off(start: Start) -> None:
    editor = start(PUSHED, FILES, initializationOptions={"codeAnalysis": False}, settings={"codeAnalysis": False})
    editor.open(CODE, language="typescript")
    editor.client.read_for(0.5)
    assert findings(editor, CODE) == []
    assert not analysers(editor)


def test_code_analysis_can_be_switched_while_code_is_open(start: Start) -> None:
    editor = start(PUSHED, FILES, settings={"codeAnalysis": False})
    editor.open(CODE, language="typescript")
    editor.replace(CODE, "where: { organizationId }", "where: {}")
    editor.client.read_for(0.5)
    for enabled, count in ((True, 2), (False, 0), (True, 2)):
        settings = {"blueprint": {"codeAnalysis": {"enabled": enabled}}}
        editor.client.notify("workspace/didChangeConfiguration", {"settings": settings})
        assert len(wait_for(editor, CODE, count)) == count


def test_severities_can_be_chosen(start: Start) -> None:
    chosen = {"codeAnalysis": {"severities": ["information"]}}
    editor = start(PUSHED, FILES, initializationOptions=chosen, settings=chosen)
    editor.open(CODE, language="typescript")
    wait_for(editor, CODE, 0)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="nobody can be made to wait here")
def test_findings_of_an_earlier_text_are_not_marked_in_the_present_one(start: Start) -> None:
    editor = start(ABILITIES, FILES)
    editor.open(CODE, language="typescript")
    document = {"textDocument": {"uri": editor.uri(CODE)}}
    report: dict[str, Any] = {}

    def is_found() -> bool:
        report.update(editor.client.request("textDocument/diagnostic", document))
        return bool(report["items"])

    editor.client.read_until(is_found)
    (process,) = analysers(editor)
    os.kill(process, signal.SIGSTOP)
    editor.replace(CODE, "import {", "// a line more\nimport {")
    again = editor.client.request("textDocument/diagnostic", {**document, "previousResultId": report["resultId"]})
    assert again == {"kind": "unchanged", "resultId": report["resultId"]}
    os.kill(process, signal.SIGCONT)
    editor.client.read_until(lambda: is_found() and report["items"][0]["range"]["start"]["line"] == 8)


def test_an_analyser_that_dies_is_started_again(start: Start) -> None:
    editor = start(PUSHED, FILES)
    editor.open(CODE, language="typescript")
    wait_for(editor, CODE, 1)
    editor.replace(CODE, "where: { organizationId }", "where: {}")
    wait_for(editor, CODE, 2)
    (process,) = analysers(editor)
    os.kill(process, signal.SIGKILL)
    editor.client.read_until(lambda: analysers(editor) not in ([], [process]))
    editor.replace(CODE, "where: { id }", "where: { id, organizationId: title }")
    assert len(wait_for(editor, CODE, 1)) == 1


def test_a_workspace_without_code_has_no_analyser(start: Start) -> None:
    editor = start(PUSHED, {PLAN: FILES[PLAN]})
    editor.open(PLAN)
    editor.pushed(PLAN)
    assert not analysers(editor)


def test_nothing_runs_on_when_the_server_has_gone(start: Start) -> None:
    editor = start(PUSHED, FILES)
    editor.open(CODE, language="typescript")
    wait_for(editor, CODE, 1)
    (process,) = analysers(editor)
    assert editor.client.stop() == 0
    end = time.monotonic() + 5
    while Path(f"/proc/{process}").exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not Path(f"/proc/{process}").exists()


def analysers(editor: Editor) -> list[int]:
    """The processes of the server that judge code."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if b"analysis.process" in command and int(parent) == editor.client.process.pid:
            found.append(int(folder.name))
    return found
