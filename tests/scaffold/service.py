"""A service that generated projects call: it hangs, fails, recovers, and tells what it was sent."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Service)
        self.lock = threading.Lock()
        self.asked: Counter[str] = Counter()
        """Requests so far, by method and path."""
        self.now = self.most = 0
        """Requests under way at once: now, and at most so far."""

    def count(self, request: str) -> int:
        """The how manieth request of its kind this is."""
        with self.lock:
            self.asked[request] += 1
            return self.asked[request]

    def enter(self) -> None:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)

    def leave(self) -> None:
        with self.lock:
            self.now -= 1


class _Service(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.rfile.read(int(self.headers.get("content-length") or 0))
        count = self.server.count(f"{self.command} {path}")
        if path.startswith("/status/"):
            self._answer(int(path.rpartition("/")[2]), "no")
        elif path == "/echo":
            self._answer(200, {"path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()}})
        elif path == "/hang":
            time.sleep(3)
        elif path == "/drip":
            self._drip()
        elif path == "/slow":
            self._slow()
        elif path == "/most":
            self._answer(200, self.server.most)
        elif path == "/fails-twice":
            self._answer(200 if count > 2 else 503, count)
        elif path == "/later":
            self._answer(200 if count > 1 else 429, count, {"Retry-After": "1"})
        elif path == "/redirect":
            self._answer(302, "there", {"Location": "/ok"})
        else:
            self._answer(200, "ok")

    do_POST = do_GET  # noqa: N815

    def _slow(self) -> None:
        self.server.enter()
        time.sleep(0.1)
        self.server.leave()
        self._answer(200, "ok")

    def _drip(self) -> None:
        """An answer that begins at once and never ends."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(30):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.1)

    def _answer(self, status: int, body: object, headers: dict[str, str] | None = None) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Nobody reads a log of it."""

    def handle(self) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has had enough
            super().handle()


@contextmanager
def service() -> Iterator[str]:
    """The service on loopback, with nothing asked of it so far; its address."""
    server = _Server()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
