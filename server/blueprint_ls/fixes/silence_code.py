"""Silencers in code: a comment above a finding, with the kind of reason and a sentence that stands as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from blueprint_ls.fixes.fix import Edit, Fix
from blueprint_ls.judge.code.reasons import KINDS
from blueprint_ls.judge.finding import Finding
from blueprint_ls.syntax import Span, Text

_REASONS = {
    "system-job": ("as a system job", "runs over all tenants on purpose"),
    "resolver": ("as the lookup of the tenant", "finds out which tenant the caller belongs to"),
    "capability": ("as a capability", "the unguessable key is the permission"),
    "global-unique": (
        "as unique over all tenants",
        "the key is unique over all tenants, and the row's tenant is not used",
    ),
    "admin": ("as the operator's own staff", "reached by the operator's own staff alone"),
}
"""By kind: how the action names it, and the reason that stands there before anyone writes a better one."""
_COMMENTS = {".sql": "--", ".yml": "#", ".yaml": "#", ".env": "#"}


def silence_code(finding: Finding, text: Text) -> Iterator[Fix]:
    """A comment above the finding's line, one for each kind of reason that its rule knows."""
    kinds = KINDS.get(finding.rule)
    if finding.rule.startswith(("silencer-", "unused-silencer")):
        return
    for kind, (title, reason) in _REASONS.items() if kinds is not None else ():
        if kinds is not None and kind in kinds:
            edit = _comment(finding, text, f"{finding.rule}({kind})", reason)
            yield Fix(f"Silence `{finding.rule}` here {title}", (edit,), safe=False, preferred=False)
    if kinds is None:
        edit = _comment(finding, text, finding.rule, "looked at, and right as it is")
        yield Fix(f"Silence `{finding.rule}` here, with a reason", (edit,), safe=False, preferred=False)


def _comment(finding: Finding, text: Text, rule: str, reason: str) -> Edit:
    start = text.line_span(text.line_at(finding.span.start)).start
    start = max(start, 3) if text.data.startswith(b"\xef\xbb\xbf") else start
    line = text.data[start : finding.span.start].decode(errors="replace")
    margin = line[: len(line) - len(line.lstrip())]
    mark = f"{margin}{_mark(finding.path)} blueprint-ignore {rule}: "
    end = "\r\n" if b"\r\n" in text.data[:2_000] else "\n"
    snippet = f"{_escaped(mark)}${{1:{_escaped(reason)}}}{end}"
    return Edit(finding.path, Span(start, start), f"{mark}{reason}{end}", snippet)


def _mark(path: Path) -> str:
    return _COMMENTS.get(path.suffix, "//")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")
