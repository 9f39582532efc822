"""Service level objectives as PromQL, and how fast each may spend its error budget.

The windows and factors of the usual pair of alerts are those of Google's SRE workbook, chapter 5, table 5-8: 14.4 over
an hour spends 2 % of a 30 day budget, 6 over six hours spends 5 %; the short window, a twelfth, lets the alert end with
the trouble.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.measures import Metric, references
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.typescript import number
from blueprint_ls.language.model import Block, Blueprint

RECORDED = ("5m", "30m", "1h", "6h")
"""Windows over which each objective's share of bad events is recorded."""


@dataclass(frozen=True, slots=True)
class Objective:
    """What users can count on, as a share of good events."""

    name: Name
    indicator: str
    target: float
    """The share of good events, from 0 to 1."""
    window: str
    """What it is judged over: `30d`."""
    threshold: float | None
    """Seconds that separate good from bad."""
    metric: Metric
    failures: Metric

    @property
    def budget(self) -> str:
        """The share of events that may be bad: `0.001`."""
        return number(round(1 - self.target, 10))

    @property
    def text(self) -> str:
        """The promise in words: `99 % within 0.5 s over 30d`."""
        within = f" within {number(self.threshold)} s" if self.threshold else ""
        return f"{number(round(self.target * 100, 6))} %{within} over {self.window}"

    def bad(self, window: str) -> str:
        """The share of bad events over a window, from the raw series."""
        series = self.metric.series
        if self.metric.kind == "histogram" and self.threshold:
            good = f'sum(rate({series}_bucket{{le="{number(self.threshold)}"}}[{window}]))'
            return f"1 - {good} / sum(rate({series}_count[{window}]))"
        every = f"sum(rate({series}[{window}]))"
        if "status" in self.metric.labels:
            return f'sum(rate({series}{{status=~"5.."}}[{window}])) / {every}'
        if "outcome" in self.metric.labels:
            return f'sum(rate({series}{{outcome="failed"}}[{window}])) / {every}'
        return f"sum(rate({self.failures.series}[{window}])) / {every}"

    def recorded(self, window: str) -> str:
        """The same from the recorded series."""
        return f'slo:error_ratio:rate{window}{{slo="{self.name.snake}"}}'

    def burning(self, factor: float, window: str) -> str:
        """Whether the budget is spent faster than a multiple of what its window allows, and still is."""
        bound = f"{number(factor)} * {self.budget}"
        return f"{self.recorded(window)} > {bound} and {self.recorded(short(window))} > {bound}"


def objectives(blueprint: Blueprint, metrics: Mapping[str, Metric], failures: Metric) -> tuple[Objective, ...]:
    """The objectives whose metric is known, in the blueprint's order."""
    made = (
        _objective(block, metrics, failures)
        for (kind, _), block in blueprint.declared.items()
        if kind == "slo" and block.get("target")
    )
    return tuple(one for one in made if one)


def _objective(block: Block, metrics: Mapping[str, Metric], failures: Metric) -> Objective | None:
    metric = next((metrics[name] for name in references(block, "metric") if name in metrics), None)
    if metric is None:
        return None
    threshold, window = block.get("threshold"), block.get("window")
    return Objective(
        name=Name.of(block.label or "", "slo"),
        indicator=str(block.get("indicator") or "availability"),
        target=block.get("target").fraction,
        window=prometheus(window.seconds) if window else "30d",
        threshold=threshold.seconds if threshold else None,
        metric=metric,
        failures=failures,
    )


def short(window: str) -> str:
    """The window that lets an alert end: a twelfth of the long one."""
    return prometheus(max(seconds(window) / 12, 60))


def seconds(window: str) -> float:
    """The length of a window of Prometheus: `6h`."""
    return float(window[:-1]) * {"s": 1, "m": 60, "h": 3600, "d": 86_400}[window[-1]]


def prometheus(length: float) -> str:
    """A duration as Prometheus writes it, in the largest unit that divides it: `90m`."""
    whole = max(round(length), 0)
    for unit, size in (("d", 86_400), ("h", 3600), ("m", 60)):
        if whole and whole % size == 0:
            return f"{whole // size}{unit}"
    return f"{whole}s"
