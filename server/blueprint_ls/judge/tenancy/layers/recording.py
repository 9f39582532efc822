"""One place where accesses enter the trace."""

from __future__ import annotations

from typing import Any

from blueprint_ls.codebase.models.entities import Entity
from blueprint_ls.judge.flow import types
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.predicate import Predicate
from blueprint_ls.judge.flow.state import Record, State
from blueprint_ls.judge.flow.trace import Access, Source, Written
from blueprint_ls.judge.flow.values import Given, Row, Scoped, Value
from blueprint_ls.judge.flow.walk import Walk


class Partly(str):
    """Why a client keeps the rows of some models inside a tenant; it says nothing about those of others."""

    __slots__ = ("models",)

    models: frozenset[str]

    @classmethod
    def of(cls, why: str, models: frozenset[str]) -> Partly:
        """The reason for these models."""
        made = cls(why)
        made.models = models
        return made

    def covers(self, model: str) -> bool:
        """Whether it is a reason for a model."""
        return model in self.models


def record(
    walk: Walk,
    state: State,
    call: Invocation | None,
    *,
    layer: str,
    operation: str,
    kind: str,
    sources: tuple[Source, ...],
    predicate: Predicate,
    at: tuple[str, int, int] | None = None,
    **more: Any,
) -> Access:
    """Enter an access into the trace, with all that is known where it runs."""
    if at is None:
        assert call is not None
        at = (call.path, call.node.start, call.node.end)
    path, start, end = at
    client = scoped_by(call.receiver, kind, operation, sources) if call else None
    access = Access(
        index=len(walk.trace.accesses),
        path=path,
        start=start,
        end=end,
        layer=layer,
        operation=operation,
        kind=kind,
        sources=sources,
        predicate=predicate,
        scoped=reason(more.pop("scoped", None) or client, sources),
        facts=state.facts,
        before=state.done,
        calls=more.pop("calls", walk.calls),
        **more,
    )
    walk.trace.accesses.append(access)
    return access


def reason(why: str | None, sources: tuple[Source, ...]) -> str | None:
    """Why an access is kept inside a tenant, in plain words, if that is a reason for its model."""
    if isinstance(why, Partly):
        return str(why) if sources and why.covers(sources[0].model) else None
    return why


def scoped_by(client: Value | None, kind: str, operation: str = "", sources: tuple[Source, ...] = ()) -> str | None:
    """Why a client keeps an operation inside a tenant; None where it does not."""
    model = sources[0].model if sources else ""
    covers = {kind, operation, f"{model}.{operation}"}
    return client.by if isinstance(client, Scoped) and covers & client.operations else None


def written(walk: Walk, state: State, value: Value, entity: Entity) -> Written:
    """One row that is written; what is spread into it brings the columns that its declared type tells of."""
    content = walk.content(state, value)
    if not isinstance(content, Record):
        return Written(_told(walk, value, entity), (value,))
    values: dict[str, Value] = {}
    for unseen in content.unseen:
        values.update(_told(walk, unseen, entity))
    return Written({**values, **content.entries}, content.unseen)


def _told(walk: Walk, value: Value, entity: Entity) -> dict[str, Value]:
    """The columns that something from outside is declared to have, or a row that was read before."""
    if isinstance(value, Row):
        return {} if value.path else _columns_of(walk, value, entity)
    if not isinstance(value, Given) or not value.type:
        return {}
    found: dict[str, Value] = {}
    for column in entity.model.columns:
        known = types.property_type(walk.program, value.home, value.type, column.name)
        if known is not None:
            path = (*value.path, column.name)
            found[column.name] = Given(value.root, path, known.optional, known.text, known.home)
    return found


def _columns_of(walk: Walk, row: Row, entity: Entity) -> dict[str, Value]:
    """The columns of a row that a row of this model takes over."""
    access = walk.trace.accesses[row.access] if row.access < len(walk.trace.accesses) else None
    if access is None or access.answers is not None or access.model != entity.id:
        return {}
    return {column.name: Row(row.access, (column.name,), row.each) for column in entity.model.columns}
