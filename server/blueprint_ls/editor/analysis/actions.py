"""Code actions in code: fixes, silencers with their kinds of reasons, severities, and the rule's page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from blueprint_ls.editor.analysis.analyser import Analyser
from blueprint_ls.editor.analysis.told import CodeAction
from blueprint_ls.editor.analysis.whole import Whole
from blueprint_ls.fixes.code import code_fixes
from blueprint_ls.fixes.silence import set_severity
from blueprint_ls.fixes.silence_code import silence_code
from blueprint_ls.judge.finding import SEVERITIES, Finding
from blueprint_ls.syntax import Text


def actions(analyser: Analyser, path: Path, start: int, end: int) -> list[CodeAction]:
    """What can be done about the findings that a selection touches."""
    name = analyser.name(path)
    whole = analyser.whole(name) if name else None
    if name is None or whole is None:
        return []
    here = [
        finding for finding in analyser.found.get(name, ()) if finding.span.start <= end and start <= finding.span.end
    ]
    cures = [action for finding in here for action in _cures(whole, finding)]
    rules = {finding.rule: finding for finding in reversed(here)}
    text = Text(analyser.repository.text(name))
    return [*cures, *(action for finding in rules.values() for action in _quieter(whole, finding, text))]


def _cures(whole: Whole, finding: Finding) -> Iterator[CodeAction]:
    for at, fix in enumerate(code_fixes(finding, whole.case)):
        yield CodeAction(fix.title, finding, fix.edits, preferred=at == 0 and fix.preferred)


def _quieter(whole: Whole, finding: Finding, text: Text) -> Iterator[CodeAction]:
    for fix in silence_code(finding, text):
        yield CodeAction(fix.title, finding, fix.edits)
    blueprint = whole.case.blueprint
    for severity in (*SEVERITIES, "off") if blueprint else ():
        changed = (
            set_severity(blueprint, finding.rule, severity) if blueprint and severity != finding.severity else None
        )
        if changed:
            title = f"Turn `{finding.rule}` off" if severity == "off" else f"Report `{finding.rule}` as {severity}"
            yield CodeAction(f"{title} in the blueprint", finding, (changed,))
    if finding.rule in whole.case.knowledge.rules:
        yield CodeAction(f"Open the page of `{finding.rule}`", finding, page=finding.rule)
