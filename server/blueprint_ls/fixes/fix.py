"""Cures: a title, the edits it makes, and how far it may be trusted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from blueprint_ls.syntax import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of a file replaced by other text."""

    path: Path
    span: Span
    text: str
    snippet: str | None = None
    """The same text with tab stops, for clients that can take them."""


Edits = tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Fix:
    """A cure for a finding."""

    title: str
    drafted: Edits | Callable[[], Edits]
    """The edits, or what makes them when they are asked for: whole sections are long, and few are picked."""
    safe: bool
    """Safe: meaning kept or plainly intended. Otherwise it is a judgement, and only suggested."""
    preferred: bool = True
    assumes: bool = False
    """It fills in values that nobody stated, and marks them `assumed`."""

    @property
    def edits(self) -> Edits:
        """The edits that cure the finding."""
        return self.drafted() if callable(self.drafted) else self.drafted


def later(make: Callable[[], Edits]) -> Callable[[], Edits]:
    """Edits that are made once, when they are asked for."""
    return cache(make)


def apply(data: bytes, edits: Sequence[Edit]) -> bytes:
    """The text after some edits that do not overlap; all spans count in the text before.

    One and the same insertion asked for twice is made once, behind the others in its place.
    """
    pieces: list[bytes] = []
    at = 0
    for edit in _once(sorted(edits, key=lambda found: found.span)):
        pieces += [data[at : edit.span.start], edit.text.encode()]
        at = edit.span.end
    return b"".join([*pieces, data[at:]])


def _once(edits: Sequence[Edit]) -> list[Edit]:
    last = {(edit.path, edit.span, edit.text): at for at, edit in enumerate(edits)}
    return [edit for at, edit in enumerate(edits) if last[edit.path, edit.span, edit.text] == at]
