"""The JSON of `check`: stable names, paths relative to the current folder, lines and columns from 1."""

from __future__ import annotations

import json
from typing import Any

from blueprint_ls.cli.results import Position, Result, Results
from blueprint_ls.cli.selection import shown
from blueprint_ls.judge.finding import Related
from blueprint_ls.knowledge.load import data_folder
from blueprint_ls.knowledge.requirements import Requirements, read_requirements

VERSION = 1


def render(results: Results, failed: bool, fixed: list[dict[str, str]] | None = None) -> str:
    """The whole answer as JSON."""
    requirements = read_requirements(data_folder("rules"))
    answer: dict[str, Any] = {
        "version": VERSION,
        "findings": [_finding(result, results, requirements) for result in results.results],
        "not_analysed": [{"path": shown(u.path), "reason": u.reason} for u in results.unread],
        "summary": _summary(results, failed),
    }
    if fixed is not None:
        answer["fixed"] = fixed
    return json.dumps(answer, indent=2)


def _finding(result: Result, results: Results, requirements: Requirements) -> dict[str, Any]:
    finding = result.finding
    start, end = results.place(finding.path, finding.span)
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "path": shown(finding.path),
        "start": _position(start),
        "end": _position(end),
        "message": finding.message,
        "requirement": _requirement(result, requirements),
        "fixable": result.safe,
        "fingerprint": result.fingerprint,
        "silenced": result.silencer is not None,
        "data": _data(result, results),
    }


def _requirement(result: Result, requirements: Requirements) -> str | None:
    """The row that asks for what the finding is about; else the first one that its rule serves."""
    rule = result.case.knowledge.rules.get(result.finding.rule)
    row = requirements.row_of(result.finding.subject)
    return row or (rule.requirements[0] if rule and rule.requirements else None)


def _data(result: Result, results: Results) -> dict[str, Any]:
    """What else is known: subject, related places, the cure, the silencer's reason, the baseline."""
    fix, silencer = result.fix, result.silencer
    return {
        "subject": result.finding.subject,
        "related": [_related(related, results) for related in result.finding.related],
        "fix": fix and {"title": fix.title, "kind": "safe" if fix.safe else "suggested", "assumes": fix.assumes},
        "silencer": silencer
        and {
            "reason": silencer.reason,
            "until": silencer.until.isoformat() if silencer.until else None,
            "owner": silencer.owner,
        },
        "baseline": result.known,
    }


def _related(related: Related, results: Results) -> dict[str, Any]:
    start, end = results.place(related.path, related.span)
    return {
        "path": shown(related.path),
        "start": _position(start),
        "end": _position(end),
        "message": related.message,
    }


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}


def _summary(results: Results, failed: bool) -> dict[str, Any]:
    return {
        "blueprints": results.blueprints,
        "files": results.files,
        "error": results.count("error"),
        "warning": results.count("warning"),
        "information": results.count("information"),
        "fixable": sum(result.safe for result in results.reported()),
        "silenced": sum(result.silencer is not None for result in results.results),
        "baseline": sum(result.known for result in results.results),
        "assumed": len(results.assumed),
        "failed": failed,
    }
