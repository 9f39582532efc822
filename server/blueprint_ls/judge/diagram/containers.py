"""The parts of a diagram section as a graph: a box for each block, an arrow for each entry of its `uses`."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.facts import Facts, facts_of
from blueprint_ls.judge.diagram.graph import Edge, Graph, Node, graph
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.reading import Ref

BANDS = {
    "client": "Clients",
    "gateway": "Edge",
    "service": "Services",
    "store": "Stores",
    "external": "Outside services",
    "monitor": "Monitoring",
}
"""The band of each type of block, from top to bottom."""
_SIGNALS = ("metrics", "logs", "traces", "errors")
"""What a service sends to a monitor."""


def containers(blueprint: Blueprint) -> Graph:
    """The picture of the `diagram` section, as its blocks have it."""
    known = facts_of(blueprint)
    parts = [block for kind in BANDS for block in in_order(known, kind)]
    arrows = [
        Edge(id_of(part), id_of(used), protocol(part, used), "monitor" in (part.name, used.name))
        for part in parts
        for used in sorted(known.targets(part, "uses"), key=parts.index)
    ]
    lacks = [*_absent(known), *unresolved(known, parts, "uses")]
    return graph(title(blueprint), map(node, parts), arrows, lacks)


def in_order(known: Facts, kind: str) -> list[Block]:
    """The blocks of a type in the order of the vocabulary's kinds, then of their labels.

    Where they stand in the file does not matter: a block that is moved changes no picture.
    """

    def rank(block: Block) -> tuple[int, str]:
        schema = block.schema.attributes.get("kind") if block.schema else None
        words = [*schema.values] if schema else []
        stated = block.get("kind", schema.default if schema else None)
        first = stated[0] if isinstance(stated, tuple) and stated else stated
        return words.index(first) if first in words else len(words), block.label or ""

    return sorted(known.all(kind), key=rank)


def title(blueprint: Blueprint) -> str:
    """What a diagram of a blueprint is called."""
    return (blueprint.header.label if blueprint.header else None) or blueprint.folder.name


def node(part: Block) -> Node:
    """The box of a block."""
    return Node(id_of(part), part.label or "", kind_of(part), BANDS.get(part.name, ""))


def id_of(part: Block) -> str:
    """A block as references name it."""
    return f"{part.name}.{part.label}"


def kind_of(part: Block) -> str:
    """What sort of thing a block is; nothing where that repeats its name."""
    kinds = part.get("kind", "api" if part.name == "service" else ())
    words = ", ".join(map(str, kinds if isinstance(kinds, tuple) else [kinds])).replace("_", " ")
    return words if words != part.label else part.name


def protocol(part: Block, used: Block) -> str:
    """What is spoken from one part to another."""
    if part.name == "monitor":
        return ""
    if used.name == "service":
        spoken = str(used.get("protocol", "http"))
        return "" if spoken == "none" else spoken
    if used.name == "store":
        return str(used.get("protocol", ""))
    if used.name == "monitor":
        kinds = used.get("kind", ())
        return ", ".join(kind for kind in _SIGNALS if kind in kinds)
    return "https"


def unresolved(known: Facts, parts: list[Block], attribute: str) -> Iterator[str]:
    """The references of some blocks that lead nowhere."""
    for part in parts:
        value = part.get(attribute)
        for found in value if isinstance(value, tuple) else ():
            if isinstance(found, Ref) and not any((kind, found.name) in known.declared for kind in found.targets):
                yield f"`{id_of(part)}` refers to `{found.name}`, which is declared nowhere"


def _absent(known: Facts) -> Iterator[str]:
    section = known.blueprint.vocabulary.sections.get("diagram")
    for kind in BANDS:
        schema = section.schema.blocks.get(kind) if section else None
        if schema and schema.required and not known.all(kind):
            yield f"no `{kind}` is declared"
    for service in known.all("service"):
        if service.attribute("uses") is None:
            yield f"`{id_of(service)}` does not say what it uses"
