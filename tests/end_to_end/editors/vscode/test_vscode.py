"""The VS Code extension in a real VS Code: code-server in a browser, used as a person would.

Set BLUEPRINT_CODE_SERVER to the folder in which npm installed `code-server`. Screenshots go to the folder
that BLUEPRINT_SCREENSHOTS names, or else to a temporary one.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from end_to_end.editors import expectations as expected
from end_to_end.editors.servers import PID, REPOSITORY, server_on_path
from end_to_end.editors.vscode.code_server import CODE_SERVER, album, node, vs_code

EXAMPLE = REPOSITORY / "tests" / "examples" / "acme-crm"

pytestmark = [
    pytest.mark.skipif(CODE_SERVER is None, reason="BLUEPRINT_CODE_SERVER does not name a VS Code"),
    pytest.mark.xdist_group("vscode"),
]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder of four small blueprints."""
    folder = tmp_path / "workspace"
    texts = {
        "misspelt": expected.MISSPELT,
        "modules": expected.MODULES,
        "data": expected.DATA,
        "untidy": expected.UNTIDY,
    }
    for name, text in texts.items():
        (folder / name).mkdir(parents=True)
        (folder / name / f"{name}.blueprint").write_text(text, encoding="utf-8")
    return folder


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


def test_a_server_that_dies_comes_back_and_loses_nothing(vsix: Path, workspace: Path, tmp_path: Path) -> None:
    with vs_code(vsix, tmp_path, server_on_path(tmp_path / "bin"), {}) as url:
        seen = play("crashing", url, workspace, tmp_path)
    assert seen.get("problem") is None
    assert any("second_slip" in row for row in seen["problems"])
    assert "first_slip {}\nsecond_slip {}\n" in seen["text"]


def test_a_folder_that_nobody_trusts_chooses_no_program(vsix: Path, workspace: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    evil = workspace / "evil"
    evil.write_text(f"#!/bin/sh\ntouch {ran}\n")
    evil.chmod(0o755)
    (workspace / ".vscode").mkdir()
    wanted = {"blueprint.server.path": str(evil), "blueprint.server.interpreter": str(evil)}
    (workspace / ".vscode" / "settings.json").write_text(json.dumps(wanted))
    wary = {"security.workspace.trust.enabled": True, "security.workspace.trust.startupPrompt": "never"}
    with vs_code(vsix, tmp_path, server_on_path(tmp_path / "bin"), wary) as url:
        seen = play("untrusted", url, workspace, tmp_path)
    assert seen.get("problem") is None
    assert any("moduels" in row for row in seen["problems"])
    assert not ran.exists()


def test_the_extension_installs_its_server(vsix: Path, workspace: Path, tmp_path: Path) -> None:
    python = {"blueprint.server.interpreter": getattr(sys, "_base_executable", sys.executable)}
    with vs_code(vsix, tmp_path, "/usr/bin:/bin", python) as url:
        seen = play("installing", url, workspace, tmp_path)
    assert seen.get("problem") is None
    assert any("moduels" in row for row in seen["problems"])
    assert list((tmp_path / "user").glob("User/globalStorage/*/server-*/bin/blueprint-ls"))


def test_without_the_network_the_installation_fails_and_can_be_tried_again(
    vsix: Path, workspace: Path, tmp_path: Path
) -> None:
    cut_off = tmp_path / "pip.conf"
    cut_off.write_text(f"[global]\nno-index = true\nfind-links = {tmp_path}\n")
    python = {"blueprint.server.interpreter": getattr(sys, "_base_executable", sys.executable)}
    pip = {"PIP_CONFIG_FILE": str(cut_off), "PIP_FIND_LINKS": ""}
    with vs_code(vsix, tmp_path, "/usr/bin:/bin", python, pip) as url:
        seen = play("offline", url, workspace, tmp_path, cutOff=str(cut_off))
    assert seen.get("problem") is None
    assert "could not be installed" in seen["message"]["text"]
    assert "network" in seen["message"]["text"]
    assert any("moduels" in row for row in seen["problems"])


def test_a_huge_workspace_is_served_while_it_is_read(vsix: Path, tmp_path: Path) -> None:
    folder = shop(tmp_path / "workspace")
    for number in range(30_000):
        file = folder / f"packages/p{number % 20}/src/m{number % 300}/file{number}.ts"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"export const value{number} = {number};\n")
    with vs_code(vsix, tmp_path, server_on_path(tmp_path / "bin"), {}) as url:
        seen = play("huge", url, folder, tmp_path)
    assert seen.get("problem") is None
    assert any("missing" in row for row in seen["early"])
    assert any(expected.TENANT_SCOPE in row for row in seen["problems"])


def test_a_folder_that_cannot_be_written_to_is_read(vsix: Path, tmp_path: Path) -> None:
    folder = shop(tmp_path / "workspace" / "shop").parent
    with read_only(folder), vs_code(vsix, tmp_path, server_on_path(tmp_path / "bin"), {}) as url:
        seen = play("readOnly", url, folder, tmp_path)
    assert seen.get("problem") is None
    assert any(expected.TENANT_SCOPE in row for row in seen["problems"])
    assert "main.blueprint" in seen["told"] or "read" in seen["told"]


def test_two_folders_with_a_blueprint_each(vsix: Path, workspace: Path, tmp_path: Path) -> None:
    shop(tmp_path / "shop")
    file = tmp_path / "both.code-workspace"
    file.write_text(json.dumps({"folders": [{"path": str(workspace / "modules")}, {"path": "shop"}]}))
    with vs_code(vsix, tmp_path, server_on_path(tmp_path / "bin"), {}) as url:
        seen = play("severalBlueprints", url, tmp_path, tmp_path, workspace=str(file))
    assert seen.get("problem") is None
    assert any(row.startswith("shop") for row in seen["rows"])
    assert [row.split()[0] for row in seen["offered"]] == ["site-diary", "shop"]


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


def test_an_old_python_is_told(vsix: Path, workspace: Path, tmp_path: Path) -> None:
    old = tmp_path / "bin"
    old.mkdir()
    for name in ("python3", "python", "py"):
        (old / name).write_text('#!/bin/sh\ncase "$*" in *version_info*) echo 3 8 ;; *) exit 2 ;; esac\n')
        (old / name).chmod(0o755)
    for name in ("node", "sh", "env", "uname", "dirname", "readlink", "sed", "grep", "cat", "ps"):
        if program := shutil.which(name):
            (old / name).symlink_to(program)
    with vs_code(vsix, tmp_path, str(old), {}) as url:
        seen = play("withoutPython", url, workspace, tmp_path)
    assert seen.get("problem") is None
    assert "needs Python 3.11 or later" in seen["message"]["text"]
    assert "python3 is 3.8" in seen["message"]["text"]


def test_a_missing_server_is_told_with_a_way_out(vsix: Path, workspace: Path, tmp_path: Path) -> None:
    nowhere = {"blueprint.server.path": "/no/such/blueprint-ls"}
    with vs_code(vsix, tmp_path, os.environ["PATH"], nowhere) as url:
        seen = play("withoutServer", url, workspace, tmp_path)
    assert seen.get("problem") is None
    assert "/no/such/blueprint-ls" in seen["message"]["text"]
    assert seen["message"]["buttons"] == ["Open Settings", "Try Again", "Show Log"]
    assert "blueprint-ls" in seen["setting"]


def shop(folder: Path) -> Path:
    """A service whose update forgets its tenant, with its blueprint."""
    for name, text in expected.SHOP.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder that nobody can write to, not even root."""
    mounted = os.geteuid() == 0
    if mounted:
        for options in (["--bind"], ["-o", "remount,bind,ro"]):
            done = subprocess.run(["mount", *options, str(folder), str(folder)], capture_output=True)
            if done.returncode:
                pytest.skip("root writes everywhere, and may not mount here")
    else:
        for place in [folder, *folder.rglob("*")]:
            place.chmod(place.stat().st_mode & ~0o222)
    try:
        yield
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
        else:
            for place in [folder, *folder.rglob("*")]:
                place.chmod(place.stat().st_mode | 0o200)


def play(story: str, url: str, folder: Path, home: Path, **more: str) -> dict[str, Any]:
    """Play a story of `story.mjs`; gives what was seen."""
    texts = {
        "unknownBlock": expected.UNKNOWN_BLOCK,
        "unresolved": expected.UNRESOLVED,
        "changeName": expected.CHANGE_NAME,
        "insertSection": expected.INSERT_SECTION,
        "page": expected.PAGE_OF_ORM,
        "tenantScope": expected.TENANT_SCOPE,
        "tenantCure": expected.TENANT_CURE,
    }
    plan = {
        "pid": str(home / "bin" / PID),
        "story": story,
        "url": url,
        "folder": str(folder),
        "album": album(home, story),
        "expected": texts,
        **more,
    }
    return node("story.mjs", plan, home, 420)
