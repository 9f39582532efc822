"""Rules `job-without-tenant`, `cache-call-without-tenant` and `rate-limit-key-without-tenant`: the tenant's key where
no query carries it."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.models.entities import plain
from blueprint_ls.codebase.typescript.tree import (
    Binary,
    Call,
    Function,
    Member,
    Name,
    Node,
    Object,
    Property,
    Spread,
    Template,
)
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.judge.code.around import around
from blueprint_ls.judge.code.captured import Site, sites
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.checks.reach import key_at_hand
from blueprint_ls.judge.code.origins import bare, callee_name, last_name, parameter, set_to, written
from blueprint_ls.judge.code.registry import code_check
from blueprint_ls.judge.finding import Finding, Related

JOB = "job-without-tenant"
CACHE = "cache-call-without-tenant"
LIMIT = "rate-limit-key-without-tenant"
_LEAST_KEYS = 1
_CONTEXT = ("ctx", "context", "session", "auth", "tenant", "workspace", "organization", "team", "project")
"""What carries the tenant with it as a whole."""


@code_check(JOB)
def job_without_tenant(case: CodeCase) -> Iterator[Finding]:
    """Messages without the tenant, written where the tenant is known."""
    for site in sites(case, JOB, "payloads", "send"):
        call = site.call
        payload = next((one for one in call.arguments if isinstance(one, Object)), None) if call else None
        if call is None or payload is None or not _is_closed(payload) or _speaks(case, payload):
            continue
        hand = _at_hand(site)
        if hand and _names_rows(payload):
            message = (
                f"The message that `{callee_name(call)}` sends names no tenant, and `{hand}` is at hand: whoever "
                f"works on it cannot hold its queries to one tenant. Send `{hand}` with it"
            )
            related = case.clause("async.tenant_context", "How the blueprint carries the tenant through messages")
            yield _finding(site, JOB, message, related, hand)


@code_check(CACHE)
def cache_call_without_tenant(case: CodeCase) -> Iterator[Finding]:
    """Cache keys put together without the tenant, where the tenant is known."""
    for site in sites(case, CACHE, "calls", "key"):
        key = _built(site)
        if (
            key is None
            or _is_handed_map(site)
            or any(_speaks(case, part) or _has_call(part) for part in _parts(site, key))
        ):
            continue
        hand = _at_hand(site)
        if hand:
            message = (
                f"This cache key holds no tenant, and `{hand}` is at hand: two tenants whose ids meet read each "
                f"other's entries, and none can be cleared alone. Put `{hand}` into the key"
            )
            related = case.clause("reliability.cached", "The blueprint's caches, each under a tenant's key")
            yield _finding(site, CACHE, message, related, hand)


@code_check(LIMIT)
def rate_limit_key_without_tenant(case: CodeCase) -> Iterator[Finding]:
    """Limits that count by something else than the tenant, where the tenant is known."""
    for site in sites(case, LIMIT, "calls", "key"):
        key = _built(site) or bare(site.node)
        if key is None or not isinstance(key, Template | Binary | Name | Member):
            continue
        if any(_speaks(case, part) or _has_call(part) for part in _parts(site, key)):
            continue
        hand = _at_hand(site)
        if hand:
            message = (
                f"This limit counts by something else than the tenant, and `{hand}` is at hand: one tenant with many "
                f"users takes the share of all. Count by `{hand}` too"
            )
            related = case.clause("security.rate_limit", "The blueprint's rate limits")
            yield _finding(site, LIMIT, message, related, hand)


def _finding(site: Site, rule: str, message: str, related: tuple[Related, ...], hand: str) -> Finding:
    """A warning where the blueprint states the tenancy; on paths of `system` work, or only believed, information."""
    is_sure = rule == JOB and site.case.stated and not site.case.is_system(site.path)
    severity = "warning" if is_sure else "information"
    return site.case.finding(
        rule, site.path, site.start, site.end, message, severity, related=related, data={"at_hand": hand}
    )


def _at_hand(site: Site) -> str | None:
    """How the code around writes the tenant's key; a column of a table's declaration is no value."""
    hand = key_at_hand(site.case, site.path, site.module, site.start)
    known = hand and "." in hand and site.case.program.meaning(site.path, hand.partition(".")[0]) is not None
    return None if known else hand


def _parts(site: Site, key: Node, depth: int = 3) -> Iterator[Node]:
    """A key, and what the names in it were set to."""
    yield key
    for one in inside(key) if depth else ():
        if isinstance(one, Name):
            for value in set_to(site.functions, one.name):
                yield from _parts(site, value, depth - 1)


def _built(site: Site) -> Node | None:
    """The template or sum that a key is, directly or through one name."""
    node = bare(site.node)
    if isinstance(node, Name):
        values = [bare(one) for one in set_to(site.functions, node.name)]
        node = values[0] if len(values) == 1 and parameter(site.functions[:1], node.name) is None else None
    if isinstance(node, Template) and node.values and node.tag is None:
        return node
    return node if isinstance(node, Binary) and node.operator == "+" else None


def _is_handed_map(site: Site) -> bool:
    """Whether the cache is a parameter that is asked `has`: a map of its caller's, as no store has it."""
    module = site.module
    holding = [node for node in around(module, site.start) if isinstance(node, Call)] if module else []
    callee = holding[-1].callee if holding else None
    holder = bare(callee.object) if isinstance(callee, Member) else None
    if not isinstance(holder, Name) or parameter(site.functions, holder.name) is None:
        return False
    return any(
        isinstance(one, Member) and one.name == "has" and written(one.object) == holder.name
        for one in inside(site.functions[-1])
    )


def _keys(case: CodeCase) -> frozenset[str]:
    return frozenset(plain(name) for name in case.tenancy.keys if name) if case.tenancy else frozenset()


def _speaks(case: CodeCase, node: Node) -> bool:
    """Whether an expression names the tenant: its key, its root, or something that carries it."""
    keys = _keys(case)
    words = {*keys, *(key.removesuffix("id") for key in keys)}
    roots = {plain(name) for name in case.tenancy.roots} if case.tenancy else set()
    for one in inside(node):
        name = one.name if isinstance(one, Name | Member) else one.key if isinstance(one, Property) else None
        if name and (plain(name) in words | roots or any(plain(name).startswith(w) for w in words if len(w) > 3)):
            return True
        if isinstance(one, Name) and one.name in _CONTEXT:
            return True
    return False


def _is_closed(payload: Object) -> bool:
    """Whether everything in a payload is written down here, one value at a time."""
    return not any(
        isinstance(one, Spread) or isinstance(bare(one.value), Function | Object | Call) for one in payload.entries
    )


def _names_rows(payload: Object) -> bool:
    """Whether a payload names rows by their ids, and carries none as a whole."""
    keys = [one.key or "" for one in payload.entries if isinstance(one, Property)]
    values = [last_name(one.value) for one in payload.entries if isinstance(one, Property)]
    return any(key.endswith(("Id", "Ids", "_id")) for key in (*keys, *values)) and len(keys) >= _LEAST_KEYS


def _has_call(key: Node) -> bool:
    """Whether a part of a key is worked out elsewhere: a hash may hold the tenant."""
    return any(isinstance(one, Call) for one in inside(key))
