"""Quieter findings: silenced where they stand, or reported at another severity everywhere."""

from __future__ import annotations

from blueprint_ls.fixes import places
from blueprint_ls.fixes.fix import Edit
from blueprint_ls.generate.draft import Draft, Stop
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.language.model import Document, Place
from blueprint_ls.syntax import Span

_NEVER = ("syntax-error", "unused-silencer", "silencer-form", "silencer-without-reason", "silencer-unknown-rule")


def silence(document: Document, finding: Finding) -> Edit | None:
    """A comment above the finding's line; its reason is a tab stop, or left to the person to write."""
    if finding.rule in _NEVER or finding.rule == "silencer-expired":
        return None
    start = document.text.line_span(document.text.line_at(finding.span.start)).start
    start = max(start, 3) if document.text.data.startswith(b"\xef\xbb\xbf") else start
    margin = places.indentation(document, finding.span.start)
    comment = f"{margin}# blueprint-ignore {finding.rule}: "
    return places.edit(document, Span(start, start), f"{comment}\n", f"{comment}${{1:why}}$0\n")


def set_severity(case: Case, rule: str, severity: str) -> Edit | None:
    """The edit of the header's `rules` block that reports a rule at another severity."""
    header = case.blueprint.header
    place = places.own_place(header) if header else None
    if header is None or place is None or rule not in case.knowledge.rules:
        return None
    rules = header.block("rules")
    own = places.own_place(rules) if rules else None
    if rules is None or own is None:
        return places.insert_block(place, _rules(rule, severity))
    existing = rules.block(rule)
    if existing is None:
        return places.insert_attribute(own, _entry(rule, severity))
    return _changed(places.own_place(existing), severity)


def _changed(place: Place | None, severity: str) -> Edit | None:
    attribute = place.element.attributes.get("severity") if place else None
    if place is None or attribute is None:
        return None
    return Edit(place.document.path, place.value_span(attribute), severity)


def _rules(rule: str, severity: str) -> Draft:
    draft = Draft()
    draft.add("rules {")
    draft.extend(_entry(rule, severity), indent=1)
    draft.add("}")
    return draft


def _entry(rule: str, severity: str) -> Draft:
    draft = Draft()
    draft.add(f"{rule} {{ severity = ", Stop(severity), " }")
    return draft
