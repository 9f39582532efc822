"""A small client of the language server: one session over stdio, as an editor would hold it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from blueprint_ls.syntax import Span, Text

_CAPABILITIES = {
    "general": {"positionEncodings": ["utf-8"]},
    "workspace": {"workspaceEdit": {"documentChanges": True}},
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True},
        "completion": {"completionItem": {"snippetSupport": False}},
        "rename": {"prepareSupport": True},
    },
}
_PATIENCE = 60
"""Seconds that code may take to be judged."""


class Session:
    """One workspace, opened in a real server process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts: dict[Path, Text] = {}
        self.found: dict[Path, list[dict[str, Any]]] = {}
        """The diagnostics last published for each file."""
        self._versions: dict[Path, int] = {}
        self._requests = 0
        source = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "blueprint_ls", "serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )

    def __enter__(self) -> Session:
        root = {"uri": self.folder.as_uri(), "name": self.folder.name}
        parameters = {"processId": os.getpid(), "rootUri": root["uri"], "workspaceFolders": [root]}
        self.server = self.ask("initialize", {**parameters, "capabilities": _CAPABILITIES})
        self._tell("initialized", {})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.ask("shutdown", None)
            self._tell("exit", None)
        else:
            self._process.kill()
        self._process.wait(10)
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()

    def open(self, path: Path) -> None:
        """Open a file, and wait for its diagnostics; those of code come later."""
        self.texts[path] = Text(path.read_bytes())
        self._versions[path] = 1
        text = self.texts[path].data.decode()
        language = "typescript" if _is_code(path) else "backend-blueprint"
        item = {"uri": path.as_uri(), "languageId": language, "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": item})
        self._await_diagnostics(path)

    def type(self, path: Path, span: Span, new: str) -> None:
        """Replace a piece of an open file, and wait for its diagnostics."""
        range_ = {"start": self.position(path, span.start), "end": self.position(path, span.end)}
        self.texts[path] = self.texts[path].replace(span, new.encode())
        self._versions[path] += 1
        document = {"uri": path.as_uri(), "version": self._versions[path]}
        change = {"range": range_, "text": new}
        self._tell("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
        self._await_diagnostics(path)
        self._catch_up()

    def until(self, path: Path, found: bool) -> None:
        """Wait until the code of a file has findings, or has none any more."""
        end = time.monotonic() + _PATIENCE
        while bool(self.found.get(path)) is not found:
            if time.monotonic() > end:
                raise RuntimeError(f"the server did not judge {path.name} in {_PATIENCE} seconds")
            time.sleep(0.02)
            self._catch_up()

    def apply(self, edit: dict[str, Any]) -> None:
        """Apply a workspace edit to the open files, the last edit of each file first."""
        for change in edit["documentChanges"]:
            path = self._path(change["textDocument"]["uri"])
            edits = sorted(change["edits"], key=lambda found: self.offset(path, found["range"]["start"]))
            for found in reversed(edits):
                self.type(path, self.span(path, found["range"]), found["newText"])

    def ask(self, method: str, parameters: Any) -> Any:
        """Send a request; its result, or an error raised with the server's words."""
        self._requests += 1
        number = self._requests
        self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": parameters})
        while True:
            message = self._read()
            if message.get("id") == number and "method" not in message:
                if "error" in message:
                    raise RuntimeError(message["error"]["message"])
                return message["result"]

    def at(self, path: Path, offset: int) -> dict[str, Any]:
        """The parameters of a request about a place."""
        return {"textDocument": {"uri": path.as_uri()}, "position": self.position(path, offset)}

    def position(self, path: Path, offset: int) -> dict[str, int]:
        """The protocol's position of a byte offset: this client counts in bytes."""
        text = self.texts[path]
        line = text.line_at(offset)
        return {"line": line, "character": offset - text.line_starts[line]}

    def offset(self, path: Path, position: dict[str, int]) -> int:
        """The byte offset of a position."""
        return self.texts[path].line_starts[position["line"]] + position["character"]

    def span(self, path: Path, range_: dict[str, Any]) -> Span:
        """The span of a range."""
        return Span(self.offset(path, range_["start"]), self.offset(path, range_["end"]))

    def _path(self, uri: str) -> Path:
        return next(path for path in self.texts if path.as_uri() == uri)

    def _catch_up(self) -> None:
        """Hear all that was sent so far: answers come behind it."""
        self.ask("workspace/symbol", {"query": ""})

    def _await_diagnostics(self, path: Path) -> None:
        while not _is_code(path):
            message = self._read()
            parameters = message.get("params", {})
            of_this = parameters.get("uri") == path.as_uri()
            if of_this and parameters.get("version") == self._versions[path]:
                return

    def _tell(self, method: str, parameters: Any) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": parameters})

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        body = json.dumps(message).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        """The next message; diagnostics are kept, whoever waits for what."""
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        if not length:
            raise RuntimeError("the server ended")
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            uri = message["params"]["uri"]
            for path in (path for path in self.texts if path.as_uri() == uri):
                self.found[path] = message["params"]["diagnostics"]
        return message


def _is_code(path: Path) -> bool:
    return path.suffix != ".blueprint"
