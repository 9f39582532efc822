"""What `.gitignore` and its kin leave out, decided as git decides it: the last pattern that names a path wins."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

_PLAIN = re.compile(r"[\w.@+-][\w.@+ -]*(?<! )")
_GLOB = re.compile(r"[*?\[\\]")
_TRAILING = re.compile(r"(\\ )? *$")
_BELOW = "(?:(?P<ps_d>/)|$)"
"""How pathspec ends an expression that takes a path and all that stands below it."""


class IgnoreFile:
    """The patterns of one ignore file, and the folder they speak of."""

    def __init__(self, base: str, text: str, front: str = "") -> None:
        self.base = base
        """The folder's path from the root of the walk, with a slash behind it; empty for the root."""
        self.front = front
        """Where the file stands above the root: the way from its folder to the root, with a slash behind it."""
        self._names: dict[str, list[tuple[int, bool, bool]]] = {}
        self._globs: list[_Pattern] = []
        self._paths: list[_Pattern] = []
        self._known: dict[tuple[str, bool], tuple[int, bool]] = {}
        self._folder: str | None = None
        self._here: list[_Pattern] = []
        for at, line in enumerate(text.removeprefix("\ufeff").split("\n")):
            self._add(at, line.removesuffix("\r"))

    def decide(self, path: str, name: str, is_folder: bool) -> bool | None:
        """Whether a path below `base` is left out (True), taken back in (False), or not spoken of (None)."""
        key = (name, is_folder)
        best = self._known.get(key)
        if best is None:
            best = self._known[key] = self._by_name(name, is_folder)
        if self._paths:
            relative = self.front + path[len(self.base) :]
            for pattern in self._near(relative[: len(relative) - len(name)]):
                if pattern.at <= best[0]:
                    break
                if pattern.matches(relative, is_folder):
                    best = (pattern.at, pattern.leaves_out)
                    break
        return None if best[0] < 0 else best[1]

    def _near(self, folder: str) -> list[_Pattern]:
        """The patterns with a slash that may name something in a folder, the last first."""
        if folder != self._folder:
            self._folder = folder
            self._here = [
                one for one in self._paths if one.literal.startswith(folder) or folder.startswith(one.literal)
            ]
            self._here.reverse()
        return self._here

    def _by_name(self, name: str, is_folder: bool) -> tuple[int, bool]:
        """The number of the last pattern without a slash that names it, and what that pattern says."""
        best = (-1, False)
        for at, leaves_out, folders_only in self._names.get(name, ()):
            if is_folder or not folders_only:
                best = (at, leaves_out)
        for pattern in self._globs:
            if pattern.at > best[0] and pattern.matches(name, is_folder):
                best = (pattern.at, pattern.leaves_out)
        return best

    def _add(self, at: int, line: str) -> None:
        line = _TRAILING.sub(r"\1", line)
        if not line or line.startswith("#"):
            return
        leaves_out = not line.startswith("!")
        bare = line if leaves_out else line[1:]
        folders_only = bare.endswith("/")
        bare = bare.removesuffix("/")
        if _PLAIN.fullmatch(bare):
            self._names.setdefault(bare, []).append((at, leaves_out, folders_only))
            return
        regex = _translate(bare)
        if regex is not None:
            literal = _GLOB.split(bare.lstrip("/"), maxsplit=1)[0] if "/" in bare else ""
            kept = self._paths if "/" in bare else self._globs
            kept.append(_Pattern(at, leaves_out, folders_only, regex, literal))


class _Pattern(NamedTuple):
    """One line of an ignore file that is more than a bare name."""

    at: int
    """The number of its line."""
    leaves_out: bool
    folders_only: bool
    regex: re.Pattern[str]
    literal: str
    """What a path must begin with: cheaper to look at than the expression."""

    def matches(self, path: str, is_folder: bool) -> bool:
        """Whether the pattern names this very path, and not only a folder above it."""
        if not path.startswith(self.literal) or (self.folders_only and not is_folder):
            return False
        return self.regex.match(path) is not None


@lru_cache(maxsize=4096)
def _translate(pattern: str) -> re.Pattern[str] | None:
    """A pattern without its last slash as an expression that takes the path itself and nothing below it."""
    try:
        regex = GitIgnoreSpecPattern(pattern).regex
    except ValueError:
        return None  # what git cannot read names nothing
    return re.compile(regex.pattern.replace(_BELOW, r"\Z"), re.DOTALL) if regex is not None else None
