"""Code actions that create the missing files of a project: of a module, an endpoint, a file of section 13, of all."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from lsp.conftest import ABILITIES, Start
from lsp.editor import Editor

Json = Any
CRM = Path(__file__).resolve().parents[1] / "examples" / "acme-crm"
CREATE = "refactor.create"
LOCK = ".blueprint/scaffold.lock"
USERS = [f"apps/api/src/modules/users/users.{part}.ts" for part in ("controller", "dto", "repository", "service")]


def example(start: Start, able: Json = None) -> Editor:
    """An editor that serves the example."""
    return start(able, files={path.name: path.read_text("utf-8") for path in CRM.glob("*.blueprint")})


def offered(editor: Editor, file: str, text: str) -> list[Json]:
    """The actions that create files, at a text."""
    return [one for one in editor.actions(file, text, CREATE) if one["kind"] == CREATE]


def picked(editor: Editor, action: Json) -> Json:
    """The edit of an action, asked for where it was not sent along."""
    return action.get("edit") or editor.client.request("codeAction/resolve", action)["edit"]


def made(edit: Json, editor: Editor) -> list[str]:
    """The files that an edit creates, from the workspace."""
    uris = [change["uri"] for change in edit["documentChanges"] if change.get("kind") == "create"]
    return sorted(uri.removeprefix(f"{editor.folder.as_uri()}/") for uri in uris)


def able(**more: Json) -> Json:
    found = copy.deepcopy(ABILITIES)
    found["workspace"]["workspaceEdit"] |= more
    return found


def test_the_files_of_a_module_are_created_once(start: Start) -> None:
    editor = example(start)
    editor.open("architecture.blueprint")
    (action,) = offered(editor, "architecture.blueprint", "module users")

    edit = picked(editor, action)
    editor.apply(edit)

    created = made(edit, editor)
    assert set(USERS) <= set(created)
    assert all("users" in path for path in created if path != LOCK)
    assert action["title"] == f"Create the {len(created) - 1} missing files of module `users`"
    assert "export class UsersService {" in editor.path(USERS[3]).read_text()
    assert offered(editor, "architecture.blueprint", "module users") == []


@pytest.mark.parametrize(
    ("file", "text", "path"),
    [
        ("api.blueprint", 'endpoint "POST /users"', "apps/api/src/modules/users/users.controller.ts"),
        ("api.blueprint", 'endpoint "POST /deals/{id}/close"', "apps/api/src/modules/sales/close-deal.use-case.ts"),
        ("data.blueprint", "entity Deal ", "apps/api/src/modules/sales/deals.repository.ts"),
        ("delivery.blueprint", 'file "apps/api/src/middleware/error.ts"', "apps/api/src/middleware/error.ts"),
        ("delivery.blueprint", "scaffold {", "package.json"),
    ],
)
def test_each_block_brings_its_own_files(start: Start, file: str, text: str, path: str) -> None:
    editor = example(start)
    editor.open(file)
    (action,) = offered(editor, file, text)

    assert path in made(picked(editor, action), editor)


def test_a_file_of_a_person_is_neither_created_nor_touched(start: Start) -> None:
    editor = example(start)
    editor.write({USERS[0]: "// Mine.\n"})
    editor.open("architecture.blueprint")
    (action,) = offered(editor, "architecture.blueprint", "module users")
    edit = picked(editor, action)
    editor.apply(edit)

    assert USERS[0] not in made(edit, editor)
    assert editor.path(USERS[0]).read_text() == "// Mine.\n"


def test_a_file_that_somebody_took_away_comes_back_when_it_is_asked_for(start: Start) -> None:
    editor = example(start)
    editor.open("architecture.blueprint")
    editor.apply(picked(editor, offered(editor, "architecture.blueprint", "module users")[0]))
    editor.path(USERS[1]).unlink()
    (action,) = offered(editor, "architecture.blueprint", "module users")

    assert action["title"] == f"Create `{USERS[1]}`"
    assert made(picked(editor, action), editor) == [USERS[1]]


def test_new_files_are_annotated_and_need_no_second_look(start: Start) -> None:
    editor = example(start, able(changeAnnotationSupport={"groupsOnLabel": True}))
    editor.open("architecture.blueprint")
    edit = picked(editor, offered(editor, "architecture.blueprint", "module users")[0])
    created = [change for change in edit["documentChanges"] if change.get("kind") == "create"]

    assert {change["annotationId"] for change in created} == {"new"}
    assert edit["changeAnnotations"]["new"] == {"label": "New files", "needsConfirmation": False}


def test_the_texts_are_made_when_the_action_is_picked_where_the_client_can_ask(start: Start) -> None:
    patient = able()
    patient["textDocument"]["codeAction"] |= {"dataSupport": True, "resolveSupport": {"properties": ["edit"]}}
    editor = example(start, patient)
    editor.open("architecture.blueprint")
    (action,) = offered(editor, "architecture.blueprint", "module users")

    assert "edit" not in action
    assert set(USERS) <= set(made(picked(editor, action), editor))


def test_a_client_that_creates_no_files_is_offered_none(start: Start) -> None:
    editor = example(start, able(resourceOperations=[]))
    editor.open("architecture.blueprint")

    assert offered(editor, "architecture.blueprint", "module users") == []


def test_what_cannot_be_generated_says_why(start: Start) -> None:
    helpful = able()
    helpful["textDocument"]["codeAction"]["disabledSupport"] = True
    editor = example(start, helpful)
    editor.open("api.blueprint")
    editor.replace("api.blueprint", "choose  = zod", "choose  = typebox")
    (action,) = offered(editor, "api.blueprint", 'endpoint "POST /users"')

    assert "`decision validation` chose `typebox`" in action["disabled"]["reason"]
    assert "edit" not in action


def test_a_module_of_another_section_is_no_file(start: Start) -> None:
    editor = example(start)
    editor.open("data.blueprint")

    assert offered(editor, "data.blueprint", "tenancy {") == []
