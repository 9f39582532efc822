"""Mongoose and the MongoDB driver: models, queries, documents and collections, whatever holds them."""

from __future__ import annotations

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.codebase.typescript.tree import Member, Name, New
from blueprint_ls.judge.flow import contents
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.layer import Layer
from blueprint_ls.judge.flow.predicate import NOTHING
from blueprint_ls.judge.flow.state import Builder, Record, State, Step
from blueprint_ls.judge.flow.trace import Source
from blueprint_ls.judge.flow.truth import same
from blueprint_ls.judge.flow.values import (
    Choice,
    ClassOf,
    Closure,
    Constant,
    External,
    Given,
    Handle,
    Instance,
    Row,
    Scoped,
    Unknown,
    Value,
    choice,
    key_of,
    options,
)
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.mongoose.documents import document_key, document_store, written_rows
from blueprint_ls.judge.tenancy.layers.mongoose.filters import KEY, is_object_id
from blueprint_ls.judge.tenancy.layers.mongoose.finding import LAYER, Finder
from blueprint_ls.judge.tenancy.layers.mongoose.hooks import Hooks
from blueprint_ls.judge.tenancy.layers.mongoose.methods import Methods
from blueprint_ls.judge.tenancy.layers.mongoose.operations import (
    DOCUMENT_METHODS,
    OPERATIONS,
    Query,
)
from blueprint_ls.judge.tenancy.layers.recording import record
from blueprint_ls.judge.tenancy.layers.stores import Store, place, scope_of

_RUNS = frozenset({"exec", "toArray", "next", "cursor", "stream", "eachAsync", "forEach", "hasNext", "tryNext"})
_SAME = frozenset({"toObject", "toJSON", "lean", "populate", "execPopulate", "$clone", "depopulate"})
"""Methods of a document that answer the document."""
_AT_ONCE = frozenset({"rows", "writes", "documents"})
_PROMISED = frozenset({"then", "catch", "finally"})


class Mongoose(Layer):
    """The layer; see the module."""

    name = LAYER

    def __init__(self, models: Models, tenancy: Tenancy) -> None:
        self.models = models
        self.finder = Finder(models, "tenant_connection" in tenancy.enforce)
        self.hooks = Hooks(tenancy)
        self.methods = Methods(models)
        self.present = any(entity.model.layer == LAYER for entity in models)

    def property(self, walk: Walk, state: State, value: Value, name: str) -> Value | None:
        """The fields of a class that hold a model."""
        if not self.present:
            return None
        if isinstance(value, Instance):
            return self.finder.injected(walk, value.path, value.node, name)
        if isinstance(value, Store) and value.layer == LAYER and name in ("collection", "model"):
            return value
        return None

    def typed(self, walk: Walk, value: Given) -> Value | None:
        """What a declared type says."""
        return self.finder.typed(walk, value.home, value.type or "") if self.present else None

    def run(self, walk: Walk, state: State, builder: Builder) -> Value:
        """The access that a query is."""
        return Query(walk, state, self.models, builder, self.hooks.scope).run()

    def construct(self, walk: Walk, state: State, node: New, made: Value, given: list[Value]) -> Value | None:
        """`new Deal({ … })`: a document in memory; `new ObjectId(text)`: the text."""
        store = next((one for one in options(made) if isinstance(one, Store) and one.layer == LAYER), None)
        if store is not None:
            content = walk.content(state, given[0]) if given else Record({})
            if isinstance(content, Record):
                return walk.handle(state, Record(dict(content.entries), content.unseen, store))
            return walk.handle(state, Record({}, tuple(given[:1]), store))
        name = node.callee.name if isinstance(node.callee, Name | Member) else ""
        return given[0] if given and name in ("ObjectId", "ObjectID") else None

    # ------------------------------------------------------------------------------------------------------- calls

    def call(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """What a call answers where it is Mongoose's."""
        name = call.method or _function(call)
        if call.arguments and is_object_id(call.callee or call.receiver or Unknown(), name):
            return call.arguments[0]
        if name in ("model", "collection", "discriminator"):
            return self._made(walk, state, call, name)
        if call.receiver is None or call.method is None:
            return None
        if name in ("equals", "toHexString") and key_of(call.receiver) is not None:
            return same(call.receiver, call.arguments[0]) if call.arguments else call.receiver
        if isinstance(call.receiver, Handle) or call.method in _RUNS or isinstance(call.receiver, Choice):
            built = self._on_builder(walk, state, call)
            if built is not None:
                return built
        if not self.present and not isinstance(call.receiver, Store | Scoped):
            return None
        if name in DOCUMENT_METHODS or name in _SAME:
            done = self._on_document(walk, state, call, name)
            if done is not None:
                return done
        return self._operation(walk, state, call, name) if name in OPERATIONS else None

    def _made(self, walk: Walk, state: State, call: Invocation, name: str) -> Value | None:
        """`mongoose.model("Deal", schema)`, `connection.model("Deal")`, `db.collection("deals")`."""
        first = call.arguments[0] if call.arguments else Unknown()
        scoped = scope_of(call.receiver)
        if isinstance(first, Constant) and isinstance(first.value, str):
            found = self.finder.named(first.value, call.path, scoped)
            if found is not None or scoped:
                return found or Store(LAYER, first.value, scoped)
            return Store(LAYER, "", note=f"nobody declares `{first.value}`") if name == "collection" else None
        if name == "collection" and len(call.arguments) == 1 and self.present:
            return Store(LAYER, "", scoped, note="the collection's name is only known when it runs")
        return None

    # ----------------------------------------------------------------------------------------------------- queries

    def _operation(self, walk: Walk, state: State, call: Invocation, name: str) -> Value | None:
        store = self._store(walk, state, call, name)
        if store is None:
            return None
        step = Step(name, tuple(call.arguments), call.node.start)
        begun = Builder(LAYER, *place(call), (step,), store)
        if OPERATIONS[name].takes in _AT_ONCE:
            return self.run(walk, state, replace(begun, calls=walk.calls))
        callback = call.arguments[-1] if call.arguments else None
        if isinstance(callback, Closure) and name not in ("aggregate",):
            return self._answered(walk, state, replace(begun, calls=walk.calls), callback)
        return walk.build(state, begun)

    def _answered(self, walk: Walk, state: State, builder: Builder, callback: Closure) -> Value:
        """`Deal.find(filter, (error, deals) => …)`."""
        row = self.run(walk, state, builder)
        if walk.may_enter(callback):
            walk.enter(state, callback, [Constant(None), row], None)
        return row

    def _store(self, walk: Walk, state: State, call: Invocation, name: str) -> Store | None:
        assert call.receiver is not None
        vague = OPERATIONS[name].vague
        found = [self._one_store(walk, call, one, vague) for one in options(call.receiver)]
        stores = [self.finder.settled(walk, store) for store in found if store is not None]
        if not stores:
            return None
        first = next((store for store in stores if store.model), stores[0])
        return first if all(store.scoped for store in stores) else replace(first, scoped=None)

    def _one_store(self, walk: Walk, call: Invocation, value: Value, vague: bool) -> Store | None:
        if isinstance(value, Store):
            return value if value.layer == LAYER else None
        if _is_this(call) and (static := self.methods.around(walk, call.path, call.node.start)) is not None:
            return static
        if isinstance(value, ClassOf):
            own = walk.program.member(value.path, value.node, call.method or "")
            return None if own or value.node.extends else self.finder.loaded(walk, value)
        if vague and any(isinstance(one, Closure) for one in call.arguments[:1]):
            return None
        if isinstance(value, Scoped | Given | External):
            return self.finder.reached(value, call.path, exact=not vague)
        return self.finder.in_file(call.path) if isinstance(value, Unknown) and _is_this(call) else None

    def _on_builder(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """One more step of a query."""
        assert call.receiver is not None
        built = [one for one in options(call.receiver) if _is_built(walk, state, one)]
        if not built or call.method is None or call.method in _PROMISED:
            return None
        content = walk.content(state, built[0])
        helper = (
            self.methods.helper(walk, content, call.method, call.receiver) if isinstance(content, Builder) else None
        )
        if helper is not None and walk.may_enter(helper):
            walk.enter(state, helper, call.arguments, place(call)[:2])
            return call.receiver
        step = Step(call.method, tuple(call.arguments), call.node.start)
        walk.extend(state, call.receiver, step, call.node.end)
        if call.method not in _RUNS:
            return call.receiver
        answer = choice([self._finish(walk, state, one) for one in built])
        for argument in call.arguments:
            if isinstance(argument, Closure) and walk.may_enter(argument):
                element = contents.element(walk, state, answer)
                walk.enter(state, argument, [Constant(None), answer] if call.method == "exec" else [element], None)
        return answer

    def _finish(self, walk: Walk, state: State, value: Value) -> Value:
        content = walk.content(state, value)
        assert isinstance(content, Builder)
        assert isinstance(value, Handle)
        walk.pending.pop(value.id, None)
        return self.run(walk, state, content)

    # --------------------------------------------------------------------------------------------------- documents

    def _on_document(self, walk: Walk, state: State, call: Invocation, name: str) -> Value | None:
        """`document.save()`, `document.deleteOne()`."""
        for document in options(call.receiver or Unknown()):
            store = document_store(self.finder, walk, state, document)
            if store is None:
                continue
            if name in _SAME:
                return call.receiver
            self._record_document(walk, state, call, store, document)
            return call.receiver
        return None

    def _record_document(self, walk: Walk, state: State, call: Invocation, store: Store, document: Value) -> None:
        content = walk.content(state, document)
        new = isinstance(content, Record) and KEY not in content.entries and call.method == "save"
        kind = "create" if new else DOCUMENT_METHODS[call.method or ""]
        predicate = document_key(walk, state, document) if not new else NOTHING
        entity = self.models.by_id.get(store.model)
        access = record(
            walk, state, call, layer=LAYER, operation=call.method or "", kind=kind, predicate=predicate,
            sources=(Source("", store.model),) if store.model else (), scoped=store.scoped, note=store.note,
            written=tuple(written_rows(walk, state, document, entity)) if new else (), single=True, throws=True,
        )  # fmt: skip
        state.done |= {access.index}
        if new and isinstance(content, Record) and isinstance(document, Handle):
            walk.store(state, document, content.having(KEY, Row(access.index, (KEY,))))


def _is_built(walk: Walk, state: State, value: Value) -> bool:
    content = walk.content(state, value)
    return isinstance(content, Builder) and content.layer == LAYER


def _function(call: Invocation) -> str:
    """The name of what is called by itself."""
    callee = call.node.callee
    return callee.name if isinstance(callee, Name) else ""


def _is_this(call: Invocation) -> bool:
    """Whether a method is called on `this`."""
    holder = call.node.callee.object if isinstance(call.node.callee, Member) else None
    return isinstance(holder, Name) and holder.name == "this"
