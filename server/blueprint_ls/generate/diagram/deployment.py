"""What runs in an environment: how a version gets there, how many replicas of each service, which products."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from blueprint_ls.judge.checks.facts import Facts, facts_of
from blueprint_ls.judge.diagram.containers import BANDS, id_of, in_order, protocol, title
from blueprint_ls.judge.diagram.graph import Edge, Graph, Node, graph
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.suggest import closest

RUNS = ("gateway", "service", "store")


class UnknownEnvironment(LookupError):  # noqa: N818
    """No environment has that name; the message names the others."""


def deployment(blueprint: Blueprint, environment: str | None = None) -> Graph:
    """The environments that a version passes, and all that runs in one: the named one, else that of the customers."""
    known = facts_of(blueprint)
    chosen = _chosen(known, environment)
    parts = [block for kind in RUNS for block in in_order(known, kind)]
    stages = _stages(known, chosen)
    arrows = [
        Edge(id_of(part), id_of(used), protocol(part, used))
        for part in parts
        for used in sorted((one for one in known.targets(part, "uses") if one in parts), key=parts.index)
    ]
    entries = [part for part in parts if not any(edge.target == id_of(part) for edge in arrows)]
    lacks = [] if chosen else ["no `environment` is declared"]
    return graph(
        f"{title(blueprint)}: {chosen.label}" if chosen else title(blueprint),
        [*(_stage(one) for one in stages), *(_part(known, one) for one in parts)],
        [
            *_promotions(known, stages),
            *(Edge(id_of(chosen), id_of(part), "runs") for part in entries if chosen),
            *arrows,
        ],
        lacks,
    )


def _chosen(known: Facts, name: str | None) -> Block | None:
    found = {block.label or "": block for block in known.all("environment")}
    if name is None:
        return known.production() or next(iter(found.values()), None)
    if name not in found:
        near = closest(name, found)
        hint = f"did you mean `{near}`?" if near else f"it has {', '.join(found) or 'none'}"
        raise UnknownEnvironment(f"the blueprint has no environment `{name}`: {hint}")
    return found[name]


def _stages(known: Facts, chosen: Block | None) -> list[Block]:
    """The environments that a version passes on its way, the first one first."""
    found: list[Block] = []
    while chosen and chosen not in found:
        found.insert(0, chosen)
        chosen = known.target(chosen, "promoted_from")
    return found


def _stage(environment: Block) -> Node:
    zones = environment.get("zones")
    said = [f"{environment.get('data', 'unstated')} data", environment.get("region")]
    said += [f"{zones} zone{'s' if zones != 1 else ''}"] if zones else []
    return Node(id_of(environment), environment.label or "", ", ".join(filter(None, map(_text, said))), "Environments")


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _promotions(known: Facts, stages: list[Block]) -> Iterator[Edge]:
    for one, other in pairwise(stages):
        yield Edge(id_of(one), id_of(other), str(other.get("promotion", "automatic")).replace("_", " "))


def _part(known: Facts, part: Block) -> Node:
    """A box that says how many there are of a service, and of everything else what it is and where it lies."""
    if part.name == "service":
        fewest, most = known.replicas(part, "min"), known.replicas(part)
        replicas = f"{fewest.text} to {most.text}" if fewest and most and fewest.value != most.value else ""
        said = f"{replicas or (most.text if most else 'unstated')} replica{'s' if not most or most.value != 1 else ''}"
    else:
        said = ", ".join(filter(None, (_text(part.get("product")), _text(part.get("region")))))
    return Node(id_of(part), part.label or "", said, BANDS[part.name])
