"""What leaves a request behind it, as the templates see it: the messages of one blueprint and what carries them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from blueprint_ls.generate.scaffold.entities import Field, tenant_field
from blueprint_ls.generate.scaffold.queues import (
    DAY,
    DeadLetter,
    Job,
    Message,
    Queue,
    Retry,
    named,
    read_dead_letter,
    read_event,
    read_job,
    read_queue,
    read_retry,
)
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.reading import Ref


class Messaging:
    """Section 8 of one blueprint that has queues and an outbox."""

    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint

    @staticmethod
    def stated(blueprint: Blueprint) -> bool:
        """Whether there is anything to send, and a way to send it."""
        return blueprint.at("async.outbox") is not None and any(kind == "queue" for kind, _ in blueprint.declared)

    @cached_property
    def retries(self) -> tuple[Retry, ...]:
        """The policies."""
        return tuple(map(read_retry, self._all("retry"))) or (read_retry(None),)

    @cached_property
    def dead_letters(self) -> tuple[DeadLetter, ...]:
        """Where failed messages rest."""
        return tuple(map(read_dead_letter, self._all("dead_letter"))) or (DeadLetter("failed", 14 * DAY, ""),)

    @cached_property
    def queues(self) -> tuple[Queue, ...]:
        """All of them, in the blueprint's order."""
        return tuple(read_queue(block, self.retries, self.dead_letters) for block in self._all("queue"))

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """All of them, in the blueprint's order."""
        return tuple(read_job(block, self.queues) for block in self._all("job"))

    @cached_property
    def events(self) -> tuple[Message, ...]:
        """Those that travel; what is handled within the process does not."""
        found = (block for block in self._all("event") if str(block.get("delivery")) != "in_process")
        return tuple(read_event(block, self.queues) for block in found)

    @property
    def quarantine(self) -> str:
        """Where poisonous messages rest."""
        return named(self.blueprint.value("async.poison.quarantine"), self.dead_letters[0].label)

    @property
    def max_deliveries(self) -> int:
        """Deliveries without an outcome after which a message is poisonous."""
        return int(self.blueprint.value("async.poison.max_deliveries") or 3)

    @property
    def lock(self) -> int:
        """Milliseconds of silence after which a worker has lost its message."""
        return self._duration("poison.lock_duration", 30_000)

    @property
    def same_error_limit(self) -> int | None:
        """Messages failing alike after which a queue rests; None where it never does."""
        limit = self.blueprint.value("async.poison.same_error_limit")
        return int(limit) if limit else None

    @property
    def drops_invalid(self) -> bool:
        """Whether a payload that breaks its schema is logged and forgotten."""
        return str(self.blueprint.value("async.poison.invalid_payload")) == "drop_and_log"

    @property
    def batch(self) -> int:
        """Rows that the relay takes at once."""
        return int(self.blueprint.value("async.outbox.batch_size") or 200)

    @property
    def poll(self) -> int:
        """Milliseconds between two looks into the outbox."""
        return self._duration("outbox.poll_interval", 500)

    @property
    def retention(self) -> int:
        """Milliseconds for which published rows are kept."""
        return self._duration("outbox.retention", 7 * DAY)

    @property
    def notified(self) -> bool:
        """Whether the database wakes the relay."""
        return str(self.blueprint.value("async.outbox.mechanism")) == "listen_notify"

    @property
    def in_order(self) -> bool:
        """Whether one relay at a time publishes, so that rows go out in the order in which they came in."""
        claim = str(self.blueprint.value("async.outbox.claim"))
        return claim == "advisory_lock" or any(queue.ordered for queue in self.queues)

    @property
    def quorum(self) -> bool:
        """Whether queues are replicated by majority before a message counts as taken."""
        return str(self.blueprint.value("async.broker.durability")) == "quorum"

    @property
    def port(self) -> int:
        """Where the worker answers whether it lives."""
        return int(self.blueprint.value("deployment.image.worker.port") or 3001)

    @property
    def tenant_key(self) -> str:
        """The field of a payload that holds the tenant's key."""
        return tenant_field(self.blueprint) or "tenantId"

    @cached_property
    def variables(self) -> dict[str, str]:
        """The variables with the connections of the relay and of the broker, as the blueprint calls them."""
        rabbit = self.blueprint.choice("queue") == "rabbitmq"
        broker = ("RABBITMQ_URL", "AMQP_URL", "BROKER_URL") if rabbit else ("REDIS_QUEUE_URL", "QUEUE_URL")
        stated = {block.label or "": block for block in self._all("variable")}
        relay = (name for name, block in stated.items() if name.endswith("_DATABASE_URL") and self._relays(block))
        return {
            "relay": next(relay, "RELAY_DATABASE_URL"),
            "broker": next((name for name in broker if name in stated), broker[0]),
        }

    def _relays(self, variable: Block) -> bool:
        """Whether a variable is for the service alone that relays."""
        relay = self.blueprint.value("async.outbox.relay")
        users = [ref.name for ref in variable.get("services") or () if isinstance(ref, Ref)]
        return isinstance(relay, Ref) and users == [relay.name]

    def moment(self, job: Job, child: Job) -> str:
        """What one job tells another of when it was due."""
        at = next((field.name for field in self.said(job) if field.type.name == "timestamp"), None)
        whole = at or "new Date().toISOString()"
        told = {"timestamp": whole, "date": f"{whole}.slice(0, 10)"}
        pairs = [(field.name, told[field.type.name]) for field in self.said(child)]
        return "{ " + ", ".join(name if name == value else f"{name}: {value}" for name, value in pairs) + " }"

    def said(self, message: Message) -> tuple[Field, ...]:
        """What who sends a message says; the tenant is filled in from the context."""
        return tuple(field for field in message.fields if field.name != self.tenant_key)

    def children(self, job: Job) -> tuple[Job, ...]:
        """The jobs that one enqueues for each tenant, as far as the tenant and the moment are all that they ask for."""
        if job.tenant != "fan_out":
            return ()
        caused = (one for one in self.jobs if any(ref.name == job.label for ref in one.causes))
        known = {"date", "timestamp"}
        return tuple(
            one for one in caused if one.tenant == "carried" and all(f.type.name in known for f in self.said(one))
        )

    @property
    def unprocessed(self) -> tuple[Job, ...]:
        """The jobs whose work the blueprint does not tell; people write their processors."""
        return tuple(job for job in self.jobs if not self.children(job))

    def _all(self, kind: str) -> Iterator[Block]:
        return (block for (found, _), block in self.blueprint.declared.items() if found == kind and block.schema)

    def _duration(self, path: str, default: int) -> int:
        found = self.blueprint.value(f"async.{path}")
        return int(found.seconds * 1000) if found is not None else default
