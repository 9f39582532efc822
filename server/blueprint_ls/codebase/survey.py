"""The files of a workspace and what their bytes are: walked, looked at once, and again only where a stamp moved."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from blueprint_ls.codebase.cache import Cache
from blueprint_ls.codebase.content import LARGEST, Seen, look, too_large
from blueprint_ls.codebase.kinds import ANALYSED
from blueprint_ls.codebase.prefilter import Prefilter
from blueprint_ls.codebase.walk import Entry, Walk, entry_of

_IGNORES = (".gitignore", ".blueprintignore")
_FRESH = 2_000_000_000
"""Nanoseconds. What changed this shortly before it was read may change again without its stamp showing it."""
_Known = msgspec.msgpack.Decoder(dict[str, Seen])


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is known of a workspace's files at one time: plain, so that it travels."""

    root: str
    prefilter: Prefilter
    files: dict[str, Entry]
    seen: dict[str, Seen]
    unsaved: dict[str, bytes]
    links: dict[str, str]


class Survey:
    """Entries and contents, with the unsaved text of an editor over what the disk has."""

    def __init__(self, root: Path, cache: Cache | None, prefilter: Prefilter) -> None:
        self.root = Path(os.path.realpath(root))
        self.files: dict[str, Entry] = {}
        """By path, in the order of paths."""
        self.seen: dict[str, Seen] = {}
        """What is known of contents."""
        self.unsaved: dict[str, bytes] = {}
        self._cache = cache
        self._prefilter = prefilter
        self._walk = Walk(self.root)
        self._faults: dict[str, str] = {}
        self._is_new = True
        self._kept: dict[str, Seen] = {}
        self._kinds: dict[str, list[str]] | None = None

    def kind(self, path: str) -> str | None:
        """A file's kind, its content looked at."""
        seen = self.seen.get(path)
        if seen is not None:
            return seen.kind
        return self.files[path].kind if path in self.files else None

    def of_kind(self, *kinds: str) -> list[str]:
        """The files of some kinds, in the order of paths."""
        if self._kinds is None:
            self._kinds = {}
            for path in self.files:
                self._kinds.setdefault(self.kind(path) or "", []).append(path)
        found = [path for kind in dict.fromkeys(kinds) for path in self._kinds.get(kind, ())]
        return sorted(found) if len(kinds) > 1 else found

    @property
    def links(self) -> dict[str, str]:
        """Links inside the workspace: from where, to where."""
        return self._walk.links

    @property
    def mark(self) -> bytes:
        """Names how files were chosen."""
        return self._prefilter.mark

    def walk(self) -> None:
        """Finds the files there are; `contents` comes next."""
        self._walk = Walk(self.root).run()
        self._faults = {}
        self.files = self._walk.files
        self._kinds = None

    @property
    def to_read(self) -> int:
        """How many files `contents` gives at most."""
        return sum(map(_is_read, self.files.values()))

    def contents(self) -> Iterator[tuple[str, Seen, bytes | None]]:
        """Every file that is read, what is known of it, and its bytes where they had to be read."""
        before = self._restore()
        self.seen, self._kinds = {}, None
        for path, entry in list(self.files.items()):
            if _is_read(entry):
                yield from self._settle(path, entry, before.get(path))
        self._is_new = False
        for path in list(self.unsaved):
            self.take(path, self.unsaved[path])

    def keep(self) -> None:
        """Hands what is known to the cache, for the next process, unless the cache has it."""
        lasting = {path: seen for path, seen in self.seen.items() if path not in self.unsaved}
        if self._cache is not None and lasting != self._kept:
            self._kept = lasting
            self._cache.keep_workspace(self.root, self._prefilter.mark, msgspec.msgpack.encode(lasting))

    def take(self, path: str, data: bytes | None) -> None:
        """Takes over one file: unsaved text, or None for what the disk has."""
        if data is None:
            self.unsaved.pop(path, None)
            self._take_from_disk(path)
        elif self._is_new:
            self.unsaved[path] = data  # it has its place once it is known which files there are
        elif path in self.files or not self._walk.leaves_out(path):
            self.unsaved[path] = data
            self._place(path, entry_of(path, len(data)))
            self._note(path, look(self.files[path].kind, (0, 0), data, self._prefilter))

    def look(self, path: str) -> Seen | None:
        """What is known of a file's content, read now where nobody has; None where it cannot be had."""
        if path not in self.seen and path in self.files and self.files[path].kind in ANALYSED:
            self._read_now(path)
            if path in self.seen:  # nobody chose it: it is read because it was asked for
                self.seen[path] = msgspec.structs.replace(self.seen[path], chosen=False)
        return self.seen.get(path)

    def text(self, path: str) -> bytes:
        """The bytes of a file as they are now; `OSError` where they cannot be had."""
        unsaved = self.unsaved.get(path)
        return _bytes(os.path.join(self.root, path)) if unsaved is None else unsaved

    def text_of(self, path: str, seen: Seen) -> bytes | None:
        """The bytes that were looked at; None where the file has others by now."""
        try:
            data = self.text(path)
        except OSError:
            return None
        return data if seen.is_of(data) else None

    def says(self, path: str, problem: str | None) -> None:
        """Notes what of a file could not be analysed."""
        if path in self.seen and self.seen[path].problem != problem:
            self.seen[path] = msgspec.structs.replace(self.seen[path], problem=problem)

    def means_more(self, path: str) -> bool:
        """Whether a change of this path may change which files there are beside it."""
        return path.rpartition("/")[2] in _IGNORES or os.path.isdir(self.root / path)

    @property
    def not_analysed(self) -> dict[str, str]:
        """What a person would expect to be analysed and was not, and why."""
        problems = {path: seen.problem for path, seen in self.seen.items() if seen.problem}
        return {**self._walk.left_out, **problems, **self._faults}

    def snapshot(self) -> Snapshot:
        """What is known now."""
        return Snapshot(str(self.root), self._prefilter, self.files, self.seen, self.unsaved, self.links)

    def restore(self, snapshot: Snapshot) -> None:
        """Takes over what was known elsewhere."""
        self.files, self.seen, self.unsaved = snapshot.files, snapshot.seen, snapshot.unsaved
        self._walk.files, self._walk.links = snapshot.files, snapshot.links
        self._is_new, self._kinds = False, None

    def _restore(self) -> dict[str, Seen]:
        """What is known from before: in this process, or from the cache."""
        kept = self._cache.workspace(self.root, self._prefilter.mark) if self._cache and self._is_new else None
        if kept is None:
            return self.seen
        try:
            self._kept = _Known.decode(kept)
        except msgspec.MsgspecError:
            self._kept = {}
        return self._kept

    def _settle(self, path: str, entry: Entry, before: Seen | None) -> Iterator[tuple[str, Seen, bytes | None]]:
        if before is not None and before.size == entry.size and before.stamp == entry.stamp:
            self._note(path, before)
            yield path, before, None
            return
        stamp = entry.stamp if entry.stamp[0] < time.time_ns() - _FRESH else (0, 0)
        if entry.size > LARGEST:
            self._note(path, too_large(stamp, entry.size, entry.kind))
            return
        try:
            data = _bytes(os.path.join(self.root, path), entry.size)
        except OSError as error:
            self._lose(path, error)
            return
        seen = look(entry.kind, stamp if len(data) == entry.size else (0, 0), data, self._prefilter)
        self._note(path, seen)
        yield path, seen, data

    def _read_now(self, path: str) -> None:
        for _ in self._settle(path, self.files[path], None):
            pass

    def _note(self, path: str, seen: Seen) -> None:
        if self._kinds is not None and self.kind(path) != seen.kind:
            self._kinds = None
        self.seen[path] = seen
        if seen.generated:
            self.files[path] = msgspec.structs.replace(self.files[path], role="generated")

    def _lose(self, path: str, error: OSError) -> None:
        self._kinds = None
        self.seen.pop(path, None)
        if isinstance(error, FileNotFoundError):
            self.files.pop(path, None)
            self._faults[path] = "the file vanished while it was to be read"
        else:
            self._faults[path] = f"the file cannot be read: {error.strerror}"

    def _take_from_disk(self, path: str) -> None:
        self._faults.pop(path, None)
        self._kinds = None
        self.seen.pop(path, None)
        try:
            status = os.stat(self.root / path)
        except OSError:
            self._drop(path)
            return
        if path not in self.files and self._walk.leaves_out(path):
            return
        self._place(path, entry_of(path, status.st_size, (status.st_mtime_ns, status.st_ctime_ns)))
        if _is_read(self.files[path]):
            self._read_now(path)

    def _drop(self, path: str) -> None:
        """Forgets a file, or all files of a folder, that is gone."""
        self._walk.left_out.pop(path, None)
        for gone in [path, *(other for other in self.files if other.startswith(f"{path}/"))]:
            self.files.pop(gone, None)
            self.seen.pop(gone, None)

    def _place(self, path: str, entry: Entry) -> None:
        """Puts a file among the others, in the order of paths."""
        is_new = path not in self.files
        self.files[path] = entry
        if is_new:
            self._kinds = None
            ordered = sorted(self.files.items())
            self.files.clear()
            self.files.update(ordered)


def _is_read(entry: Entry) -> bool:
    return entry.kind in ANALYSED and entry.role != "generated"


def _bytes(path: str, size: int | None = None) -> bytes:
    """A file's bytes; of one that grew since it was looked at, no more than anyone wants to see."""
    with open(path, "rb", buffering=0) as file:
        return file.read(LARGEST + 1) if size is None or size > LARGEST else _read(file.fileno(), size)


def _read(handle: int, size: int) -> bytes:
    data = os.read(handle, size + 1)
    while len(data) <= size and (more := os.read(handle, LARGEST)):
        data += more
    return data
