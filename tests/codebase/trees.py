"""Folders of files, written for a test."""

from __future__ import annotations

import os
import time
from pathlib import Path


def plant(root: Path, files: dict[str, str | bytes]) -> Path:
    """Writes files below a folder, and dates them back so that their stamps count as settled."""
    before = time.time() - 60
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
        os.utime(place, (before, before))
    return root
