"""How often the garbage collector comes where much is made and nearly all of it stays."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """Let it come once in 200 000 objects: in a walk over a repository it finds nothing, and takes a tenth of it."""
    gc.set_threshold(200_000, 20, 1_000)
