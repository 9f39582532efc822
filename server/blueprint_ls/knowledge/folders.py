"""Where data such as `rules/` lies: in the installed package, else in the checkout."""

from __future__ import annotations

from pathlib import Path

TEAM_FOLDER = Path(".blueprint", "rules")
"""Where a repository keeps the pages, and the prices, of its own."""


def data_folder(name: str) -> Path:
    """A folder of data such as `rules`: in the installed package, else in the checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "data" / name
    return installed if installed.is_dir() else package.parent.parent / name
