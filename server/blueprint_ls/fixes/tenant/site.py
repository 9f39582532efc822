"""An access that lacks its tenant: where it stands, what it is written in, and the edits that are made to it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from blueprint_ls.codebase.ownership import Ownership
from blueprint_ls.codebase.typescript.tree import Call, Cast, Expression, Member, Module, Name, Node
from blueprint_ls.fixes.fix import Edit
from blueprint_ls.judge.code.around import call_at
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.tenancy.accesses import JudgedAccess, judged_in
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.tenants import Named, agree
from blueprint_ls.syntax import Span

_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")


@dataclass(frozen=True, slots=True)
class Site:
    """One access that a finding is about."""

    case: CodeCase
    owners: Owners
    module: Module
    path: str
    text: bytes
    access: JudgedAccess
    owner: Ownership

    @property
    def call(self) -> Call | None:
        """The whole chain of calls; None where it goes on by a computed name, such that its end is not seen."""
        goes_on = self.text[self.access.end :].lstrip().startswith(b"[")
        return None if goes_on else call_at(self.module, self.access.start, self.access.end)

    @property
    def column(self) -> str:
        """The column that pins the model, by the name that code uses."""
        return self.owner.column or self.owners.tenancy.key

    def aimed(self, named: Named) -> Site | None:
        """The same, pinned by the column that holds the key of such a tenant; None where no column does."""
        owner, tenants = self.owner, self.owners.tenants
        if owner.kind == "via":
            target = owner.chain[-1].target
            column = self.owners.ownership[target].column or ""
            return self if agree(named, tenants.column(target, column)) else None
        found = self.owners.tenant_columns(self.access.model)
        exact = [one for one in found if named & tenants.column(self.access.model, one)]
        loose = [one for one in found[:1] if agree(named, tenants.column(self.access.model, one))]
        for name in [*exact, *loose][:1]:
            known = self.case.models.by_id[self.access.model].column(name)
            nullable = known.nullable if known else owner.nullable
            return replace(self, owner=replace(owner, column=name, nullable=nullable))
        return None

    def read(self, node: Node) -> str:
        """What code writes for a node."""
        return self.text[node.start : node.end].decode(errors="replace")

    def insert(self, at: int, text: str) -> Edit:
        """Text put in at a place."""
        return self.replace(at, at, text)

    def replace(self, start: int, end: int, text: str) -> Edit:
        """Text put in the place of other text; its lines end as those of the file do."""
        if b"\r\n" in self.text[:2_000]:
            text = text.replace("\r\n", "\n").replace("\n", "\r\n")
        return Edit(self.case.root / self.path, Span(start, end), text)


def site_of(finding: Finding, case: CodeCase) -> Site | None:
    """The access that a finding is about; None where it has gone."""
    owners, survey = case.owners, case.survey
    path = finding.path.relative_to(case.root).as_posix()
    module = case.repository.module(path)
    if owners is None or survey is None or module is None:
        return None
    found = _accesses_at(case, path, finding.span.start)
    access = next((one for one in found if _is_about(one, finding)), None)
    if access is None:
        return None
    return Site(case, owners, module, path, case.repository.text(path), access, owners.ownership[access.model])


def _accesses_at(case: CodeCase, path: str, start: int) -> Iterator[JudgedAccess]:
    """The accesses that begin at a place: from the list of all where it is there, else from the file's."""
    survey = case.survey
    assert survey is not None
    every = case.accesses if "accesses" in vars(case) and type(case) is CodeCase else judged_in(survey, path)
    at = bisect_left(every, (path, start), key=lambda one: (one.path, one.start))
    while at < len(every) and (every[at].path, every[at].start) == (path, start):
        yield every[at]
        at += 1


def _is_about(access: JudgedAccess, finding: Finding) -> bool:
    said = finding.data
    return (access.end, access.name, access.operation) == (finding.span.end, said.get("model"), said.get("operation"))


# -------------------------------------------------------------------------------------------------------- chains


@dataclass(frozen=True, slots=True)
class Link:
    """One call of a chain: `.where(…)`."""

    name: str
    call: Call


def links(node: Node | None) -> list[Link]:
    """The calls of a chain, the last first; the one that it begins with has the name of its function."""
    found: list[Link] = []
    while node is not None:
        if isinstance(node, Call):
            name = node.callee.name if isinstance(node.callee, Member | Name) else ""
            found.append(Link(name, node))
            node = node.callee
        elif isinstance(node, Member):
            node = node.object
        else:
            node = None
    return found


def link(node: Node | None, *names: str) -> Link | None:
    """The last call of a chain that has one of these names."""
    return next((one for one in links(node) if one.name in names), None)


def lead(site: Site, call: Call) -> str:
    """The line break and the margin that a call of a chain stands behind; empty where it stands on the same line."""
    if not isinstance(call.callee, Member):
        return ""
    between = site.text[call.callee.object.end : call.callee.end].decode(errors="replace")
    space = between[: len(between) - len(between.lstrip())]
    return f"\n{space.rpartition(chr(10))[2]}" if "\n" in space else ""


def lead_behind(site: Site, call: Call) -> str:
    """How a call that comes behind another one is set off: as the next one is, else as this one."""
    whole = links(site.call)
    at = next((at for at, one in enumerate(whole) if one.call is call), 0)
    return lead(site, whole[at - 1].call) if at else lead(site, call)


def bare(node: Node | None) -> Node | None:
    """An expression without its casts."""
    while isinstance(node, Cast):
        node = node.value
    return node


def is_plain(node: Expression | Node) -> bool:
    """Whether an expression binds so tightly that it needs no parentheses."""
    return isinstance(node, Name | Member | Call)


def is_identifier(text: str) -> bool:
    """Whether a text can stand as a property's name, and as a shorthand."""
    return _IDENTIFIER.fullmatch(text) is not None
