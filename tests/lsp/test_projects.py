"""The commands that write whole files, and the rows of the Blueprint view, over a real server."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from lsp.coding import PLAN, PUSHED, settled
from lsp.conftest import ABILITIES, Start
from lsp.editor import Editor
from lsp.repository import FILES

CRM = Path(__file__).resolve().parents[1] / "examples" / "acme-crm"
HEADER = 'blueprint "shop" {\n  language = 1\n  summary  = "A shop"\n}\n'
Json = Any


def run(editor: Editor, command: str, *arguments: Json) -> Json:
    return editor.client.request("workspace/executeCommand", {"command": command, "arguments": [*arguments]})


def taking_edits(editor: Editor) -> Editor:
    """The editor, which applies what the server sends."""

    def apply(params: Json) -> Json:
        editor.apply(params["edit"])
        return {"applied": True}

    editor.client.answers["workspace/applyEdit"] = apply
    return editor


def edits_of(editor: Editor) -> list[Json]:
    return [params for method, params in editor.client.asked if method == "workspace/applyEdit"]


def row(rows: list[Json], label: str) -> Json:
    return next(found for found in rows if found["label"] == label)


def example(start: Start, able: Json = None) -> Editor:
    """An editor that has the example open."""
    files = {path.name: path.read_text("utf-8") for path in CRM.glob("*.blueprint")}
    editor = taking_edits(start(able, files=files))
    editor.open("main.blueprint")
    return editor


class TestOutline:
    def test_it_shows_what_is_stated_and_leads_there(self, start: Start) -> None:
        editor = example(start)

        rows = run(editor, "blueprint.outline", editor.uri("main.blueprint"))

        assert [found["label"] for found in rows] == [
            "Sections", "Decisions", "Readiness", "Modules", "Findings in code"
        ]  # fmt: skip
        assert len(row(rows, "Sections")["rows"]) == 15
        data = next(found for found in row(rows, "Sections")["rows"] if found["label"].startswith("7 · "))
        assert data["state"] == "done"
        assert Path(data["uri"]).name == "data.blueprint"
        prisma = next(found for found in row(rows, "Decisions")["rows"] if found["detail"] == "Prisma")
        assert prisma["tooltip"]
        assert len(row(rows, "Readiness")["rows"]) == 16
        contacts = row(row(rows, "Modules")["rows"], "contacts")
        assert "entities" in contacts["detail"]
        assert any(found["label"] == "entity Contact" for found in contacts["rows"])

    def test_it_follows_what_is_typed(self, editor: Editor) -> None:
        editor.open("main.blueprint", HEADER)
        before = row(run(editor, "blueprint.outline", editor.uri("main.blueprint")), "Sections")

        editor.replace("main.blueprint", "}\n", "}\n\nmodules {\n  module identity {}\n}\n")
        rows = run(editor, "blueprint.outline", editor.uri("main.blueprint"))

        assert {found["state"] for found in before["rows"]} == {"open"}
        assert [found["label"] for found in row(rows, "Modules")["rows"]] == ["identity"]
        modules = next(found for found in row(rows, "Sections")["rows"] if found["label"].startswith("2 · "))
        assert modules["state"] == "part"
        assert any("is empty" in found["label"] for found in modules["rows"])

    def test_findings_in_code_stand_under_their_files(self, start: Start) -> None:
        editor = start(PUSHED, files=FILES)
        editor.open(PLAN)
        settled(editor)

        found = row(run(editor, "blueprint.outline", editor.uri(PLAN)), "Findings in code")

        deals = row(found["rows"], "deals.ts")
        assert deals["detail"] == f"{len(deals['rows'])} · apps/api/src"
        assert deals["state"] == "error"
        scope = next(one for one in deals["rows"] if one["detail"] == "tenant-scope")
        assert scope["range"]["start"]["line"] == 7


class TestBegin:
    def test_it_writes_a_first_blueprint(self, start: Start) -> None:
        editor = taking_edits(start())

        answer = run(editor, "blueprint.begin", editor.folder.as_uri(), "shop")

        assert answer == {"uri": editor.uri("main.blueprint")}
        assert editor.path("main.blueprint").read_text().splitlines()[1] == 'blueprint "shop" {'

    def test_it_leaves_a_blueprint_that_is_there(self, start: Start) -> None:
        editor = taking_edits(start(files={"own.blueprint": HEADER}))

        answer = run(editor, "blueprint.begin", editor.folder.as_uri())

        assert "has a blueprint already: `own.blueprint`" in answer["problem"]
        assert edits_of(editor) == []


class TestDraft:
    def test_it_writes_what_the_code_shows(self, start: Start) -> None:
        files = {name: text for name, text in FILES.items() if not name.endswith(".blueprint")}
        editor = taking_edits(start(files=files))

        answer = run(editor, "blueprint.draft", editor.folder.as_uri())

        text = Path(editor.path("main.blueprint")).read_text()
        assert answer == {"uri": editor.uri("main.blueprint")}
        assert "entity Deal" in text
        assert "organizationId" in text

    def test_a_folder_without_code_is_told(self, start: Start) -> None:
        editor = taking_edits(start(files={"notes.txt": "nothing"}))

        assert "draft from" in run(editor, "blueprint.draft", editor.folder.as_uri())["problem"]


def test_the_inventory_is_that_of_the_command_line(start: Start) -> None:
    editor = start(files=FILES)

    seen = run(editor, "blueprint.inventory", editor.folder.as_uri())

    verdicts = {(access["model"], access["operation"]): access["verdict"] for access in seen["accesses"]}
    assert verdicts == {
        ("Deal", "findMany"): "scoped",
        ("Deal", "update"): "unscoped",
        ("Country", "findMany"): "global",
    }


class TestFill:
    def test_it_fills_in_everything(self, start: Start) -> None:
        editor = taking_edits(start())
        editor.open("main.blueprint", HEADER)

        assert run(editor, "blueprint.fill", editor.uri("main.blueprint")) == {"changed": 1}
        assert [found["severity"] for found in editor.pull("main.blueprint") if found["severity"] < 3] == []
        assert run(editor, "blueprint.fill", editor.uri("main.blueprint")) == {"changed": 0}

    def test_an_edit_that_is_refused_is_told(self, start: Start) -> None:
        editor = start()
        editor.client.answers["workspace/applyEdit"] = lambda _: {"applied": False, "failureReason": "read-only"}
        editor.open("main.blueprint", HEADER)

        assert run(editor, "blueprint.fill", editor.uri("main.blueprint")) == {"problem": "read-only"}


class TestScaffold:
    def test_it_hands_over_the_project_once(self, start: Start) -> None:
        editor = example(start)

        first = run(editor, "blueprint.scaffold", editor.uri("main.blueprint"))
        second = run(editor, "blueprint.scaffold", editor.uri("main.blueprint"))

        assert first["created"] > 90
        assert editor.path("apps/api/src/server.ts").exists()
        assert editor.path(".blueprint/scaffold.lock").exists()
        assert (second["created"], second["changed"], second["conflicts"]) == (0, 0, [])

    def test_a_preview_writes_nothing(self, start: Start) -> None:
        editor = example(start)

        seen = run(editor, "blueprint.scaffold", editor.uri("main.blueprint"), {"preview": True})

        assert edits_of(editor) == []
        manifest = next(file for file in seen["files"] if file["path"] == "package.json")
        assert manifest["before"] is None
        assert '"name": "acme-crm"' in manifest["after"]

    def test_changes_to_what_is_there_are_confirmed_one_by_one(self, start: Start) -> None:
        able = copy.deepcopy(ABILITIES)
        able["workspace"]["workspaceEdit"]["changeAnnotationSupport"] = {"groupsOnLabel": True}
        editor = example(start, able)
        only = {"only": ["packages/core/package.json", ".nvmrc"]}
        run(editor, "blueprint.scaffold", editor.uri("main.blueprint"), only)
        editor.path(".nvmrc").unlink()
        editor.open("code.blueprint")
        editor.replace("code.blueprint", '"@acme"', '"@apex"')

        run(editor, "blueprint.scaffold", editor.uri("main.blueprint"), only)

        edit = edits_of(editor)[-1]["edit"]
        manifest = next(one for one in edit["documentChanges"] if one["textDocument"]["uri"].endswith("package.json"))
        note = edit["changeAnnotations"][manifest["edits"][0]["annotationId"]]
        assert note == {"label": "Changed files", "needsConfirmation": True}
        assert edit["changeAnnotations"]["new"]["needsConfirmation"] is False

    def test_a_file_that_is_open_and_changed_is_left(self, start: Start) -> None:
        editor = example(start)
        run(editor, "blueprint.scaffold", editor.uri("main.blueprint"), {"only": ["package.json"]})
        editor.open("package.json", language="json")
        editor.replace("package.json", '"private": true', '"private": false')

        answer = run(editor, "blueprint.scaffold", editor.uri("main.blueprint"), {"only": ["package.json"]})

        assert answer["changed"] == 0
        assert '"private": false' in editor.texts[editor.path("package.json")]

    def test_a_blueprint_with_errors_makes_nothing(self, start: Start) -> None:
        editor = example(start)
        editor.replace("main.blueprint", "language = 1", "language = one")

        answer = run(editor, "blueprint.scaffold", editor.uri("main.blueprint"))

        assert "the blueprint has" in answer["problem"]
        assert edits_of(editor) == []


@pytest.mark.parametrize("command", ["blueprint.fill", "blueprint.scaffold"])
def test_a_file_that_is_no_blueprint_is_told(editor: Editor, command: str) -> None:
    assert "no blueprint in that file" in run(editor, command, editor.uri("notes.txt"))["problem"]


def test_each_row_of_the_view_leads_somewhere(start: Start) -> None:
    editor = start(ABILITIES, {"main.blueprint": HEADER + "data {\n}\n"})
    rows = run(editor, "blueprint.outline", editor.uri("main.blueprint"))
    below = [each for group in rows for each in every(group["rows"])]
    assert len(below) > 40
    assert [each["label"] for each in below if "uri" not in each] == []
    lacking = {each["label"]: each["range"]["start"]["line"] for each in below}
    assert lacking["6 · Security"] == 0, "what has no section yet leads to the header"
    assert lacking["Primary database"] == 4, "what its section does not state leads to that section"


def every(rows: list[Json]) -> list[Json]:
    """The rows, and all that are in them."""
    return [each for one in rows for each in (one, *every(one["rows"]))]


def test_the_view_is_about_the_blueprint_that_governs_a_file(start: Start) -> None:
    other = HEADER.replace("shop", "other")
    editor = start(ABILITIES, {"shop/main.blueprint": HEADER, "other/main.blueprint": other, "shop/src/deals.ts": ""})
    assert [group["label"] for group in run(editor, "blueprint.outline")] == ["other", "shop"]
    of_code = run(editor, "blueprint.outline", editor.uri("shop/src/deals.ts"))
    assert of_code == run(editor, "blueprint.outline", editor.uri("shop/main.blueprint"))
    assert [one["name"] for one in run(editor, "blueprint.list", editor.uri("shop/src/deals.ts"))] == ["shop"]
    assert [one["name"] for one in run(editor, "blueprint.list", editor.uri("elsewhere.ts"))] == ["other", "shop"]
