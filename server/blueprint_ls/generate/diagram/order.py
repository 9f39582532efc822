"""The order in each row: so that few lines cross. Boxes move to the middle of what they are joined to, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from blueprint_ls.generate.diagram.nets import Channel, Item, Lane, Net, passed

ROUNDS = 8
Rows = list[list[Item]]
Joined = list[tuple[Item, Item]]
"""The pairs of items above and below a channel that a line joins."""


def ordered(boxes: Sequence[Sequence[str]], found: Sequence[Net], rooms: Sequence[Channel]) -> Rows:
    """Each row with the lines that pass it, left to right; rows that cross no less than before stay as they were."""
    row_of = {box: at for at, row in enumerate(boxes) for box in row}
    rows: Rows = [[*row] for row in boxes]
    for net in found:
        for row in passed(net, row_of):
            rows[row].append(Lane(net, row))
    joined = [_joined(room) for room in rooms]
    best, fewest = rows, _crossings(rows, joined)
    for turn in range(ROUNDS):
        rows = _sweep([[*row] for row in rows], joined, down=turn % 2 == 0)
        _swap(rows, joined)
        many = _crossings(rows, joined)
        if many < fewest:
            best, fewest = [[*row] for row in rows], many
    return best


def _joined(room: Channel) -> Joined:
    return [
        (above, below) for net in room.nets for above in room.upper.get(net, ()) for below in room.lower.get(net, ())
    ]


def _sweep(rows: Rows, joined: Sequence[Joined], down: bool) -> Rows:
    steps = range(1, len(rows)) if down else range(len(rows) - 2, -1, -1)
    for at in steps:
        pairs = joined[at - 1] if down else [(below, above) for above, below in joined[at]]
        beside = rows[at - 1 if down else at + 1]
        fixed = {item: (place + 0.5) / len(beside) for place, item in enumerate(beside)}
        ends: dict[Item, list[float]] = {}
        for one, other in pairs:
            ends.setdefault(other, []).append(fixed[one])
        here = {item: (place + 0.5) / len(rows[at]) for place, item in enumerate(rows[at])}
        rows[at].sort(key=lambda item: sum(ends[item]) / len(ends[item]) if item in ends else here[item])
    return rows


def _swap(rows: Rows, joined: Sequence[Joined]) -> None:
    """Change places of neighbours as long as fewer lines cross then."""
    for at, row in enumerate(rows):
        ends = _ends(rows, joined, at)
        for _ in range(len(row)):
            moved = False
            for left in range(len(row) - 1):
                one, other = ends[row[left]], ends[row[left + 1]]
                if _cost(one, other) > _cost(other, one):
                    row[left], row[left + 1] = row[left + 1], row[left]
                    moved = True
            if not moved:
                break


_Ends = tuple[Sequence[int], Sequence[int]]
"""The places that an item is joined to in the row above and in the one below."""


def _ends(rows: Rows, joined: Sequence[Joined], at: int) -> dict[Item, tuple[list[int], list[int]]]:
    found: dict[Item, tuple[list[int], list[int]]] = {item: ([], []) for item in rows[at]}
    if at:
        places = {item: place for place, item in enumerate(rows[at - 1])}
        for above, below in joined[at - 1]:
            found[below][0].append(places[above])
    if at + 1 < len(rows):
        places = {item: place for place, item in enumerate(rows[at + 1])}
        for above, below in joined[at]:
            found[above][1].append(places[below])
    return found


def _cost(one: _Ends, other: _Ends) -> int:
    """The crossings of two neighbours' lines when the first stands on the left."""
    return sum(mine > theirs for here, there in zip(one, other, strict=True) for mine in here for theirs in there)


def _crossings(rows: Rows, joined: Sequence[Joined]) -> int:
    count = 0
    for at in range(len(rows) - 1):
        above: Mapping[Item, int] = {item: place for place, item in enumerate(rows[at])}
        below: Mapping[Item, int] = {item: place for place, item in enumerate(rows[at + 1])}
        ends = [(above[one], below[other]) for one, other in joined[at]]
        count += sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(ends, 2))
    return count
