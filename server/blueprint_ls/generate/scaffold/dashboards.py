"""Grafana dashboards: a panel for each objective and metric that the blueprint wants to be seen, in its order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from blueprint_ls.generate.scaffold.measures import Metric, references
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.objectives import Objective
from blueprint_ls.generate.scaffold.observability import Observability
from blueprint_ls.language.model import Block

_SCHEMA = 41
"""The version of the dashboard model that Grafana 12 writes (its source, `packages/grafana-schema`)."""
_WIDE, _HIGH = 12, 8
"""Size of a panel: half of the 24 columns."""
_FOLDER = "docker/grafana/dashboards/"
_RATE = "$__rate_interval"
_SOURCE = {"type": "prometheus", "uid": "prometheus"}
_MARKS = {"releases": "release", "migrations": "migration", "scaling": "scaling"}
"""The tag of the annotations that mark such moments."""


@dataclass(frozen=True)
class Dashboard:
    """One question and the panels that answer it."""

    name: Name
    file: str
    """Where it lies, in the folder that Grafana reads."""
    text: str
    """Its definition in JSON."""


def dashboards(watched: Observability) -> tuple[Dashboard, ...]:
    """Those of the blueprint, in its order."""
    blocks = (block for (kind, _), block in watched.blueprint.declared.items() if kind == "dashboard")
    return tuple(_dashboard(block, watched) for block in blocks)


def _dashboard(block: Block, watched: Observability) -> Dashboard:
    name = Name.of(block.label or "", "dashboard")
    shown = references(block, "shows")
    panels = [panel for label in shown for panel in _panels(label, watched, _filters(block, watched))]
    model = {
        "uid": name.kebab[:40],
        "title": str(block.get("title") or name.text),
        "description": str(block.get("answers") or ""),
        "schemaVersion": _SCHEMA,
        "editable": False,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "timezone": "browser",
        "tags": [watched.product],
        "annotations": {"list": list(_marks(block))},
        "templating": {"list": [_variable(label, metric) for label, metric in _filters(block, watched).items()]},
        "panels": [_placed(panel, at) for at, panel in enumerate(panels)],
    }
    stated = str(block.get("file") or "")
    file = stated if stated.startswith(_FOLDER) and stated.endswith(".json") else f"{_FOLDER}{name.kebab}.json"
    return Dashboard(name, file, json.dumps(model, indent=2, ensure_ascii=False) + "\n")


def _filters(block: Block, watched: Observability) -> dict[str, Metric]:
    """The labels that one can filter by, each with a shown metric that has it."""
    shown = [one for one in watched.metrics if one.series in references(block, "shows")]
    shown += [slo.metric for slo in watched.objectives if slo.name.snake in references(block, "shows")]
    wanted = [Name.of(str(label), "label").snake for label in block.get("variables") or ()]
    found = ((label, next((one for one in shown if label in one.labels), None)) for label in wanted)
    return {label: metric for label, metric in found if metric}


def _variable(label: str, metric: Metric) -> dict[str, Any]:
    series = f"{metric.series}_count" if metric.kind == "histogram" else metric.series
    return {
        "name": label,
        "label": label,
        "type": "query",
        "datasource": _SOURCE,
        "query": {"query": f"label_values({series}, {label})", "refId": label},
        "refresh": 2,
        "includeAll": True,
        "allValue": ".*",
        "multi": True,
        "current": {"text": ["All"], "value": ["$__all"]},
    }


def _marks(block: Block) -> Iterator[dict[str, Any]]:
    for mark in map(str, block.get("marks") or ("releases",)):
        if mark == "alerts":
            firing = 'ALERTS{alertstate="firing"}'
            yield {"name": mark, "enable": True, "datasource": _SOURCE, "expr": firing, "titleFormat": "{{alertname}}"}
        elif mark in _MARKS:
            own = {"type": "datasource", "uid": "grafana"}
            target = {"type": "tags", "tags": [_MARKS[mark]], "limit": 100, "matchAny": False}
            yield {"name": mark, "enable": True, "datasource": own, "target": target}


def _panels(label: str, watched: Observability, filters: dict[str, Metric]) -> Iterator[dict[str, Any]]:
    slo = next((one for one in watched.objectives if one.name.snake == label), None)
    metric = next((one for one in watched.metrics if one.series == label), None)
    if slo:
        yield _budget(slo)
    elif metric:
        yield _of(metric, [name for name in filters if name in metric.labels])


def _budget(slo: Objective) -> dict[str, Any]:
    """What is left of an error budget: 1 while nothing failed, 0 when it is spent."""
    left = f"1 - ({slo.bad(slo.window)}) / {slo.budget}"
    panel = _panel(
        "stat", f"Error budget left: {slo.name.text}", f"Promised: {slo.text}.", [(left, "left")], "percentunit"
    )
    steps = [{"color": "red", "value": None}, {"color": "orange", "value": 0.0}, {"color": "green", "value": 0.25}]
    panel["fieldConfig"]["defaults"]["thresholds"] = {"mode": "absolute", "steps": steps}
    return panel


def _of(metric: Metric, filtered: list[str]) -> dict[str, Any]:
    chosen = ", ".join(f'{label}=~"${label}"' for label in filtered)
    series = f"{metric.series}{{{chosen}}}" if chosen else metric.series
    by = [label for label in metric.labels if label not in ("method", "status")]
    head = f"sum by ({', '.join(by)}) " if by else "sum "
    legend = " ".join(f"{{{{{label}}}}}" for label in by) or metric.name.text
    title = metric.name.text.capitalize()
    if metric.kind == "gauge":
        most = f"max by ({', '.join(by)}) ({series})" if by else f"max({series})"
        return _panel("timeseries", title, metric.help, [(most, legend)], metric.unit)
    if metric.kind == "counter":
        return _panel("timeseries", title, metric.help, [(f"{head}(rate({series}[{_RATE}]))", legend)], "cps")
    buckets = f"{metric.series}_bucket{{{chosen}}}" if chosen else f"{metric.series}_bucket"
    shares = [
        (f"histogram_quantile({share}, sum by (le) (rate({buckets}[{_RATE}])))", f"p{round(share * 100)}")
        for share in (0.5, 0.95, 0.99)
    ]
    return _panel("timeseries", title, metric.help, shares, metric.unit)


def _panel(kind: str, title: str, about: str, queries: list[tuple[str, str]], unit: str) -> dict[str, Any]:
    return {
        "type": kind,
        "title": title,
        "description": about,
        "datasource": _SOURCE,
        "fieldConfig": {"defaults": {"unit": unit}, "overrides": []},
        "options": {},
        "targets": [
            {"refId": chr(ord("A") + at), "datasource": _SOURCE, "expr": expression, "legendFormat": legend}
            for at, (expression, legend) in enumerate(queries)
        ],
    }


def _placed(panel: dict[str, Any], at: int) -> dict[str, Any]:
    place = {"x": at % 2 * _WIDE, "y": at // 2 * _HIGH, "w": _WIDE, "h": _HIGH}
    return {"id": at + 1, "gridPos": place, **panel}
