"""Prisma: `client.<model>.<operation>({ where, data })`, whatever the client is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from blueprint_ls.codebase.facts import Relation
from blueprint_ls.codebase.models.entities import Edge, Entity, Models
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.codebase.typescript.tree import Member
from blueprint_ls.judge.flow import contents, properties
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.layer import Layer
from blueprint_ls.judge.flow.predicate import (
    NOTHING,
    All,
    Compared,
    Equals,
    Not,
    OneOf,
    Opaque,
    Predicate,
    Related,
)
from blueprint_ls.judge.flow.state import Items, Record, State
from blueprint_ls.judge.flow.trace import Access, Source, Written
from blueprint_ls.judge.flow.values import (
    UNDEFINED,
    Choice,
    Constant,
    External,
    Given,
    Handle,
    Instance,
    Row,
    Scoped,
    Touched,
    Unknown,
    Value,
    choice,
    is_undefined,
    options,
    present,
)
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.prisma.extensions import Extensions
from blueprint_ls.judge.tenancy.layers.prisma.nested import nested_writes
from blueprint_ls.judge.tenancy.layers.recording import record


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of a model's delegate."""

    kind: str
    single: bool = False
    throws: bool = False
    keyed: bool = False
    bulk: bool = False


OPERATIONS: Mapping[str, Operation] = {
    "findMany": Operation("read", bulk=True),
    "findFirst": Operation("read", single=True),
    "findFirstOrThrow": Operation("read", single=True, throws=True),
    "findUnique": Operation("read", single=True, keyed=True),
    "findUniqueOrThrow": Operation("read", single=True, throws=True, keyed=True),
    "count": Operation("read", bulk=True),
    "aggregate": Operation("read", bulk=True),
    "groupBy": Operation("read", bulk=True),
    "create": Operation("create", single=True, throws=True),
    "createMany": Operation("create", bulk=True),
    "createManyAndReturn": Operation("create", bulk=True),
    "update": Operation("update", single=True, throws=True, keyed=True),
    "updateMany": Operation("update", bulk=True),
    "updateManyAndReturn": Operation("update", bulk=True),
    "upsert": Operation("update", single=True, throws=True, keyed=True),
    "delete": Operation("delete", single=True, throws=True, keyed=True),
    "deleteMany": Operation("delete", bulk=True),
}
"""Prisma Client's model queries (reference of Prisma Client API, version 7)."""
_NUMBERS = frozenset({"count", "updateMany", "deleteMany"})
_FIGURES = frozenset({"aggregate", "groupBy", "createMany"})
_COMPARING = frozenset(
    {"not", "notIn", "lt", "lte", "gt", "gte", "contains", "startsWith", "endsWith", "mode", "search", "has"}
    | {"hasSome", "hasEvery", "isEmpty", "path", "string_contains", "array_contains", "isSet"}
)


class Prisma(Layer):
    """The layer; see the module."""

    name = "prisma"

    def __init__(self, models: Models, tenancy: Tenancy) -> None:
        self.models = models
        self.extensions = Extensions(models, tenancy, OPERATIONS, self.where)

    def call(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """`….<model>.<operation>(…)`."""
        operation = OPERATIONS.get(call.method or "")
        model = self._model(call) if operation else None
        if operation is None or model is None or call.method is None:
            return self.extensions.call(walk, state, call)
        argument = call.arguments[0] if call.arguments else walk.handle(state, Record({}))
        access = self._record(walk, state, call, model, operation, argument)
        if operation.kind in ("create", "update"):
            self._nested(walk, state, access, model, call)
        state.done |= {access.index}
        if call.method in _NUMBERS:
            return Touched(access.index, call.method == "count")
        return Unknown("figures") if call.method in _FIGURES else Row(access.index, (), not operation.single)

    def _model(self, call: Invocation) -> Entity | None:
        if isinstance(call.receiver, Instance | Row) or not isinstance(call.node.callee, Member):
            return None
        if isinstance(call.receiver, Handle):
            return None
        holder = call.node.callee.object
        name = holder.name if isinstance(holder, Member) else None
        if isinstance(call.receiver, Given | Scoped | External) and call.receiver.path:
            name = call.receiver.path[-1]
        return next(iter(self.models.by_client(name, call.path)), None) if name else None

    def _record(
        self, walk: Walk, state: State, call: Invocation, model: Entity, operation: Operation, argument: Value
    ) -> Access:
        where = properties.property_of(walk, state, argument, "where")
        predicate = NOTHING if call.method in ("create", "createMany", "createManyAndReturn") else None
        written: tuple[Written, ...] = ()
        if operation.kind == "create":
            written = tuple(self.written(walk, state, properties.property_of(walk, state, argument, "data"), model))
        elif call.method == "upsert":
            written = tuple(self.written(walk, state, properties.property_of(walk, state, argument, "create"), model))
        return record(
            walk,
            state,
            call,
            layer=self.name,
            operation=call.method or "",
            kind=operation.kind,
            sources=(Source("", model.id),),
            predicate=self.where(walk, state, where, model) if predicate is None else predicate,
            written=written,
            single=operation.single,
            throws=operation.throws,
            keyed=operation.keyed,
            bulk=operation.bulk,
        )

    # ------------------------------------------------------------------------------------------------------ where

    def where(self, walk: Walk, state: State, value: Value, model: Entity) -> Predicate:
        """What a `where` demands."""
        if isinstance(value, Choice):
            return OneOf(tuple(self.where(walk, state, option, model) for option in value.options))
        if is_undefined(value):
            return NOTHING
        content = walk.content(state, value)
        if not isinstance(content, Record):
            return Opaque("the condition is made elsewhere", value)
        parts = [self._entry(walk, state, key, entry, model) for key, entry in content.entries.items()]
        parts += [Opaque("part of the condition is made elsewhere", unseen) for unseen in content.unseen]
        return All(tuple(parts))

    def _entry(self, walk: Walk, state: State, key: str, value: Value, model: Entity) -> Predicate:
        if key == "AND":
            return All(tuple(self._list(walk, state, value, model)))
        if key == "OR":
            arms = tuple(self._list(walk, state, value, model, absent=False))
            return OneOf(arms) if arms else NOTHING
        if key == "NOT":
            return Not(All(tuple(self._list(walk, state, value, model))))
        edge = next((one for one in model.edges if one.relation.name == key), None)
        if edge is not None:
            return self._related(walk, state, edge, value)
        columns = next((columns for name, columns in model.model.uniques if name == key), None)
        if columns is not None:
            inside = ((column, properties.property_of(walk, state, value, column)) for column in columns)
            return All(tuple(Equals("", column, one) for column, one in inside))
        return self._column(walk, state, key, value)

    def _list(self, walk: Walk, state: State, value: Value, model: Entity, absent: bool = True) -> Iterator[Predicate]:
        """The conditions of a list; one that may be absent demands nothing then, or is not there at all."""
        for option in options(value):
            content = walk.content(state, option)
            if isinstance(content, Items):
                items = (*content.items, *([content.each] if content.each is not None else []))
                yield from (self.where(walk, state, item if absent else present(item), model) for item in items)
            elif not is_undefined(option):
                yield self.where(walk, state, option, model)

    def _related(self, walk: Walk, state: State, edge: Edge, value: Value) -> Predicate:
        if isinstance(value, Choice):
            return OneOf(tuple(self._related(walk, state, edge, option) for option in value.options))
        if is_undefined(value):
            return NOTHING
        if isinstance(value, Constant):
            return Compared("", edge.relation.name, "null")
        relation, other = edge.relation, self.models.by_id[edge.target]
        content = walk.content(state, value)
        if not isinstance(content, Record):
            return Opaque("the condition on a relation is made elsewhere", value)
        parts: list[Predicate] = []
        plain: dict[str, Value] = {}
        for key, inner in content.entries.items():
            if key in ("is", "some"):
                parts.append(Related("", relation.name, self.where(walk, state, inner, other)))
            elif key in ("isNot", "none", "every"):
                parts.append(Not(Related("", relation.name, self.where(walk, state, inner, other))))
            else:
                plain[key] = inner
        if plain or content.unseen:
            rest = walk.handle(state, Record(plain, content.unseen))
            parts.append(Related("", relation.name, self.where(walk, state, rest, other)))
        return All(tuple(parts))

    def _column(self, walk: Walk, state: State, key: str, value: Value) -> Predicate:
        return OneOf(parts) if len(parts := tuple(self._columns(walk, state, key, value))) > 1 else parts[0]

    def _columns(self, walk: Walk, state: State, key: str, value: Value) -> Iterator[Predicate]:
        records = [(option, walk.content(state, option)) for option in options(value)]
        plain = [option for option, content in records if not isinstance(content, Record)]
        if plain:
            yield Equals("", key, choice(plain))
        for _, content in records:
            if isinstance(content, Record):
                yield self._operators(walk, state, key, content)

    def _operators(self, walk: Walk, state: State, key: str, content: Record) -> Predicate:
        parts: list[Predicate] = []
        for operator, inner in content.entries.items():
            if operator == "equals":
                parts.append(Equals("", key, inner))
            elif operator == "in":
                parts.append(Equals("", key, contents.element(walk, state, inner), many=True))
            elif operator in _COMPARING:
                parts.append(Compared("", key, operator))
        if content.unseen:
            parts.append(Opaque("a condition on the column is made elsewhere", content.unseen[0]))
        return All(tuple(parts)) if parts else Compared("", key, "an object")

    # ------------------------------------------------------------------------------------------------------- data

    def written(self, walk: Walk, state: State, value: Value, model: Entity) -> Iterator[Written]:
        """The rows that `data` writes."""
        for option in options(value):
            content = walk.content(state, option)
            if isinstance(content, Items):
                for one in contents.elements(walk, state, option):
                    yield from self.written(walk, state, one, model)
            elif isinstance(content, Record):
                yield self._row(walk, state, content, model)
            else:
                yield Written({}, (option,))

    def _row(self, walk: Walk, state: State, content: Record, model: Entity) -> Written:
        values = dict(content.entries)
        for edge in model.edges:
            if edge.relation.columns and edge.relation.name in values:
                values.update(self._foreign_keys(walk, state, edge.relation, values[edge.relation.name]))
        return Written(values, content.unseen)

    def _foreign_keys(self, walk: Walk, state: State, relation: Relation, value: Value) -> dict[str, Value]:
        """The foreign keys that a relation's entry sets, on every way that it may be made."""
        ways: list[dict[str, Value]] = []
        for option in options(value):
            content = walk.content(state, option)
            ways.append(dict(self._connected(walk, state, relation, content)) if isinstance(content, Record) else {})
        absent = Constant(UNDEFINED)
        columns = {column for way in ways for column in way}
        return {column: choice(way.get(column, absent) for way in ways) for column in columns}

    def _connected(self, walk: Walk, state: State, relation: Relation, inner: Record) -> Iterator[tuple[str, Value]]:
        """The foreign key that `connect` sets; a parent made in the same call is as good as one just read."""
        if "connect" in inner.entries:
            for column, other in zip(relation.columns, relation.references, strict=False):
                found = properties.property_of(walk, state, inner.entries["connect"], other)
                yield column, Unknown("found by another key") if is_undefined(found) else found
        elif "create" in inner.entries or "connectOrCreate" in inner.entries:
            for column in relation.columns:
                yield column, Unknown("made in the same call")

    def _nested(self, walk: Walk, state: State, access: Access, model: Entity, call: Invocation) -> None:
        """Writes of related rows inside `data`: bound to the row they hang on."""
        made: dict[int, Access] = {}
        for at, parent, edge, operation in nested_writes(call.node, model, self.models):
            target = self.models.by_id[edge.target]
            kind = "create" if operation.startswith(("create", "connect")) else operation.removesuffix("Many")
            made[at] = record(
                walk,
                state,
                None,
                layer=self.name,
                operation=operation,
                kind="update" if kind == "upsert" else kind,
                sources=(Source("", target.id),),
                predicate=NOTHING,
                at=(access.path, at, access.end),
                within=made[parent].index if parent in made else access.index,
            )
