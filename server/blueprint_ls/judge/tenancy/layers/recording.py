"""One place where accesses enter the trace."""

from __future__ import annotations

from typing import Any

from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.predicate import Predicate
from blueprint_ls.judge.flow.state import State
from blueprint_ls.judge.flow.trace import Access, Source
from blueprint_ls.judge.flow.values import Scoped, Value
from blueprint_ls.judge.flow.walk import Walk


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
        scoped=more.pop("scoped", None) or (scoped_by(call.receiver, kind) if call else None),
        facts=state.facts,
        before=state.done,
        calls=walk.calls,
        **more,
    )
    walk.trace.accesses.append(access)
    return access


def scoped_by(client: Value | None, kind: str) -> str | None:
    """Why a client keeps an operation of this kind inside a tenant; None where it does not."""
    return client.by if isinstance(client, Scoped) and kind in client.operations else None
