"""The lines of the bill: quantities from the capacity, prices from the table, and what was reckoned with.

requests a month    = requests/s at peak × 30 % × 30 days     people work some hours of some days
log lines           = one of 1 KB for each request and each job
storage             = the data and a third more; files take twice the data, and so do the backups that are paid for
nodes of a cluster  = what pods ask for, and a third more for the system, as many in each zone
elsewhere           = a quarter of production's compute for qa and dev, and of its database, without a standby
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
from blueprint_ls.generate.topology import MANAGED

COMPUTE, COMPUTE_ELSEWHERE = "Application compute", "Compute for qa and dev"
CONTROL_PLANES = "Kubernetes control planes"
DATABASE, REPLICA, CACHE, QUEUE = "Primary database", "Read replica", "Cache", "Queue"
FILES, BALANCER, NETWORK = "Files and backups", "Load balancer", "Network"
ELSEWHERE = 0.25
"""Of production's size, for qa and dev together."""
MONTH = 30 * 86_400
PEAK_SHARE = 0.3
ANSWER = 4e3
"""Bytes of an answer with its headers, compressed."""
LINE = 1e3
"""Bytes of a log line."""
_PRICED = frozenset({"postgres", "mysql"})
"""Databases that the price table's figures are about."""
NODE = 4
"""Processors of a node of a cluster."""
FOR_PODS = 0.75
"""The share of a node that pods may ask for: the rest is the system's, its agents', or too small for one more."""
LEAST_CACHE, LEAST_QUEUE = 3, 6
"""GB of the smallest managed stores that are meant for production: a cache may run short for a moment, a queue not."""
LEAST_OWN = 2
"""GB of the smallest store on a machine of one's own."""
MESSAGES = 20
"""E-mails to each person in a month: one for each working day."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the bill."""

    label: str
    amount: int
    basis: str
    """What was reckoned with, in the currency of the price table."""
    pays_for: tuple[str, ...]
    rate: str = ""
    """How the amount was converted: `0.9 EUR for a dollar`; empty where it was not."""

    @property
    def reckoned(self) -> str:
        """How the amount came about, in a sentence."""
        return f"{self.basis}; {self.rate}" if self.rate else self.basis


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
    def jobs(self) -> float:
        """Jobs of a whole month."""
        return self.scale.jobs / 60 * PEAK_SHARE * MONTH

    @property
    def managed(self) -> bool:
        """Whether the provider runs stores for its customers."""
        return self.choices["hosting"] in MANAGED

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
    services = parts.capacity.services
    asked = ceil(sum(service.replicas * service.cpu for service in services))
    paid = tuple(f"service.{service.label}" for service in services)
    replicas = " + ".join(f"{count(service.replicas, 'replica')} of {service.label}" for service in services)
    if parts.choices["orchestrator"] == "kubernetes":
        yield from _cluster(parts, asked, replicas, paid)
        return
    basis = f"{replicas}: {parts.at(asked, 'processors', 'cpu')}"
    yield Line(COMPUTE, ceil(asked * parts.table["cpu"]), basis, (*paid, "decision.orchestrator"))
    other = ceil(asked * ELSEWHERE)
    basis = f"A quarter of production's {count(asked, 'processor')}: {parts.at(other, 'processors', 'cpu')}"
    yield Line(COMPUTE_ELSEWHERE, ceil(other * parts.table["cpu"]), basis, ("decision.orchestrator",))


def _cluster(parts: Parts, asked: int, replicas: str, paid: tuple[str, ...]) -> Iterator[Line]:
    """The nodes that carry what pods ask for, as many in each zone, and the control planes."""
    zones, each = max(1, parts.capacity.zones), parts.table["cpu"]
    nodes = zones * max(1, ceil(asked / (NODE * FOR_PODS * zones)))
    basis = f"{replicas} ask for {count(asked, 'processor')}: {_nodes(parts, nodes)}, a quarter of each for the system"
    yield Line(COMPUTE, ceil(nodes * NODE * each), basis, (*paid, "decision.orchestrator"))
    other = ceil(nodes * ELSEWHERE)
    basis = f"A quarter of production's {count(nodes, 'node')}: {_nodes(parts, other)}"
    yield Line(COMPUTE_ELSEWHERE, ceil(other * NODE * each), basis, ("decision.orchestrator",))
    basis = f"Production and the rest: {parts.at(2, 'clusters', 'cluster')}"
    yield Line(CONTROL_PLANES, ceil(2 * parts.table["cluster"]), basis, ("decision.orchestrator",))


def _nodes(parts: Parts, nodes: int) -> str:
    return f"{count(nodes, 'node')} of {parts.at(NODE, 'processors', 'cpu')}"


def _stores(parts: Parts) -> Iterator[Line]:
    yield from _database(parts)
    if "cache" in parts.stores:
        memory = max(LEAST_CACHE if parts.managed else LEAST_OWN, ceil(parts.scale.users * 20e3 / 1e9))
        basis = f"{parts.at(memory, 'GB with a replica', 'memory_gb')}, 20 KB for each person"
        yield Line(CACHE, ceil(memory * parts.table["memory_gb"]), basis, ("store.cache", "decision.cache"))
    kept = ceil(parts.scale.data / 1e9 * 2)
    backups = parts.at(kept, "GB of backups", "backup_gb")
    basis = f"{parts.at(kept, 'GB of files', 'object_gb')}; {backups}, each twice the data"
    amount = kept * (parts.table["object_gb"] + parts.table["backup_gb"])
    yield Line(FILES, ceil(amount), basis, ("store.files", "store.primary"))


def _database(parts: Parts) -> Iterator[Line]:
    cores, stored = parts.capacity.cores, ceil(parts.scale.data / 1e9 * 1.3)
    storage = f"{parts.at(stored, 'GB', 'db_gb')}, a third more than the data"
    like = "" if parts.choices["database"] in _PRICED else "; as if it were a managed PostgreSQL"
    basis = f"{parts.at(cores, 'processors with a standby', 'db_cpu')}; {storage}{like}"
    amount = cores * parts.table["db_cpu"] + stored * parts.table["db_gb"]
    whole = f"of the primary database's {grouped(ceil(amount))} USD"
    yield Line(DATABASE, ceil(amount), basis, ("store.primary",))
    if "replica" in parts.stores:
        basis = f"Half {whole}: as large, without a standby"
        yield Line(REPLICA, ceil(amount / 2), basis, ("store.replica", "decision.read_replicas"))
    basis = f"An eighth {whole}: a quarter of its size, without a standby"
    yield Line("Database for qa and dev", ceil(amount * ELSEWHERE / 2), basis, ("store.primary",))


def _queue(parts: Parts) -> Iterator[Line]:
    if "queue" not in parts.stores:
        return
    chosen, paid = parts.choices["queue"], ("store.queue", "decision.queue")
    if chosen in ("rabbitmq", "kafka"):
        trios = max(1, ceil(parts.scale.jobs / 500_000))
        basis = f"{grouped(trios * 3)} nodes, at {parts.table['broker']:g} USD for three"
        yield Line(QUEUE, ceil(trios * parts.table["broker"]), basis, paid)
    elif chosen == "sqs":
        calls = ceil(parts.jobs * 3 / 1e6)
        basis = f"{parts.at(calls, 'million calls', 'queue_million')}, three for each job"
        yield Line(QUEUE, ceil(calls * parts.table["queue_million"]), basis, paid)
    else:
        memory = max(LEAST_QUEUE if parts.managed else LEAST_OWN, ceil(parts.scale.jobs * 10 * 2e3 / 1e9))
        basis = f"{parts.at(memory, 'GB with a replica', 'memory_gb')}, never evicted: ten minutes of jobs at 2 KB"
        yield Line(QUEUE, ceil(memory * parts.table["memory_gb"]), basis, paid)


def _network(parts: Parts) -> Iterator[Line]:
    millions, sent = ceil(parts.requests / 1e6), ceil(parts.requests * ANSWER / 1e9)
    each = f", and {parts.at(millions, 'million requests', 'balancer_million')}"
    basis = f"{parts.table['balancer']:g} USD{each if parts.table['balancer_million'] else ', requests included'}"
    amount = parts.table["balancer"] + millions * parts.table["balancer_million"]
    yield Line(BALANCER, ceil(amount), basis, ("gateway.edge",))
    zones = parts.capacity.zones
    basis = f"{parts.at(zones, 'zones', 'zone')}; {parts.at(sent, 'GB to the internet', 'out_gb')}"
    amount = zones * parts.table["zone"] + sent * parts.table["out_gb"]
    yield Line(NETWORK, ceil(amount), basis, ("decision.hosting",))


def _watching(parts: Parts) -> Iterator[Line]:
    logs = ceil((parts.requests + parts.jobs) * LINE / 1e9)
    rest = f"metrics, traces and dashboards for {parts.table['monitoring']:g} USD"
    basis = f"{parts.at(logs, 'GB of log lines', 'log_gb')}; {rest}"
    paid = ("monitor.metrics", "monitor.dashboards", "monitor.logs", "monitor.traces")
    yield Line("Monitoring", ceil(logs * parts.table["log_gb"] + parts.table["monitoring"]), basis, paid)
    yield Line("Secrets and keys", ceil(parts.table["secrets"]), "30 secrets and their keys", ("decision.secrets",))
    if parts.team.nights:
        basis = parts.at(parts.team.rotation, "people in the rotation", "pager")
        yield Line("Paging", ceil(parts.team.rotation * parts.table["pager"]), basis, ("monitor.pager",))


def _people(parts: Parts) -> Iterator[Line]:
    messages = ceil(parts.users * MESSAGES / 1000)
    basis = f"{parts.at(messages, 'thousand messages', 'email_1000')}, twenty a month for each person"
    yield Line("E-mail", ceil(messages * parts.table["email_1000"]), basis, ("external.mail",))
    if parts.choices["authentication"] == "oauth2":
        beyond = max(0, parts.users - FREE_USERS)
        basis = f"{grouped(parts.users)} people a month: {parts.at(beyond, 'beyond the free ones', 'identity_user')}"
        paid = ("external.idp", "decision.authentication")
        yield Line("Identity provider", ceil(beyond * parts.table["identity_user"]), basis, paid)
    seats, minutes = parts.team.engineers, parts.team.engineers * 1200
    basis = f"{parts.at(seats, 'seats', 'seat')}; {parts.at(minutes, 'minutes', 'ci_minute')}"
    yield Line("CI", ceil(seats * parts.table["seat"] + minutes * parts.table["ci_minute"]), basis, ("decision.ci",))
