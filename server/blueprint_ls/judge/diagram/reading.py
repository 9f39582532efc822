"""A picture in plain text, read back: its boxes, and the arrows that lead from one to another.

A box is a rectangle of `+`, `-` and `|`. A line leads along `|` and `-`, turns and branches at `+`, and passes behind
another one where a `-` runs on at both sides of a `|`. It ends in a box, with `v`, `^`, `<` or `>` where it points.
What stands right of a line where it leaves a box, or further along before it turns, is its label.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from blueprint_ls.judge.diagram import notation
from blueprint_ls.judge.diagram.cells import cells

_UP, _DOWN, _LEFT, _RIGHT = (-1, 0), (1, 0), (0, -1), (0, 1)
_ENDS = {"|": (_UP, _DOWN), "-": (_LEFT, _RIGHT), "+": (_UP, _DOWN, _LEFT, _RIGHT)}
_HEADS = {"v": _DOWN, "^": _UP, "<": _LEFT, ">": _RIGHT}
"""Where each arrowhead points."""
Cell = tuple[int, int]
"""A row and a column."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture says."""

    boxes: dict[str, str]
    """What stands below the name in each box, by that name."""
    arrows: frozenset[tuple[str, str, str]]
    """Each arrow's source, target and label."""


def read(text: str) -> Picture:
    """The boxes and arrows of a picture; what is neither is passed over."""
    lines, notes = notation.split_notes(text.expandtabs().splitlines())
    listed = [notation.read_listed(line) for line in lines]
    rows = [cells("" if found else line) for line, found in zip(lines, listed, strict=True)]
    grid = _Grid(rows)
    names = {at: notation.meant(box.name, notes) for at, box in enumerate(grid.boxes)}
    arrows = {(names[one], names[other], notation.meant(label, notes)) for one, other, label in grid.arrows()}
    for starts, label, ends in filter(None, listed):
        pairs = product(starts, ends)
        arrows |= {tuple(notation.meant(part, notes) for part in (*pair, label)) for pair in pairs}  # type: ignore[misc]
    boxes = {names[at]: notation.meant(box.below, notes) for at, box in enumerate(grid.boxes)}
    return Picture(boxes, frozenset(arrows))


@dataclass(frozen=True, slots=True)
class _Box:
    top: int
    left: int
    bottom: int
    right: int
    lines: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.lines[0] if self.lines else ""

    @property
    def below(self) -> str:
        return " ".join(self.lines[1:])


@dataclass(slots=True)
class _Line:
    """All that hangs together between boxes."""

    sources: set[int] = field(default_factory=set)
    targets: set[int] = field(default_factory=set)
    label: str = ""


class _Grid:
    """A picture cell by cell."""

    def __init__(self, rows: list[list[str]]) -> None:
        self.rows = rows
        self.boxes: list[_Box] = []
        self.owner: dict[Cell, int] = {}
        """The box that a cell belongs to."""
        for corner in [(y, x) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell == "+"]:
            box = None if corner in self.owner else self._box(*corner)
            if box:
                spread = product(range(box.top, box.bottom + 1), range(box.left, box.right + 1))
                self.owner.update(dict.fromkeys(spread, len(self.boxes)))
                self.boxes.append(box)

    def at(self, y: int, x: int) -> str:
        """The character in a cell; a blank outside."""
        return self.rows[y][x] if 0 <= y < len(self.rows) and 0 <= x < len(self.rows[y]) else " "

    def _box(self, top: int, left: int) -> _Box | None:
        """The box with this corner; a line may leave its border at a `+`."""
        right = left + 1
        while self.at(top, right) in ("-", "+"):
            bottom = top + 1
            while self.at(bottom, left) in ("|", "+") and self.at(bottom, right) in ("|", "+"):
                if self.at(bottom, left) == self.at(bottom, right) == "+" and self._is_border(bottom, left, right):
                    texts = ("".join(self.rows[y][left + 1 : right]).strip() for y in range(top + 1, bottom))
                    return _Box(top, left, bottom, right, tuple(filter(None, texts))) if bottom > top + 1 else None
                bottom += 1
            right += 1
        return None

    def _is_border(self, y: int, left: int, right: int) -> bool:
        return right > left + 1 and all(self.at(y, x) in ("-", "+") for x in range(left, right))

    def arrows(self) -> Iterator[tuple[int, int, str]]:
        """Each arrow: the boxes it leaves and enters, and its label."""
        seen: set[Cell] = set()
        for y, row in enumerate(self.rows):
            for x, cell in enumerate(row):
                if cell in _ENDS and (y, x) not in seen and (y, x) not in self.owner:
                    line = self._follow((y, x), seen)
                    yield from ((one, other, line.label) for one, other in product(line.sources, line.targets))

    def _follow(self, start: Cell, seen: set[Cell]) -> _Line:
        line, waiting = _Line(), [start]
        while waiting:
            y, x = cell = waiting.pop()
            if cell in seen:
                continue
            seen.add(cell)
            for dy, dx in _ENDS[self.at(y, x)]:
                other = self._behind(y + dy, x + dx, dx) if dx else (y + dy, x)
                self._meet(cell, other, (dy, dx), line, waiting)
        return line

    def _behind(self, y: int, x: int, dx: int) -> Cell:
        """The cell where a level line comes out behind those that stand across it."""
        there = x
        while self.at(y, there) == "|" and (y, there) not in self.owner:
            there += dx
        crosses = self.at(y, there) in ("-", "+", "<", ">") and (y, there) not in self.owner
        return (y, there) if crosses else (y, x)

    def _meet(self, cell: Cell, other: Cell, way: Cell, line: _Line, waiting: list[Cell]) -> None:
        """Go on from a line's cell to the next one: more of the line, an arrowhead, or a box."""
        char = self.at(*other)
        if other in self.owner:
            line.sources.add(self.owner[other])
            line.label = line.label or self._label(cell, way)
        elif _HEADS.get(char) == way:
            entered = self.owner.get((other[0] + way[0], other[1] + way[1]))
            if entered is not None and (way[1] or self._stands_alone(*other)):
                line.targets.add(entered)
        elif (-way[0], -way[1]) in _ENDS.get(char, ()):
            waiting.append(other)

    def _label(self, cell: Cell, way: Cell) -> str:
        """The text right of an upright line, in the first row where there is one."""
        y, x = cell
        while not way[1] and self.at(y, x) == "|":
            found = self._text(y, x + 2) if self.at(y, x + 1) == " " else ""
            if found:
                return found
            y -= way[0]
        return ""

    def _text(self, y: int, x: int) -> str:
        """A text from a column on; it ends at two blanks, or where another line begins."""
        found = ""
        for at in range(x, len(self.rows[y])):
            char = self.at(y, at)
            blank = char == " " and (not found or found.endswith(" "))
            if blank or char in ("|", "+", "^") or self._is_head(y, at):
                break
            found += char
        return found.strip()

    def _is_head(self, y: int, x: int) -> bool:
        above, below = self.at(y - 1, x) in ("|", "+"), (y + 1, x) in self.owner
        return self.at(y, x) == "v" and above and below and self._stands_alone(y, x)

    def _stands_alone(self, y: int, x: int) -> bool:
        """Whether a `v` is an arrowhead, and no letter of a word."""
        return self.at(y, x - 1) == self.at(y, x + 1) == " "
