"""The load at a later day, and what gives way first: the database, which grows in steps, else the replicas.

Each of the next three years is looked at; the first in which something gives way is the one worth writing down.
"""

from __future__ import annotations

from dataclasses import dataclass

from blueprint_ls.generate.capacity import Capacity, cores_for
from blueprint_ls.generate.figures import count, grouped, nice, up
from blueprint_ls.generate.scale import MOST_GROWTH, Scale

YEARS = 3
"""Beyond this the product will be another one."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A projection."""

    label: str
    date: str
    users: int
    requests: float
    data: float
    jobs: float
    tenants: int
    gives_way: str


def outlook(load: Scale, sizes: Capacity, today: str) -> Outlook | None:
    """The first year from `today` in which something gives way; None where nothing does."""
    factor = min(max(load.growth.yearly_factor, 1.0), MOST_GROWTH)
    for years in range(1, YEARS + 1):
        grown = factor**years
        change = gives_way(load, sizes, load.requests * grown)
        if change:
            return Outlook(
                label=f"in {12 * years} months",
                date=f"{int(today[:4]) + years}{today[4:]}",
                users=int(nice(load.users * grown)),
                requests=nice(load.requests * grown),
                data=nice(load.data * grown),
                jobs=nice(load.jobs * grown),
                tenants=int(nice(load.tenants * grown)),
                gives_way=change,
            )
    return None


def gives_way(load: Scale, sizes: Capacity, requests: float) -> str:
    """What has to change for so many requests a second, and to what; nothing where all of it carries them."""
    cores = cores_for(sizes.busy * requests / max(load.requests, 1e-9), sizes.away)
    if cores > sizes.cores:
        today = grouped(sizes.cores)
        return f"The primary database: its {today} processors become {grouped(cores)}, booked a quarter ahead"
    fronts = [service for service in sizes.services if service.front]
    carried = sum(service.most * service.carries for service in fronts)
    if not fronts or requests <= carried:
        return ""
    most = sizes.front.most + up((requests - carried) / sizes.front.carries)
    then = count(most, "replica")
    return (
        f"The replicas of {sizes.front.label}: {then} instead of {grouped(sizes.front.most)}, and pools that fit them"
    )
