"""Where checks on code register. A rule's words and queries are its folder in `rules/code`.

@code_check("tenant-scope")                       finds in each file what is wrong with it, in the light of all others
@code_check("undeclared-variable", whole=True)    finds what only the repository as a whole shows
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.finding import Finding

CodeCheck = Callable[[CodeCase], Iterator[Finding]]

code_checks: list[CodeCheck] = []
whole_checks: list[CodeCheck] = []
"""Those of them that see nothing right in a part of a repository."""
checked: set[str] = set()
"""The ids of all rules that some check on code can report."""
whole_rules: set[str] = set()
"""Those of the checks on whole repositories."""


def code_check(*rules: str, whole: bool = False) -> Callable[[CodeCheck], CodeCheck]:
    """Register a check on a repository that reports these rules."""

    def register(function: CodeCheck) -> CodeCheck:
        code_checks.append(function)
        checked.update(rules)
        if whole:
            whole_checks.append(function)
            whole_rules.update(rules)
        return function

    return register
