"""A graph as SVG: one file with nothing outside it, light or dark as the reader has it, told in words as well."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape

from blueprint_ls.generate.diagram.graphviz import Arrangement, Curve, Point, arrange
from blueprint_ls.judge.diagram.cells import clusters, width
from blueprint_ls.judge.diagram.graph import Graph, Node
from blueprint_ls.judge.diagram.notation import listing

COLUMN, LINE = 7.8, 18.0
"""Points of a character and of a line of text."""
SMALL = 0.85
"""Size of kinds and labels beside that of names."""
PADDING = (14.0, 9.0)
MARGIN = 12.0
LONGEST = 40
"""Columns of a text; what is cut off is told when one points at it."""
LISTED = 96
"""Columns of a line below the picture."""
WRAP = 26
"""Columns after which a kind goes on in the next line."""
_STYLE = """\
.bp{--bp-back:#fff;--bp-text:#1f2328;--bp-faint:#59636e;--bp-line:#59636e;--bp-band:#f6f8fa;--bp-box:#fff}
@media (prefers-color-scheme:dark){.bp{--bp-back:#0d1117;--bp-text:#f0f6fc;--bp-faint:#9198a1;--bp-line:#9198a1;\
--bp-band:#151b23;--bp-box:#0d1117}}
.bp text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:var(--bp-text)}
.bp .back{fill:var(--bp-back)}.bp .band,.bp .ground{fill:var(--bp-band)}
.bp .box{fill:var(--bp-box);stroke:var(--bp-line);stroke-width:1.2}.bp .external{stroke-dasharray:5 3}
.bp .faint{fill:var(--bp-faint)}
.bp .line{fill:none;stroke:var(--bp-line);stroke-width:1.2}
.bp .head{fill:var(--bp-line)}.bp .under{fill:var(--bp-back);opacity:.85}
"""


@dataclass(frozen=True, slots=True)
class _Box:
    """What stands in a box."""

    name: str
    kinds: tuple[str, ...]

    @property
    def size(self) -> Point:
        """Width and height in points."""
        widest = max(width(self.name), *(width(kind) * SMALL for kind in self.kinds), 6)
        return widest * COLUMN + 2 * PADDING[0], (1 + len(self.kinds) * SMALL) * LINE + 2 * PADDING[1]


def svg(graph: Graph) -> str:
    """The picture; `blueprint_ls.generate.diagram.graphviz.Missing` where no layout engine is installed."""
    boxes = {node.id: _Box(_cut(node.name), _wrapped(node.kind)) for node in graph.nodes}
    sizes = {id: box.size for id, box in boxes.items()}
    labels = {edge: _label_size(edge.label) for edge in graph.edges if edge.label and not edge.quiet}
    headings = {group: (_columns(_cut(group)) + 20, LINE) for group in graph.groups}
    drawn = replace(graph, edges=tuple(edge for edge in graph.edges if not edge.quiet))
    return "\n".join(_document(graph, boxes, arrange(drawn, sizes, labels, headings)))


def _listed(graph: Graph) -> list[str]:
    """The arrows that are told below the picture."""
    names = graph.names
    quiet = [(_cut(names[e.source]), _cut(e.label), _cut(names[e.target])) for e in graph.edges if e.quiet]
    return listing(quiet, LISTED)


def _document(graph: Graph, boxes: Mapping[str, _Box], found: Arrangement) -> Iterator[str]:
    key = hashlib.sha256(repr(graph).encode()).hexdigest()[:8]
    listed = _listed(graph)
    wide = max(found.size[0], *(_columns(line) for line in listed), 0.0) + 2 * MARGIN
    high = found.size[1] + (len(listed) + bool(listed)) * LINE + 2 * MARGIN
    yield from _opening(graph, key, f'width="{wide:.0f}" height="{high:.0f}"', f"0 0 {wide:.0f} {high:.0f}")
    yield f'<g transform="translate({MARGIN:.0f} {MARGIN:.0f})">'
    for (left, top), (right, bottom) in found.bands.values():
        size = f'width="{right - left:.1f}" height="{bottom - top:.1f}"'
        yield f'<rect class="band" x="{left:.1f}" y="{top:.1f}" {size} rx="8"/>'
    yield from (_arrow(curve, key) for curve in found.curves)
    for group, ((left, top), _) in found.bands.items():
        yield _heading(_cut(group), (left + 10, top + 12))
    for node in graph.nodes:
        yield from _drawn(node, boxes[node.id], found.boxes[node.id])
    yield from (_label(curve) for curve in found.curves if curve.label)
    for at, line in enumerate(listed, start=1):
        yield _starting(line, (0, found.size[1] + at * LINE))
    yield "</g>\n</svg>"


def _opening(graph: Graph, key: str, size: str, view: str) -> Iterator[str]:
    """What stands in front of the picture: its words, its colours, its arrowhead; ids differ from graph to graph."""
    told = f'role="img" aria-labelledby="bp-{key}-title bp-{key}-desc"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" class="bp" {told} viewBox="{view}" {size}>'
    yield f'<title id="bp-{key}-title">{escape(graph.title)}</title>'
    yield f'<desc id="bp-{key}-desc">{escape(" ".join(_words(graph)))}</desc>'
    yield f"<style>{_STYLE}</style>"
    yield (
        f'<defs><marker id="bp-{key}-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path class="head" d="M0 0L8 4L0 8Z"/></marker></defs>'
    )
    yield f'<rect class="back" {size}/>'


def _words(graph: Graph) -> Iterator[str]:
    names = graph.names
    for node in graph.nodes:
        yield f"{node.name}, {node.kind}." if node.kind else f"{node.name}."
    for edge in graph.edges:
        by = f" ({edge.label})" if edge.label else ""
        yield f"{names[edge.source]} to {names[edge.target]}{by}."


def _arrow(curve: Curve, key: str) -> str:
    start, *rest = [f"{x:.1f} {y:.1f}" for x, y in curve.points]
    bends, end = rest[: len(rest) // 3 * 3], rest[len(rest) // 3 * 3 :]
    path = f"M{start}" + "".join(f"C{' '.join(bends[at : at + 3])}" for at in range(0, len(bends), 3))
    path += "".join(f"L{point}" for point in end)
    return f'<path class="line" d="{path}" marker-end="url(#bp-{key}-head)"/>'


def _drawn(node: Node, box: _Box, middle: Point) -> Iterator[str]:
    (wide, high), (x, y) = box.size, middle
    kind = " external" if node.id.startswith("external.") else ""
    round_ = 14 if node.id.startswith("store.") else 5
    yield (
        f'<rect class="box{kind}" x="{x - wide / 2:.1f}" y="{y - high / 2:.1f}" width="{wide:.1f}" height="{high:.1f}" '
        f'rx="{round_}"><title>{escape(node.name)}</title></rect>'
    )
    at = y - high / 2 + PADDING[1] + LINE / 2
    yield _text(box.name, (x, at), 1, "name")
    for number, text in enumerate(box.kinds):
        yield _text(text, (x, at + LINE * (0.95 + number * SMALL)), SMALL, "faint")


def _label(curve: Curve) -> str:
    assert curve.label
    (x, y), (wide, high) = curve.label, _label_size(curve.edge.label)
    under = (
        f'<rect class="under" x="{x - wide / 2:.1f}" y="{y - high / 2:.1f}" width="{wide:.1f}" height="{high:.1f}"/>'
    )
    return under + _text(_cut(curve.edge.label), (x, y), SMALL, "faint")


def _text(text: str, middle: Point, size: float, kind: str) -> str:
    """Text that takes exactly the room that was reckoned with, whatever the font."""
    return (
        f'<text class="{kind}" x="{middle[0]:.1f}" y="{middle[1]:.1f}" font-size="{13 * size:.1f}" '
        f'text-anchor="middle" dominant-baseline="central" textLength="{_columns(text, size):.1f}" '
        f'lengthAdjust="spacingAndGlyphs">{escape(text)}</text>'
    )


def _starting(text: str, start: Point, kind: str = "faint") -> str:
    return _text(text, (start[0] + _columns(text) / 2, start[1]), SMALL, kind)


def _heading(text: str, start: Point) -> str:
    """The name of a band, on a ground of its own, so that an arrow passes behind it."""
    size = f'width="{_columns(text) + 6:.1f}" height="{LINE * SMALL:.1f}"'
    ground = f'<rect class="ground" x="{start[0] - 3:.1f}" y="{start[1] - LINE * SMALL / 2:.1f}" {size}/>'
    return ground + _starting(text, start, "faint heading")


def _columns(text: str, size: float = SMALL) -> float:
    return width(text) * COLUMN * size


def _label_size(label: str) -> Point:
    return _columns(_cut(label)) + 6, LINE * SMALL


def _cut(text: str) -> str:
    """The text, shortened to what a box can hold."""
    if width(text) <= LONGEST:
        return text
    kept, used = "", 0
    for cluster, columns in clusters(text):
        if used + columns >= LONGEST:
            break
        kept, used = kept + cluster, used + columns
    return f"{kept}…"


def _wrapped(kind: str) -> tuple[str, ...]:
    lines = textwrap.wrap(kind, WRAP, break_on_hyphens=False)
    return tuple(map(_cut, lines[:3] if len(lines) <= 3 else [*lines[:2], f"{lines[2]} …"]))
