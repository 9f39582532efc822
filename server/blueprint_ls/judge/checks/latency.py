"""Timeouts from the outside in: each caller waits longer than what it calls, retries included."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, stated, title
from blueprint_ls.judge.checks.retries import retries
from blueprint_ls.judge.checks.words import number, time
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block

WAITED_FOR = frozenset({"request_response"})
"""Patterns of integration in which the caller's own request waits for the answer."""


@blueprint_check("timeout-chain")
def timeout_chain(case: Case) -> Iterator[Finding]:
    """Each caller's timeout is longer than its callee's, retries included."""
    known = facts(case)
    if not known.timeouts:
        return
    for outer, inner in _edges(known):
        waits, longest = figure(outer, "request"), figure(inner, "request")
        again = figure(inner, "retries")
        if waits is None or longest is None or again is None:
            continue
        total = longest.value.seconds * (again.value + 1)
        if waits.value.seconds <= total:
            formula = (
                f"{longest.text} × {number(again.value + 1)} attempts = {time(total)}" if again.value else longest.text
            )
            message = (
                f"`{title(outer)}` gives up after {waits.text}, while `{title(inner)}` may take {formula}: "
                f"shorten the inner one, or let the outer one wait longer than {time(total)}"
            )
            yield from report("timeout-chain", message, waits, longest, *([again] if again.value else []))
    yield from _integrations(known)


def _edges(known: Facts) -> Iterator[tuple[Block, Block]]:
    """Pairs of `timeout` blocks, caller and callee, from `called_by` and from the arrows of the diagram."""
    seen: set[tuple[int, int]] = set()
    for outer, inner in (*_called_by(known), *_arrows(known)):
        if outer is not inner and (id(outer), id(inner)) not in seen:
            seen.add((id(outer), id(inner)))
            yield outer, inner


def _called_by(known: Facts) -> Iterator[tuple[Block, Block]]:
    for inner in known.timeouts.values():
        for caller in known.targets(inner, "called_by"):
            outer = known.timeout(caller)
            if outer:
                yield outer, inner


def _arrows(known: Facts) -> Iterator[tuple[Block, Block]]:
    for (kind, label), outer in known.timeouts.items():
        caller = known.declared.get((kind, label or "")) if kind in ("gateway", "service") else None
        for callee in known.targets(caller, "uses") if caller else ():
            inner = known.timeout(callee)
            if inner:
                yield outer, inner


def _integrations(known: Facts) -> Iterator[Finding]:
    for integration in known.all("integration"):
        each, policy = figure(integration, "timeout"), retries(known.target(integration, "retry"))
        if each is None or policy is None or integration.get("pattern") not in WAITED_FOR:
            continue
        total = policy.lasts(each.value.seconds)
        for caller in known.targets(integration, "called_by"):
            waits = figure(known.timeout(caller), "request")
            if waits and waits.value.seconds <= total:
                formula = policy.formula(each.text, each.value.seconds)
                message = (
                    f"`{title(waits.block)}` gives up after {waits.text}, while `{title(integration)}` may take "
                    f"{formula}: "
                    "retry fewer times, shorten the call, or hand it to a job"
                )
                yield from report("timeout-chain", message, waits, each, policy.attempts)


@blueprint_check("keep-alive")
def keep_alive(case: Case) -> Iterator[Finding]:
    """A server keeps idle connections longer than the load balancer in front of it."""
    known = facts(case)
    for gateway in known.all("gateway") if known.timeouts else ():
        outer = stated(known.timeout(gateway), "idle")
        for service in known.targets(gateway, "uses") if outer else ():
            inner = stated(known.timeout(service), "idle")
            if outer and inner and inner.value.seconds <= outer.value.seconds:
                message = (
                    f"`{title(service)}` closes idle connections after {inner.text}, and `{title(gateway)}` still "
                    "uses them "
                    f"up to {outer.text}: keep them longer than {outer.text} in the service"
                )
                yield from report("keep-alive", message, inner, outer)


@blueprint_check("database-timeout")
def database_timeouts(case: Case) -> Iterator[Finding]:
    """Waits for the database end before the request that waits for them."""
    known = facts(case)
    for pool in known.all("pool") if known.timeouts else ():
        request = figure(known.timeout(known.target(pool, "service")), "request")
        for name in ("acquire_timeout", "statement_timeout") if request else ():
            yield from _within(figure(pool, name), request)
    requests = [found for service in known.fronts if (found := figure(known.timeout(service), "request"))]
    transaction = known.one("data", "transaction")
    shortest = min(requests, key=lambda found: float(found.value.seconds)) if requests else None
    for name in ("timeout", "max_wait") if shortest else ():
        yield from _within(figure(transaction, name), shortest)


def _within(inner: Figure | None, request: Figure | None) -> Iterator[Finding]:
    if inner and request and inner.value.seconds >= request.value.seconds:
        message = (
            f"`{inner.name}` of `{title(inner.block)}` is {inner.text}, not shorter than the {request.text} after "
            "which "
            f"`{title(request.block)}` gives the request up: the work would go on for nobody"
        )
        yield from report("database-timeout", message, inner, request)


@blueprint_check("endpoint-latency")
def endpoints(case: Case) -> Iterator[Finding]:
    """An endpoint's p99 and timeout against each other, its parts and the service around it."""
    known = facts(case)
    outer = [found for service in known.fronts if (found := figure(known.timeout(service), "request"))]
    around = max(outer, key=lambda found: float(found.value.seconds)) if outer else None
    parts = _parts(known)
    for endpoint in known.all("endpoint"):
        p99, timeout = figure(endpoint, "p99"), figure(endpoint, "timeout")
        timeout = timeout or figure(known.timeout(endpoint), "request")
        if p99 and timeout and p99.value.seconds > timeout.value.seconds:
            message = (
                f"A p99 of {p99.text} lies beyond the timeout of {timeout.text}: the slowest calls would all be "
                "errors; promise less than the timeout"
            )
            yield from report("endpoint-latency", message, p99, timeout)
        if timeout and around and timeout.value.seconds > around.value.seconds:
            message = (
                f"The endpoint may take {timeout.text}, and `{title(around.block)}` ends every request after "
                f"{around.text}: let the endpoint end sooner, or hand the work to a job"
            )
            yield from report("endpoint-latency", message, timeout, around)
        if p99 and parts and p99.value.seconds < parts[0]:
            queries, mean = parts[1:]
            message = (
                f"A p99 of {p99.text} is shorter than what an average request spends on queries, "
                f"{number(queries.value)} × "
                f"{mean.text} = {time(parts[0])}: promise more time, or ask the database less"
            )
            yield from report("endpoint-latency", message, p99, queries, mean)


def _parts(known: Facts) -> tuple[float, Figure, Figure] | None:
    """The time that an average request spends on queries, and what it rests on."""
    for sizing in known.all("pool_sizing"):
        queries, mean = figure(sizing, "queries_per_request"), figure(sizing, "mean_query")
        if queries and mean:
            return queries.value * mean.value.seconds, queries, mean
    return None


@blueprint_check("job-timeout")
def job_timeouts(case: Case) -> Iterator[Finding]:
    """A job's timeout covers the calls inside it, with their attempts."""
    known = facts(case)
    for job, queue in known.queued:
        longest = figure(job, "timeout")
        own = known.target(job, "retry") or known.target(queue, "retry")
        for external in known.targets(job, "calls") if longest else ():
            for integration in known.integrations.get(external.label, ()):
                if longest:
                    yield from _covers(known, longest, integration, own)


def _covers(known: Facts, longest: Figure, integration: Block, own: Block | None) -> Iterator[Finding]:
    """Where job and integration name one policy, the job's attempts are the retries: a job makes one call."""
    each, named = figure(integration, "timeout"), known.target(integration, "retry")
    policy = retries(named)
    if each is None or policy is None:
        return
    once = named is own
    total = each.value.seconds if once else policy.lasts(each.value.seconds)
    if longest.value.seconds < total:
        formula = each.text if once else policy.formula(each.text, each.value.seconds)
        message = (
            f"One attempt of `{title(longest.block)}` ends after {longest.text}, while its call to "
            f"`{integration.label}` may take "
            f"{formula}: give the job more than {time(total)}, or the call fewer attempts"
        )
        yield from report("job-timeout", message, longest, each, *([] if once else [policy.attempts]))


@blueprint_check("retry-never-reached")
def retry_policies(case: Case) -> Iterator[Finding]:
    """Attempts that the policy's own ceilings never let happen."""
    for policy in facts(case).all("retry"):
        first, longest = figure(policy, "initial_delay"), stated(policy, "max_delay")
        if first and longest and first.value.seconds > longest.value.seconds:
            message = (
                f"The first wait of {first.text} is longer than the longest of {longest.text}: one of the two never "
                "holds"
            )
            yield from report("retry-never-reached", message, first, longest)
            continue
        worked = retries(policy)
        if worked and worked.elapsed and worked.waiting >= worked.elapsed.value.seconds:
            message = (
                f"{number(worked.attempts.value)} attempts wait {time(worked.waiting)} in between, and `max_elapsed` "
                "ends them after "
                f"{worked.elapsed.text}: the last never happens; make attempts fewer, or the ceiling higher"
            )
            yield from report("retry-never-reached", message, worked.attempts, worked.elapsed)
