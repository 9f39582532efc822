"""A graph as Mermaid: what GitHub, GitLab and most wikis draw from a code block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blueprint_ls.judge.diagram.graph import Graph, Node

_SPECIAL = re.compile(r"^[-)]|^(\d+)[.)]|[^\w ,.:/()@?!=-]")
"""What may mean something; at the beginning also what begins a list in Markdown."""
_SHAPES = {"store": ('[("', '")]'), "external": ('(["', '"])'), "client": ('("', '")')}
"""The brackets around the text of a box, by the type of its block."""


def mermaid(graph: Graph) -> str:
    """The source of a flowchart; each box has the number of its place in the graph."""
    return "\n".join(_lines(graph))


def _lines(graph: Graph) -> Iterator[str]:
    numbers = {node.id: f"n{at}" for at, node in enumerate(graph.nodes, start=1)}
    yield "flowchart TB"
    yield f"  accTitle: {_plain(graph.title)}"
    for lack in graph.lacks:
        yield f"  %% not drawn: {_plain(lack)}"
    for at, group in enumerate(graph.groups, start=1):
        inside = [node for node in graph.nodes if node.group == group]
        margin = "  "
        if group:
            yield f'  subgraph g{at}["{_text(group)}"]'
            margin = "    "
        yield from (f"{margin}{numbers[node.id]}{_box(node)}" for node in inside)
        if group:
            yield "  end"
    for edge in graph.edges:
        label = f'|"{_text(edge.label)}"|' if edge.label else ""
        line = "-.->" if edge.quiet else "-->"
        yield f"  {numbers[edge.source]} {line}{label} {numbers[edge.target]}"


def _box(node: Node) -> str:
    before, behind = _SHAPES.get(node.id.partition(".")[0], ('["', '"]'))
    kind = f"<br/><small>{_text(node.kind)}</small>" if node.kind else ""
    return f"{before}{_text(node.name)}{kind}{behind}"


def _text(text: str) -> str:
    """Text that means nothing to Mermaid, Markdown or HTML: whatever could is written by its number."""
    return _SPECIAL.sub(lambda found: f"{found[1] or ''}#{ord(found[0][-1])};", text) or " "


def _plain(text: str) -> str:
    """Text for places where no numbers are read."""
    return " ".join(re.sub(r"[%{}<>;#&\"]", " ", text).split())
