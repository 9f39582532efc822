"""Every data access with its verdict, in the words that people see."""

from __future__ import annotations

from dataclasses import dataclass

from blueprint_ls.judge.flow.trace import Access
from blueprint_ls.judge.tenancy.contexts import Contexts
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.pins import Strength
from blueprint_ls.judge.tenancy.survey import Survey

VERDICTS = {
    Strength.PINNED: "scoped",
    Strength.PUBLIC: "scoped",
    Strength.INDIRECT: "indirect",
    Strength.CONDITIONAL: "conditional",
    Strength.UNKNOWN: "unknown",
    Strength.UNPINNED: "unscoped",
}


@dataclass(frozen=True, slots=True)
class JudgedAccess:
    """One data access, and what it is worth."""

    path: str
    start: int
    """The first byte of its chain, behind `await`."""
    end: int
    layer: str
    model: str
    """The id of its model; empty where it is not known."""
    name: str
    """The name that code uses for the model."""
    operation: str
    kind: str
    """`read`, `create`, `update`, `delete` or `raw`."""
    verdict: str
    """`scoped`, `indirect`, `conditional`, `unscoped`, `global` or `unknown`."""
    why: str
    """What the verdict rests on, in a clause."""
    access: Access
    """As it was met from its own function."""


def judged(survey: Survey) -> tuple[JudgedAccess, ...]:
    """The accesses of a survey, in the order of files and places."""
    return tuple(sorted((_judged(contexts, survey.owners) for contexts in survey.found.values()), key=_order))


def judged_in(survey: Survey, path: str) -> tuple[JudgedAccess, ...]:
    """Those in one file."""
    return tuple(sorted((_judged(contexts, survey.owners) for contexts in survey.at(path)), key=_order))


def _order(access: JudgedAccess) -> tuple[str, int, str, str]:
    return access.path, access.start, access.model, access.operation


def _judged(contexts: Contexts, owners: Owners) -> JudgedAccess:
    access, pin = contexts.access, contexts.pin()
    is_global = bool(access.sources) and not owners.is_owned(access.model)
    return JudgedAccess(
        path=access.path,
        start=access.start,
        end=access.end,
        layer=access.layer,
        model=access.model,
        name=owners.name(access.model),
        operation=access.operation,
        kind=access.kind,
        verdict="global" if is_global else VERDICTS[pin.strength],
        why="no tenant owns its rows" if is_global else pin.why,
        access=access,
    )
