"""Front matter kept between runs, so that starting reads one file instead of every page.

A page is read again when its size or modification time moved. The cache is a convenience: where it
cannot be written or read, the pages are.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from blueprint_ls import __version__
from blueprint_ls.knowledge import frontmatter
from blueprint_ls.knowledge.frontmatter import FrontMatter, PageError

_FORMAT = 1


def read_pages(folder: Path) -> tuple[dict[Path, FrontMatter], list[PageError]]:
    """The front matter of every page below `folder`, in path order, and the pages that have a fault."""
    store = _store(folder)
    known = _load(store)
    fresh: dict[str, Any] = {}
    pages: dict[Path, FrontMatter] = {}
    problems: list[PageError] = []
    for path, stamp in _stamps(folder):
        entry = known.get(str(path))
        if entry is None or entry["stamp"] != stamp:
            try:
                matter = frontmatter.read(path)
            except PageError as problem:
                problems.append(problem)
                continue
            entry = {"stamp": stamp, "values": matter.values, "text": matter.text}
        fresh[str(path)] = entry
        pages[path] = FrontMatter(entry["values"], entry["text"])
    if fresh != known:
        _save(store, fresh)
    return pages, problems


def _stamps(folder: Path) -> list[tuple[Path, list[int]]]:
    found = []
    for directory, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".md"):
                path = Path(directory, name)
                status = path.stat()
                found.append((path, [status.st_size, status.st_mtime_ns]))
    return found


def _store(folder: Path) -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    name = hashlib.blake2s(f"{_FORMAT} {__version__} {folder.resolve()}".encode()).hexdigest()[:16]
    return Path(home, "blueprint-ls", f"pages-{name}.json")


def _load(store: Path) -> dict[str, Any]:
    try:
        known = json.loads(store.read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _save(store: Path, entries: dict[str, Any]) -> None:
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=store.parent, delete=False, encoding="utf-8") as scratch:
            json.dump(entries, scratch)
        os.replace(scratch.name, store)
    except OSError:
        return
