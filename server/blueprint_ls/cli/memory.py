"""What `check` found the last time, for as long as nothing that it rests on has changed.

It rests on the files of the repositories, on the blueprints and on the bases they extend, on the pages, on this
program, and on the day. None of what judges is loaded to find out.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from blueprint_ls.cli.results import Believed, Result, Results
from blueprint_ls.cli.selection import Target, blueprint_files
from blueprint_ls.codebase.cache import Cache
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.judge.finding import Unread

_PACKAGE = Path(__file__).resolve().parents[1]
_TEAM = Path(".blueprint", "rules")


@dataclass(frozen=True, slots=True)
class _Kept:
    """Results, and the blueprints that they rest on."""

    blueprints: dict[str, dict[str, bytes]]
    """By folder: its files, and what tells their contents from others."""
    results: list[Result]
    unread: list[Unread]
    believed: list[Believed]
    baselines: list[Path]
    elsewhere: list[Path]
    counts: tuple[int, int, int, int]


class Memory:
    """Recalls and remembers what was found at some paths."""

    def __init__(self, cache: Cache, targets: Sequence[Target], repositories: Sequence[Repository]) -> None:
        self._cache = cache
        self._key = _key(targets, repositories)

    def recall(self) -> Results | None:
        """What was found, where nothing has changed since."""
        stored = self._cache.recall(self._key)
        if stored is None:
            return None
        try:
            kept = _decoder().decode(stored)
        except (msgspec.MsgspecError, ValueError):
            return None
        if kept.blueprints != {folder: _contents(Path(folder)) for folder in kept.blueprints}:
            return None
        blueprints, files, code_files, assumed = kept.counts
        told = (kept.believed, kept.baselines, kept.elsewhere)
        return Results(kept.results, kept.unread, blueprints, files, code_files, assumed, *told)

    def remember(self, results: Results, folders: Iterable[Path]) -> None:
        """Keep what was found; `folders` hold the blueprints and their bases."""
        kept = _Kept(
            {str(folder): _contents(folder) for folder in folders},
            results.results,
            results.unread,
            results.believed,
            results.baselines,
            results.elsewhere,
            (results.blueprints, results.files, results.code_files, results.assumed),
        )
        try:
            self._cache.remember(self._key, msgspec.msgpack.encode(kept, enc_hook=_encoded))
        except (TypeError, ValueError, OverflowError, UnicodeEncodeError):
            return  # nothing is lost but time


def _key(targets: Sequence[Target], repositories: Sequence[Repository]) -> str:
    """Names all that results rest on, but for the blueprints themselves."""
    state = blake2b(digest_size=16)
    for said in _said(targets, repositories):
        state.update(said.encode("utf-8", "surrogateescape") + b"\0")
    return f"check {state.hexdigest()}"


def _said(targets: Sequence[Target], repositories: Sequence[Repository]) -> Iterator[str]:
    yield f"{date.today()} {os.getcwd()}"
    yield from (str(target.path) for target in targets)
    for repository in repositories:
        yield f"{repository.root} {repository.digest().hex()}"
        yield from _stamps(*(above / _TEAM for above in repository.root.parents))
    yield from _stamps(_PACKAGE, *(folder for folder in (_PACKAGE.parents[1] / "rules",) if folder.is_dir()))


def _stamps(*folders: Path) -> Iterator[str]:
    """The size and the time of change of each source file and page in some folders."""
    for folder in folders:
        for where, names, files in os.walk(folder):
            names[:] = sorted(name for name in names if not name.startswith((".", "__pycache__")))
            for name in sorted(files):
                if name.endswith((".py", ".md", ".scm")):
                    path = os.path.join(where, name)
                    status = os.stat(path)
                    yield f"{path} {status.st_size} {status.st_mtime_ns}"


def _contents(folder: Path) -> dict[str, bytes]:
    """The blueprint files of a folder, each with what tells its content from others."""
    return {path.name: _digest(path) for path in blueprint_files(folder)}


def _digest(path: Path) -> bytes:
    try:
        return blake2b(path.read_bytes(), digest_size=16).digest()
    except OSError as error:
        return str(error.strerror).encode()


def _decoder() -> msgspec.msgpack.Decoder[_Kept]:
    return msgspec.msgpack.Decoder(_Kept, dec_hook=_decoded)


def _encoded(value: Any) -> Any:
    if isinstance(value, Path):
        return os.fspath(value)
    raise NotImplementedError(type(value))


def _decoded(kind: type, value: Any) -> Any:
    if issubclass(kind, Path):
        return Path(value)
    raise NotImplementedError(kind)
