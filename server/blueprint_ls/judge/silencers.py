"""`# blueprint-ignore RULE: why`: findings silenced where they stand, with a reason, in blueprints and in code.

    # blueprint-ignore missing-because until 2027-03-01 owner @data-team: decided in the June review
    // blueprint-ignore tenant-scope(system-job): the nightly bill runs over all tenants

On a line of its own it speaks for the next line of text; behind something, for its own line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from blueprint_ls.judge.finding import Finding
from blueprint_ls.language.model import Document
from blueprint_ls.language.suggest import did_you_mean
from blueprint_ls.syntax import Span, Text, comments

MARK = b"blueprint-ignore"
RULES = (
    "silencer-form",
    "silencer-unknown-rule",
    "silencer-unknown-kind",
    "silencer-without-reason",
    "silencer-expired",
    "unused-silencer",
)
"""The rules about silencers themselves."""
IN_BLUEPRINTS = ("#", "//")
"""What begins a line that is a comment."""
_RULE = r"[\w-]+(?:\((?:[^()\n]|\([^()\n]*\))*\))?"
_FORM = re.compile(
    rf"(?:[#/*]+|--)\s*blueprint-ignore\s+(?P<rules>{_RULE}(?:\s*,\s*{_RULE})*)?"
    r"(?P<clauses>(?:\s+(?:until|owner)\s+[^\s:]+)*)\s*(?::\s*(?P<reason>.*?))?\s*(?:\*/)?\s*\Z",
    re.DOTALL,
)
_NAMED = re.compile(r"(?P<rule>[\w-]+)(?:\(\s*(?P<kind>[^()]*?)\s*(?:\(\s*(?P<about>[^()]*?)\s*\)\s*)?\))?")

Kinds = Mapping[str, frozenset[str]]
"""The kinds of reasons that each rule knows; a rule that is not in it knows none."""
Lines = Callable[[Finding], Iterable[int]]
"""The lines, from 0, on which a silencer may speak of a finding."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What kind of reason it is: `system-job`, or `verified-by` a function."""

    name: str
    about: str = ""
    """What stands in the kind's own parentheses."""


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
    kinds: Mapping[str, Kind] = field(default_factory=dict, hash=False)
    """The kinds of reasons that it gives, by rule."""


@dataclass(frozen=True, slots=True)
class Silenced:
    """A finding, and the silencer that answers it."""

    finding: Finding
    silencer: Silencer


def silencers_of(document: Document, renamed: Mapping[str, str]) -> list[Silencer]:
    """Every silencer of a file; rules under an earlier name are taken for those of today."""
    if MARK not in document.text.data:
        return []
    found = ((offset, token.text) for offset, token in comments(document.tree))
    return silencers_in(document.path, document.text, found, renamed)


def silencers_in(
    path: Path,
    text: Text,
    comments: Iterable[tuple[int, bytes]],
    renamed: Mapping[str, str],
    marks: tuple[str, ...] = IN_BLUEPRINTS,
) -> list[Silencer]:
    """The silencers among the comments of any file; `marks` begin the lines that are comments."""
    return [
        _silencer(path, text, Span(offset, offset + len(comment)), renamed, marks)
        for offset, comment in comments
        if comment.lstrip(b"#/*- \t").startswith(MARK)
    ]


def lines_in(texts: Mapping[Path, Text]) -> Lines:
    """A silencer speaks of what begins on its line."""

    def lines(finding: Finding) -> Iterable[int]:
        text = texts.get(finding.path)
        return () if text is None else (text.line_at(finding.span.start),)

    return lines


def apply(
    findings: Sequence[Finding], silencers: Sequence[Silencer], lines: Lines, today: date
) -> tuple[list[Finding], list[Silenced], list[Silencer]]:
    """The findings that remain, those that are silenced, and the silencers that silenced nothing."""
    by_place = {(s.path, s.line, rule): s for s in silencers if _speaks(s, today) for rule in s.rules}
    remaining: list[Finding] = []
    silenced: list[Silenced] = []
    for finding in findings:
        places = ((finding.path, line, finding.rule) for line in lines(finding)) if by_place else ()
        silencer = next((by_place[place] for place in places if place in by_place), None)
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


def faults(
    silencers: Sequence[Silencer], known: frozenset[str], today: date, kinds: Kinds | None = None
) -> Iterator[Finding]:
    """What is wrong with the silencers themselves."""
    for silencer in silencers:
        for rule, message in (*_faults(silencer, known, today), *_kind_faults(silencer, kinds or {})):
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
    kept = [name for name in _names(found["rules"]) if name.partition("(")[0] not in rules]
    return comment[: found.start("rules")] + ", ".join(kept) + comment[found.end("rules") :] if kept else None


def _names(text: str) -> list[str]:
    """The rules as written, each with its kind."""
    return [found[0] for found in re.finditer(_RULE, text)]


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


def _kind_faults(silencer: Silencer, kinds: Kinds) -> Iterator[tuple[str, str]]:
    for rule, kind in silencer.kinds.items():
        known = kinds.get(rule, frozenset())
        if not known:
            yield "silencer-unknown-kind", f"`{rule}` knows no kinds of reasons: write `{rule}: why`"
        elif kind.name not in known:
            hint = did_you_mean(kind.name, known) or f": write one of {', '.join(sorted(known))}"
            yield "silencer-unknown-kind", f"There is no kind `{kind.name}` of reasons for `{rule}`{hint}"


def _silencer(path: Path, text: Text, span: Span, renamed: Mapping[str, str], marks: tuple[str, ...]) -> Silencer:
    found = _FORM.match(text.slice(span))
    names = [_NAMED.fullmatch(name) for name in _names(found["rules"])] if found and found["rules"] else []
    clauses = dict(re.findall(r"(until|owner)\s+(\S+)", found["clauses"])) if found else {}
    until, faulty = _date(clauses.get("until"))
    told = [(renamed.get(name["rule"], name["rule"]), name["kind"], name["about"]) for name in names if name]
    return Silencer(
        path=path,
        span=span,
        rules=tuple(rule for rule, _, _ in told),
        line=_line(text, span, marks),
        reason=(found["reason"] or "").strip() if found else "",
        until=until,
        owner=clauses.get("owner"),
        faulty_date=faulty,
        kinds={rule: Kind(kind, about or "") for rule, kind, about in told if kind is not None},
    )


def _date(text: str | None) -> tuple[date | None, str | None]:
    if text is None:
        return None, None
    try:
        return date.fromisoformat(text), None
    except ValueError:
        return None, text


def _line(text: Text, span: Span, marks: tuple[str, ...]) -> int:
    """The line that a comment speaks for: its own, or the next one that holds something."""
    own = text.line_at(span.start)
    if text.data[text.line_span(own).start : span.start].strip():
        return own
    line = text.line_at(span.end) + 1
    while line < len(text.line_starts):
        content = text.slice(text.line_span(line)).strip()
        if content and not content.startswith(marks):
            return line
        line += 1
    return own
