"""How deep Python may go while code is walked: calls of calls of calls need many frames of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

DEPTH = 12_000
"""Frames; the deepest walks over real repositories took a third of it."""


@contextmanager
def deep() -> Iterator[None]:
    """With room for deep walks; afterwards the limit is what it was."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
