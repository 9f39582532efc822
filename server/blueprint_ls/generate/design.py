"""The design: what this tool would write for this system, as numbers and choices.

Everything in it is the stated value where there is one, and follows from the stated values where there is none. So it
does not matter in which order the gaps are filled: the design of the filled blueprint is the design of the gaps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from blueprint_ls.generate.bill import Bill, bill
from blueprint_ls.generate.capacity import Capacity, capacity
from blueprint_ls.generate.cast import Cast, cast
from blueprint_ls.generate.choices import Choices
from blueprint_ls.generate.flows import Flow, flows
from blueprint_ls.generate.lines import Line, Parts
from blueprint_ls.generate.outlook import Outlook, outlook
from blueprint_ls.generate.outside import Outside, breakers, idle_queues, outside, processors
from blueprint_ls.generate.people import Team, team
from blueprint_ls.generate.prices import prices
from blueprint_ls.generate.promises import Promises, promises
from blueprint_ls.generate.rights import Rights
from blueprint_ls.generate.scale import Scale, scale
from blueprint_ls.generate.stated import Stated
from blueprint_ls.generate.topology import Topology, topology
from blueprint_ls.generate.upkeep import staffed
from blueprint_ls.language.model import Blueprint


@dataclass(frozen=True, slots=True)
class Design:
    """A whole system, in numbers and choices."""

    name: str
    """As the header has it: `acme-crm`."""
    domain: str
    """The same as part of a host name."""
    scope: str
    """The same as an npm scope, `@acme-crm`, unless the workspace states another."""
    scale: Scale
    team: Team
    choices: Choices
    topology: Topology
    capacity: Capacity
    outlook: Outlook | None
    """The first year in which something gives way."""
    flows: dict[str, Flow]
    promises: Promises
    bill: Bill
    cast: Cast
    key: str
    """The tenant key."""
    european: bool
    rights: Rights
    outside: tuple[Outside, ...]
    """The outside services beyond those for mail and signing in."""
    breakers: tuple[tuple[str, str], ...]
    """The breakers beyond those around them, each with the service that it stands around."""
    limits: tuple[str, ...]
    """The rate limits that endpoints refer to."""
    processors: tuple[str, ...]
    """The declared outside services that receive data of people."""
    idle: tuple[str, ...]
    """The queues that nothing goes through yet."""
    folder: Path
    """Where the blueprint lies: a team's own prices lie there or above."""
    fingerprint: str
    """The same for two designs that are the same."""

    @property
    def parts(self) -> Parts:
        """What the bill is made from."""
        table = prices(self.choices["hosting"], self.folder)
        return Parts(self.scale, self.team, self.choices, self.capacity, self.topology.own, table)


def design(blueprint: Blueprint) -> Design:
    """The design of a blueprint, stated or not."""
    stated = Stated(blueprint)
    load = scale(stated)
    people, choices = staffed(stated, load, team(stated))
    boxes = topology(stated, choices)
    sizes = capacity(stated, load, choices)
    name = (blueprint.header.label if blueprint.header else None) or blueprint.folder.name or "system"
    domain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "system"
    costs = bill(stated, Parts(load, people, choices, sizes, boxes.own, prices(choices["hosting"], blueprint.folder)))
    players = cast(stated)
    key = stated.value("data.tenancy.key")
    others = outside(stated, choices)
    streams = flows(load, sizes.worker, players.queues)
    found = Design(
        name=name,
        domain=domain,
        scope=stated.value("repository.workspace.scope") or f"@{domain}",
        scale=load,
        team=people,
        choices=choices,
        topology=boxes,
        capacity=sizes,
        outlook=outlook(load, sizes, costs.checked),
        flows=streams,
        promises=promises(stated, people, choices),
        bill=replace(costs, lines=tuple(_labelled(line, boxes) for line in costs.lines)),
        cast=players,
        key=key if isinstance(key, str) else "tenantId",
        european=stated.european,
        rights=Rights.of(blueprint),
        outside=others,
        breakers=breakers(stated, others),
        limits=tuple(stated.wanted.get("rate_limit", [])),
        processors=processors(stated),
        idle=idle_queues(stated, frozenset(streams)),
        folder=blueprint.folder,
        fingerprint="",
    )
    return replace(found, fingerprint=_fingerprint(found))


def _fingerprint(found: Design) -> str:
    return repr((replace(found, choices=None), found.choices.made, found.choices.facts))  # type: ignore[arg-type]


def _labelled(line: Line, boxes: Topology) -> Line:
    """The line with the stores' own labels for the parts that they play."""
    paid = (f"store.{boxes.store(ref[6:])}" if ref.startswith("store.") else ref for ref in line.pays_for)
    return replace(line, pays_for=tuple(dict.fromkeys(paid)))
