"""Bytes of files to lines and columns, as people and programs count them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from blueprint_ls.codebase.repository import Repository

Json = dict[str, Any]


@dataclass(slots=True)
class Places:
    """Bytes of files to lines and columns."""

    repository: Repository
    _lines: dict[str, tuple[bytes, list[int]]] = field(default_factory=dict)

    def at(self, path: str, offset: int) -> Json:
        """A place as people and programs name it."""
        text, starts = self._known(path)
        line = _line(starts, offset)
        before = text[starts[line - 1] : offset].decode("utf-8", "replace")
        return {"path": path, "line": line, "column": len(before.removeprefix("\ufeff")) + 1}

    def line(self, path: str, offset: int) -> int:
        """The line alone."""
        return _line(self._known(path)[1], offset)

    def _known(self, path: str) -> tuple[bytes, list[int]]:
        if path not in self._lines:
            try:
                text = self.repository.text(path)
            except OSError:  # it vanished after it was read
                text = b""
            self._lines[path] = text, [0, *(at + 1 for at, byte in enumerate(text) if byte == 10)]
        return self._lines[path]


def _line(starts: Sequence[int], offset: int) -> int:
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if starts[middle] <= offset else (low, middle)
    return low
