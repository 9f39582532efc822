"""The people who answer at night: enough for the promise, and no more than the team has."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.facts import facts
from blueprint_ls.judge.checks.figures import figure, report, stated, whole
from blueprint_ls.judge.checks.words import number, time
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check

NIGHT = 15 * 3600.0
"""Seconds from six in the evening to nine in the morning: how long an outage lasts that nobody is called for."""
WINDOWS = {"month": 30, "quarter": 91, "year": 365}
FEWEST = 5
"""People below whom a rotation around the clock wears out."""
_ORDINALS = {2: "second", 3: "third", 4: "fourth"}


@blueprint_check("unstaffed-promise")
def staffed(case: Case) -> Iterator[Finding]:
    """A promise that one night without anybody on call would break."""
    known = facts(case)
    block = known.one("overview", "availability")
    target, nights = figure(block, "target"), stated(known.one("overview", "team"), "on_call")
    if block is None or target is None or nights is None or target.value.fraction >= 1 or nights.value > 0:
        return
    window = block.get("window", "month")
    allowed = (1 - target.value.fraction) * WINDOWS.get(window, 30) * 86_400
    if allowed < NIGHT:
        message = (
            f"{target.text} allows {time(allowed)} of outage a {window}, and nobody is on call: one evening's outage "
            "found in the "
            f"morning lasts {time(NIGHT)}; promise less, or share the nights"
        )
        yield from report("unstaffed-promise", message, target, nights)


@blueprint_check("on-call-rotation")
def rotation(case: Case) -> Iterator[Finding]:
    """Enough people for the hours, and no more than the team has."""
    known = facts(case)
    engineers = figure(known.one("overview", "team"), "engineers")
    nights = stated(known.one("overview", "team"), "on_call")
    for people in [nights, *(stated(rota, "people") for rota in known.all("on_call"))]:
        if people and engineers and people.value > engineers.value:
            message = (
                f"{number(people.value)} people share the nights, and the team has {number(engineers.value)} "
                "engineers: name who the others are"
            )
            yield from report("on-call-rotation", message, people, engineers)
    for rota in known.all("on_call"):
        people = stated(rota, "people")
        if people and rota.get("hours", "always") == "always" and people.value < FEWEST:
            message = (
                f"{number(people.value)} people answer at all hours, so each has every "
                f"{'night' if people.value == 1 else f'{_ORDINALS[people.value]} turn'}: below {FEWEST} that lasts "
                "for months at most; "
                "add people, or answer in extended hours"
            )
            yield from report("on-call-rotation", message, people, whole(rota))
