"""Replicas, connections and workers: how much of everything the load asks for.

    replicas, fewest    = load ÷ what one carries × 3/2           with one zone of three lost, the rest carries the peak
    replicas, most      = load × a year's growth ÷ what one carries
    busy connections    = requests/s × queries × time of a query  Little's law
    cores of a database = busy connections × 0.25 ÷ 0.5           a quarter of a query computes; half stays free
    connection limit    = 100 for each core                       what providers allow for a core and its 8 GB
    pools               = (most replicas + those of a release) × size, within 85 % of the limit, else behind a pooler
    worker concurrency  = arrivals × duration ÷ fewest replicas × 3/2

What is stated takes the place of what would be worked out, and the rest follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from blueprint_ls.generate.choices import Choices
from blueprint_ls.generate.figures import up
from blueprint_ls.generate.scale import Scale
from blueprint_ls.generate.stated import Stated, amount, within

CARRIED = {"nestjs": 110.0, "express": 110.0, "fastify": 180.0, "hono": 180.0}
"""Requests a second that one replica with one core carries, three or four queries each."""
JOBS_A_REPLICA = 1500.0
"""Jobs a minute that one worker with one core finishes, most of them waiting for others."""
QUERIES, QUERY = 4.0, 0.003
LEAST_POOL, USUAL_POOL = 3, 8
CORES = (1, 2, 4, 8, 16, 32, 48, 64, 96, 128, 192)
MOST_CONNECTIONS = 5000
MOST_REPLICAS = 100_000


@dataclass(frozen=True, slots=True)
class Service:
    """One process that the team deploys."""

    label: str
    kind: str
    path: str
    port: int
    replicas: int
    """The fewest."""
    most: int
    carries: float
    """Requests or jobs a second that one replica carries."""
    cpu: float
    memory: str
    pool: int
    """Connections of one replica."""

    @property
    def front(self) -> bool:
        """Whether it answers people and programs."""
        return self.kind in ("api", "web", "realtime")


@dataclass(frozen=True, slots=True)
class Capacity:
    """The size of everything."""

    services: tuple[Service, ...]
    queries: float
    query: float
    """Seconds."""
    busy: float
    """Connections that work at one time, at peak."""
    cores: int
    """Of the primary database."""
    limit: int
    reserved: int
    pooler: str
    pooler_limit: int
    surge: int
    """Replicas that a release adds to each service."""
    opened: int
    """Connections that all pools open, a release included."""
    zones: int

    @property
    def front(self) -> Service:
        """The service that answers requests."""
        return next((found for found in self.services if found.front), self.services[0])

    @property
    def worker(self) -> Service:
        """The service that works through queues."""
        return next((found for found in self.services if found.kind == "worker"), self.services[-1])


def capacity(stated: Stated, scale: Scale, choices: Choices) -> Capacity:
    """The size of everything, from the load and the choices."""
    single = choices["orchestrator"] == "compose"
    services = [_service(stated, scale, choices, *named) for named in _named(stated)]
    queries, query = _sizing(stated, "queries_per_request", QUERIES), _sizing(stated, "mean_query", QUERY)
    busy = scale.requests * queries * query
    cores = _cores(busy * 0.5, scale.reads if choices["read_replicas"] != "none" else 0.0)
    limit = int(stated.number("data.connections.limit", 1, 1e6) or min(MOST_CONNECTIONS, 100 * cores))
    reserved = int(within(stated.number("data.connections.reserved", 0, 1e6), 0, limit - 1) or min(10, limit - 1))
    surge = _surge(stated, choices, services)
    pooler, services = _pools(stated, services, surge, limit - reserved)
    left = limit - reserved
    return Capacity(
        services=tuple(services),
        queries=queries,
        query=query,
        busy=busy,
        cores=cores,
        limit=limit,
        reserved=reserved,
        pooler=pooler,
        pooler_limit=int(stated.number("data.connections.pooler_limit", 1, 1e6) or max(1, left * 4 // 5)),
        surge=surge,
        opened=_opened(services, surge),
        zones=int(stated.number("deployment.environment.prod.zones", 1, 20) or (1 if single else 3)),
    )


def _named(stated: Stated) -> Sequence[tuple[str, str, str, int]]:
    """The declared services, else one that answers and one that works; label, kind, path and port."""
    declared = stated.all("service")
    if not declared:
        return [("api", "api", "apps/api", 3000), ("worker", "worker", "apps/worker", 3001)]
    return [
        (
            block.label or "",
            block.get("kind") or ("worker" if "worker" in (block.label or "") else "api"),
            block.get("path") or f"apps/{block.label}",
            int(block.get("port") or 3000 + at),
        )
        for at, block in enumerate(declared)
    ]


def _service(stated: Stated, scale: Scale, choices: Choices, label: str, kind: str, path: str, port: int) -> Service:
    block = stated.about("deployment", "scaling", "service", label)
    shared = stated.block("deployment")
    general = [found for found in shared.blocks("scaling") if not found.attribute("service")] if shared else []
    block = block or next(iter(general), None)
    peers = [named for named in _named(stated) if _sort(named[1]) == _sort(kind)]
    load = (scale.jobs / 60 if kind == "worker" else scale.requests) / max(1, len(peers))
    usual = JOBS_A_REPLICA / 60 if kind == "worker" else CARRIED.get(choices["framework"], 110.0)
    carries = within(amount(block.get("replica_throughput")) if block else None, 1e-6, 1e9) or usual
    most = within(amount(block.get("max")) if block else None, 1, 1e6)
    fewest = within(amount(block.get("min")) if block else None, 0, 1e6)
    if kind == "scheduler":
        fewest, most = 1 if fewest is None else fewest, most or 1
    wanted = 2.0 if choices["orchestrator"] == "compose" else max(2.0, up(load / carries * 1.5))
    least = fewest if fewest is not None else min(wanted, most or MOST_REPLICAS, MOST_REPLICAS)
    ceiling = most or min(MOST_REPLICAS, max(least, up(load * scale.in_a_year / carries), up(load / carries)))
    pool = stated.about("data", "pool", "service", label)
    size = within(amount(pool.get("size")) if pool else None, 1, 1000) or USUAL_POOL
    memory = "1Gi" if kind == "worker" else "768Mi"
    return Service(label, kind, path, port, int(least), int(ceiling), carries, 1.0, memory, int(size))


def _sort(kind: str) -> str:
    return kind if kind in ("worker", "scheduler") else "front"


def _sizing(stated: Stated, name: str, usual: float) -> float:
    found = (within(amount(block.get(name)), 1e-6, 1e6) for block in stated.all("pool_sizing"))
    return next((value for value in found if value is not None), usual)


def _cores(busy: float, away: float) -> int:
    """The smallest machine that carries the primary's part of the work."""
    needed = busy * (1 - away * 0.8)
    return next((cores for cores in CORES if cores >= max(needed, 2)), CORES[-1])


def _surge(stated: Stated, choices: Choices, services: Sequence[Service]) -> int:
    """A second color is as large as the first; a canary or a rolling release adds a quarter."""
    known = stated.number("deployment.release.surge", 0, 1e6)
    largest = max(service.most for service in services)
    if known is not None:
        return int(known)
    return largest if choices["release"] == "blue_green" else up(largest / 4)


def _pools(stated: Stated, services: Sequence[Service], surge: int, left: int) -> tuple[str, list[Service]]:
    """The pooler, and the services with pools that fit."""
    known = stated.value("data.connections.pooler")
    fixed = {service.label for service in services if stated.about("data", "pool", "service", service.label)}
    kept = sum(service.pool * (service.most + surge) for service in services if service.label in fixed)
    others = sum(service.most + surge for service in services if service.label not in fixed)
    fitting = int((left * 0.85 - kept) // others) if others else USUAL_POOL
    size = max(LEAST_POOL, min(USUAL_POOL, fitting))
    sized = [service if service.label in fixed else _with_pool(service, size) for service in services]
    if known:
        return str(known), sized
    return ("none" if kept + size * others <= left * 0.9 else "pgbouncer"), sized


def _with_pool(service: Service, size: int) -> Service:
    from dataclasses import replace

    return replace(service, pool=size)


def _opened(services: Sequence[Service], surge: int) -> int:
    return sum(service.pool * (service.most + surge) for service in services)


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


def flows(scale: Scale, worker: Service) -> dict[str, Flow]:
    """The queues, so sized that together they carry the stated jobs and a worker lost leaves enough places."""
    found = {}
    for label, (part, mean) in SHARES.items():
        peak = float(up(scale.jobs * part))
        places = up(peak / 60 * mean / max(1, worker.replicas) * 1.5)
        found[label] = Flow(label, peak, mean, max(2, places))
    return found
