"""Where everything stands across the picture: boxes near the middle of what they are joined to, lines straight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from blueprint_ls.generate.diagram.nets import Channel, Item, Lane

GAP = 3
"""Columns between two boxes."""
ROUNDS = 13


class Crowded(Exception):  # noqa: N818
    """A row takes more columns than there are."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def placed(
    rows: Sequence[Sequence[Item]], rooms: Sequence[Channel], widths: Mapping[str, int], limit: int
) -> dict[Item, int]:
    """The left column of every item, in so many columns; `Crowded` where a row takes more."""
    for at, row in enumerate(rows):
        if total(row, widths) > limit:
            raise Crowded(at)
    near = _neighbours(rooms)
    left = {item: x for row in rows for item, x in _centered(row, widths, limit).items()}
    for turn in range(ROUNDS):
        for row in rows if turn % 2 == 0 else reversed(rows):
            wanted = [_middle(item, near, left, widths) - width(item, widths) / 2 for item in row]
            weights = [3.0 if isinstance(item, Lane) else 1.0 for item in row]
            found = settled(wanted, weights, [width(item, widths) for item in row], GAP, limit)
            left.update(zip(row, found, strict=True))
    return left


def width(item: Item, widths: Mapping[str, int]) -> int:
    """The columns of an item."""
    return 1 if isinstance(item, Lane) else widths[item]


def total(row: Sequence[Item], widths: Mapping[str, int]) -> int:
    """The columns of a row with its gaps."""
    return sum(width(item, widths) for item in row) + GAP * (len(row) - 1)


def settled(
    wanted: Sequence[float], weights: Sequence[float], widths: Sequence[int], gap: int, limit: int
) -> list[int]:
    """Left columns in order, without overlap, within the limit, and as near to the wanted ones as can be.

    Least squares under an order: where neighbours want to stand in each other's place, they share the way (the
    pool-adjacent-violators algorithm).
    """
    offsets = [sum(widths[:at]) + gap * at for at in range(len(widths))]
    pools: list[tuple[float, float, int]] = []
    for want, weight, offset in zip(wanted, weights, offsets, strict=True):
        pools.append((want - offset, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, heavy, many), (other, light, few) = pools[-2], pools[-1]
            pools[-2:] = [((one * heavy + other * light) / (heavy + light), heavy + light, many + few)]
    room = max(limit - (offsets[-1] + widths[-1]), 0) if offsets else 0
    shifts = [min(max(round(value), 0), room) for value, _, many in pools for _ in range(many)]
    return [shift + offset for shift, offset in zip(shifts, offsets, strict=True)]


def _neighbours(rooms: Sequence[Channel]) -> dict[Item, list[Item]]:
    """What each item is joined to in the rows above and below."""
    near: dict[Item, list[Item]] = {}
    for room in rooms:
        for net in room.nets:
            for above in room.upper.get(net, ()):
                for below in room.lower.get(net, ()):
                    near.setdefault(above, []).append(below)
                    near.setdefault(below, []).append(above)
    return near


def _centered(row: Sequence[Item], widths: Mapping[str, int], limit: int) -> dict[Item, int]:
    at = (limit - total(row, widths)) // 2
    found: dict[Item, int] = {}
    for item in row:
        found[item] = at
        at += width(item, widths) + GAP
    return found


def _middle(
    item: Item, near: Mapping[Item, Sequence[Item]], left: Mapping[Item, int], widths: Mapping[str, int]
) -> float:
    """Where the middle of an item would best be."""
    ends = near.get(item) or [item]
    heavy = [
        (4 if isinstance(end, Lane) and isinstance(item, Lane) else 1, left[end] + width(end, widths) / 2)
        for end in ends
    ]
    return sum(weight * middle for weight, middle in heavy) / sum(weight for weight, _ in heavy)
