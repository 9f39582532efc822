"""A picture that no longer matches, drawn again from the blocks beside it."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.fixes import places
from blueprint_ls.fixes.fix import Fix
from blueprint_ls.fixes.registry import fixer
from blueprint_ls.generate.draft import Draft
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case


@fixer("diagram-outdated")
def redraw(finding: Finding, case: Case) -> Iterator[Fix]:
    """The picture that the blocks make; beside a base's picture, one of the blueprint's own."""
    from blueprint_ls.generate.diagram import written  # drawing is loaded with the first picture

    section = case.blueprint.sections.get("diagram")
    place = places.own_place(section) if section else None
    if place is None:
        return
    attribute = place.element.attributes.get(written.ATTRIBUTE)
    if attribute:
        margin = places.indentation(place.document, place.start + attribute.offset)
        drawn = written.picture(case.blueprint, margin)
        found = places.edit(place.document, place.value_span(attribute), drawn)
    else:
        drawn = f"{written.ATTRIBUTE} = {written.picture(case.blueprint, '')}"
        inserted = places.insert_attribute(place, Draft.of(drawn))
        if inserted is None:
            return
        found = inserted
    yield Fix("Draw the diagram again", (found,), safe=True)
