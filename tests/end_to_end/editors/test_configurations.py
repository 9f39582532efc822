"""Editors that are configured rather than programmed: what their files say is held against what they are read by."""

import json
import os
import plistlib
import re
import shutil
import signal
import subprocess
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
import tree_sitter_language_pack
from tree_sitter import Query, QueryCursor

from end_to_end.editors.servers import REPOSITORY, server_on_path

EDITORS = REPOSITORY / "editors"
EXAMPLE = REPOSITORY / "tests" / "examples" / "acme-crm" / "data.blueprint"
HIGHLIGHTS = {
    "helix/queries/blueprint": {
        "data": "keyword",
        "decision": "type",
        "orm": "label",
        "choose": "variable.other.member",
    },
    "zed/languages/blueprint": {"data": "keyword", "decision": "type", "orm": "title", "choose": "property"},
}
QUERIES = sorted(path.relative_to(EDITORS).as_posix() for path in EDITORS.glob("*/*/blueprint/*.scm"))
has_kate = pytest.mark.skipif(not shutil.which("kate"), reason="no Kate here")
has_highlighter = pytest.mark.skipif(not shutil.which("kate-syntax-highlighter"), reason="no highlighter of Kate here")


@pytest.mark.parametrize("name", QUERIES)
def test_queries_fit_the_grammar(name: str) -> None:
    assert captured(EDITORS / name)


@pytest.mark.parametrize("folder", HIGHLIGHTS)
def test_words_are_highlighted_as_what_they_are(folder: str) -> None:
    found = captured(EDITORS / folder / "highlights.scm")
    assert {word: found[word] for word in HIGHLIGHTS[folder]} == {
        word: {name} for word, name in HIGHLIGHTS[folder].items()
    }


def captured(query: Path) -> Mapping[str, set[str]]:
    """The words that a query finds in the example, and under which names."""
    tree = tree_sitter_language_pack.get_parser("hcl").parse(EXAMPLE.read_bytes())
    compiled = Query(tree_sitter_language_pack.get_language("hcl"), query.read_text())
    found: dict[str, set[str]] = {}
    for name, nodes in QueryCursor(compiled).captures(tree.root_node).items():
        for node in nodes:
            found.setdefault((node.text or b"").decode(), set()).add(name)
    return found


def test_helix_starts_the_server_for_blueprints() -> None:
    settings = tomllib.loads((EDITORS / "helix" / "languages.toml").read_text())
    [language] = settings["language"]
    assert language["file-types"] == ["blueprint"]
    assert [settings["language-server"][name]["command"] for name in language["language-servers"]] == ["blueprint-ls"]


def test_zed_starts_the_server_for_blueprints() -> None:
    extension = tomllib.loads((EDITORS / "zed" / "extension.toml").read_text())
    language = tomllib.loads((EDITORS / "zed" / "languages" / "blueprint" / "config.toml").read_text())
    assert language["grammar"] in extension["grammars"]
    assert re.fullmatch(r"[0-9a-f]{40}", extension["grammars"][language["grammar"]]["commit"])
    [(server, started)] = extension["language_servers"].items()
    assert server == "blueprint-ls"
    assert started["language_ids"][language["name"]] == "backend-blueprint"
    assert set(started["language_ids"]) == set(started["languages"])


def test_sublime_starts_the_server_for_its_syntax() -> None:
    package = EDITORS / "sublime"
    syntax = plistlib.loads((package / "Blueprint.tmLanguage").read_bytes())
    text = re.sub(r"^//.*$", "", (package / "LSP.sublime-settings").read_text(), flags=re.MULTILINE)
    [client] = json.loads(text)["clients"].values()
    assert client["command"] == ["blueprint-ls"]
    assert syntax["scopeName"] in client["selector"].split(" | ")
    grammar = json.loads((EDITORS / "vscode" / "syntaxes" / "backend-blueprint.tmLanguage.json").read_text())
    assert syntax["patterns"] == grammar["patterns"]
    assert syntax["repository"] == grammar["repository"]


@has_highlighter
def test_kate_highlights(tmp_path: Path) -> None:
    place = tmp_path / "org.kde.syntax-highlighting" / "syntax"
    place.mkdir(parents=True)
    shutil.copy(EDITORS / "kate" / "blueprint.xml", place)
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(tmp_path)}
    command = ["kate-syntax-highlighter", "-s", "Blueprint", str(EXAMPLE)]
    run = subprocess.run(command, env=variables, capture_output=True, text=True, check=True)
    page = ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>|<meta[^>]*>", "", run.stdout))
    styles = {element.text: element.get("style", "") for element in page.iter("span")}
    of = ["data", "decision", "orm", "choose", '"2026-03-02"']
    assert all(word in styles for word in of), styles.keys()
    assert styles["data"] == styles["decision"] != styles["orm"]
    assert styles["choose"] not in (styles["decision"], styles['"2026-03-02"'])


@has_kate
def test_kate_starts_the_server_and_is_told_of_findings(tmp_path: Path) -> None:
    config, project = tmp_path / "config", tmp_path / "project"
    (config / "kate" / "lspclient").mkdir(parents=True)
    shutil.copy(EDITORS / "kate" / "settings.json", config / "kate" / "lspclient")
    shutil.copytree(EDITORS / "kate", tmp_path / "org.kde.syntax-highlighting" / "syntax")
    (project / ".git").mkdir(parents=True)
    (project / "main.blueprint").write_text("moduels {\n}\n")
    path = server_on_path(tmp_path / "bin")
    server, said = tmp_path / "bin" / "blueprint-ls", tmp_path / "said"
    server.rename(tmp_path / "bin" / "served")
    server.write_text(f'#!/bin/sh\n{tmp_path}/bin/served "$@" | tee {said}\n')
    server.chmod(0o755)
    allowed = f"[Kate Plugins]\nlspclientplugin=true\n[lspclient]\nAllowedServerCommandLines={server}\n"
    (config / "katerc").write_text(allowed)
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")}
    variables = {**os.environ, **homes, "PATH": path, "XDG_CONFIG_HOME": str(config), "QT_QPA_PLATFORM": "offscreen"}
    command = ["kate", "--new", "main.blueprint"]
    quiet = subprocess.DEVNULL
    kate = subprocess.Popen(command, cwd=project, env=variables, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        told = wait_for(said, "moduels")
    finally:
        os.killpg(kate.pid, signal.SIGTERM)
        kate.wait(20)
    assert "unknown-block" in told


def wait_for(file: Path, text: str) -> str:
    """What a file holds, once `text` is in it."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if file.exists() and text in (held := file.read_text()):
            return held
        time.sleep(0.1)
    raise AssertionError(f"{file.name} has no {text}")
