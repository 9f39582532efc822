"""Which files have classes that say they implement an interface, or extend another class: by its bare name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from blueprint_ls.codebase.kinds import SCRIPTS
from blueprint_ls.codebase.walk import Entry

_UNTOUCHED = ("test", "generated")
"""Roles of files whose classes stand in for others."""
_CLASS = re.compile(rb"\bclass\s+\w+\s*(?:<[^{]*>)?\s*((?:extends|implements)\b[^{]*)")
_WORD = re.compile(rb"[A-Za-z_$][\w$]*")


class Texts(Protocol):
    """What is asked of the repository."""

    @property
    def files(self) -> Mapping[str, Entry]:
        """What is known of each file."""
        ...

    def of_kind(self, *kinds: str) -> list[str]:
        """The files of some kinds."""
        ...

    def text(self, path: str) -> bytes:
        """The bytes of a file; `OSError` where they cannot be had."""
        ...


class Heirs:
    """Looks at the heads of all classes once, when it is asked for the first time."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._by_path: dict[str, frozenset[str]] | None = None
        """The words in the heads of a file's classes."""

    def of(self, name: str) -> list[str]:
        """The files with a class whose head mentions a name behind its own, in the order of paths."""
        return sorted(path for path, words in self._all().items() if name in words)

    def changed(self, path: str) -> frozenset[str]:
        """Look at a file anew; the names that its classes mention now and did not before, or the reverse."""
        if self._by_path is None:
            return frozenset()
        before = self._by_path.pop(path, frozenset())
        now = self._words(path) if path in self._scripts() else frozenset()
        if now:
            self._by_path[path] = now
        return before ^ now

    def forget(self) -> None:
        """Any number of files have changed."""
        self._by_path = None

    def _all(self) -> dict[str, frozenset[str]]:
        if self._by_path is None:
            found = ((path, self._words(path)) for path in self._scripts())
            self._by_path = {path: words for path, words in found if words}
        return self._by_path

    def _scripts(self) -> list[str]:
        return [path for path in self._texts.of_kind(*SCRIPTS) if self._texts.files[path].role not in _UNTOUCHED]

    def _words(self, path: str) -> frozenset[str]:
        try:
            return frozenset(_words(_CLASS.findall(self._texts.text(path))))
        except OSError:
            return frozenset()


def _words(heads: Iterable[bytes]) -> Iterator[str]:
    for head in heads:
        yield from (word.decode() for word in _WORD.findall(head))
