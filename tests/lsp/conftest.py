"""Servers for the tests: one shared by a module's tests, others with abilities of their own."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lsp.editor import Editor

ABILITIES: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "window": {"workDoneProgress": True},
    "workspace": {
        "configuration": True,
        "workspaceFolders": True,
        "applyEdit": True,
        "workspaceEdit": {
            "documentChanges": True,
            "resourceOperations": ["create", "rename", "delete"],
            "snippetEditSupport": True,
        },
        "didChangeWatchedFiles": {"dynamicRegistration": True},
        "diagnostics": {"refreshSupport": True},
        "fileOperations": {"willRename": True},
    },
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True, "tagSupport": {"valueSet": [1, 2]}},
        "diagnostic": {},
        "completion": {"completionItem": {"snippetSupport": True, "resolveSupport": {"properties": ["documentation"]}}},
        "definition": {"linkSupport": True},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "rename": {"prepareSupport": True},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}}},
    },
}
"""What a present-day editor can do."""

Start = Callable[..., Editor]


def abilities(*without: str, **encoding: str) -> dict[str, Any]:
    """All abilities but some, given by their dotted paths."""
    found = copy.deepcopy(ABILITIES)
    for path in without:
        *outer, name = path.split(".")
        inner = found
        for step in outer:
            inner = inner[step]
        del inner[name]
    if "encoding" in encoding:
        found["general"]["positionEncodings"] = [encoding["encoding"]]
    return found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor with all abilities that pulls; each test takes a folder of its own."""
    editor = Editor(tmp_path_factory.mktemp("workspace").resolve(), ABILITIES)
    yield editor
    assert editor.client.stop() == 0, editor.client.errors


@pytest.fixture
def editor(shared: Editor, tmp_path: Path) -> Editor:
    """The shared editor in a fresh folder."""
    shared.folder = tmp_path.resolve()
    shared.client.notices.clear()
    shared.client.asked.clear()
    return shared


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start an editor of one's own: `start(abilities("textDocument.diagnostic"), files={…})`."""
    started: list[Editor] = []

    def begin(able: dict[str, Any] | None = None, files: dict[str, str] | None = None, **more: Any) -> Editor:
        folder = tmp_path.resolve()
        for name, text in (files or {}).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text.encode())
        started.append(Editor(folder, ABILITIES if able is None else able, **more))
        return started[-1]

    yield begin
    for editor in started:
        if editor.client.process.poll() is None:
            assert editor.client.stop() == 0, editor.client.errors
