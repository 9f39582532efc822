"""How the project is watched: what it measures and traces, as the templates see it."""

from __future__ import annotations

from functools import cached_property

from blueprint_ls.generate.scaffold.measures import Metric, measures
from blueprint_ls.language.model import Blueprint


class Observability:
    """Section 9 of one blueprint."""

    def __init__(self, blueprint: Blueprint, jobs: bool) -> None:
        self.blueprint = blueprint
        self.told, self.metrics = measures(blueprint, jobs)

    @property
    def scrape_path(self) -> str:
        """Where metrics are read: `/metrics`."""
        return str(self.blueprint.value("observability.scrape.path") or "/metrics")

    @property
    def metrics_port(self) -> int:
        """The port of the metrics; the default one of OpenTelemetry's Prometheus exporter."""
        return int(self.blueprint.value("observability.scrape.port") or 9464)

    @property
    def keeps_all(self) -> bool:
        """Whether every trace leaves the process."""
        return self.blueprint.value("observability.trace.sampler") in ("always_on", "tail")

    @property
    def sample_rate(self) -> float:
        """The share of traces that is kept, from 0 to 1."""
        rate = self.blueprint.value("observability.trace.sample_rate")
        return float(rate.fraction) if rate else 0.1

    @cached_property
    def quiet(self) -> tuple[str, ...]:
        """The paths whose requests are neither logged nor traced."""
        return tuple(str(path) for path in self.blueprint.value("observability.log.skip") or ("/health", "/ready"))

    def metric(self, told: str) -> Metric:
        """The metric that tells something: `requests`."""
        return self.told[told]
