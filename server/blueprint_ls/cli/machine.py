"""The JSON of `check`: stable names, paths relative to the current folder, lines and columns from 1."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from blueprint_ls.cli.results import Believed, Position, Result, Results
from blueprint_ls.cli.selection import SUFFIX, shown
from blueprint_ls.judge.finding import Related

VERSION = 1


def render(results: Results, failed: bool, fixed: list[dict[str, str]] | None = None) -> str:
    """The whole answer as JSON."""
    answer: dict[str, Any] = {
        "version": VERSION,
        "findings": [_finding(result, results) for result in results.results],
        "not_analysed": [{"path": shown(u.path), "reason": u.reason} for u in results.unread],
        "summary": _summary(results, failed),
    }
    if fixed is not None:
        answer["fixed"] = fixed
    return _as_ascii(msgspec.json.format(msgspec.json.encode(answer), indent=2).decode())


def _as_ascii(text: str) -> str:
    """JSON that survives every encoding: what is not ASCII as escapes."""
    return text if text.isascii() else re.sub(r"[^\x00-\x7f]", lambda found: json.dumps(found[0])[1:-1], text)


def _finding(result: Result, results: Results) -> dict[str, Any]:
    finding = result.finding
    start, end = results.place(finding.path, finding.span)
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "path": shown(finding.path),
        "start": _position(start),
        "end": _position(end),
        "message": finding.message,
        "requirement": result.requirement,
        "fixable": result.safe,
        "fingerprint": result.fingerprint,
        "silenced": result.silencing is not None,
        "data": _data(result, results),
    }


def _data(result: Result, results: Results) -> dict[str, Any]:
    """What else is known: what the rule saw, related places, the cure, the silencer's reason, the baseline."""
    fix, silencer = result.cure, result.silencing
    return {
        **({} if result.finding.path.name.endswith(SUFFIX) else result.finding.data),
        "subject": result.finding.subject,
        "related": [_related(related, results) for related in result.finding.related],
        "fix": fix and {"title": fix.title, "kind": "safe" if fix.safe else "suggested", "assumes": fix.assumes},
        "silencer": silencer
        and {
            "reason": silencer.reason,
            "until": silencer.until.isoformat() if silencer.until else None,
            "owner": silencer.owner,
            **({"kind": silencer.kind} if silencer.kind else {}),
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
        "code_files": results.code_files,
        "error": results.count("error"),
        "warning": results.count("warning"),
        "information": results.count("information"),
        "fixable": sum(result.safe for result in results.reported()),
        "silenced": sum(result.silencing is not None for result in results.results),
        "baseline": sum(result.known for result in results.results),
        "assumed": results.assumed,
        "believed": [_believed(believed, results) for believed in results.believed],
        "failed": failed,
    }


def _believed(believed: Believed, results: Results) -> dict[str, Any]:
    """The tenancy that no blueprint states, and what speaks for it."""
    return {
        "path": shown(believed.root),
        "key": believed.key,
        "aliases": list(believed.aliases),
        "roots": list(believed.roots),
        "score": round(believed.score, 3),
        "evidence": [_related(related, results) for related in believed.evidence],
        "alternatives": [{"key": key, "because": because} for key, because in believed.alternatives],
    }
