"""Which files mention a name: a few bytes for each file rule most of them out, the others are read."""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import dataclass, field
from zlib import crc32

from blueprint_ls.codebase.repository import Repository

_WORDS = bytes(byte if chr(byte) in string.ascii_letters + string.digits + "_$" else 32 for byte in range(256))
"""Turns whatever stands between names into spaces."""
_BITS = 1 << 14
"""Of one file's filter: three hundred names leave two in a hundred others standing."""
_SCRIPTS = frozenset({"typescript", "tsx", "javascript"})
_UNTOUCHED = frozenset({"test", "generated"})


@dataclass(slots=True)
class Mentions:
    """The names that the scripts of a repository mention."""

    repository: Repository
    _filters: dict[str, int] | None = None
    _known: dict[str, set[str]] = field(default_factory=dict)

    def of(self, name: str) -> frozenset[str]:
        """The scripts that mention a name."""
        if name not in self._known:
            self.learn([name])
        return frozenset(self._known[name])

    def learn(self, names: Iterable[str]) -> None:
        """Look several names up at once."""
        new = {name.encode() for name in names if name not in self._known}
        if not new:
            return
        self._known.update((name.decode(), set()) for name in new)
        mask = _filter(new)
        for path, filter_ in self._all().items():
            if filter_ & mask:
                for name in new & self._words(path):
                    self._known[name.decode()].add(path)

    def changed(self, path: str) -> set[str]:
        """Look at a file anew; the known names that it mentions now and did not before, or the reverse."""
        if self._filters is None:
            return set()
        words = self._words(path) if self._is_read(path) else set()
        self._filters.pop(path, None)
        if words:
            self._filters[path] = _filter(words)
        moved = {name for name, paths in self._known.items() if (path in paths) != (name.encode() in words)}
        for name in moved:
            self._known[name] ^= {path}
        return moved

    def _all(self) -> dict[str, int]:
        if self._filters is None:
            scripts = [path for path in self.repository.of_kind(*_SCRIPTS) if self._is_read(path)]
            self._filters = {path: _filter(self._words(path)) for path in scripts}
        return self._filters

    def _is_read(self, path: str) -> bool:
        entry = self.repository.files.get(path)
        return entry is not None and entry.role not in _UNTOUCHED and self.repository.kind(path) in _SCRIPTS

    def _words(self, path: str) -> set[bytes]:
        try:
            return set(self.repository.text(path).translate(_WORDS).split())
        except OSError:
            return set()


def _filter(words: Iterable[bytes]) -> int:
    held = bytearray(_BITS // 8)
    for word in words:
        at = crc32(word) % _BITS
        held[at >> 3] |= 1 << (at & 7)
    return int.from_bytes(held, "little")
