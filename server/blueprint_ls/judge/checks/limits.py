"""Bounds that cross each other, and limits that refuse the load they should admit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, stated, title
from blueprint_ls.judge.checks.words import number, size
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block
from blueprint_ls.language.values import Duration, Percentage, Rate, Size

ORDERED = (
    ("api", "pagination", "default_size", "max_size"),
    ("deployment", "scaling", "min", "max"),
    ("deployment", "scaling", "min_available", "min"),
    ("deployment", "scaling", "memory", "memory_limit"),
    ("deployment", "scaling", "cpu", "cpu_limit"),
    ("data", "pool", "min", "size"),
    ("data", "pool", "idle_timeout", "max_lifetime"),
    ("testing", "coverage", "branches", "lines"),
    ("async", "integration", "connect_timeout", "timeout"),
    ("async", "queue", "tenant_limit", "peak_rate"),
)
"""Section, block, the smaller and the greater. Equal is fine, except where `STRICT` says otherwise."""
STRICT = frozenset({"min_available"})

BY_TENANT = (("tenant",), ("tenant", "endpoint"))
"""What a limit is counted by when all callers of a tenant share it."""
AT_ONCE = 10
"""Bodies that one replica may hold at the same time on an ordinary day."""


@blueprint_check("bounds-reversed")
def bounds(case: Case) -> Iterator[Finding]:
    """Pairs of figures of which one must not exceed the other."""
    sections = facts(case).blueprint.sections
    for section, kind, smaller, greater in ORDERED:
        for block in sections[section].blocks(kind) if section in sections else ():
            low, high = stated(block, smaller), stated(block, greater)
            if low and high and _crossed(low, high):
                than = "not below" if smaller in STRICT else "more than"
                message = (
                    f"`{smaller}` of `{title(block)}` is {low.text}, {than} `{greater}`, which is {high.text}: "
                    f"{_why(smaller)}"
                )
                yield from report("bounds-reversed", message, low, high)


def _crossed(low: Figure, high: Figure) -> bool:
    first, second = _amount(low.value), _amount(high.value)
    return first >= second if low.name in STRICT else first > second * (1 + 1e-9)


def _amount(value: Any) -> float:
    match value:
        case Duration():
            return value.seconds
        case Size():
            return float(value.bytes)
        case Rate():
            return value.per_second
        case Percentage():
            return value.fraction
    return float(value)


_WHY = {
    "default_size": "a page would be cut to the maximum at once",
    "min": "exchange them, or correct one",
    "min_available": "no node could be drained, so maintenance would wait forever",
    "memory": "it would be killed before it has what it asked for",
    "cpu": "it would be throttled below what it asked for",
    "idle_timeout": "a connection is replaced before it was idle that long",
    "branches": "who covers a line covers its branches at most",
    "connect_timeout": "connecting would outlast the whole call",
    "tenant_limit": "one tenant could fill the queue alone",
}


def _why(smaller: str) -> str:
    return _WHY[smaller]


@blueprint_check("rate-limit-refuses-load")
def admitted(case: Case) -> Iterator[Finding]:
    """Limits admit the stated load: all tenants together, the largest one, each person, each endpoint."""
    known = facts(case)
    requests = figure(known.scale, "requests_per_second")
    for limit in known.all("rate_limit") if requests else ():
        rate, per = figure(limit, "limit"), tuple(limit.get("per") or ())
        if requests and rate and "endpoint" not in per and not limit.get("applies_to"):
            yield from _general(known, limit, per, rate, requests)
    for endpoint in known.all("endpoint"):
        load, named = figure(endpoint, "load"), known.target(endpoint, "rate_limit")
        tenants, rate = figure(known.scale, "tenants"), figure(named, "limit")
        if load and named and tenants and rate and tuple(named.get("per") or ()) in BY_TENANT:
            expected = f"{_each_second(load)} are expected at `{endpoint.label}`"
            yield from _together(load, load.value.per_second, rate, tenants, expected)
    for queue in known.all("queue"):
        peak, each, tenants = figure(queue, "peak_rate"), figure(queue, "tenant_limit"), figure(known.scale, "tenants")
        if peak and each and tenants:
            expected = f"{_each_second(peak)} are expected in `{title(queue)}`"
            yield from _together(each, peak.value.per_second, each, tenants, expected)


def _together(at: Figure, load: float, rate: Figure, counted: Figure, expected: str) -> Iterator[Finding]:
    """A limit for each of many, times their number, against what all of them bring."""
    granted = rate.value.per_second * counted.value
    if granted < load * (1 - 1e-9):
        message = (
            f"{number(counted.value)} {counted.name} × {rate.text} = {number(granted)}/s at most, and {expected}: "
            "the limit would refuse the load it is for"
        )
        others = [end for end in (rate, counted) if end is not at]
        yield from report("rate-limit-refuses-load", message, at, *others)


def _each_second(rate: Figure) -> str:
    """`1200/min (20/s)`."""
    return rate.text if rate.text.endswith("/s") else f"{rate.text} ({number(rate.value.per_second)}/s)"


def _general(known: Facts, limit: Block, per: tuple[str, ...], rate: Figure, requests: Figure) -> Iterator[Finding]:
    counted = {("tenant",): "tenants", ("user",): "concurrent_users", ("tenant", "user"): "concurrent_users"}.get(per)
    many = figure(known.scale, counted) if counted else None
    if many:
        yield from _together(rate, requests.value, rate, many, f"{number(requests.value)} requests/s are stated")
    share = figure(known.scale, "largest_tenant") if per == ("tenant",) else None
    best = max(
        [rate.value, *(plan for plan in (limit.get("plans") or {}).values() if plan)], key=lambda plan: plan.per_second
    )
    if share and best.per_second < share.value.fraction * requests.value * (1 - 1e-9):
        message = (
            f"The largest tenant brings {share.text} of {number(requests.value)} requests/s = "
            f"{number(share.value.fraction * requests.value)}/s, and `{title(limit)}` grants at most {best.text}: "
            "give it a plan that fits"
        )
        yield from report("rate-limit-refuses-load", message, rate, share, requests)


@blueprint_check("body-beyond-memory")
def bodies(case: Case) -> Iterator[Finding]:
    """A body that fills a replica's memory when a few come at once."""
    known = facts(case)
    memories = [found for service in known.fronts if (found := figure(known.scaling(service), "memory"))]
    least = min(memories, key=lambda found: int(found.value.bytes), default=None)
    if least is None:
        return
    payload = known.one("api", "payload")
    bodies = [figure(payload, "max_body"), *(stated(endpoint, "max_body") for endpoint in known.all("endpoint"))]
    for body in bodies:
        if body and body.value.bytes * AT_ONCE > least.value.bytes:
            message = (
                f"{AT_ONCE} bodies of {body.text} at once are {size(body.value.bytes * AT_ONCE)}, more than the "
                f"{least.text} of a "
                "replica: let clients upload to object storage, or allow less"
            )
            yield from report("body-beyond-memory", message, body, least)
