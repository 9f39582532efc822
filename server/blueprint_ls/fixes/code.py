"""Where fixers of code register, and where the fixes of a finding in code are asked for.

@code_fixer("tenant-scope")     yields the edits that cure a finding of that rule
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from blueprint_ls.fixes.fix import Fix
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.finding import Finding

CodeFixer = Callable[[Finding, CodeCase], Iterator[Fix]]

_fixers: dict[str, CodeFixer] = {}


def code_fixer(*rules: str) -> Callable[[CodeFixer], CodeFixer]:
    """Register the function that offers fixes for these rules."""

    def register(function: CodeFixer) -> CodeFixer:
        _fixers.update(dict.fromkeys(rules, function))
        return function

    return register


def code_fixes(finding: Finding, case: CodeCase) -> list[Fix]:
    """The fixes for a finding in code, the preferred first."""
    from blueprint_ls.fixes import tenant  # its fixers register here: this module has to be whole before

    assert tenant
    function = _fixers.get(finding.rule)
    return sorted(function(finding, case), key=lambda fix: not fix.preferred) if function else []
