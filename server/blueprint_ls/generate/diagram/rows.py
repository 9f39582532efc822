"""Which box stands in which row: bands from top to bottom, and inside each band callers above what they call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from blueprint_ls.judge.diagram.graph import Graph


def rows(graph: Graph) -> list[list[str]]:
    """The ids of each row, in the order of the graph."""
    found = []
    for group in graph.groups:
        inside = [node.id for node in graph.nodes if node.group == group]
        calls = _calls(graph, inside)
        levels = _levels(inside, calls)
        found += [[one for one in inside if levels[one] == level] for level in sorted({*levels.values()})]
    return found


def _calls(graph: Graph, inside: Iterable[str]) -> dict[str, list[str]]:
    """What each box points at in its own band; an arrow that would close a circle is left out."""
    ends: dict[str, list[str]] = {one: [] for one in inside}
    for edge in graph.edges:
        if not edge.quiet and edge.source in ends and edge.target in ends and edge.source != edge.target:
            ends[edge.source].append(edge.target)
    kept: dict[str, list[str]] = {one: [] for one in ends}
    done: set[str] = set()
    for root in ends:
        _visit(root, ends, kept, done)
    return kept


def _visit(root: str, ends: Mapping[str, list[str]], kept: dict[str, list[str]], done: set[str]) -> None:
    """Walk depth first from a box, and keep the arrows that do not lead back to the path walked."""
    if root in done:
        return
    path, waiting = {root}, [(root, iter(ends[root]))]
    while waiting:
        one, rest = waiting[-1]
        other = next(rest, None)
        if other is None:
            done.add(one)
            path.discard(one)
            waiting.pop()
        elif other not in path:
            kept[one].append(other)
            if other not in done:
                path.add(other)
                waiting.append((other, iter(ends[other])))


def _levels(inside: list[str], calls: Mapping[str, list[str]]) -> dict[str, int]:
    """The longest way to each box; one that nobody in the band calls stands right above what it calls."""
    callers: dict[str, int] = dict.fromkeys(inside, 0)
    for ends in calls.values():
        for other in ends:
            callers[other] += 1
    levels, ready, left = dict.fromkeys(inside, 0), [one for one in inside if not callers[one]], {**callers}
    for one in ready:
        for other in calls[one]:
            levels[other] = max(levels[other], levels[one] + 1)
            left[other] -= 1
            if not left[other]:
                ready.append(other)
    for one in inside:
        if not callers[one] and calls[one]:
            levels[one] = min(levels[other] for other in calls[one]) - 1
    return levels
