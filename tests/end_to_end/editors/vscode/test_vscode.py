"""The VS Code extension in a real VS Code: code-server in a browser, used as a person would.

Set BLUEPRINT_CODE_SERVER to the folder in which npm installed `code-server`. Screenshots go to the folder
that BLUEPRINT_SCREENSHOTS names, or else to a temporary one.
"""

import json
import shutil
from pathlib import Path

from end_to_end.editors import expectations as expected
from end_to_end.editors.servers import REPOSITORY, server_on_path
from end_to_end.editors.vscode.code_server import in_vs_code, vs_code
from end_to_end.editors.vscode.stories import play, shop

EXAMPLE = REPOSITORY / "tests" / "examples" / "acme-crm"

pytestmark = in_vs_code


def test_a_person_writes_a_blueprint(vsix: Path, workspace: Path, tmp_path: Path) -> None:
    with vs_code(vsix, tmp_path, server_on_path(tmp_path / "bin"), {}) as url:
        seen = play("writing", url, workspace, tmp_path)
    assert seen.get("problem") is None
    assert any("moduels" in row and expected.UNKNOWN_BLOCK in row for row in seen["problems"])
    assert any("billing" in row and expected.UNRESOLVED in row for row in seen["unresolved"])
    assert any(expected.CHANGE_NAME in title for title in seen["fixes"])
    assert seen["corrected"] == expected.MISSPELT.replace("moduels", "modules")
    assert any("module.identity" in row for row in seen["references"])
    assert seen["renamed"] == expected.MODULES.replace("identity", "accounts")
    assert "\nsecurity {\n" in seen["inserted"]
    assert expected.PAGE_OF_ORM in seen["hover"]
    assert {option for row in seen["suggestions"] for option in expected.OPTIONS_OF_ORM if option in row} == (
        expected.OPTIONS_OF_ORM
    )
    assert "\n    choose = drizzle\n" in seen["completed"]
    assert seen["formatted"] == expected.TIDY
    assert "Prisma" in seen["explained"]
    assert seen["log"] == "Blueprint"


def test_a_person_takes_over_a_whole_project(vsix: Path, tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    shutil.copytree(EXAMPLE, folder / "crm")
    shop(folder / "shop")
    with vs_code(vsix, tmp_path, server_on_path(tmp_path / "bin"), {}) as url:
        seen = play("wholeProject", url, folder, tmp_path)
    assert seen.get("problem") is None
    assert any("Readiness" in row and "met" in row for row in seen["groups"])
    assert any("Prisma" in row for row in seen["decisions"])
    assert seen["leads"] == "data.blueprint"
    assert "Acme CRM" in seen["document"] or "acme-crm" in seen["document"]
    assert seen["scrolled"] is True
    assert "Nothing is missing" in seen["filled"]
    assert "contacts" in seen["diagram"]
    assert any("tenant-scope" in row for row in seen["code"])
    assert "organizationId }, data" in seen["mended"].replace("\n", " ")
    assert "new files, 0 changed" in seen["previewed"]
    assert "new files" in seen["generated"]
    assert (folder / "crm" / "apps" / "api" / "src" / "server.ts").is_file()


def test_a_repository_without_a_blueprint_gets_one(vsix: Path, tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    for name, text in expected.SHOP.items():
        if not name.endswith(".blueprint"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    with vs_code(vsix, tmp_path, server_on_path(tmp_path / "bin"), {}) as url:
        seen = play("drafting", url, folder, tmp_path)
    assert seen.get("problem") is None
    assert "New Blueprint" in seen["welcome"]
    assert "organizationId" in (folder / "main.blueprint").read_text(encoding="utf-8")
    assert '"version": 1' in seen["inventory"].replace("\u00a0", " ")


def test_two_folders_with_a_blueprint_each(vsix: Path, workspace: Path, tmp_path: Path) -> None:
    shop(tmp_path / "shop")
    file = tmp_path / "both.code-workspace"
    file.write_text(json.dumps({"folders": [{"path": str(workspace / "modules")}, {"path": "shop"}]}))
    with vs_code(vsix, tmp_path, server_on_path(tmp_path / "bin"), {}) as url:
        seen = play("severalBlueprints", url, tmp_path, tmp_path, workspace=str(file))
    assert seen.get("problem") is None
    assert any(row.startswith("shop") for row in seen["rows"])
    for row, file in zip(seen["offered"], ("shop/shop.blueprint", "modules/modules.blueprint"), strict=True):
        assert row.endswith(file)


def test_a_folder_below_the_blueprint_is_governed_by_it(vsix: Path, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    shop(repository)
    (repository / ".git").mkdir()
    (repository / "src").rename(repository / "api")
    (repository / "apps" / "api").mkdir(parents=True)
    (repository / "api").rename(repository / "apps" / "api" / "src")
    with vs_code(vsix, tmp_path, server_on_path(tmp_path / "bin"), {}) as url:
        seen = play("inside", url, repository / "apps" / "api", tmp_path)
    assert seen.get("problem") is None
    assert any("update" in row for row in seen["problems"])
    assert any("Findings in code" in row and "1" in row for row in seen["rows"])
