"""The evidence of an endpoint as one chain: where it is registered, what stands around it, what is checked, and how."""

from __future__ import annotations

from collections.abc import Iterable

from blueprint_ls.judge.endpoints.behavior.context import Place
from blueprint_ls.judge.endpoints.endpoint import Step
from blueprint_ls.judge.endpoints.verdict import NO, Verdict

_MOST = 6
_ENDS = {
    "no": "reached without a check of who is calling",
    "unknown": "what it does about callers cannot be seen",
}


def of(
    route: Step,
    around: Iterable[Step],
    verdict: Verdict,
    handler: Place | None,
    others: Iterable[Verdict] = (),
) -> tuple[Step, ...]:
    """All steps from the registration of a route to the check, or to the handler that nothing guards.

    `around` are the plugins, routers or modules that hold the route, outermost first; `others` what also runs before
    the handler.
    """
    found = [route, *around]
    if verdict.answer in _ENDS:
        found += [step for one in others if one.answer == "no" for step in one.evidence][:_MOST]
    found += verdict.evidence
    if verdict.answer in _ENDS:
        found.append(Step(*(handler or (route.path, route.start, route.end)), _ENDS[verdict.answer]))
    return tuple(dict.fromkeys(found))


def registered(place: Place, method: str, route: str) -> Step:
    """The first step: where the route is written."""
    return Step(*place, f"`{method} {route}` is registered here")


def laid(place: Place | None, name: str, level: str, verdict: Verdict) -> tuple[Step, ...]:
    """What a middleware, hook or guard adds to the chain: where it is laid, and what it does there."""
    if place is None:
        return verdict.evidence
    if verdict.answer == "no":
        why = "does not ask who is calling" if verdict.by == NO.by else verdict.by
        return (Step(*place, f"`{name}` ({level}): {why}"),)
    return (Step(*place, f"`{name}` runs before it ({level})"), *verdict.evidence)
