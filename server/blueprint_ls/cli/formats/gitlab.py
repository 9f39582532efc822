"""GitLab's code quality report: what a merge request shows beside the lines it changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from blueprint_ls.cli.results import Result, Results
from blueprint_ls.cli.selection import shown

_SEVERITIES = {"error": "critical", "warning": "major", "information": "info"}


def render(results: Results) -> Iterator[str]:
    """The whole report."""
    yield json.dumps([_issue(result, results) for result in results.reported()], indent=2)


def _issue(result: Result, results: Results) -> dict[str, Any]:
    finding = result.finding
    start, end = results.place(finding.path, finding.span)
    return {
        "description": finding.message,
        "check_name": finding.rule,
        "fingerprint": result.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": shown(finding.path), "lines": {"begin": start.line, "end": end.line}},
    }
