"""The load that a design is made for: what is stated, and what follows from it.

    requests/s       = 0.06 × people active at once       each makes one every 17 s, between the 10 and 30 s of the page
    jobs/min         = 5 × requests/s                     one request in twelve leaves work behind
    tenants          = people ÷ 10                        ten colleagues of a customer are active at a time
    data             = 30 MB × people                     300 GB for 10 000, the page's example
    writes           = requests × (1 − share of reads)    four requests in five only read, unless stated

Each value is the stated one where there is one, so filling in a derived value changes none of the others. What the rest
of the blueprint provides for is the most that is assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from blueprint_ls.generate.figures import nice
from blueprint_ls.generate.provided import Provided
from blueprint_ls.generate.stated import Stated
from blueprint_ls.language.values import Growth

PEOPLE = 10_000
REQUESTS_A_PERSON = 0.06
JOBS_A_REQUEST = 5.0
PEOPLE_A_TENANT = 10.0
BYTES_A_PERSON = 30e6
READS = 0.8
LARGEST_TENANT = 0.05
GROWTH = Growth(2.0, "2x/year")
MOST_GROWTH = 20.0
"""Beyond this, no replica count of today is meant to carry a year."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The load of today at peak, and how it grows."""

    users: int
    """People active in the same minute."""
    requests: float
    """A second."""
    writes: float
    """Requests a second that change something."""
    jobs: float
    """A minute."""
    tenants: int
    data: float
    """Bytes of rows and indexes."""
    largest: float
    """The share of the largest tenant."""
    reads: float
    growth: Growth
    in_a_year: float
    """By how much the load multiplies within a year, as far as a design of today prepares for it."""


def scale(stated: Stated) -> Scale:
    """The load, from what is stated."""
    provided = Provided(stated)
    largest = stated.number("overview.scale.largest_tenant", 0, 1)
    users, requests = _people(stated, provided.requests(largest or LARGEST_TENANT))
    reads = stated.number("overview.scale.reads", 0, 1)
    growth = _growth(stated.value("overview.scale.growth"))
    tenants = int(stated.number("overview.scale.tenants", 1, 1e9) or max(1, nice(users / PEOPLE_A_TENANT)))
    jobs = stated.number("overview.scale.jobs_per_minute", 0, 6e10)
    return Scale(
        users=users,
        requests=requests,
        writes=requests * (1 - (READS if reads is None else reads)),
        jobs=max(1.0, min(nice(requests * JOBS_A_REQUEST), provided.jobs())) if jobs is None else jobs,
        tenants=tenants,
        data=stated.number("overview.scale.data_volume", 1, 1e18) or max(1e9, nice(users * BYTES_A_PERSON)),
        largest=largest or max(1 / tenants, LARGEST_TENANT),
        reads=READS if reads is None else reads,
        growth=growth,
        in_a_year=min(max(growth.yearly_factor, 1.0), MOST_GROWTH),
    )


def _people(stated: Stated, most: float) -> tuple[int, float]:
    """The people and their requests a second; where neither is stated, no more than `most` requests."""
    users = stated.number("overview.scale.concurrent_users", 1, 8.3e9)
    requests = stated.number("overview.scale.requests_per_second", 0.001, 1e9)
    if users is None and requests is None:
        requests = max(1.0, min(PEOPLE * REQUESTS_A_PERSON, most))
    if users is None:
        users = max(1.0, nice((requests or 1.0) / REQUESTS_A_PERSON))
    return int(users), requests or max(1.0, min(nice(users * REQUESTS_A_PERSON), most))


def _growth(value: Any) -> Growth:
    return value if isinstance(value, Growth) and 0 < value.yearly_factor <= 1e6 else GROWTH
