"""A small language client over stdio: what an editor sends, and every message it gets, as plain JSON."""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Params = Any
"""Parameters or a result, as JSON has them."""


class ServerGoneError(Exception):
    """The server closed its end."""


class ResponseError(Exception):
    """The server answered with an error."""

    def __init__(self, error: Mapping[str, Any]) -> None:
        super().__init__(error.get("message"))
        self.code = error.get("code")
        self.message = str(error.get("message"))
        self.data = error.get("data")


@dataclass(frozen=True, slots=True)
class Notice:
    """A notification from the server."""

    method: str
    params: Params
    time: float
    """When it arrived, by `time.perf_counter`."""


@dataclass(eq=False)
class Client:
    """One server process and the conversation with it. It reads only while it waits for something."""

    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    answers: dict[str, Callable[[Params], Params]] = field(default_factory=dict)
    """What it answers to the server's requests, by method; null to all others."""
    notices: list[Notice] = field(default_factory=list)
    """Every notification since the list was last cleared."""
    asked: list[tuple[str, Params]] = field(default_factory=list)
    """The server's requests."""
    capabilities: dict[str, Any] = field(default_factory=dict)
    """The server's, once initialized."""

    def start(self) -> Client:
        """Start the server."""
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            self.command,
            cwd=self.folder,
            env={**os.environ, **self.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
        )
        self._received = bytearray()
        self._results: dict[int, dict[str, Any]] = {}
        self._last_id = 0
        return self

    def initialize(self, capabilities: Mapping[str, Any], **more: Any) -> Params:
        """Shake hands: `initialize`, then `initialized`."""
        folders = [{"uri": self.folder.as_uri(), "name": self.folder.name}]
        params = {"processId": os.getpid(), "rootUri": self.folder.as_uri(), "workspaceFolders": folders, **more}
        result = self.request("initialize", {**params, "capabilities": capabilities})
        self.capabilities = result["capabilities"]
        self.notify("initialized", {})
        return result

    @property
    def encoding(self) -> str:
        """What the server counts characters in."""
        return str(self.capabilities.get("positionEncoding", "utf-16"))

    def notify(self, method: str, params: Params) -> None:
        """Send a notification."""
        self.send({"method": method, "params": params})

    def begin(self, method: str, params: Params) -> int:
        """Send a request; its id, to `wait` for."""
        self._last_id += 1
        self.send({"id": self._last_id, "method": method, "params": params})
        return self._last_id

    def wait(self, identifier: int, timeout: float = 30) -> Params:
        """The result of a request that was begun."""
        self.read_until(lambda: identifier in self._results, timeout)
        answer = self._results.pop(identifier)
        if "error" in answer:
            raise ResponseError(answer["error"])
        return answer.get("result")

    def request(self, method: str, params: Params, timeout: float = 30) -> Params:
        """Ask, and wait for the result."""
        return self.wait(self.begin(method, params), timeout)

    def send(self, message: Mapping[str, Any]) -> None:
        """Send one message."""
        body = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def write(self, data: bytes) -> None:
        """Send bytes as they are."""
        assert self.process.stdin
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[self.process.stdin.write(rest) :]
        except BrokenPipeError:
            raise ServerGoneError from None

    def read_until(self, done: Callable[[], bool], timeout: float = 30) -> None:
        """Handle messages until something holds."""
        end = time.perf_counter() + timeout
        while not done():
            left = end - time.perf_counter()
            if left <= 0:
                raise TimeoutError(f"the server did not answer within {timeout:g} s")
            self._read(left)

    def read_for(self, seconds: float) -> None:
        """Handle what arrives in some time."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)

    def stop(self) -> int:
        """Say goodbye; the server's exit code."""
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.leave()

    def leave(self, timeout: float = 10) -> int:
        """Close the server's input and wait for its end; the exit code."""
        if self.process.stdin is None or self.process.stdin.closed:
            return self.process.returncode
        try:
            self.errors = self.process.communicate(timeout=timeout)[1].decode(errors="replace")
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.errors = self.process.communicate()[1].decode(errors="replace")
        return self.process.returncode

    def _read(self, seconds: float) -> None:
        assert self.process.stdout
        if not select.select([self.process.stdout], [], [], seconds)[0]:
            return
        data = os.read(self.process.stdout.fileno(), 1 << 18)
        if not data:
            raise ServerGoneError
        arrived = time.perf_counter()
        self._received += data
        while (message := self._next()) is not None:
            self._handle(message, arrived)

    def _next(self) -> dict[str, Any] | None:
        head, gap, _ = bytes(self._received[:200]).partition(b"\r\n\r\n")
        if not gap:
            return None
        sizes = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        begin = len(head) + len(gap)
        end = begin + int(sizes[0].partition(b":")[2])
        if len(self._received) < end:
            return None
        body = bytes(self._received[begin:end])
        del self._received[:end]
        found: dict[str, Any] = json.loads(body)
        return found

    def _handle(self, message: dict[str, Any], arrived: float) -> None:
        method, params = message.get("method"), message.get("params")
        if method is None:
            self._results[message["id"]] = message
        elif "id" in message:
            self.asked.append((method, params))
            self.send({"id": message["id"], "result": self.answers.get(method, lambda _: None)(params)})
        else:
            self.notices.append(Notice(method, params, arrived))
