"""Where checks on code register. A rule's words and queries are its folder in `rules/code`.

@code_check("tenant-scope")    looks at a whole repository
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.finding import Finding

CodeCheck = Callable[[CodeCase], Iterator[Finding]]

code_checks: list[CodeCheck] = []
checked: set[str] = set()
"""The ids of all rules that some check on code can report."""


def code_check(*rules: str) -> Callable[[CodeCheck], CodeCheck]:
    """Register a check on a repository that reports these rules."""

    def register(function: CodeCheck) -> CodeCheck:
        code_checks.append(function)
        checked.update(rules)
        return function

    return register
