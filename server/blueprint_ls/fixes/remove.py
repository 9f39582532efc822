"""Things taken out: silencers that silence nothing, words that say nothing, what a base forbids."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.fixes import places
from blueprint_ls.fixes.fix import Edit, Fix
from blueprint_ls.fixes.registry import fixer
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.judge.silencers import without
from blueprint_ls.language.model import Place
from blueprint_ls.syntax import List, Span, Word


@fixer("unused-silencer")
def unused_silencer(finding: Finding, case: Case) -> Iterator[Fix]:
    """The comment that silences nothing, or its unused half."""
    document = places.document_at(case, finding.path)
    former = [old for old, today in case.knowledge.renamed.items() if today in finding.data["rules"]]
    rest = without(document.text.slice(finding.span), (*finding.data["rules"], *former)) if document else None
    if rest:
        yield Fix("Take the unused rules out", (Edit(finding.path, finding.span, rest),), safe=True)
    else:
        yield from _take_out(finding, case, "Take the silencer out", safe=True)


@fixer("needless-custom")
def needless_custom(finding: Finding, case: Case) -> Iterator[Fix]:
    """`custom = true` on a known option."""
    yield from _take_out(finding, case, "Take `custom` out", safe=True)


@fixer("duplicate-attribute")
def duplicate_attribute(finding: Finding, case: Case) -> Iterator[Fix]:
    """The second of two attributes of one name."""
    yield from _take_out(finding, case, "Take this one out", safe=False)


@fixer("removes-nothing", "locked-block")
def forbidden_block(finding: Finding, case: Case) -> Iterator[Fix]:
    """A block that a base does not admit, or that does nothing."""
    document = places.document_at(case, finding.path)
    for place in _blocks_at(finding, case) if document else ():
        span = places.whole_block(place.document, place.span)
        yield Fix("Take the block out", (Edit(finding.path, span, ""),), safe=False)


@fixer("chosen-and-rejected")
def chosen_and_rejected(finding: Finding, case: Case) -> Iterator[Fix]:
    """The chosen option, taken out of `over`."""
    option = finding.data["option"]
    document = places.document_at(case, finding.path)
    for start, element in (pair for top, e in (document.elements if document else ()) for pair in e.walk(top)):
        over = element.attributes.get("over")
        if over is None or start + over.offset + over.node.value_offset != finding.span.start:
            continue
        if isinstance(over.node.value, List):
            kept = [word.name for _, word in over.node.value.elements if isinstance(word, Word) and word.name != option]
            text = f"[{', '.join(kept)}]"
            yield Fix(f"Take `{option}` out of `over`", (Edit(finding.path, finding.span, text),), safe=False)


def _take_out(finding: Finding, case: Case, title: str, safe: bool) -> Iterator[Fix]:
    document = places.document_at(case, finding.path)
    if document:
        span = places.whole_lines(document, finding.span)
        if span == finding.span:
            before = document.text.data[: span.start]
            span = Span(len(before.rstrip(b" \t")), span.end)
        yield Fix(title, (Edit(finding.path, span, ""),), safe=safe)


def _blocks_at(finding: Finding, case: Case) -> Iterator[Place]:
    document = places.document_at(case, finding.path)
    for top, element in document.elements if document else ():
        for start, found in element.walk(top):
            if document and start == finding.span.start:
                yield Place(document, start, found, 0)
