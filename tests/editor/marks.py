"""Texts with marks in them: `‸` is the cursor, `«…»` a span that a feature should name."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Document
from blueprint_ls.syntax import Span
from support import MAIN, Sandbox, workspace_of

CURSOR = "‸"
_MARKS = re.compile("[‸«»]")


@dataclass(frozen=True, eq=False)
class Scene:
    """A blueprint with a cursor in one of its files."""

    sandbox: Sandbox
    case: Case
    document: Document
    """The file with the cursor, else the main one."""
    offset: int
    marked: dict[str, list[Span]]
    """The marked spans of each file."""

    def text(self, span: Span) -> str:
        """What stands in a span of the cursor's file."""
        return self.document.text.slice(span)

    def path(self, name: str) -> Path:
        """The path of a file."""
        return Path(os.path.normpath(self.sandbox.folder / name))

    @property
    def expected(self) -> set[tuple[Path, Span]]:
        """Every marked span, with its file."""
        return {(self.path(name), span) for name, spans in self.marked.items() for span in spans}


def scene(files: Mapping[str, str] | str) -> Scene:
    """The blueprint in some files, or in `main.blueprint`, with the marks taken out."""
    marked = {MAIN: files} if isinstance(files, str) else dict(files)
    sandbox = workspace_of({name: _MARKS.sub("", text) for name, text in marked.items()})
    name = next((name for name, text in marked.items() if CURSOR in text), MAIN)
    document = sandbox.workspace.document(Path(os.path.normpath(sandbox.folder / name)))
    assert document is not None
    case = sandbox.workspace.case(document.path.parent)
    offset = len(_MARKS.sub("", marked[name].partition(CURSOR)[0]).encode())
    return Scene(sandbox, case, document, offset, {name: _spans(text) for name, text in marked.items()})


def shown(text: str, spans: list[Span]) -> str:
    """A text with marks around spans that do not overlap."""
    data = text.encode()
    for span in sorted(spans, reverse=True):
        inner = data[span.start : span.end]
        data = data[: span.start] + "«".encode() + inner + "»".encode() + data[span.end :]
    return data.decode()


def _spans(text: str) -> list[Span]:
    found, starts, at = [], [], 0
    for part in re.split("([‸«»])", text):
        if part == "«":
            starts.append(at)
        elif part == "»":
            found.append(Span(starts.pop(), at))
        elif part != CURSOR:
            at += len(part.encode())
    return sorted(found)
