"""The boxes of the picture: which stores there are, what they are called, who makes them, where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from blueprint_ls.generate.choices import Choices
from blueprint_ls.generate.stated import Stated

MANAGED = frozenset({"aws", "gcp", "azure"})
"""Providers that run databases, caches and monitoring for their customers."""
REGIONS: Mapping[str, tuple[str, str, str]] = {
    "aws": ("eu-central-1", "eu-west-1", "us-east-1"),
    "gcp": ("europe-west3", "europe-west1", "us-east1"),
    "azure": ("germanywestcentral", "westeurope", "eastus"),
    "hetzner": ("fsn1", "hel1", "ash"),
    "on_premises": ("first data center", "second data center", "first data center"),
}
"""The region that serves, the one for copies, and the one for people in the Americas."""
_DATABASES = {
    "postgres": ("PostgreSQL 17", "sql"),
    "mysql": ("MySQL 8.4", "sql"),
    "mongodb": ("MongoDB 8.0", "mongodb"),
    "cassandra": ("Apache Cassandra 5.0", "cql"),
    "scylladb": ("ScyllaDB 2025.1", "cql"),
    "neo4j": ("Neo4j 5", "bolt"),
}
_CACHES = {"redis": "Redis 7", "valkey": "Valkey 8", "memcached": "Memcached 1.6"}
_BROKERS = {
    "bullmq": ("redis_queue", "Redis 7", "redis"),
    "rabbitmq": ("rabbitmq", "RabbitMQ 4", "amqp"),
    "kafka": ("kafka", "Apache Kafka 4", "kafka"),
    "sqs": ("sqs", "Amazon SQS", "http"),
}
_HOSTED = {
    "aws": {
        "postgres": "Amazon RDS, Multi-AZ",
        "mysql": "Amazon RDS, Multi-AZ",
        "mongodb": "MongoDB Atlas on AWS, three nodes",
        "cassandra": "Amazon EC2, three copies",
        "scylladb": "ScyllaDB Cloud on AWS, three copies",
        "neo4j": "Neo4j Aura on AWS",
        "cache": "Amazon ElastiCache, two zones",
        "rabbitmq": "Amazon MQ, three nodes",
        "kafka": "Amazon MSK, three zones",
        "gateway": "AWS Application Load Balancer with AWS WAF",
        "files": "Amazon S3",
        "mail": "Amazon SES",
        "metrics": "Amazon Managed Service for Prometheus",
        "dashboards": "Amazon Managed Grafana",
        "logs": "Amazon CloudWatch Logs",
        "idp": "Amazon Cognito",
    },
    "gcp": {
        "postgres": "Cloud SQL, regional",
        "mysql": "Cloud SQL, regional",
        "mongodb": "MongoDB Atlas on Google Cloud, three nodes",
        "cassandra": "Compute Engine, three copies",
        "scylladb": "ScyllaDB Cloud on Google Cloud, three copies",
        "neo4j": "Neo4j Aura on Google Cloud",
        "cache": "Memorystore, two zones",
        "rabbitmq": "CloudAMQP, three nodes",
        "kafka": "Managed Service for Apache Kafka",
        "gateway": "Google Cloud Load Balancing with Cloud Armor",
        "files": "Cloud Storage",
        "mail": "Postmark",
        "metrics": "Google Cloud Managed Service for Prometheus",
        "dashboards": "Grafana Cloud",
        "logs": "Google Cloud Logging",
        "idp": "Identity Platform",
    },
    "azure": {
        "postgres": "Azure Database for PostgreSQL, zone-redundant",
        "mysql": "Azure Database for MySQL, zone-redundant",
        "mongodb": "MongoDB Atlas on Azure, three nodes",
        "cassandra": "Azure Managed Instance for Apache Cassandra",
        "scylladb": "virtual machines, three copies",
        "neo4j": "Neo4j Aura on Azure",
        "cache": "Azure Managed Redis, two zones",
        "rabbitmq": "CloudAMQP, three nodes",
        "kafka": "Azure Event Hubs with the Kafka protocol",
        "gateway": "Azure Application Gateway with WAF",
        "files": "Azure Blob Storage",
        "mail": "Azure Communication Services",
        "metrics": "Azure Monitor managed service for Prometheus",
        "dashboards": "Azure Managed Grafana",
        "logs": "Azure Monitor Logs",
        "idp": "Microsoft Entra External ID",
    },
}
_OWN = {
    "postgres": "Ubicloud, with a standby, in the same data center",
    "cache": "a server of our own",
    "rabbitmq": "three servers of our own",
    "kafka": "three servers of our own",
    "gateway": "Caddy 2 on a server of our own",
    "files": "S3-compatible object storage",
    "mail": "Postmark",
    "metrics": "Grafana Cloud",
    "dashboards": "Grafana Cloud",
    "logs": "Grafana Cloud",
    "idp": "Auth0",
}
_PREMISES = {
    "files": "MinIO on servers of our own",
    "metrics": "Prometheus on a server of our own",
    "dashboards": "Grafana on a server of our own",
    "logs": "Grafana Loki on a server of our own",
    "postgres": "a server of our own, with a standby",
}


@dataclass(frozen=True, slots=True)
class Topology:
    """What there is, by the part that it plays."""

    stores: Mapping[str, str]
    """Label by role: primary, replica, cache, queue, files."""
    products: Mapping[str, str]
    """Product by role, outside services and monitors among them."""
    protocols: Mapping[str, str]
    managed: bool
    """Whether the provider runs databases and caches for its customers, and promises how often they work."""
    self_run: frozenset[str]
    """The roles whose stores and monitors the team runs itself."""
    region: str
    second: str
    """The region that copies go to."""

    @property
    def own(self) -> tuple[str, ...]:
        """The roles that have a store of their own: a queue may live in the cache."""
        shared = "cache" in self.stores and self.stores.get("queue") == self.stores["cache"]
        return tuple(role for role in self.stores if not (shared and role == "queue"))

    def store(self, role: str) -> str:
        """The label of the store that plays a role; the queue of `pg_boss` lives in the primary database."""
        return self.stores.get(role) or self.stores["primary"]


def topology(stated: Stated, choices: Choices) -> Topology:
    """The boxes that follow from the choices."""
    hosting, database = choices["hosting"], choices["database"]
    managed = hosting in MANAGED
    product, protocol = _DATABASES.get(database, (database, ""))
    stores = {"primary": database}
    products = dict(_HOSTED.get(hosting, {**_OWN, **_PREMISES} if hosting == "on_premises" else _OWN))
    products["primary"] = f"{product} on {products.get(database, 'servers of our own')}"
    protocols = {"primary": protocol}
    if choices["read_replicas"] not in ("", "none"):
        stores["replica"], protocols["replica"] = f"{database}_replica", protocol
        products["replica"] = f"{product}, a reader beside the primary"
    _memory(choices, stores, products, protocols)
    stores["files"], protocols["files"] = "files", "http"
    products["traces"] = "Grafana Cloud, with Tempo" if choices["tracing"] == "tempo" else "Jaeger 2 in our cluster"
    region, second = _regions(stated, hosting)
    return Topology(stores, products, protocols, managed, _self_run(choices), region, second)


def _self_run(choices: Choices) -> frozenset[str]:
    """What nobody runs for the team, at the provider that is chosen."""
    hosting = choices["hosting"]
    watching = {"traces"} if choices["tracing"] != "tempo" else set()
    if hosting in MANAGED:
        return frozenset(watching)
    found = watching | {"cache", "queue", "replica"} | ({"primary"} if choices["database"] != "postgres" else set())
    found -= {"queue"} if choices["queue"] == "sqs" else set()
    if hosting == "on_premises":
        found |= {"primary", "files", "metrics", "dashboards", "logs", "traces"}
    return frozenset(found)


def _memory(choices: Choices, stores: dict[str, str], products: dict[str, str], protocols: dict[str, str]) -> None:
    """The cache and the queue: on one machine they share a Redis, elsewhere an evicting cache and a queue never do.

    Where nobody runs a Redis for the team and the queue lives in the database, the counters and the cache do as well.
    """
    cache, queue = choices["cache"], choices["queue"]
    where = products["cache"]
    if queue == "pg_boss" and "cache" not in choices.given and choices["hosting"] not in MANAGED:
        return
    stores["cache"] = cache
    products["cache"] = f"{_CACHES.get(cache, cache)} on {where}"
    protocols["cache"] = "" if cache == "memcached" else "redis"
    if queue not in _BROKERS:
        return
    label, broker, protocol = _BROKERS[queue]
    if queue == "bullmq" and choices["orchestrator"] == "compose" and cache != "memcached":
        stores["queue"] = cache
        return
    stores["queue"], protocols["queue"] = label, protocol
    host = where if queue == "bullmq" else products.get(queue, "")
    products["queue"] = f"{broker} on {host}" if host else broker


def _regions(stated: Stated, hosting: str) -> tuple[str, str]:
    """The stated region, else one in the EU, unless all people are stated to live in the Americas."""
    home, second, west = REGIONS.get(hosting, REGIONS["aws"])
    people = stated.value("overview.data_protection.people_in")
    american = isinstance(people, tuple) and people and set(people) <= {"us", "canada", "brazil"}
    serving = stated.value("overview.scale.regions")
    promised = stated.value("overview.data_protection.residency")
    allowed = [name for name in promised if isinstance(name, str)] if isinstance(promised, tuple) else []
    given = [name for name in serving if isinstance(name, str)] if isinstance(serving, tuple) else []
    region = next(iter([*given, *allowed]), west if american else home)
    others = [name for name in (*allowed, second, home) if name != region]
    return region, next((name for name in others if not allowed or name in allowed), region)
