"""Where the project runs and how a version gets there, as the templates see it."""

from __future__ import annotations

from functools import cached_property

from blueprint_ls.generate.scaffold.configuration import Setting
from blueprint_ls.generate.scaffold.environments import Environment, Environments
from blueprint_ls.generate.scaffold.keeping import Keeping
from blueprint_ls.generate.scaffold.measures import references
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.observability import Observability
from blueprint_ls.generate.scaffold.workloads import Workload, Workloads
from blueprint_ls.language.model import Blueprint


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
        return Environments(self.blueprint, self.product, self.keeping).in_order()

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
        return Workloads(self.blueprint, self.product, self.watched).workload(service, settings)
