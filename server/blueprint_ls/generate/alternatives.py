"""What other choices would add to the bill, or take off: another queue, a second region, another provider.

Each is the bill of the same design with one thing changed, held against the bill as it is. A region beside the first
is a copy of what serves requests and keeps data; what people and tools cost is not paid twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from math import ceil

from blueprint_ls.generate.choices import Choices
from blueprint_ls.generate.design import Design
from blueprint_ls.generate.figures import grouped
from blueprint_ls.generate.lines import (
    BALANCER,
    CACHE,
    COMPUTE,
    CONTROL_PLANES,
    DATABASE,
    FILES,
    NETWORK,
    QUEUE,
    REPLICA,
    Line,
    Parts,
    lines,
)
from blueprint_ls.generate.prices import offers
from blueprint_ls.generate.topology import MANAGED

IN_EVERY_REGION = frozenset({COMPUTE, CONTROL_PLANES, DATABASE, REPLICA, CACHE, QUEUE, FILES, BALANCER, NETWORK})
"""The lines that a second region doubles."""
_REPLICA = "replica"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One other way, and what it makes of the bill."""

    what: str
    difference: float
    """A month, in the bill's currency; below zero where it is cheaper."""
    basis: str


def alternatives(design: Design) -> list[Alternative]:
    """The ways that a reader of the bill asks about, as far as the design leaves room for them."""
    parts = design.parts
    today = list(lines(parts))
    found = [*_queues(design, parts), *_region(design, today), *_replica(design, parts), *_providers(design, parts)]
    rate = parts.table.rates.get(design.bill.currency, 1)
    return [replace(one, difference=round(one.difference * rate)) for one in found]


def _queues(design: Design, parts: Parts) -> Iterator[Alternative]:
    known = parts.choices.known.get("queue")
    if known is None or not any(line.label == QUEUE for line in lines(parts)):
        return
    now = _amount(parts, QUEUE)
    for option in known.options.values():
        if option.name != parts.choices["queue"] and option.name != "pg_boss":
            other = replace(parts, choices=_choosing(parts.choices, "queue", option.name))
            line = _line(other, QUEUE)
            if line:
                yield Alternative(f"{option.title} as the queue", line.amount - now, f"{line.basis}; today {now} USD")


def _region(design: Design, today: list[Line]) -> Iterator[Alternative]:
    doubled = [line for line in today if line.label in IN_EVERY_REGION]
    names = ", ".join(line.label for line in doubled)
    yield Alternative(
        "A second region, ready to take over",
        sum(line.amount for line in doubled),
        f"Paid a second time: {names}; what moves between the regions comes on top",
    )


def _replica(design: Design, parts: Parts) -> Iterator[Alternative]:
    if _REPLICA in parts.stores:
        return
    line = _line(replace(parts, stores=(*parts.stores, _REPLICA)), REPLICA)
    if line:
        yield Alternative("A read replica of the primary database", line.amount, line.basis)


def _providers(design: Design, parts: Parts) -> Iterator[Alternative]:
    known = parts.choices.known.get("hosting")
    rate, currency = parts.table.rates.get(design.bill.currency, 1), design.bill.currency
    now = _whole(parts, rate)
    for name, table in offers(design.folder).items():
        option = known.options.get(name) if known else None
        if option and name != parts.choices["hosting"]:
            there = replace(parts, table=table, choices=_choosing(parts.choices, "hosting", name))
            total = _whole(there, rate)
            work = "" if name in MANAGED else "; stores and monitoring are the team's own work there"
            basis = f"{grouped(total)} {currency} for all lines instead of {grouped(now)}{work}; moving is not reckoned"
            yield Alternative(f"{option.title} as the host", (total - now) / rate, basis)


def _whole(parts: Parts, rate: float) -> int:
    """All lines in the bill's currency, each rounded as the bill rounds it."""
    return sum(ceil(line.amount * rate) for line in lines(parts))


def _choosing(choices: Choices, decision: str, option: str) -> Choices:
    other = copy(choices)
    other.made = {**choices.made, decision: option}
    return other


def _line(parts: Parts, label: str) -> Line | None:
    return next((line for line in lines(parts) if line.label == label), None)


def _amount(parts: Parts, label: str) -> int:
    line = _line(parts, label)
    return line.amount if line else 0
