"""The lines of the bill: quantities from the capacity, prices from the table, and what was reckoned with.

requests a month    = requests/s at peak × 20 % × 30 days     people work some hours of some days
log lines           = one of 600 bytes for each request
storage             = the data and a third more; files and backups take twice the data
compute elsewhere   = a quarter of production's, for qa and dev
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from blueprint_ls.generate.capacity import Capacity
from blueprint_ls.generate.choices import FREE_USERS, PEOPLE_A_MONTH, Choices
from blueprint_ls.generate.figures import count, grouped
from blueprint_ls.generate.people import Team
from blueprint_ls.generate.prices import Prices
from blueprint_ls.generate.scale import Scale

MONTH = 30 * 86_400
PEAK_SHARE = 0.2
ANSWER = 8e3
"""Bytes of an answer with its headers."""
LINE = 600.0
"""Bytes of a log line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the bill."""

    label: str
    amount: int
    basis: str
    pays_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the bill is made from."""

    scale: Scale
    team: Team
    choices: Choices
    capacity: Capacity
    stores: tuple[str, ...]
    """The parts that stores of their own play: primary, replica, cache, queue, files."""
    table: Prices

    @property
    def requests(self) -> float:
        """Requests of a whole month."""
        return self.scale.requests * PEAK_SHARE * MONTH

    @property
    def users(self) -> int:
        """People who sign in within a month: three for each that is active at peak."""
        return self.scale.users * PEOPLE_A_MONTH

    def at(self, amount: float, noun: str, price: str) -> str:
        """`390 GB at 0.23 USD`."""
        first, _, rest = noun.partition(" ")
        one = amount == 1 and first.endswith("s") and first[-2:] != "ss"
        shown = " ".join(word for word in (first[:-1] if one else first, rest) if word)
        return f"{grouped(amount)} {shown} at {self.table[price]:g} USD"


def lines(parts: Parts) -> Iterator[Line]:
    """All lines, those that cost nothing left out."""
    for found in (
        *_compute(parts),
        *_stores(parts),
        *_queue(parts),
        *_network(parts),
        *_watching(parts),
        *_people(parts),
    ):
        if found.amount > 0:
            yield found


def _compute(parts: Parts) -> Iterator[Line]:
    services, each = parts.capacity.services, parts.table["cpu"]
    cores = ceil(sum(service.replicas * service.cpu for service in services))
    paid = tuple(f"service.{service.label}" for service in services)
    replicas = " + ".join(f"{count(service.replicas, 'replica')} of {service.label}" for service in services)
    basis = f"{replicas}: {parts.at(cores, 'processors', 'cpu')}"
    yield Line("Application compute", ceil(cores * each), basis, (*paid, "decision.orchestrator"))
    other = ceil(cores * 0.25)
    basis = f"A quarter of production's {grouped(cores)} processors: {parts.at(other, 'processors', 'cpu')}"
    yield Line("Compute for qa and dev", ceil(other * each), basis, ("decision.orchestrator",))
    if parts.choices["orchestrator"] == "kubernetes":
        basis = f"Production and the rest: {parts.at(2, 'clusters', 'cluster')}"
        yield Line("Kubernetes control planes", ceil(2 * parts.table["cluster"]), basis, ("decision.orchestrator",))


def _stores(parts: Parts) -> Iterator[Line]:
    cores, stored = parts.capacity.cores, ceil(parts.scale.data / 1e9 * 1.3)
    storage = f"{parts.at(stored, 'GB', 'db_gb')}, a third more than the data"
    basis = f"{parts.at(cores, 'processors with a standby', 'db_cpu')}; {storage}"
    amount = cores * parts.table["db_cpu"] + stored * parts.table["db_gb"]
    yield Line("Primary database", ceil(amount), basis, ("store.primary",))
    if "replica" in parts.stores:
        basis = f"Half of the primary database's {grouped(ceil(amount))} USD: as large, without a standby"
        yield Line("Read replica", ceil(amount / 2), basis, ("store.replica", "decision.read_replicas"))
    if "cache" in parts.stores:
        memory = max(2, ceil(parts.scale.users * 20e3 / 1e9))
        basis = f"{parts.at(memory, 'GB with a replica', 'memory_gb')}, 20 KB for each person"
        yield Line("Cache", ceil(memory * parts.table["memory_gb"]), basis, ("store.cache", "decision.cache"))
    kept = ceil(parts.scale.data / 1e9 * 2)
    basis = f"{parts.at(kept, 'GB', 'object_gb')}, twice the data"
    yield Line("Files and backups", ceil(kept * parts.table["object_gb"]), basis, ("store.files",))


def _queue(parts: Parts) -> Iterator[Line]:
    if "queue" not in parts.stores:
        return
    chosen, paid = parts.choices["queue"], ("store.queue", "decision.queue")
    if chosen in ("rabbitmq", "kafka"):
        trios = max(1, ceil(parts.scale.jobs / 500_000))
        basis = f"{grouped(trios * 3)} nodes, three at {parts.table['broker']:g} USD"
        yield Line("Queue", ceil(trios * parts.table["broker"]), basis, paid)
    elif chosen == "sqs":
        calls = ceil(parts.scale.jobs / 60 * PEAK_SHARE * MONTH * 3 / 1e6)
        basis = f"{parts.at(calls, 'million calls', 'queue_million')}, three for each job"
        yield Line("Queue", ceil(calls * parts.table["queue_million"]), basis, paid)
    else:
        memory = max(2, ceil(parts.scale.jobs * 10 * 2e3 / 1e9))
        basis = f"{parts.at(memory, 'GB with a replica', 'memory_gb')}, never evicted: ten minutes of jobs at 2 KB"
        yield Line("Queue", ceil(memory * parts.table["memory_gb"]), basis, paid)


def _network(parts: Parts) -> Iterator[Line]:
    millions, sent = ceil(parts.requests / 1e6), ceil(parts.requests * ANSWER / 1e9)
    basis = f"{parts.table['balancer']:g} USD, and {parts.at(millions, 'million requests', 'balancer_million')}"
    amount = parts.table["balancer"] + millions * parts.table["balancer_million"]
    yield Line("Load balancer", ceil(amount), basis, ("gateway.edge",))
    zones = parts.capacity.zones
    basis = f"{parts.at(zones, 'zones', 'zone')}; {parts.at(sent, 'GB to the internet', 'out_gb')}"
    yield Line(
        "Network", ceil(zones * parts.table["zone"] + sent * parts.table["out_gb"]), basis, ("decision.hosting",)
    )


def _watching(parts: Parts) -> Iterator[Line]:
    logs = ceil(parts.requests * LINE / 1e9)
    rest = f"metrics, traces and dashboards for {parts.table['monitoring']:g} USD"
    basis = f"{parts.at(logs, 'GB of log lines', 'log_gb')}; {rest}"
    paid = ("monitor.metrics", "monitor.dashboards", "monitor.logs", "monitor.traces")
    yield Line("Monitoring", ceil(logs * parts.table["log_gb"] + parts.table["monitoring"]), basis, paid)
    yield Line("Secrets and keys", ceil(parts.table["secrets"]), "30 secrets and their keys", ("decision.secrets",))
    if parts.team.nights:
        basis = parts.at(parts.team.rotation, "people in the rotation", "pager")
        yield Line("Paging", ceil(parts.team.rotation * parts.table["pager"]), basis, ("monitor.pager",))


def _people(parts: Parts) -> Iterator[Line]:
    messages = ceil(parts.users * 10 / 1000)
    basis = f"{parts.at(messages, 'thousand messages', 'email_1000')}, ten a month for each person"
    yield Line("E-mail", ceil(messages * parts.table["email_1000"]), basis, ("external.mail",))
    if parts.choices["authentication"] == "oauth2":
        beyond = max(0, parts.users - FREE_USERS)
        basis = f"{grouped(parts.users)} people a month: {parts.at(beyond, 'beyond the free ones', 'identity_user')}"
        paid = ("external.idp", "decision.authentication")
        yield Line("Identity provider", ceil(beyond * parts.table["identity_user"]), basis, paid)
    seats, minutes = parts.team.engineers, parts.team.engineers * 1200
    basis = f"{parts.at(seats, 'seats', 'seat')}; {parts.at(minutes, 'minutes', 'ci_minute')}"
    yield Line("CI", ceil(seats * parts.table["seat"] + minutes * parts.table["ci_minute"]), basis, ("decision.ci",))
