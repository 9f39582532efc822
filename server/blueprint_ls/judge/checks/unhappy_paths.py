"""Unhappy paths (Q5): errors of each endpoint, protection of each outside call, work for each queue.

That jobs have retries and dead letters, integrations a timeout, retry, breaker and fallback, and alerts a runbook is
said by the vocabulary, which requires them; `missing-attribute` reports each gap at its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import report, stated, title, whole
from blueprint_ls.judge.checks.permissions import public_routes
from blueprint_ls.judge.checks.words import listed
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.model import Block
from blueprint_ls.language.reading import Ref


@dataclass(frozen=True, slots=True)
class _Need:
    """A kind of failure that an endpoint's callers must be ready for."""

    name: str
    statuses: frozenset[int]
    usual: str
    """The error that most teams define for it."""
    alike: bool = True
    """Whether every error with such a status says the same; conflicts each have a cause of their own."""


UNAUTHENTICATED = _Need("a caller who is not signed in (401)", frozenset({401}), "Unauthenticated")
FORBIDDEN = _Need("a caller without the permission (403)", frozenset({403}), "PermissionDenied")
NOT_FOUND = _Need("a resource that is not there (404)", frozenset({404, 410}), "NotFound")
INVALID = _Need("a body that breaks its schema (400 or 422)", frozenset({400, 422}), "ValidationFailed")
CONFLICT = _Need(
    "a change that collides with another (409 or 412)", frozenset({409, 412, 428}), "Conflict", alike=False
)
STALE = _Need(CONFLICT.name, CONFLICT.statuses, "VersionMismatch", alike=False)


@blueprint_check("unhappy-endpoint")
def endpoint_errors(case: Case) -> Iterator[Finding]:
    """Errors that fit what an endpoint does; those that every endpoint shares count."""
    known = facts(case)
    statuses = {block.label: block.get("status") for block in known.all("error")}
    shared = frozenset(block.get("status") for block in known.all("error") if block.get("every_endpoint") is True)
    locked = {entity.label for entity in _locked(known)}
    public = public_routes(known)
    for endpoint in known.all("endpoint") if statuses else ():
        errors = stated(endpoint, "errors")
        if errors is None:
            continue
        names = [item.name for item in errors.value if isinstance(item, Ref)]
        listed_statuses = shared.union(statuses.get(name) for name in names)
        gaps = [need for need in _needs(known, endpoint, public, locked) if not need.statuses & listed_statuses]
        if gaps and all(name in statuses for name in names):
            message = (
                f"`{endpoint.label}` lists no error for {listed([need.name for need in gaps])}: add one that "
                "`coding` defines, or define it"
            )
            candidates = {need: _candidate(known, endpoint, need) for need in gaps}
            define = [need.usual for need, found in candidates.items() if not found and need.usual not in statuses]
            add = list(dict.fromkeys(filter(None, candidates.values())))
            yield from report("unhappy-endpoint", message, errors, endpoint=endpoint.label, add=add, define=define)


def _locked(known: Facts) -> list[Block]:
    block = known.one("data", "optimistic_locking")
    return known.targets(block, "entities") if block else []


def _needs(known: Facts, endpoint: Block, public: frozenset[str | None], locked: set[str | None]) -> Iterator[_Need]:
    operation, label = endpoint.get("operation"), endpoint.label or ""
    if label not in public:
        yield UNAUTHENTICATED
        if endpoint.attribute("permission"):
            yield FORBIDDEN
    if operation in ("read", "update", "delete", "action") and label.endswith("}"):
        yield NOT_FOUND
    if endpoint.attribute("request"):
        yield INVALID
    entity = known.target(endpoint, "entity")
    if operation == "update" and entity is not None and entity.label in locked:
        yield STALE
    if operation == "create" and endpoint.get("idempotent") is True:
        yield CONFLICT


def _candidate(known: Facts, endpoint: Block, need: _Need) -> str | None:
    """The one error that fits: named after the entity, else the usual one, else the only one that says so.

    A name that endpoints list already will be defined: until then nothing else takes its place.
    """
    fitting = [block.label or "" for block in known.all("error") if block.get("status") in need.statuses]
    entity = known.target(endpoint, "entity")
    about = [name for name in fitting if entity and entity.label and name.startswith(entity.label)]
    only = fitting[0] if need.alike and len(fitting) == 1 and need.usual not in known.listed_errors else None
    return about[0] if about else need.usual if need.usual in fitting else only


@blueprint_check("external-without-integration")
def outside_calls(case: Case) -> Iterator[Finding]:
    """Every outside service that a service calls has an integration: timeout, retry, breaker and fallback."""
    known = facts(case)
    called = {id(part) for service in known.all("service") for part in known.targets(service, "uses")}
    called |= {id(part) for job in known.all("job") for part in known.targets(job, "calls")}
    for external in known.all("external"):
        if id(external) in called and external.label not in known.integrations and "async" in known.blueprint.sections:
            message = (
                f"`{external.label}` is called, and no `integration` says what happens when it is slow, wrong or away: "
                "add its timeout, retry, breaker and fallback"
            )
            yield from report("external-without-integration", message, whole(external), external=external.label)


@blueprint_check("idle-queue")
def queues(case: Case) -> Iterator[Finding]:
    """Something flows through every queue, and its worker reaches the broker."""
    known = facts(case)
    fed = {id(queue) for _, queue in known.queued}
    fed |= {id(queue) for event in known.all("event") if (queue := known.target(event, "queue"))}
    broker = known.one("async", "broker")
    store = known.target(broker, "store") if broker else None
    for queue in known.all("queue"):
        if id(queue) not in fed and (known.all("job") or known.all("event")):
            message = f"No job and no event goes through `{title(queue)}`: let one, or take the queue out"
            yield from report("idle-queue", message, whole(queue), idle=queue.label)
        worker, named = known.target(queue, "worker"), stated(queue, "worker")
        if store and worker and named and worker.attribute("uses") and store not in known.targets(worker, "uses"):
            message = (
                f"`{worker.label}` works through `{title(queue)}` and does not use `{store.label}`, where the queue "
                "lives: draw the arrow, or name another worker"
            )
            reach = {"service": worker.label, "store": store.label}
            yield from report("idle-queue", message, named, whole(worker), whole(store), **reach)
