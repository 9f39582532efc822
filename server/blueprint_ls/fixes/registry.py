"""Where fixers register, and where a finding's fixes are asked for.

@fixer("missing-section")     yields the edits that cure a finding of that rule
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from blueprint_ls.fixes.fix import Fix
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case

Fixer = Callable[[Finding, Case], Iterator[Fix]]

_fixers: dict[str, Fixer] = {}


def fixer(*rules: str) -> Callable[[Fixer], Fixer]:
    """Register the function that offers fixes for these rules."""

    def register(function: Fixer) -> Fixer:
        _fixers.update(dict.fromkeys(rules, function))
        return function

    return register


def fixes(finding: Finding, case: Case) -> list[Fix]:
    """The fixes for a finding, the preferred first; none where its file has gone."""
    function = _fixers.get(finding.rule)
    return sorted(function(finding, case), key=lambda fix: not fix.preferred) if function else []


def fixable() -> frozenset[str]:
    """The ids of the rules that have a fixer."""
    return frozenset(_fixers)
