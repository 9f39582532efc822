"""Growth that the design does not carry: said in a projection, with what gives way first and what replaces it."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.fixes import places, whole
from blueprint_ls.fixes.fix import Fix
from blueprint_ls.fixes.registry import fixer
from blueprint_ls.generate.outlook import gives_way
from blueprint_ls.generate.reference import Reference
from blueprint_ls.generate.render import quoted
from blueprint_ls.generate.stated import amount
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case


@fixer("growth-headroom")
def projected(finding: Finding, case: Case) -> Iterator[Fix]:
    """A projection for the first year in which something gives way."""
    section, outlook = case.blueprint.sections.get("overview"), Reference.of(case.blueprint).design.outlook
    place, schema = places.own_place(section) if section else None, section and section.schema
    if section is None or place is None or not schema or outlook is None:
        return
    draft = whole.blocks(case, section, schema.blocks["projection"], outlook.label)
    found = places.insert_block(place, draft, behind="scale")
    if found and section.block("projection", outlook.label) is None:
        yield Fix(f'Insert `projection "{outlook.label}"`', (found,), safe=True, assumes=True)


@fixer("unmet-projection")
def changed(finding: Finding, case: Case) -> Iterator[Fix]:
    """What has to change until the day that a projection is about."""
    block = case.blueprint.declared.get(("projection", finding.data["projection"]))
    place, design = places.own_place(block) if block else None, Reference.of(case.blueprint).design
    requests = amount(block.get("requests_per_second")) if block else None
    change = gives_way(design.scale, design.capacity, requests) if requests else ""
    if place and change:
        edits = places.insert_marked(place, f"gives_way = {quoted(change)}")
        yield Fix("Say what gives way", edits, safe=True, assumes=True)
