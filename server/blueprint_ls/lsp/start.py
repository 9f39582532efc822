"""Starts the server as fast as may be: it is imported, warmed up and told where its client is."""

from __future__ import annotations

import gc
import io
import logging
import os
import sys

from blueprint_ls.knowledge.load import load
from blueprint_ls.lsp.compiled import kept_compilations


def serve(host: str | None = None, port: int = 0) -> int:
    """Serve one client on stdio, or on TCP when a host is given; the exit code that the protocol asks for."""
    gc.disable()  # until all is imported and read: there is no garbage in that, and much to walk over
    with kept_compilations():
        from blueprint_ls.lsp.server import create

        server = create()
    logging.basicConfig(stream=sys.stderr, level=os.environ.get("BLUEPRINT_LOG", "WARNING").upper())
    logging.getLogger("pygls").setLevel(logging.ERROR)
    _warm_up()
    if host is not None:
        server.start_tcp(host, port)
    else:
        stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
        sys.stdout = io.TextIOWrapper(sys.stderr.buffer, line_buffering=True)  # a stray print must not reach the client
        server.start_io(stdin, stdout)
    server.analysis.stop()
    return 0 if server.protocol._shutdown else 1


def _warm_up() -> None:
    """Read the pages, then tell the collector that what is there now stays: it is spared walking over it
    again and again, which would hold up a keystroke by 40 ms now and then.
    """
    load()
    gc.collect()
    gc.freeze()
    gc.enable()
