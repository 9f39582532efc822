"""Alert rules for Prometheus: those that the blueprint states, and a pair for each objective that nobody watches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.measures import Metric, references
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.objectives import Objective, prometheus
from blueprint_ls.generate.scaffold.observability import Observability
from blueprint_ls.generate.scaffold.typescript import number
from blueprint_ls.language.model import Block, Blueprint

INCIDENTS = "docs/incident-response.md"
"""What to read where an alert has no runbook of its own."""
_PAIR = ((14.4, "1h", "2m", "Fast"), (6.0, "6h", "15m", "Slow"))


@dataclass(frozen=True, slots=True)
class Alert:
    """One rule."""

    name: Name
    expression: str
    waits: str
    """How long it must hold: `2m`."""
    severity: str
    summary: str
    runbook: str
    """The page that says what to do."""


def alerts(watched: Observability) -> tuple[Alert, ...]:
    """All rules, those of the blueprint first."""
    blueprint = watched.blueprint
    stated = [block for (kind, _), block in blueprint.declared.items() if kind == "alert"]
    made = [alert for block in stated if (alert := _stated(block, watched))]
    burning = {name for block in stated if block.get("burn_rate") for name in references(block, "slo")}
    return (*made, *(one for slo in watched.objectives if slo.name.snake not in burning for one in _pair(slo, watched)))


def runbook_path(blueprint: Blueprint, label: str) -> str:
    """Where a runbook lies: where the blueprint says, else `docs/runbooks/api-errors.md`."""
    block = blueprint.declared.get(("runbook", label))
    stated = block.get("file") if block else None
    return str(stated) if stated else f"docs/runbooks/{Name.of(label, 'runbook').kebab}.md"


def _stated(block: Block, watched: Observability) -> Alert | None:
    expression = block.get("expression") or _burning(block, watched) or _bounded(block, watched)
    if expression is None:
        return None
    holds = block.get("for")
    runbook = next(iter(references(block, "runbook")), None)
    name = Name.of(block.label or "", "alert")
    return Alert(
        name=name,
        expression=str(expression),
        waits=prometheus(holds.seconds) if holds else "5m",
        severity=next(iter(references(block, "severity")), "sev3"),
        summary=str(block.get("summary") or name.text),
        runbook=runbook_path(watched.blueprint, runbook) if runbook else INCIDENTS,
    )


def _pair(slo: Objective, watched: Observability) -> Iterator[Alert]:
    """A fast and a slow alert on an objective's budget."""
    severities = [label for kind, label in watched.blueprint.declared if kind == "severity"] or ["sev1", "sev2"]
    near = (
        runbook_path(watched.blueprint, runbook)
        for (kind, _), block in watched.blueprint.declared.items()
        if kind == "alert"
        and {slo.name.snake, slo.metric.series} & {*references(block, "slo"), *references(block, "metric")}
        for runbook in references(block, "runbook")
    )
    runbook = next(near, INCIDENTS)
    for (factor, window, waits, word), severity in zip(_PAIR, (severities * 2)[:2], strict=True):
        yield Alert(
            name=Name((*slo.name.words, "burns", word.lower())),
            expression=slo.burning(factor, window),
            waits=waits,
            severity=severity,
            summary=f"The error budget of {slo.name.text} is spent {number(factor)} times too fast",
            runbook=runbook,
        )


def _burning(block: Block, watched: Observability) -> str | None:
    factor = block.get("burn_rate")
    slo = next((one for one in watched.objectives if one.name.snake in references(block, "slo")), None)
    if factor is None or slo is None:
        return None
    window = block.get("window")
    return slo.burning(float(factor), prometheus(window.seconds) if window else "1h")


def _bounded(block: Block, watched: Observability) -> str | None:
    metric = next((one for one in watched.metrics if one.series in references(block, "metric")), None)
    above, below = block.get("above"), block.get("below")
    if metric is None or (above is None and below is None):
        return None
    found = block.get("window")
    window = prometheus(found.seconds) if found else "5m"
    by = [Name.of(str(label), "label").snake for label in block.get("by") or ()]
    how = str(block.get("aggregate") or "max")
    value = aggregated(metric, how, by, window, watched)
    bounds = [f"{value} > {number(above)}"] if above is not None else []
    if above is not None and how == "increase" and metric.kind == "counter":
        # A series that begins above nothing has no increase yet: its first count is told by itself.
        fresh = f"{metric.series} unless {metric.series} offset {window}"
        bounds.append(f"{_over('sum', by, fresh)} > {number(above)}")
    if below is not None:
        quiet = value if by else f"({value} or vector(0))"
        bounds.append(f"{quiet} < {number(below)}")
    return " or ".join(bounds)


def aggregated(metric: Metric, how: str, by: list[str], window: str, watched: Observability) -> str:
    """A metric as one number, or as one for each value of some labels."""
    series = metric.series
    if metric.kind == "gauge":
        share = {"p50": "0.5", "p95": "0.95", "p99": "0.99"}.get(how)
        if share:
            return f"quantile{_by(by)} ({share}, {series})"
        inner = {"rate": f"deriv({series}[{window}])", "increase": f"delta({series}[{window}])"}.get(how, series)
        return _over(how if how in ("sum", "avg") else "max", by, inner)
    if metric.kind == "histogram":
        share = {"p50": "0.5", "p95": "0.95"}.get(how, "0.99")
        if how not in ("rate", "increase", "sum", "ratio"):
            return f"histogram_quantile({share}, {_over('sum', ['le', *by], f'rate({series}_bucket[{window}])')})"
        series = f"{series}_count"
    if how == "ratio":
        every = watched.told["jobs" if "queue" in metric.labels and "jobs" in watched.told else "requests"]
        return (
            f"{_over('sum', by, f'rate({series}[{window}])')} / {_over('sum', by, f'rate({every.series}[{window}])')}"
        )
    how_much = f"increase({series}[{window}])" if how == "increase" else f"rate({series}[{window}])"
    return _over(how if how in ("max", "avg") else "sum", by, how_much)


def _over(operator: str, by: list[str], inner: str) -> str:
    return f"{operator}{_by(by)} ({inner})" if by else f"{operator}({inner})"


def _by(labels: list[str]) -> str:
    return f" by ({', '.join(labels)})" if labels else ""
