"""Facts at hand: decoded when someone asks, a few kept decoded, the rest as bytes in the cache or in memory."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from blueprint_ls.codebase.cache import Cache
from blueprint_ls.codebase.content import Seen
from blueprint_ls.codebase.facts import FileFacts

_AT_HAND = 4_000_000
"""Bytes of source whose facts stay decoded; their trees take about twenty times as much memory."""
_WAITING = 4_000_000


class _Peek(msgspec.Struct, array_like=True):
    """`FileFacts` with everything but its last field left as it is."""

    kind: str
    module: msgspec.Raw
    models: msgspec.Raw
    captures: msgspec.Raw
    data: msgspec.Raw
    problem: str | None = None


_peek = msgspec.msgpack.Decoder(_Peek)
_decoder = msgspec.msgpack.Decoder(FileFacts)


class Shelf:
    """The facts of one workspace's contents."""

    def __init__(self, cache: Cache | None) -> None:
        self._cache = cache
        self._decoded: dict[bytes, tuple[FileFacts, int]] = {}
        self._weight = 0
        self._waiting: dict[bytes, bytes] = {}
        """Bytes that the cache does not have: yet, or for good where there is none."""
        self._waiting_size = 0

    def take(self, seen: Seen) -> FileFacts | None:
        """The facts of a content; None where they have yet to be found."""
        key = self._key(seen)
        kept = self._decoded.pop(key, None)
        if kept is not None:
            self._decoded[key] = kept  # the latest asked for stands last
            return kept[0]
        facts = _decode(self._waiting.get(key) or (self._cache.facts(key) if self._cache else None))
        if facts is not None:
            self.hold(seen, facts)
        return facts

    def hold(self, seen: Seen, facts: FileFacts) -> None:
        """Keeps decoded facts at hand, and lets go of those nobody asked for longest."""
        self._decoded[self._key(seen)] = (facts, seen.size)
        self._weight += seen.size
        while self._weight > _AT_HAND and len(self._decoded) > 1:
            _, size = self._decoded.pop(next(iter(self._decoded)))
            self._weight -= size

    def put(self, seen: Seen, packed: bytes) -> None:
        """Keeps the bytes of facts."""
        self._waiting[self._key(seen)] = packed
        self._waiting_size += len(packed)
        if self._waiting_size > _WAITING:
            self.flush()

    def missing(self, several: Sequence[Seen]) -> list[Seen]:
        """Those of which nothing is kept."""
        keys = [self._key(seen) for seen in several]
        known = self._cache.known(keys) if self._cache else set()
        return [
            seen
            for seen, key in zip(several, keys, strict=True)
            if key not in known and key not in self._waiting and key not in self._decoded
        ]

    def problem(self, seen: Seen) -> str | None:
        """What the facts kept of a content say was not analysed, without decoding the rest of them."""
        key = self._key(seen)
        kept = self._waiting.get(key) or (self._cache.facts(key) if self._cache else None)
        try:
            return _peek.decode(kept).problem if kept else None
        except msgspec.MsgspecError:
            return None

    def flush(self) -> None:
        """Hands over to the cache what waits for it."""
        if self._cache is not None and self._waiting:
            self._cache.keep(self._waiting.items())
            if self._cache.problem is None:
                self._waiting.clear()
        self._waiting_size = 0

    def refresh(self, several: Sequence[Seen]) -> None:
        """Tells the cache what is still in use."""
        if self._cache is not None:
            self._cache.refresh([self._key(seen) for seen in several])

    def _key(self, seen: Seen) -> bytes:
        return self._cache.key(seen.kind, seen.digest) if self._cache else seen.kind.encode() + b"\0" + seen.digest


def _decode(packed: bytes | None) -> FileFacts | None:
    if packed is None:
        return None
    try:
        return _decoder.decode(packed)
    except (msgspec.MsgspecError, RecursionError):
        return None  # damaged: found anew
