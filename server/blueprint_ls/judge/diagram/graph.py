"""The one model behind every diagram: boxes, the bands they stand in, and arrows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

UNNAMED = "(no name)"
_JOINER = "\u200d"
_LOOSE_JOINERS = re.compile(rf"(?<!\S){_JOINER}+|{_JOINER}+(?!\S)")


@dataclass(frozen=True, slots=True)
class Node:
    """A box."""

    id: str
    """What it is in the blueprint: `store.postgres`."""
    name: str
    """What stands in the box, as nothing else of its diagram is called."""
    kind: str = ""
    """What sort of thing it is, in a word or two: `primary database`."""
    group: str = ""
    """The band it stands in: `Stores`."""


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow between two boxes, by their ids."""

    source: str
    target: str
    label: str = ""
    quiet: bool = False
    """Whether it goes without saying, as who sends logs where: a text picture lists it below and crosses nothing."""


@dataclass(frozen=True, slots=True)
class Graph:
    """A diagram, in the order in which it is read."""

    title: str
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    lacks: tuple[str, ...] = ()
    """What the blueprint leaves open, a sentence each; the diagram does not show it."""

    @property
    def groups(self) -> tuple[str, ...]:
        """The bands from top to bottom."""
        return tuple(dict.fromkeys(node.group for node in self.nodes))

    @property
    def names(self) -> dict[str, str]:
        """What each id is called."""
        return {node.id: node.name for node in self.nodes}


def graph(
    title: str,
    nodes: Iterable[Node],
    edges: Iterable[Edge],
    lacks: Iterable[str] = (),
) -> Graph:
    """A graph whose texts are lines of plain text, whose names differ, and whose arrows all lead somewhere.

    An id that comes twice, an arrow that comes twice, and an arrow from or to nowhere are left out.
    """
    found = {node.id: node for node in reversed([*nodes])}
    kept = _named([*reversed(found.values())])
    clean = (Edge(edge.source, edge.target, line(edge.label), edge.quiet) for edge in edges)
    arrows = dict.fromkeys(edge for edge in clean if edge.source in found and edge.target in found)
    return Graph(line(title), tuple(kept), tuple(arrows), tuple(map(line, lacks)))


def line(text: str) -> str:
    """A text on one line, with nothing in it that moves the cursor or turns the direction of writing."""
    kept = (char if _is_shown(char) else " " if char.isspace() else "" for char in unicodedata.normalize("NFC", text))
    flat = _LOOSE_JOINERS.sub("", " ".join("".join(kept).split()))
    return f"\u25cc{flat}" if flat and unicodedata.category(flat[0]).startswith("M") else flat


def _is_shown(char: str) -> bool:
    return char == _JOINER or not unicodedata.category(char).startswith(("C", "Z"))


def _named(nodes: list[Node]) -> list[Node]:
    """The nodes with a name of their own each: where two would share one, both go by their ids."""
    names = [line(node.name) or UNNAMED for node in nodes]
    shared = {name for name in names if names.count(name) > 1}
    taken: set[str] = {*names} - shared
    kept = []
    for node, name in zip(nodes, names, strict=True):
        own = base = (line(node.id) or UNNAMED) if name in shared else name
        for number in range(2, len(nodes) + 2):
            if name not in shared or own not in taken:
                break
            own = f"{base} ({number})"
        taken.add(own)
        kept.append(Node(node.id, own, line(node.kind), line(node.group)))
    return kept
