"""`# blueprint-ignore RULE: why`: findings silenced where they stand, with a reason.

    # blueprint-ignore missing-because until 2027-03-01 owner @data-team: decided in the June review

On a line of its own it speaks for the next line of text; behind something, for its own line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from blueprint_ls.judge.finding import Finding
from blueprint_ls.language.model import Document
from blueprint_ls.language.suggest import did_you_mean
from blueprint_ls.syntax import Span, Text, comments

MARK = b"blueprint-ignore"
RULES = ("silencer-form", "silencer-unknown-rule", "silencer-without-reason", "silencer-expired", "unused-silencer")
"""The rules about silencers themselves."""
_FORM = re.compile(
    r"[#/*]+\s*blueprint-ignore\s+(?P<rules>[\w-]+(?:\s*,\s*[\w-]+)*)?"
    r"(?P<clauses>(?:\s+(?:until|owner)\s+[^\s:]+)*)\s*(?::\s*(?P<reason>.*?))?\s*(?:\*/)?\s*\Z",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Silencer:
    """One comment that silences rules on one line."""

    path: Path
    span: Span
    """The comment itself."""
    rules: tuple[str, ...]
    """Empty where the comment does not have the form of a silencer."""
    line: int
    """The line it speaks for, from 0."""
    reason: str
    until: date | None
    owner: str | None
    faulty_date: str | None = None
    """What stands behind `until` when it is no date."""


@dataclass(frozen=True, slots=True)
class Silenced:
    """A finding, and the silencer that answers it."""

    finding: Finding
    silencer: Silencer


def silencers_of(document: Document, renamed: Mapping[str, str]) -> list[Silencer]:
    """Every silencer of a file; rules under an earlier name are taken for those of today."""
    if MARK not in document.text.data:
        return []
    return [
        _silencer(document, offset, token.text, renamed)
        for offset, token in comments(document.tree)
        if token.text.lstrip(b"#/* \t").startswith(MARK)
    ]


def apply(
    findings: Sequence[Finding], silencers: Sequence[Silencer], text_of: dict[Path, Text], today: date
) -> tuple[list[Finding], list[Silenced], list[Silencer]]:
    """The findings that remain, those that are silenced, and the silencers that silenced nothing."""
    by_place = {(s.path, s.line, rule): s for s in silencers if _speaks(s, today) for rule in s.rules}
    remaining: list[Finding] = []
    silenced: list[Silenced] = []
    for finding in findings:
        line = text_of[finding.path].line_at(finding.span.start) if by_place and finding.path in text_of else -1
        silencer = by_place.get((finding.path, line, finding.rule))
        if silencer:
            silenced.append(Silenced(finding, silencer))
        else:
            remaining.append(finding)
    used = {(found.silencer, found.finding.rule) for found in silenced}
    unused = [
        replace(s, rules=tuple(rule for rule in s.rules if (s, rule) not in used))
        for s in silencers
        if any((s, rule) not in used for rule in s.rules)
    ]
    return remaining, silenced, unused


def faults(silencers: Sequence[Silencer], known: frozenset[str], today: date) -> Iterator[Finding]:
    """What is wrong with the silencers themselves."""
    for silencer in silencers:
        for rule, message in _faults(silencer, known, today):
            yield Finding(rule, silencer.path, silencer.span, message, data={"rules": list(silencer.rules)})


def unused(silencers: Sequence[Silencer], known: frozenset[str], today: date) -> Iterator[Finding]:
    """A finding for each silencer whose rules do not fire where it stands."""
    for silencer in silencers:
        rules = [rule for rule in silencer.rules if rule in known]
        if rules and _speaks(silencer, today):
            names = ", ".join(f"`{rule}`" for rule in rules)
            them = "it" if len(rules) == 1 else "them"
            message = f"Nothing here is silenced by {names}: take {them} out, or to the line of the finding or above it"
            yield Finding("unused-silencer", silencer.path, silencer.span, message, data={"rules": rules})


def without(comment: str, rules: Iterable[str]) -> str | None:
    """A silencer's comment without some of its rules; None when no rule would be left."""
    found = _FORM.match(comment)
    if not found or not found["rules"]:
        return None
    kept = [name for name in _names(found["rules"]) if name not in rules]
    return comment[: found.start("rules")] + ", ".join(kept) + comment[found.end("rules") :] if kept else None


def _names(text: str) -> list[str]:
    return re.split(r"\s*,\s*", text)


def _speaks(silencer: Silencer, today: date) -> bool:
    expired = silencer.until is not None and silencer.until < today
    return bool(silencer.reason) and not expired and silencer.faulty_date is None


def _faults(silencer: Silencer, known: frozenset[str], today: date) -> Iterator[tuple[str, str]]:
    if not silencer.rules:
        clauses = "with `until DATE` and `owner @name` before the colon"
        yield "silencer-form", f"Expected `blueprint-ignore RULE: why`, {clauses}"
        return
    for rule in silencer.rules:
        if rule not in known:
            yield "silencer-unknown-rule", f"There is no rule `{rule}` to silence{did_you_mean(rule, known)}"
    if not silencer.reason:
        yield "silencer-without-reason", "A silencer needs its reason: `: why` at the end of the comment"
    if silencer.faulty_date is not None:
        yield "silencer-form", f"`until {silencer.faulty_date}` is no date: write it as `until 2027-03-01`"
    if silencer.until and silencer.until < today:
        yield "silencer-expired", f"This silencer ended on {silencer.until}: mend the finding, or renew the date"


def _silencer(document: Document, offset: int, comment: bytes, renamed: Mapping[str, str]) -> Silencer:
    span = Span(offset, offset + len(comment))
    found = _FORM.match(comment.decode(errors="replace"))
    names = _names(found["rules"]) if found and found["rules"] else []
    clauses = dict(re.findall(r"(until|owner)\s+(\S+)", found["clauses"])) if found else {}
    until, faulty = _date(clauses.get("until"))
    return Silencer(
        path=document.path,
        span=span,
        rules=tuple(renamed.get(name, name) for name in names),
        line=_line(document.text, span),
        reason=(found["reason"] or "").strip() if found else "",
        until=until,
        owner=clauses.get("owner"),
        faulty_date=faulty,
    )


def _date(text: str | None) -> tuple[date | None, str | None]:
    if text is None:
        return None, None
    try:
        return date.fromisoformat(text), None
    except ValueError:
        return None, text


def _line(text: Text, span: Span) -> int:
    """The line that a comment speaks for: its own, or the next one that holds something."""
    own = text.line_at(span.start)
    if text.data[text.line_span(own).start : span.start].strip():
        return own
    line = text.line_at(span.end) + 1
    while line < len(text.line_starts):
        content = text.slice(text.line_span(line)).strip()
        if content and not content.startswith(("#", "//")):
            return line
        line += 1
    return own
