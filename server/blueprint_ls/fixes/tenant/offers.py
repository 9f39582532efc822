"""Where no tenant's key is at hand: the parameter that brings it, and the client that knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from blueprint_ls.codebase.models.entities import plain
from blueprint_ls.codebase.typescript.tree import (
    Class,
    Defaulted,
    Function,
    Let,
    Member,
    Method,
    Name,
    Node,
    ObjectTarget,
)
from blueprint_ls.fixes.fix import Edits, Fix
from blueprint_ls.fixes.tenant.scope import own_names
from blueprint_ls.fixes.tenant.site import Site, links
from blueprint_ls.fixes.tenant.values import TenantValue
from blueprint_ls.judge.code.around import around

_TYPES = {
    "Int": "number",
    "Float": "number",
    "BigInt": "bigint",
    "number": "number",
    "integer": "number",
    "serial": "number",
    "bigint": "bigint",
}
_SCRIPTS = (".js", ".jsx", ".mjs", ".cjs")


def clients(site: Site, values: Sequence[TenantValue]) -> Iterator[Fix]:
    """The scoped clients that the blueprint declares and the file knows."""
    known = set(own_names(site.module))
    handle = _handle(site)
    for one in site.owners.tenancy.scoped_clients if handle and values else ():
        if one.name in known and handle and site.access.kind in (*one.operations, "raw"):
            text = f"{one.name}({values[0].text})"
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
    name = _camel(site.owners.tenancy.key)
    edits = layer(site, name) if found else None
    more = _parameter(site, found[1], name) if found and edits else None
    if found and edits and more:
        title = f"Take `{name}` as a parameter of `{found[0]}`, and use it; the compiler finds its callers"
        yield Fix(title, (*more, *edits), safe=False, preferred=False)
        yield from _through_client(site, found, name, more)


def _through_client(site: Site, found: tuple[str, Function], name: str, more: Edits) -> Iterator[Fix]:
    for fix in clients(site, [TenantValue(name, trusted=False, used=False)]):
        title = f"{fix.title}, with `{name}` as a parameter of `{found[0]}`; the compiler finds its callers"
        yield Fix(title, (*more, *fix.edits), safe=False, preferred=False)


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


def _parameter(site: Site, function: Function, name: str) -> Edits | None:
    """The edits that add a parameter: behind the others, or beside those that an only object brings."""
    typed = "" if site.path.endswith(_SCRIPTS) else f": {_type(site)}"
    every = function.parameters
    if any(name == getattr(one.target, "name", None) or one.decorators for one in every):
        return None
    if not every:
        opening = _opening(site, function)
        return (site.insert(opening, f"{name}{typed}"),) if opening else None
    last = every[-1]
    if last.optional or last.rest or isinstance(last.target, Defaulted):
        return None
    if len(every) == 1 and isinstance(last.target, ObjectTarget) and last.target.entries:
        return _in_object(site, last.target, last.type, last.end, name, typed)
    if last.start == function.start and function.is_arrow:
        return (site.insert(last.start, "("), site.insert(last.end, f", {name}{typed})"))
    return (site.insert(last.end, f", {name}{typed}"),)


def _in_object(site: Site, target: ObjectTarget, type_: str | None, end: int, name: str, typed: str) -> Edits | None:
    entry = site.insert(target.entries[-1].end, f", {name}")
    if not typed:
        return (entry,)
    if not type_ or not type_.rstrip().endswith("}") or not type_.startswith("{") or target.rest:
        return None
    before = site.text[: end - 1].decode(errors="replace")
    inner = before.rstrip()
    gap = ";" if not inner.endswith((";", ",", "{")) else ""
    return (entry, site.insert(len(inner.encode()), f"{gap} {name}{typed}"))


def _opening(site: Site, function: Function) -> int | None:
    """Behind the opening parenthesis of a function without parameters."""
    at = site.text.find(b"()", function.start, function.end)
    return at + 1 if at >= 0 else None


def _type(site: Site) -> str:
    model = site.owner.chain[-1].target if site.owner.chain else site.access.model
    entity = site.case.models.by_id[model]
    column = entity.column(site.owners.ownership[model].column or "")
    return _TYPES.get(column.type.rstrip("?"), "string") if column else "string"


def _camel(name: str) -> str:
    """`tenant_id` as a parameter is named: `tenantId`."""
    first, *rest = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest) if plain(name) else name
