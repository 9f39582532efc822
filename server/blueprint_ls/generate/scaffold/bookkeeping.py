"""The tables that the project keeps for itself: messages on their way, answers to repeated requests, who did what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from blueprint_ls.generate.scaffold.entities import Entity, Field, Index, tenant_field
from blueprint_ls.generate.scaffold.messaging import Messaging
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.language.fields import FieldType
from blueprint_ls.language.model import Blueprint

_MOMENT = FieldType("timestamp")


def tables(blueprint: Blueprint, *, audited: bool) -> Iterator[Entity]:
    """Those that the blueprint asks for; `audited` where it has an audit log already.

    Their rows belong to a tenant, like all others.
    """
    key = tenant_field(blueprint) or "tenantId"
    if Messaging.stated(blueprint):
        yield _inbox(key)
        yield _outbox(key, str(blueprint.value("async.outbox.table") or "outbox_events"))
    if blueprint.at("data.idempotency"):
        yield _idempotency(key)
    if blueprint.at("security.audit_log") and not audited:
        yield _audit(key)


def _outbox(key: str, table: str) -> Entity:
    own = (
        Field("kind", FieldType("enum", words=("job", "event")), column="kind"),
        _text("name", 120),
        Field("payload", FieldType("json"), column="payload"),
        _text("correlationId", 64),
        Field("trace", FieldType("json"), column="trace"),
        Field("publishedAt", _MOMENT, optional=True, column="published_at"),
    )
    columns = _with_usual(key, own)
    waiting = Index(f"{table}_waiting", (columns["publishedAt"], columns["createdAt"]), False, None)
    summary = "A job or an event that leaves once its transaction commits"
    return _entity(Name(("outbox", "event")), table, summary, own, columns, (waiting,))


def _inbox(key: str) -> Entity:
    table = "inbox_receipts"
    own = (_text("key", 200),)
    columns = _with_usual(key, own)
    indexes = (
        Index(f"{table}_by_time", (columns["createdAt"],), False, None),
        Index(f"{table}_once", (columns[key], columns["key"]), True, None),
    )
    return _entity(Name(("inbox", "receipt")), table, "A message that is worked off", own, columns, indexes)


def _idempotency(key: str) -> Entity:
    table = "idempotency_keys"
    own = (
        _text("scope", 200),
        _text("key", 200),
        _text("fingerprint", 64),
        Field("status", FieldType("integer"), optional=True, column="status"),
        Field("body", FieldType("json"), optional=True, column="body"),
        Field("expiresAt", _MOMENT, column="expires_at"),
    )
    columns = _with_usual(key, own)
    indexes = (
        Index(f"{table}_by_time", (columns["expiresAt"],), False, None),
        Index(f"{table}_once", (columns[key], columns["scope"], columns["key"]), True, None),
    )
    summary = "A request that may be sent again, and its answer"
    return _entity(Name(("idempotency", "key")), table, summary, own, columns, indexes)


def _audit(key: str) -> Entity:
    table = "audit_events"
    own = (
        Field("occurredAt", _MOMENT, column="occurred_at"),
        Field("actorId", FieldType("uuid"), optional=True, column="actor_id"),
        _text("action", 120),
        _text("targetKind", 80),
        Field("targetId", FieldType("uuid"), column="target_id"),
        _text("correlationId", 64),
    )
    columns = _with_usual(key, own)
    indexes = (Index(f"{table}_by_time", (columns[key], columns["occurredAt"]), False, None),)
    found = _entity(Name(("audit", "event")), table, "Who did what, and when", own, columns, indexes)
    return replace(found, append_only=True)


def _text(name: str, longest: int) -> Field:
    return Field(name, FieldType("string", numbers=(longest,)), column=Name.of(name).snake)


def _with_usual(key: str, own: tuple[Field, ...]) -> dict[str, Field]:
    """All columns by name: the key, the tenant, its own, and the moment."""
    fields = (
        Field("id", FieldType("uuid"), default="generated", column="id"),
        Field(key, FieldType("uuid"), column=Name.of(key).snake),
        *own,
        Field("createdAt", _MOMENT, default="now", column="created_at"),
    )
    return {field.name: field for field in fields}


def _entity(
    name: Name, table: str, summary: str, own: tuple[Field, ...], columns: dict[str, Field], indexes: tuple[Index, ...]
) -> Entity:
    _, tenant, *_ = columns
    fields = tuple(columns.values())
    return Entity(name, None, summary, table, fields, own, tenant, root=False, append_only=False, indexes=indexes)
