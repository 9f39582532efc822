"""A workspace: its files, what each says, and which file an import means."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint_ls.codebase.cache import Cache
from blueprint_ls.codebase.content import Seen
from blueprint_ls.codebase.extract import extract
from blueprint_ls.codebase.facts import FileFacts
from blueprint_ls.codebase.kinds import ANALYSED
from blueprint_ls.codebase.prefilter import Prefilter, prefilter
from blueprint_ls.codebase.resolve import Resolver
from blueprint_ls.codebase.scanning import Progress, Scan
from blueprint_ls.codebase.shelf import Shelf
from blueprint_ls.codebase.survey import Snapshot, Survey
from blueprint_ls.codebase.typescript.tree import Module
from blueprint_ls.codebase.walk import Entry

if TYPE_CHECKING:
    from concurrent.futures import Executor

_MAPS = frozenset({"package", "tsconfig", "workspaces", "json"})
"""Kinds that decide what imports mean; a `tsconfig.json` may extend any JSON."""
_READ_LATE = ANALYSED | {"json"}
"""Kinds whose bytes may matter though nobody looked at them so far."""


class Repository:
    """Reads a workspace once, and afterwards only what changed. Not to be shared between threads."""

    def __init__(self, root: Path, cache: Cache | None = None, chooser: Prefilter | None = None) -> None:
        """Without a `chooser`, the anchors of the rules on code decide what is parsed before anyone asks."""
        self._survey = Survey(root, cache, chooser or prefilter())
        self._shelf = Shelf(cache)
        self.cache = cache
        """Where facts are kept between runs, if anywhere."""
        self._resolver: Resolver | None = None
        self.root = self._survey.root

    @property
    def files(self) -> Mapping[str, Entry]:
        """Every file of the workspace, by its path from the root with `/`, in the order of paths."""
        return self._survey.files

    @property
    def selected(self) -> list[str]:
        """The files worth a parse, in the order of paths: schemas, manifests, and scripts with a query's anchor."""
        return [path for path in self.files if (seen := self._survey.seen.get(path)) and seen.chosen]

    @property
    def not_analysed(self) -> list[tuple[str, str]]:
        """What a person would expect to be analysed and was not, and why, by path."""
        return sorted(self._survey.not_analysed.items())

    def scan(self, progress: Progress | None = None, executor: Executor | None = None) -> None:
        """Walks the workspace and extracts what is worth it; what did not change costs a look at its stamp.

        `progress` hears (done, total) in files; what it raises ends the scan. `executor` runs the extraction
        elsewhere; it needs to carry bytes only.
        """
        self._resolver = None
        Scan(self._survey, self._shelf, progress, executor).run()

    def update(self, path: str, data: bytes | None) -> bool:
        """Reads one file anew: unsaved text, or None for what the disk has. Says whether anything changed."""
        if self._survey.means_more(path):
            self.scan()
            return True
        before = self._state(path)
        self._survey.take(path, data)
        after = self._state(path)
        if before != after and self._resolver is not None:
            self._forget_ways(path, came_or_went=before[0] != after[0])
        return before != after

    def facts(self, path: str) -> FileFacts | None:
        """What a file says; None where there is no such file, or it cannot be read."""
        seen = self._survey.look(path)
        if seen is None:
            return FileFacts(self.files[path].kind) if path in self.files else None
        if seen.closed:
            return FileFacts(seen.kind, problem=seen.problem)
        return self._shelf.take(seen) or self._found(path, seen)

    def module(self, path: str) -> Module | None:
        """The tree of a script; None for anything else."""
        facts = self.facts(path)
        return facts.module if facts else None

    def kind(self, path: str) -> str | None:
        """A file's kind, its content looked at: a manifest for Kubernetes is told from other YAML."""
        return self._survey.kind(path)

    def of_kind(self, *kinds: str) -> list[str]:
        """The files of some kinds, in the order of paths."""
        return self._survey.of_kind(*kinds)

    def text(self, path: str) -> bytes:
        """The bytes of a file as they are now; `OSError` where they cannot be had."""
        return self._survey.text(path)

    def resolve(self, importer: str, specifier: str) -> str | None:
        """The file of the workspace that a module specifier names; None for everything else."""
        if self._resolver is None:
            self._resolver = Resolver(self.files, self._survey.links, self._said)
        return self._resolver.resolve(importer, specifier)

    def digest(self) -> bytes:
        """Names the state of everything that a judgement may look at; the same state has the same name."""
        state = blake2b(self._survey.mark, digest_size=16)
        for path, entry in self.files.items():
            seen = self._survey.seen.get(path)
            if seen is not None:
                said = f"{seen.kind} {seen.chosen} {seen.problem} {seen.digest.hex()}"
            elif entry.kind in _READ_LATE or "/.blueprint/" in f"/{path}":
                said = f"{entry.kind} {entry.size} {entry.stamp}"
            else:
                said = entry.kind
            state.update(f"{path}\0{entry.role}\0{said}\n".encode("utf-8", "surrogateescape"))
        state.update(repr((self.not_analysed, sorted(self._survey.links.items()))).encode("utf-8", "surrogateescape"))
        return state.digest()

    def snapshot(self) -> Snapshot:
        """What another process has to know to see the same files; their facts lie in the cache."""
        self._shelf.flush()
        return self._survey.snapshot()

    def learn(self, path: str, problem: str) -> None:
        """Notes what another process could not analyze of a file that nobody has looked at here."""
        if self._survey.look(path) is not None:
            self._survey.says(path, problem)

    @classmethod
    def restored(cls, snapshot: Snapshot, cache: Cache) -> Repository:
        """The repository that a snapshot was taken of, without a look at its files."""
        made = cls(Path(snapshot.root), cache, snapshot.prefilter)
        made._survey.restore(snapshot)
        return made

    def close(self) -> None:
        """Hands over to the cache what it has not seen yet."""
        self._shelf.flush()

    def _found(self, path: str, seen: Seen) -> FileFacts | None:
        """The facts of a file that nobody extracted yet; of its new content where it changed meanwhile."""
        from blueprint_ls.codebase.pool import packed  # where all facts are kept, nobody asks

        data = self._survey.text_of(path, seen)
        if data is None:
            self._survey.take(path, None)
            self._resolver = None
            return self.facts(path)
        facts = extract(seen.kind, path.rpartition("/")[2], data)
        self._shelf.put(seen, packed(facts)[0])
        self._shelf.hold(seen, facts)
        self._survey.says(path, facts.problem)
        return facts

    def _said(self, path: str) -> Mapping[str, object] | None:
        """What a manifest says to those who follow imports."""
        if path not in self.files:
            return None
        if self.files[path].kind == "json":
            try:
                return extract("tsconfig", path.rpartition("/")[2], self.text(path)).data
            except OSError:
                return None
        facts = self.facts(path)
        return facts.data if facts else None

    def _state(self, path: str) -> tuple[int, bytes | None]:
        """What tells whether something changed: how many files there are, and the content of this one."""
        seen = self._survey.seen.get(path)
        return len(self.files), seen.digest if seen else None

    def _forget_ways(self, path: str, came_or_went: bool) -> None:
        kind = self.files[path].kind if path in self.files else None
        if kind in _MAPS or (came_or_went and kind not in ANALYSED):
            self._resolver = None
        elif came_or_went and self._resolver is not None:
            self._resolver.forget()
