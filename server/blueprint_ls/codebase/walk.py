"""Every file of a workspace that a person would call theirs, and a word on what was left out."""

from __future__ import annotations

import os
import stat
from itertools import islice
from pathlib import Path

import msgspec

from blueprint_ls.codebase.ignores import IgnoreFile
from blueprint_ls.codebase.kinds import ANALYSED, SCHEMAS, SCRIPTS, kind_of, role_of

# fmt: off
TOOLS = frozenset({
    ".git", ".hg", ".svn", ".jj", "node_modules", "bower_components", ".next", ".nuxt", ".turbo", ".nx", ".cache",
    ".parcel-cache", ".yarn", ".pnpm-store", ".vercel", ".netlify", ".svelte-kit", ".output", ".wrangler",
    ".serverless", ".aws-sam", ".terraform", ".venv", "__pycache__", ".nyc_output", ".docusaurus", ".angular",
    ".expo", ".react-router", ".contentlayer", ".idea", ".gradle",
})
# fmt: on
"""Folders that tools fill, wherever they stand."""
OUTPUTS = frozenset({"dist", "build", "out", "coverage", "vendor", "storybook-static"})
"""Folders that tools fill where they stand beside a `package.json`; `src/build` is somebody's source."""


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One file as the walk met it."""

    kind: str
    role: str
    """`source`, `test`, `script`, `generated` or `config`."""
    size: int
    stamp: tuple[int, int] = (0, 0)
    """When its bytes and when its place in the file system last changed, in nanoseconds."""


def entry_of(path: str, size: int, stamp: tuple[int, int] = (0, 0)) -> Entry:
    """The entry of a file, all but its size and stamp told by its path."""
    folder, _, name = path.rpartition("/")
    kind = kind_of(name, folder)
    return Entry(kind, role_of(path, kind), size, stamp)


class Walk:
    """What one walk over a workspace found."""

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.realpath(root))
        self.files: dict[str, Entry] = {}
        """By path from the root, with `/`, in the order of paths."""
        self.links: dict[str, str] = {}
        """Links that lead elsewhere inside the root: from where, to where."""
        self.left_out: dict[str, str] = {}
        """What a person would expect to be read and is not: path, or folder, and why."""
        self._rules: dict[str, _Rules] = {}
        self._pending_links: list[str] = []

    def run(self) -> Walk:
        """Walks; may be called once."""
        above = _rules_above(self.root)
        self._descend("", str(self.root), above)
        while self._pending_links:
            self._follow(self._pending_links.pop())
        self.files = dict(sorted(self.files.items()))
        return self

    def leaves_out(self, path: str) -> bool:
        """Whether a file that came later would have been left out of this walk."""
        rules = self._rules.get("")
        folder = ""
        *folders, name = path.split("/")
        for part in folders:
            parent, folder = folder, f"{folder}/{part}" if folder else part
            if rules is None or self._refuses(rules, folder, part, self._is_package(parent)):
                return True
            rules = self._rules.get(folder, rules)
        return rules is None or rules.decide(path, name, is_folder=False) is True

    def _descend(self, folder: str, absolute: str, rules: _Rules) -> None:
        pending = [(folder, absolute, rules)]
        while pending:
            folder, absolute, rules = pending.pop()
            try:
                with os.scandir(absolute) as listing:
                    found = list(listing)
            except OSError as error:
                self.left_out[folder or "."] = f"the folder cannot be read: {error.strerror}"
                continue
            rules = self._rules[folder] = rules.below(folder, found)
            pending += self._take(folder, found, rules)

    def _take(self, folder: str, found: list[os.DirEntry[str]], rules: _Rules) -> list[tuple[str, str, _Rules]]:
        """Keeps the files of one folder; gives the folders to walk next."""
        prefix = f"{folder}/" if folder else ""
        is_package = not folder or any(entry.name == "package.json" for entry in found)
        below = []
        for entry in found:
            path = prefix + entry.name
            if not path.isascii() and not _is_text(path):
                self.left_out[os.fsencode(path).decode("utf-8", "replace")] = "the file's name is not UTF-8"
            elif entry.is_symlink():
                if rules.decide(path, entry.name, is_folder=False) is not True and entry.name not in TOOLS:
                    self._pending_links.append(path)
            elif entry.is_dir(follow_symlinks=False):
                if not self._refuses(rules, path, entry.name, is_package):
                    below.append((path, entry.path, rules))
            elif rules.decide(path, entry.name, is_folder=False) is not True:
                self._keep(path, folder, entry)
        return below

    def _keep(self, path: str, folder: str, entry: os.DirEntry[str] | _Linked) -> None:
        kind = kind_of(entry.name, folder)
        try:
            status = entry.stat()
        except OSError as error:
            if kind in ANALYSED:
                self.left_out[path] = f"the file cannot be looked at: {error.strerror}"
            return
        if stat.S_ISREG(status.st_mode):
            stamp = (status.st_mtime_ns, status.st_ctime_ns)
            self.files[path] = Entry(kind, role_of(path, kind), status.st_size, stamp)
        elif kind in ANALYSED:
            self.left_out[path] = "this is no regular file"

    def _refuses(self, rules: _Rules, path: str, name: str, is_package: bool) -> bool:
        """Whether a folder is not walked into; an output folder that is under version control is worth a word."""
        decided = rules.decide(path, name, is_folder=True)
        if decided is not None and (decided or rules.own_word(path, name) is False):
            return decided
        if name in TOOLS:
            return True
        if name in OUTPUTS and is_package:
            if _holds_scripts(self.root / path):
                self.left_out[path] = (
                    "taken for the output of a tool: rename it, or take it in with `!` in .blueprintignore"
                )
            return True
        return False

    def _is_package(self, folder: str) -> bool:
        return not folder or f"{folder}/package.json" in self.files

    def _follow(self, path: str) -> None:
        """Follows a link that stays inside the root, where its end has not been walked under its own name."""
        real = os.path.realpath(self.root / path)
        try:
            target = Path(real).relative_to(self.root).as_posix()
        except ValueError:
            if os.path.isdir(real) or kind_of(os.path.basename(path)) in ANALYSED:
                self.left_out[path] = "the link leads outside the workspace"
            return
        if target in self.files or target in self._rules or target == ".":
            self.links[path] = "" if target == "." else target
        elif os.path.isdir(real):
            self._follow_folder(path, target, real)
        elif os.path.isfile(real):
            self._keep(path, path.rpartition("/")[0], _Linked(path.rpartition("/")[2], real))
        elif kind_of(os.path.basename(path)) in SCRIPTS | SCHEMAS:
            self.left_out[path] = "the link leads nowhere"

    def _follow_folder(self, path: str, target: str, real: str) -> None:
        parts = target.split("/")
        if not TOOLS.isdisjoint(parts):
            return
        if path.startswith(target + "/"):
            return  # it leads to a folder that it stands in
        self.links[target] = path
        rules = self._rules.get(path.rpartition("/")[0]) or self._rules[""]
        self._descend(path, real, rules)


class _Linked:
    """The end of a link, seen as the walk sees its other files."""

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        self.path = path

    def stat(self) -> os.stat_result:
        return os.stat(self.path)


class _Rules:
    """The ignore files that speak of one folder, from the weakest to the strongest."""

    __slots__ = ("git", "own")

    def __init__(self, git: tuple[IgnoreFile, ...], own: tuple[IgnoreFile, ...]) -> None:
        self.git = git
        self.own = own

    def below(self, folder: str, found: list[os.DirEntry[str]]) -> _Rules:
        """These, and what the folder's own ignore files add."""
        git, own = self.git, self.own
        base = f"{folder}/" if folder else ""
        for entry in found:
            if entry.name == ".gitignore" and entry.is_file(follow_symlinks=False):
                git = (*git, *_read(base, entry.path))
            elif entry.name == ".blueprintignore" and entry.is_file():
                own = (*own, *_read(base, entry.path))
        return self if git is self.git and own is self.own else _Rules(git, own)

    def decide(self, path: str, name: str, is_folder: bool) -> bool | None:
        """Whether a path is left out: a project's own word first, then git's."""
        for file in reversed(self.own):
            decided = file.decide(path, name, is_folder)
            if decided is not None:
                return decided
        for file in reversed(self.git):
            decided = file.decide(path, name, is_folder)
            if decided is not None:
                return decided
        return None

    def own_word(self, path: str, name: str) -> bool | None:
        """What `.blueprintignore` alone says of a folder."""
        words = (file.decide(path, name, is_folder=True) for file in reversed(self.own))
        return next((word for word in words if word is not None), None)


def _rules_above(root: Path) -> _Rules:
    """What holds before the root's own files: `.git/info/exclude`, and the ignore files of folders above the root."""
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), None)
    if top is None:
        return _Rules((), ())
    git = _read("", top / ".git" / "info" / "exclude", _front(root, top))
    for folder in reversed(root.parents):
        if folder == top or top in folder.parents:
            git += _read("", folder / ".gitignore", _front(root, folder))
    return _Rules(git, ())


def _front(root: Path, folder: Path) -> str:
    """What stands before a path of the workspace when it is told from a folder above: `services/api/`."""
    way = root.relative_to(folder).as_posix()
    return "" if way == "." else f"{way}/"


def _read(base: str, path: str | Path, front: str = "") -> tuple[IgnoreFile, ...]:
    try:
        text = Path(path).read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return ()
    return (IgnoreFile(base, text, front),)


def _holds_scripts(folder: Path) -> bool:
    """Whether a look at the first levels of a folder meets TypeScript that someone wrote."""
    names = [name for _, _, files in islice(os.walk(folder), 20) for name in files]
    return any(kind_of(name) in SCRIPTS - {"javascript"} and not name.endswith(".d.ts") for name in names)


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
