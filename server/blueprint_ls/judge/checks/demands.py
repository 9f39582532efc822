"""Requirements that no design satisfies, said plainly, with the one that must yield."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, stated
from blueprint_ls.judge.checks.words import money, number, percent
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check

LEAST_PER_GIGABYTE = 0.02
"""A month of one gigabyte in the cheapest storage that answers at once, in USD or EUR."""
LEAST_PER_REQUEST = 0.004
"""A month of one request a second: a core for 4, which answers a thousand when each costs a millisecond."""
RECKONED_IN = frozenset({"USD", "EUR", "GBP", "CHF"})
"""Currencies close enough to each other for a lower bound."""


@blueprint_check("impossible-requirements")
def demands(case: Case) -> Iterator[Finding]:
    """Scale, budget, promise and team, against what holds for every design."""
    known = facts(case)
    yield from _budget(known)
    yield from _largest(known)
    yield from _nothing_lost(known)
    yield from _shrinking(case, known)


def _budget(known: Facts) -> Iterator[Finding]:
    budget = figure(known.one("overview", "budget"), "monthly")
    volume, requests = figure(known.scale, "data_volume"), figure(known.scale, "requests_per_second")
    if budget is None or budget.value.currency not in RECKONED_IN:
        return
    storage = volume.value.bytes / 1e9 * LEAST_PER_GIGABYTE if volume else 0.0
    serving = requests.value * LEAST_PER_REQUEST if requests else 0.0
    if storage + serving > budget.value.amount:
        largest = volume if storage >= serving else requests
        parts = [f"{volume.text} at {LEAST_PER_GIGABYTE} a GB"] if volume else []
        parts += [f"{number(requests.value)} requests/s at {LEAST_PER_REQUEST}"] if requests else []
        least = money(round(storage + serving), budget.value.currency)
        message = (
            f"{' + '.join(parts)} cost {least} a month at the very least, and {budget.text} may be spent: no design "
            "fits; either the "
            f"budget yields, or `{largest.name if largest else 'data_volume'}`"
        )
        yield from report("impossible-requirements", message, budget, *(end for end in (volume, requests) if end))


def _largest(known: Facts) -> Iterator[Finding]:
    share, tenants = stated(known.scale, "largest_tenant"), figure(known.scale, "tenants")
    if share and tenants and share.value.fraction < 1 / tenants.value - 1e-9:
        message = (
            f"Of {number(tenants.value)} tenants the largest holds 1 ÷ {number(tenants.value)} = "
            f"{percent(1 / tenants.value)} or more, "
            f"and {share.text} is stated: correct one of the two"
        )
        yield from report("impossible-requirements", message, share, tenants)


def _nothing_lost(known: Facts) -> Iterator[Finding]:
    """A recovery point of zero asks for a second copy before each answer; restoring backups cannot give it."""
    point = figure(known.one("overview", "availability"), "recovery_point")
    strategy = figure(known.one("reliability", "disaster_recovery"), "strategy")
    if (
        point
        and point.value.seconds == 0
        and strategy
        and strategy.value in ("backup_restore", "pilot_light", "warm_standby")
    ):
        message = (
            f"Nothing may be lost (`recovery_point` is {point.text}), and `{strategy.value}` comes back from a copy "
            "that is always a "
            "little old: allow some seconds, or let several regions write with `active_active`"
        )
        yield from report("impossible-requirements", message, point, strategy)


def _shrinking(case: Case, known: Facts) -> Iterator[Finding]:
    """Projections below today, although the load is said to grow."""
    rate = figure(known.scale, "growth")
    for block in known.all("projection") if rate and rate.value.yearly_factor >= 1 else ():
        day = figure(block, "date")
        for name in ("concurrent_users", "requests_per_second", "jobs_per_minute", "tenants"):
            later, today = stated(block, name), figure(known.scale, name)
            if rate and day and day.value > case.today and later and today and later.value < today.value:
                yield from _smaller(later, today, rate)


def _smaller(later: Figure, today: Figure, rate: Figure) -> Iterator[Finding]:
    message = (
        f"`{later.name}` is {later.text} later and {today.text} today, although the load grows by {rate.text}: "
        "correct one of the three"
    )
    yield from report("impossible-requirements", message, later, today, rate)
