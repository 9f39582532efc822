"""Prisma: the tenant in `where` and in `data`, as far as the client's version takes it there."""

from __future__ import annotations

import re

from blueprint_ls.codebase.typescript.tree import Array, Await, Call, Do, Member, Node, Object
from blueprint_ls.fixes.fix import Edits
from blueprint_ls.fixes.tenant.objects import added, entry, in_rows, predicate, property_of, under
from blueprint_ls.fixes.tenant.site import Site, bare
from blueprint_ls.judge.code.around import around

_UNIQUE = {"findUnique": "findFirst", "findUniqueOrThrow": "findFirstOrThrow"}
_KEYED = {"update": "updateMany", "delete": "deleteMany", "upsert": ""}
_CREATES = ("create", "createMany", "createManyAndReturn")
_FREE = 5
"""The version from which on a unique `where` takes other fields beside its key."""


def prisma(site: Site, value: str) -> Edits | None:
    """The edits that hold an access to a tenant."""
    call = site.call
    if call is None or not isinstance(call.callee, Member) or call.callee.name != site.access.operation:
        return None
    options = bare(call.arguments[0]) if call.arguments else None
    if call.arguments and not isinstance(options, Object):
        return None
    if call.callee.name in _CREATES:
        return _created(site, options, value) if isinstance(options, Object) else None
    written = predicate(site, value)
    if written is None:
        return None
    if not isinstance(options, Object):
        return (site.insert(call.end - 1, f"{{ where: {{ {written} }} }}"),)
    return _asked(site, call, call.callee, options, written, value)


def _asked(site: Site, call: Call, callee: Member, options: Object, written: str, value: str) -> Edits | None:
    keyed = callee.name in _UNIQUE or callee.name in _KEYED
    if keyed and not _takes_more(site):
        return _before_five(site, call, callee, options, written, value)
    found = under(site, options, "where", written, first=True)
    if callee.name == "upsert":
        row = property_of(options, "create")
        born = _row(site, row.value, value) if row else None
        return (*found, *born) if found and born else None
    return found


def _before_five(site: Site, call: Call, callee: Member, options: Object, written: str, value: str) -> Edits | None:
    """A composite key, else the operation that takes any condition, where what it answers allows that."""
    where = property_of(options, "where")
    asked = bare(where.value) if where else None
    if not isinstance(asked, Object):
        return None
    if (joined := _composite(site, asked, value)) is not None:
        return (site.replace(asked.start, asked.end, joined),)
    other = _UNIQUE.get(callee.name) or (_KEYED[callee.name] if _is_unheard(site, call) else "")
    if not other or any(isinstance(bare(getattr(one, "value", None)), Object) for one in asked.entries):
        return None
    if callee.name in _KEYED and any(property_of(options, key) for key in ("select", "include")):
        return None
    found = added(site, asked, written)
    return (site.replace(callee.end - len(callee.name), callee.end, other), *found) if found else None


def _composite(site: Site, asked: Object, value: str) -> str | None:
    """`{ teamId_slug: { teamId, slug } }` where the schema has such a key."""
    entity = site.case.models.by_id[site.access.model]
    names = [getattr(one, "key", None) for one in asked.entries]
    for name, columns in entity.model.uniques:
        if site.owner.kind == "direct" and {*columns} == {*names, site.column} and None not in names:
            parts = [entry(one, value if one == site.column else site.read(_value(asked, one))) for one in columns]
            return f"{{ {name}: {{ {', '.join(parts)} }} }}"
    return None


def _value(asked: Object, key: str) -> Node:
    found = asked.get(key)
    assert found is not None
    return found


def _is_unheard(site: Site, call: Call) -> bool:
    """Whether nobody looks at what a call answers."""
    holding = around(site.module, call.start)
    return any(
        isinstance(node, Do) and (node.value is call or (isinstance(node.value, Await) and node.value.value is call))
        for node in holding
    )


def _created(site: Site, options: Object, value: str) -> Edits | None:
    data = property_of(options, "data")
    return _row(site, data.value, value) if data else None


def _row(site: Site, node: Node, value: str) -> Edits | None:
    """The tenant in a row: its column, or the relation where the row's other relations are connected."""
    if site.owner.kind != "direct":
        return None
    inner = bare(node)
    if isinstance(inner, Object) and _is_connected(inner):
        written = _connection(site, value)
        return added(site, inner, written) if written else None
    found = in_rows(site, inner, entry(site.column, value))
    whole = inner is not None and not isinstance(inner, Object | Array | Call)
    return None if whole and found and site.access.operation != "create" else _as_property(site, node, found)


def _as_property(site: Site, node: Node, found: Edits | None) -> Edits | None:
    """Where `data` is a shorthand, the key is written out."""
    if not found or found[0].span.start != node.start or site.read(node) != "data":
        return found
    before = site.text[: node.start].rstrip()[-1:]
    first = found[0]
    text = f"data: {first.text}" if before in (b"{", b",") else first.text
    return (site.replace(first.span.start, first.span.end, text), *found[1:])


def _is_connected(row: Object) -> bool:
    inner = [one for one in (bare(getattr(entry, "value", None)) for entry in row.entries) if isinstance(one, Object)]
    return any(one.get(word) is not None for one in inner for word in ("connect", "create", "connectOrCreate"))


def _connection(site: Site, value: str) -> str | None:
    entity = site.case.models.by_id[site.access.model]
    for relation in entity.model.relations:
        if relation.columns == (site.column,) and relation.name and relation.references:
            return f"{relation.name}: {{ connect: {{ {entry(relation.references[0], value)} }} }}"
    return None


def _takes_more(site: Site) -> bool:
    """Whether the nearest manifest's client takes other fields beside a unique key; unknown counts as new."""
    found = version(site, "@prisma/client", "prisma")
    return found is None or found >= _FREE


def version(site: Site, *packages: str) -> int | None:
    """The major version that the nearest package.json states for one of some packages."""
    folder = site.path
    while folder:
        folder = folder.rpartition("/")[0]
        facts = site.case.repository.facts(f"{folder}/package.json" if folder else "package.json")
        stated = facts.data.get("dependencies") if facts else None
        for package in packages:
            said = stated.get(package) if isinstance(stated, dict) else None
            number = re.search(r"\d+", str(said.get("range", ""))) if isinstance(said, dict) else None
            if number:
                return int(number[0])
    return None
