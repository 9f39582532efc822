"""What `.gitignore` and its kin leave out, decided as git decides it: the last pattern that names a path wins."""

from __future__ import annotations

import re
from functools import lru_cache

from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

_PLAIN = re.compile(r"[\w.@+-][\w.@+ -]*(?<! )")
_GLOB = re.compile(r"[*?\[\\]")


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
            for pattern in reversed(self._paths):
                if pattern.at <= best[0]:
                    break
                if pattern.matches(relative, is_folder):
                    best = (pattern.at, pattern.leaves_out)
                    break
        return None if best[0] < 0 else best[1]

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
        if not line.strip() or line.startswith("#"):
            return
        leaves_out = not line.startswith("!")
        bare = line if leaves_out else line[1:]
        folders_only = bare.endswith("/")
        inner = bare.removesuffix("/")
        if _PLAIN.fullmatch(inner):
            self._names.setdefault(inner, []).append((at, leaves_out, folders_only))
            return
        regex = _translate(bare)
        if regex is None:
            return
        literal = _GLOB.split(inner.lstrip("/"), maxsplit=1)[0]
        kept = self._paths if "/" in inner else self._globs
        kept.append(_Pattern(at, leaves_out, regex, literal if "/" in inner else ""))


class _Pattern:
    """One line of an ignore file that is more than a bare name."""

    __slots__ = ("at", "leaves_out", "literal", "regex")

    def __init__(self, at: int, leaves_out: bool, regex: re.Pattern[str], literal: str) -> None:
        self.at = at
        self.leaves_out = leaves_out
        self.regex = regex
        self.literal = literal

    def matches(self, path: str, is_folder: bool) -> bool:
        """Whether the pattern names this very path, and not only a folder above it."""
        if not path.startswith(self.literal):
            return False
        subject = path + "/" if is_folder else path
        found = self.regex.match(subject)
        if found is None:
            return False
        if "ps_d" not in self.regex.groupindex:  # `*` names all; `folder/**` what is inside, not the folder
            return not (is_folder and found.end() == len(subject))
        return found["ps_d"] is None or found.end("ps_d") == len(subject)


@lru_cache(maxsize=4096)
def _translate(line: str) -> re.Pattern[str] | None:
    try:
        regex = GitIgnoreSpecPattern(line).regex
    except ValueError:
        return None  # git takes a pattern it cannot read for one that names nothing
    return re.compile(regex.pattern) if regex is not None else None
