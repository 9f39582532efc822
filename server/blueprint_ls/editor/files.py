"""Files that a blueprint names: paths and patterns, looked up without wandering through everything."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

IGNORED = frozenset({"node_modules", ".git", ".venv", "dist", "build", "coverage", "__pycache__"})
"""Folders that hold no source of their own."""
LIMIT = 50
"""How many files are shown for one pattern."""
VISITS = 20_000
"""How many entries are looked at before giving up."""
_WILD = re.compile(r"[*?\[{]")
_PARTS = re.compile(r"\*\*/|\*\*|\*|\?|\{[^{}/]*\}|[^*?{]+|.")


def existing(folder: Path, written: str, limit: int = LIMIT) -> list[Path]:
    """The files that a path or a pattern names; for a folder, the files in it."""
    if not _WILD.search(written):
        path = plain(folder, written)
        if path is None or path.is_file():
            return [path] if path else []
        folder, written = path, "**"
    return _matching(folder, written, limit)


def plain(folder: Path, written: str) -> Path | None:
    """The file or folder at a path; None where there is none."""
    if not written or "\0" in written:
        return None
    path = Path(os.path.normpath(folder / written))
    try:
        return path if path.exists() else None
    except OSError:
        return None


def _matching(folder: Path, pattern: str, limit: int) -> list[Path]:
    """Walks from the last folder that the pattern names outright."""
    head = _WILD.split(pattern, maxsplit=1)[0].rpartition("/")[0]
    rest = pattern[len(head) :].lstrip("/")
    matches = re.compile("".join(_regex(part) for part in _PARTS.findall(rest)) + r"\Z")
    start = Path(os.path.normpath(folder / head))
    found: list[Path] = []
    for path in _walk(start):
        if matches.match(path.relative_to(start).as_posix()):
            found.append(path)
            if len(found) == limit:
                break
    return found


def _walk(folder: Path) -> Iterator[Path]:
    """The files beneath a folder, the nearest first, sorted within each folder."""
    left, visits = [folder], 0
    while left and visits < VISITS:
        here = left.pop(0)
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError:
            continue
        visits += len(entries)
        yield from (Path(entry.path) for entry in entries if entry.is_file())
        left += [Path(e.path) for e in entries if e.name not in IGNORED and e.is_dir(follow_symlinks=False)]


def _regex(part: str) -> str:
    if part == "**/":
        return "(?:.*/)?"
    if part.startswith("{") and len(part) > 1:
        return f"(?:{'|'.join(_inside(option) for option in part[1:-1].split(','))})"
    return {"**": ".*", "*": "[^/]*", "?": "[^/]"}.get(part) or re.escape(part)


def _inside(option: str) -> str:
    return "".join(_regex(part) for part in _PARTS.findall(option))


def listed(base: Path, folder: str, limit: int = 200) -> list[tuple[str, bool]]:
    """The names in a folder that are worth offering, folders first, and whether each is one."""
    try:
        with os.scandir(base / folder) as entries:
            found = [(entry.name, entry.is_dir()) for entry in entries if not entry.name.startswith(".")]
    except (OSError, ValueError):
        return []
    return sorted((name for name in found if name[0] not in IGNORED), key=_folders_first)[:limit]


def _folders_first(entry: tuple[str, bool]) -> tuple[bool, str]:
    return not entry[1], entry[0]
