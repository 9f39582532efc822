"""Objectives, the alerts that guard them and the releases that watch them."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, stated, title, whole
from blueprint_ls.judge.checks.words import number, percent, time
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block

P99 = 0.99


@blueprint_check("objective-below-promise")
def objectives(case: Case) -> Iterator[Finding]:
    """Objectives are at least what users are promised, and endpoints and load tests keep to them."""
    known = facts(case)
    target = figure(known.one("overview", "availability"), "target")
    for slo in known.all("slo"):
        aim = figure(slo, "target")
        if (
            target
            and aim
            and slo.get("indicator") == "availability"
            and aim.value.fraction < target.value.fraction - 1e-9
        ):
            message = (
                f"`{title(slo)}` aims at {aim.text}, below the {target.text} that users are promised: it stays green "
                "while the promise breaks; aim at least as high"
            )
            yield from report("objective-below-promise", message, aim, target)
        threshold = stated(slo, "threshold")
        if aim and threshold and slo.get("indicator") == "latency" and aim.value.fraction >= P99 - 1e-9:
            yield from _slower(known, slo, aim, threshold)


def _slower(known: Facts, slo: Block, aim: Figure, threshold: Figure) -> Iterator[Finding]:
    """Endpoints whose p99, and load tests whose limit, lie beyond the objective's threshold."""
    slow = [found for endpoint in known.targets(slo, "endpoints") if (found := figure(endpoint, "p99"))]
    slow += [
        found
        for test in known.all("load_test")
        if test.get("profile") == "steady" and (found := figure(test, "max_p99"))
    ]
    for found in slow:
        if found.value.seconds > threshold.value.seconds:
            message = (
                f"`{title(slo)}` wants {aim.text} within {threshold.text}, and `{title(found.block)}` allows a p99 "
                f"of {found.text}: "
                "one of the two has to move"
            )
            yield from report("objective-below-promise", message, found, threshold, aim)


@blueprint_check("burn-rate")
def burn_rates(case: Case) -> Iterator[Finding]:
    """An error budget can burn as fast as the alert waits for, and the alert speaks before it is gone."""
    known = facts(case)
    for alert in known.all("alert"):
        slo = known.target(alert, "slo")
        rate, window = stated(alert, "burn_rate"), figure(alert, "window")
        aim, period = figure(slo, "target"), figure(slo, "window")
        if rate is None or aim is None or aim.value.fraction >= 1:
            continue
        fastest = 1 / (1 - aim.value.fraction)
        if rate.value > fastest * (1 + 1e-9):
            message = (
                f"With {aim.text} the budget burns {number(fastest)} times too fast when everything fails (1 ÷ "
                f"{percent(1 - aim.value.fraction)}), "
                f"so a burn rate of {number(rate.value)} is never reached: wait for less than {number(fastest)}"
            )
            yield from report("burn-rate", message, rate, aim)
        elif window and period and period.value.seconds:
            yield from _too_late(rate, window, period)


def _too_late(rate: Figure, window: Figure, period: Figure) -> Iterator[Finding]:
    spent = rate.value * window.value.seconds / period.value.seconds
    if spent > 1:
        message = (
            f"A burn rate of {number(rate.value)} over {window.text} spends {number(rate.value)} × {window.text} ÷ "
            f"{period.text} = "
            f"{percent(round(spent, 3))} of the budget: the alert comes when it is gone; look at a shorter window"
        )
        yield from report("burn-rate", message, rate, window, period)


@blueprint_check("alert-threshold")
def thresholds(case: Case) -> Iterator[Finding]:
    """Alerts on a metric fire before its objective is missed, and see enough samples to fire at all."""
    known = facts(case)
    interval = figure(known.one("observability", "scrape"), "interval")
    by_metric = {found.label: slo for slo in known.all("slo") if (found := known.target(slo, "metric"))}
    for alert in known.all("alert"):
        window = figure(alert, "window")
        metric = known.target(alert, "metric")
        if interval and window and (metric or alert.get("slo")) and window.value.seconds < 2 * interval.value.seconds:
            message = (
                f"`{title(alert)}` looks at {window.text}, and metrics are read every {interval.text}: a rate needs "
                "two samples, so look at "
                f"{time(2 * interval.value.seconds)} or more"
            )
            yield from report("alert-threshold", message, window, interval)
        slo = by_metric.get(metric.label) if metric else None
        if metric and slo and metric.get("unit") == "seconds" and alert.get("aggregate") in ("p99", "p95"):
            yield from _above(known, alert, metric, slo)


def _above(known: Facts, alert: Block, metric: Block, slo: Block) -> Iterator[Finding]:
    bound, threshold = stated(alert, "above"), stated(slo, "threshold")
    others = (stated(other, "above") for other in known.all("alert") if known.target(other, "metric") is metric)
    if bound is None or threshold is None or bound.value <= threshold.value.seconds:
        return
    if not any(other and other.value <= threshold.value.seconds for other in others):
        message = (
            f"`{title(alert)}` fires above {number(bound.value)} s, and `{title(slo)}` is missed above "
            f"{threshold.text}: no alert on "
            f"`{metric.label}` speaks in between; fire at {number(threshold.value.seconds)}"
        )
        yield from report("alert-threshold", message, bound, threshold)


@blueprint_check("objective-without-bucket")
def buckets(case: Case) -> Iterator[Finding]:
    """A histogram has a bound at each latency objective."""
    known = facts(case)
    for slo in known.all("slo"):
        metric, threshold = known.target(slo, "metric"), stated(slo, "threshold")
        bounds = stated(metric, "buckets")
        if metric is None or threshold is None or bounds is None or metric.get("unit", "seconds") != "seconds":
            continue
        seconds = threshold.value.seconds
        if not any(isinstance(bound, int | float) and abs(bound - seconds) < 1e-9 for bound in bounds.value):
            message = (
                f"`{title(slo)}` counts what is within {threshold.text}, and `{metric.label}` has no bucket at "
                f"{number(seconds)}: the share "
                f"would be a guess between its neighbors; add {number(seconds)} to `buckets`"
            )
            yield from report("objective-without-bucket", message, bounds, threshold)


@blueprint_check("release-steps")
def release(case: Case) -> Iterator[Finding]:
    """Canary steps grow to the whole, and each lasts until an alert could have fired."""
    known = facts(case)
    block = known.one("deployment", "release")
    steps = stated(block, "steps")
    if steps:
        shares = [step.fraction for step in steps.value if step is not None]
        if shares != sorted(set(shares)) or (shares and abs(shares[-1] - 1) > 1e-9):
            message = (
                f"The steps are {', '.join(percent(share) for share in shares)}: let each be larger than the one "
                "before, and the last 100 %"
            )
            yield from report("release-steps", message, steps)
    waits = stated(block, "step_duration") or stated(block, "keep_old")
    for alert in known.targets(block, "abort_on") if block and waits else ():
        window, held = figure(alert, "window"), figure(alert, "for")
        needed = (window.value.seconds if window else 0) + (held.value.seconds if held else 0)
        if waits and window and held and waits.value.seconds < needed:
            message = (
                f"`{title(alert)}` looks at {window.text} and must hold for {held.text}, {time(needed)} together, "
                f"and `{waits.name}` is "
                f"{waits.text}: it cannot stop the release in time"
            )
            yield from report("release-steps", message, waits, window, held, whole(alert))
