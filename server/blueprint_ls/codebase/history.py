"""The files of a repository as they were at a revision, read from git's own objects.

Nothing is checked out and nothing of the repository is run: no hook, no filter, no pager, no external diff. Only
commands that read objects are called, and none that looks at the work tree.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60
"""Seconds that one command of git may take."""
_QUIET = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never")
_LARGEST = 2_000_000
"""Bytes of a file; the same as for one on the disk."""


class NoHistory(Exception):  # noqa: N818
    """The revision cannot be read; the message says why, and what helps."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit of a repository."""

    root: Path
    """The folder of the work tree."""
    asked: str
    """As it was named: `main~3`."""
    commit: str
    """Its full hash."""

    def files(self, folder: Path, suffix: str) -> dict[str, bytes]:
        """The files of that suffix that lay directly in a folder, by name; none where there was no such folder."""
        if not folder.is_relative_to(self.root):
            return {}
        where = folder.relative_to(self.root).as_posix()
        tree = f"{self.commit}:{'' if where == '.' else where}"
        listed = _git(self.root, "ls-tree", "-z", tree)
        found = {}
        for entry in listed.stdout.split(b"\0") if listed.returncode == 0 else ():
            kind, _, name = entry.decode(errors="surrogateescape").partition("\t")
            mode, _, blob = (*kind.split(" "), "", "")[:3]
            if name.endswith(suffix) and mode in ("100644", "100755"):
                found[name] = self._content(blob, name)
        return found

    def formerly(self, folder: Path, suffix: str) -> Path | None:
        """The folder that most files of a folder were moved from, committed since; None where they were not."""
        limits = ("--find-renames", "--diff-filter=R", "--name-status", "-r", "-z", "--no-ext-diff")
        found = _git(self.root, "diff-tree", *limits, self.commit, "HEAD", "--")
        parts = found.stdout.decode(errors="surrogateescape").split("\0")
        moves = [
            (self.root / old).parent
            for old, new in zip(parts[1::3], parts[2::3], strict=False)
            if new.endswith(suffix) and (self.root / new).parent == folder
        ]
        others = [old for old in moves if old != folder]
        return max(others, key=others.count) if others else None

    def _content(self, blob: str, name: str) -> bytes:
        size = _git(self.root, "cat-file", "-s", blob)
        if size.returncode or int(size.stdout) > _LARGEST:
            raise NoHistory(f"`{name}` as it was at `{self.asked}` cannot be read: {_reason(size)}")
        found = _git(self.root, "cat-file", "blob", blob)
        if found.returncode:
            raise NoHistory(f"`{name}` as it was at `{self.asked}` cannot be read: {_reason(found)}")
        return found.stdout


def revision(folder: Path, asked: str) -> Revision:
    """The commit that a name stands for in the repository of a folder; `NoHistory` where there is none."""
    if shutil.which("git") is None:
        raise NoHistory("`git` is not installed, and what changed since a revision is read by it")
    top = _git(folder, "rev-parse", "--show-toplevel")
    if top.returncode:
        raise NoHistory(f"`{folder}` lies in no git repository that can be read: {_reason(top)}")
    root = Path(os.fsdecode(top.stdout.rstrip(b"\n"))).resolve()
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{asked}^{{commit}}")
    commit = found.stdout.decode().strip()
    if found.returncode or not commit:
        raise NoHistory(_unknown(root, asked))
    return Revision(root, asked, commit)


def _unknown(root: Path, asked: str) -> str:
    if _git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        return f"this clone is shallow and has no `{asked}`: `git fetch --unshallow`, or `fetch-depth: 0` in CI"
    if _git(root, "rev-parse", "--verify", "--quiet", "HEAD").returncode:
        return "the repository has no commit yet: there is nothing to compare with"
    near = [name for name in _names(root) if name.endswith(f"/{asked}")]
    hint = f"did you mean `{near[0]}`?" if near else "name a commit, a branch or a tag, such as `main` or `HEAD~1`"
    return f"git knows no revision `{asked}`: {hint}"


def _names(root: Path) -> Iterator[str]:
    yield from _git(root, "for-each-ref", "--format=%(refname:short)").stdout.decode(errors="replace").split()


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    quiet = {
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_PAGER": "cat",
        "LC_ALL": "C",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "--no-pager", *_QUIET, *arguments]
    try:
        return subprocess.run(
            command, cwd=folder, env={**kept, **quiet}, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise NoHistory(f"`git {arguments[0]}` did not answer in {PATIENCE} seconds") from None


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode(errors="replace").strip().split("\n")
    return lines[0].removeprefix("fatal: ") or "git says nothing about it"
