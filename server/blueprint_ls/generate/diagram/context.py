"""The system as one box among those who use it and those whom it uses."""

from __future__ import annotations

from blueprint_ls.judge.checks.facts import facts_of
from blueprint_ls.judge.diagram.containers import id_of, node, protocol, title
from blueprint_ls.judge.diagram.graph import Edge, Graph, Node, graph
from blueprint_ls.language.model import Blueprint

SYSTEM = "system"
"""The id of the box that stands for all the team builds and runs."""
INSIDE = ("gateway", "service", "store")


def context(blueprint: Blueprint) -> Graph:
    """Clients above, the system in the middle, services of others below."""
    known = facts_of(blueprint)
    clients, externals = known.all("client"), known.all("external")
    arrows = [
        Edge(_shown(part.name, id_of(part)), _shown(used.name, id_of(used)), protocol(part, used))
        for part in [*clients, *known.all("gateway"), *known.all("service")]
        for used in known.targets(part, "uses")
        if used.name != "monitor" and {part.name, used.name} - {*INSIDE}
    ]
    name = title(blueprint)
    system = Node(SYSTEM, name, "this system", "System")
    return graph(
        name,
        [*map(node, clients), system, *map(node, externals)],
        [edge for edge in _plain(arrows) if edge.source != edge.target],
        [f"no `{kind}` is declared" for kind in ("client", "external") if not known.all(kind)],
    )


def _shown(kind: str, id: str) -> str:
    return SYSTEM if kind in INSIDE else id


def _plain(arrows: list[Edge]) -> list[Edge]:
    """One arrow for all ways from one box to another: `https` covers `http`, the protocol of a store behind it."""
    found: dict[tuple[str, str], str] = {}
    for edge in arrows:
        ends = (edge.source, edge.target)
        found[ends] = found.get(ends) or ("https" if edge.label == "http" else edge.label)
    return [Edge(source, target, label) for (source, target), label in found.items()]
