"""What goes wrong, in a real VS Code: the person is told, and nothing that can be done is left undone."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from end_to_end.editors import expectations as expected
from end_to_end.editors.servers import server_on_path
from end_to_end.editors.vscode.code_server import in_vs_code, vs_code
from end_to_end.editors.vscode.stories import play, shop

pytestmark = in_vs_code


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
    assert seen["told"] == "Blueprint: `workspace` cannot be written to."


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
