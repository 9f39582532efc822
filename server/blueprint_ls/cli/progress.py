"""Progress of long work on one line of the terminal, which is gone when the work is done."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from blueprint_ls.cli.terminal import Style
from blueprint_ls.judge.diagram.cells import width

_EVERY = 0.08
"""Seconds between two looks of the line."""
_BAR = 24


class Progress:
    """One line on standard error; silent where no person sees it."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._style = Style.of(self._stream)
        self._last = 0.0
        self._shown = False

    def files(self, done: int, total: int) -> None:
        """So many files of so many are read."""
        now = time.monotonic()
        if now - self._last < _EVERY and done < total:
            return
        self._last = now
        filled = _BAR * done // max(total, 1)
        bar = "━" * filled + self._style.paint("━" * (_BAR - filled), "faint")
        self._show(f"reading files {bar} {done:,} of {total:,}")

    def step(self, name: str) -> None:
        """What is being done now."""
        self._show(f"judging: {name} …")

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False

    def _show(self, text: str) -> None:
        if not self._style.terminal or width(text) > self._style.columns + 20:
            return
        self._stream.write(f"\r\x1b[K{text}")
        self._stream.flush()
        self._shown = True
