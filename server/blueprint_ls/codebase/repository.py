"""A workspace: its files, what each says, and which file an import means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from hashlib import blake2b
from pathlib import Path

from blueprint_ls.codebase.extract import extract
from blueprint_ls.codebase.facts import FileFacts
from blueprint_ls.codebase.resolve import Resolver
from blueprint_ls.codebase.typescript.tree import Module
from blueprint_ls.codebase.walk import Entry, Walk


class Repository:
    """Reads a workspace once, and afterwards only what changed."""

    def __init__(self, root: Path, cache: object | None = None) -> None:
        self.root = root
        self.files: Mapping[str, Entry] = {}
        self._walk = Walk(root)
        self._facts: dict[str, FileFacts] = {}
        self._unsaved: dict[str, bytes] = {}
        self._faults: dict[str, str] = {}
        self._resolver: Resolver | None = None

    def scan(self, progress: Callable[[int, int], None] | None = None, executor: Executor | None = None) -> None:
        self._walk = Walk(self.root).run()
        self.files = self._walk.files
        self._facts.clear()
        self._resolver = None

    def facts(self, path: str) -> FileFacts | None:
        if path not in self.files:
            return None
        if path not in self._facts:
            self._facts[path] = extract(self.files[path].kind, path.rpartition("/")[2], self.text(path))
        return self._facts[path]

    def module(self, path: str) -> Module | None:
        facts = self.facts(path)
        return facts.module if facts else None

    def text(self, path: str) -> bytes:
        if path in self._unsaved:
            return self._unsaved[path]
        return (self._walk.root / path).read_bytes()

    def update(self, path: str, data: bytes | None) -> None:
        self._facts.pop(path, None)
        self._resolver = None

    def resolve(self, importer: str, specifier: str) -> str | None:
        if self._resolver is None:
            self._resolver = Resolver(self.files, self._walk.links, self._said)
        return self._resolver.resolve(importer, specifier)

    def _said(self, path: str) -> Mapping[str, object] | None:
        facts = self.facts(path)
        return facts.data if facts else None

    @property
    def not_analysed(self) -> list[tuple[str, str]]:
        return sorted({**self._walk.left_out, **self._faults}.items())
