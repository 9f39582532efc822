"""The modules, whom each of them calls, and who hears of its events."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.facts import Facts, facts_of
from blueprint_ls.judge.diagram.containers import id_of, in_order, title, unresolved
from blueprint_ls.judge.diagram.graph import Edge, Graph, Node, graph
from blueprint_ls.language.model import Block, Blueprint

BANDS = {"core": "Core", "supporting": "Supporting", "generic": "Generic"}
CALLS, TELLS = "calls", "tells"
"""What an arrow says: a call through a contract, or an event that the other module hears of."""


def modules(blueprint: Blueprint) -> Graph:
    """A box for each module; core ones above those that support them, and generic ones, which all call, below."""
    known = facts_of(blueprint)
    found = in_order(known, "module")
    lacks = [] if found else ["no `module` is declared"]
    return graph(
        title(blueprint),
        [Node(id_of(one), one.label or "", _kind(one), BANDS.get(_kind(one), "")) for one in found],
        [*_calls(known, found), *_told(known, found)],
        [*lacks, *unresolved(known, found, "depends_on")],
    )


def _kind(module: Block) -> str:
    return str(module.get("kind", "core"))


def _calls(known: Facts, found: list[Block]) -> Iterator[Edge]:
    for one in found:
        for other in sorted(known.targets(one, "depends_on"), key=found.index):
            yield Edge(id_of(one), id_of(other), CALLS, quiet=_kind(other) == "generic")


def _told(known: Facts, found: list[Block]) -> Iterator[Edge]:
    """From the module that publishes an event to each one that subscribes to it."""
    for one in found:
        published = {id(event) for event in known.targets(one, "publishes")}
        for other in found:
            heard = {id(event) for event in known.targets(other, "subscribes")}
            if published & heard and one is not other:
                yield Edge(id_of(one), id_of(other), TELLS, quiet=True)
