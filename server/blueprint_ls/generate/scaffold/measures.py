"""What the project measures: the blueprint's metrics, each known by what it tells, else the usual ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.reading import Ref


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric under the name that queries use."""

    name: Name
    kind: str
    """`counter`, `gauge` or `histogram`."""
    help: str
    labels: tuple[str, ...]
    buckets: tuple[float, ...] = ()
    """Upper bounds of a histogram, in its unit."""
    unit: str = "short"
    """Its unit as Grafana names it."""

    @property
    def series(self) -> str:
        """Its name in queries: `http_requests_total`."""
        return self.name.snake

    def labelled(self, known: Mapping[str, str]) -> str:
        """The object of TypeScript with its labels, as far as their values are known: `{ method, route }`."""
        pairs = (name if known[name] == name else f"{name}: {known[name]}" for name in self.labels if name in known)
        return "{ " + ", ".join(pairs) + " }"


_UNITS = {"seconds": "s", "bytes": "bytes", "ratio": "percentunit"}
_OF_TARGETS = frozenset({"service", "environment", "instance", "pod"})
"""Labels that Prometheus adds to all that it scrapes from a process."""
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_USUAL: Mapping[str, Metric] = {
    "requests": Metric(
        Name.of("http_requests_total"),
        "counter",
        "Requests answered, by route and status",
        ("method", "route", "status"),
    ),
    "failures": Metric(
        Name.of("http_errors_total"), "counter", "Requests answered with 500 or above", ("method", "route", "code")
    ),
    "latency": Metric(
        Name.of("http_request_duration_seconds"), "histogram", "Time to answer a request", ("method", "route"), _SECONDS
    ),
    "refusals": Metric(
        Name.of("access_refused_total"), "counter", "Requests refused with 401 or 403, by reason", ("reason",)
    ),
    "tenantless": Metric(
        Name.of("tenant_context_missing_total"),
        "counter",
        "Work that arrived without a tenant and was refused",
        (),
    ),
    "connections": Metric(
        Name.of("db_connections_used_ratio"),
        "gauge",
        "Connections in use, as a share of those that the services may open",
        (),
    ),
}
"""The metrics that every project has, by what they tell."""

_USUAL_OF_JOBS: Mapping[str, Metric] = {
    "jobs": Metric(Name.of("jobs_total"), "counter", "Attempts of jobs, by outcome", ("queue", "job", "outcome")),
    "dead": Metric(Name.of("jobs_dead_lettered_total"), "counter", "Jobs whose attempts are used up", ("queue", "job")),
    "job_latency": Metric(
        Name.of("job_duration_seconds"), "histogram", "Time of one attempt", ("queue", "job"), _SECONDS
    ),
    "queue_age": Metric(Name.of("queue_oldest_job_seconds"), "gauge", "Age of the oldest job that waits", ("queue",)),
    "outbox_age": Metric(
        Name.of("outbox_oldest_seconds"), "gauge", "Age of the oldest event that is not published", ()
    ),
    "poison": Metric(
        Name.of("poison_messages_total"), "counter", "Messages set aside because they killed a worker", ("queue",)
    ),
}
"""Those of a project with a worker."""

_USUAL_OF_CALLS: Mapping[str, Metric] = {
    "breakers": Metric(Name.of("breaker_open"), "gauge", "1 while a breaker is open", ("breaker",)),
    "calls": Metric(
        Name.of("outgoing_call_duration_seconds"),
        "histogram",
        "Time of one call of another service, its further attempts included",
        ("integration", "outcome"),
        _SECONDS,
    ),
}
"""Those of a project that calls other services."""

_USUAL_OF_CACHES: Mapping[str, Metric] = {
    "cache_reads": Metric(
        Name.of("cache_reads_total"),
        "counter",
        "Questions to a cache: hits, misses, and those that it could not be asked",
        ("cache", "outcome"),
    ),
}
"""Those of a project that caches."""


def measures(blueprint: Blueprint, jobs: bool) -> tuple[dict[str, Metric], tuple[Metric, ...]]:
    """The metrics by what they tell, and all of them in the blueprint's order, the usual ones behind."""
    stated = [_metric(block) for (kind, _), block in blueprint.declared.items() if kind == "metric"]
    blocks = {block.label: block for (kind, _), block in blueprint.declared.items() if kind == "metric"}
    kinds = {kind for kind, _ in blueprint.declared}
    usual = {
        **_USUAL,
        **(_USUAL_OF_JOBS if jobs else {}),
        **(_USUAL_OF_CALLS if "integration" in kinds else {}),
        **(_USUAL_OF_CACHES if "cached" in kinds else {}),
    }
    told: dict[str, Metric] = {}
    for metric in stated:
        role = _role(metric, blocks[metric.series])
        if role in usual:
            told.setdefault(role, metric)
    told = {role: told.get(role, metric) for role, metric in usual.items()}
    every = {metric.series: metric for metric in (*stated, *told.values())}
    return told, tuple(every.values())


def _metric(block: Block) -> Metric:
    names = (Name.of(str(label), "label").snake for label in block.get("labels") or ())
    labels = tuple(name for name in names if name not in _OF_TARGETS)
    buckets = tuple(float(bound) for bound in block.get("buckets") or _SECONDS)
    name = Name.of(block.label or "", "metric")
    unit = _UNITS.get(str(block.get("unit")), "short")
    return Metric(name, str(block.get("type") or "counter"), str(block.get("help") or name.text), labels, buckets, unit)


def _role(metric: Metric, block: Block) -> str:
    """What a metric tells, as its kind, its signal and its labels say; where they do not, its name."""
    signal, words = str(block.get("signal")), set(metric.name.words)
    about = "route" if "route" in metric.labels else "queue" if "queue" in metric.labels else ""
    shape = (metric.kind, signal, about)
    known = {
        ("counter", "rate", "route"): "requests",
        ("counter", "errors", "route"): "failures",
        ("histogram", "duration", "route"): "latency",
        ("counter", "rate", "queue"): "jobs",
        ("histogram", "duration", "queue"): "job_latency",
        ("gauge", "saturation", "queue"): "queue_age",
    }
    if shape in known:
        return known[shape]
    named = (
        ("poison", "poison", "counter"),
        ("dead", "dead", "counter"),
        ("tenant", "tenantless", "counter"),
        ("refused", "refusals", "counter"),
        ("connections", "connections", "gauge"),
        ("pool", "connections", "gauge"),
        ("outbox", "outbox_age", "gauge"),
        ("breaker", "breakers", "gauge"),
        ("outgoing", "calls", "histogram"),
        ("cache", "cache_reads", "counter"),
    )
    return next((role for word, role, kind in named if word in words and metric.kind == kind), "")


def references(block: Block, attribute: str) -> tuple[str, ...]:
    """The labels that an attribute refers to."""
    value = block.get(attribute)
    found = value if isinstance(value, (tuple, list)) else (value,)
    return tuple(one.name for one in found if isinstance(one, Ref))
