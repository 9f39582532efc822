"""Where rules register their checks. A rule's words are its page in `rules/`.

@element_check("unknown-attribute")         looks at one block alone; kept until that block changes
@blueprint_check("unresolved-reference")    looks at the whole blueprint
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from blueprint_ls.judge.finding import Finding, Local, Unread
from blueprint_ls.knowledge.load import Knowledge
from blueprint_ls.language.elements import Element
from blueprint_ls.language.model import Blueprint
from blueprint_ls.language.schema import Vocabulary


@dataclass(frozen=True, slots=True)
class Case:
    """What a check on a whole blueprint looks at."""

    blueprint: Blueprint
    knowledge: Knowledge
    today: date
    complete: bool
    """Whether the blueprint must be complete; a base that others extend need not be."""
    unread: tuple[Unread, ...] = ()
    """The files of its folder that could not be read."""


ElementCheck = Callable[[Element, Vocabulary], Iterator[Local]]
BlueprintCheck = Callable[[Case], Iterator[Finding]]
_Check = TypeVar("_Check", ElementCheck, BlueprintCheck)

element_checks: list[ElementCheck] = []
blueprint_checks: list[BlueprintCheck] = []
checked: set[str] = set()
"""The ids of all rules that some check can report."""


def element_check(*rules: str) -> Callable[[ElementCheck], ElementCheck]:
    """Register a check on one block alone that reports these rules."""
    return _register(element_checks, rules)


def blueprint_check(*rules: str) -> Callable[[BlueprintCheck], BlueprintCheck]:
    """Register a check on the whole blueprint that reports these rules."""
    return _register(blueprint_checks, rules)


def _register(checks: list[_Check], rules: tuple[str, ...]) -> Callable[[_Check], _Check]:
    def register(function: _Check) -> _Check:
        checks.append(function)
        checked.update(rules)
        return function

    return register
