"""What an endpoint sends when it has changed something: its events and its jobs, told by the row that it changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.endpoints import Endpoint
from blueprint_ls.generate.scaffold.entities import Entity, Field
from blueprint_ls.generate.scaffold.messaging import Messaging
from blueprint_ls.generate.scaffold.payloads import said
from blueprint_ls.generate.scaffold.queues import Message
from blueprint_ls.generate.scaffold.typescript import listed, quoted


@dataclass(frozen=True, slots=True)
class Sending:
    """One message that follows from a row."""

    function: str
    """`publish` or `enqueue`."""
    name: str
    payload: tuple[str, ...]
    """The properties of the object: `userId: row.id`."""

    def call(self, indent: int) -> str:
        """The statement that sends it within a transaction."""
        head = f"await {self.function}(tx, {quoted(self.name)}, "
        return f"{head}{listed(self.payload, indent, '{}', before=len(head), after=2)});"


def sendings(endpoint: Endpoint, entity: Entity, messaging: Messaging, row: str) -> Iterator[Sending]:
    """The messages that an endpoint sends, as far as its row has all that they say."""
    for function, message in _messages(endpoint, messaging):
        payload = _payload(messaging.said(message), entity, row)
        if payload is not None:
            yield Sending(function, message.label, payload)


def unsent(endpoint: Endpoint, entity: Entity | None, messaging: Messaging) -> list[str]:
    """The messages that an endpoint sends and no row has all the words for: `publish 'deal.closed'`."""
    sent = {one.name for one in sendings(endpoint, entity, messaging, "row")} if entity else set()
    messages = _messages(endpoint, messaging)
    return [f"{function} '{message.label}'" for function, message in messages if message.label not in sent]


def _messages(endpoint: Endpoint, messaging: Messaging) -> Iterator[tuple[str, Message]]:
    events = {event.label: event for event in messaging.events}
    jobs = {job.label: job for job in messaging.jobs}
    yield from (("publish", events[ref.name]) for ref in endpoint.publishes if ref.name in events)
    yield from (("enqueue", jobs[ref.name]) for ref in endpoint.enqueues if ref.name in jobs)


def _payload(fields: tuple[Field, ...], entity: Entity, row: str) -> tuple[str, ...] | None:
    own = f"{entity.name.camel_plain}Id"
    told = [
        f"{field.name}: {row}.id" if field.name == own else f"{field.name}: {said(entity.by_name[field.name], row)}"
        for field in fields
        if field.name == own or _has(entity, field)
    ]
    return tuple(told) if len(told) == len(fields) else None


def _has(entity: Entity, field: Field) -> bool:
    """Whether a row always has what a payload asks for, in the same type."""
    found = entity.by_name.get(field.name)
    kinds = {"uuid": "uuid", "ref": "uuid"}
    return (
        found is not None
        and not found.optional
        and kinds.get(found.type.name, found.type.name) == kinds.get(field.type.name, field.type.name)
    )
