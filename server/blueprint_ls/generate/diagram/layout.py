"""What stands where: rows, their order, columns and ports, until everything fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from blueprint_ls.generate.diagram.nets import Item, Lane, Net, channels, nets
from blueprint_ls.generate.diagram.order import Rows, ordered
from blueprint_ls.generate.diagram.places import GAP, Crowded, placed, total
from blueprint_ls.generate.diagram.ports import Cramped, Port, Ports, needed
from blueprint_ls.generate.diagram.rows import rows
from blueprint_ls.judge.diagram.graph import Edge, Graph

STEP = 4
"""Columns by which a box grows that is too narrow for its lines."""
PADDING = 4
"""Columns of a box beyond its text."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A picture before it is painted."""

    rows: Rows
    left: Mapping[Item, int]
    widths: Mapping[str, int]
    ports: Sequence[Sequence[Port]]
    """The ports of the channel below each row."""
    listed: Sequence[Edge]
    """The arrows that are not drawn."""


def lay_out(graph: Graph, texts: Mapping[str, int], labels: Mapping[str, str], columns: int) -> Layout:
    """The layout of a graph whose boxes have texts of so many columns; no narrower than the widest of them."""
    drawn = [edge for edge in graph.edges if not edge.quiet]
    least = {box: wide + PADDING for box, wide in texts.items()}
    trial = _Trial(rows(graph), drawn, least, labels, max(columns, *least.values(), 0))
    while True:
        found = trial.run()
        if found:
            kept = {*trial.drawn}
            return Layout(*found, [edge for edge in graph.edges if edge not in kept])


class _Trial:
    """One layout after another; each that does not fit changes what the next one begins with."""

    def __init__(
        self, boxes: list[list[str]], drawn: list[Edge], least: dict[str, int], labels: Mapping[str, str], columns: int
    ) -> None:
        self.boxes, self.drawn, self.least, self.labels, self.columns = boxes, drawn, least, labels, columns
        self._arrange()

    def _arrange(self) -> None:
        """Begin with other rows or other arrows."""
        row_of = {box: at for at, row in enumerate(self.boxes) for box in row}
        self.nets = nets(self.drawn, row_of)
        self.rooms = channels(self.nets, row_of, len(self.boxes))
        self.items = ordered(self.boxes, self.nets, self.rooms)
        self.needed = needed(self.least, self.rooms, self.labels)

    def run(self) -> tuple[Rows, Mapping[Item, int], Mapping[str, int], Sequence[Sequence[Port]]] | None:
        """The layout; None where it did not fit, and the next one may."""
        widths = {box: max(wide, self.needed[box]) for box, wide in self.least.items()}
        try:
            left = placed(self.items, self.rooms, widths, self.columns)
            ports = Ports(self.items, self.rooms, left, widths, self.labels)
        except Crowded as problem:
            self._relieve(problem.row, total(self.items[problem.row], widths) - self.columns)
        except Cramped as problem:
            self._widen(problem.item, widths)
        else:
            return self.items, left, widths, ports.channels
        return None

    def _relieve(self, at: int, excess: int) -> None:
        """Make two rows of one that is too wide; where it has one box, list arrows that pass it."""
        boxes = self.boxes[at]
        if len(boxes) > 1:
            half = (len(boxes) + 1) // 2
            self.boxes[at : at + 1] = [boxes[:half], boxes[half:]]
            self._arrange()
            return
        passing = [item.net for item in self.items[at] if isinstance(item, Lane)]
        self._list(passing or self._at(boxes[0]), (excess + GAP) // (GAP + 1))

    def _widen(self, item: Item, widths: Mapping[str, int]) -> None:
        if isinstance(item, Lane):
            self._list([item.net])
        elif widths[item] + STEP <= self.columns:
            self.least[item] = widths[item] + STEP
        else:
            self._list(self._at(item))

    def _at(self, box: str) -> list[Net]:
        return [net for net in self.nets if box in (net.source, *net.targets)]

    def _list(self, candidates: Sequence[Net], many: int = 1) -> None:
        """Leave some lines to the list below the picture, those with the most ends first."""
        nets = sorted(candidates, key=lambda net: -len(net.targets))[:many]
        gone = {(net.source, target, net.label) for net in nets for target in net.targets}
        self.drawn = [edge for edge in self.drawn if (edge.source, edge.target, edge.label) not in gone]
        self._arrange()
