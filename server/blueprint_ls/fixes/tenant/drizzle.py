"""Drizzle: the tenant in `where`, and the functions that say it imported."""

from __future__ import annotations

from dataclasses import dataclass, field

from blueprint_ls.codebase.ownership import Step
from blueprint_ls.codebase.typescript.tree import (
    Call,
    Function,
    Import,
    Member,
    Name,
    Node,
    Object,
    ObjectTarget,
    Return,
)
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.fixes.fix import Edit, Edits
from blueprint_ls.fixes.tenant.objects import added, entry, in_rows, margin, property_of, under
from blueprint_ls.fixes.tenant.scope import own_names
from blueprint_ls.fixes.tenant.site import Site, bare, lead_behind, link, links

_PACKAGE = "drizzle-orm"
_TABLES = ("from", "update", "delete")
_ANCHORS = ("innerJoin", "leftJoin", "rightJoin", "fullJoin", "crossJoin", "from", "set", "delete")
_RELATIONAL = ("findMany", "findFirst")


def drizzle(site: Site, value: str) -> Edits | None:
    """The edits that hold an access to a tenant."""
    whole = site.call
    if whole is None:
        return None
    if site.access.kind == "create":
        return _Words(site).insert(whole, value) if site.owner.kind == "direct" else None
    if found := link(whole, *_RELATIONAL):
        return _Words(site).relational(found.call, value) if site.owner.kind != "via" else None
    return _Words(site).core(whole, value)


@dataclass(slots=True)
class _Words:
    """One fix, and the functions of the package that it needs."""

    site: Site
    missing: list[str] = field(default_factory=list)

    def insert(self, whole: Call, value: str) -> Edits | None:
        """The tenant in the rows, and in the condition under which a row that is there already is changed."""
        rows, conflict = link(whole, "values"), link(whole, "onConflictDoUpdate")
        row = rows.call.arguments[0] if rows and rows.call.arguments else None
        spreads = isinstance(bare(row), Object)
        written = in_rows(self.site, row, entry(self.site.column, value), spreads=spreads)
        if conflict is None:
            return written
        kept = self._kept(whole, conflict.call, value)
        return (*(written or ()), *kept) if kept else None

    def _kept(self, whole: Call, conflict: Call, value: str) -> Edits | None:
        """`setWhere: eq(deals.teamId, teamId)`: a row of another tenant stays as it is."""
        options = bare(conflict.arguments[0]) if conflict.arguments else None
        table = link(whole, "insert")
        if not isinstance(options, Object) or table is None or not table.call.arguments:
            return None
        if property_of(options, "where") or property_of(options, "setWhere"):
            return None
        column = f"{self.site.read(table.call.arguments[0])}.{self.site.column}"
        edits = added(self.site, options, f"setWhere: {self._word('eq')}({column}, {value})")
        return (*edits, *self._imports()) if edits else None

    def core(self, whole: Call, value: str) -> Edits | None:
        """`select().from(t).where(…)`, `update(t).set(…).where(…)`, `delete(t).where(…)`."""
        table = link(whole, *_TABLES)
        if table is None or not table.call.arguments or not isinstance(table.call.arguments[0], Name | Member):
            return None
        if sum(one.name in _TABLES for one in links(whole)) > 1:
            return None
        name = self.site.read(table.call.arguments[0])
        where, anchor = link(whole, "where"), link(whole, *_ANCHORS)
        held = self._held(whole, name, value) if self._is_model(table.call.arguments[0]) else None
        if held is None or anchor is None or (where and not where.call.arguments):
            return None
        if where:
            edits = _joined(self.site, where.call.arguments[0], self._word("and"), held)
        else:
            edits = (self.site.insert(anchor.call.end, f"{lead_behind(self.site, anchor.call)}.where({held})"),)
        return (*edits, *self._imports())

    def _held(self, whole: Call, name: str, value: str) -> str | None:
        """The condition that a table's rows are the tenant's; a subquery where it has no column that says so."""
        if self.site.owner.kind != "via":
            return f"{self._word('eq')}({name}.{self.site.column}, {value})"
        first = links(whole)[-1].call.callee
        handle = self.site.read(first.object) if isinstance(first, Member) else ""
        return self._among(handle, name, self.site.owner.chain, value) if handle else None

    def _among(self, handle: str, name: str, chain: tuple[Step, ...], value: str) -> str | None:
        """`inArray(notes.dealId, db.select({ id: deals.id }).from(deals).where(…))`, one owner within another."""
        site, step = self.site, chain[0]
        edge = _key_of(site, step)
        owner = _local(site, step.target)
        if edge is None or owner is None or step.backward:
            return None
        own, theirs = edge
        if len(chain) > 1:
            held = self._among(handle, owner, chain[1:], value)
        else:
            column = site.owners.ownership[step.target].column
            held = f"{self._word('eq')}({owner}.{column}, {value})" if column else None
        select = f"{handle}.select({{ {theirs}: {owner}.{theirs} }}).from({owner}).where({held})"
        return f"{self._word('inArray')}({name}.{own}, {select})" if held else None

    def _is_model(self, table: Node) -> bool:
        """Whether a table is the model that is asked about, and not another one of the query."""
        site = self.site
        written = table.name if isinstance(table, Name | Member) else ""
        meant = site.case.models.at(site.path, written) if isinstance(table, Name) else None
        return written == site.access.name or (meant is not None and meant.id == site.access.model)

    def relational(self, call: Call, value: str) -> Edits | None:
        """`db.query.deals.findMany({ where })`, with functions or with an object for a condition."""
        site = self.site
        options = bare(call.arguments[0]) if call.arguments else None
        name = _query_name(call)
        equal = f"where: ({name}, {{ eq }}) => eq({name}.{site.column}, {value})"
        if not name or (call.arguments and not isinstance(options, Object)):
            return None
        if not isinstance(options, Object):
            return (site.insert(call.end - 1, f"{{ {equal} }}"),)
        where = property_of(options, "where")
        if where is None:
            return added(site, options, equal)
        asked = bare(where.value)
        if isinstance(asked, Object):
            return under(site, options, "where", entry(site.column, value))
        if isinstance(asked, Function):
            return self._callback(asked, value)
        table = next((node.object for node in inside(where.value) if isinstance(node, Member)), None)
        if table is None or asked is None or where.start == where.value.start:
            return None
        return (*self._wrapped(asked, f"{site.read(table)}.{site.column}", value), *self._imports())

    def _callback(self, function: Function, value: str) -> Edits | None:
        """`(deals, { eq }) => eq(deals.id, id)`: its own functions say it."""
        answer = function.body[0] if len(function.body) == 1 else None
        target = function.parameters[0].target if function.parameters else None
        if not isinstance(answer, Return) or answer.value is None or not isinstance(target, Name):
            return None
        helpers = function.parameters[1].target if len(function.parameters) > 1 else None
        if not isinstance(helpers, ObjectTarget) or not helpers.entries:
            return (*self._wrapped(answer.value, f"{target.name}.{self.site.column}", value), *self._imports())
        known = {one.key for one in helpers.entries}
        first, equal = helpers.entries[0], f"eq({target.name}.{self.site.column}, {value})"
        words = [word for word in ("and", "eq") if word not in known]
        more = [self.site.insert(first.start, "".join(f"{word}, " for word in words))] if words else []
        return (*more, *_joined(self.site, answer.value, "and", equal))

    def _wrapped(self, condition: Node, column: str, value: str) -> Edits:
        """`and(condition, eq(column, value))`; an `and` that is there takes one more."""
        equal = f"{self._word('eq')}({column}, {value})"
        return _joined(self.site, condition, self._word("and"), equal)

    def _word(self, name: str) -> str:
        """What the file calls a function of the package; it is imported where it is not yet."""
        for one in _imports_of(self.site):
            for imported in one.names:
                if imported.name == name and not imported.type_only:
                    return imported.local
        if name not in self.missing:
            self.missing.append(name)
        return name

    def _imports(self) -> list[Edit]:
        """The edits that import what is needed; none for `and` where one is there already."""
        if not self.missing:
            return []
        site = self.site
        named = next((one for one in _imports_of(site) if _has_list(site, one)), None)
        if named:
            return [site.insert(named.names[-1].end, "".join(f", {name}" for name in self.missing))]
        last = [one for one in site.module.body if isinstance(one, Import)]
        line = f'import {{ {", ".join(self.missing)} }} from "{_PACKAGE}";'
        return [site.insert(last[-1].end, f"\n{line}")] if last else [site.insert(0, f"{line}\n")]


def _key_of(site: Site, step: Step) -> tuple[str, str] | None:
    """The column that holds the other's key, and the one that it is a key of, as code names both."""
    mine, other = site.case.models.by_id[step.model], site.case.models.by_id[step.target]
    own = mine.column(step.columns[0]) if len(step.columns) == 1 else None
    edges = [one.relation for one in mine.edges if one.target == step.target and one.relation.columns == step.columns]
    named = [relation.references[0] for relation in edges if len(relation.references) == 1]
    named = named or [column.name for column in other.model.columns if column.primary]
    theirs = other.column(named[0]) if len({*named}) == 1 else None
    return (own.name, theirs.name) if own and theirs else None


def _local(site: Site, model: str) -> str | None:
    """What the file calls a table."""
    found = ((name, site.case.models.at(site.path, name)) for name in own_names(site.module))
    return next((name for name, entity in found if entity and entity.id == model), None)


def _imports_of(site: Site) -> list[Import]:
    return [one for one in site.module.body if isinstance(one, Import) and one.module == _PACKAGE and not one.type_only]


def _has_list(site: Site, one: Import) -> bool:
    """Whether an import has braces that take one more name."""
    return bool(one.names) and site.read(one).startswith("import") and one.names[-1].name not in ("*", "default")


def _joined(site: Site, condition: Node, conjunction: str, equal: str) -> Edits:
    callee = condition.callee if isinstance(condition, Call) and condition.arguments else None
    if isinstance(condition, Call) and isinstance(callee, Name) and callee.name == conjunction:
        last = condition.arguments[-1]
        tail = site.text[last.end : condition.end].decode(errors="replace")
        gap = f",\n{margin(site, last)}" if "\n" in tail else ", "
        return (site.insert(last.end, f"{gap}{equal}"),)
    return (site.insert(condition.start, f"{conjunction}("), site.insert(condition.end, f", {equal})"))


def _query_name(call: Call) -> str:
    """`deals` in `db.query.deals.findMany`."""
    owner = call.callee.object if isinstance(call.callee, Member) else None
    return owner.name if isinstance(owner, Member) else ""
