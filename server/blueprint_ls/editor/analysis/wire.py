"""What goes between the server and the analyser's process: pickled tuples, each with its length before it.

To the analyser
    ("workspace", root)                     judge a workspace
    ("forget", root)                        let it go
    ("baseline", path or None)              findings that are known, beside those that headers name; from each root
    ("calm", root)                          leave alone what nobody has open
    ("text", path, bytes or None, stamp)    an open file's text; None once it is closed
    ("disk", paths)                         files that changed on the disk
    ("ask", number, path, name, arguments)
    ("stop",)
From it
    ("begin", root) · ("progress", root, done, total, what) · ("settled", root)
    ("told", root, {folder: facts})         what the code shows of the blocks of each blueprint
    ("findings", {path: findings, pickled})
    ("judged", path, stamp)                 all is known of an open file as it was with this stamp
    ("answer", number, value)

A stamp tells a text from later ones. Loading this costs a server nothing that it has not loaded already.
"""

from __future__ import annotations

import pickle
import struct
from typing import Any, BinaryIO

Message = tuple[Any, ...]
_LENGTH = struct.Struct(">I")


def send(stream: BinaryIO, message: Message) -> None:
    """Write one message."""
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def receive(stream: BinaryIO) -> Message | None:
    """Read one message, waiting for it; None at the end."""
    body = receive_bytes(stream)
    if body is None:
        return None
    message: Message = pickle.loads(body)
    return message


def receive_bytes(stream: BinaryIO) -> bytes | None:
    """The same, as it came."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    size = _LENGTH.unpack(head)[0]
    body = stream.read(size)
    return body if len(body) == size else None
