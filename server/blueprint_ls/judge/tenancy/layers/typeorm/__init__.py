"""TypeORM: repositories, entity managers, active records and query builders, whatever holds them."""

from __future__ import annotations

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.codebase.typescript.program import Definition
from blueprint_ls.codebase.typescript.tree import Let, New
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.layer import Layer
from blueprint_ls.judge.flow.state import Builder, Record, State
from blueprint_ls.judge.flow.values import (
    ClassOf,
    Closure,
    Constant,
    External,
    Given,
    Handle,
    Instance,
    Row,
    Value,
    options,
)
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.stores import TRANSACTION, Client, Store, is_vague, scope_of
from blueprint_ls.judge.tenancy.layers.typeorm.builders import NEGATED, RUNS, Query
from blueprint_ls.judge.tenancy.layers.typeorm.chains import Chains
from blueprint_ls.judge.tenancy.layers.typeorm.clients import Clients
from blueprint_ls.judge.tenancy.layers.typeorm.operations import ENTITY_METHODS, OPERATIONS, Doing
from blueprint_ls.judge.tenancy.layers.typeorm.tables import Tables
from blueprint_ls.judge.tenancy.layers.typeorm.where import OPERATORS, Operator

_GETTERS = frozenset({"getRepository", "getTreeRepository", "getMongoRepository", "getCustomRepository",
                      "withRepository"})  # fmt: skip
_MANAGERS = frozenset({"getManager", "getConnection", "createQueryRunner", "createEntityManager", "initialize"})
_MAKERS = frozenset({"create", "merge"})


class TypeOrm(Layer):
    """The layer; see the module."""

    name = "typeorm"

    def __init__(self, models: Models) -> None:
        self.models = models
        self.clients = Clients(models)
        self.tables = Tables(models, self.clients)
        self.chains = Chains(models, self.tables)
        self.present = any(entity.model.layer == "typeorm" for entity in models)

    def definition(self, walk: Walk, definition: Definition) -> Value | None:
        """`const Deal = new EntitySchema(…)`."""
        node = definition.node
        if not self.present or not isinstance(node, Let) or not isinstance(node.value, New):
            return None
        there = (one for one in self.models if one.path == definition.path and one.model.layer == "typeorm")
        found = next((one for one in there if node.start <= one.model.start < node.end), None)
        return Store(self.name, found.id) if found else None

    def property(self, walk: Walk, state: State, value: Value, name: str) -> Value | None:
        """The fields of a class that hold a repository, and the ways from one client to another."""
        if isinstance(value, Instance):
            return self.clients.injected(walk, value.path, value.node, name) if self.present else None
        if isinstance(value, Client) and value.layer == self.name:
            return value if name in ("manager", "connection", "dataSource") else None
        if isinstance(value, Store) and value.layer == self.name:
            return self._of_store(walk, state, value, name)
        return None

    def _of_store(self, walk: Walk, state: State, store: Store, name: str) -> Value | None:
        if name == "manager":
            return Client(self.name, store.scoped)
        methods = walk.content(state, store.methods) if store.methods else None
        found = methods.entries.get(name) if isinstance(methods, Record) else None
        return replace(found, this=store) if isinstance(found, Closure) else found

    def run(self, walk: Walk, state: State, builder: Builder) -> Value:
        """The access that a query builder is."""
        return Query(walk, state, self.models, builder).run()

    def typed(self, walk: Walk, value: Given) -> Value | None:
        """What a declared type says."""
        return self.clients.typed(walk, value) if self.present else None

    def construct(self, walk: Walk, state: State, node: New, made: Value, given: list[Value]) -> Value | None:
        """`new Brackets((qb) => …)`."""
        name = made.path[-1] if isinstance(made, External) and made.path else ""
        if name not in ("Brackets", "NotBrackets") or not given or not isinstance(given[0], Closure):
            return None
        subject = NEGATED if name == "NotBrackets" else None
        inner = walk.handle(state, Builder(self.name, walk.path, node.start, node.end, (), subject, thenable=False))
        if walk.may_enter(given[0]):
            walk.enter(state, given[0], [inner], None)
        return inner

    # ------------------------------------------------------------------------------------------------------- calls

    def call(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """What a call answers where it is TypeORM's."""
        if not self.present:
            return None
        if isinstance(call.receiver, Handle) or call.method in RUNS:
            built = self.chains.extend(walk, state, call)
            if built is not None:
                return built
        name = call.method or _named(call.callee)
        if name in OPERATIONS:
            return self._operation(walk, state, call, name)
        if name in OPERATORS and isinstance(call.callee, External):
            return Operator(name, tuple(call.arguments))
        return self._client_call(walk, state, call, name)

    def _client_call(self, walk: Walk, state: State, call: Invocation, name: str) -> Value | None:
        if name in _GETTERS and call.arguments:
            return self._repository(walk, call)
        if name == "createQueryBuilder":
            return self.chains.begin(walk, state, call)
        if name in _MANAGERS and (isinstance(call.receiver, Client) or _is_typeorm(call.callee)):
            return Client(self.name, scope_of(call.receiver), f"{name}@{call.path}:{call.node.start}")
        if name == "transaction" and isinstance(call.receiver, Client):
            return self._transaction(walk, state, call)
        store = self.tables.store(walk, call)
        if store is None and name in _MAKERS and call.arguments and isinstance(call.receiver, Client | Given):
            store = self.tables.table(call.arguments[0], call.path) if isinstance(call.arguments[0], ClassOf) else None
        if store is None:
            return None
        if name in _MAKERS and self._is_own(walk, call, name):
            return self._made(walk, state, call, store)
        if name == "extend" and call.arguments:
            return self._extended(walk, state, store, call.arguments[0])
        return None

    def _repository(self, walk: Walk, call: Invocation) -> Value | None:
        first = call.arguments[0]
        found = self.tables.table(first, call.path)
        if found is not None:
            return replace(found, scoped=scope_of(call.receiver))
        if isinstance(first, ClassOf) and self.clients.extended(walk, first.path, first.node):
            return Instance(first.path, first.node, f"@{call.path}:{call.node.start}")
        if isinstance(first, Store | Instance):
            return first
        if call.method == "getRepository" and isinstance(call.receiver, Client):
            return Store(self.name, "", scope_of(call.receiver), note="the entity is not known")
        return None

    def _is_own(self, walk: Walk, call: Invocation, name: str) -> bool:
        """Whether a method is TypeORM's own, and no member of the class or object that it is called on."""
        receiver = call.receiver
        if isinstance(receiver, ClassOf | Instance):
            return walk.program.member(receiver.path, receiver.node, name) is None
        return True

    def _operation(self, walk: Walk, state: State, call: Invocation, name: str) -> Value | None:
        if call.receiver is None or not self._is_own(walk, call, name):
            return None
        store = self.tables.store(walk, call)
        given = call.arguments
        if store is not None and store.methods is not None:
            own = self._of_store(walk, state, store, name)
            store = None if own is not None else store
        if store is not None:
            return Doing(walk, state, self.models, call, store, name, given).run()
        table = self.tables.table(given[0], call.path) if given and not isinstance(given[0], Constant) else None
        if table is None and given and any(isinstance(one, Client) for one in options(call.receiver)):
            table = self.tables.table(given[0], call.path)
        if table is not None and (is_vague(call.receiver) or not isinstance(call.receiver, Row | Handle | Instance)):
            table = replace(table, scoped=scope_of(call.receiver))
            return Doing(walk, state, self.models, call, table, name, given[1:]).run()
        return self._of_entity(walk, state, call, name)

    def _of_entity(self, walk: Walk, state: State, call: Invocation, name: str) -> Value | None:
        """`entity.save()`, and `manager.save(entity)`."""
        own = not call.arguments or name not in ("save", "remove", "softRemove", "recover")
        subject = call.receiver if own else call.arguments[0]
        if name not in ENTITY_METHODS or subject is None or not (own or is_vague(call.receiver)):
            return None
        store = self.tables.entity_store(walk, state, subject)
        if store is None:
            return None
        return Doing(walk, state, self.models, call, store, ENTITY_METHODS[name], [subject]).run()

    def _made(self, walk: Walk, state: State, call: Invocation, store: Store) -> Value | None:
        """`repository.create({ … })`: an entity in memory; nothing is asked of the database."""
        given = [one for one in call.arguments if not isinstance(one, ClassOf)]
        if call.method == "merge" and given:
            return given[0]
        if not given:
            return walk.handle(state, Record({}, (), store))
        content = walk.content(state, given[-1])
        if isinstance(content, Record):
            return walk.handle(state, Record(dict(content.entries), content.unseen, store))
        return walk.handle(state, Record({}, (given[-1],), store)) if isinstance(given[-1], Given) else given[-1]

    def _extended(self, walk: Walk, state: State, store: Store, methods: Value) -> Value:
        """`repository.extend({ … })`: its methods are called on the repository."""
        made = replace(store, methods=methods)
        content = walk.content(state, methods)
        for entry in content.entries.values() if isinstance(content, Record) else ():
            if isinstance(entry, Closure):
                walk.keep(replace(entry, this=made), state)
        return made

    def _transaction(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        work = next((one for one in call.arguments if isinstance(one, Closure)), None)
        if work is None or not walk.may_enter(work):
            return None
        manager = Client(self.name, scope_of(call.receiver), f"{TRANSACTION}{call.path}:{call.node.start}")
        return walk.enter(state, work, [manager], (walk.path, call.node.start))


def _named(callee: Value | None) -> str:
    """The name of a function of TypeORM's that is called by itself."""
    return callee.path[-1] if isinstance(callee, External) and callee.path and _is_typeorm(callee) else ""


def _is_typeorm(callee: Value | None) -> bool:
    return isinstance(callee, External) and "typeorm" in callee.package
