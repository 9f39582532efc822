"""The blueprints of a workspace: which files belong together, what is open, what is on disk.

Both faces, the editor and the command line, ask here. Documents that an editor holds open win over
the disk; everything else is read once and again when its size or time of change moved.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from blueprint_ls.codebase.root import repository_root
from blueprint_ls.judge import baseline
from blueprint_ls.judge.engine import Verdict, judge
from blueprint_ls.judge.finding import Finding, Unread
from blueprint_ls.judge.registry import Case
from blueprint_ls.knowledge.folders import TEAM_FOLDER
from blueprint_ls.knowledge.load import Knowledge, load
from blueprint_ls.language import layers
from blueprint_ls.language.model import Blueprint, Document
from blueprint_ls.syntax import Edit, File, Text, parse, reparse

SUFFIX = ".blueprint"
LARGEST = 2_000_000
"""Bytes; a larger file is named in a finding and not read. The example of 2 000 lines has 80 000."""
IGNORED = frozenset({"node_modules", ".git", ".venv", "dist", "build", "__pycache__", ".blueprint"})


@dataclass(slots=True)
class _Kept:
    stamp: tuple[int, int]
    document: Document


@dataclass(slots=True)
class _Judged:
    key: object
    """What it was judged from: its documents, the files that could not be read, the day."""
    case: Case
    verdict: Verdict


@dataclass(slots=True)
class Workspace:
    """The blueprints beneath some root folders."""

    roots: list[Path] = field(default_factory=list)
    baseline: Path | None = None
    """A baseline beside those that headers name; it counts from each root."""
    _open: dict[Path, Document] = field(default_factory=dict)
    _disk: dict[Path, _Kept] = field(default_factory=dict)
    _unread: dict[Path, Unread] = field(default_factory=dict)
    _judged: dict[Path, _Judged] = field(default_factory=dict)
    _surveyed: bool = False
    """Whether the files beneath the roots were read once, so that it is known who extends whom."""

    def knowledge(self, folder: Path) -> Knowledge:
        """What is known in a folder: the built-in pages and the nearest `.blueprint/rules` above it."""
        for above in (folder, *folder.parents):
            if (above / TEAM_FOLDER).is_dir():
                return load(above / TEAM_FOLDER)
        return load()

    def open(self, path: Path, text: Text) -> None:
        """Take a document into the editor's hands; one that is too large is held, and not looked into."""
        if len(text.data) > LARGEST:
            self._hold(path, text, parse(Text(b"")))
            self._unread[path] = Unread(path, _too_large(len(text.data)))
        else:
            self._hold(path, text, parse(text))

    def change(self, path: Path, text: Text, edit: Edit) -> None:
        """An open document after one edit; only what the edit touched is parsed again."""
        if path in self._unread or len(text.data) > LARGEST:
            self.open(path, text)
        else:
            self._hold(path, text, reparse(self._open[path].tree, text, edit))

    def close(self, path: Path) -> None:
        """Give a document back to the disk."""
        if self._open.pop(path, None):
            self._unread.pop(path, None)

    def text(self, path: Path) -> Text | None:
        """The text of an open document, whatever its size, or of one on disk that can be read."""
        held = self._open.get(path) or self._read(path)
        return held.text if held else None

    def document(self, path: Path) -> Document | None:
        """A document, open or on disk; None where there is no readable one."""
        held = self._open.get(path)
        if held:
            return None if path in self._unread else held
        return self._read(path)

    def refresh(self) -> None:
        """Look at the disk anew: files may have come or gone."""
        self._disk = {path: kept for path, kept in self._disk.items() if path.is_file()}
        self._surveyed = False

    def reload(self) -> None:
        """Read the pages anew, and all that was read in their light."""
        load.cache_clear()
        self.refresh()
        self._disk.clear()
        self._judged.clear()
        for path, held in [*self._open.items()]:
            self.open(path, held.text)

    def folders(self) -> list[Path]:
        """Every folder beneath the roots that has a blueprint."""
        found = {path.parent for root in self.roots for path in _blueprint_files(root)}
        return sorted(found | {path.parent for path in self._open})

    def case(self, folder: Path) -> Case:
        """The blueprint of a folder, ready to be judged or asked."""
        return self._current(folder).case

    def verdict(self, folder: Path) -> Verdict:
        """The findings of a folder's blueprint; kept until one of its documents changes."""
        return self._current(folder).verdict

    def reported(self, folder: Path) -> Sequence[Finding]:
        """The findings of a folder's blueprint that no baseline knows."""
        judged = self._current(folder)
        return baseline.unknown(judged.verdict, judged.case, self.known(folder, judged.case.blueprint))

    def known(self, folder: Path, blueprint: Blueprint | None) -> frozenset[str]:
        """The fingerprints that the baselines for a folder know."""
        own = baseline.named(blueprint) if blueprint else None
        given = self.baseline
        return baseline.known_to(own, *(root / given for root in self.roots if given and folder.is_relative_to(root)))

    def dependents(self, folder: Path) -> list[Path]:
        """The folders judged so far whose blueprints extend this folder's, or try to."""
        return [other for other, judged in self._judged.items() if _extends(judged.case.blueprint, folder)]

    def _current(self, folder: Path) -> _Judged:
        resolved = layers.resolve(folder, self._documents)
        documents = tuple(document for layer in resolved.documents for document in layer)
        unread = tuple(self._unread[path] for path in sorted(self._names(folder) & self._unread.keys()))
        complete, today = not self._is_base(folder), date.today()
        key = documents, unread, complete, today
        kept = self._judged.get(folder)
        if kept and kept.key == key:
            return kept
        if kept:
            kept.case.blueprint.release()
        knowledge = self.knowledge(folder)
        blueprint = Blueprint(folder, resolved, knowledge.vocabulary)
        case = Case(blueprint, knowledge, today, complete, unread)
        judged = self._judged[folder] = _Judged(key, case, judge(case))
        return judged

    def _is_base(self, folder: Path) -> bool:
        """Whether another blueprint of the workspace extends this one: then it need not be complete."""
        if not self._surveyed:
            self._surveyed = True
            for other in self.folders():
                self._documents(other)
        for kept in (*self._open.values(), *(found.document for found in self._disk.values())):
            if kept.path.parent == folder:
                continue
            for document, _, written in layers.extends([kept]):
                if Path(document.path.parent, written).resolve() == folder:
                    return True
        return False

    def _documents(self, folder: Path) -> Sequence[Document]:
        found = (self.document(path) for path in sorted(self._names(folder)))
        return [document for document in found if document]

    def _names(self, folder: Path) -> set[Path]:
        return {path for path in self._open if path.parent == folder} | set(_listed(folder))

    def _hold(self, path: Path, text: Text, tree: File) -> None:
        vocabulary = self.knowledge(path.parent).vocabulary
        self._open[path] = Document.of(path, text, tree, vocabulary)
        self._unread.pop(path, None)

    def _read(self, path: Path) -> Document | None:
        try:
            status = path.stat()
            stamp = (status.st_size, status.st_mtime_ns)
            kept = self._disk.get(path)
            if kept and kept.stamp == stamp:
                return kept.document
            if status.st_size > LARGEST:
                self._refuse(path, _too_large(status.st_size))
                return None
            data = path.read_bytes()
            data.decode()
        except UnicodeDecodeError as error:
            self._refuse(path, _not_utf8(error))
            return None
        except OSError as error:
            self._refuse(path, _dangling(path) if path.is_symlink() else f"The file cannot be read: {error.strerror}")
            return None
        text = Text(data)
        vocabulary = self.knowledge(path.parent).vocabulary
        document = Document.of(path, text, parse(text), vocabulary)
        self._unread.pop(path, None)
        self._disk[path] = _Kept(stamp, document)
        return document

    def _refuse(self, path: Path, reason: str) -> None:
        self._disk.pop(path, None)
        if path.is_file() or path.is_symlink():
            self._unread[path] = Unread(path, reason)
        else:
            self._unread.pop(path, None)


def project_of(folder: Path) -> Path:
    """The workspace that a folder is a part of: the nearest one at or above it that holds a blueprint, in itself or in
    a folder of its own, no further than the root of the repository; itself where there is none.
    """
    repository = repository_root(folder)
    if repository is None:
        return folder
    for above in (folder, *folder.parents):
        if _holds_one(above):
            return above
        if above == repository:
            break
    return folder


def _holds_one(folder: Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            below = [folder / entry.name for entry in entries if entry.name not in IGNORED and entry.is_dir()]
    except OSError:
        return False
    return any(True for place in (folder, *below) for _ in _listed(place))


def _extends(blueprint: Blueprint, folder: Path) -> bool:
    bases = (documents[0].path.parent for documents in blueprint.layers[1:] if documents)
    return folder in bases or any(fault.target == folder for fault in blueprint.base_faults)


def _not_utf8(error: UnicodeDecodeError) -> str:
    line = error.object.count(b"\n", 0, error.start) + 1
    return f"The file is not UTF-8 text: byte 0x{error.object[error.start]:02x} on line {line}; save it as UTF-8"


def _dangling(path: Path) -> str:
    return f"The file cannot be read: it is a link to `{os.readlink(path)}`, which is not there or may not be read"


def _too_large(size: int) -> str:
    shown, limit = size / 1_000_000, LARGEST // 1_000_000
    return f"The file has {shown:.1f} MB, more than the {limit} MB that a blueprint may have: split it by section"


def _listed(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            yield from (folder / entry.name for entry in entries if entry.name.endswith(SUFFIX) and _is_meant(entry))
    except OSError:
        return


def _is_meant(entry: os.DirEntry[str]) -> bool:
    """Whether a file is to be read, a link that leads nowhere among them; an editor's lock beside a file is none."""
    return entry.is_file() or (entry.is_symlink() and not entry.is_dir() and not entry.name.startswith("."))


def _blueprint_files(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
        return
    for directory, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in IGNORED)
        yield from (Path(directory, name) for name in sorted(names) if name.endswith(SUFFIX))
