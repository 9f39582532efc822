"""What stands behind the sections: readiness, findings, assumptions, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from blueprint_ls.generate.costs import has_scale
from blueprint_ls.generate.design import design
from blueprint_ls.generate.document.choices import source_anchor
from blueprint_ls.generate.document.names import anchor, readable
from blueprint_ls.generate.document.readiness import MET, PARTLY, UNMET, WAIVED, Item
from blueprint_ls.generate.document.tree import (
    Block,
    Break,
    Bullets,
    Code,
    Details,
    Heading,
    Inline,
    Inlines,
    Link,
    Mark,
    Paragraph,
    Part,
    Row,
    Site,
    Table,
    Text,
)
from blueprint_ls.generate.document.values import joined, shown, told
from blueprint_ls.generate.figures import count
from blueprint_ls.generate.prices import held_in
from blueprint_ls.judge.engine import Verdict
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.assumptions import assumptions
from blueprint_ls.language.model import Block as Stated
from blueprint_ls.language.model import Blueprint

_SAID = 2
"""How many attributes tell of a block that has no label."""
_NAMED = 4
"""How many things are named in a cell before the rest is counted."""
_MOST = 200
"""Findings that are listed; a blueprint with more has hardly begun."""


def readiness_part(case: Case, items: Iterable[Item]) -> Part:
    """The table of readiness, with its evidence."""
    found = list(items)
    tally = {status: sum(item.status == status for item in found) for status in (MET, PARTLY, UNMET, WAIVED)}
    counted = ", ".join(f"{number} {status}" for status, number in tally.items() if number)
    lead = f"Of {count(len(found), 'item')}: {counted}. Judged from the blueprint alone; `blueprint check` judges code."
    rows = [
        Row(((Text(item.id),), (Text(item.what),), (Mark(_kind(item.status), item.status),), _evidence(case, item)))
        for item in found
    ]
    table = Table("Production readiness", tuple(rows), ("Id", "Item", "Status", "Evidence"))
    return Part(None, "Production readiness", "production-readiness", (Paragraph(told(lead)), table))


def _kind(status: str) -> str:
    return {MET: "good", PARTLY: "fair", UNMET: "bad", WAIVED: "note"}[status]


def _evidence(case: Case, item: Item) -> Inlines:
    blocks = [block for block in item.evidence if block.parent]
    named = [_block(block, case.blueprint) for block in blocks[:_NAMED]]
    more = [(Text(f"and {len(blocks) - _NAMED} more"),)] if len(blocks) > _NAMED else []
    parts: list[Inlines] = [joined([*named, *more])] if named else []
    if item.lacks:
        lacking = ", ".join(_place(place) for place in item.lacks[:_NAMED])
        rest = f" and {len(item.lacks) - _NAMED} more" if len(item.lacks) > _NAMED else ""
        parts.append((Text(f"Not stated: {lacking}{rest}"),))
    parts += [told(message) for message in item.against[:2]]
    found: list[Inline] = []
    for part in parts:
        found += [Break()] if found else []
        found += part
    return tuple(found)


def _block(block: Stated, blueprint: Blueprint) -> Inlines:
    """A block by its label, else by what it must say first: `health (liveness /health, readiness /ready)`."""
    kind = readable(block.name)
    if block.label is not None:
        return (Text(f"{kind} "), Link(anchor(block.name, block.label), block.label))
    wanted = [name for name, schema in (block.schema.attributes.items() if block.schema else ()) if schema.required]
    stated = [(name, found[1]) for name in wanted if (found := block.attribute(name))][:_SAID]
    said = [(Text(f"{readable(name)} "), *shown(one, blueprint)) for name, one in stated]
    inside = [part for at, words in enumerate(said) for part in (*((Text(", "),) if at else ()), *words)]
    return (Text(f"{kind} ("), *inside, Text(")")) if inside else (Text(kind),)


def _place(path: str) -> str:
    """`reliability.load_test.result` as words: `load test, result`."""
    return ", ".join(readable(part) for part in path.split(".")[1:])


def findings_part(verdict: Verdict, folder: Path) -> Part | None:
    """What `blueprint check` reports of the blueprint; None where it reports nothing."""
    if not verdict.findings:
        return None
    rows = [_finding(found, folder) for found in verdict.findings[:_MOST]]
    lead = f"{count(len(verdict.findings), 'finding')} of `blueprint check` in the blueprint itself."
    if len(verdict.findings) > _MOST:
        lead += f" The first {_MOST} are listed."
    table = Table("Open findings", tuple(rows), ("Severity", "Finding", "Rule", "Where"))
    return Part(None, "Open findings", "open-findings", (Paragraph(told(lead)), table))


def _finding(found: Finding, folder: Path) -> Row:
    kind = {"error": "bad", "warning": "fair"}.get(found.severity, "note")
    where = (Code(_path(found.path, folder)),)
    return Row(((Mark(kind, found.severity),), told(found.message), (Code(found.rule),), where))


def silenced_part(verdict: Verdict, folder: Path) -> Part | None:
    """The findings that somebody answered in the blueprint, with the reason."""
    rows = []
    for entry in verdict.silenced:
        said = entry.silencer
        reason = [said.reason, f"until {said.until}" if said.until else "", f"owner {said.owner}" if said.owner else ""]
        cells = (told(entry.finding.message), (Code(entry.finding.rule),), (Text("; ".join(filter(None, reason))),))
        rows.append(Row((*cells, (Code(_path(entry.finding.path, folder)),))))
    if not rows:
        return None
    table = Table("Silenced findings", tuple(rows), ("Finding", "Rule", "Reason", "Where"))
    lead = "What the team looked at and decided to live with, in its own words."
    return Part(None, "Silenced findings", "silenced-findings", (Paragraph(told(lead)), table))


def assumptions_part(case: Case) -> Part | None:
    """The blocks that nobody has confirmed."""
    found = list(assumptions(case.blueprint.documents))
    rows = [Row(((Code(one.path),), (Text(one.summary),))) for one in found]
    if not rows:
        return None
    lead = f"{count(len(rows), 'block')} of the blueprint were filled in and are not confirmed yet."
    table = Table("Assumptions", tuple(rows), ("Assumed", "With"))
    return Part(None, "Assumptions", "assumptions", (Paragraph(told(lead)), table))


def sources_part(case: Case) -> Part | None:
    """Where the pages behind the choices, and the prices, take their figures from, with the day they were read."""
    blocks: list[Block] = []
    for (kind, name), block in case.blueprint.declared.items():
        page = case.knowledge.options.get((name, str(block.get("choose")))) if kind == "decision" else None
        entries = page.values.get("sources") if page else None
        if page and entries:
            checked = str(page.values.get("checked") or "")
            blocks.append(Heading(3, (Text(page.title),)))
            blocks += [Paragraph((Text(f"Read on {checked}."),))] if checked else []
            items = tuple(_source(entry) for entry in entries)
            anchors = tuple(source_anchor(name, page.name, at) for at in range(1, len(items) + 1))
            blocks.append(Bullets(items, numbered=True, anchors=anchors))
    blocks += _price_sources(case) if has_scale(case.blueprint) else ()
    return Part(None, "Sources", "sources", tuple(blocks)) if blocks else None


def _price_sources(case: Case) -> Iterator[Block]:
    """Where the prices come from: those of the chosen host at once, those it is compared with folded away."""
    held, host = held_in(case.blueprint.folder), design(case.blueprint).choices["hosting"]
    own = [*_figures_read(held, case, lambda provider: provider in ("", host))]
    others = [*_figures_read(held, case, lambda provider: provider not in ("", host))]
    if own:
        yield Heading(3, (Text("Prices"),))
        yield Paragraph((Text(f"The price table was put together on {held['checked']}."),))
        yield from own
    if others:
        yield Details("Prices of the hosts that this one is compared with", tuple(others))


def _figures_read(held: Mapping[str, Any], case: Case, wanted: Callable[[str], bool]) -> Iterator[Block]:
    """The figures with a source, and those that are estimates."""
    for key, shows in (("sources", _price), ("estimates", _estimated)):
        every = (one for one in held.get(key, ()) if isinstance(one, dict))
        entries = [one for one in every if wanted(str(one.get("provider") or ""))]
        if entries and key == "estimates":
            yield Paragraph((Text("These are estimates, for want of a source:"),))
        if entries:
            yield Bullets(tuple(shows(entry, case) for entry in entries))


def _price(entry: dict[str, Any], case: Case) -> Inlines:
    """A source of a figure, with its day, and who read it where the page is not the provider's own."""
    said = str(entry.get("says") or entry.get("url") or "")
    by = f"the provider's price list, by {entry['by']}" if entry.get("by") else "an account of it"
    said_by = ", ".join(
        [*([] if entry.get("own") is True else [by]), *([str(entry["read"])] if entry.get("read") else [])]
    )
    behind = (Text(f" ({said_by})"),) if said_by else ()
    return (*_figures(entry, case, [entry.get("figure")]), *_site(str(entry.get("url", "")), said), *behind)


def _estimated(entry: dict[str, Any], case: Case) -> Inlines:
    return (*_figures(entry, case, entry.get("figures") or []), Text(str(entry.get("because", ""))))


def _figures(entry: dict[str, Any], case: Case, names: Iterable[object]) -> Inlines:
    """Whose figures: `Hetzner, cluster, zone: `."""
    known = case.blueprint.vocabulary.decisions.get("hosting")
    option = known.options.get(str(entry.get("provider"))) if known else None
    provider = (Text(f"{option.title}, "),) if option else ()
    held = held_in(case.blueprint.folder)
    amounts = held["hosting"].get(str(entry.get("provider")), held["common"])
    named = [(Code(str(name)), Text(f" {amounts[name]:g} USD" if name in amounts else "")) for name in names]
    return (*provider, *joined(named), Text(": "))


def _source(entry: Any) -> Inlines:
    values = entry if isinstance(entry, dict) else {"title": str(entry)}
    title, url = str(values.get("title") or values.get("url") or ""), str(values.get("url") or "")
    return _site(url, title)


def _site(url: str, title: str) -> Inlines:
    return (Site(url, title),) if url.startswith(("https://", "http://")) else (Text(title),)


def _path(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
