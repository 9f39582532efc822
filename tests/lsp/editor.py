"""A person's editor for the tests: it holds the texts, speaks to a real server, and applies what comes back."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from bench.client import Client

SERVER = [sys.executable, "-m", "blueprint_ls", "serve"]
ENVIRONMENT = {"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "server"), "PYTHONWARNINGS": "error"}
_LINE_END = re.compile(r"\r\n|\n|\r")
_UNITS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
_WIDTHS = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
Json = Any
Splice = tuple[int, int, str]
"""Characters from and to, and what replaces them."""


def units(text: str, encoding: str) -> int:
    """How many characters an encoding counts in a text."""
    return len(text.encode(_UNITS[encoding])) // _WIDTHS[encoding]


def position_of(text: str, offset: int, encoding: str) -> Json:
    """Where an offset stands, as the protocol says it."""
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    line = max(at for at, start in enumerate(starts) if start <= offset)
    return {"line": line, "character": units(text[starts[line] : offset], encoding)}


def offset_of(text: str, position: Json, encoding: str) -> int:
    """The offset of a position."""
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    start = starts[position["line"]]
    line = _LINE_END.split(text[start:], maxsplit=1)[0]
    lengths = (at for at in range(len(line) + 1) if units(line[:at], encoding) >= position["character"])
    return start + next(lengths, len(line))


def path_of(uri: str) -> Path:
    """The file of a URI."""
    return Path(unquote(urlparse(uri).path))


class Editor:
    """One server, the folder it serves, and the open texts by path."""

    def __init__(
        self, folder: Path, abilities: Json, settings: Json = None, command: Sequence[str] = SERVER, **more: Json
    ) -> None:
        self.folder = folder
        self.texts: dict[Path, str] = {}
        self.versions: dict[Path, int] = {}
        self.client = Client(command, folder, ENVIRONMENT)
        self.client.answers["workspace/configuration"] = lambda params: [settings for _ in params["items"]]
        self.client.start()
        self.initialized = self.client.initialize(abilities, **more)

    def path(self, name: str) -> Path:
        """A file of the folder."""
        return self.folder / name

    def uri(self, name: str) -> str:
        """Its URI."""
        return self.path(name).as_uri()

    def write(self, files: Mapping[str, str]) -> None:
        """Write files to the disk."""
        for name, text in files.items():
            self.path(name).parent.mkdir(parents=True, exist_ok=True)
            self.path(name).write_bytes(text.encode())

    def open(self, name: str, text: str | None = None, language: str = "backend-blueprint") -> None:
        """Open a file, with a text of its own or that of the disk."""
        path = self.path(name)
        self.texts[path] = path.read_bytes().decode() if text is None else text
        self.versions[path] = 1
        item = {"uri": path.as_uri(), "languageId": language, "version": 1, "text": self.texts[path]}
        self.client.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, name: str, *splices: Splice) -> None:
        """Several edits in one notification, each made to what the one before left."""
        path, changes = self.path(name), []
        for start, end, new in splices:
            text = self.texts[path]
            range_ = {"start": self.position(path, start), "end": self.position(path, end)}
            changes.append({"range": range_, "text": new})
            self.texts[path] = text[:start] + new + text[end:]
        self.versions[path] += 1
        document = {"uri": path.as_uri(), "version": self.versions[path]}
        self.client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace the first appearance of a text."""
        start = self.texts[self.path(name)].index(old)
        self.change(name, (start, start + len(old), new))

    def close(self, name: str) -> None:
        """Close a file."""
        del self.texts[self.path(name)]
        self.client.notify("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})

    def position(self, path: Path, offset: int) -> Json:
        """The protocol's position of an offset in an open text."""
        return position_of(self.texts[path], offset, self.client.encoding)

    def marked(self, range_: Json, name: str) -> str:
        """The text in a range of an open file."""
        text = self.texts[self.path(name)]
        start, end = (offset_of(text, range_[edge], self.client.encoding) for edge in ("start", "end"))
        return text[start:end]

    def at(self, name: str, text: str, into: int = 0) -> Json:
        """The parameters of a request about the first appearance of a text, `into` characters further on."""
        path = self.path(name)
        offset = self.texts[path].index(text) + into
        return {"textDocument": {"uri": path.as_uri()}, "position": self.position(path, offset)}

    def range(self, name: str, text: str | None = None) -> Json:
        """The range of the first appearance of a text, or of the whole file."""
        path = self.path(name)
        start = self.texts[path].index(text) if text else 0
        end = start + len(text) if text else len(self.texts[path])
        return {"start": self.position(path, start), "end": self.position(path, end)}

    def ask(self, method: str, name: str, **more: Json) -> Json:
        """A request about a whole file."""
        return self.client.request(f"textDocument/{method}", {"textDocument": {"uri": self.uri(name)}, **more})

    def ask_at(self, method: str, name: str, text: str, into: int = 0, **more: Json) -> Json:
        """A request about a place."""
        return self.client.request(f"textDocument/{method}", {**self.at(name, text, into), **more})

    def pull(self, name: str) -> list[Json]:
        """The diagnostics of a file, asked for."""
        items: list[Json] = self.ask("diagnostic", name)["items"]
        return items

    def pushed(self, name: str) -> list[Json]:
        """The diagnostics of a file's present text, waited for."""
        uri, version = self.uri(name), self.versions.get(self.path(name))
        self.client.read_until(lambda: any(map(_is_push(uri, version), self.client.notices)))
        notice = [found for found in self.client.notices if _is_push(uri, version)(found)][-1]
        items: list[Json] = notice.params["diagnostics"]
        return items

    def actions(self, name: str, text: str | None = None, *only: str) -> list[Json]:
        """The code actions for the first appearance of a text, or for the whole file."""
        range_ = self.range(name, text)
        here = [found for found in self.pull(name) if found["range"]["start"]["line"] == range_["start"]["line"]]
        context = {"diagnostics": here, **({"only": [*only]} if only else {})}
        found: list[Json] = self.ask("codeAction", name, range=range_, context=context)
        return found

    def apply(self, edit: Json) -> None:
        """Apply a workspace edit, to open texts and to files, and tell the server of what is open."""
        for uri, edits in (edit.get("changes") or {}).items():
            self._edit(path_of(uri), edits)
        for change in edit.get("documentChanges") or []:
            kind = change.get("kind")
            if kind == "create":
                path_of(change["uri"]).parent.mkdir(parents=True, exist_ok=True)
                path_of(change["uri"]).touch()
            elif kind == "delete":
                path_of(change["uri"]).unlink()
            else:
                self._edit(path_of(change["textDocument"]["uri"]), change["edits"])

    def _edit(self, path: Path, edits: Iterable[Json]) -> None:
        text = self.texts[path] if path in self.texts else path.read_bytes().decode()
        splices = [
            (*(offset_of(text, edit["range"][edge], self.client.encoding) for edge in ("start", "end")), _new(edit))
            for edit in edits
        ]
        splices.sort(key=lambda splice: splice[:2], reverse=True)
        if path in self.texts:
            self.change(str(path.relative_to(self.folder)), *splices)
        else:
            for start, end, new in splices:
                text = text[:start] + new + text[end:]
            path.write_bytes(text.encode())


def _new(edit: Json) -> str:
    """The text of an edit; of one with tab stops, what stands there before anyone types."""
    if "snippet" not in edit:
        return str(edit["newText"])
    shown = re.sub(r"(?<!\\)\$\{\d+:((?:\\.|[^}\\])*)\}|(?<!\\)\$(?:\d+|\{\d+\})", r"\1", edit["snippet"]["value"])
    return re.sub(r"\\([\\$}])", r"\1", shown)


def _is_push(uri: str, version: int | None) -> Any:
    return lambda notice: (
        notice.method == "textDocument/publishDiagnostics"
        and notice.params["uri"] == uri
        and notice.params.get("version", version) == version
    )
