"""The methods of Mongoose's models, of the driver's collections and of documents, and the access that each is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from blueprint_ls.codebase.models.entities import Entity, Models
from blueprint_ls.judge.flow import contents, properties
from blueprint_ls.judge.flow.predicate import NOTHING, All, Compared, Equals, Not, OneOf, Opaque, Predicate
from blueprint_ls.judge.flow.state import Builder, Items, Record, State, Step
from blueprint_ls.judge.flow.trace import Access, Source, Written
from blueprint_ls.judge.flow.values import Constant, Row, Touched, Unknown, Value, is_undefined, options
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.mongoose.documents import written_rows
from blueprint_ls.judge.tenancy.layers.mongoose.filters import by_key, demands, key_of
from blueprint_ls.judge.tenancy.layers.mongoose.pipelines import Pipeline
from blueprint_ls.judge.tenancy.layers.recording import record
from blueprint_ls.judge.tenancy.layers.stores import Store, elements


@dataclass(frozen=True, slots=True)
class Operation:
    """One method."""

    kind: str
    takes: str = "filter"
    """What its first argument is: `filter`, `key`, `rows`, `field`, `pipeline`, `writes`, `documents`, `nothing`."""
    single: bool = False
    answers: str = "rows"
    """`rows`, `number` or `field`."""
    vague: bool = False
    """Whether many other things have a method of this name."""


OPERATIONS: Mapping[str, Operation] = {
    "find": Operation("read", vague=True),
    "findOne": Operation("read", single=True),
    "findById": Operation("read", "key", single=True),
    "exists": Operation("read", single=True, vague=True),
    "count": Operation("read", answers="number", vague=True),
    "countDocuments": Operation("read", answers="number"),
    "estimatedDocumentCount": Operation("read", "nothing", answers="number"),
    "distinct": Operation("read", "field", answers="field"),
    "aggregate": Operation("read", "pipeline", vague=True),
    "paginate": Operation("read", vague=True),
    "aggregatePaginate": Operation("read", "pipeline"),
    "where": Operation("read", "where", vague=True),
    "findOneAndUpdate": Operation("update", single=True),
    "findOneAndReplace": Operation("update", single=True),
    "findByIdAndUpdate": Operation("update", "key", single=True),
    "updateOne": Operation("update", answers="number"),
    "updateMany": Operation("update", answers="number"),
    "update": Operation("update", answers="number", vague=True),
    "replaceOne": Operation("update", answers="number"),
    "findOneAndDelete": Operation("delete", single=True),
    "findOneAndRemove": Operation("delete", single=True),
    "findByIdAndDelete": Operation("delete", "key", single=True),
    "findByIdAndRemove": Operation("delete", "key", single=True),
    "deleteOne": Operation("delete", answers="number"),
    "deleteMany": Operation("delete", answers="number"),
    "remove": Operation("delete", answers="number", vague=True),
    "create": Operation("create", "rows", single=True, vague=True),
    "insertOne": Operation("create", "rows", single=True),
    "insertMany": Operation("create", "rows"),
    "bulkWrite": Operation("update", "writes", answers="number"),
    "bulkSave": Operation("update", "documents", answers="number"),
}
"""Mongoose's model methods (reference of Model, version 8, and those of 6 that it dropped) and the driver's."""

DOCUMENT_METHODS = {"save": "update", "remove": "delete", "deleteOne": "delete", "updateOne": "update",
                    "replaceOne": "update"}  # fmt: skip
"""Methods of a document, and what kind of access each is."""
_WRITES = {"insertOne": "create", "updateOne": "update", "updateMany": "update", "replaceOne": "update",
           "deleteOne": "delete", "deleteMany": "delete"}  # fmt: skip


@dataclass(slots=True)
class Query:
    """One builder's steps, about to be recorded."""

    walk: Walk
    state: State
    models: Models
    builder: Builder
    hooked: Callable[[Walk, Entity | None, str], str | None]
    """Why a hook of the model keeps an operation inside a tenant."""

    @property
    def store(self) -> Store:
        """What it asks."""
        assert isinstance(self.builder.subject, Store)
        return self.builder.subject

    @property
    def entity(self) -> Entity | None:
        """The model that it asks."""
        return self.models.by_id.get(self.store.model)

    def run(self) -> Value:
        """Record it, and say what it answers."""
        names = [step.name for step in self.builder.steps]
        deciding = next(step for step in reversed(self.builder.steps) if _decides(step, self.builder.steps[0]))
        operation = OPERATIONS[deciding.name]
        if operation.takes in ("rows", "writes", "documents"):
            return self._write(operation, deciding)
        predicate = self._predicate(self.builder.steps)
        name = "find" if deciding.name == "where" else deciding.name
        throws = any(name in ("orFail", "orfail") for name in names)
        access = self._record(name, operation.kind, predicate, single=operation.single, throws=throws)
        if operation.takes == "pipeline":
            self._pipeline(deciding, access)
        return self._answer(operation, deciding, access.index)

    def _answer(self, operation: Operation, step: Step, index: int) -> Value:
        if operation.answers == "number":
            return Touched(index, operation.kind == "read")
        if operation.answers == "field":
            field = step.arguments[0] if step.arguments else Unknown()
            return Row(index, (str(field.value),) if isinstance(field, Constant) else ("?",), True)
        return Row(index, (), not operation.single)

    def _record(
        self, operation: str, kind: str, predicate: Predicate, *, single: bool = False, throws: bool = False,
        written: tuple[Written, ...] = (), model: str | None = None, within: int | None = None,
    ) -> Access:  # fmt: skip
        name = self.store.model if model is None else model
        hook = self.hooked(self.walk, self.entity, operation) if model is None else None
        scoped = self.store.scoped or hook
        access = record(
            self.walk, self.state, None, layer="mongoose", operation=operation, kind=kind,
            sources=(Source("", name),) if name else (), predicate=predicate, single=single, throws=throws,
            written=written, bulk=not single, scoped=scoped, note=self.store.note, within=within,
            at=(self.builder.path, self.builder.start, self.builder.end), calls=self.builder.calls,
        )  # fmt: skip
        self.state.done |= {access.index}
        return access

    # --------------------------------------------------------------------------------------------------- conditions

    def _predicate(self, steps: tuple[Step, ...]) -> Predicate:
        parts: list[Predicate] = []
        field = ""
        for step in steps:
            if step.name == "where" and step.arguments and isinstance(step.arguments[0], Constant):
                field = str(step.arguments[0].value)
                if len(step.arguments) > 1:
                    parts.append(self._field(field, step.arguments[1]))
                continue
            found = self._step(step, field)
            parts.append(found if step.certain else OneOf((found, NOTHING)))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _step(self, step: Step, field: str) -> Predicate:
        first = step.arguments[0] if step.arguments else Constant(None)
        operation = OPERATIONS.get(step.name)
        if step.name in ("or", "and", "nor"):
            arms = tuple(demands(self.walk, self.state, arm) for arm in elements(self.walk, self.state, first))
            return Not(NOTHING) if step.name == "nor" or not arms else (OneOf if step.name == "or" else All)(arms)
        if step.name == "equals" and field:
            return self._field(field, first)
        if step.name == "in" and field:
            return Equals(
                "", field, key_of(self.walk, self.state, contents.element(self.walk, self.state, first)), True
            )
        if step.name in ("merge", "setQuery"):
            return demands(self.walk, self.state, first)
        if operation is None:
            return NOTHING
        return self._operand(operation, step, first)

    def _operand(self, operation: Operation, step: Step, first: Value) -> Predicate:
        if operation.takes in ("filter", "where"):
            return demands(self.walk, self.state, first)
        if operation.takes == "key":
            return by_key(self.walk, self.state, first)
        if operation.takes == "field":
            return demands(self.walk, self.state, step.arguments[1]) if len(step.arguments) > 1 else NOTHING
        if operation.takes == "pipeline":
            stages = Pipeline(self.walk, self.state, first).predicate() if step.arguments else NOTHING
            return All((stages, *(self._later_stage(one) for one in self.builder.steps if one.name == "match")))
        return NOTHING

    def _later_stage(self, step: Step) -> Predicate:
        """`Model.aggregate().match({ … })`."""
        found = demands(self.walk, self.state, step.arguments[0]) if step.arguments else NOTHING
        return found if step.certain else OneOf((found, NOTHING))

    def _field(self, field: str, value: Value) -> Predicate:
        if is_undefined(value):
            return Compared("", field, "undefined")
        return Equals("", field, key_of(self.walk, self.state, value))

    def _pipeline(self, step: Step, access: Access) -> None:
        if not step.arguments:
            return
        for joined in Pipeline(self.walk, self.state, step.arguments[0]).joined(access.index):
            tables = self.models.by_table(joined.collection, self.builder.path)
            if tables:
                self._record(joined.stage, "read", joined.predicate, model=tables[0].id, within=access.index)

    # ------------------------------------------------------------------------------------------------------- writes

    def _write(self, operation: Operation, step: Step) -> Value:
        first = step.arguments[0] if step.arguments else Constant(None)
        if operation.takes == "writes":
            for one in elements(self.walk, self.state, first):
                self._bulk(one)
            return Unknown("what a bulk write answers")
        if operation.takes == "documents":
            for one in elements(self.walk, self.state, first):
                self._record(step.name, "update", by_key(self.walk, self.state, one))
            return Unknown("what a bulk save answers")
        many = any(isinstance(self.walk.content(self.state, one), Items) for one in options(first))
        written = tuple(written_rows(self.walk, self.state, first, self.entity))
        access = self._record(step.name, "create", NOTHING, written=written, single=not many, throws=True)
        return Row(access.index, (), many)

    def _bulk(self, value: Value) -> None:
        """Each operation of a bulk write is judged by itself; the weakest counts."""
        for option in options(value):
            content = self.walk.content(self.state, option)
            if not isinstance(content, Record):
                self._record("bulkWrite", "update", Opaque("the operations are made elsewhere", option))
                continue
            for name, inner in content.entries.items():
                if name in _WRITES:
                    self._one_write(_WRITES[name], inner)

    def _one_write(self, kind: str, value: Value) -> None:
        if kind == "create":
            document = properties.property_of(self.walk, self.state, value, "document")
            written = tuple(written_rows(self.walk, self.state, document, self.entity))
            self._record("bulkWrite", kind, NOTHING, written=written)
            return
        chosen = properties.property_of(self.walk, self.state, value, "filter")
        self._record("bulkWrite", kind, demands(self.walk, self.state, chosen))


def _decides(step: Step, first: Step) -> bool:
    """Whether a step says what a query does: `find(…).countDocuments()`, but no `find().count` of a list."""
    return step is first or (step.name in OPERATIONS and step.name not in ("where", "find", "exists", "aggregate"))
