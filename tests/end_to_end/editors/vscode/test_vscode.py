"""The VS Code extension in a real VS Code: code-server in a browser, used as a person would.

Set BLUEPRINT_CODE_SERVER to the folder in which npm installed `code-server`. Screenshots go to the folder
that BLUEPRINT_SCREENSHOTS names, or else to a temporary one.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from end_to_end.editors import expectations as expected
from end_to_end.editors.servers import PID, REPOSITORY, server_on_path

CODE_SERVER = os.environ.get("BLUEPRINT_CODE_SERVER")
EXTENSION = REPOSITORY / "editors" / "vscode"
HERE = Path(__file__).parent
EXAMPLE = REPOSITORY / "tests" / "examples" / "acme-crm"

pytestmark = [
    pytest.mark.skipif(CODE_SERVER is None, reason="BLUEPRINT_CODE_SERVER does not name a VS Code"),
    pytest.mark.xdist_group("vscode"),
]

SETTINGS = {
    "security.workspace.trust.enabled": False,
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
    "workbench.reduceMotion": "on",
    "files.autoSave": "off",
    "extensions.autoUpdate": False,
    "extensions.autoCheckUpdates": False,
    "telemetry.telemetryLevel": "off",
    "update.mode": "none",
}


@pytest.fixture(scope="module")
def vsix() -> Path:
    """The extension, packaged from the sources as they are."""
    for folder in (EXTENSION, HERE):
        if not (folder / "node_modules").exists():
            npm(folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    wheels = EXTENSION / "server"
    shutil.rmtree(wheels, ignore_errors=True)
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(wheels)]
    subprocess.run(build, cwd=REPOSITORY, check=True, capture_output=True)
    npm(EXTENSION, "run", "package")
    return EXTENSION / "backend-blueprint.vsix"


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
    for name, text in expected.SHOP.items():
        (folder / "shop" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "shop" / name).write_text(text, encoding="utf-8")
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


@contextmanager
def vs_code(vsix: Path, home: Path, path: str, settings: dict[str, Any]) -> Iterator[str]:
    """A VS Code with the extension, listening on loopback; gives its address."""
    user, extensions = home / "user", home / "extensions"
    (user / "User").mkdir(parents=True)
    (user / "User" / "settings.json").write_text(json.dumps(SETTINGS | settings))
    program = str(Path(CODE_SERVER or "") / "node_modules" / ".bin" / "code-server")
    command = [
        program,
        "--config",
        os.devnull,
        "--user-data-dir",
        str(user),
        "--extensions-dir",
        str(extensions),
    ]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("VSCODE_", "PYTHON"))}
    # Started "from a terminal", VS Code keeps this PATH instead of asking a login shell for another.
    environment |= {"PATH": path, "VSCODE_CLI": "1", "EXTENSIONS_GALLERY": '{"serviceUrl": ""}'}
    subprocess.run([*command, "--install-extension", str(vsix)], env=environment, check=True, capture_output=True)
    port = free_port()
    listen = [
        "--bind-addr",
        f"127.0.0.1:{port}",
        "--auth",
        "none",
        "--disable-telemetry",
        "--disable-update-check",
    ]
    with (home / "vscode.log").open("wb") as log:
        process = subprocess.Popen([*command, *listen], env=environment, stdout=log, stderr=log)
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def play(story: str, url: str, workspace: Path, home: Path) -> dict[str, Any]:
    """Play a story of `story.mjs`; gives what was seen."""
    plan = home / "plan.json"
    album = Path(os.environ.get("BLUEPRINT_SCREENSHOTS") or home / "screenshots") / story
    texts = {
        "unknownBlock": expected.UNKNOWN_BLOCK,
        "unresolved": expected.UNRESOLVED,
        "changeName": expected.CHANGE_NAME,
        "insertSection": expected.INSERT_SECTION,
        "page": expected.PAGE_OF_ORM,
        "tenantScope": expected.TENANT_SCOPE,
        "tenantCure": expected.TENANT_CURE,
    }
    content = {
        "pid": str(home / "bin" / PID),
        "story": story,
        "url": url,
        "folder": str(workspace),
        "album": str(album),
        "expected": texts,
    }
    plan.write_text(json.dumps(content))
    node = shutil.which("node") or "node"
    run = subprocess.run([node, "story.mjs", str(plan)], cwd=HERE, capture_output=True, text=True, timeout=420)
    assert run.returncode == 0, run.stderr
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def npm(folder: Path, *arguments: str) -> None:
    run = subprocess.run(["npm", *arguments], cwd=folder, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_it_answers(address: str) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
