"""The packages of a workspace: which folder a package's name stands for, and what its `exports` map says."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

from blueprint_ls.codebase.walk import Entry


class Packages:
    """Every `package.json` of the workspace."""

    def __init__(self, files: Mapping[str, Entry], read: Callable[[str], Mapping[str, object] | None]) -> None:
        self._read = read
        self._folders = [posixpath.dirname(path) for path, entry in files.items() if entry.kind == "package"]
        self._patterns = [posixpath.dirname(path) for path, entry in files.items() if entry.kind == "workspaces"]
        self._entered: set[str] = set()

    def data(self, folder: str) -> Mapping[str, object]:
        """What a folder's `package.json` says."""
        return self._read(posixpath.join(folder, "package.json")) or {}

    def around(self, folder: str) -> str | None:
        """The nearest folder with a `package.json`, from a folder upwards."""
        known = self._known_folders
        while folder not in known:
            if not folder:
                return None
            folder = posixpath.dirname(folder)
        return folder

    def named(self, specifier: str, importer: str) -> tuple[str, str] | None:
        """The folder of the workspace package that a specifier names, and the entry asked of it: `.` or `./inner`."""
        parts = specifier.split("/")
        size = 2 if specifier.startswith("@") else 1
        folders = self._names.get("/".join(parts[:size]))
        if not folders or len(parts) < size:
            return None
        inner = "/".join(parts[size:])
        folder = max(folders, key=lambda one: (one in self._members, _shared(one, importer), -len(one)))
        return folder, f"./{inner}" if inner else "."

    def is_entering(self, folder: str) -> bool:
        """Whether a package's entry is being looked for: it may name its own folder."""
        return folder in self._entered

    @contextmanager
    def entering(self, folder: str) -> Iterator[None]:
        """Guards against a package whose entry is its own folder."""
        self._entered.add(folder)
        try:
            yield
        finally:
            self._entered.discard(folder)

    @cached_property
    def _known_folders(self) -> frozenset[str]:
        return frozenset(self._folders)

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for folder in self._folders:
            name = self.data(folder).get("name")
            if isinstance(name, str) and name:
                found.setdefault(name, []).append(folder)
        return found

    @cached_property
    def _members(self) -> frozenset[str]:
        """The folders that a workspace lists as its packages."""
        found = set()
        for base, patterns in self._lists():
            kept = [_member(base, pattern) for pattern in patterns if not pattern.startswith("!")]
            dropped = [_member(base, pattern[1:]) for pattern in patterns if pattern.startswith("!")]
            for folder in self._folders:
                if any(one.fullmatch(folder) for one in kept) and not any(one.fullmatch(folder) for one in dropped):
                    found.add(folder)
        return frozenset(found)

    def _lists(self) -> Iterator[tuple[str, list[str]]]:
        for folder in self._folders:
            patterns = self.data(folder).get("workspaces")
            if isinstance(patterns, list) and patterns:
                yield folder, patterns
        for folder in self._patterns:
            said = self._read(posixpath.join(folder, "pnpm-workspace.yaml")) or {}
            patterns = said.get("packages")
            if isinstance(patterns, list):
                yield folder, patterns


def targets(mapping: object, entry: str) -> list[str]:
    """The paths that an `exports` or `imports` map gives for `.`, `./inner` or `#name`, the likeliest first."""
    if isinstance(mapping, dict) and any(key.startswith((".", "#")) for key in mapping):
        return _by_key(mapping, entry)
    return _leaves(mapping) if entry == "." else []


def under(path: str, folder: str) -> bool:
    """Whether a path stands in a folder or is it."""
    return not folder or path == folder or path.startswith(folder + "/")


def fits(pattern: str, entry: str) -> bool:
    """Whether a pattern with one `*` names a text."""
    before, _, after = pattern.partition("*")
    return len(entry) >= len(before) + len(after) and entry.startswith(before) and entry.endswith(after)


def _by_key(mapping: Mapping[str, object], entry: str) -> list[str]:
    if entry in mapping:
        return _leaves(mapping[entry])
    best = ""
    for key in mapping:
        if "*" in key and fits(key, entry) and len(key.partition("*")[0]) > len(best.partition("*")[0]):
            best = key
    if not best:
        return []
    before, _, after = best.partition("*")
    star = entry[len(before) : len(entry) - len(after)]
    return [leaf.replace("*", star) for leaf in _leaves(mapping[best])]


def _leaves(value: object, depth: int = 0) -> list[str]:
    """All paths of a tree of conditions: conditions for source first, declarations last."""
    if isinstance(value, str):
        return [value]
    if depth > 16:
        return []
    if isinstance(value, list):
        return [leaf for one in value for leaf in _leaves(one, depth + 1)]
    if not isinstance(value, dict):
        return []
    ordered = sorted(value, key=_condition_rank)
    return [leaf for key in ordered for leaf in _leaves(value[key], depth + 1)]


def _condition_rank(condition: str) -> int:
    if condition == "source" or condition.endswith(("/source", "/src", "-source")):
        return 0
    return 2 if condition == "types" else 1


def _member(base: str, pattern: str) -> re.Pattern[str]:
    """A workspace pattern as a regular expression over folders."""
    path = posixpath.normpath(posixpath.join(base, pattern.removesuffix("/")))
    parts = [r"(?:[^/]+/)*[^/]+" if part == "**" else _segment(part) for part in path.split("/")]
    return re.compile("/".join(parts))


def _segment(part: str) -> str:
    return "".join("[^/]*" if char == "*" else re.escape(char) for char in part)


def _shared(left: str, right: str) -> int:
    """How many leading folders two paths share."""
    return len(posixpath.commonpath([f"/{left}", f"/{right}"]).split("/"))
