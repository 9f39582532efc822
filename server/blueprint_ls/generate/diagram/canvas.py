"""A sheet of character cells: boxes, lines and texts put where they belong."""

from __future__ import annotations

from collections.abc import Sequence

from blueprint_ls.judge.diagram.cells import clusters, width


class Canvas:
    """Cells that are blank until something is put there."""

    def __init__(self) -> None:
        self.rows: list[dict[int, str]] = []

    def put(self, y: int, x: int, text: str) -> None:
        """Put a text where its first character stands at a column."""
        while len(self.rows) <= y:
            self.rows.append({})
        for cluster, columns in clusters(text):
            self.rows[y].update({x: cluster, **dict.fromkeys(range(x + 1, x + columns), "")})
            x += columns

    def box(self, y: int, x: int, columns: int, texts: Sequence[str], height: int) -> None:
        """A box of so many columns, its texts in the middle of its lines."""
        edge = f"+{'-' * (columns - 2)}+"
        self.put(y, x, edge)
        for at in range(height):
            self.put(y + 1 + at, x, "|")
            self.put(y + 1 + at, x + columns - 1, "|")
        for at, text in enumerate(texts):
            self.put(y + 1 + at, x + (columns - width(text)) // 2, text)
        self.put(y + 1 + height, x, edge)

    def lines(self) -> list[str]:
        """The rows as text, without blanks at their ends."""
        return ["".join(row.get(x, " ") for x in range(max(row, default=-1) + 1)).rstrip() for row in self.rows]
