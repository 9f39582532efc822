"""The services as they run: images, sizes, and what makes them grow."""

from __future__ import annotations

from dataclasses import dataclass

from blueprint_ls.generate.scaffold.configuration import Setting
from blueprint_ls.generate.scaffold.keeping import MOUNT
from blueprint_ls.generate.scaffold.measures import references
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.observability import Observability
from blueprint_ls.generate.scaffold.typescript import number
from blueprint_ls.language.model import Block, Blueprint

_PORTS = {"api": 3000, "worker": 3001}
_USER = "65532"
"""The user of distroless images, and a good one for others: above the ids that a node's own users have."""


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


class Workloads:
    """Those of one blueprint."""

    def __init__(self, blueprint: Blueprint, product: Name, watched: Observability) -> None:
        self.blueprint = blueprint
        self.product = product
        self.watched = watched

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


def _cores(count: float) -> str:
    """Cores as Kubernetes writes them: `500m`."""
    return str(int(count)) if float(count).is_integer() else f"{round(count * 1000)}m"
