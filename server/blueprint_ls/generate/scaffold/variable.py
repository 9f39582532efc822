"""A variable of the environment, as the generated code reads it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variable:
    """What a process is told from outside."""

    name: str
    description: str
    example: str
    """Its value on a developer's machine."""
    plain: bool = False
    """Whether it is no secret, whatever its name sounds like."""
    readers: tuple[str, ...] = ()
    """The services that read it, where its name does not tell."""
    migrates: bool = False
    """Whether the migrations read it too."""
