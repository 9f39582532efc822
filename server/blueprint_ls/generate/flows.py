"""The queues: what share of all jobs goes through each, and how many a worker takes at a time.

peak         = all jobs × the queue's share
concurrency  = arrivals × mean duration ÷ fewest replicas × 3/2      a worker lost leaves enough places
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from blueprint_ls.generate.capacity import Service
from blueprint_ls.generate.figures import up
from blueprint_ls.generate.scale import Scale


@dataclass(frozen=True, slots=True)
class Flow:
    """What goes through one queue."""

    label: str
    peak: float
    """Jobs a minute."""
    mean: float
    """Seconds."""
    concurrency: int
    """Jobs that one replica works on at a time."""


SHARES: Mapping[str, tuple[float, float]] = {
    "domain_events": (0.5, 0.05),
    "notifications": (0.3, 0.4),
    "files": (0.15, 1.0),
    "maintenance": (0.05, 3.0),
}
"""The share of all jobs, and the mean duration in seconds, of each queue."""


def flows(scale: Scale, worker: Service, names: Collection[str]) -> dict[str, Flow]:
    """The queues, so sized that together they carry the stated jobs and a worker lost leaves enough places."""
    found = {}
    whole = sum(SHARES[label][0] for label in names)
    for label in names:
        part, mean = SHARES[label]
        peak = float(up(scale.jobs * part / whole))
        places = up(peak / 60 * mean / max(1, worker.replicas) * 1.5)
        found[label] = Flow(label, peak, mean, max(2, places))
    return found
