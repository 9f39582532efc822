"""One customer apart from the next: cache keys, limits and counters that name the tenant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, figure, report, stated, title, whole
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check

_VARIABLE = re.compile(r"\{\s*(\w+)\s*\}")


@blueprint_check("cache-key-without-tenant")
def cache_keys(case: Case) -> Iterator[Finding]:
    """The key of each cached thing names the tenant, unless it says why the data is everyone's."""
    known = facts(case)
    key, names = _tenant(known)
    for cached in known.all("cached") if key else ():
        pattern = stated(cached, "key")
        if key and pattern and not _names(pattern, names) and not cached.get("shared_because"):
            message = (
                f"`{pattern.text}` does not name the tenant, so one tenant could be given another's copy: begin it "
                "with "
                f"`tenant:{{{key.value}}}:`, or say in `shared_because` why it is the same for all"
            )
            written = f'"tenant:{{{key.value}}}:{pattern.value}"'
            yield from report("cache-key-without-tenant", message, pattern, key, instead=written)


@blueprint_check("tenant-rate-limit")
def tenant_limits(case: Case) -> Iterator[Finding]:
    """At least one limit counts by tenant, and counters by tenant have the tenant in their key."""
    known = facts(case)
    limits = known.all("rate_limit")
    key, names = _tenant(known)
    if limits and key and not any("tenant" in (limit.get("per") or ()) for limit in limits):
        message = (
            "No limit counts by tenant, so one customer's script slows down all others: add one with `per = [tenant]`"
        )
        yield from report("tenant-rate-limit", message, whole(limits[0]), key)
    for limit in limits if key else ():
        pattern = stated(limit, "key")
        if key and pattern and "tenant" in (limit.get("per") or ()) and not _names(pattern, names):
            message = (
                f"`{title(limit)}` counts by tenant, and its key `{pattern.text}` has no `{{{key.value}}}`: all "
                "tenants would share one counter"
            )
            yield from report("tenant-rate-limit", message, pattern, key)


def _tenant(known: Facts) -> tuple[Figure | None, frozenset[str]]:
    """The tenant's key and every name it goes by; none where the system has a single tenant."""
    tenancy = known.one("data", "tenancy")
    key, tenants = stated(tenancy, "key"), figure(known.scale, "tenants")
    if tenancy is None or key is None or (tenants and tenants.value == 1):
        return None, frozenset()
    spellings = {str(key.value), *map(str, tenancy.get("aliases") or ())}
    return key, frozenset(_plain(name) for name in spellings)


def _names(pattern: Figure, names: frozenset[str]) -> bool:
    return any(_plain(name) in names for name in _VARIABLE.findall(str(pattern.value)))


def _plain(name: str) -> str:
    """`tenant_id` and `tenantId` are one name."""
    return name.replace("_", "").lower()
