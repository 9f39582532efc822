"""The availability that is promised, against what the parts on the way of a request can give together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from blueprint_ls.judge.checks.facts import FRONT, Facts, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, stated
from blueprint_ls.judge.checks.words import number, percent
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block

ONE_REPLICA = 0.995
"""What one process on one machine gives: about what providers promise for a single machine."""
ONE_ZONE = 0.999
"""What everything in one zone gives, however many replicas it has."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part that a request cannot do without."""

    name: str
    gives: float
    formula: str
    end: Figure


@blueprint_check("availability-promise")
def promise(case: Case) -> Iterator[Finding]:
    """The target is at most gateway × replicas × stores × critical externals."""
    known = facts(case)
    target = figure(known.one("overview", "availability"), "target")
    if target is None:
        return
    if target.value.fraction >= 1:
        message = (
            "100 % allows no second of outage, and no release, provider or network gives that: promise 99.95 % or less"
        )
        yield from report("availability-promise", message, target)
        return
    needed = list(parts(known))
    given = prod(part.gives for part in needed)
    if needed and target.value.fraction > given + 1e-9:
        weakest = min(needed, key=lambda part: part.gives)
        formula = " × ".join(part.formula for part in needed)
        message = (
            f"{target.text} is promised, and {formula} give {percent(given)}: promise less, or strengthen "
            f"{weakest.name}, which gives {percent(weakest.gives)}"
        )
        yield from report("availability-promise", message, target, *(part.end for part in needed))


def parts(known: Facts) -> Iterator[Part]:
    """The parts that a request needs, each with the availability it gives."""
    services = _serving(known)
    yield from _promised(known.all("gateway"))
    for service in services:
        fewest = known.replicas(service, "min")
        if fewest and fewest.value >= 1:
            yield _replicated(service, fewest)
    production = known.production()
    zones = stated(production, "zones")
    if zones and zones.value == 1 and services:
        yield Part("the single zone", ONE_ZONE, f"one zone {percent(ONE_ZONE)}", zones)
    used = {id(part): part for service in services for part in known.targets(service, "uses")}
    needed = [part for part in used.values() if part.name == "store" or part.get("critical") is True]
    yield from _promised([part for part in needed if part.name in ("store", "external") and _needed(known, part)])


def _serving(known: Facts) -> list[Block]:
    """The services that answer requests, and those that they call in turn."""
    found = list(known.fronts)
    for service in found:
        found += [other for other in known.targets(service, "uses") if other.name == "service" and other not in found]
    return [service for service in found if service.get("kind", "api") in FRONT]


def _promised(blocks: list[Block]) -> Iterator[Part]:
    for block in blocks:
        given = stated(block, "availability")
        if given and given.value.fraction < 1:
            label = block.label or block.name
            yield Part(f"`{label}`", given.value.fraction, f"{label} {given.text}", given)


def _replicated(service: Block, fewest: Figure) -> Part:
    gives = 1 - (1 - ONE_REPLICA) ** min(fewest.value, 10)
    replicas = "one replica" if fewest.value == 1 else f"{number(fewest.value)} replicas"
    return Part(f"`{service.label}`", gives, f"{service.label} {percent(gives)} ({replicas})", fewest)


def _needed(known: Facts, part: Block) -> bool:
    """Whether requests fail with it: a cache does not count where every entry is read from its source instead."""
    if part.get("kind") != "cache":
        return True
    entries = [entry for entry in known.all("cached") if known.target(entry, "store") is part]
    limits = [limit for limit in known.all("rate_limit") if known.target(limit, "store") is part]
    fails = any(entry.get("when_down", "read_source") == "fail" for entry in entries)
    return fails or any(limit.get("on_store_failure", "open") == "closed" for limit in limits)
