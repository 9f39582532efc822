"""What a reader wants to know first: what the system is, what it carries, what it costs, how far along it is."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.generate.document.names import anchor
from blueprint_ls.generate.document.present import ASSUMED
from blueprint_ls.generate.document.readiness import MET, WAIVED, Item
from blueprint_ls.generate.document.tree import (
    Block,
    Figures,
    Inlines,
    Link,
    Row,
    Text,
)
from blueprint_ls.generate.document.values import joined, shown
from blueprint_ls.generate.figures import count
from blueprint_ls.judge.engine import Verdict
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.assumptions import MARK

_FIGURES = (
    ("People at once", "overview.scale.concurrent_users"),
    ("Requests a second at peak", "overview.scale.requests_per_second"),
    ("Jobs a minute", "overview.scale.jobs_per_minute"),
    ("Tenants", "overview.scale.tenants"),
    ("Data", "overview.scale.data_volume"),
    ("Growth", "overview.scale.growth"),
    ("Cost a month", "overview.cost.total"),
    ("Budget a month", "overview.budget.monthly"),
    ("Availability", "overview.availability.target"),
    ("Recovery point", "overview.availability.recovery_point"),
    ("Recovery time", "overview.availability.recovery_time"),
    ("Engineers", "overview.team.engineers"),
    ("Regions", "overview.scale.regions"),
)
"""The figures that a reader asks for first, with where the blueprint states them."""


def glance(case: Case, verdict: Verdict, items: list[Item]) -> tuple[Block, ...]:
    """The figures, and the standing of the blueprint."""
    rows = [*_figures(case), *_standing(case, verdict, items)]
    return (Figures(tuple(rows)),)


def _figures(case: Case) -> Iterator[Row]:
    for title, path in _FIGURES:
        where, _, name = path.rpartition(".")
        block = case.blueprint.at(where)
        stated = block.attribute(name) if block else None
        if stated:
            assumed = (Text(" "), ASSUMED) if block and block.get(MARK) is True else ()
            yield Row(((Text(title),), (*shown(stated[1], case.blueprint), *assumed)))


def _standing(case: Case, verdict: Verdict, items: list[Item]) -> Iterator[Row]:
    met = sum(item.status in (MET, WAIVED) for item in items)
    stated, all_sections = len(case.blueprint.sections), len(case.blueprint.vocabulary.sections)
    yield Row(((Text("Sections stated"),), (Text(f"{stated} of {all_sections}"),)))
    yield Row(((Text("Readiness"),), _linked("production-readiness", f"{met} of {count(len(items), 'item')} met")))
    findings = len(verdict.findings)
    told = _linked("open-findings", count(findings, "finding")) if findings else (Text("none"),)
    yield Row(((Text("Open findings"),), told))
    if verdict.silenced:
        told = _linked("silenced-findings", count(len(verdict.silenced), "finding"))
        yield Row(((Text("Silenced findings"),), told))
    bases = [layer[0].path.parent.name for layer in case.blueprint.layers[1:] if layer]
    if bases:
        yield Row(((Text("Extends"),), joined((Text(name),) for name in bases)))


def _linked(to: str, words: str) -> Inlines:
    return (Link(anchor(to), words),)
