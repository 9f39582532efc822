"""Which cures an access is offered: the tenant's key from where it stands, else the ways to get it there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from blueprint_ls.fixes.code import code_fixer
from blueprint_ls.fixes.fix import Edits, Fix
from blueprint_ls.fixes.tenant.builders import knex, kysely
from blueprint_ls.fixes.tenant.drizzle import drizzle
from blueprint_ls.fixes.tenant.mongoose import mongoose
from blueprint_ls.fixes.tenant.offers import clients, threaded
from blueprint_ls.fixes.tenant.prisma import prisma
from blueprint_ls.fixes.tenant.site import Site, site_of
from blueprint_ls.fixes.tenant.sql import sql
from blueprint_ls.fixes.tenant.typeorm import typeorm
from blueprint_ls.fixes.tenant.values import TenantValue, values_at
from blueprint_ls.judge.code.around import functions_around
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.flow.predicate import Equals
from blueprint_ls.judge.tenancy.pins import flat

_MOST = 3
_CURABLE = ("unscoped", "unknown", "conditional")
_LAYERS: dict[str, Callable[[Site, str], Edits | None]] = {
    "prisma": prisma,
    "drizzle": drizzle,
    "kysely": kysely,
    "knex": knex,
    "typeorm": typeorm,
    "mongoose": mongoose,
    "sql": sql,
}


@code_fixer("tenant-scope")
def tenant_scope(finding: Finding, case: CodeCase) -> Iterator[Fix]:
    """The cures for an access that is not held to one tenant."""
    site = site_of(finding, case)
    if site is None or finding.data.get("raw_input") or site.access.verdict not in _CURABLE:
        return
    values = values_at(site)
    layer = _LAYERS.get(site.access.layer, sql if site.access.kind == "raw" else None)
    for at, value in enumerate(values[:_MOST] if layer else []):
        aimed = site.aimed(value.named)
        edits = layer(aimed, value.text) if layer and aimed else None
        if aimed and edits:
            yield Fix(_title(aimed, value), edits, safe=_is_plain(aimed, values), preferred=at == 0)
    yield from clients(site, values)
    if not values and layer:
        yield from threaded(site, layer)


def _title(site: Site, value: TenantValue) -> str:
    if site.access.kind == "create" and site.access.access.merges:
        return f"Change a row that is there already only where it is `{value.text}`'s"
    if site.access.kind == "create":
        return f"Write `{site.column}` from `{value.text}`"
    return f"Hold the access to `{value.text}`"


def _is_plain(site: Site, values: list[TenantValue]) -> bool:
    """Whether what is meant is plain: one tenant's key at hand, unused, and one row asked for by its key."""
    one = values[0]
    direct = site.owner.kind == "direct" and not site.owner.nullable and site.access.verdict == "unscoped"
    by_key = site.access.kind in ("read", "update", "delete") and _is_by_key(site)
    inside = bool(functions_around(site.module, site.access.start))
    return len(values) == 1 and one.trusted and not one.used and direct and by_key and inside


def _is_by_key(site: Site) -> bool:
    """Whether an access asks for a row by its primary key, and by nothing that widens it."""
    entity = site.case.models.by_id[site.access.model]
    keys = {name for column in entity.model.columns if column.primary for name in (column.name, column.stored)}
    keys |= {"_id"} if site.access.layer == "mongoose" else set()
    return any(isinstance(part, Equals) and part.column in keys for part in flat(site.access.access.predicate))
