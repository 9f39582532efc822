"""The analyser's process: `python -m blueprint_ls.editor.analysis.process`, started and spoken to by the server.

It does one thing at a time. What comes in goes first; then the open files; then the rest of the workspace.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import pickle
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from blueprint_ls.codebase.cache import Cache
from blueprint_ls.codebase.garbage import collect_seldom
from blueprint_ls.editor.analysis import answers, places
from blueprint_ls.editor.analysis.analyser import Analyser
from blueprint_ls.editor.analysis.told import Told
from blueprint_ls.editor.analysis.wire import Message, receive, send

logger = logging.getLogger(__name__)
_OFTEN = 0.1
"""Seconds between two words on progress."""
_REST = 0.7
"""Seconds without a word after which there is time for what nobody waits for."""
_GRACE = 2.0
"""Seconds that are left once the server has gone."""
_NICE = 10
"""How far it steps behind the editor and its server."""


class _LeftError(Exception):
    """Nobody wants this any more."""


class _Workspace:
    """One analyser, and what the server has been told of it."""

    def __init__(self, root: Path, cache: Cache) -> None:
        self.analyser = Analyser(root, cache)
        self.stamps: dict[Path, int] = {}
        """Of each open file's text."""
        self.due: set[Path] = set()
        """Open files of which it has yet to be said that they are judged."""
        self.is_busy = False
        self.is_new = True
        """Whether it has never been judged to its end."""
        self.is_told = True
        """Whether the server knows what the code shows of each block."""


class Process:
    """Serves one server until it goes."""

    def __init__(self, tell: Callable[[Message], None]) -> None:
        self.tell = tell
        self.inbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self.cache = Cache()
        self.workspaces: dict[Path, _Workspace] = {}
        self.baseline: Path | None = None
        self.leaving = threading.Event()
        """Nobody waits for an answer any more, or nobody wants this scan."""
        self._told = 0.0
        self._texts: dict[Path, tuple[bytes | None, int]] = {}

    def run(self) -> None:
        """Serve."""
        while self._listen():
            for root, workspace in [*self.workspaces.items()]:
                self._work(root, workspace)

    # ------------------------------------------------------------------------------------------------------ messages

    def _listen(self) -> bool:
        """Take in what has come; wait where there is nothing else to do. Says whether to go on."""
        wait = not any(workspace.is_busy for workspace in self.workspaces.values())
        untold = [root for root, workspace in self.workspaces.items() if not workspace.is_told]
        while True:
            try:
                message = self.inbox.get(wait, _REST if untold else None)
            except queue.Empty:
                for root in untold if wait else ():
                    self._rest(root, self.workspaces[root])
                break
            wait = False
            if message is None or message[0] == "stop":
                self.cache.close()
                return False
            self._take(message)
        texts, self._texts = self._texts, {}
        for path, (data, stamp) in texts.items():
            self._hold(path, data, stamp)
        return True

    def _take(self, message: Message) -> None:
        kind, *rest = message
        if kind == "workspace":
            self._open(rest[0])
        elif kind == "forget":
            self.workspaces.pop(rest[0], None)
        elif kind == "baseline":
            self._put_up_with(rest[0])
        elif kind == "calm" and rest[0] in self.workspaces:
            self.workspaces[rest[0]].analyser.is_calm = True
        elif kind == "text":
            self._texts[rest[0]] = rest[1], rest[2]  # of several texts of one file the last one counts
        elif kind == "disk":
            for workspace in self.workspaces.values():
                self._guard("files that changed", workspace.analyser.disk, rest[0])
                workspace.is_busy = True
        elif kind == "ask":
            texts, self._texts = self._texts, {}
            for path, (data, stamp) in texts.items():
                self._hold(path, data, stamp)
            self._answer(*rest)

    def _open(self, root: Path) -> None:
        workspace = self.workspaces.setdefault(root, _Workspace(root, self.cache))
        workspace.analyser.put_up_with(self.baseline)
        workspace.is_busy = True

    def _put_up_with(self, baseline: Path | None) -> None:
        self.baseline = baseline
        for workspace in self.workspaces.values():
            self._guard("the baseline", workspace.analyser.put_up_with, baseline)
            workspace.is_busy = True

    def _hold(self, path: Path, data: bytes | None, stamp: int) -> None:
        for root, workspace in self.workspaces.items():
            if path.is_relative_to(root):
                workspace.stamps[path] = stamp
                workspace.due.discard(path) if data is None else workspace.due.add(path)
                self._guard(f"the text of {path}", workspace.analyser.hold, path, data)
                workspace.is_busy = True

    def _answer(self, number: int, path: Path, name: str, arguments: tuple[Any, ...]) -> None:
        value = None
        workspace = self._of(path)
        if workspace is not None and (workspace.analyser.is_scanned or name in answers.WORTH_A_SCAN):
            value = self._guard(name, answers.ANSWERS[name], workspace.analyser, path, *arguments)
        self.tell(("answer", number, value))

    def _of(self, path: Path) -> _Workspace | None:
        """The innermost workspace that holds a file."""
        roots = [root for root in self.workspaces if path.is_relative_to(root)]
        return self.workspaces[max(roots, key=lambda root: len(root.parts))] if roots else None

    # ---------------------------------------------------------------------------------------------------------- work

    def _work(self, root: Path, workspace: _Workspace) -> None:
        """Steps, for as long as nobody says anything."""
        if not workspace.is_busy:
            return
        analyser = workspace.analyser
        if not analyser.is_scanned:
            self._scan(root, workspace)
        while workspace.is_busy and self.inbox.empty():
            workspace.is_busy = bool(self._guard("a step", analyser.step, workspace.is_new))
            done, total = analyser.progress
            if total:
                self._progress(root, done, total, "Data accesses")
            self._report(workspace)
        if not workspace.is_busy:
            if workspace.is_new:
                self._tell_facts(root, workspace)
            workspace.is_told, workspace.is_new = workspace.is_new, False
            self.tell(("settled", root))

    def _rest(self, root: Path, workspace: _Workspace) -> None:
        """Nobody has said anything for a while."""
        if workspace.analyser.is_due and not workspace.analyser.is_calm:
            workspace.is_busy = bool(self._guard("what waits for a rest", workspace.analyser.step))
        else:
            self._tell_facts(root, workspace)

    def _tell_facts(self, root: Path, workspace: _Workspace) -> None:
        """What the code shows of each block: it takes a while, and nobody waits for it."""
        workspace.is_told = True
        self.tell(("told", root, self._guard("what blueprints show", _told, workspace.analyser)))

    def _scan(self, root: Path, workspace: _Workspace) -> None:
        self.tell(("begin", root))
        try:
            workspace.analyser.scan(lambda *how: self._heard(root, *how))
        except _LeftError:
            workspace.is_busy = False
        except Exception:
            logger.exception("%s could not be scanned", root)
            workspace.is_busy = False
        self.leaving.clear()
        _settle_down()

    def _heard(self, root: Path, done: int, total: int, what: str) -> None:
        """Progress of a scan, which ends here when nobody waits for it."""
        if self.leaving.is_set():
            raise _LeftError
        self._progress(root, done, total, what)

    def _progress(self, root: Path, done: int, total: int, what: str) -> None:
        now = time.monotonic()
        if now - self._told > _OFTEN:
            self._told = now
            self.tell(("progress", root, done, total, what))

    def _report(self, workspace: _Workspace) -> None:
        """Say what has come to be known."""
        found = workspace.analyser.take()
        if found:
            self.tell(("findings", {path: pickle.dumps(tuple(findings)) for path, findings in found.items()}))
        for path in [path for path in workspace.due if workspace.analyser.is_judged(path)]:
            workspace.due.discard(path)
            self.tell(("judged", path, workspace.stamps[path]))

    def _guard(self, what: str, action: Callable[..., Any], *arguments: Any) -> Any:
        """What an action gives; a fault in it is logged, and nothing else suffers."""
        try:
            return action(*arguments)
        except Exception:
            logger.exception("%s could not be dealt with", what)
            return None


def _told(analyser: Analyser) -> dict[Path, dict[tuple[str, str], Told]]:
    """What the code shows of the blocks of each blueprint, by its folder."""
    return {folder: places.facts(analyser, folder) for folder in analyser.blueprints.folders()}


def _settle_down() -> None:
    """What is there after a scan stays: the collector need not walk over it again and again."""
    gc.collect()
    gc.freeze()


def main() -> None:
    """Serve on standard input and output; a stray `print` goes to standard error."""
    collect_seldom()
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    with contextlib.suppress(AttributeError, OSError):
        os.nice(_NICE)
    logging.basicConfig(stream=sys.stderr, level=os.environ.get("BLUEPRINT_LOG", "WARNING").upper())
    process = Process(lambda message: send(outgoing, message))
    threading.Thread(target=_read, args=(incoming, process), daemon=True).start()
    with contextlib.suppress(BrokenPipeError):
        process.run()


def _read(incoming: BinaryIO, process: Process) -> None:
    while (message := receive(incoming)) is not None:
        if message[0] == "calm":
            process.leaving.set()
        process.inbox.put(message)
    process.leaving.set()
    process.inbox.put(None)
    time.sleep(_GRACE)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)  # workers that read files must not outlive the one who asked
    os._exit(0)


if __name__ == "__main__":
    main()
