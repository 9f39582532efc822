"""The tenant's key where an access stands: what code there calls it, nearest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.codebase.models.entities import plain
from blueprint_ls.codebase.typescript.tree import (
    Class,
    Field,
    Function,
    Let,
    Member,
    Method,
    Name,
    Node,
    Parameter,
    Statement,
)
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.fixes.tenant.scope import Bound, bound, frames, own, own_names
from blueprint_ls.fixes.tenant.site import Site, bare
from blueprint_ls.judge.code.around import around
from blueprint_ls.judge.code.checks.reach import is_table
from blueprint_ls.judge.flow.types import is_optional, property_type
from blueprint_ls.judge.tenancy.accesses import judged_in
from blueprint_ls.judge.tenancy.tenants import Named

_OUTSIDE = frozenset({"body", "query", "searchparams", "headers", "formdata", "cookies"})
_GIVEN = frozenset({"params", "input", "payload", "args", "dto", "data"})
"""What a caller hands in: the tenant in it may be anybody's word."""
_MARKS = frozenset({"Param", "Query", "Body", "Headers", "Args", "Payload", "MessageBody"})
_TYPES = {"Int": "number", "Float": "number", "String": "string", "BigInt": "bigint"}
_BASIC = frozenset({"string", "number", "bigint", "boolean"})


@dataclass(frozen=True, slots=True)
class TenantValue:
    """One way to write the tenant's key at a place."""

    text: str
    trusted: bool
    """Whether nothing suggests that a request's sender may choose it."""
    used: bool
    """Whether the function reads it already."""
    named: Named = frozenset()
    """The tenants that it may be the key of."""


def values_at(site: Site) -> list[TenantValue]:
    """Every way to write the tenant's key where an access stands, the nearest first."""
    found: dict[str, TenantValue] = {}
    for value in _Search(site).found():
        if site.aimed(value.named):
            found.setdefault(value.text, value)
    return list(found.values())


class _Search:
    """One look around."""

    def __init__(self, site: Site) -> None:
        self.site, self.at = site, site.access.start
        tenancy = site.owners.tenancy
        self.keys = {plain(name) for name in tenancy.keys if name}
        self.spellings = tenancy.keys
        roots = [one for one in site.case.models if site.owners.is_root(one.id)]
        self.roots = {plain(one.name): site.owners.ownership[one.id].column or "id" for one in roots}
        self.tenants = {plain(one.name): frozenset({one.id}) for one in roots}
        self.program = site.case.program
        self.functions = [node for node in around(site.module, self.at) if isinstance(node, Function)]
        self.inner = {name.local for frame in frames(site.module, self.at) for name in frame.names}
        self.visible = {*own_names(site.module), *self.inner}
        self.rows = (
            {(one.start, one.end) for one in judged_in(site.case.survey, site.path)} if site.case.survey else set()
        )
        self.fetched: set[str] = set()

    def found(self) -> Iterator[TenantValue]:
        every = frames(self.site.module, self.at)
        for frame in every:
            self.fetched |= {name.local for one in frame.before for name in own(one) if self._is_row(one)}
        for frame in reversed(every):
            for statement in reversed(frame.before):
                if isinstance(statement, Let):
                    yield from self._in_let(statement)
            if isinstance(frame.node, Function):
                for parameter in frame.node.parameters:
                    yield from self._in_parameter(parameter)
            for statement in reversed(frame.before):
                yield from self._in_reads(statement)
        yield from self._in_class()

    def _is_row(self, statement: Statement) -> bool:
        """Whether a statement binds what an access answered."""
        return isinstance(statement, Let) and any((one.start, one.end) in self.rows for one in inside(statement))

    def _in_let(self, statement: Let) -> Iterator[TenantValue]:
        value = bare(statement.value)
        if value is None or isinstance(value, Function) or self._is_row(statement) or is_optional(statement.type):
            return
        words = {plain(node.name) for node in inside(value) if isinstance(node, Name | Member)}
        if words & _OUTSIDE or any(isinstance(node, Member) and node.optional for node in inside(value)):
            return
        if words & self.fetched_words:
            return
        for name in bound(statement.target):
            if plain(name.key) in self.keys and not {plain(word) for word in name.path} & _OUTSIDE:
                yield self._value(name.local, not words & _GIVEN, statement, name.key)

    @property
    def fetched_words(self) -> set[str]:
        return {plain(name) for name in self.fetched}

    def _in_parameter(self, parameter: Parameter) -> Iterator[TenantValue]:
        if parameter.optional or parameter.rest or is_optional(parameter.type) or _is_marked(parameter):
            return
        if isinstance(parameter.target, Name):
            yield from self._in_named(parameter, parameter.target)
            return
        for name in bound(parameter.target):
            words = {plain(word) for word in name.path}
            if plain(name.key) in self.keys and not words & (_OUTSIDE | _GIVEN):
                typed = self._property(parameter.type, name) if parameter.type else None
                if typed != "optional" and self._fits(typed):
                    yield self._value(name.local, True, parameter, name.key)

    def _property(self, type_: str, name: Bound) -> str | None:
        found = property_type(self.program, self.site.path, type_, name.key) if len(name.path) == 1 else None
        return "optional" if found and found.optional else found.text if found else None

    def _in_named(self, parameter: Parameter, target: Name) -> Iterator[TenantValue]:
        word = plain(target.name)
        if word in self.keys:
            if self._fits(parameter.type):
                yield self._value(target.name, True, parameter)
        elif parameter.type and word not in _OUTSIDE:
            trusted = word not in _GIVEN
            if word in self.roots and parameter.type not in _BASIC:
                yield self._value(f"{target.name}.{self.roots[word]}", trusted, parameter)
            for path in self._in_type(parameter.type):
                yield self._value(f"{target.name}.{path}", trusted, parameter)

    def _in_type(self, type_: str) -> Iterator[str]:
        """The ways from a value of a type to the tenant's key: `organizationId`, `organization.id`, `user.teamId`."""
        for key in self.spellings:
            found = property_type(self.program, self.site.path, type_, key)
            if found and not found.optional and self._fits(found.text):
                yield key
        for middle in (*self.roots, "user", "session", "auth"):
            step = property_type(self.program, self.site.path, type_, middle)
            if step is None or step.optional:
                continue
            for key in (*self.spellings, *([self.roots[middle]] if middle in self.roots else [])):
                found = property_type(self.program, step.home, step.text, key)
                if found and not found.optional and self._fits(found.text):
                    yield f"{middle}.{key}"

    def _in_reads(self, statement: Statement) -> Iterator[TenantValue]:
        """Properties that code before the access reads."""
        for node in inside(statement):
            if isinstance(node, Member) and self._is_key(node) and (path := _path(node)):
                known = path[0] in self.visible and path[0] not in {"this", *self.fetched} and not self._is_column(path)
                if known and not {plain(word) for word in path} & (_OUTSIDE | _GIVEN):
                    yield self._value(".".join(path), True, statement)

    def _is_column(self, path: list[str]) -> bool:
        """Whether `deals.teamId` is a column of a table, and no tenant's key."""
        return path[0] not in self.inner and is_table(self.site.case, self.site.path, path[:-1])

    def _is_key(self, node: Member) -> bool:
        if plain(node.name) in self.keys:
            return True
        owner = node.object.name if isinstance(node.object, Name | Member) else ""
        return self.roots.get(plain(owner)) == node.name

    def _in_class(self) -> Iterator[TenantValue]:
        """Fields of the class that the access stands in."""
        nodes = around(self.site.module, self.at)
        method = next((node for node in reversed(nodes) if isinstance(node, Method)), None)
        holder = next((node for node in reversed(nodes) if isinstance(node, Class)), None)
        inner = [one for one in self.functions if method and one.start > method.function.start and not one.is_arrow]
        if method is None or holder is None or method.is_static or inner or method.kind == "constructor":
            return
        for name, type_ in _fields(holder):
            if plain(name) in self.keys and self._fits(type_):
                yield self._value(f"this.{name}", True, holder)
            elif type_:
                for path in self._in_type(type_):
                    yield self._value(f"this.{name}.{path}", True, holder)

    def _fits(self, type_: str | None) -> bool:
        """Whether a value of a type can be compared with the tenant's column, as far as both are known."""
        site = self.site
        entity = site.case.models.by_id.get(site.owner.chain[-1].target if site.owner.chain else site.access.model)
        column = entity.column(site.owners.ownership[entity.id].column or "") if entity else None
        wanted = _TYPES.get(column.type.rstrip("?")) if column else None
        return wanted is None or type_ not in _BASIC or type_ == wanted

    def _value(self, text: str, trusted: bool, source: Node, key: str = "") -> TenantValue:
        """The value, and whether the innermost function that knows it reads it somewhere."""
        inner = [one for one in self.functions if one.start <= source.start or isinstance(source, Class)]
        scope: Node | None = next((one for one in reversed(inner) if one.start <= source.start), None)
        scope = scope or (self.functions[0] if self.functions else None)
        body = scope.body if isinstance(scope, Function) else ()
        others = (node for one in body for node in inside(one) if not source.start <= node.start < source.end)
        used = any(text == _written(node) for node in others)
        return TenantValue(text, trusted, used, self._named(key or text))

    def _named(self, text: str) -> Named:
        """The tenants that `programId` may be the key of, or `program.id`."""
        *before, name = text.split(".")
        owner = plain(before[-1]) if before else ""
        if self.roots.get(owner) == name:
            return self.tenants[owner]
        return self.site.owners.tenants.word(name)


def _fields(node: Class) -> Iterator[tuple[str, str | None]]:
    for member in node.members:
        if isinstance(member, Field) and not member.optional and not member.is_static and not is_optional(member.type):
            yield member.name, member.type
        elif isinstance(member, Method) and member.kind == "constructor":
            for one in member.function.parameters:
                if one.access and isinstance(one.target, Name) and not one.optional and not is_optional(one.type):
                    yield one.target.name, one.type


def _is_marked(parameter: Parameter) -> bool:
    """Whether a decorator says that a parameter is a part of the request."""
    names = (getattr(node, "callee", node) for node in parameter.decorators)
    return any(isinstance(node, Name | Member) and node.name in _MARKS for node in names)


def _path(node: Member) -> list[str]:
    """The names of `a.b.c`; none where anything else than names stands in it, or `?.`."""
    parts: list[str] = []
    inner: Node = node
    while isinstance(inner, Member):
        if inner.optional:
            return []
        parts.append(inner.name)
        inner = inner.object
    return [inner.name, *reversed(parts)] if isinstance(inner, Name) else []


def _written(node: Node) -> str:
    if isinstance(node, Name):
        return node.name
    return ".".join(_path(node)) if isinstance(node, Member) else ""
