"""What is cached: the copies that a blueprint states, under whose key, for how long, and what makes them go away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from blueprint_ls.generate.scaffold.actions import Action
from blueprint_ls.generate.scaffold.endpoints import Endpoint
from blueprint_ls.generate.scaffold.entities import tenant_field
from blueprint_ls.generate.scaffold.measures import references
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.queues import Message
from blueprint_ls.generate.scaffold.resources import Resource
from blueprint_ls.language.model import Block, Blueprint

_PART = re.compile(r"\{\s*(\w+)\s*\}")
_DEFAULT_TIMEOUT = 100
"""Milliseconds: a cache in the same zone answers within one, so that later its source is the faster way."""


@dataclass(frozen=True)
class Cache:
    """One thing that is cached."""

    label: str
    name: Name
    what: str
    key: str
    """The pattern of its key, the tenant under the name that the project has for it."""
    parts: tuple[str, ...]
    """What a reader says to name an entry: its key's parts without the tenant's."""
    ttl: int
    """Milliseconds that an entry lives at most."""
    jitter: float
    stampede: str
    when_down: str
    shared: bool
    """Whether the same entry is good for all tenants."""
    rights: bool
    """Whether it says what somebody may do."""
    entities: tuple[str, ...]
    changed_by: tuple[str, ...]
    """The labels of events, jobs and endpoints that make entries go away."""
    on_write: bool
    """Whether each write to its entities does so too."""

    @property
    def type(self) -> str:
        """Its type in TypeScript: `Cache<'userId'>`."""
        union = " | ".join(f"'{part}'" for part in self.parts)
        return f"Cache<{union}>" if union else "Cache"

    def forgotten(self, known: Mapping[str, str]) -> str:
        """The call that lets an entry go, `caller.forget({ userId })`, or all of the tenant's where it has no name."""
        if not all(part in known for part in self.parts):
            return f"{self.name.camel_plain}.forgetAll()"
        pairs = [part if known[part] == part else f"{part}: {known[part]}" for part in self.parts]
        return (
            f"{self.name.camel_plain}.forget({{ {', '.join(pairs)} }})"
            if pairs
            else f"{self.name.camel_plain}.forget({{}})"
        )


class Caching:
    """The caches of one blueprint that has some in a store of its own."""

    def __init__(self, blueprint: Blueprint, hidden: Callable[[Resource], object]) -> None:
        self.blueprint = blueprint
        self.hidden = hidden
        """Whether rows of a resource are there for some callers of a tenant, and not for others."""

    @staticmethod
    def stated(blueprint: Blueprint) -> bool:
        """Whether anything is kept in a store; what clients and proxies keep by HTTP is none of the code's."""
        return any(True for _ in _kept(blueprint))

    @cached_property
    def caches(self) -> tuple[Cache, ...]:
        """All of them, in the blueprint's order."""
        key = tenant_field(self.blueprint) or "tenantId"
        spellings = {_plain(str(one)) for one in (key, *(self.blueprint.value("data.tenancy.aliases") or ()))}
        return tuple(_cache(block, key, spellings) for block in _kept(self.blueprint))

    @property
    def stampedes(self) -> frozenset[str]:
        """What keeps readers of an entry that has just expired from all making it again."""
        return frozenset(cache.stampede for cache in self.caches)

    @property
    def when_down(self) -> frozenset[str]:
        """What happens while the store does not answer."""
        return frozenset(cache.when_down for cache in self.caches)

    @property
    def timeout(self) -> int:
        """Milliseconds that the store may take to answer."""
        stores = {name for block in _kept(self.blueprint) for name in references(block, "store")}
        stated = (
            int(block.get("request").seconds * 1000)
            for (kind, _), block in self.blueprint.declared.items()
            if kind == "timeout" and block.get("request") and stores & {*references(block, "of")}
        )
        return min(stated, default=_DEFAULT_TIMEOUT)

    @property
    def rights(self) -> Cache | None:
        """What is kept of what a person may do, by the person alone."""
        fitting = (one for one in self.caches if one.rights and len(one.parts) == 1 and not one.shared)
        return next((one for one in fitting if _plain(one.parts[0]) in ("userid", "callerid", "memberid")), None)

    def row(self, resource: Resource) -> Cache | None:
        """What is kept of one row of a resource as callers see it."""
        if self.hidden(resource):
            return None
        own = own_id(resource)
        fitting = (one for one in self.caches if not one.rights and not one.shared)
        return next(
            (one for one in fitting if one.parts == (own,) and one.entities == (resource.entity.name.pascal,)), None
        )

    def after(self, endpoint: Endpoint, resource: Resource) -> list[str]:
        """The calls that let go what a change of a resource by an endpoint makes wrong, once that is committed."""
        known = {} if endpoint.operation == "create" else {own_id(resource): "id"}
        published = {ref.name for ref in endpoint.publishes}
        found: list[str] = []
        for one in self.caches:
            named = endpoint.label in one.changed_by or (one.on_write and resource.entity.name.pascal in one.entities)
            by_row = bool(one.parts) and all(part in known for part in one.parts)
            if named or (by_row and published & {*one.changed_by}):
                found.append(one.forgotten(known))
        return found

    def touched(self, resource: Resource) -> bool:
        """Whether the service of a resource reads from a cache, or lets something go."""
        read = resource.does("read") is not None and self.row(resource) is not None
        return read or any(self.after(endpoint, resource) for endpoint in resource.changing)

    def used(self, resources: Iterable[Resource], made: Iterable[Action]) -> bool:
        """Whether a module of some resources and actions works with caches."""
        return any(map(self.touched, resources)) or any(map(self.after_action, made))

    def after_action(self, action: Action) -> list[str]:
        """The calls that let go what an endpoint makes wrong that is more than rows."""
        one = action.endpoint
        known = {own_id(action.resource): "id"} if action.resource else {}
        if one.public or action.reads:
            return []
        return [cache.forgotten(known) for cache in self.caches if one.label in cache.changed_by]

    def told(self, message: Message) -> list[str]:
        """The calls that let go what an event, or the end of a job, makes wrong."""
        known = {field.name: field.name for field in message.fields}
        found = (one.forgotten(known) for one in self.caches if message.label in one.changed_by)
        return [f"caches.{call}" for call in found]

    def named(self, message: Message) -> list[str]:
        """The fields of a payload that those calls name."""
        calls = " ".join(self.told(message))
        return [field.name for field in message.fields if re.search(rf"[{{,] {field.name}\b", calls)]

    def causes(self, messages: Iterable[Message]) -> list[Message]:
        """The events and jobs that make something wrong."""
        return [message for message in messages if self.told(message)]


def own_id(resource: Resource) -> str:
    """How keys and payloads call a row of a resource: `dealId`."""
    return f"{resource.entity.name.camel_plain}Id"


def _kept(blueprint: Blueprint) -> Iterator[Block]:
    return (
        block
        for (kind, _), block in blueprint.declared.items()
        if kind == "cached" and block.schema and block.get("key") and str(block.get("pattern")) != "http"
    )


def _cache(block: Block, tenant: str, spellings: set[str]) -> Cache:
    label = block.label or ""
    key = _PART.sub(lambda found: f"{{{tenant if _plain(found[1]) in spellings else found[1]}}}", str(block.get("key")))
    shared = block.get("shared_because") is not None
    if not shared and f"{{{tenant}}}" not in key:
        key = f"tenant:{{{tenant}}}:{key}"
    jitter, ttl = block.get("ttl_jitter"), block.get("ttl")
    return Cache(
        label=label,
        name=Name.of(label, "cached"),
        what=str(block.get("what") or label),
        key=key,
        parts=tuple(dict.fromkeys(part for part in _PART.findall(key) if part != tenant)),
        ttl=int(ttl.seconds * 1000) if ttl else 60_000,
        jitter=float(jitter.fraction) if jitter else 0.1,
        stampede=str(block.get("stampede") or "none"),
        when_down=str(block.get("when_down") or "read_source"),
        shared=shared,
        rights=str(block.get("holds")) == "permissions",
        entities=tuple(references(block, "entities")),
        changed_by=references(block, "invalidated_by"),
        on_write="on_write" in [str(one) for one in block.get("invalidation") or ()],
    )


def _plain(name: str) -> str:
    """`tenant_id` and `tenantId` are one name."""
    return name.replace("_", "").lower()
