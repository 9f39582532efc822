"""The methods of TypeORM's repositories and entity managers, and the access that each of them is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.judge.flow import contents, properties
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.predicate import NOTHING, Predicate
from blueprint_ls.judge.flow.state import Items, Record, State
from blueprint_ls.judge.flow.trace import Source
from blueprint_ls.judge.flow.values import Constant, Given, Handle, Instance, Row, Touched, Unknown, Value, options
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.recording import record
from blueprint_ls.judge.tenancy.layers.stores import Store, elements, place
from blueprint_ls.judge.tenancy.layers.typeorm.rows import Rows
from blueprint_ls.judge.tenancy.layers.typeorm.where import Where


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of a repository."""

    kind: str
    takes: str
    """What its first argument is: `options`, `where`, `criteria`, `key`, `keys`, `entity`, `rows`, `column`, `all`."""
    single: bool = False
    throws: bool = False
    answers: str = "rows"
    """`rows`, `counted` (rows and their number), `number` or `given` (what it was handed)."""


def _reads(takes: str, *names: str, **more: Any) -> dict[str, Operation]:
    return {name: Operation("read", takes, **more) for name in names}


def _writes(kind: str, takes: str, *names: str, **more: Any) -> dict[str, Operation]:
    return {name: Operation(kind, takes, answers=more.pop("answers", "number"), **more) for name in names}


OPERATIONS: Mapping[str, Operation] = {
    **_reads("options", "find"),
    **_reads("where", "findBy"),
    **_reads("options", "findAndCount", answers="counted"),
    **_reads("where", "findAndCountBy", answers="counted"),
    **_reads("options", "findOne", single=True),
    **_reads("where", "findOneBy", single=True),
    **_reads("options", "findOneOrFail", single=True, throws=True),
    **_reads("where", "findOneByOrFail", single=True, throws=True),
    **_reads("key", "findOneById", single=True),
    **_reads("keys", "findByIds"),
    **_reads("options", "count", "exist", "exists", answers="number"),
    **_reads("where", "countBy", "existsBy", "existBy", answers="number"),
    **_reads("column", "sum", "average", "minimum", "maximum", answers="number"),
    **_reads("all", "findTrees", "findRoots"),
    **_reads("entity", "findDescendants", "findDescendantsTree", "findAncestors", "findAncestorsTree"),
    **_reads("entity", "preload", single=True),
    **_writes("update", "entity", "save", answers="given"),
    **_writes("create", "rows", "insert"),
    **_writes("update", "upsert", "upsert"),
    **_writes("update", "criteria", "update", "restore"),
    **_writes("update", "where", "increment", "decrement"),
    **_writes("delete", "criteria", "delete", "softDelete"),
    **_writes("delete", "entity", "remove", "softRemove", answers="given"),
    **_writes("update", "entity", "recover", answers="given"),
    **_writes("delete", "all", "clear", "deleteAll"),
    **_writes("update", "all", "updateAll"),
}
"""TypeORM's repository methods (guide "Repository API", version 0.3, and those of 0.2 that it dropped)."""

ENTITY_METHODS = {"save": "save", "remove": "remove", "softRemove": "softRemove", "recover": "recover",
                  "reload": "preload"}  # fmt: skip
"""Methods of an active record, and what each is on its repository."""
_OPTIONS = frozenset({"where", "select", "relations", "order", "skip", "take", "cache", "lock", "join", "withDeleted",
                      "loadEagerRelations", "loadRelationIds", "relationLoadStrategy", "transaction", "comment",
                      "having"})  # fmt: skip


@dataclass(slots=True)
class Doing:
    """One operation, about to be recorded."""

    walk: Walk
    state: State
    models: Models
    call: Invocation
    store: Store
    method: str
    given: Sequence[Value]
    rows: Rows = field(init=False)
    where: Where = field(init=False)

    def __post_init__(self) -> None:
        entity = self.models.by_id.get(self.store.model)
        self.rows = Rows(self.walk, self.state, self.models, entity)
        self.where = Where(self.walk, self.state, self.models, entity)

    def run(self) -> Value:
        """Record it, and say what it answers."""
        operation = OPERATIONS[self.method]
        first = self.given[0] if self.given else Constant(None)
        if operation.takes == "entity":
            return self._entities(operation, first)
        if operation.takes in ("rows", "upsert"):
            return self._insert(operation, first)
        bulk = not operation.single
        index = self._record(operation.kind, self._demand(operation, first), single=operation.single, bulk=bulk,
                             throws=operation.throws)  # fmt: skip
        return self._answer(operation, index)

    def _demand(self, operation: Operation, first: Value) -> Predicate:
        if not self.given:
            return NOTHING
        if operation.takes == "options":
            return self._options(first)
        if operation.takes == "where":
            return self.where.of(first)
        if operation.takes == "criteria":
            return self.where.criteria(first)
        if operation.takes == "key":
            return self.where.key(first)
        if operation.takes == "keys":
            return self.where.key(contents.element(self.walk, self.state, first), many=True)
        return self.where.of(self.given[1]) if operation.takes == "column" and len(self.given) > 1 else NOTHING

    def _options(self, value: Value) -> Predicate:
        """`find({ where })`, and the older `find({ column })`, `find(where, options)` and `findOne(key, options)`."""
        content = self.walk.content(self.state, value)
        if isinstance(content, Items):
            return self.where.criteria(value)
        if isinstance(content, Record) and (content.entries.keys() & _OPTIONS or not content.entries):
            return self.where.of(properties.property_of(self.walk, self.state, value, "where"))
        if isinstance(content, Record):
            return self.where.of(value)
        if (
            isinstance(value, Row)
            or _is_plain(value)
            or (self.method.startswith("findOne") and isinstance(value, Constant))
        ):
            return self.where.key(value)
        known = any(self.walk.content(self.state, one) for one in options(value))
        return self.where.of(properties.property_of(self.walk, self.state, value, "where") if known else value)

    def _entities(self, operation: Operation, value: Value) -> Value:
        many, index = self._is_list(value), -1
        for saved in self.rows.saved(value):
            kind = saved.kind if self.method == "save" else operation.kind
            index = self._record(kind, saved.predicate, written=saved.written, single=not many, throws=True)
        if index < 0 or self.method != "save" or isinstance(value, Row):
            return value
        self.rows.keep_key(value, index)
        return Row(index, (), many)

    def _is_list(self, value: Value) -> bool:
        each = isinstance(value, Row) and value.each
        return each or any(isinstance(self.walk.content(self.state, one), Items) for one in options(value))

    def _insert(self, operation: Operation, value: Value) -> Value:
        if operation.takes == "upsert":
            paths = self.given[1] if len(self.given) > 1 else Unknown()
            self._record("update", self.rows.conflict(value, paths), bulk=True)
        else:
            self._record("create", NOTHING, written=tuple(self.rows.written(value)), bulk=self._is_list(value))
        return Unknown("what an insert answers")

    def _record(self, kind: str, predicate: Predicate, **more: Any) -> int:
        source = (Source("", self.store.model),) if self.store.model else ()
        access = record(
            self.walk, self.state, self.call, layer="typeorm", operation=self.method, kind=kind, sources=source,
            predicate=predicate, at=place(self.call), scoped=self.store.scoped, note=self.store.note, **more,
        )  # fmt: skip
        self.state.done |= {access.index}
        return access.index

    def _answer(self, operation: Operation, index: int) -> Value:
        if operation.answers == "number":
            return Touched(index, operation.kind == "read")
        row = Row(index, (), not operation.single)
        if operation.answers == "counted":
            return self.walk.handle(self.state, Items((row, Unknown("a number"))))
        return row


def entity_like(walk: Walk, state: State, value: Value) -> Value | None:
    """What makes a value an entity that can be saved: its row, the class it is made from, the model it is new in."""
    for one in elements(walk, state, value):
        if isinstance(one, Row | Instance):
            return one
        content = walk.content(state, one) if isinstance(one, Handle) else None
        if isinstance(content, Record) and content.of is not None:
            return content.of
        spread = content.unseen if isinstance(content, Record) else ()
        row = next((inner for inner in spread if isinstance(inner, Row) and not inner.path), None)
        if row is not None or (isinstance(one, Given) and one.type):
            return row or one
    return None


def _is_plain(value: Value) -> bool:
    """Whether a value is a key: it comes from a row, or is declared to be one."""
    return isinstance(value, Row) or (isinstance(value, Given) and value.type in ("string", "number"))
