"""What the analyser answers with: plain data that a server can read without loading an analyser."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from blueprint_ls.fixes.fix import Edit
from blueprint_ls.judge.finding import Finding
from blueprint_ls.syntax import Span

Hovered = tuple[str, int, int]
"""Markdown, and the bytes it is about."""
Place = tuple[Path, Span, Span]
"""A file, what to select in it, and what that belongs to."""


@dataclass(frozen=True, slots=True)
class CodeAction:
    """Something an editor can do at a place in code."""

    title: str
    finding: Finding
    edits: tuple[Edit, ...] = ()
    preferred: bool = False
    page: str = ""
    """The rule whose page it opens."""


@dataclass(slots=True)
class Told:
    """What the code shows of one block of a blueprint."""

    places: list[Place] = field(default_factory=list)
    """Where it is carried out."""
    uses: list[Place] = field(default_factory=list)
    """Where code speaks of it: accesses of a model, reads of a variable, imports of a module."""
    accesses: dict[str, int] = field(default_factory=dict)
    """By verdict."""
    findings: list[Place] = field(default_factory=list)


ORDER = ("unscoped", "conditional", "unknown", "indirect", "scoped", "global")
"""The verdicts, worst first."""


def counted(counts: dict[str, int]) -> str:
    """Counts by verdict in words."""
    return (
        ", ".join(f"{counts[verdict]} {verdict}" for verdict in ORDER if counts.get(verdict)) or "none that can be seen"
    )
