"""Workflow commands of GitHub Actions: each finding is an annotation on its line.

GitHub shows ten errors, ten warnings and ten notices of a step; the worst come first, and what is beyond stands in the
log as plain lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from blueprint_ls.cli.results import Result, Results
from blueprint_ls.cli.selection import shown
from blueprint_ls.cli.terminal import count, visible
from blueprint_ls.judge.finding import SEVERITIES

_COMMANDS = {"error": "error", "warning": "warning", "information": "notice"}
_MOST = 10


def render(results: Results) -> Iterator[str]:
    """A line for each finding, then one that sums up."""
    told: Counter[str] = Counter()
    reported = sorted(results.reported(), key=lambda result: SEVERITIES.index(result.finding.severity))
    for result in reported:
        severity = result.finding.severity
        told[severity] += 1
        yield _command(result, results) if told[severity] <= _MOST else _line(result, results)
    for unread in results.unread:
        yield visible(f"Not analysed: {shown(unread.path)}: {unread.reason}")
    kinds = {"error": "errors", "warning": "warnings", "information": "information"}
    yield ", ".join(count(told[kind], kind, many) for kind, many in kinds.items() if told[kind]) or "No findings"


def _command(result: Result, results: Results) -> str:
    finding = result.finding
    start, end = results.place(finding.path, finding.span)
    given = {"file": shown(finding.path), "line": str(start.line), "endLine": str(end.line)}
    if start.line == end.line:  # columns of places over several lines are refused
        given |= {"col": str(start.column), "endColumn": str(end.column)}
    given["title"] = finding.rule
    properties = ",".join(f"{key}={_property(value)}" for key, value in given.items())
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(finding.message)}"


def _line(result: Result, results: Results) -> str:
    finding = result.finding
    start, _ = results.place(finding.path, finding.span)
    place = f"{shown(finding.path)}:{start.line}:{start.column}"
    return visible(f"{place}: {finding.severity} {finding.rule}: {finding.message}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
