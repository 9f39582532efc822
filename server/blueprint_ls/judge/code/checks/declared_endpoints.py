"""Rules `declared-endpoint-missing` and `undeclared-endpoint`: the blueprint's endpoints, and those of the code."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.registry import code_check
from blueprint_ls.judge.endpoints.routes import covers
from blueprint_ls.judge.finding import Finding, Related
from blueprint_ls.language.model import Block

MISSING = "declared-endpoint-missing"
UNDECLARED = "undeclared-endpoint"
_DECLARED = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""Methods that a blueprint declares; HEAD and OPTIONS answer for another one, messages are none of HTTP."""


@code_check(MISSING, whole=True)
def declared_endpoint_missing(case: CodeCase) -> Iterator[Finding]:
    """Endpoints of the blueprint that no handler answers; where the code shows none at all, nothing is known."""
    for block in _declared(case) if case.endpoints else ():
        patterns = case.patterns(block)
        if any(covers(pattern, one.method, one.route) for pattern in patterns for one in case.endpoints):
            continue
        page = case.knowledge.rules.get(MISSING)
        others = sorted(
            {
                one.method
                for one in case.endpoints
                for p in patterns
                if covers(p.rpartition(" ")[2], one.method, one.route)
            }
        )
        found = f"; the code answers to {', '.join(others)} there" if others else ""
        message = f"No handler of the code answers to `{block.label}`{found}: write it, or correct the route"
        severity = page.severity if page else "warning"
        yield Finding(MISSING, block.place.document.path, block.place.header, message, "api.endpoint", severity)


@code_check(UNDECLARED)
def undeclared_endpoint(case: CodeCase) -> Iterator[Finding]:
    """Handlers that the blueprint does not speak of, where it speaks of endpoints."""
    declared = _declared(case)
    if not declared:
        return
    patterns = [pattern for block in (*declared, *case.public) for pattern in case.patterns(block)]
    patterns += _described(case)
    place = declared[0].place
    related = (Related(place.document.path, place.header, "The blueprint declares the endpoints, such as this one"),)
    for one in case.endpoints:
        if one.method in _DECLARED and not any(covers(pattern, one.method, one.route) for pattern in patterns):
            message = (
                f"The blueprint does not speak of `{one.method} {one.route}`: declare it as "
                f'`endpoint "{case.label(one)}"` in its `api` section, '
                "with its permission and its errors, or take it out"
            )
            yield case.finding(UNDECLARED, one.path, one.start, one.end, message, related=related)


def _described(case: CodeCase) -> list[str]:
    """The route of the API's own description, where the blueprint says that it is served."""
    path = case.blueprint.blueprint.value("api.openapi.path") if case.blueprint else None
    return [f"GET {path}"] if path else []


def _declared(case: CodeCase) -> list[Block]:
    api = case.blueprint.blueprint.at("api") if case.blueprint else None
    return api.blocks("endpoint") if api else []
