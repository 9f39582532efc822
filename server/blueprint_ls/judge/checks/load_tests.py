"""Load tests: at least the stated scale, passed, and newer than the last change of topology."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, stated, title
from blueprint_ls.judge.checks.words import number
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block

TOPOLOGY = (
    "architecture_style",
    "framework",
    "database",
    "orm",
    "queue",
    "cache",
    "orchestrator",
    "hosting",
    "read_replicas",
)
"""Decisions after which earlier measurements are of another system."""


@blueprint_check("load-test-below-scale")
def below_scale(case: Case) -> Iterator[Finding]:
    """The greatest load test, and the greatest result, reach the stated requests per second."""
    known = facts(case)
    requests = figure(known.scale, "requests_per_second")
    tests = [test for test in known.all("load_test") if test.get("profile") != "smoke"] if requests else []
    aims = [found for test in tests if (found := figure(test, "target_rate"))]
    reached = [found for test in tests for result in test.blocks("result") if (found := figure(result, "rate"))]
    for rates, what, cure in ((aims, "aims at", "aim at"), (reached, "reached", "measure again at")):
        best = max(rates, key=lambda rate: float(rate.value.per_second), default=None)
        if best and requests and best.value.per_second < requests.value * (1 - 1e-9):
            message = (
                f"No load test {what} more than {best.text}, below the stated {number(requests.value)} requests/s: "
                f"{cure} {number(requests.value)}/s"
            )
            yield from report("load-test-below-scale", message, best, requests)
            return


@blueprint_check("load-test-failed")
def failed(case: Case) -> Iterator[Finding]:
    """The newest result of each test keeps to what the test must show."""
    for test in facts(case).all("load_test"):
        newest = _newest(test)
        for name, limit, what in (("p99", "max_p99", "A p99"), ("error_rate", "max_error_rate", "An error rate")):
            reached, allowed = stated(newest, name), figure(test, limit)
            if reached and allowed and _amount(reached) > _amount(allowed) * (1 + 1e-9):
                message = (
                    f"{what} of {reached.text} was measured, and `{title(test)}` allows {allowed.text}: find what "
                    "was at its limit, and measure again"
                )
                yield from report("load-test-failed", message, reached, allowed)
        rate, aim = stated(newest, "rate"), figure(test, "target_rate")
        if rate and aim and rate.value.per_second < aim.value.per_second * (1 - 1e-9):
            message = (
                f"{rate.text} was held, and `{title(test)}` aims at {aim.text}: find what was at its limit, and "
                "measure again"
            )
            yield from report("load-test-failed", message, rate, aim)


def _amount(found: Figure) -> float:
    return float(found.value.seconds) if hasattr(found.value, "seconds") else float(found.value.fraction)


def _newest(test: Block) -> Block | None:
    dated = [
        (found.value, at, result)
        for at, result in enumerate(test.blocks("result"))
        if (found := stated(result, "date"))
    ]
    return max(dated, key=lambda entry: entry[:2])[2] if dated else None


@blueprint_check("load-test-outdated")
def outdated(case: Case) -> Iterator[Finding]:
    """Results are newer than the last change of topology, and as fresh as the test says."""
    known = facts(case)
    changed = _changed(known)
    latest: Figure | None = None
    for test in known.all("load_test"):
        measured, every = stated(_newest(test), "date"), stated(test, "every")
        if measured is None:
            continue
        latest = measured if latest is None or measured.value > latest.value else latest
        if every and measured.value + timedelta(seconds=every.value.seconds) < case.today:
            message = (
                f"`{title(test)}` was last run on {measured.text}, and is meant to run every {every.text}: run it again"
            )
            yield from report("load-test-outdated", message, measured, every)
    if latest and changed and changed.value > latest.value and changed.value <= case.today:
        message = (
            f"The last load test is of {latest.text}, and `{changed.block.label}` was decided on {changed.text}: "
            "what was measured is "
            "another system; measure again"
        )
        yield from report("load-test-outdated", message, latest, changed)


def _changed(known: Facts) -> Figure | None:
    blocks = (known.declared.get(("decision", name)) for name in TOPOLOGY)
    dated = [found for block in blocks if (found := stated(block, "decided"))]
    return max(dated, key=lambda found: found.value.toordinal(), default=None)
