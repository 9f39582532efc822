"""Starts the server as fast as may be: it is imported, warmed up and told where its client is."""

from __future__ import annotations

import gc
import importlib.util
import io
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from blueprint_ls.lsp.server import BlueprintServer

_OPENSSL = ("ssl", "_hashlib")
"""What loads it. `asyncio` and `hashlib` do without where a Python was built without it."""


def serve(host: str | None = None, port: int = 0) -> int:
    """Serve one client on stdio, or on TCP when a host is given; the exit code that the protocol asks for."""
    with _young_collected(), _without_openssl():
        server = _create()
        from blueprint_ls.lsp import stdio
    logging.basicConfig(stream=sys.stderr, level=os.environ.get("BLUEPRINT_LOG", "WARNING").upper())
    logging.getLogger("pygls").setLevel(logging.ERROR)
    if host is not None:
        server.start_tcp(host, port)
    else:
        stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
        sys.stdout = io.TextIOWrapper(sys.stderr.buffer, line_buffering=True)  # a stray print must not reach the client
        stdio.serve(server, stdin, stdout)
    server.analysis.stop()
    return 0 if server.protocol._shutdown else 1


def _create() -> BlueprintServer:
    """The server, with the pages read."""
    from blueprint_ls.lsp.compiled import kept_compilations

    with kept_compilations():
        from blueprint_ls.lsp.server import create

        server = create()
    from blueprint_ls.knowledge.load import load

    load()
    return server


@contextmanager
def _young_collected() -> Iterator[None]:
    """While all is imported and read, only what was made just now is looked over for garbage: making classes leaves
    seven megabytes. What is there at the end stays, and walking over it again and again would hold up a keystroke by
    40 ms now and then. Later the collector comes once in a few keystrokes.
    """
    gc.set_threshold(5_000, 1_000, 1_000)
    try:
        yield
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(10_000, 10, 10)


@contextmanager
def _without_openssl() -> Iterator[None]:
    """What is imported in here loads no OpenSSL: five megabytes for a client that is never met over TLS."""
    built_in = all(importlib.util.find_spec(name) for name in ("_md5", "_sha1", "_blake2"))
    hidden = [name for name in _OPENSSL if built_in and name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None makes an import fail
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
