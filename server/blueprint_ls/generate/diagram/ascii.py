"""A graph as a picture in plain text: boxes in rows, lines that never run through a box or another line's text."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from functools import lru_cache

from blueprint_ls.generate.diagram.canvas import Canvas
from blueprint_ls.generate.diagram.layout import Layout, lay_out
from blueprint_ls.generate.diagram.ports import Port
from blueprint_ls.generate.diagram.tracks import tracks
from blueprint_ls.judge.diagram import notation
from blueprint_ls.judge.diagram.cells import width
from blueprint_ls.judge.diagram.graph import Graph

WIDTH = 96
"""Columns of a picture: indented in a blueprint it stays within a hundred."""
KIND = 20
"""Columns after which the text below a name goes on in the next line."""


@lru_cache(maxsize=32)
def ascii(graph: Graph, columns: int = WIDTH) -> str:
    """The picture, at most so many columns wide; arrows for which there is no room are listed below it.

    The same graph gives the same picture, and `blueprint_ls.judge.diagram.reading.read` gives the graph back.
    """
    notes = notation.Notes()
    names = {node.id: notes.name(node.name) for node in graph.nodes}  # first: a name stands in more places than a kind
    texts = {node.id: [names[node.id], *_kind(notes, node.kind)] for node in graph.nodes}
    labels = {edge.label: notes.shown(edge.label) for edge in graph.edges}
    found = lay_out(graph, {box: max(map(width, lines)) for box, lines in texts.items()}, labels, columns)
    arrows = [(names[edge.source], labels[edge.label], names[edge.target]) for edge in found.listed]
    parts = [_paint(found, texts), notation.listing(arrows, columns), notes.lines()]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _kind(notes: notation.Notes, kind: str) -> list[str]:
    if not kind:
        return []
    return textwrap.wrap(notes.shown(kind, 4 * KIND), KIND, break_long_words=False, break_on_hyphens=False)


def _paint(found: Layout, texts: Mapping[str, Sequence[str]]) -> list[str]:
    canvas, y = Canvas(), 0
    edge = min((found.left[item] for row in found.rows for item in row), default=0)
    for row, ports in zip(found.rows, found.ports, strict=True):
        boxes = [item for item in row if isinstance(item, str)]
        height = max(len(texts[box]) for box in boxes)
        for box in boxes:
            canvas.box(y, found.left[box] - edge, found.widths[box], texts[box], height)
        for item in row:
            for at in range(y, y + height + 2) if not isinstance(item, str) else ():
                canvas.put(at, found.left[item] - edge, "|")
        y += height + 2
        y += _channel(canvas, y, edge, ports)
    lines = canvas.lines()
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _channel(canvas: Canvas, y: int, edge: int, ports: Sequence[Port]) -> int:
    """Paint the lines of a channel from a row on; how many rows it takes."""
    turns = {net: y + 1 + track for net, track in tracks(ports).items()}
    last = max(turns.values(), default=y) + 1
    for net, turn in turns.items():
        columns = [port.column - edge for port in ports if port.net is net]
        canvas.put(turn, min(columns), "-" * (max(columns) - min(columns) + 1))
    for port in ports:
        _end(canvas, port, (y, turns.get(port.net), last), edge)
    return last - y + 1 if ports else 1


def _end(canvas: Canvas, port: Port, rows: tuple[int, int | None, int], edge: int) -> None:
    """Paint one end of a line: from the channel's first or last row to the one where it turns, if it does."""
    first, turn, last = rows
    x, outer = port.column - edge, first if port.upper else last
    if turn is not None:
        canvas.put(turn, x, "+")
        upright = range(first, turn) if port.upper else range(turn + 1, last + 1)
    else:
        upright = range(first, last + 1) if port.upper else range(0)
    for y in upright:
        canvas.put(y, x, "|")
    if port.head:
        canvas.put(outer, x, "^" if port.upper else "v")
    if port.label:
        canvas.put(outer, x + 2, port.label)
