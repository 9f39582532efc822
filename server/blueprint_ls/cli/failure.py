"""How a command says that it cannot run."""

from __future__ import annotations

FOUND = 1
"""Exit code: something reached the fail level, or differs from what it should be."""
CANNOT_RUN = 2
"""Exit code: the command could not do its work at all."""


class CannotRun(Exception):  # noqa: N818
    """The command cannot do its work; the message names the place and the cure."""
