"""Kysely and Knex: the tenant as one more `where` of the chain."""

from __future__ import annotations

from blueprint_ls.codebase.models.entities import plain
from blueprint_ls.codebase.typescript.tree import Call, Literal, Object
from blueprint_ls.fixes.fix import Edits
from blueprint_ls.fixes.tenant.objects import added, entry, in_rows
from blueprint_ls.fixes.tenant.site import Link, Site, bare, is_identifier, lead_behind, link, links

_BEGINNINGS = ("selectFrom", "updateTable", "deleteFrom")
_JOINS = ("innerJoin", "leftJoin", "rightJoin", "fullJoin", "join", "leftOuterJoin", "rightOuterJoin", "joinRaw")
_WHERES = ("where", "andWhere", "whereIn", "whereNull", "whereNotNull", "whereNot", "whereRef", "whereRaw")


def kysely(site: Site, value: str) -> Edits | None:
    """`.where("organization_id", "=", value)`, and the column in the rows of an insert."""
    whole = site.call
    if link(whole, "insertInto"):
        return _rows(site, link(whole, "values"), value)
    begin = link(whole, *_BEGINNINGS)
    anchor = _anchor(whole, (*_WHERES, "set", *_JOINS, *_BEGINNINGS))
    if begin is None or anchor is None or (column := _column(site, whole, begin)) is None:
        return None
    call = f'.where("{column}", "=", {value})'
    return (site.insert(anchor.call.end, f"{lead_behind(site, anchor.call)}{call}"),)


def knex(site: Site, value: str) -> Edits | None:
    """`.where({ organization_id: value })`, in the object that is there where it is one."""
    whole = site.call
    if any(one.name.startswith("or") and one.name != "orderBy" for one in links(whole)) or link(whole, "raw"):
        return None
    if insert := link(whole, "insert"):
        return _rows(site, insert, value)
    begin = link(whole, "from", "into", "table") or _table_call(whole)
    if begin is None or (column := _column(site, whole, begin)) is None:
        return None
    asked = link(whole, "where", "andWhere")
    first = bare(asked.call.arguments[0]) if asked and len(asked.call.arguments) == 1 else None
    if isinstance(first, Object):
        return added(site, first, entry(column, value))
    anchor = _anchor(whole, (*_WHERES, *_JOINS)) or begin
    name = "andWhere" if anchor.name in _WHERES else "where"
    text = f"{lead_behind(site, anchor.call)}.{name}({{ {entry(column, value)} }})"
    return (site.insert(anchor.call.end, text),)


def _rows(site: Site, found: Link | None, value: str) -> Edits | None:
    """The tenant in the rows of an insert."""
    row = found.call.arguments[0] if found and found.call.arguments else None
    if site.owner.kind != "direct":
        return None
    return in_rows(site, row, entry(site.column, value), spreads=False)


def _anchor(whole: Call | None, names: tuple[str, ...]) -> Link | None:
    """The call behind which another condition goes."""
    return link(whole, *names)


def _table_call(whole: Call | None) -> Link | None:
    """`knex("deals")`, the call that a chain begins with."""
    every = links(whole)
    return every[-1] if every and every[-1].call.arguments else None


def _column(site: Site, whole: Call | None, begin: Link) -> str | None:
    """The tenant column of the table that a chain begins with, with its alias where it has one or joins others."""
    first = begin.call.arguments[0] if begin.call.arguments else None
    if not isinstance(first, Literal) or not isinstance(first.value, str) or site.owner.kind == "via":
        return None
    table, _, alias = (part.strip() for part in first.value.replace(" AS ", " as ").partition(" as "))
    if plain(table) != plain(_table(site)) or not is_identifier(table.replace(".", "_")):
        return None
    joined = link(whole, *_JOINS) is not None
    prefix = alias or (table if joined else "")
    return f"{prefix}.{site.column}" if prefix else site.column


def _table(site: Site) -> str:
    entity = site.case.models.by_id[site.access.model]
    return entity.model.table or entity.name
