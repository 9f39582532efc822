"""Figures that follow plainly from others: a total that is the sum, a pool that fits. All of them are suggestions."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.fixes import places
from blueprint_ls.fixes.fix import Edit, Fix
from blueprint_ls.fixes.registry import fixer
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.syntax import Span


@fixer(
    "aggregate-not-owned",
    "cache-key-without-tenant",
    "cache-outlives-right",
    "connections-exceeded",
    "cost-total",
    "grace-period",
    "job-capacity",
    "queue-workers",
    "request-capacity",
)
def other_figure(finding: Finding, case: Case) -> Iterator[Fix]:
    """The value with which the figures agree."""
    instead = finding.data.get("instead")
    if instead:
        shown = " ".join(instead.split())
        title = f"Change to `{shown if len(shown) <= 60 else shown[:59] + '…'}`"
        yield Fix(title, (Edit(finding.path, finding.span, instead),), safe=False)


@fixer("public-with-permission")
def without_permission(finding: Finding, case: Case) -> Iterator[Fix]:
    """The permission of a public endpoint, taken out."""
    document = places.document_at(case, finding.path)
    if document:
        line = document.text.line_span(document.text.line_at(finding.span.start))
        if document.text.slice(line).strip().startswith("permission"):
            span = places.whole_lines(document, Span(line.start, finding.span.end))
            yield Fix("Take `permission` out", (Edit(finding.path, span, ""),), safe=False)
