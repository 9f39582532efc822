"""Clients that keep every call inside one tenant: declared by name or type, or opened for a tenant before our eyes.

It stands before all data layers. What it recognizes becomes a `Scoped`, which the layers take for any client.
"""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.models.entities import plain
from blueprint_ls.codebase.tenancy import OPERATIONS, Tenancy
from blueprint_ls.codebase.typescript.tree import (
    Call,
    Class,
    Expression,
    Field,
    Literal,
    Member,
    Method,
    Name,
    New,
)
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.judge.flow import types
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.layer import Layer
from blueprint_ls.judge.flow.state import Record, State
from blueprint_ls.judge.flow.texts import is_text
from blueprint_ls.judge.flow.values import Closure, Given, Handle, Instance, Row, Scoped, Text, Unknown, Value
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.factories import OPENERS, Factories
from blueprint_ls.judge.tenancy.routers import Router, Routers

ALL = frozenset({*OPERATIONS, "raw"})
"""What a connection of one tenant's own covers."""
_SAME = frozenset(
    {"initialize", "connect", "asPromise", "openUri", "useDb", "createEntityManager", "createQueryRunner"}
)
"""Methods of a connection that answer it, or what stands on it."""
OWN = "a connection of the tenant's own"


class Clients(Layer):
    """The layer; see the module."""

    name = "clients"

    def __init__(self, tenancy: Tenancy) -> None:
        by_connection = "tenant_connection" in tenancy.enforce
        self.declared = {client.name.rpartition(".")[2]: client for client in tenancy.scoped_clients}
        self.by_connection = by_connection
        self._raw: frozenset[str] = frozenset({"raw"} if by_connection else ())
        self.factories = Factories(by_connection, [*tenancy.keys, *tenancy.roots])
        self.routers = Routers(self.lifted)
        self._words = {plain(word) for word in (*tenancy.keys, *tenancy.roots)} | {"tenant", "tenantid"}
        self._types: dict[tuple[str, str], Scoped | None] = {}
        self._fields: dict[tuple[str, int], dict[str, Scoped]] = {}
        self.present = by_connection or bool(self.declared)

    def property(self, walk: Walk, state: State, value: Value, name: str) -> Value | None:
        """A getter or field that is declared to hold a scoped client, or that is handed one."""
        if not self.present:
            return None
        if isinstance(value, Router):
            return value
        if isinstance(value, Instance):
            found = self._injected(walk, value).get(name)
            if found is not None:
                return found
        if name in self.declared and isinstance(value, Given | Instance | Unknown):
            member = walk.program.member(value.path, value.node, name) if isinstance(value, Instance) else None
            return None if member and isinstance(member[2], Method) and member[2].kind == "method" else self._by(name)
        return None

    def typed(self, walk: Walk, value: Given) -> Value | None:
        """A value whose declared type is that of a scoped client."""
        return self.lifted(walk, value.home, value.type or "") if self.present else None

    def construct(self, walk: Walk, state: State, node: New, made: Value, given: list[Value]) -> Value | None:
        """`new TenantClient(…)`, `new DataSource({ database: tenantId })`."""
        name = node.callee.name if isinstance(node.callee, Name | Member) else ""
        if name in self.declared:
            return self._by(name)
        if name in OPENERS and self._is_of_tenant(walk, state, node.arguments, given):
            return Scoped(OWN, ALL)
        return None

    def call(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """What a factory of scoped clients answers."""
        node = call.node
        name = call.method or (node.callee.name if isinstance(node.callee, Name) else "")
        if name in self.declared:
            return self._by(name)
        if isinstance(call.callee, Scoped) and not any(map(is_text, call.arguments[:1])):  # `trx("deals")` is a query
            return call.callee
        if isinstance(call.receiver, Scoped) and name in _SAME:
            return call.receiver
        if name in OPENERS and not isinstance(call.receiver, Scoped):
            return Scoped(OWN, ALL) if self._is_of_tenant(walk, state, node.arguments, call.arguments) else None
        if isinstance(call.callee, Closure) and self.present and call.callee.function.returns:
            return self.lifted(walk, call.callee.path, call.callee.function.returns)
        return self.routers.call(walk, state, call) if self.present else None

    def _by(self, name: str, path: tuple[str, ...] = ()) -> Scoped:
        client = self.declared[name]
        return Scoped(f"`{name}` is declared to keep inside one tenant", frozenset(client.operations) | self._raw, path)

    # ------------------------------------------------------------------------------------------------------- types

    def lifted(self, walk: Walk, home: str, text: str) -> Scoped | None:
        """The scoped client that a type stands for."""
        key = home, text
        if key not in self._types:
            self._types[key] = None
            self._types[key] = self._of_type(walk, home, text)
        return self._types[key]

    def _of_type(self, walk: Walk, home: str, text: str) -> Scoped | None:
        for part in types.split(text, "|"):
            for piece in types.split(part, "&"):
                head, arguments = types.reference(piece)
                last = head.rpartition(".")[2]
                if last in ("Promise", "Awaited", "Readonly", "NonNullable") and arguments:
                    return self.lifted(walk, home, arguments[0])
                if last in self.declared:
                    path = tuple(one.removeprefix("typeof ").strip() for one in arguments[:1])
                    return self._by(last, path)
                if head and self.factories.makes(walk, home, head):
                    return Scoped(f"`{head}` is made on a connection of the tenant's own", ALL)
        return None

    # ---------------------------------------------------------------------------------------------------- injected

    def _injected(self, walk: Walk, value: Instance) -> dict[str, Scoped]:
        """The fields of a class that are handed something declared: `@Inject(TENANT_DB) db`."""
        key = value.path, value.node.start
        if key not in self._fields:
            self._fields[key] = dict(self._marked(walk, value.path, value.node))
        return self._fields[key]

    def _marked(self, walk: Walk, path: str, node: Class) -> Iterator[tuple[str, Scoped]]:
        for _, owner in walk.program.bases(path, node):
            for member in owner.members:
                if isinstance(member, Field):
                    yield from self._mark(member.name, member.decorators)
                elif isinstance(member, Method) and member.kind == "constructor":
                    for parameter in member.function.parameters:
                        if isinstance(parameter.target, Name):
                            yield from self._mark(parameter.target.name, parameter.decorators)

    def _mark(self, name: str, marks: tuple[Expression, ...]) -> Iterator[tuple[str, Scoped]]:
        for mark in marks:
            for node in inside(mark) if isinstance(mark, Call) else ():
                text = node.name if isinstance(node, Name | Member) else getattr(node, "value", None)
                if isinstance(node, Name | Member | Literal) and isinstance(text, str) and text in self.declared:
                    yield name, self._by(text)
                    return

    # ------------------------------------------------------------------------------------------------- connections

    def _is_of_tenant(self, walk: Walk, state: State, written: tuple[object, ...], given: list[Value]) -> bool:
        """Whether a connection is opened for a tenant that the code is handed."""
        if self.by_connection:
            return any(not _is_fixed(walk, state, one) for one in given[:1])
        names = {node.name for argument in written for node in inside(argument) if isinstance(node, Name | Member)}  # type: ignore[arg-type]
        return any(plain(name) in self._words for name in names)


def _is_fixed(walk: Walk, state: State, value: Value) -> bool:
    """Whether a value is the same for all callers: a constant, or what the environment says."""
    content = walk.content(state, value) if isinstance(value, Handle) else None
    if isinstance(content, Record):
        return all(_is_fixed(walk, state, one) for one in (*content.entries.values(), *content.unseen))
    if isinstance(value, Text):
        return all(_is_fixed(walk, state, one) for one in value.parts if not isinstance(one, str))
    return not isinstance(value, Given | Row)
