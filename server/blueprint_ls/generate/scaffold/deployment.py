"""Where the project runs and how a version gets there, as the templates see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from blueprint_ls.generate.scaffold.configuration import Setting
from blueprint_ls.generate.scaffold.keeping import MOUNT, Keeping
from blueprint_ls.generate.scaffold.measures import references
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.objectives import prometheus
from blueprint_ls.generate.scaffold.observability import Observability
from blueprint_ls.generate.scaffold.typescript import number
from blueprint_ls.language.model import Block, Blueprint

_PORTS = {"api": 3000, "worker": 3001}
_USER = "65532"
"""The user of distroless images, and a good one for others: above the ids that a node's own users have."""


@dataclass(frozen=True)
class Environment:
    """One place that versions pass through."""

    name: Name
    namespace: str
    url: str
    host: str
    purpose: str
    promoted_from: str | None
    """The environment that a version must have passed."""
    approved: bool
    """Whether a person lets versions in."""
    region: str
    small: bool
    """Whether nobody minds a short outage, so that one replica of each is enough."""
    values: tuple[tuple[str, str], ...]
    """What variables that are no secrets say here otherwise than elsewhere."""


@dataclass(frozen=True)
class Workload:
    """One service as it runs in a cluster."""

    service: str
    """`api` or `worker`."""
    name: Name
    image: str
    """Its repository in the registry, without a tag."""
    port: int
    metrics_port: int
    user: str
    base: str
    build_base: str
    command: tuple[str, ...]
    least: int
    most: int
    available: int
    """Replicas that stay while nodes are drained."""
    signal: str
    target: str
    """Where it grows: percent of what is requested for `cpu` and `memory`, else a value of the metric."""
    metric: str
    """The metric that it grows by, where that is neither processor nor memory."""
    queue: str | None
    calm: int
    """Seconds of low load before it shrinks."""
    cpu: str
    cpus: str
    """The same as Compose writes it: `0.5`."""
    cpu_limit: str | None
    memory: str
    memory_limit: str
    heap: int
    """Megabytes of the heap: three quarters of the limit."""
    settings: tuple[Setting, ...]
    collector: str
    """Where spans are sent."""

    @property
    def serves(self) -> bool:
        """Whether callers reach it."""
        return self.service == "api"

    @property
    def process(self) -> Name:
        """The service as file names have it."""
        return Name.of(self.service)

    @property
    def node(self) -> str:
        """Where Node lies in its image."""
        return "/nodejs/bin/node" if "distroless" in self.base else "node"

    @property
    def scales(self) -> bool:
        """Whether it grows and shrinks by itself."""
        return self.signal not in ("fixed", "schedule") and self.most > self.least

    @property
    def secrets(self) -> list[Setting]:
        """The variables that come from the manager of secrets."""
        return [one for one in self.settings if one.kept_as is not None]

    @property
    def config(self) -> list[tuple[str, str]]:
        """What its configuration says in every environment."""
        known = {
            "NODE_ENV": "production",
            "LOG_LEVEL": "info",
            "PORT": str(self.port),
            "WORKER_PORT": str(self.port),
            "METRICS_PORT": str(self.metrics_port),
            "WORKER_METRICS_PORT": str(self.metrics_port),
            "OTEL_EXPORTER_OTLP_ENDPOINT": self.collector,
            "SECRETS_DIR": MOUNT,
        }
        plain = (one for one in self.settings if one.kept_as is None)
        return [(one.name, known.get(one.name, one.example)) for one in plain]


class Deployment:
    """Section 11 of one blueprint."""

    def __init__(
        self,
        blueprint: Blueprint,
        product: Name,
        services: tuple[str, ...],
        watched: Observability,
        kept: Keeping,
    ) -> None:
        self.blueprint = blueprint
        self.keeping = kept
        self.product = product
        self.services = services
        self.watched = watched

    @cached_property
    def environments(self) -> tuple[Environment, ...]:
        """In the order in which versions pass them."""
        blocks = [block for (kind, _), block in self.blueprint.declared.items() if kind == "environment"]
        found = [self._environment(block) for block in blocks] or [*self._usual()]
        first = [one for one in found if one.promoted_from is None]
        rest = [one for one in found if one.promoted_from is not None]
        return (*first, *rest)

    def before(self, environment: Environment) -> str | None:
        """The environment that a version must have passed; None for the first."""
        known = {one.name.kebab for one in self.environments}
        return environment.promoted_from if environment.promoted_from in known else None

    @property
    def approved(self) -> list[str]:
        """The environments that a person lets versions into."""
        return [one.name.kebab for one in self.environments if one.approved]

    @property
    def drain_seconds(self) -> int:
        """How long a replica that ends still takes requests, until everyone knows that it does."""
        delay = self.blueprint.value("reliability.shutdown.drain_delay")
        return int(delay.seconds) if delay else 5

    @property
    def grace_seconds(self) -> int:
        """How long a replica may take to end before it is killed."""
        grace = self.blueprint.value("reliability.shutdown.grace_period")
        return int(grace.seconds) if grace else 60

    @property
    def keep_old_seconds(self) -> int:
        """How long the old version stands ready after the switch."""
        keep = self.blueprint.value("deployment.release.keep_old")
        return int(keep.seconds) if keep else 600

    @property
    def steps(self) -> list[int]:
        """The percentages of traffic that a new version gets, one after the other; the last is all."""
        stated = self.blueprint.value("deployment.release.steps") or ()
        shares = [max(round(step.fraction * 100), 1) for step in stated] or [5, 25, 50]
        return [*(share for share in shares if share < 100), 100]

    @property
    def step_seconds(self) -> int:
        """How long each step is watched."""
        length = self.blueprint.value("deployment.release.step_duration")
        return int(length.seconds) if length else 600

    @property
    def release_seconds(self) -> int:
        """How long a release takes at most, its watching included."""
        return self.step_seconds * len(self.steps) + 1200

    @property
    def surge(self) -> int:
        """Replicas above the usual number while versions overlap."""
        return int(self.blueprint.value("deployment.release.surge") or 1)

    @property
    def versions_kept(self) -> int:
        """Earlier versions that stay ready to run."""
        return int(self.blueprint.value("deployment.rollback.keep_versions") or 10)

    @property
    def abort_on(self) -> list[str]:
        """The alerts that end a release, by the names that Prometheus knows."""
        release = self.blueprint.at("deployment.release")
        named = references(release, "abort_on") if release else ()
        return [Name.of(label, "alert").pascal for label in named]

    @property
    def firing(self) -> str:
        """The query that counts the alerts that end a release; empty where there are none."""
        names = "|".join(self.abort_on)
        return f'count(ALERTS{{alertstate="firing", alertname=~"{names}"}})' if names else ""

    @property
    def prometheus(self) -> str:
        """Where the cluster asks for metrics."""
        return "http://prometheus.observability:9090"

    @property
    def runner(self) -> str:
        """The machine of the pipeline."""
        return str(self.blueprint.value("deployment.pipeline.runner") or "ubuntu-24.04")

    @property
    def fail_on(self) -> str:
        """The lowest severity of a finding that stops the pipeline."""
        return str(self.blueprint.value("deployment.pipeline.fail_on") or "high")

    @property
    def health(self) -> dict[str, str]:
        """The paths of the probes, and how often they are asked."""
        at = {kind: self.blueprint.value(f"reliability.health.{kind}") for kind in ("liveness", "readiness", "startup")}
        interval, timeout = (self.blueprint.value(f"reliability.health.{kind}") for kind in ("interval", "timeout"))
        return {
            "liveness": str(at["liveness"] or "/health"),
            "readiness": str(at["readiness"] or "/ready"),
            "startup": str(at["startup"] or at["liveness"] or "/health"),
            "interval": str(int(interval.seconds) if interval else 10),
            "timeout": str(max(int(timeout.seconds), 1) if timeout else 2),
            "failures": str(self.blueprint.value("reliability.health.failure_threshold") or 3),
        }

    def workload(self, service: str, settings: tuple[Setting, ...]) -> Workload:
        """One service with what it reads."""
        image, scaling = self._image(service), self._scaling(service)
        stated = image.get("registry") if image else None
        repository = str(stated or f"ghcr.io/{self.product.kebab}/{self.product.kebab}-{service}")
        base = str((image and image.get("base")) or "gcr.io/distroless/nodejs24-debian12:nonroot")
        memory = scaling.get("memory") if scaling else None
        limit = (scaling.get("memory_limit") if scaling else None) or memory
        cores = scaling.get("cpu_limit") if scaling else None
        signal = str((scaling and scaling.get("signal")) or "cpu")
        least = int((scaling and scaling.get("min")) or 2)
        calm = scaling.get("scale_down_after") if scaling else None
        user = str((image and image.get("user")) or _USER).split(":")[0]
        return Workload(
            service=service,
            name=Name.of(repository.rpartition("/")[2], "image"),
            image=repository,
            port=int((image and image.get("port")) or _PORTS[service]),
            metrics_port=self.watched.metrics_port + (service == "worker"),
            user=user if user.isdigit() and user != "0" else _USER,
            base=base,
            build_base=str((image and image.get("build_base")) or "node:24-bookworm-slim"),
            command=self._command(image, service),
            least=least,
            most=max(int((scaling and scaling.get("max")) or least * 2), least),
            available=min(int((scaling and scaling.get("min_available")) or 1), max(least - 1, 0)),
            signal=signal,
            target=self._target(scaling, signal),
            metric=self._metric(signal),
            queue=next(iter(references(scaling, "queue")), None) if scaling else None,
            calm=int(calm.seconds) if calm else 300,
            cpus=number(float((scaling and scaling.get("cpu_limit")) or (scaling and scaling.get("cpu")) or 1)),
            cpu=_cores(float((scaling and scaling.get("cpu")) or 0.5)),
            cpu_limit=_cores(float(cores)) if cores else None,
            memory=memory.text if memory else "512Mi",
            memory_limit=limit.text if limit else "768Mi",
            heap=round((limit.bytes if limit else 768 * 2**20) * 0.75 / 2**20),
            settings=settings,
            collector=str(
                self.blueprint.value("observability.trace.endpoint") or "http://otel-collector.observability:4318"
            ),
        )

    def _command(self, image: Block | None, service: str) -> tuple[str, ...]:
        """What it runs: Node itself, so that signals reach it."""
        entry = {"api": "apps/api/dist/server.js", "worker": "apps/worker/dist/worker.js"}[service]
        base = str((image and image.get("base")) or "distroless")
        return (entry,) if "distroless" in base else ("node", entry)

    def _metric(self, signal: str) -> str:
        told = {
            "queue_wait": "queue_age",
            "queue_depth": "queue_age",
            "requests": "requests",
            "concurrency": "requests",
        }
        return self.watched.told[told[signal]].series if told.get(signal) in self.watched.told else ""

    def _target(self, scaling: Block | None, signal: str) -> str:
        if signal in ("cpu", "memory"):
            share = scaling.get("target_utilization") if scaling else None
            return str(round(share.fraction * 100) if share else 65)
        return number(float((scaling and scaling.get("target_value")) or 1))

    def _image(self, service: str) -> Block | None:
        return self._about(service, "image", "services")

    def _scaling(self, service: str) -> Block | None:
        section = self.blueprint.at("deployment")
        blocks = section.blocks("scaling") if section else ()
        own = next((block for block in blocks if service in references(block, "service")), None)
        return own or next((block for block in blocks if not references(block, "service")), None)

    def _about(self, service: str, kind: str, attribute: str) -> Block | None:
        blocks = (block for (found, _), block in self.blueprint.declared.items() if found == kind)
        return next((block for block in blocks if service in references(block, attribute)), None)

    def _environment(self, block: Block) -> Environment:
        name = Name.of(block.label or "", "environment")
        url = str(block.get("url") or f"https://{name.kebab}.{self.product.kebab}.example")
        return Environment(
            name=name,
            namespace=Name.of(str(block.get("namespace") or name.kebab), "namespace").kebab,
            url=url,
            host=urlsplit(url).hostname or "localhost",
            purpose=str(block.get("purpose") or name.text),
            promoted_from=next((Name.of(label).kebab for label in references(block, "promoted_from")), None),
            approved=block.get("promotion") == "manual_approval",
            region=(region := str(block.get("region") or "eu-central-1")),
            small=block.get("data") == "seed",
            values=(*self._values(name.snake), *self.keeping.values(name.kebab, region)),
        )

    def _usual(self) -> Iterator[Environment]:
        before: str | None = None
        for label, approved in (("dev", False), ("qa", False), ("prod", True)):
            host = f"api.{label}.{self.product.kebab}.example"
            name = Name.of(label)
            values = (*self._values(label), *self.keeping.values(label, "eu-central-1"))
            yield Environment(
                name, label, f"https://{host}", host, label, before, approved, "eu-central-1", label == "dev", values
            )
            before = label

    def _values(self, environment: str) -> Iterator[tuple[str, str]]:
        for (kind, label), block in self.blueprint.declared.items():
            given = block.get("per_environment") if kind == "variable" and block.get("secret") is not True else None
            if given and environment in given:
                yield label, str(given[environment])


def _cores(count: float) -> str:
    """Cores as Kubernetes writes them: `500m`."""
    return str(int(count)) if float(count).is_integer() else f"{round(count * 1000)}m"


__all__ = ["Deployment", "Environment", "Workload", "prometheus"]
