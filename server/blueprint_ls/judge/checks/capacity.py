"""Replicas and connections held against the stated load, today and as it grows."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, log

from blueprint_ls.judge.checks.facts import Facts, capacity, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, stated, title
from blueprint_ls.judge.checks.words import number
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check

LEAST_MONTHS = 6
"""Room for less growth than this is mentioned: a quarter to notice and a quarter to build."""


@blueprint_check("request-capacity", "job-capacity")
def throughput(case: Case) -> Iterator[Finding]:
    """Replicas × per-replica throughput carries the stated requests and jobs."""
    known = facts(case)
    requests = figure(known.scale, "requests_per_second")
    found = capacity(known, known.fronts) if requests else None
    if requests and found and found[0] < requests.value:
        yield from _short(
            "request-capacity", f"{number(requests.value)} requests/s", requests, requests.value, found[1]
        )
    jobs = figure(known.scale, "jobs_per_minute")
    found = capacity(known, known.workers) if jobs else None
    if jobs and found and found[0] < jobs.value / 60:
        wanted = f"{number(jobs.value / 60)} jobs/s ({number(jobs.value)} jobs/min ÷ 60)"
        yield from _short("job-capacity", wanted, jobs, jobs.value / 60, found[1])


def _short(
    rule: str, wanted: str, load: Figure, needed: float, pairs: list[tuple[Figure, Figure]]
) -> Iterator[Finding]:
    carried = sum(most.value * each.value.per_second for most, each in pairs)
    formula = " + ".join(f"{number(most.value)} replicas × {each.text}" for most, each in pairs)
    most, each = max(pairs, key=lambda pair: pair[0].value * pair[1].value.per_second)
    cure = most.value + ceil((needed - carried) / each.value.per_second - 1e-9)
    message = f"{formula} = {number(carried)}/s, less than the stated {wanted}: let it scale to {number(cure)} replicas"
    others = [end for pair in pairs for end in pair if end is not most]
    yield from report(rule, message, most, load, *others, instead=str(cure))


@blueprint_check("growth-headroom", "unmet-projection")
def growth(case: Case) -> Iterator[Finding]:
    """The load of later months against what the replicas carry at most."""
    known = facts(case)
    projections = known.all("projection")
    found = capacity(known, known.fronts)
    requests, rate = figure(known.scale, "requests_per_second"), figure(known.scale, "growth")
    if found and requests and rate and found[0] >= requests.value:
        carried = found[0]
        if not any(block.get("gives_way") for block in projections) and rate.value.yearly_factor > 1:
            yield from _headroom(requests, rate, carried, found[1])
    for block in projections:
        stated_load = figure(block, "requests_per_second")
        if stated_load and found and stated_load.value > found[0] and not block.get("gives_way"):
            yield from _unmet(stated_load, found)


def _headroom(requests: Figure, rate: Figure, carried: float, pairs: list[tuple[Figure, Figure]]) -> Iterator[Finding]:
    months = 12 * log(carried / requests.value) / log(rate.value.yearly_factor)
    if months < LEAST_MONTHS:
        room = number(carried / requests.value)
        message = (
            f"{number(carried)}/s at most ÷ {number(requests.value)} requests/s today = room for {room} times the "
            "load; "
            f"at {rate.text} that lasts {number(months)} months: raise `max`, or say in a `projection` what gives way"
        )
        yield from report("growth-headroom", message, rate, requests, *(end for pair in pairs for end in pair))


def _unmet(load: Figure, found: tuple[float, list[tuple[Figure, Figure]]]) -> Iterator[Finding]:
    carried, pairs = found
    message = (
        f"{title(load.block)} expects {number(load.value)} requests/s, and all replicas carry {number(carried)}/s: "
        "say in `gives_way` what has to change by then, or raise `max`"
    )
    ends = [end for pair in pairs for end in pair]
    yield from report("unmet-projection", message, load, *ends, projection=load.block.label)


@blueprint_check("connections-exceeded", "connection-headroom")
def connections(case: Case) -> Iterator[Finding]:
    """Pools × replicas (or what the pooler opens) against the database's connection limit."""
    known = facts(case)
    block = known.one("data", "connections")
    limit, reserved = figure(block, "limit"), figure(block, "reserved")
    if block is None or limit is None or reserved is None:
        return
    left = limit.value - reserved.value
    leaves = f"`connections` leaves ({number(limit.value)} − {number(reserved.value)} reserved)"
    if block.get("pooler", "none") != "none":
        opened = stated(block, "pooler_limit")
        if opened and opened.value > left:
            message = (
                f"The pooler opens {number(opened.value)} connections, more than the {number(left)} that {leaves}: "
                f"lower `pooler_limit` to {number(max(left, 1))}"
            )
            yield from report("connections-exceeded", message, opened, limit, reserved, instead=str(max(left, 1)))
        return
    pools = list(_pools(known))
    if pools and left > 0:
        yield from _against_limit(known, pools, left, leaves, limit)
    elif pools:
        message = f"{number(limit.value)} connections − {number(reserved.value)} reserved leave none for any pool"
        yield from report("connections-exceeded", f"{message}: reserve fewer, or raise the limit", reserved, limit)


_Pool = tuple[Figure, Figure, int, str]
"""Size, most replicas, further replicas during a release, the service's name."""


def _pools(known: Facts) -> Iterator[_Pool]:
    for pool in known.all("pool"):
        service = known.target(pool, "service")
        size, most = figure(pool, "size"), known.replicas(service)
        if service and size and most:
            yield size, most, _overlap(known), service.label or ""


def _overlap(known: Facts) -> int:
    """Replicas of each service above the normal number while two versions run, where that is stated."""
    surge = stated(known.one("deployment", "release"), "surge")
    return int(surge.value) if surge else 0


def _against_limit(known: Facts, pools: list[_Pool], left: int, leaves: str, limit: Figure) -> Iterator[Finding]:
    steady = sum(size.value * most.value for size, most, _, _ in pools)
    released = sum(size.value * (most.value + surge) for size, most, surge, _ in pools)
    used, surging = (steady, False) if steady > left else (released, released > steady)
    others = [end for size, most, _, _ in pools for end in (size, most)]
    largest = max(pools, key=lambda pool: pool[0].value * pool[1].value)
    if used > left:
        formula = " + ".join(_product(pool, surging) for pool in pools)
        during = " during a release" if surging else ""
        cure, instead = _smaller(largest, used - left, surging)
        message = f"{formula} = {number(used)} connections{during}, more than the {number(left)} that {leaves}: {cure}"
        ends = [end for end in others if end is not largest[0]]
        yield from report("connections-exceeded", message, largest[0], limit, *ends, instead=instead)
        return
    for sizing in known.all("pool_sizing"):
        share = stated(sizing, "headroom")
        if share and known.target(sizing, "store") is known.target(limit.block, "store") and _scarce(used, left, share):
            message = (
                f"{number(used)} connections of the {number(left)} that {leaves} leave {number(left - used)} free, "
                "less than "
                f"the headroom of {share.text} ({number(left * share.value.fraction)}): lower a pool, or the headroom"
            )
            yield from report("connection-headroom", message, share, limit, *others)


def _scarce(used: float, left: float, share: Figure) -> bool:
    return bool(used > left * (1 - share.value.fraction) + 1e-9)


def _product(pool: _Pool, surging: bool) -> str:
    size, most, surge, service = pool
    replicas = (
        f"({number(most.value)} + {surge}) {service} replicas"
        if surging
        else f"{number(most.value)} {service} replicas"
    )
    return f"{replicas} × {number(size.value)}"


def _smaller(pool: _Pool, excess: float, surging: bool) -> tuple[str, str | None]:
    """The size of the largest pool with which everything fits."""
    size, most, surge, _ = pool
    fitting = size.value - ceil(excess / (most.value + (surge if surging else 0)))
    if fitting < 1:
        return "put a pooler in front, or run fewer replicas", None
    return f"lower `size` of `{title(size.block)}` to {number(fitting)}, or put a pooler in front", str(fitting)


@blueprint_check("pool-too-small")
def busy_connections(case: Case) -> Iterator[Finding]:
    """Little's law: request rate × queries × time of a query is the number of connections that are busy."""
    known = facts(case)
    requests = figure(known.scale, "requests_per_second")
    for sizing in known.all("pool_sizing") if requests else ():
        queries, took = figure(sizing, "queries_per_request"), figure(sizing, "mean_query")
        opened = _opened(known)
        if requests is None or queries is None or took is None or not opened:
            continue
        busy = requests.value * queries.value * took.value.seconds
        total = sum(size.value * most.value for size, most in opened)
        if busy > total:
            formula = " + ".join(f"{number(most.value)} replicas × {number(size.value)}" for size, most in opened)
            message = (
                f"{number(requests.value)} requests/s × {number(queries.value)} queries × {took.text} keep "
                f"{number(busy)} connections busy, and the pools open {number(total)} ({formula}): make queries "
                "fewer or "
                f"quicker, or pools larger"
            )
            ends = [end for pair in opened for end in pair]
            yield from report("pool-too-small", message, queries, took, requests, *ends)


def _opened(known: Facts) -> list[tuple[Figure, Figure]]:
    """Pool size and most replicas of every service that answers requests; none where one of them is open."""
    fronts = {service.label for service in known.fronts}
    pools = [pool for pool in known.all("pool") if getattr(known.target(pool, "service"), "label", None) in fronts]
    pairs = [(figure(pool, "size"), known.replicas(known.target(pool, "service"))) for pool in pools]
    complete = [(size, most) for size, most in pairs if size and most]
    return complete if len(complete) == len(pools) else []


@blueprint_check("throughput-unproven")
def measured(case: Case) -> Iterator[Finding]:
    """The throughput that scaling counts on against what a load test has measured."""
    known = facts(case)
    if len(known.fronts) != 1:
        return
    claimed = figure(known.scaling(known.fronts[0]), "replica_throughput")
    best: tuple[float, Figure, Figure] | None = None
    for test in known.all("load_test") if claimed else ():
        for result in test.blocks("result"):
            rate, replicas = figure(result, "rate"), figure(result, "replicas")
            if rate and replicas:
                each = rate.value.per_second / replicas.value
                best = max(best, (each, rate, replicas), key=lambda found: found[0]) if best else (each, rate, replicas)
    if claimed and best and claimed.value.per_second > best[0] * 1.005:
        message = (
            f"Scaling counts on {claimed.text} for a replica; the best load test reached {best[1].text} ÷ "
            f"{number(best[2].value)} replicas = {number(floor(best[0] * 10) / 10)}/s: count on that, or measure again"
        )
        yield from report("throughput-unproven", message, claimed, best[1], best[2])
