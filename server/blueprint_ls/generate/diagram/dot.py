"""A graph in DOT, the language of Graphviz."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.diagram.graph import Graph, Node

_SHAPES = {"store": "cylinder", "external": "box", "client": "box"}


def dot(graph: Graph) -> str:
    """The source of a directed graph; boxes go by their ids."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: Graph) -> Iterator[str]:
    yield f"digraph {quoted(graph.title)} {{"
    for lack in graph.lacks:
        yield f"  // not drawn: {lack}"
    yield "  rankdir=TB; compound=true; newrank=true;"
    yield '  node [shape=box, style=rounded, fontname="Helvetica", fontsize=11];'
    yield '  edge [fontname="Helvetica", fontsize=9, arrowsize=0.7];'
    for at, group in enumerate(graph.groups, start=1):
        inside = [_node(node) for node in graph.nodes if node.group == group]
        if group:
            heading = f'label={quoted(group)}; fontname="Helvetica"; fontsize=10; labeljust=l; style=dotted;'
            yield f"  subgraph cluster_{at} {{\n    {heading}"
            yield from (f"    {line}" for line in inside)
            yield "  }"
        else:
            yield from (f"  {line}" for line in inside)
    for edge in graph.edges:
        said = [f"label={quoted(edge.label)}"] if edge.label else []
        said += ["style=dotted"] if edge.quiet else []
        attributes = f" [{', '.join(said)}]" if said else ""
        yield f"  {quoted(edge.source)} -> {quoted(edge.target)}{attributes};"
    yield "}"


def _node(node: Node) -> str:
    kind = node.id.partition(".")[0]
    shape = f", shape={_SHAPES[kind]}" if kind in _SHAPES and _SHAPES[kind] != "box" else ""
    dashed = ', style="rounded,dashed"' if kind == "external" else ""
    below = f"\\n{_escaped(node.kind)}" if node.kind else ""
    return f'{quoted(node.id)} [label="{_escaped(node.name)}{below}"{shape}{dashed}];'


def quoted(text: str) -> str:
    """A string of DOT that shows exactly this text."""
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
