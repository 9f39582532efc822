"""Arrows as they are drawn: those of one box with one label share a line that branches, up to each row on its way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from blueprint_ls.judge.diagram.graph import Edge


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """A line from one box to others that all stand above it, or all below."""

    source: str
    label: str
    up: bool
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """Where a line passes a row between its boxes."""

    net: Net
    row: int


Item = str | Lane
"""What stands in a row: a box by its id, or a line that passes."""


def nets(edges: Iterable[Edge], row_of: Mapping[str, int]) -> list[Net]:
    """The lines that draw some arrows; one that leads back to its own box leaves and enters it from below."""
    fans: dict[tuple[str, str, bool], list[str]] = {}
    for edge in edges:
        up = row_of[edge.target] < row_of[edge.source]
        fans.setdefault((edge.source, edge.label, up), []).append(edge.target)
    return [Net(source, label, up, tuple(targets)) for (source, label, up), targets in fans.items()]


def passed(net: Net, row_of: Mapping[str, int]) -> range:
    """The rows that a line passes on its way."""
    start, ends = row_of[net.source], [row_of[target] for target in net.targets]
    return range(min(ends) + 1, start) if net.up else range(start + 1, max(ends))


@dataclass(frozen=True, slots=True)
class Channel:
    """The room between two rows: what each line meets at its upper and at its lower edge."""

    upper: Mapping[Net, tuple[Item, ...]]
    lower: Mapping[Net, tuple[Item, ...]]

    @property
    def nets(self) -> list[Net]:
        """The lines in it."""
        return [*dict.fromkeys([*self.upper, *self.lower])]


def channels(found: Iterable[Net], row_of: Mapping[str, int], count: int) -> list[Channel]:
    """The room below each of so many rows."""
    upper: list[dict[Net, list[Item]]] = [{} for _ in range(count)]
    lower: list[dict[Net, list[Item]]] = [{} for _ in range(count)]
    for net in found:
        starts, heads = (lower, upper) if net.up else (upper, lower)
        starts[row_of[net.source] - net.up].setdefault(net, []).append(net.source)
        for target in net.targets:
            if target == net.source:
                upper[row_of[target]].setdefault(net, []).append(target)
            else:
                heads[row_of[target] - (not net.up)].setdefault(net, []).append(target)
        for row in passed(net, row_of):
            lower[row - 1].setdefault(net, []).append(Lane(net, row))
            upper[row].setdefault(net, []).append(Lane(net, row))
    return [Channel(_fixed(above), _fixed(below)) for above, below in zip(upper, lower, strict=True)]


def _fixed(found: Mapping[Net, list[Item]]) -> dict[Net, tuple[Item, ...]]:
    return {net: tuple(items) for net, items in found.items()}
