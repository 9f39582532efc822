"""Processes from start to end: probes, draining, the grace before the orchestrator kills."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, stated, title
from blueprint_ls.judge.checks.words import number, time
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check

HIDES_WHILE_WORKING = frozenset({"sqs", "rabbitmq", "pg_boss", "kafka"})
"""Queues that hand a message to another worker after a fixed time. BullMQ's workers renew their lock."""
SPARE = 5
"""Seconds that a suggested grace period leaves beyond delay and draining."""


@blueprint_check("grace-period")
def grace(case: Case) -> Iterator[Finding]:
    """Delay and draining end before the orchestrator kills the process."""
    block = facts(case).one("reliability", "shutdown")
    delay, drain, until = (figure(block, name) for name in ("drain_delay", "drain_timeout", "grace_period"))
    if delay and drain and until:
        needed = delay.value.seconds + drain.value.seconds
        if until.value.seconds <= needed:
            cure = f"{int(needed + SPARE)}s"
            message = (
                f"{delay.text} delay + {drain.text} draining = {time(needed)}, and the process is killed after "
                f"{until.text}: "
                f'set `grace_period = "{cure}"`'
            )
            yield from report("grace-period", message, until, delay, drain, instead=f'"{cure}"')


@blueprint_check("drain-too-short")
def draining(case: Case) -> Iterator[Finding]:
    """Requests and jobs in progress finish while the process drains."""
    known = facts(case)
    block = known.one("reliability", "shutdown")
    drain = figure(block, "drain_timeout")
    if block is None or drain is None:
        return
    for service in known.fronts:
        request = figure(known.timeout(service), "request")
        if request and request.value.seconds > drain.value.seconds:
            message = (
                f"`{title(service)}` may take {request.text} for a request, and draining ends after {drain.text}: "
                "each release cuts the slowest ones off"
            )
            yield from report("drain-too-short", message, drain, request)
    if block.get("jobs", "finish") == "finish":
        yield from _jobs(known, drain)


def _jobs(known: Facts, drain: Figure) -> Iterator[Finding]:
    found = (figure(job, "timeout") for job in known.all("job"))
    for longest in found:
        if longest and longest.value.seconds > drain.value.seconds:
            message = (
                f"`{title(longest.block)}` may run {longest.text}, and draining ends after {drain.text}, although "
                "`jobs` says "
                "finish: split the job, drain longer, or let `shutdown` requeue it"
            )
            yield from report("drain-too-short", message, longest, drain)


@blueprint_check("probe-timing")
def probes(case: Case) -> Iterator[Finding]:
    """Probes leave a start the time it takes, and end before the next one begins."""
    block = facts(case).one("reliability", "health")
    interval, failures = figure(block, "interval"), figure(block, "failure_threshold")
    timeout, start = figure(block, "timeout"), stated(block, "startup_deadline")
    if block is None or interval is None or failures is None:
        return
    patience = interval.value.seconds * failures.value
    if start and block.attribute("startup") is None and patience < start.value.seconds:
        message = (
            f"{interval.text} × {number(failures.value)} failures = {time(patience)} until liveness restarts a "
            "process that may take "
            f"{start.text} to start: add a `startup` probe, or be more patient"
        )
        yield from report("probe-timing", message, start, interval, failures)
    if timeout and timeout.value.seconds > interval.value.seconds:
        message = (
            f"A probe waits {timeout.text} and the next one begins after {interval.text}: they would pile up; answer "
            "sooner, or ask less often"
        )
        yield from report("probe-timing", message, timeout, interval)


@blueprint_check("lock-shorter-than-job")
def locks(case: Case) -> Iterator[Finding]:
    """A message stays hidden as long as its job may run."""
    known = facts(case)
    lock = figure(known.one("async", "poison"), "lock_duration")
    chosen = known.choice("queue")
    if lock is None or chosen not in HIDES_WHILE_WORKING:
        return
    found = [longest for job in known.all("job") if (longest := figure(job, "timeout"))]
    longest = max(found, key=lambda job: float(job.value.seconds), default=None)
    if longest and longest.value.seconds >= lock.value.seconds:
        message = (
            f"`{title(longest.block)}` may run {longest.text}, and `{chosen}` gives its message to another worker "
            "after "
            f"{lock.text}: both would do the work; set `lock_duration` above {longest.text}"
        )
        yield from report("lock-shorter-than-job", message, lock, longest)
