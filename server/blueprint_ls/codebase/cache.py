"""Facts kept between runs in one SQLite file of the user's cache folder, by content.

A convenience: where it cannot be opened, written or believed, everything works without it, and `problem` says so.
Values are msgpack, read back into declared types only. Several processes may share the file.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from blueprint_ls.codebase.version import version

_FORMAT = 1
_DAY = 86_400
_KEPT_DAYS = 30
_LIMIT = 1 << 28
"""Bytes in use. The facts of a repository take twice the bytes of its chosen scripts, and those of each version of this
program are others."""
_TIDIED_EVERY = _LIMIT // 8
"""Bytes written by one process before it looks whether they are too many; else it looks when it ends."""
_GIVEN_BACK = 4_096
"""Pages handed back to the file system at one time: each has to be moved, and somebody may wait for the end."""
_BUSY_SECONDS = 5.0
_AT_ONCE = 500
_TABLES = """
CREATE TABLE IF NOT EXISTS facts (key BLOB PRIMARY KEY, value BLOB NOT NULL, day INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS workspaces (key BLOB PRIMARY KEY, value BLOB NOT NULL, day INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS remembered (key BLOB PRIMARY KEY, value BLOB NOT NULL, day INTEGER NOT NULL);
"""
_NAMES = ("facts", "workspaces", "remembered")

T = TypeVar("T")


class Cache:
    """What was found before."""

    def __init__(self, folder: Path | None = None, limit: int = _LIMIT, extractor: bytes | None = None) -> None:
        """`limit` is in bytes; `extractor` stands for the code that finds the facts."""
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        self.path = (folder or Path(home, "blueprint-ls")) / "codebase.sqlite"
        self.problem: str | None = None
        """Why nothing is kept; None while all is well."""
        self.extractor = version() if extractor is None else extractor
        self._limit = limit
        self._written = 0
        self._lock = threading.RLock()
        self._database = self._open()

    def key(self, kind: str, content: bytes) -> bytes:
        """The name under which the facts of a content are kept."""
        return self._key(f"{kind}\0".encode() + content)

    def facts(self, key: bytes) -> bytes | None:
        """The facts kept under a key."""
        return self._get("facts", key)

    def known(self, keys: Sequence[bytes]) -> set[bytes]:
        """Those of the keys under which facts are kept."""
        found: set[bytes] = set()
        for at in range(0, len(keys), _AT_ONCE):
            found |= self._try(lambda database, at=at: _known(database, keys[at : at + _AT_ONCE]), set())  # type: ignore[misc]
        return found

    def keep(self, facts: Iterable[tuple[bytes, bytes]]) -> None:
        """Keeps facts under their keys."""
        self._put("facts", list(facts))

    def workspace(self, root: Path, mark: bytes) -> bytes | None:
        """What was known of the files of a workspace; `mark` names how they were chosen."""
        return self._get("workspaces", self._key(os.fsencode(root) + b"\0" + mark))

    def keep_workspace(self, root: Path, mark: bytes, value: bytes) -> None:
        """Keeps what is known of the files of a workspace."""
        self._put("workspaces", [(self._key(os.fsencode(root) + b"\0" + mark), value)])

    def remember(self, key: str, value: bytes) -> None:
        """Keeps anything else that follows from facts, such as the results of a judgement."""
        self._put("remembered", [(self._key(key.encode()), value)])

    def recall(self, key: str) -> bytes | None:
        """What was remembered under a key by the same extractor."""
        return self._get("remembered", self._key(key.encode()))

    def close(self) -> None:
        """Lets go of the file; the cache is empty from now on."""
        with self._lock:
            if self._database is not None:
                self._tidy()
            database, self._database = self._database, None
            if database is not None:
                database.close()

    def _key(self, said: bytes) -> bytes:
        return blake2b(said, digest_size=16, key=self.extractor).digest()

    def _get(self, table: str, key: bytes) -> bytes | None:
        def get(database: sqlite3.Connection) -> bytes | None:
            row = database.execute(f"SELECT value, day FROM {table} WHERE key = ?", (key,)).fetchone()
            return row[0] if row and isinstance(row[0], bytes) else None

        return self._try(get, None)

    def _put(self, table: str, rows: list[tuple[bytes, bytes]]) -> None:
        def put(database: sqlite3.Connection) -> None:
            with database:
                dated = [(key, value, _today()) for key, value in rows]
                database.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", dated)

        if rows:
            self._try(put, None)
            self._written += sum(len(value) for _, value in rows)
        if self._written > min(_TIDIED_EVERY, self._limit):
            self._tidy()

    def _try(self, action: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """What an action on the file gives; the first serious fault ends all use of the file."""
        with self._lock:
            if self._database is None:
                return otherwise
            try:
                return action(self._database)
            except sqlite3.Error as error:
                if not _is_busy(error):
                    self._give_up(error)
                return otherwise

    def _give_up(self, error: Exception) -> None:
        if self.problem is None:
            self.problem = f"nothing is kept between runs: {self.path}: {error}"
            logging.getLogger(__name__).warning(self.problem)
        database, self._database = self._database, None
        if database is not None:
            database.close()

    def _open(self) -> sqlite3.Connection | None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return self._connect()
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:  # no database, or one that is damaged: it only held copies
                _remove(self.path)
                return self._connect()
        except (OSError, sqlite3.Error) as error:
            self._database = None
            self._give_up(error)
            return None

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, check_same_thread=False)
        try:
            if database.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
                self._lay_out(database)
            database.execute("PRAGMA synchronous = NORMAL")
            page = database.execute("PRAGMA page_size").fetchone()[0]
            database.execute(f"PRAGMA max_page_count = {max(64, 2 * self._limit // page)}")
        except BaseException:
            database.close()
            raise
        return database

    def _lay_out(self, database: sqlite3.Connection) -> None:
        database.execute("PRAGMA auto_vacuum = INCREMENTAL")
        database.execute("PRAGMA journal_mode = WAL")
        with database:
            database.execute("BEGIN IMMEDIATE")
            if database.execute("PRAGMA user_version").fetchone()[0] not in (0, _FORMAT):
                for name in _NAMES:
                    database.execute(f"DROP TABLE IF EXISTS {name}")
            for statement in _TABLES.strip().split("\n"):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {_FORMAT}")

    def refresh(self, keys: Sequence[bytes]) -> None:
        """Marks facts as in use, at most once a day, so that tidying leaves them alone."""

        def mark(database: sqlite3.Connection) -> None:
            stale = [key for key in keys if _day_of(database, key) < _today()]
            if stale:
                with database:
                    database.executemany("UPDATE facts SET day = ? WHERE key = ?", [(_today(), key) for key in stale])

        if keys:
            self._try(lambda database: mark(database) if _day_of(database, keys[0]) < _today() else None, None)

    def _tidy(self) -> None:
        """Drops what has not been used for a month, and then the oldest until the file is small enough.

        Other processes may believe that they can still have it: they find it anew.
        """

        def tidy(database: sqlite3.Connection) -> None:
            with database:
                for name in _NAMES:
                    database.execute(f"DELETE FROM {name} WHERE day < ?", (_today() - _KEPT_DAYS,))
            while _size(database) > self._limit and _drop_oldest(database):
                pass
            database.execute(f"PRAGMA incremental_vacuum({_GIVEN_BACK})").fetchall()

        self._written = 0
        self._try(tidy, None)


def _known(database: sqlite3.Connection, keys: Sequence[bytes]) -> set[bytes]:
    marks = ",".join("?" * len(keys))
    return {row[0] for row in database.execute(f"SELECT key FROM facts WHERE key IN ({marks})", keys)}


def _day_of(database: sqlite3.Connection, key: bytes) -> int:
    row = database.execute("SELECT day FROM facts WHERE key = ?", (key,)).fetchone()
    return int(row[0]) if row else _today()


def _size(database: sqlite3.Connection) -> int:
    """The bytes in use, free pages left out."""
    pages, free, size = (
        database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _drop_oldest(database: sqlite3.Connection) -> bool:
    """Drops a part of the oldest entries; false when there is nothing left to drop."""
    dropped = 0
    with database:
        for name in _NAMES:
            count = database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            oldest = f"SELECT rowid FROM {name} ORDER BY day, rowid LIMIT ?"
            dropped += database.execute(f"DELETE FROM {name} WHERE rowid IN ({oldest})", (-(-count // 4),)).rowcount
    return dropped > 0


def _is_busy(error: sqlite3.Error) -> bool:
    """Whether another process merely holds the file for longer than we wait."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _today() -> int:
    return int(time.time()) // _DAY


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
