"""Rate limits as the blueprint states them: how many requests, counted for whom, at which endpoints."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.entities import Entity, Field
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.reading import Ref

_COUNTED = {"tenant": "tenantId", "user": "userId", "ip": "address", "endpoint": "endpoint"}
"""What a limit counts by, with its name in code."""
_PLACEHOLDERS = {
    "tenant": "tenantId", "tenantId": "tenantId", "orgId": "tenantId", "organizationId": "tenantId",
    "user": "userId", "userId": "userId", "ip": "address", "address": "address", "endpoint": "endpoint",
    "route": "endpoint",
}  # fmt: skip
"""The names that a blueprint's keys may use."""
_PARTS = {
    "tenantId": "tenant:{tenantId}",
    "userId": "user:{userId}",
    "address": "ip:{address}",
    "endpoint": "{endpoint}",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A token bucket for each value of what it counts by."""

    name: str
    by: tuple[str, ...]
    """`tenantId`, `userId`, `address`, `endpoint`."""
    key: str
    """With the names of `by` in braces."""
    burst: int
    per_second: float
    plans: tuple[tuple[str, float], ...] = ()
    """Tokens per second by plan; empty where the tenant has none."""
    endpoints: tuple[str, ...] = ()
    """As routers have them: `POST /api/v1/deals/:id/close`; empty where it counts all."""
    closed: bool = False
    """Whether requests are refused while nothing can be counted."""

    @property
    def known_early(self) -> bool:
        """Whether it counts by what is known before anybody has proven who they are."""
        return set(self.by) <= {"address", "endpoint"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Those of one blueprint, the narrowest first: what a narrow one refuses is not charged to a wide one."""

    addresses: tuple[Limit, ...]
    callers: tuple[Limit, ...]
    plan: Field | None
    """The field of a tenant with its plan; None where no limit depends on it."""

    @property
    def all(self) -> tuple[Limit, ...]:
        """Both."""
        return (*self.addresses, *self.callers)

    @property
    def closed(self) -> bool:
        """Whether one of them refuses while nothing can be counted."""
        return any(one.closed for one in self.all)


_USUAL = (
    Limit("per_address", ("address",), "ip:{address}:ratelimit", 300, 30),
    Limit("per_tenant", ("tenantId",), "tenant:{tenantId}:ratelimit", 300, 30),
)
"""Where the blueprint states none of the kind."""


def limits(blueprint: Blueprint, base: str, root: Entity | None) -> Limits:
    """The limits of a blueprint, with the usual ones for tenants and addresses where it has none."""
    plan = _plan_of(blueprint, root)
    found = [made for block in _stated(blueprint) if (made := _limit(blueprint, block, base, plan))]
    whole = {one.by for one in found if not one.endpoints}
    found += [one for one in _USUAL if one.by not in whole]
    found.sort(key=lambda one: (-bool(one.endpoints), -len(one.by)))
    early = tuple(one for one in found if one.known_early)
    late = tuple(one for one in found if not one.known_early)
    return Limits(early, late, plan if any(one.plans for one in late) else None)


def _stated(blueprint: Blueprint) -> Iterator[Block]:
    yield from (block for (kind, _), block in blueprint.declared.items() if kind == "rate_limit" and block.get("limit"))


def _plan_of(blueprint: Blueprint, root: Entity | None) -> Field | None:
    """The tenant's field that holds one of the plans which limits speak of."""
    named = {name for block in _stated(blueprint) for name in block.get("plans") or {}}
    fields = root.own if root and named else ()
    return next((field for field in fields if field.enum and named <= set(field.type.words)), None)


def _limit(blueprint: Blueprint, block: Block, base: str, plan: Field | None) -> Limit | None:
    """A limit; None for one that counts by what no request proves."""
    per = [str(one) for one in block.get("per") or ()]
    if not per or not set(per) <= set(_COUNTED):
        return None
    by = tuple(_COUNTED[one] for one in per)
    rate = block.get("limit").per_second
    plans = block.get("plans") or {}
    return Limit(
        name=block.label or "",
        by=by,
        key=_key(str(block.get("key") or ""), by),
        burst=int(block.get("burst") or max(rate * 10, 1)),
        per_second=_round(rate),
        plans=tuple((str(name), _round(own.per_second)) for name, own in plans.items())
        if plan and per[0] == "tenant"
        else (),
        endpoints=tuple(_route(label, base) for label in _endpoints(blueprint, block)),
        closed=str(block.get("on_store_failure") or "open") == "closed",
    )


def _key(stated: str, by: Collection[str]) -> str:
    """The blueprint's key in the names of the code; one of our own where it does not tell apart what is counted."""
    named = [_PLACEHOLDERS.get(name, "") for name in re.findall(r"\{(\w+)\}", stated)]
    if set(named) != set(by):
        return ":".join([*(_PARTS[name] for name in by), "ratelimit"])
    return re.sub(r"\{(\w+)\}", lambda found: f"{{{_PLACEHOLDERS[found[1]]}}}", stated)


def _endpoints(blueprint: Blueprint, block: Block) -> Iterator[str]:
    """The endpoints that a limit names, and those that name it for themselves alone."""
    listed = [ref.name for ref in block.get("applies_to") or () if isinstance(ref, Ref)]
    yield from listed
    if not listed:
        return
    for (kind, label), other in blueprint.declared.items():
        named = other.get("rate_limit") if kind in ("endpoint", "public") else None
        if isinstance(named, Ref) and named.name == block.label and label not in listed:
            listed.append(label)
            yield label


def _route(label: str, base: str) -> str:
    """An endpoint as routers have it."""
    method, _, path = label.partition(" ")
    return f"{method} {base}" + re.sub(r"{(\w+)}", r":\1", path)


def _round(rate: float) -> float:
    return int(rate) if float(rate).is_integer() else round(float(rate), 4)
