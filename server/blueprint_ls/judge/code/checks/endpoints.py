"""Rules `endpoint-authentication`, `endpoint-validation` and `unused-public-route`: who may call what, with what."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.registry import code_check
from blueprint_ls.judge.endpoints.endpoint import Endpoint, Step
from blueprint_ls.judge.endpoints.routes import covers
from blueprint_ls.judge.endpoints.verdict import REFUSALS
from blueprint_ls.judge.finding import Finding, Related
from blueprint_ls.syntax import Span

_MUTATING = frozenset({"POST", "PUT", "PATCH", "DELETE", "ALL"})
_LIST = 'list it as `public "{label}"` in the blueprint\'s `api` section, with the reason'


@code_check("endpoint-authentication")
def endpoint_authentication(case: CodeCase) -> Iterator[Finding]:
    """Endpoints that answer callers nobody has signed in, and that no allow-list names."""
    for one in case.endpoints:
        if not one.public and one.authenticated in _UNSURE:
            severity = "information" if one.by == REFUSALS else _UNSURE[one.authenticated]
            message = _open(one, case.label(one))
            yield _found(case, "endpoint-authentication", one, message, severity, one.evidence)


_UNSURE = {"no": "error", "conditional": "warning", "unknown": "information"}
"""How bad each answer is."""


@code_check("endpoint-validation")
def endpoint_validation(case: CodeCase) -> Iterator[Finding]:
    """Endpoints that use input which no schema has checked."""
    for one in case.endpoints:
        if one.validated == "no":
            severity = "warning" if one.method in _MUTATING else "information"
            yield _found(case, "endpoint-validation", one, _unchecked(one), severity, one.validation)


@code_check("unused-public-route", whole=True)
def unused_public_route(case: CodeCase) -> Iterator[Finding]:
    """Entries of the allow-list that no endpoint answers to; where there are none at all, nothing is known."""
    if not case.endpoints:
        return
    for block in case.public:
        patterns = case.patterns(block)
        if not any(covers(pattern, one.method, one.route) for pattern in patterns for one in case.endpoints):
            span = block.place.header
            path = block.place.document.path
            message = f"No endpoint of the code answers to `{block.label}`: take it out, or correct the route"
            page = case.knowledge.rules.get("unused-public-route")
            severity = page.severity if page else "warning"
            yield Finding("unused-public-route", path, span, message, "api.public", severity)


def _open(one: Endpoint, label: str) -> str:
    name = f"`{one.method} {one.route}`"
    if one.authenticated == "no":
        return (
            f"{name} answers callers that nobody has signed in: {one.by or 'no check found'}. Let a guard run before "
            f"it, or {_LIST.format(label=label)}"
        )
    if one.authenticated == "conditional":
        return (
            f"{name} answers some callers that nobody has signed in ({one.by}). Close that way, or "
            f"{_LIST.format(label=label)}"
        )
    return (
        f"It cannot be seen whether {name} asks who is calling ({one.by}). Show the check in code that this tool can "
        f"read, or {_LIST.format(label=label)}"
    )


def _unchecked(one: Endpoint) -> str:
    steps = [step.sentence for step in one.validation]
    seen = f": {steps[0]}" if steps else ""
    return f"`{one.method} {one.route}` uses its input unchecked{seen}. Parse it with a schema before it is used"


def _found(case: CodeCase, rule: str, one: Endpoint, message: str, severity: str, steps: tuple[Step, ...]) -> Finding:
    clause = "api.public" if rule == "endpoint-authentication" else "api"
    related = (
        *(Related(case.root / step.path, Span(step.start, step.end), step.sentence) for step in steps),
        *case.clause(clause, _CLAUSES[rule]),
    )
    data = {
        "framework": one.framework,
        "method": one.method,
        "route": one.route,
        "authenticated": one.authenticated,
        "validated": one.validated,
        "by": one.by,
        "operation": f"{one.method} {one.route}",
        "notes": list(one.notes),
    }
    return case.finding(rule, one.path, one.start, one.end, message, severity, related=related, data=data)


_CLAUSES = {
    "endpoint-authentication": "Routes that need no signed-in caller are listed here",
    "endpoint-validation": "The blueprint's section on the API",
}
