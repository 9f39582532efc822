"""The rows of a channel in which lines run level: few crossings, few rows."""

from __future__ import annotations

from collections.abc import Sequence

from blueprint_ls.generate.diagram.nets import Net
from blueprint_ls.generate.diagram.ports import Port

ROUNDS = 12


def tracks(ports: Sequence[Port]) -> dict[Net, int]:
    """The level part of each line that has one, counted from above."""
    ends: dict[Net, list[Port]] = {}
    for port in ports:
        ends.setdefault(port.net, []).append(port)
    level = {net: found for net, found in ends.items() if len({port.column for port in found}) > 1}
    order = _ordered(level)
    found: dict[Net, int] = {}
    for net in order:
        over = [found[other] for other in found if _overlap(level[net], level[other])]
        found[net] = max(over, default=-1) + 1
    return found


def _ordered(level: dict[Net, list[Port]]) -> list[Net]:
    """The lines from above to below, neighbours changing places as long as fewer cross."""
    order = sorted(level, key=lambda net: min(port.column for port in level[net]))
    cost = {(one, other): _crossings(level[one], level[other]) for one in order for other in order if one is not other}
    for _ in range(ROUNDS):
        moved = False
        for at in range(len(order)):
            moved = _move(order, at, cost) or moved
        if not moved:
            break
    return order


def _move(order: list[Net], at: int, cost: dict[tuple[Net, Net], int]) -> bool:
    """Put a line where it crosses the fewest others."""
    net = order[at]
    rest = order[:at] + order[at + 1 :]
    here = [
        sum(cost[other, net] for other in rest[:place]) + sum(cost[net, other] for other in rest[place:])
        for place in range(len(order))
    ]
    best = min(range(len(order)), key=lambda place: (here[place], abs(place - at)))
    if here[best] >= here[at]:
        return False
    order[:] = [*rest[:best], net, *rest[best:]]
    return True


def _crossings(above: Sequence[Port], below: Sequence[Port]) -> int:
    """How often two lines cross when the first runs above the second."""
    down = sum(_covers(above, port) for port in below if port.upper)
    return down + sum(_covers(below, port) for port in above if not port.upper)


def _covers(ports: Sequence[Port], port: Port) -> bool:
    columns = [found.column for found in ports]
    return min(columns) < port.column < max(columns)


def _overlap(one: Sequence[Port], other: Sequence[Port]) -> bool:
    mine, theirs = [port.column for port in one], [port.column for port in other]
    return min(mine) <= max(theirs) + 1 and min(theirs) <= max(mine) + 1
