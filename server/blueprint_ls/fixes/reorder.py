"""Sections moved to their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blueprint_ls.fixes import places
from blueprint_ls.fixes.fix import Edit, Fix
from blueprint_ls.fixes.registry import fixer
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Document
from blueprint_ls.syntax import Span


@fixer("section-order")
def section_order(finding: Finding, case: Case) -> Iterator[Fix]:
    """All sections of the file in the order of the document, each with the comments above it."""
    document = places.document_at(case, finding.path)
    found = organize(case, document) if document else None
    if found:
        yield Fix("Put the sections in order", (found,), safe=True)


def organize(case: Case, document: Document) -> Edit | None:
    """The edit that sorts a file's top-level blocks; None when they are in order already.

    What stands above a block belongs to it, except what stands above the first one before a blank line.
    """
    order = {name: at for at, name in enumerate(["blueprint", *case.blueprint.vocabulary.sections])}
    items = document.tree.items
    if not items:
        return None
    text = document.text
    head = _preamble(document)
    starts = [head, *(_line_end(document, offset + item.width) for offset, item in items[:-1])]
    ends = [*starts[1:], _line_end(document, items[-1][0] + items[-1][1].width)]
    chunks = [text.slice(Span(start, end)).strip("\r\n") for start, end in zip(starts, ends, strict=True)]
    names = [getattr(item, "name", "") for _, item in items]
    ranked = _ranked(names, order)
    sequence = sorted(range(len(items)), key=lambda at: ranked[at])
    if sequence == list(range(len(items))):
        return None
    body = "\n\n".join(chunks[at] for at in sequence)
    return places.edit(document, Span(head, ends[-1]), body.replace("\r\n", "\n"))


def _ranked(names: Sequence[str], order: dict[str, int]) -> list[int]:
    """A rank for each block; one that is no section stays behind the block it follows."""
    ranks: list[int] = []
    for name in names:
        ranks.append(order.get(name, ranks[-1] if ranks else 0))
    return ranks


def _preamble(document: Document) -> int:
    """Where the first block's own comments begin; a comment set off by a blank line heads the file."""
    first = document.tree.items[0][0]
    lead = document.text.data[:first]
    for gap in (b"\r\n\r\n", b"\n\n"):
        at = lead.rfind(gap)
        if at >= 0:
            return at + len(gap)
    return 3 if lead.startswith(b"\xef\xbb\xbf") else 0


def _line_end(document: Document, offset: int) -> int:
    return document.text.line_span(document.text.line_at(offset)).end
