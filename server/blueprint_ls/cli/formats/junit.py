"""JUnit's XML: each finding is a test that fails, each silenced one a test that is skipped, with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from blueprint_ls.cli.results import Result, Results
from blueprint_ls.cli.selection import shown

_FAILS = ("error", "warning")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, however it is written."""


def render(results: Results) -> Iterator[str]:
    """The lines of the document."""
    failures = sum(result.finding.severity in _FAILS for result in results.reported())
    skipped = len(results.results) - len(results.reported())
    tests = max(len(results.results), 1)
    counts = f'tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}"'
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="blueprint" {counts}>'
    yield f'  <testsuite name="blueprint check" {counts}>'
    for result in results.results:
        yield from _case(result, results)
    if not results.results:
        yield '    <testcase classname="blueprint" name="no findings"/>'
    if results.unread:
        lines = (f"Not analysed: {shown(unread.path)}: {unread.reason}" for unread in results.unread)
        yield f"    <system-out>{_text(chr(10).join(lines))}</system-out>"
    yield "  </testsuite>"
    yield "</testsuites>"


def _case(result: Result, results: Results) -> Iterator[str]:
    finding = result.finding
    start, _ = results.place(finding.path, finding.span)
    path = shown(finding.path)
    place = f"{path}:{start.line}:{start.column}"
    yield f'    <testcase classname="{_attribute(path)}" name="{_attribute(f"{finding.rule} at {place}")}">'
    if not result.counts:
        why = result.silencing.reason if result.silencing else "known to the baseline"
        yield f'      <skipped message="{_attribute(why)}"/>'
    elif finding.severity in _FAILS:
        kind, message = _attribute(finding.rule), _attribute(finding.message)
        told = "\n".join([f"{place}: {finding.severity}: {finding.message}", *_related(result, results)])
        yield f'      <failure type="{kind}" message="{message}">{_text(told)}</failure>'
    else:
        yield f"      <system-out>{_text(f'{place}: {finding.message}')}</system-out>"
    yield "    </testcase>"


def _related(result: Result, results: Results) -> Iterator[str]:
    for related in result.finding.related:
        start, _ = results.place(related.path, related.span)
        yield f"see {shown(related.path)}:{start.line}:{start.column}: {related.message}"


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))


def _attribute(text: str) -> str:
    """A text between quotes; line ends and tabs in it stay what they are."""
    kept = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    return escape(_FORBIDDEN.sub("\ufffd", text), kept)
