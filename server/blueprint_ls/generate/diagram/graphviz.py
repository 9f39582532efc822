"""Where Graphviz puts the boxes, arrows and labels of a graph.

Graphviz is the layout engine that everyone compares with, and `pygraphviz`, from the same people, brings it along as
wheels for Linux, macOS and Windows. It is imported when a picture is asked for, and is an extra of the package since
not every platform has a wheel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from blueprint_ls.judge.diagram.graph import Edge, Graph

POINTS = 72
"""Points in an inch: Graphviz takes sizes of boxes in inches, and answers in points."""
Point = tuple[float, float]
"""Points from the left and from the top."""


class Missing(ImportError):  # noqa: N818
    """The layout engine is not installed; the message says how to install it."""


@dataclass(frozen=True, slots=True)
class Curve:
    """An arrow: its start, three points for each Bézier curve that follows, and its label's middle."""

    edge: Edge
    points: tuple[Point, ...]
    label: Point | None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A laid-out graph, in points."""

    size: Point
    boxes: Mapping[str, Point]
    """The middle of each box."""
    curves: tuple[Curve, ...]
    bands: Mapping[str, tuple[Point, Point]]
    """The upper left and the lower right corner of each group."""


def arrange(
    graph: Graph, boxes: Mapping[str, Point], labels: Mapping[Edge, Point], headings: Mapping[str, Point]
) -> Arrangement:
    """The layout of boxes, labels and headings of groups of these sizes; `Missing` where there is no engine."""
    drawn = _engine().AGraph(directed=True, strict=False, rankdir="TB", newrank="true", nodesep=0.35, ranksep=0.45)
    drawn.graph_attr["pad"] = "0"
    numbers = {node.id: f"n{at}" for at, node in enumerate(graph.nodes)}
    for at, group in enumerate(graph.groups):
        inside = [numbers[node.id] for node in graph.nodes if node.group == group]
        drawn.add_nodes_from(inside, shape="box", label="", fixedsize="true")
        if group:
            drawn.add_subgraph(inside, name=f"cluster_{at}", label=_space(*headings[group]), margin=14)
    for id, (width, height) in boxes.items():
        drawn.get_node(numbers[id]).attr.update(width=str(width / POINTS), height=str(height / POINTS))
    for one, other in _hung(graph):
        drawn.add_edge(numbers[one], numbers[other], style="invis", weight="0")
    for at, edge in enumerate(graph.edges):
        drawn.add_edge(numbers[edge.source], numbers[edge.target], key=str(at))
        if edge in labels:
            drawn.get_edge(numbers[edge.source], numbers[edge.target], key=str(at)).attr["label"] = _space(
                *labels[edge]
            )
    drawn.layout(prog="dot")
    return _read(drawn, graph, numbers)


def _hung(graph: Graph) -> list[tuple[str, str]]:
    """Pairs that keep boxes which no arrow joins to others below all the rest."""
    joined = {id for edge in graph.edges for id in (edge.source, edge.target)}
    anchors = [node.id for node in graph.nodes if node.id in joined][-1:]
    return [(anchor, node.id) for anchor in anchors for node in graph.nodes if node.id not in joined]


def _engine() -> Any:
    try:
        import pygraphviz
    except ImportError:
        raise Missing("SVG needs Graphviz: `pip install 'blueprint-ls[svg]'`") from None
    return pygraphviz


def _space(width: float, height: float) -> str:
    """A label that is nothing but its size."""
    size = f'fixedsize="true" width="{width:.0f}" height="{height:.0f}"'
    return f'<<table border="0" cellborder="0" {size}><tr><td></td></tr></table>>'


def _read(drawn: Any, graph: Graph, numbers: Mapping[str, str]) -> Arrangement:
    left, bottom, right, top = map(float, drawn.graph_attr["bb"].split(","))

    def point(text: str) -> Point:
        x, y = map(float, text.split(",")[:2])
        return x - left, top - y

    curves = []
    for at, edge in enumerate(graph.edges):
        found = drawn.get_edge(numbers[edge.source], numbers[edge.target], key=str(at)).attr
        parts = found["pos"].split()
        end = [point(part[2:]) for part in parts if part.startswith("e,")]
        points = [point(part) for part in parts if not part.startswith(("e,", "s,"))]
        curves.append(Curve(edge, (*points, *end), point(found["lp"]) if found["lp"] else None))
    bands = {}
    for at, group in enumerate(graph.groups):
        if group:
            corners = drawn.get_subgraph(f"cluster_{at}").graph_attr["bb"].split(",")
            bands[group] = point(",".join((corners[0], corners[3]))), point(",".join((corners[2], corners[1])))
    boxes = {id: point(drawn.get_node(number).attr["pos"]) for id, number in numbers.items()}
    return Arrangement((right - left, top - bottom), boxes, tuple(curves), bands)
