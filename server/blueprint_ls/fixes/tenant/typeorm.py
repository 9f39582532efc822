"""TypeORM: the tenant in the criteria of repositories and managers, and in the conditions of query builders."""

from __future__ import annotations

from blueprint_ls.codebase.facts import Relation
from blueprint_ls.codebase.typescript.tree import Array, Call, Class, Literal, Name, Node, Object
from blueprint_ls.fixes.fix import Edits
from blueprint_ls.fixes.tenant.objects import added, entry, in_rows, predicate, property_of, under
from blueprint_ls.fixes.tenant.site import Site, bare, lead_behind, link

_OPTIONS = ("find", "findOne", "findOneOrFail", "findAndCount", "count", "exists", "exist")
_CRITERIA = (
    "findBy",
    "findOneBy",
    "findOneByOrFail",
    "findAndCountBy",
    "countBy",
    "existsBy",
    "update",
    "delete",
    "softDelete",
    "restore",
)
_WRITES = ("insert", "save")
_BUILDER = "createQueryBuilder"
_CONDITIONS = ("where", "andWhere")
_ANCHORS = (
    "innerJoin",
    "leftJoin",
    "innerJoinAndSelect",
    "leftJoinAndSelect",
    "set",
    "update",
    "delete",
    "from",
    _BUILDER,
)


def typeorm(site: Site, value: str) -> Edits | None:
    """The edits that hold an access to a tenant."""
    whole = site.call
    if whole is None:
        return None
    if builder := link(whole, _BUILDER):
        return _built(site, whole, builder.call, value)
    found = link(whole, site.access.operation)
    if found is None:
        return None
    given = _given(site, found.call)
    if found.name in _WRITES:
        row = bare(given[0]) if given else None
        direct = site.owner.kind == "direct" and isinstance(row, Object | Array)
        return in_rows(site, row, _entry(site, value)) if direct else None
    written = predicate(site, value) if site.owner.kind == "via" else _entry(site, value)
    if written is None:
        return None
    if found.name in _OPTIONS:
        return _options(site, found.call, given, written)
    return _criteria(site, found.call, given, written) if found.name in _CRITERIA else None


def _entry(site: Site, value: str) -> str:
    """`teamId`, or `team: { id: teamId }` where the class knows the column by its relation alone."""
    relation = _relation(site)
    if relation is None:
        return entry(site.column, value)
    key = relation.references[0] if relation.references else "id"
    return f"{relation.name}: {{ {entry(key, value)} }}"


def _relation(site: Site) -> Relation | None:
    """The relation that a class has in the place of its tenant column."""
    entity = site.case.models.by_id[site.access.model]
    found = site.case.program.type(entity.path, entity.name)
    path, node = found or ("", None)
    if not isinstance(node, Class) or site.case.program.member(path, node, site.column):
        return None
    return next((one for one in entity.model.relations if one.columns == (site.column,) and one.name), None)


def _given(site: Site, call: Call) -> list[Node]:
    """The arguments behind the entity, which a manager is told first."""
    first = call.arguments[0] if call.arguments else None
    skip = isinstance(first, Name) and first.name == site.access.name
    return list(call.arguments[1:] if skip else call.arguments)


def _options(site: Site, call: Call, given: list[Node], written: str) -> Edits | None:
    if not given:
        text = f"{{ where: {{ {written} }} }}"
        return (site.insert(call.end - 1, f", {text}" if call.arguments else text),)
    options = bare(given[0])
    if not isinstance(options, Object):
        return None
    where = property_of(options, "where")
    if where and isinstance(asked := bare(where.value), Array):
        return _each(site, asked, written)
    return under(site, options, "where", written, first=True)


def _criteria(site: Site, call: Call, given: list[Node], written: str) -> Edits | None:
    """`update(criteria, …)`, where criteria may be a bare key."""
    if not given:
        return (site.insert(call.end - 1, f"{{ {written} }}"),) if not call.arguments else None
    asked = bare(given[0])
    if isinstance(asked, Object):
        return added(site, asked, written)
    if isinstance(asked, Array):
        return _each(site, asked, written)
    key = _primary(site)
    if asked is None or key is None or call.callee is None or not _is_key(asked, key):
        return None
    return (site.replace(asked.start, asked.end, f"{{ {entry(key, site.read(asked))}, {written} }}"),)


def _each(site: Site, asked: Array, written: str) -> Edits | None:
    """Each alternative takes the entry."""
    found = [added(site, one, written) if isinstance(one, Object) else None for one in asked.items]
    return None if not found or None in found else tuple(edit for edits in found if edits for edit in edits)


def _is_key(node: Node, key: str) -> bool:
    """Whether an expression is a key by its name: `id`, `dealId`, `dto.id`."""
    name = str(getattr(node, "name", ""))
    return name.lower().endswith(key.lower())


def _primary(site: Site) -> str | None:
    entity = site.case.models.by_id[site.access.model]
    found = [column.name for column in entity.model.columns if column.primary]
    return found[0] if len(found) == 1 else None


# ------------------------------------------------------------------------------------------------------- builders


def _built(site: Site, whole: Call, builder: Call, value: str) -> Edits | None:
    """`.andWhere("deal.workspaceId = :workspaceId", { workspaceId })`."""
    column = site.column
    if site.owner.kind == "via" or link(whole, "orWhere") or f":{column}" in site.read(whole):
        return None
    writes = link(whole, "update", "delete", "softDelete", "restore", "insert")
    if writes and writes.name == "insert":
        return None
    alias = next((one.value for one in reversed(builder.arguments) if isinstance(one, Literal)), None)
    if not writes and not isinstance(alias, str):
        return None
    relation = _relation(site)
    known = relation.name if relation else column
    name = known if writes else f"{alias}.{known}"
    asked = link(whole, *_CONDITIONS)
    anchor = asked or link(whole, *_ANCHORS)
    assert anchor is not None
    called = "andWhere" if asked else "where"
    call = f'.{called}("{name} = :{column}", {{ {entry(column, value)} }})'
    return (site.insert(anchor.call.end, f"{lead_behind(site, anchor.call)}{call}"),)
