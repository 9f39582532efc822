"""What all parts of a tree have in common."""

from __future__ import annotations

import msgspec


class Node(msgspec.Struct, frozen=True, array_like=True, gc=False, tag=True, tag_field="node"):
    """Anything that stands in a file."""

    start: int
    """The first byte."""
    end: int
    """The byte behind the last."""
