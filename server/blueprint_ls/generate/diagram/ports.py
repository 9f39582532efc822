"""The column at which each line leaves or enters a box, or passes a row: no two lines share one in a channel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from blueprint_ls.generate.diagram.nets import Channel, Item, Lane, Net
from blueprint_ls.generate.diagram.places import settled, width
from blueprint_ls.judge.diagram import cells

APART = 2
"""Columns from one line to the next, at least."""


class Cramped(Exception):  # noqa: N818
    """A box is too narrow for the lines at it, or a line finds no way past a row."""

    def __init__(self, item: Item) -> None:
        super().__init__(item)
        self.item = item


@dataclass(frozen=True, slots=True)
class Port:
    """Where a line meets the edge of a channel."""

    net: Net
    item: Item
    column: int
    upper: bool
    """Whether it is the channel's upper edge."""
    head: bool
    """Whether the line points at the box here."""
    label: str
    """What stands beside the line here."""


@dataclass(frozen=True, slots=True)
class _Slot:
    net: Net
    head: bool
    label: str

    @property
    def columns(self) -> int:
        return 1 + (1 + cells.width(self.label) if self.label else 0)


def needed(boxes: Iterable[str], rooms: Sequence[Channel], labels: Mapping[str, str]) -> dict[str, int]:
    """The columns that each box must have for the lines at its upper and its lower side."""
    sides: dict[str, tuple[list[_Slot], list[_Slot]]] = {box: ([], []) for box in boxes}
    for room in rooms:
        for upper in (True, False):
            for net, items in (room.upper if upper else room.lower).items():
                for box in {item for item in items if isinstance(item, str)}:
                    sides[box][upper].extend(_slots_of(net, items, box, upper, labels))
    return {box: max(map(_columns, both)) for box, both in sides.items()}


def _columns(side: Sequence[_Slot]) -> int:
    return sum(slot.columns for slot in side) + APART * (len(side) - 1) + 2


def _slots(box: str, room: Channel, upper: bool, labels: Mapping[str, str]) -> list[_Slot]:
    nets = (room.upper if upper else room.lower).items()
    return [slot for net, items in nets for slot in _slots_of(net, items, box, upper, labels)]


def _slots_of(net: Net, items: Sequence[Item], box: str, upper: bool, labels: Mapping[str, str]) -> list[_Slot]:
    """What one line needs at a side of a box: where it leaves, and where it points at the box."""
    ends = sum(item == box for item in items)
    leaves = bool(ends) and box == net.source and upper is not net.up
    return [_Slot(net, False, labels[net.label])] * leaves + [_Slot(net, True, "")] * (ends - leaves)


class Ports:
    """The ports of all channels, worked out from the top row to the bottom one."""

    def __init__(
        self,
        rows: Sequence[Sequence[Item]],
        rooms: Sequence[Channel],
        left: dict[Item, int],
        widths: Mapping[str, int],
        labels: Mapping[str, str],
    ) -> None:
        self.left, self.widths, self.labels = left, widths, labels
        self.channels: list[list[Port]] = []
        """The ports of the room below each row."""
        for at, (row, room) in enumerate(zip(rows, rooms, strict=True)):
            ports = [port for item in row for port in self._above(item, room)]
            for item in rows[at + 1] if at + 1 < len(rows) else ():
                ports += self._below(item, rows[at + 1], room, ports)
            self.channels.append(ports)

    def _above(self, item: Item, room: Channel) -> list[Port]:
        """The ports at the upper edge of a channel."""
        if isinstance(item, Lane):
            return [Port(item.net, item, self.left[item], True, False, "")]
        start, end = self._span(item)
        slots = [(self._toward(slot, item, room), slot) for slot in _slots(item, room, True, self.labels)]
        slots.sort(key=lambda found: found[0])
        wanted = [want - start for want, _ in slots]
        places = settled(wanted, [1.0] * len(slots), [slot.columns for _, slot in slots], APART, end - start + 1)
        return [
            Port(slot.net, item, start + place, True, slot.head, slot.label)
            for place, (_, slot) in zip(places, slots, strict=True)
        ]

    def _toward(self, slot: _Slot, box: str, room: Channel) -> float:
        """The column that leads straight to the other end; far right for a line that comes back."""
        start, end = self._span(box)
        ends = [self._span(item) for item in room.lower.get(slot.net, ())]
        if not ends or (slot.head and slot.net.source == box):
            return end
        straight = [(max(start, one) + min(end, other)) / 2 for one, other in ends]
        return sum(straight) / len(straight)

    def _span(self, item: Item) -> tuple[int, int]:
        """The columns of an item at which lines can meet it."""
        start = self.left[item]
        return (start, start) if isinstance(item, Lane) else (start + 1, start + self.widths[item] - 2)

    def _below(self, item: Item, row: Sequence[Item], room: Channel, taken: Sequence[Port]) -> list[Port]:
        """The ports at the lower edge of a channel, clear of those already there."""
        if isinstance(item, Lane):
            column = self._clear(item.net, self._nearest(item.net, self.left[item], taken), self._way(item, row), taken)
            if column is None:
                raise Cramped(item)
            self.left[item] = column
            return [Port(item.net, item, column, False, False, "")]
        start, end = self._span(item)
        middle = (start + end) // 2
        slots = [(self._nearest(slot.net, middle, taken), slot) for slot in _slots(item, room, False, self.labels)]
        slots.sort(key=lambda found: found[0])
        return self._side(item, slots, taken)

    def _side(self, box: str, slots: Sequence[tuple[int, _Slot]], taken: Sequence[Port]) -> list[Port]:
        """The ports of a box's upper side, left to right, each as near to its wanted column as the others let it."""
        start, end = self._span(box)
        found: list[Port] = []
        for at, (want, slot) in enumerate(slots):
            behind = sum(other.columns + APART for _, other in slots[at + 1 :])
            wide = (start, end + 1 - behind - slot.columns)
            column = self._clear(slot.net, want, wide, taken)
            if column is None:
                raise Cramped(box)
            found.append(Port(slot.net, box, column, False, slot.head, slot.label))
            start = column + slot.columns + APART
        return found

    @staticmethod
    def _nearest(net: Net, column: int, taken: Sequence[Port]) -> int:
        """The column of the same line above that is nearest to a column."""
        return min((port.column for port in taken if port.net is net), key=lambda x: abs(x - column), default=column)

    @staticmethod
    def _clear(net: Net, want: int, span: tuple[int, int], taken: Sequence[Port]) -> int | None:
        """The column of a span that is nearest to the wanted one and away from all other lines."""
        for column in sorted(range(span[0], span[1] + 1), key=lambda x: (abs(x - want), x)):
            if all(_agree(net, column, port) for port in taken):
                return column
        return None

    def _way(self, lane: Lane, row: Sequence[Item]) -> tuple[int, int]:
        """The columns between which a line can pass a row."""
        at = row.index(lane)
        start = self.left[row[at - 1]] + width(row[at - 1], self.widths) + APART - 1 if at else 0
        end = self.left[row[at + 1]] - APART if at + 1 < len(row) else max(self.left[lane], start) + 2 * APART
        return start, end


def _agree(net: Net, column: int, port: Port) -> bool:
    """Whether a line may stand in a column beside another; one that is nearly straight is straight."""
    apart = abs(column - port.column)
    return apart >= APART or (port.net is net and apart == 0)
