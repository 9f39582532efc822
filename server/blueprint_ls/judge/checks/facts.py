"""What a blueprint says about its parts, gathered once for all checks: who refers to what, how many replicas run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any

from blueprint_ls.judge.checks.figures import Figure, figure, stated
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.reading import Ref

FRONT = frozenset({"api", "web", "realtime"})
"""Kinds of service that answer people and programs; the others work behind them."""


class Facts:
    """The blocks of one blueprint by type, and the references between them."""

    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint
        self.declared = {key: block for key, block in blueprint.declared.items() if block.schema}
        """What can be referred to; blocks in the wrong place have no types, and are another rule's business."""

    @cached_property
    def _kinds(self) -> dict[str, list[Block]]:
        found: dict[str, list[Block]] = {}
        for (kind, _), block in self.declared.items():
            found.setdefault(kind, []).append(block)
        return found

    def all(self, kind: str) -> list[Block]:
        """Every labelled block of a type."""
        return self._kinds.get(kind, [])

    def one(self, section: str, name: str) -> Block | None:
        """The block of that type which a section has once: `one("data", "connections")`."""
        found = self.blueprint.sections.get(section)
        block = found.block(name) if found else None
        return block if block and block.schema else None

    @cached_property
    def chosen(self) -> dict[str, Figure]:
        """What each decision chose, by its name."""
        found = ((block.label or "", stated(block, "choose")) for block in self.all("decision"))
        return {name: choice for name, choice in found if choice}

    def choice(self, decision: str) -> str | None:
        """The option chosen in a decision."""
        found = self.chosen.get(decision)
        return str(found.value) if found else None

    def target(self, block: Block, name: str) -> Block | None:
        """The block that an attribute refers to."""
        return self._resolve(block.get(name))

    def targets(self, block: Block, name: str) -> list[Block]:
        """The blocks that a list refers to; those that are not there are left out."""
        value = block.get(name)
        found = (self._resolve(item) for item in value) if isinstance(value, tuple) else ()
        return [target for target in found if target]

    def _resolve(self, value: Any) -> Block | None:
        for kind in value.targets if isinstance(value, Ref) else ():
            block = self.declared.get((kind, value.name))
            if block:
                return block
        return None

    @cached_property
    def scale(self) -> Block | None:
        """The stated scale."""
        return self.one("overview", "scale")

    @cached_property
    def fronts(self) -> list[Block]:
        """The services that answer requests."""
        return [service for service in self.all("service") if service.get("kind", "api") in FRONT]

    @cached_property
    def workers(self) -> list[Block]:
        """The services that work through queues."""
        return [service for service in self.all("service") if service.get("kind") == "worker"]

    @cached_property
    def _scaling(self) -> dict[str | None, Block]:
        section = self.blueprint.sections.get("deployment")
        found: dict[str | None, Block] = {}
        for block in section.blocks("scaling") if section else ():
            service = block.get("service")
            if service is None and block.attribute("service"):
                continue
            found.setdefault(str(service) if service else None, block)
        return found

    def scaling(self, service: Block) -> Block | None:
        """How a service scales: its own block, else the one for all."""
        return self._scaling.get(service.label) or self._scaling.get(None)

    def replicas(self, service: Block | None, bound: str = "max") -> Figure | None:
        """The most (or with `min` the fewest) replicas of a service."""
        return figure(self.scaling(service), bound) if service else None

    @cached_property
    def timeouts(self) -> dict[tuple[str, str | None], Block]:
        """The `timeout` block of each thing that is waited for."""
        found: dict[tuple[str, str | None], Block] = {}
        for block in self.all("timeout"):
            target = self.target(block, "of")
            if target:
                found.setdefault((target.name, target.label), block)
        return found

    def timeout(self, target: Block | None) -> Block | None:
        """The `timeout` block about a service, a gateway, a store or an endpoint."""
        return self.timeouts.get((target.name, target.label)) if target else None

    @cached_property
    def integrations(self) -> dict[str | None, list[Block]]:
        """The integrations of each external service."""
        found: dict[str | None, list[Block]] = {}
        for block in self.all("integration"):
            external = self.target(block, "external")
            if external:
                found.setdefault(external.label, []).append(block)
        return found

    @cached_property
    def queued(self) -> list[tuple[Block, Block]]:
        """Each job with the queue that it travels through."""
        pairs = ((job, self.target(job, "queue")) for job in self.all("job"))
        return [(job, queue) for job, queue in pairs if queue]

    @cached_property
    def listed_errors(self) -> frozenset[str]:
        """The names of the errors that endpoints list, defined or not."""
        lists = (stated(endpoint, "errors") for endpoint in self.all("endpoint"))
        return frozenset(item.name for found in lists if found for item in found.value if isinstance(item, Ref))

    def production(self) -> Block | None:
        """The environment that customers use."""
        return next((found for found in self.all("environment") if found.get("data") == "production"), None)


def facts(case: Case) -> Facts:
    """The facts of the blueprint that is judged; worked out once."""
    return facts_of(case.blueprint)


@lru_cache(maxsize=4)
def facts_of(blueprint: Blueprint) -> Facts:
    """The facts of a blueprint; worked out once."""
    return Facts(blueprint)


def capacity(known: Facts, services: list[Block]) -> tuple[float, list[tuple[Figure, Figure]]] | None:
    """What services carry a second at their most replicas, and the figures it rests on.

    None as soon as one of them leaves a figure open: the sum would then be too low.
    """
    pairs = list(_pairs(known, services))
    if not pairs or len(pairs) != len(services):
        return None
    return sum(most.value * each.value.per_second for most, each in pairs), pairs


def _pairs(known: Facts, services: list[Block]) -> Iterator[tuple[Figure, Figure]]:
    for service in services:
        most, each = known.replicas(service), figure(known.scaling(service), "replica_throughput")
        if most and each:
            yield most, each
