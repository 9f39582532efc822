"""The VS Code extension from within: the cases of `host/cases` run where extensions run, one for each feature.

What is contributed has a case by its name, so that a command or a setting cannot be added without one. To play some of
them alone, put a part of their names into BLUEPRINT_HOST_ONLY.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from end_to_end.editors import expectations as expected
from end_to_end.editors.servers import PID, REPOSITORY, server_on_path
from end_to_end.editors.vscode.code_server import EXTENSION, HERE, album, free_port, in_vs_code, node, vs_code

NAMED = re.compile(r'^  async "(.+)"\(\)', re.MULTILINE)
CASES = [name for file in sorted((HERE / "host" / "cases").glob("*.cjs")) for name in NAMED.findall(file.read_text())]
ONLY = os.environ.get("BLUEPRINT_HOST_ONLY", "")


@pytest.fixture(scope="module")
def outcomes(vsix: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    """What went wrong in each case, or None; all of them share one VS Code with six folders open."""
    home = tmp_path_factory.mktemp("host")
    root = home / "workspace"
    folders(root)
    plan = {
        "port": free_port(),
        "report": str(home / "report.json"),
        "root": str(root),
        "workspace": str(root / "all.code-workspace"),
        "pid": str(home / "bin" / PID),
        "launcher": str(home / "bin" / "blueprint-ls"),
        "python": sys.executable,
        "server": str(REPOSITORY / "server"),
        "logs": str(home / "user" / "logs"),
        "album": album(home, "host"),
        "only": ONLY,
    }
    (home / "host.json").write_text(json.dumps(plan))
    variables = {"BLUEPRINT_HOST_TESTS": str(home / "host.json")}
    with vs_code(vsix, home, server_on_path(home / "bin"), {}, variables) as url:
        told = node("host.mjs", plan | {"url": url}, home, 600)
    assert "problem" not in told, told
    return told


def folders(root: Path) -> None:
    """Six folders of one workspace: two whole blueprints, small ones, code with and without one, and an empty one."""
    texts = {
        "small/misspelt/misspelt.blueprint": expected.MISSPELT,
        "small/modules/modules.blueprint": expected.MODULES,
        "small/data/data.blueprint": expected.DATA,
        "small/untidy/untidy.blueprint": expected.UNTIDY,
        **{f"shop/{name}": text for name, text in expected.SHOP.items()},
        **{f"code/{name}": text for name, text in expected.SHOP.items() if not name.endswith(".blueprint")},
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for name in ("crm", "project"):
        shutil.copytree(REPOSITORY / "tests" / "examples" / "acme-crm", root / name)
    (root / "begin").mkdir()
    check = [sys.executable, "-m", "blueprint_ls", "check", "--baseline", "known.json"]
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY / "server")}
    subprocess.run(check, cwd=root / "shop", env=variables, check=True, capture_output=True)
    names = [{"path": name} for name in ("crm", "project", "small", "shop", "code", "begin")]
    (root / "all.code-workspace").write_text(json.dumps({"folders": names}))


@pytest.mark.parametrize("case", [pytest.param(name, marks=in_vs_code) for name in CASES if ONLY in name])
def test_in_the_extension_host(case: str, outcomes: dict[str, str | None]) -> None:
    assert outcomes[case] is None, outcomes[case]


def contributed() -> dict[str, Any]:
    """What the extension's manifest contributes."""
    contributes: dict[str, Any] = json.loads((EXTENSION / "package.json").read_text())["contributes"]
    return contributes


def test_every_command_has_a_case() -> None:
    assert cases_of("command") == {command["command"] for command in contributed()["commands"]}


def test_every_setting_has_a_case() -> None:
    assert cases_of("setting") == set(contributed()["configuration"]["properties"])


def cases_of(kind: str) -> set[str]:
    """The names behind the kind of what is tried."""
    return {name.removeprefix(f"{kind} ") for name in CASES if name.startswith(f"{kind} ")}
