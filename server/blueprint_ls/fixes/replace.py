"""Words replaced by the right ones: did you mean, quotes, renamed rules, syntax with a plain cure."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.fixes import places
from blueprint_ls.fixes.fix import Edit, Fix
from blueprint_ls.fixes.registry import fixer
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.syntax import Span


@fixer("unknown-block", "unknown-attribute", "unknown-label", "unknown-value", "unknown-rule")
def did_you_mean(finding: Finding, case: Case) -> Iterator[Fix]:
    """The known word that is closest."""
    instead = finding.data.get("instead")
    if instead:
        yield Fix(f"Change to `{instead}`", (Edit(finding.path, finding.span, instead),), safe=False)


@fixer("wrong-type", "wrong-label")
def plain_form(finding: Finding, case: Case) -> Iterator[Fix]:
    """The same value in the form that was asked for."""
    instead = finding.data.get("instead")
    if instead:
        yield Fix(f"Write `{instead}`", (Edit(finding.path, finding.span, instead),), safe=True)
    elif finding.data.get("remove"):
        document = places.document_at(case, finding.path)
        before = document.text.data[: finding.span.start] if document else b""
        span = Span(len(before.rstrip(b" \t")), finding.span.end)
        yield Fix("Take the label out", (Edit(finding.path, span, ""),), safe=False)


@fixer("renamed-rule")
def renamed_rule(finding: Finding, case: Case) -> Iterator[Fix]:
    """The rule's id of today."""
    today = finding.data["instead"]
    yield Fix(f"Change to `{today}`", (Edit(finding.path, finding.span, today),), safe=True)


@fixer("syntax-error", "template-interpolation")
def syntax(finding: Finding, case: Case) -> Iterator[Fix]:
    """What the parser itself knows to be meant."""
    changes = finding.data.get("fix")
    if changes:
        origin = finding.span.start
        edits = tuple(Edit(finding.path, Span(origin + at, origin + at + width), new) for at, width, new in changes)
        yield Fix(f"Write `{changes[0][2].strip()}`", edits, safe=True)
