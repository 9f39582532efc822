"""A real VS Code with the extension in it: code-server on loopback, which a browser shows."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from end_to_end.editors.servers import REPOSITORY

CODE_SERVER = os.environ.get("BLUEPRINT_CODE_SERVER")
"""The folder in which npm installed `code-server`."""
in_vs_code = [
    pytest.mark.skipif(CODE_SERVER is None, reason="BLUEPRINT_CODE_SERVER does not name a VS Code"),
    pytest.mark.xdist_group("vscode"),
]
EXTENSION = REPOSITORY / "editors" / "vscode"
HERE = Path(__file__).parent
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


def packaged() -> Path:
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


@contextmanager
def vs_code(
    vsix: Path, home: Path, path: str, settings: Mapping[str, Any], variables: Mapping[str, str] | None = None
) -> Iterator[str]:
    """A VS Code with the extension, whose processes have `path` and the `variables`; gives its address."""
    user, extensions = home / "user", home / "extensions"
    (user / "User").mkdir(parents=True)
    (user / "User" / "settings.json").write_text(json.dumps({**SETTINGS, **settings}))
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
    environment |= {"PATH": path, "VSCODE_CLI": "1", "EXTENSIONS_GALLERY": '{"serviceUrl": ""}', **(variables or {})}
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


def node(script: str, plan: Mapping[str, Any], home: Path, patience: int) -> dict[str, Any]:
    """Run a script of this folder with a plan; gives the JSON that it prints."""
    file = home / "plan.json"
    file.write_text(json.dumps(plan))
    program = shutil.which("node") or "node"
    run = subprocess.run([program, script, str(file)], cwd=HERE, capture_output=True, text=True, timeout=patience)
    assert run.returncode == 0, run.stderr
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def album(home: Path, name: str) -> str:
    """Where screenshots go: to the folder that BLUEPRINT_SCREENSHOTS names, or else to a temporary one."""
    return str(Path(os.environ.get("BLUEPRINT_SCREENSHOTS") or home / "screenshots") / name)


def npm(folder: Path, *arguments: str) -> None:
    """Run npm in a folder."""
    run = subprocess.run(["npm", *arguments], cwd=folder, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_it_answers(address: str) -> None:
    """Wait for a server to come up."""
    end = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
