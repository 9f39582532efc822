"""A server in the test's own process: for what only its inside can tell, and for many quick runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from blueprint_ls.lsp.server import create
from lsp.conftest import abilities

Json = Any


class Inside:
    """A server that was initialized, and all that it has sent."""

    def __init__(self, folder: Path, encoding: str = "utf-16") -> None:
        self.folder = folder
        self.sent: list[Json] = []
        self.server = create()
        self.server.protocol.set_writer(self, include_headers=False)
        folders = [{"uri": folder.as_uri(), "name": folder.name}]
        able = abilities("workspace.didChangeWatchedFiles", encoding=encoding)
        self.send(
            "initialize", {"processId": None, "rootUri": None, "capabilities": able, "workspaceFolders": folders}, 1
        )

    def send(self, method: str, params: Json, identifier: int | None = None) -> None:
        """Hand the server a message; one with an id is a request."""
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if identifier is not None:
            message["id"] = identifier
        protocol = self.server.protocol
        protocol.handle_message(json.loads(json.dumps(message), object_hook=protocol.structure_message))

    def write(self, data: bytes) -> None:
        """Take what the server sends."""
        self.sent.append(json.loads(data))

    def close(self) -> None:
        """Nothing to close."""

    def text(self, path: Path) -> str:
        """What the server holds a document to say."""
        text = self.server.engine.text(path)
        assert text is not None
        return text.data.decode()
