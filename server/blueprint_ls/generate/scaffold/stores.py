"""The stores that a developer's machine and the pipeline run beside the services: images, ports, how each is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from blueprint_ls.generate.scaffold.names import Name


@dataclass(frozen=True)
class Store:
    """One container."""

    name: str
    image: str
    port: int
    healthy: tuple[str, ...]
    """The command that says whether it answers, as Compose has it."""
    environment: tuple[tuple[str, str], ...] = ()
    volumes: tuple[str, ...] = ()
    command: tuple[str, ...] = field(default=())

    @property
    def probe(self) -> str:
        """The same command for a shell."""
        return " ".join(self.healthy[1:])


def stores(options: frozenset[str], product: Name) -> tuple[Store, ...]:
    """Those that the chosen options need, the primary database first."""
    return tuple(_stores(options, product))


def _stores(options: frozenset[str], product: Name) -> Iterator[Store]:
    owner = f"{product.snake}_owner"
    if "postgres" in options:
        yield Store(
            "postgres",
            "postgres:17.6-alpine",
            5432,
            ("CMD", "pg_isready", "-U", owner, "-d", product.snake),
            (("POSTGRES_USER", owner), ("POSTGRES_PASSWORD", owner), ("POSTGRES_DB", product.snake)),
            ("postgres:/var/lib/postgresql/data", "./docker/postgres:/docker-entrypoint-initdb.d:ro"),
        )
    if "mongodb" in options:
        # Transactions ask for a replica set, if only of one.
        alone = "{ _id: 'rs0', members: [{ _id: 0, host: 'mongodb:27017' }] }"
        begin = f"try {{ rs.status() }} catch {{ rs.initiate({alone}) }}; db.hello().isWritablePrimary || quit(1)"
        yield Store(
            "mongodb",
            "mongo:8.0",
            27017,
            ("CMD", "mongosh", "--quiet", "--eval", begin),
            volumes=("mongodb:/data/db",),
            command=("--replSet", "rs0", "--bind_ip_all"),
        )
    for name, image in (("cassandra", "cassandra:5.0"), ("scylladb", "scylladb/scylla:2025.3")):
        if name in options:
            describe = ("CMD", "cqlsh", "-e", "DESCRIBE CLUSTER")
            yield Store(name, image, 9042, describe, volumes=(f"{name}:/var/lib/{name.removesuffix('db')}",))
    if "neo4j" in options:
        ask = ("CMD", "cypher-shell", "-u", "neo4j", "-p", owner, "RETURN 1")
        login = (("NEO4J_AUTH", f"neo4j/{owner}"),)
        yield Store("neo4j", "neo4j:5.26-community", 7687, ask, login, ("neo4j:/data",))
    yield Store("redis", "redis:8.2-alpine", 6379, ("CMD", "redis-cli", "ping"))
    if "rabbitmq" in options:
        yield Store("rabbitmq", "rabbitmq:4.1-alpine", 5672, ("CMD", "rabbitmq-diagnostics", "-q", "ping"))
