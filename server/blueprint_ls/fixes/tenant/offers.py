"""Where no tenant's key is at hand: the parameter that brings it, and the client that knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from blueprint_ls.codebase.models.entities import plain
from blueprint_ls.codebase.typescript.tree import Class, Function, Let, Member, Method, Name, Node
from blueprint_ls.fixes.fix import Edits, Fix
from blueprint_ls.fixes.tenant.parameters import Way, parameter
from blueprint_ls.fixes.tenant.scope import own_names
from blueprint_ls.fixes.tenant.site import Site, links
from blueprint_ls.fixes.tenant.values import TenantValue
from blueprint_ls.judge.code.around import around
from blueprint_ls.judge.tenancy.tenants import agree

_TYPES = {
    "Int": "number",
    "Float": "number",
    "BigInt": "bigint",
    "number": "number",
    "integer": "number",
    "serial": "number",
    "bigint": "bigint",
}


def clients(site: Site, values: Sequence[TenantValue]) -> Iterator[Fix]:
    """The scoped clients that the blueprint declares and the file knows."""
    known = set(own_names(site.module))
    handle = _handle(site)
    meant = site.owners.tenants.word(site.owners.tenancy.key)
    value = next((one.text for one in values if agree(one.named, meant)), None)
    for one in site.owners.tenancy.scoped_clients if handle and value else ():
        if one.name in known and handle and site.access.kind in (*one.operations, "raw"):
            text = f"{one.name}({value})"
            edit = site.replace(handle.start, handle.end, text)
            yield Fix(f"Use the scoped client `{text}`", (edit,), safe=False, preferred=False)


def _handle(site: Site) -> Node | None:
    """The client that an access is made with: `prisma` in `prisma.deal.update`."""
    chain = links(site.call)
    callee = chain[-1].call.callee if chain else None
    if not isinstance(callee, Member):
        return None
    return (
        callee.object.object
        if site.access.layer == "prisma" and isinstance(callee.object, Member)
        else (callee.object if isinstance(callee.object, Name) else None)
    )


def threaded(site: Site, layer: Callable[[Site, str], Edits | None]) -> Iterator[Fix]:
    """The tenant's key as a parameter of the function around the access."""
    found = _named_function(site)
    name = _camel(_key(site))
    way = parameter(site, found[1], name, _type(site)) if found else None
    edits = layer(site, way.text) if way else None
    if found and way and edits:
        title = f"Take `{way.text}` as a parameter of `{found[0]}`, and use it; the compiler finds its callers"
        yield Fix(title, (*way.edits, *edits), safe=False, preferred=False)
        yield from _through_client(site, found, way)


def _key(site: Site) -> str:
    """The name of the key that pins the access: its column's, else the one that names such a tenant."""
    if site.owner.kind == "direct":
        return site.column
    if site.owner.kind == "via":
        return site.owners.ownership[site.owner.chain[-1].target].column or site.owners.tenancy.key
    keys = site.owners.tenancy.keys
    return next((key for key in keys if site.access.model in site.owners.tenants.word(key)), keys[0])


def _through_client(site: Site, found: tuple[str, Function], way: Way) -> Iterator[Fix]:
    for fix in clients(site, [TenantValue(way.text, trusted=False, used=False)]):
        title = f"{fix.title}, with `{way.text}` as a parameter of `{found[0]}`; the compiler finds its callers"
        yield Fix(title, (*way.edits, *fix.edits), safe=False, preferred=False)


def _named_function(site: Site) -> tuple[str, Function] | None:
    """The innermost function around an access, where it has a name and callers of this code's own."""
    nodes = around(site.module, site.access.start)
    at = next((at for at in range(len(nodes) - 1, -1, -1) if isinstance(nodes[at], Function)), 0)
    function, holder = nodes[at] if nodes else None, nodes[at - 1] if at else None
    if not isinstance(function, Function) or holder is None:
        return None
    if isinstance(holder, Method):
        free = holder.kind == "method" and not holder.decorators
        parent = nodes[at - 2] if at > 1 else None
        promised = isinstance(parent, Class) and (parent.implements or parent.extends)
        return (holder.name, function) if free and not promised else None
    if isinstance(holder, Let) and isinstance(holder.target, Name) and not holder.type:
        return holder.target.name, function
    return None


def _type(site: Site) -> str:
    model = site.owner.chain[-1].target if site.owner.chain else site.access.model
    entity = site.case.models.by_id[model]
    column = entity.column(site.owners.ownership[model].column or "")
    return _TYPES.get(column.type.rstrip("?"), "string") if column else "string"


def _camel(name: str) -> str:
    """`tenant_id` as a parameter is named: `tenantId`."""
    first, *rest = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest) if plain(name) else name
