"""Mongoose: the tenant in filters, in documents, and in the first `$match` of a pipeline."""

from __future__ import annotations

from blueprint_ls.codebase.typescript.tree import Array, Call, Member, Node, Object
from blueprint_ls.fixes.fix import Edits
from blueprint_ls.fixes.tenant.objects import added, entry, in_rows, property_of, spread
from blueprint_ls.fixes.tenant.site import Site, bare, link

_FILTERS = (
    "find",
    "findOne",
    "countDocuments",
    "exists",
    "updateOne",
    "updateMany",
    "replaceOne",
    "deleteOne",
    "deleteMany",
    "findOneAndUpdate",
    "findOneAndReplace",
    "findOneAndDelete",
)
_KEYS = {
    "findById": "findOne",
    "findByIdAndUpdate": "findOneAndUpdate",
    "findByIdAndDelete": "findOneAndDelete",
    "findByIdAndRemove": "findOneAndDelete",
}
_WRITES = ("create", "insertMany", "insertOne")


def mongoose(site: Site, value: str) -> Edits | None:
    """The edits that hold an access to a tenant."""
    found = link(site.call, site.access.operation)
    if found is None or site.owner.kind != "direct" or not isinstance(found.call.callee, Member):
        return None
    call, callee, written = found.call, found.call.callee, entry(site.column, value)
    if found.name in _WRITES:
        row = bare(call.arguments[0]) if call.arguments else None
        return in_rows(site, row, written) if isinstance(row, Object | Array) else None
    if found.name in _KEYS:
        return _by_key(site, call, callee, written)
    if found.name in _FILTERS:
        return _filter(site, call, 0, written)
    if found.name == "distinct":
        return _filter(site, call, 1, written)
    return _pipeline(site, call, written) if found.name == "aggregate" else None


def _by_key(site: Site, call: Call, callee: Member, written: str) -> Edits | None:
    """`findById(id)` asks by one key alone: `findOne({ _id: id, tenant })` asks by both."""
    if not call.arguments:
        return None
    first = call.arguments[0]
    name = _KEYS[callee.name]
    return (
        site.replace(callee.end - len(callee.name), callee.end, name),
        site.replace(first.start, first.end, f"{{ _id: {site.read(first)}, {written} }}"),
    )


def _filter(site: Site, call: Call, at: int, written: str) -> Edits | None:
    if len(call.arguments) < at:
        return None
    if len(call.arguments) == at:
        before = ", " if call.arguments else ""
        return (site.insert(call.end - 1, f"{before}{{ {written} }}"),)
    return _asked(site, call.arguments[at], written)


def _asked(site: Site, node: Node, written: str) -> Edits | None:
    asked = bare(node)
    if isinstance(asked, Object):
        return added(site, asked, written)
    return (site.replace(node.start, node.end, spread(site, node, written)),)


def _pipeline(site: Site, call: Call, written: str) -> Edits | None:
    stages = bare(call.arguments[0]) if call.arguments else None
    if not isinstance(stages, Array) or not stages.items:
        return None
    first = bare(stages.items[0])
    match = property_of(first, "$match") if isinstance(first, Object) else None
    if match and isinstance(asked := bare(match.value), Object):
        return added(site, asked, written)
    if (
        isinstance(first, Object)
        and first.entries
        and str(getattr(first.entries[0], "key", "")) in ("$search", "$geoNear", "$vectorSearch")
    ):
        return None
    return (site.insert(stages.items[0].start, f"{{ $match: {{ {written} }} }}, "),)
