"""Standard input and output: one thread waits for input, and the loop is woken once for all that came together."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from asyncio import AbstractEventLoop, IncompleteReadError, StreamReader
from typing import TYPE_CHECKING, BinaryIO

from pygls.io_ import StdoutWriter, run_async

if TYPE_CHECKING:
    from blueprint_ls.lsp.server import BlueprintServer

logger = logging.getLogger(__name__)
_CHUNK = 1 << 16
_LONGEST_LINE = 1 << 30
"""Of a header; what is longer is no client's."""
_STEPS = 3
"""Turns of the loop after which a client's answer has reached who asked: it passes through two futures."""


def serve(server: BlueprintServer, stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Serve until the client says goodbye, or goes."""
    server.protocol.set_writer(StdoutWriter(stdout))
    try:
        asyncio.run(_listen(server, stdin))
    except (BrokenPipeError, IncompleteReadError):
        logger.error("the client has gone")
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.shutdown()  # type: ignore[no-untyped-call]


async def _listen(server: BlueprintServer, stdin: BinaryIO) -> None:
    reader = _Turns(_LONGEST_LINE)
    threading.Thread(
        target=_feed, args=(stdin.fileno(), reader, asyncio.get_running_loop()), name="stdin", daemon=True
    ).start()
    await run_async(
        stop_event=server.begin(),
        reader=reader,
        protocol=server.protocol,
        logger=logger,
        error_handler=server.report_server_error,
    )


class _Turns(StreamReader):
    """Hands messages out in turns: what one has set going is heard before the one behind it is read."""

    async def readexactly(self, n: int) -> bytes:
        for _ in range(_STEPS):
            await asyncio.sleep(0)
        return await super().readexactly(n)


def _feed(descriptor: int, reader: StreamReader, loop: AbstractEventLoop) -> None:
    """Read from the descriptor itself: a thread that waited in a buffered file would hold up the end of Python."""
    try:
        while data := os.read(descriptor, _CHUNK):
            loop.call_soon_threadsafe(reader.feed_data, data)
        loop.call_soon_threadsafe(reader.feed_eof)
    except (OSError, RuntimeError):
        logger.debug("nobody listens any more")
