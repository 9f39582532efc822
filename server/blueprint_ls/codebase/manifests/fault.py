"""What is wrong with a manifest, and on which line."""

from __future__ import annotations


class Fault(ValueError):  # noqa: N818
    """A manifest, or a part of it, that cannot be read."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        """Counts from 1."""
