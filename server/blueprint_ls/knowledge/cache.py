"""Front matter kept between runs, so that starting reads one file instead of every page.

A page is read again when its size or modification time moved. The cache is a convenience: where it
cannot be written or read, the pages are.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from blueprint_ls import __version__
from blueprint_ls.knowledge import frontmatter
from blueprint_ls.knowledge.frontmatter import FrontMatter, PageError

_FORMAT = 2


def read_pages(folder: Path) -> tuple[dict[Path, FrontMatter], list[PageError]]:
    """The front matter of every page below `folder`, in path order, and the pages that have a fault."""
    found, problems = read_files(folder, ".md", _page)
    return {path: FrontMatter(entry["values"], entry["text"]) for path, entry in found.items()}, problems


def read_files(folder: Path, suffix: str, read: Callable[[Path], Any]) -> tuple[dict[Path, Any], list[PageError]]:
    """What `read` makes of every file below `folder` with a suffix, as plain JSON, and the faulty files."""
    store = _store(folder, suffix)
    known = _load(store)
    fresh: dict[str, Any] = {}
    values: dict[Path, Any] = {}
    problems: list[PageError] = []
    for path, stamp in _stamps(folder, suffix):
        entry = known.get(str(path))
        if entry is None or entry["stamp"] != stamp:
            try:
                entry = {"stamp": stamp, "content": read(path)}
            except PageError as problem:
                problems.append(problem)
                continue
        fresh[str(path)] = entry
        values[path] = entry["content"]
    if fresh != known:
        _save(store, fresh)
    return values, problems


def _page(path: Path) -> dict[str, Any]:
    matter = frontmatter.read(path)
    return {"values": matter.values, "text": matter.text}


def _stamps(folder: Path, suffix: str) -> list[tuple[Path, list[int]]]:
    found = []
    for directory, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(suffix) and not name.startswith("."):
                path = Path(directory, name)
                found.append((path, _stamp(path)))
    return found


def _stamp(path: Path) -> list[int]:
    """What tells one content from another; nothing known bears the stamp of a file that cannot be looked at."""
    try:
        status = path.stat()
    except OSError:
        return []
    return [status.st_size, status.st_mtime_ns]


def _store(folder: Path, suffix: str) -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    name = hashlib.blake2s(f"{_FORMAT} {__version__} {suffix} {folder.resolve()}".encode()).hexdigest()[:16]
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
