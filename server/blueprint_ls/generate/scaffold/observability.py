"""How the project is watched: what it measures, traces, promises and alerts on, as the templates see it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from blueprint_ls.generate.scaffold.measures import Metric, measures
from blueprint_ls.generate.scaffold.objectives import RECORDED, Objective, objectives, seconds, short
from blueprint_ls.language.model import Blueprint
from blueprint_ls.language.reading import Ref


class Observability:
    """Section 9 of one blueprint."""

    def __init__(self, blueprint: Blueprint, product: str, jobs: bool) -> None:
        self.blueprint = blueprint
        self.product = product
        """The product's name, as tags have it: `acme-crm`."""
        self.told, found = measures(blueprint, jobs)
        self.metrics = tuple(replace(one, buckets=self._bounds(one)) for one in found)

    @property
    def scrape_path(self) -> str:
        """Where metrics are read: `/metrics`."""
        return str(self.blueprint.value("observability.scrape.path") or "/metrics")

    @property
    def scrape_seconds(self) -> int:
        """How often they are read."""
        interval = self.blueprint.value("observability.scrape.interval")
        return int(interval.seconds) if interval else 30

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

    @property
    def unrecorded(self) -> tuple[Metric, ...]:
        """The metrics that tell of the business: no code of the project knows when they change."""
        known = {metric.series for metric in self.told.values()}
        return tuple(metric for metric in self.metrics if metric.series not in known)

    @cached_property
    def objectives(self) -> tuple[Objective, ...]:
        """What users can count on."""
        return objectives(self.blueprint, {one.series: one for one in self.metrics}, self.told["failures"])

    @cached_property
    def windows(self) -> list[str]:
        """The windows over which shares of bad events are recorded: those that alerts ask for, shortest first."""
        alerts = (block for (kind, _), block in self.blueprint.declared.items() if kind == "alert")
        asked = {block.get("window").text for block in alerts if block.get("burn_rate") and block.get("window")}
        every = {*RECORDED, *asked}
        return sorted({*every, *(short(window) for window in every & {*asked, "1h", "6h"})}, key=seconds)

    def _bounds(self, metric: Metric) -> tuple[float, ...]:
        """The bounds of a histogram, each threshold of an objective among them, else its share would be a guess."""
        slos = (
            block for (kind, _), block in self.blueprint.declared.items() if kind == "slo" and block.get("threshold")
        )
        own = {
            block.get("threshold").seconds
            for block in slos
            if isinstance(block.get("metric"), Ref) and block.get("metric").name == metric.series
        }
        return tuple(sorted({*metric.buckets, *own})) if metric.kind == "histogram" else ()
