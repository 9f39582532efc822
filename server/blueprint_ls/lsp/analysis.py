"""The analyser of code, which runs in a process of its own: started when there is code, and started anew if it dies."""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import subprocess
import sys
import threading
from asyncio import AbstractEventLoop, Future, TimerHandle
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2s
from pathlib import Path
from typing import Any, BinaryIO, cast

from blueprint_ls.editor.analysis.told import Told
from blueprint_ls.editor.analysis.wire import Message, receive, send
from blueprint_ls.judge.finding import Finding

logger = logging.getLogger(__name__)
PAUSE = 0.06
"""Seconds without a keystroke after which code is judged."""
LONG_PAUSE = 0.3
"""The same for blueprints, which put more in doubt."""
PATIENCE = 0.8
"""Seconds that a client which asks for diagnostics is kept waiting for those of the present text."""
Listener = Callable[[Message], None]


class Analysis:
    """What the server knows of code, and the way to learn more. All of it belongs to the server's one thread."""

    def __init__(self, heard: Listener) -> None:
        self.heard = heard
        """Told of every message that changes what is known."""
        self.facts: dict[Path, dict[tuple[str, str], Told]] = {}
        """What the code shows of the blocks of each folder's blueprint."""
        self._found: dict[Path, bytes] = {}
        """The findings of each file, pickled: most of them nobody looks at."""
        self._process: subprocess.Popen[bytes] | None = None
        self._loop: AbstractEventLoop | None = None
        self.roots: list[Path] = []
        """The workspaces that are judged."""
        self._baseline: Path | None = None
        self._texts: dict[Path, tuple[bytes, int]] = {}
        self._sent: dict[Path, int] = {}
        self._judged: dict[Path, int] = {}
        self._stamp = 0
        self._timers: dict[Path, TimerHandle] = {}
        self._answers: dict[int, Future[Any]] = {}
        self._waiting: dict[Path, list[Future[None]]] = {}
        self._restarts = 1

    @property
    def is_running(self) -> bool:
        """Whether there is a process."""
        return self._process is not None

    # -------------------------------------------------------------------------------------------------------- files

    def serve(self, roots: Iterable[Path]) -> None:
        """Judge some workspaces; the process is started if it is not there yet."""
        added = [root for root in roots if root not in self.roots]
        self.roots += added
        if self._process is None:
            self._start()
        else:
            for root in added:
                self._send(("workspace", root))
                for path in [path for path in self._texts if path.is_relative_to(root)]:
                    self._sent.pop(path, None)
                    self._flush(path)

    def put_up_with(self, baseline: Path | None) -> None:
        """Leave out what a baseline knows, whose path counts from each workspace."""
        if baseline != self._baseline:
            self._baseline = baseline
            self._send(("baseline", baseline))

    def forget(self, roots: Iterable[Path]) -> None:
        """Let workspaces go."""
        for root in [root for root in roots if root in self.roots]:
            self.roots.remove(root)
            self._send(("forget", root))
            self._found = {path: found for path, found in self._found.items() if not path.is_relative_to(root)}

    def calm(self, root: Path) -> None:
        """Leave alone the files of a workspace that nobody has open."""
        self._send(("calm", root))

    def hold(self, path: Path, data: bytes, pause: float = PAUSE) -> None:
        """Take an open file's text; it is sent on once nothing has come for a while."""
        self._stamp += 1
        self._texts[path] = data, self._stamp
        if self._process is not None and self._loop is not None:
            self._cancel(path)
            self._timers[path] = self._loop.call_later(pause, self._flush, path)

    def release(self, path: Path) -> None:
        """Give a file back to the disk."""
        self._cancel(path)
        if self._texts.pop(path, None):
            self._judged.pop(path, None)
            self._stamp += 1
            self._send(("text", path, None, self._stamp))

    def disk(self, paths: Iterable[Path]) -> None:
        """Files have changed on the disk."""
        self._send(("disk", list(paths)))

    # ---------------------------------------------------------------------------------------------------- questions

    @property
    def paths(self) -> list[Path]:
        """The files that have findings."""
        return sorted(path for path, found in self._found.items() if found)

    def findings(self, path: Path) -> Sequence[Finding]:
        """The findings of a file."""
        found: Sequence[Finding] = pickle.loads(self._found[path]) if self._found.get(path) else ()
        return found

    def result_id(self, path: Path) -> str:
        """Names the findings of a file."""
        return blake2s(self._found.get(path, b""), digest_size=8).hexdigest()

    def is_current(self, path: Path) -> bool:
        """Whether what is known of an open file is about its present text."""
        return path in self._texts and self._judged.get(path) == self._texts[path][1]

    async def settle(self, path: Path) -> None:
        """Wait until an open file is judged as it is now, but not for long."""
        if self._process is None or self.is_current(path) or self._loop is None:
            return
        self._flush(path)
        waiting: Future[None] = self._loop.create_future()
        self._waiting.setdefault(path, []).append(waiting)
        await asyncio.wait([waiting], timeout=PATIENCE)

    async def ask(self, name: str, path: Path, *arguments: Any) -> Any:
        """What the analyser says of a place; None where it is not there."""
        if self._process is None or self._loop is None:
            return None
        self._flush(path)
        self._stamp += 1
        answer = self._answers[self._stamp] = self._loop.create_future()
        self._send(("ask", self._stamp, path, name, arguments))
        return await answer

    # ------------------------------------------------------------------------------------------------------ process

    def stop(self) -> None:
        """End the process; one that does not go by itself is made to."""
        process, self._process = self._process, None
        if process is None or process.stdin is None:
            return
        try:
            process.stdin.close()
            process.wait(1.0)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()

    def _start(self) -> None:
        self._loop = asyncio.get_running_loop()
        source = str(Path(__file__).resolve().parents[2])
        modules = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "blueprint_ls.editor.analysis.process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": modules},
                start_new_session=True,
            )
        except OSError as error:
            logger.error("code is not judged, for the analyser cannot be started: %s", error)
            return
        assert self._process.stdout
        threading.Thread(target=self._listen, args=(self._process.stdout, self._loop), daemon=True).start()
        self._send(("baseline", self._baseline))
        for root in self.roots:
            self._send(("workspace", root))
        for path in self._texts:
            self._flush(path)

    def _listen(self, stream: BinaryIO, loop: AbstractEventLoop) -> None:
        """Runs in a thread of its own, which does nothing but wait."""
        while (message := _receive(stream)) is not None:
            loop.call_soon_threadsafe(self._take, message)
        stream.close()
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._ended)

    def _take(self, message: Message) -> None:
        kind, *rest = message
        if kind == "findings":
            self._found.update(rest[0])
        elif kind == "judged":
            self._judged[rest[0]] = rest[1]
            if self.is_current(rest[0]):
                _release(self._waiting.pop(rest[0], []))
        elif kind == "told":
            self.facts.update(rest[1] or {})
        elif kind == "answer":
            answer = self._answers.pop(rest[0], None)
            if answer is not None and not answer.done():
                answer.set_result(rest[1])
        self.heard(message)

    def _ended(self) -> None:
        """The process has gone: once, and another takes its place; nothing that is open is lost."""
        if self._process is None:
            return
        code = self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        self._process = None
        self._judged.clear()
        self._sent.clear()
        for answer in self._answers.values():
            if not answer.done():
                answer.set_result(None)
        self._answers.clear()
        for waiting in self._waiting.values():
            _release(waiting)
        self._waiting.clear()
        if self._restarts:
            self._restarts -= 1
            logger.error("the analyser of code ended (%s) and is started anew", code)
            self._start()
        else:
            logger.error("the analyser of code ended again (%s): code is not judged any more", code)

    def _flush(self, path: Path) -> None:
        if path in self._texts:
            self._cancel(path)
            data, stamp = self._texts[path]
            if self._sent.get(path) != stamp:
                self._sent[path] = stamp
                self._send(("text", path, data, stamp))

    def _cancel(self, path: Path) -> None:
        timer = self._timers.pop(path, None)
        if timer is not None:
            timer.cancel()

    def _send(self, message: Message) -> None:
        if self._process is None or self._process.stdin is None:
            return
        try:
            send(cast("BinaryIO", self._process.stdin), message)
        except (OSError, ValueError):
            logger.debug("the analyser does not listen")


def _receive(stream: BinaryIO) -> Message | None:
    try:
        return receive(stream)
    except (OSError, ValueError, EOFError, pickle.UnpicklingError):
        return None


def _release(waiting: Sequence[Future[None]]) -> None:
    for one in waiting:
        if not one.done():
            one.set_result(None)
