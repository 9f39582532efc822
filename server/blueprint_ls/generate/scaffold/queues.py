"""Queues, jobs and events as a blueprint states them, and how they fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.entities import Field
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.language.fields import FieldType
from blueprint_ls.language.model import Block
from blueprint_ls.language.reading import Ref

DAY = 86_400_000
"""Milliseconds."""
_SPANS = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": DAY}
_RANKS = {"critical": 1, "high": 2, "normal": 3, "low": 4}


@dataclass(frozen=True)
class Retry:
    """How often and when a failed attempt is made again; durations in milliseconds."""

    label: str
    attempts: int
    backoff: str
    initial: int
    factor: float
    most: int
    jitter: float
    """The random share of each wait, from 0 to 1."""
    retried: tuple[str, ...]
    never: tuple[str, ...]
    elapsed: int | None
    """How long all attempts together may take."""


@dataclass(frozen=True)
class DeadLetter:
    """Where messages rest that nothing more can be done for."""

    label: str
    retention: int
    """Milliseconds."""
    owner: str


@dataclass(frozen=True)
class Queue:
    """What waits and fails together."""

    label: str
    carries: str
    concurrency: int
    ordered: bool
    """Whether one message at a time is worked on, so that none overtakes another."""
    priority: int
    """From 1, the most urgent, to 4."""
    rate: tuple[int, int] | None
    """Messages at most, and the milliseconds that they are counted over; over all workers."""
    tenant_rate: tuple[int, int] | None
    """The same for one tenant."""
    backlog: int | None
    """Messages waiting, beyond which events stay in the outbox."""
    kept: int
    """Milliseconds for which finished messages are known."""
    retry: str
    dead_letter: str
    exchange: str
    """The kind of exchange that leads to it."""
    routing_key: str | None


@dataclass(frozen=True)
class Message:
    """A job or an event: its name on the wire, and what it says."""

    label: str
    name: Name
    summary: str
    module: str | None
    queue: str
    fields: tuple[Field, ...]
    tenant: str
    """`carried`, `fan_out` or `global`."""


@dataclass(frozen=True)
class Job(Message):
    """Something that is to be done."""

    key: str
    """By which a second run is recognized: `email:{eventId}:{userId}`."""
    timeout: int
    """Milliseconds of one attempt."""
    schedule: str | None
    time_zone: str
    delay: int
    """Milliseconds before the first attempt."""
    priority: int
    retry: str
    dead_letter: str
    causes: tuple[Ref, ...]
    """What enqueues it."""


def read_retry(block: Block | None) -> Retry:
    """A policy; the usual one where there is no block."""
    attempts = block.get("attempts") if block else None
    backoff = block.get("backoff") if block else None
    factor = block.get("factor") if block else None
    jitter = block.get("jitter") if block else None
    elapsed = block.get("max_elapsed") if block else None
    usual = ("timeout", "network_error", "server_error", "rate_limited", "serialization_failure", "deadlock")
    return Retry(
        label=(block.label if block else None) or "transient",
        attempts=int(attempts or 5),
        backoff=str(backoff or "exponential"),
        initial=_ms(block, "initial_delay", 1_000),
        factor=float(factor or 2),
        most=_ms(block, "max_delay", 300_000),
        jitter=float(jitter.fraction) if jitter is not None else 0.5,
        retried=tuple(map(str, (block.get("retry_on") if block else None) or usual)),
        never=tuple(map(str, (block.get("never_on") if block else None) or ())),
        elapsed=int(elapsed.seconds * 1000) if elapsed is not None else None,
    )


def read_dead_letter(block: Block) -> DeadLetter:
    """Where failed messages rest."""
    return DeadLetter(block.label or "", _ms(block, "retention", 14 * DAY), str(block.get("owner") or ""))


def read_queue(block: Block, retries: Sequence[Retry], dead_letters: Sequence[DeadLetter]) -> Queue:
    """A queue, with the first policy and the first dead letters where it names none."""
    key = block.get("routing_key")
    return Queue(
        label=block.label or "",
        carries=str(block.get("carries") or block.label),
        concurrency=int(block.get("concurrency") or 1),
        ordered=str(block.get("ordering") or "none") != "none",
        priority=_RANKS.get(str(block.get("priority")), 3),
        rate=_rate(block, "rate_limit"),
        tenant_rate=_rate(block, "tenant_limit"),
        backlog=int(block.get("backlog_limit")) if block.get("backlog_limit") else None,
        kept=_ms(block, "keep_completed", DAY),
        retry=named(block.get("retry"), retries[0].label),
        dead_letter=named(block.get("dead_letter"), dead_letters[0].label),
        exchange=str(block.get("exchange") or "direct"),
        routing_key=str(key) if key else None,
    )


def read_event(block: Block, queues: Sequence[Queue]) -> Message:
    """An event, which travels through the first queue where it names none."""
    return _message(block, "when", "event", queues)


def read_job(block: Block, queues: Sequence[Queue]) -> Job:
    """A job, which fails as its queue says unless it says otherwise."""
    message = _message(block, "does", "job", queues)
    queue = next((queue for queue in queues if queue.label == message.queue), queues[0])
    schedule = block.get("schedule")
    return Job(
        **vars(message),
        key=str(block.get("idempotency_key") or ""),
        timeout=_ms(block, "timeout", 30_000),
        schedule=str(schedule) if schedule else None,
        time_zone=str(block.get("time_zone") or "UTC"),
        delay=_ms(block, "delay", 0),
        priority=_RANKS.get(str(block.get("priority")), queue.priority),
        retry=named(block.get("retry"), queue.retry),
        dead_letter=named(block.get("dead_letter"), queue.dead_letter),
        causes=tuple(ref for ref in block.get("triggered_by") or () if isinstance(ref, Ref)),
    )


def named(ref: object, default: str) -> str:
    """The label that an attribute refers to."""
    return ref.name if isinstance(ref, Ref) else default


def _message(block: Block, told: str, what: str, queues: Sequence[Queue]) -> Message:
    label = block.label or ""
    module = block.get("module")
    return Message(
        label=label,
        name=Name.of(label, what),
        summary=str(block.get(told) or label),
        module=module.name if isinstance(module, Ref) else None,
        queue=named(block.get("queue"), queues[0].label),
        fields=tuple(_fields(block)),
        tenant=str(block.get("tenant") or "carried"),
    )


def _fields(block: Block) -> Iterator[Field]:
    for name, kind in (block.get("payload") or {}).items():
        if isinstance(kind, FieldType):
            yield Field(Name.of(str(name), "payload").camel_plain, kind)


def _ms(block: Block | None, attribute: str, default: int) -> int:
    found = block.get(attribute) if block else None
    return int(found.seconds * 1000) if found is not None else default


def _rate(block: Block, attribute: str) -> tuple[int, int] | None:
    """A rate as it is written, `120/min`: messages, and the milliseconds that they are counted over."""
    found = block.get(attribute)
    if found is None:
        return None
    span = next((ms for unit, ms in _SPANS.items() if found.text.rpartition("/")[2].strip().startswith(unit)), 1_000)
    return max(1, round(found.per_second * span / 1_000)), span
