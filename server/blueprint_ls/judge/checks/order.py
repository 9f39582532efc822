"""Where blocks stand: sections in their order, every block once."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.finding import Finding, Related
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block, Document, Place


@blueprint_check("section-order")
def section_order(case: Case) -> Iterator[Finding]:
    """Sections of one file that stand behind a later one."""
    rank = {name: at for at, name in enumerate(["blueprint", *case.blueprint.vocabulary.sections])}
    for document in case.blueprint.documents:
        latest: Place | None = None
        for place in _known(document, rank):
            if latest and rank[place.element.name] < rank[latest.element.name]:
                yield _misplaced(place, latest)
            else:
                latest = place


def _known(document: Document, rank: dict[str, int]) -> Iterator[Place]:
    for start, element in document.elements:
        if element.name in rank:
            yield Place(document, start, element, 0)


def _misplaced(place: Place, before: Place) -> Finding:
    name, other = place.element.name, before.element.name
    what = "The header belongs" if name == "blueprint" else f"Section `{name}` belongs"
    return Finding(
        "section-order",
        place.document.path,
        place.header,
        f"{what} before `{other}`: sections stand in the order of the document",
        name,
        related=(Related(before.document.path, before.header, f"`{other}` stands here"),),
        data={"section": name, "before": other},
    )


@blueprint_check("duplicate-block")
def duplicate_blocks(case: Case) -> Iterator[Finding]:
    """Blocks that one file, or two files of one blueprint, state twice."""
    yield from _more_headers(case)
    for top in case.blueprint.top:
        if top.name != "blueprint":
            yield from _twice(top, within_file=True)
        for block in top.walk():
            for child in block.blocks():
                if len(child.places) > 1:
                    yield from _twice(child, within_file=False)


def _more_headers(case: Case) -> Iterator[Finding]:
    headers = [place for top in case.blueprint.top if top.name == "blueprint" for place in top.places]
    for place in headers[1:]:
        message = "A blueprint has one header for all its files: merge the two"
        first = Related(headers[0].document.path, headers[0].header, "It stands here already")
        yield Finding("duplicate-block", place.document.path, place.header, message, "blueprint", related=(first,))


def _twice(block: Block, within_file: bool) -> Iterator[Finding]:
    """A section may be spread over files, so that only a second one in the same file counts."""
    seen: list[Place] = []
    for place in block.places:
        if place.layer or block.schema is None:
            continue
        first = next((p for p in seen if not within_file or p.document is place.document), None)
        seen.append(place)
        if first:
            title = f"{block.name} {block.label}" if block.label else block.name
            yield Finding(
                "duplicate-block",
                place.document.path,
                place.header,
                f"`{title}` stands twice: merge the two, or give this one another name",
                block.schema.path,
                related=(Related(first.document.path, first.header, "It stands here already"),),
            )
