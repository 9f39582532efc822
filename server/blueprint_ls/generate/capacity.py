"""Replicas, connections and workers: how much of everything the load asks for.

    replicas, fewest    = load ÷ what one carries × 3/2           with one zone of three lost, the rest carries the peak
    replicas, most      = load × a year's growth ÷ what one carries
    busy connections    = requests/s × queries × time of a query  Little's law
    cores of a database = busy connections × 0.25 ÷ 0.5           a quarter of a query computes; half stays free
    connection limit    = 100 for each core                       what providers allow for a core and its 8 GB
    pools               = (most replicas + those of a release) × size, within 85 % of the limit and a thousand in
                          all, else behind a pooler

What is stated takes the place of what would be worked out, and the rest follows from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from blueprint_ls.generate.choices import Choices
from blueprint_ls.generate.figures import up
from blueprint_ls.generate.provided import Provided
from blueprint_ls.generate.scale import Scale
from blueprint_ls.generate.stated import Stated, amount, within
from blueprint_ls.judge.checks.availability import ONE_REPLICA, ONE_ZONE
from blueprint_ls.language.model import Block

CARRIED = {"nestjs": 110.0, "express": 110.0, "fastify": 180.0, "hono": 180.0}
"""Requests a second that one replica with one core carries, three or four queries each."""
JOBS_A_REPLICA = 1500.0
"""Jobs a minute that one worker with one core finishes, most of them waiting for others."""
FRONT = frozenset({"api", "web", "realtime"})
"""Kinds of service that answer people and programs."""
QUERIES, QUERY = 4.0, 0.003
LEAST_POOL, USUAL_POOL = 3, 8
LEAST_FREE, USUALLY_FREE = 0.1, 0.15
"""Shares of the connections that stay free: those that `pool_sizing` states, and those that are aimed at."""
PAIR = 1 - (1 - ONE_REPLICA) ** 2
"""What two replicas give."""
CORES = (1, 2, 4, 8, 16, 32, 48, 64, 96, 128, 192)
MOST_CONNECTIONS = 5000
MOST_DIRECT = 1000
"""Each connection is a process with memory of its own; beyond this many, a pooler earns its place."""
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
        return self.kind in FRONT


@dataclass(frozen=True, slots=True)
class Capacity:
    """The size of everything."""

    services: tuple[Service, ...]
    queries: float
    query: float
    """Seconds."""
    busy: float
    """Connections that work at one time, at peak."""
    away: float
    """The share of the work that consists of reads and may go to a replica."""
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
    named = _named(stated)
    services = [_service(stated, scale, choices, one, named) for one in named]
    queries, query = _sizing(stated, "queries_per_request", QUERIES), _sizing(stated, "mean_query", QUERY)
    busy = scale.requests * queries * query
    away = scale.reads if choices["read_replicas"] not in ("", "none") else 0.0
    cores = cores_for(busy, away)
    limit = int(stated.number("data.connections.limit", 1, 1e6) or _limit(choices, cores, services))
    reserved = int(within(stated.number("data.connections.reserved", 0, 1e6), 0, limit - 1) or min(10, limit - 1))
    left = limit - reserved
    surge = _surge(stated, choices, services, left)
    pooler, services = _pools(stated, services, surge, left, _pooler(choices))
    return Capacity(
        services=tuple(services),
        queries=queries,
        query=query,
        busy=busy,
        away=away,
        cores=cores,
        limit=limit,
        reserved=reserved,
        pooler=pooler,
        pooler_limit=int(stated.number("data.connections.pooler_limit", 1, 1e6) or _behind_pooler(busy, cores, left)),
        surge=surge,
        opened=_opened(services, surge),
        zones=int(stated.number("deployment.environment.prod.zones", 1, 20) or (_few_zones(stated) if single else 3)),
    )


def _named(stated: Stated) -> list[tuple[str, str, str, int]]:
    """The services that are declared or referred to, else one that answers and one that works.

    Each with its label, kind, path and port; those that answer count from 3000, the others from 3001.
    """
    blocks = {block.label or "": block for block in stated.all("service")}
    labels = list(dict.fromkeys([*blocks, *stated.wanted.get("service", [])])) or ["api", "worker"]
    found: list[tuple[str, str, str, int]] = []
    for label in sorted(labels, key=lambda label: (_kind(label, blocks.get(label)) not in FRONT, labels.index(label))):
        block, kind = blocks.get(label), _kind(label, blocks.get(label))
        peers = sum((other[1] in FRONT) == (kind in FRONT) for other in found)
        port = 10 * peers + (3000 if kind in FRONT else 3001)
        path = (block.get("path") if block else None) or f"apps/{label.replace('_', '-')}"
        found.append((label, kind, path, int((block.get("port") if block else None) or port)))
    return found


def _kind(label: str, block: Block | None) -> str:
    guess = next((kind for kind in ("worker", "scheduler", "realtime") if kind in label), "api")
    return str((block.get("kind") if block else None) or guess)


def _service(
    stated: Stated,
    scale: Scale,
    choices: Choices,
    named: tuple[str, str, str, int],
    everybody: Sequence[tuple[str, str, str, int]],
) -> Service:
    label, kind, path, port = named
    block = stated.about("deployment", "scaling", "service", label) or _for_all(stated)
    peers = sum(_sort(other) == _sort(kind) for _, other, _, _ in everybody)
    load = (scale.jobs / 60 if kind == "worker" else scale.requests) / peers
    usual = JOBS_A_REPLICA / 60 if kind == "worker" else CARRIED.get(choices["framework"], 110.0)
    carries = _stated(block, "replica_throughput", 1e-6, 1e9) or usual
    least, most = _bounds(block, scale, choices, kind, load / carries)
    size = _stated(stated.about("data", "pool", "service", label), "size", 1, 1000) or USUAL_POOL
    memory = "1Gi" if kind == "worker" else "768Mi"
    return Service(label, kind, path, port, int(least), int(most), carries, 1.0, memory, int(size))


def _bounds(block: Block | None, scale: Scale, choices: Choices, kind: str, needed: float) -> tuple[float, float]:
    """The fewest and the most replicas, for a load that `needed` of them carry without anything to spare."""
    fewest, most = _stated(block, "min", 0, 1e6), _stated(block, "max", 1, 1e6)
    if kind == "scheduler":
        return (1 if fewest is None else fewest), most or 1
    wanted = 2 if choices["orchestrator"] == "compose" else max(2, up(needed * 1.5))
    least = min(wanted, most or MOST_REPLICAS, MOST_REPLICAS) if fewest is None else fewest
    return least, most or min(MOST_REPLICAS, max(least, up(needed * scale.in_a_year), up(needed)))


def _for_all(stated: Stated) -> Block | None:
    """The `scaling` that names no service."""
    section = stated.block("deployment")
    blocks = section.blocks("scaling") if section else []
    return next((block for block in blocks if not block.attribute("service")), None)


def _stated(block: Block | None, name: str, low: float, high: float) -> float | None:
    return within(amount(block.get(name)), low, high) if block else None


def _sort(kind: str) -> str:
    return kind if kind in ("worker", "scheduler") else "front"


def _sizing(stated: Stated, name: str, usual: float) -> float:
    found = (within(amount(block.get(name)), 1e-6, 1e6) for block in stated.all("pool_sizing"))
    return next((value for value in found if value is not None), usual)


def cores_for(busy: float, away: float = 0.0) -> int:
    """The smallest machine that carries so many busy connections, a share of whose reads goes elsewhere."""
    needed = busy * 0.5 * (1 - away * 0.8)
    return next((cores for cores in CORES if cores >= max(needed, 2)), CORES[-1])


def _few_zones(stated: Stated) -> int:
    """One for a single machine, two where what is promised asks for more than one zone gives."""
    target = stated.number("overview.availability.target", 0, 1) or 0.0
    given = Provided(stated).parts() * (1 if stated.value("deployment.environment.prod.zones") else ONE_ZONE)
    return 1 if target <= given * PAIR else 2


def _limit(choices: Choices, cores: int, services: Sequence[Service]) -> int:
    """What providers allow; where no pooler can stand in front, at least what the smallest pools open."""
    usual = min(MOST_CONNECTIONS, 100 * cores)
    if _pooler(choices) != "none":
        return usual
    largest = max(service.most for service in services)
    return max(usual, up(LEAST_POOL * sum(service.most + largest for service in services) / (1 - USUALLY_FREE)) + 10)


def _pooler(choices: Choices) -> str:
    """What can stand between services and the database; drivers of databases without SQL share connections."""
    managed = {"aws": "rds_proxy"}.get(choices["hosting"], "none")
    return {"postgres": "pgbouncer", "mysql": managed}.get(choices["database"], "none")


def _surge(stated: Stated, choices: Choices, services: Sequence[Service], left: int) -> int:
    """A second color is as large as the first; a canary or a rolling release adds a quarter.

    Where the pools are stated, it is never more than the connections that they leave.
    """
    known = stated.number("deployment.release.surge", 0, 1e6)
    if known is not None:
        return int(known)
    largest = max(service.most for service in services)
    usual = largest if choices["release"] == "blue_green" else up(largest / 4)
    pooled = stated.value("data.connections.pooler") not in (None, "none")
    if pooled or not all(stated.about("data", "pool", "service", service.label) for service in services):
        return usual
    free = left * (1 - Provided(stated).headroom(LEAST_FREE)) - sum(one.pool * one.most for one in services)
    return max(0, min(usual, int(free // sum(service.pool for service in services))))


def _pools(
    stated: Stated, services: Sequence[Service], surge: int, left: int, pooler: str
) -> tuple[str, list[Service]]:
    """The pooler, where the pools ask for one, and the services with pools that fit."""
    known = stated.value("data.connections.pooler")
    fixed = {service.label for service in services if stated.about("data", "pool", "service", service.label)}
    kept = sum(service.pool * (service.most + surge) for service in services if service.label in fixed)
    others = sum(service.most + surge for service in services if service.label not in fixed)
    share = 1 - Provided(stated).headroom(USUALLY_FREE)
    fitting = int((left * share - kept) // others) if others else USUAL_POOL
    size = max(LEAST_POOL, min(USUAL_POOL, fitting))
    sized = [service if service.label in fixed else replace(service, pool=size) for service in services]
    if known:
        return str(known), sized
    opened = kept + size * others
    direct = min(left * (1 - Provided(stated).headroom(LEAST_FREE)), MOST_DIRECT)
    return ("none" if opened <= direct else pooler), sized


def _behind_pooler(busy: float, cores: int, left: int) -> int:
    """Half as many again as are busy, and eight for each core at least: more would only wait inside the database."""
    return max(1, min(left * 4 // 5, max(up(busy * 1.5), cores * 8)))


def _opened(services: Sequence[Service], surge: int) -> int:
    return sum(service.pool * (service.most + surge) for service in services)
