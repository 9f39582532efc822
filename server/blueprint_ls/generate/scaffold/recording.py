"""What a change leaves behind: an entry of the audit log, and the messages that follow from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.endpoints import Endpoint
from blueprint_ls.generate.scaffold.entities import Entity, type_name
from blueprint_ls.generate.scaffold.messaging import Messaging
from blueprint_ls.generate.scaffold.resources import Resource
from blueprint_ls.generate.scaffold.sending import Sending, sendings, unsent
from blueprint_ls.language.model import Blueprint

_NEEDED = {"action", "targetKind", "targetId"}
"""The fields without which an entity is no audit log."""

_SAID = {
    "occurredAt": "new Date()",
    "actorId": "userId ?? null",
    "actorKind": "'person'",
    "action": "action",
    "targetKind": "targetKind",
    "targetId": "targetId",
    "outcome": "'succeeded'",
    "correlationId": "correlationId",
}
"""What the code knows of a change, by the usual names of an audit log's fields."""


def audit_log(blueprint: Blueprint, entities: Mapping[str, Entity]) -> Entity | None:
    """The entity that holds who did what: the one that section 6 names, where it has room for that, else our own."""
    own = (entities.get(name) for name in (type_name(blueprint.value("security.audit_log.entity")), "AuditEvent"))
    return next((one for one in own if one and one.by_name.keys() >= _NEEDED), None)


@dataclass(frozen=True, slots=True)
class Recording:
    """The audit log and the outbox of one blueprint."""

    audit: Entity | None
    """The entity of the audit log."""
    messaging: Messaging | None

    @property
    def values(self) -> list[tuple[str, str]]:
        """What an audit event says, as far as its entity has a field for it."""
        known = self.audit.by_name if self.audit else {}
        return [(name, value) for name, value in _SAID.items() if name in known]

    @property
    def correlates_by_uuid(self) -> bool:
        """Whether the audit log has room for UUIDs alone, so that no request may bring another correlation id."""
        field = self.audit.by_name.get("correlationId") if self.audit else None
        return field is not None and field.type.name == "uuid"

    def functions(self, resource: Resource) -> list[str]:
        """The functions that put changes of a resource on record and send what follows from them."""
        sent = {name for endpoint in resource.changing for name in self.senders(endpoint, resource.entity)}
        audited = self.audit is not None and any(one.audited for one in resource.changing)
        return [*sorted(sent), *(["recordAudit"] if audited else [])]

    def lines(self, endpoint: Endpoint, verb: str, row: str, indent: int) -> list[str]:
        """The lines that put one change on record and send what follows from it."""
        assert endpoint.entity is not None
        name = endpoint.entity.name
        audit = f"await recordAudit(tx, '{name.snake}.{verb}', '{name.pascal}', {row}.id);"
        sent = self.published(endpoint, endpoint.entity, row, indent)
        return [audit, *sent] if self.audit and endpoint.audited else sent

    def senders(self, endpoint: Endpoint, entity: Entity) -> list[str]:
        """The functions that send what follows from a change: `publish`, `enqueue`."""
        return sorted({one.function for one in self._sendings(endpoint, "row", entity)})

    def published(self, endpoint: Endpoint, entity: Entity, row: str, indent: int) -> list[str]:
        """The lines that send what follows from a change."""
        return [one.call(indent) for one in self._sendings(endpoint, row, entity)]

    def unsent(self, endpoint: Endpoint, entity: Entity | None) -> str:
        """What whoever writes the endpoint's rule sends, in words; empty where the row tells all."""
        return " and ".join(unsent(endpoint, entity, self.messaging)) if self.messaging else ""

    def _sendings(self, endpoint: Endpoint, row: str, entity: Entity) -> Iterator[Sending]:
        if self.messaging:
            yield from sendings(endpoint, entity, self.messaging, row)
