"""Queues: what arrives against what the broker carries, the workers finish and the providers allow."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, stated, title, whole
from blueprint_ls.judge.checks.words import count, listed, number, size, time
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block

MEASURE_ABOVE = {"bullmq": 10_000, "pg_boss": 10_000}
"""Jobs a minute beyond which the pages of these options ask for a measurement of one's own."""


@blueprint_check("queue-workers")
def workers(case: Case) -> Iterator[Finding]:
    """Arrivals × mean duration is the number of jobs in progress; replicas × concurrency must hold it."""
    known = facts(case)
    for queue in known.all("queue"):
        peak, mean, each = figure(queue, "peak_rate"), figure(queue, "mean_duration"), figure(queue, "concurrency")
        most = known.replicas(known.target(queue, "worker"))
        if peak is None or mean is None or each is None or most is None or most.value < 1:
            continue
        busy, places = peak.value.per_second * mean.value.seconds, most.value * each.value
        if busy > places * (1 + 1e-9):
            cure = ceil(busy / most.value - 1e-9)
            message = (
                f"{peak.text} × {mean.text} = {number(busy)} jobs in progress, more than "
                f"{count(most.value, 'worker')} × "
                f"{number(each.value)} = {number(places)}: raise `concurrency` of `{title(queue)}` to "
                f"{number(cure)}, or run more"
            )
            yield from report("queue-workers", message, each, peak, mean, most, instead=str(cure))


@blueprint_check("broker-capacity", "unmeasured-broker", "queue-rates-short")
def broker(case: Case) -> Iterator[Finding]:
    """All queues together against the broker, and against the jobs that the overview states."""
    known = facts(case)
    queues = known.all("queue")
    peaks = [found for queue in queues if (found := figure(queue, "peak_rate"))]
    jobs = figure(known.scale, "jobs_per_minute")
    capacity = figure(known.one("async", "broker"), "capacity")
    total = sum(peak.value.per_second for peak in peaks) * 60
    if capacity and total > capacity.value.per_second * 60 * (1 + 1e-9):
        message = (
            f"{_sum(peaks)} = {number(total)} jobs/min at peak, more than the {capacity.text} that the broker was "
            "measured to "
            "carry: spread the queues over two brokers, or choose one that carries more"
        )
        yield from report("broker-capacity", message, capacity, *peaks)
    if jobs and peaks and len(peaks) == len(queues) and total < jobs.value * (1 - 1e-9):
        message = (
            f"{_sum(peaks)} = {number(total)} jobs/min over all queues, less than the stated {number(jobs.value)} "
            "jobs/min: "
            f"{number(jobs.value - total)} a minute have no queue to go through"
        )
        yield from report("queue-rates-short", message, jobs, *peaks)
    if jobs and not capacity:
        yield from _unmeasured(known, jobs)


def _sum(peaks: list[Figure]) -> str:
    return " + ".join(peak.text for peak in peaks)


def _unmeasured(known: Facts, jobs: Figure) -> Iterator[Finding]:
    chosen, block = known.choice("queue"), known.one("async", "broker")
    limit = MEASURE_ABOVE.get(chosen or "")
    if limit and block and not block.attribute("capacity") and jobs.value > limit:
        message = (
            f"{number(jobs.value)} jobs/min are more than the {number(limit)} up to which `{chosen}` needs no proof: "
            "measure it "
            "with payloads of your own, and state the result as `capacity` of `broker`"
        )
        yield from report("unmeasured-broker", message, whole(block), jobs)


@blueprint_check("queue-wait")
def waiting(case: Case) -> Iterator[Finding]:
    """The longest wait that a queue promises against its ceilings at the busiest minute."""
    known = facts(case)
    for queue in known.all("queue"):
        peak, longest = figure(queue, "peak_rate"), figure(queue, "max_wait")
        if peak is None or longest is None:
            continue
        yield from _behind_ceiling(queue, peak, longest)
        backlog = figure(queue, "backlog_limit")
        arriving = peak.value.per_second * longest.value.seconds
        if backlog and backlog.value < arriving * (1 - 1e-9):
            message = (
                f"{peak.text} × {longest.text} = {number(arriving)} jobs may wait within the promise, and "
                "`backlog_limit` "
                f"refuses them from {number(backlog.value)} on: raise it to {number(ceil(arriving))}, or promise a "
                "shorter wait"
            )
            yield from report("queue-wait", message, backlog, peak, longest)


def _behind_ceiling(queue: Block, peak: Figure, longest: Figure) -> Iterator[Finding]:
    ceiling = figure(queue, "rate_limit")
    if ceiling is None or not 0 < ceiling.value.per_second < peak.value.per_second:
        return
    surplus = (peak.value.per_second - ceiling.value.per_second) * 60
    wait = surplus / ceiling.value.per_second
    if wait > longest.value.seconds * (1 + 1e-9):
        message = (
            f"A minute at {peak.text} leaves {number(surplus)} jobs behind the ceiling of {ceiling.text}; the last "
            "of them waits "
            f"{number(surplus)} ÷ {ceiling.text} = {time(wait)}, longer than {longest.text}: raise the ceiling, or "
            "promise less"
        )
        yield from report("queue-wait", message, longest, peak, ceiling)


@blueprint_check("provider-quota")
def quotas(case: Case) -> Iterator[Finding]:
    """A provider's quota against what the queue in front of it lets through."""
    known = facts(case)
    seen: set[tuple[str | None, str | None]] = set()
    for job, queue in known.queued:
        for external in known.targets(job, "calls"):
            pair = (queue.label, external.label)
            if pair not in seen:
                seen.add(pair)
                yield from _quota(known, job, queue, external)


def _quota(known: Facts, job: Block, queue: Block, external: Block) -> Iterator[Finding]:
    through = figure(queue, "rate_limit") or figure(queue, "peak_rate")
    for integration in known.integrations.get(external.label, ()):
        quota = figure(integration, "rate_limit")
        if quota and through and through.value.per_second > quota.value.per_second * (1 + 1e-9):
            held = (
                "may pass" if through.name == "rate_limit" else "arrive at peak, with no `rate_limit` to hold them back"
            )
            message = (
                f"{through.text} {held} in `{title(queue)}`, more than the {quota.text} that `{external.label}` "
                "grants us: "
                f'set `rate_limit = "{quota.text}"` on the queue'
            )
            yield from report("provider-quota", message, through, quota, whole(job))


@blueprint_check("outbox-too-slow")
def outbox(case: Case) -> Iterator[Finding]:
    """Batch size ÷ interval must exceed the peak rate of events."""
    known = facts(case)
    block = known.one("async", "outbox")
    batch, interval = figure(block, "batch_size"), figure(block, "poll_interval")
    if block is None or batch is None or interval is None or block.get("mechanism", "polling") != "polling":
        return
    if interval.value.seconds > 0:
        yield from _relay(known, batch, interval)
    lag = figure(block, "max_lag")
    if lag and lag.value.seconds < interval.value.seconds:
        message = (
            f"The relay looks every {interval.text}, so events lag up to that long, beyond `max_lag` of {lag.text}: "
            "look more often"
        )
        yield from report("outbox-too-slow", message, interval, lag)


def _relay(known: Facts, batch: Figure, interval: Figure) -> Iterator[Finding]:
    queues = {queue.label: queue for event in known.all("event") if (queue := known.target(event, "queue"))}
    peaks = [found for queue in queues.values() if (found := figure(queue, "peak_rate"))]
    arriving = sum(peak.value.per_second for peak in peaks)
    published = batch.value / interval.value.seconds
    if arriving > published * (1 + 1e-9):
        message = (
            f"{number(batch.value)} rows ÷ {interval.text} = {number(published)} events/s, less than the "
            f"{number(arriving)}/s that "
            f"{listed([f'`{title(peak.block)}`' for peak in peaks])} expects at peak: "
            f"raise `batch_size` to {number(ceil(arriving * interval.value.seconds))}"
        )
        yield from report("outbox-too-slow", message, batch, interval, *peaks)


@blueprint_check("cache-memory")
def shared_memory(case: Case) -> Iterator[Finding]:
    """Caches that live in the broker's memory must fit into it beside the jobs."""
    known = facts(case)
    block = known.one("async", "broker")
    memory = stated(block, "memory")
    store = known.target(block, "store") if block and memory else None
    cached = [entry for entry in known.all("cached") if store and known.target(entry, "store") is store]
    sizes = [found for entry in cached if (found := stated(entry, "max_memory"))]
    total = sum(found.value.bytes for found in sizes)
    if memory and total >= memory.value.bytes:
        formula = " + ".join(found.text for found in sizes)
        message = (
            f"Caches of {formula} = {size(total)} fill the {memory.text} of `broker`, in whose store they live, and "
            "leave no room "
            "for jobs: give the cache a store of its own, or more memory to both"
        )
        yield from report("cache-memory", message, memory, *sizes)
