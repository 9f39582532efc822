"""Where the repository that a folder lies in begins."""

from __future__ import annotations

from pathlib import Path


def repository_root(folder: Path) -> Path | None:
    """The root of the repository that a folder lies in; None where there is none."""
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)
