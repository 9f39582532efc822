"""Drizzle's relational reader: `client.query.<table>.findMany({ where })`."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.models.entities import Entity, Models
from blueprint_ls.codebase.typescript.program import Definition
from blueprint_ls.codebase.typescript.tree import Call, Index, Literal, Member, Name
from blueprint_ls.judge.flow import contents, properties
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.predicate import NOTHING, All, Compared, Equals, Not, OneOf, Opaque, Predicate, Related
from blueprint_ls.judge.flow.state import Items, Record, State
from blueprint_ls.judge.flow.trace import Source
from blueprint_ls.judge.flow.values import (
    Choice,
    Closure,
    External,
    Handle,
    Row,
    Table,
    Unknown,
    Value,
    is_undefined,
    options,
)
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.drizzle.conditions import condition, either
from blueprint_ls.judge.tenancy.layers.recording import record

READERS = frozenset({"findMany", "findFirst"})
_OPERATORS = External("drizzle-orm")


def read(walk: Walk, state: State, call: Invocation, models: Models) -> Value | None:
    """What `client.query.<table>.findMany(…)` answers; None where no table goes by that name."""
    name = reader(call.node)
    entity = table_named(walk, models, name, call.path) if name else None
    if entity is None:
        return None
    single = call.method == "findFirst"
    access = record(
        walk,
        state,
        call,
        layer="drizzle",
        operation=call.method or "",
        kind="read",
        sources=(Source("", entity.id),),
        predicate=where(walk, state, call.arguments[0], entity, models) if call.arguments else NOTHING,
        single=single,
        bulk=not single,
    )
    state.done |= {access.index}
    return Row(access.index, (), not single)


def reader(call: Call) -> str | None:
    """The name behind `query` in `client.query.<name>.findMany`; empty where it is computed."""
    holder = call.callee.object if isinstance(call.callee, Member) else None
    if not isinstance(holder, Member | Index):
        return None
    above = holder.object
    if not (isinstance(above, Member | Name) and above.name == "query"):
        return None
    if isinstance(holder, Member):
        return holder.name
    return str(holder.key.value) if isinstance(holder.key, Literal) else ""


def table_named(walk: Walk, models: Models, name: str, path: str) -> Entity | None:
    """The table that a client knows by a name: of several, the one in a package that the file imports from."""
    found = [entity for entity in models.named(name, path) if entity.model.layer == "drizzle"]
    if len(found) < 2:
        return next(iter(found), None)
    homes = {*_imported(walk, path)}
    return next((entity for entity in found if entity.package in homes), found[0])


def _imported(walk: Walk, path: str) -> Iterator[str]:
    """The folders of all files that a file imports from."""
    scope = walk.program.scope(path)
    for local in scope.imported if scope else ():
        meaning = walk.program.meaning(path, local)
        folder = meaning.path if isinstance(meaning, Definition) else ""
        while folder:
            folder = folder.rpartition("/")[0]
            yield folder


def where(walk: Walk, state: State, told: Value, entity: Entity, models: Models) -> Predicate:
    """What the `where` of a relational query demands, in each of its forms."""
    found = properties.property_of(walk, state, told, "where") if not is_undefined(told) else told
    if isinstance(found, Closure):
        given: list[Value] = [Table(entity.id), _OPERATORS]
        found = walk.enter(state, found, given, None) if walk.may_enter(found) else Unknown()
    return _Filter(walk, state, models).read(found, entity)


class _Filter:
    """Reads a condition in the form of an object: `{ tenantId, OR: [ … ], owner: { … } }`."""

    def __init__(self, walk: Walk, state: State, models: Models) -> None:
        self.walk = walk
        self.state = state
        self.models = models

    def read(self, value: Value, entity: Entity) -> Predicate:
        if isinstance(value, Choice):
            return either([self.read(option, entity) for option in value.options])
        content = self.walk.content(self.state, value)
        if not isinstance(content, Record):
            return condition(self.walk, self.state, value)
        parts = [self._entry(key, entry, entity) for key, entry in content.entries.items()]
        parts += [Opaque("part of the condition is made elsewhere", unseen) for unseen in content.unseen]
        return All(tuple(parts))

    def _entry(self, key: str, value: Value, entity: Entity) -> Predicate:
        if key in ("AND", "NOT", "OR"):
            return self._combined(key, value, entity)
        if key == "RAW":
            given: list[Value] = [Table(entity.id), _OPERATORS]
            is_function = isinstance(value, Closure) and self.walk.may_enter(value)
            made = self.walk.enter(self.state, value, given, None) if is_function else value  # type: ignore[arg-type]
            return condition(self.walk, self.state, made)
        edge = next((one for one in entity.edges if one.relation.name == key), None)
        if edge is not None:
            return Related("", key, self.read(value, self.models.by_id[edge.target]))
        return either([self._column(key, option) for option in options(value)])

    def _combined(self, key: str, value: Value, entity: Entity) -> Predicate:
        content = self.walk.content(self.state, value)
        items = (*content.items, *([content.each] if content.each else [])) if isinstance(content, Items) else (value,)
        parts = tuple(self.read(item, entity) for item in items)
        if key == "OR":
            return OneOf(parts) if parts else NOTHING
        return Not(All(parts)) if key == "NOT" else All(parts)

    def _column(self, column: str, value: Value) -> Predicate:
        if is_undefined(value):
            return NOTHING
        content = self.walk.content(self.state, value) if isinstance(value, Handle) else None
        if not isinstance(content, Record):
            return Equals("", column, value)
        return All(tuple(self._operator(column, name, inner) for name, inner in content.entries.items()))

    def _operator(self, column: str, name: str, value: Value) -> Predicate:
        if name == "eq":
            return Equals("", column, value)
        if name == "in":
            return Equals("", column, contents.element(self.walk, self.state, value), many=True)
        return Compared("", column, name)
