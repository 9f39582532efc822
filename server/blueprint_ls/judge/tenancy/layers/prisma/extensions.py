"""`client.$extends({ query: … })`: which operations of which models an extension really keeps inside a tenant.

Each operation's hook is walked with arguments that nothing is known about. It covers the operation if every call of
`query` that it can make names the tenant: in `where`, or in the rows that are created; or if each runs in a transaction
that was told the tenant, for the models that have a policy. One that scopes by user, or only some operations, covers
what it covers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from blueprint_ls.codebase.models.entities import Entity, Models, plain
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.codebase.typescript.tree import ObjectTarget
from blueprint_ls.judge.flow import properties
from blueprint_ls.judge.flow.frames import Ended, Invocation
from blueprint_ls.judge.flow.predicate import All, Equals, OneOf, Predicate
from blueprint_ls.judge.flow.state import Items, Record, State
from blueprint_ls.judge.flow.values import (
    UNDEFINED,
    Choice,
    Closure,
    Constant,
    External,
    Given,
    Scoped,
    Unknown,
    Value,
    is_undefined,
    options,
)
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.recording import Partly
from blueprint_ls.judge.tenancy.pins import flat

_QUERY = External("@prisma/client", ("$extends", "query"))
"""What a hook calls to run the query."""


class _Asked(Value, frozen=True):
    """What `query` answers in a hook; numbered as the calls of it are."""

    number: int


Reading = Callable[[Walk, State, Value, Entity], Predicate]
"""How a `where` is read."""


class Extensions:
    """The extensions of a repository's clients."""

    def __init__(self, models: Models, tenancy: Tenancy, operations: Iterable[str], where: Reading) -> None:
        self.models = [entity for entity in models if entity.model.layer == "prisma"]
        self.keys = frozenset(plain(key) for key in tenancy.keys)
        self.operations = tuple(operations)
        self.where = where
        self._asked: list[tuple[Value, State]] = []
        self._mentioned = False
        """Whether the hook that was walked last names the tenant on any way."""
        self._by_policy: frozenset[str] = frozenset()
        """The models that policies held to the tenant in every query that the hook made."""
        self._known: dict[tuple[str, int], frozenset[str]] = {}
        """What each `$extends` was found to cover: it is come by on the way to every use of its client."""

    def call(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """`client.$extends(…)` as a scoped client where it is one; what a hook hands to `query`."""
        if call.callee == _QUERY:
            self._asked.append((call.arguments[0] if call.arguments else Constant(UNDEFINED), state.copy()))
            return _Asked(len(self._asked) - 1)
        if call.method == "defineExtension" and call.arguments:
            return call.arguments[0]
        if call.method != "$extends" or not call.arguments:
            return None
        if isinstance(call.arguments[0], Closure) and walk.may_enter(call.arguments[0]):
            return walk.enter(state, call.arguments[0], [call.receiver or Unknown()], (call.path, call.node.start))
        site = call.path, call.node.end
        if site not in self._known:
            self._known[site] = frozenset()
            self._known[site] = frozenset(self._covered(walk, state, call.arguments[0]))
        covered = self._known[site]
        before = call.receiver.operations if isinstance(call.receiver, Scoped) else frozenset()
        return (
            Scoped("the client's extension adds the tenant", covered | before) if covered or before else call.receiver
        )

    def _covered(self, walk: Walk, state: State, argument: Value) -> Iterator[str]:
        """The operations that are kept inside a tenant: `findMany`, or `Deal.findMany` for one model alone."""
        hooks = properties.property_of(walk, state, argument, "query")
        content = walk.content(state, hooks)
        if not isinstance(content, Record):
            return
        for name, inner in content.entries.items():
            if name in ("$allModels", "$allOperations"):
                yield from self._of_all(walk, state, inner)
                continue
            for entity in self.models:
                if plain(entity.name) == plain(name):
                    yield from (f"{entity.id}.{one}" for one in self._of_model(walk, state, inner, entity))

    def _of_all(self, walk: Walk, state: State, hooks: Value) -> Iterator[str]:
        for operation in self.operations:
            hook = self._hook(walk, state, hooks, operation)
            if hook is None:
                continue
            self._mentioned = False
            if self._names_tenant(walk, state, hook, operation, None):
                yield operation
            elif self._by_policy:
                yield from (f"{model}.{operation}" for model in self._by_policy)
            elif self._mentioned and _asks_for_model(hook):
                yield from (
                    f"{entity.id}.{operation}"
                    for entity in self.models
                    if self._names_tenant(walk, state, hook, operation, entity)
                )

    def _of_model(self, walk: Walk, state: State, hooks: Value, entity: Entity) -> Iterator[str]:
        for operation in self.operations:
            hook = self._hook(walk, state, hooks, operation)
            if hook is None:
                continue
            if self._names_tenant(walk, state, hook, operation, entity) or entity.id in self._by_policy:
                yield operation

    def _hook(self, walk: Walk, state: State, hooks: Value, operation: str) -> Closure | None:
        """The function that is asked for an operation; one for all operations where none is its own."""
        if isinstance(hooks, Closure):
            return hooks
        for name in (operation, "$allOperations"):
            found = properties.property_of(walk, state, hooks, name)
            if isinstance(found, Closure):
                return found
        return None

    def _names_tenant(self, walk: Walk, state: State, hook: Closure, operation: str, entity: Entity | None) -> bool:
        inside = state.copy()
        self._asked, self._by_policy = [], frozenset()
        if not walk.may_enter(hook):
            return False
        try:
            walk.enter(inside, hook, [self._arguments(walk, inside, operation, entity)], None)
        except Ended:
            return False
        asked, self._asked = self._asked, []
        self._by_policy = _held_by_policies(inside, len(asked))
        sample = entity or next(iter(self.models), None)
        if not asked or sample is None:
            return False
        named = [self._is_named(walk, after, given, operation, sample) for given, after in asked]  # each is looked at
        return all(named)

    def _arguments(self, walk: Walk, state: State, operation: str, entity: Entity | None) -> Value:
        """What Prisma hands to a hook: a query that nothing is known about."""
        row = walk.handle(state, Record({}, (Unknown("the caller's rows"),)))
        rows = walk.handle(state, Items((), row)) if operation.startswith("createMany") else row
        where = walk.handle(state, Record({}, (Unknown("the caller's where"),)))
        query = walk.handle(state, Record({"where": where, "data": rows, "create": row, "update": row}))
        model: Value = Constant(entity.name) if entity else Unknown("any model")
        return walk.handle(
            state, Record({"args": query, "query": _QUERY, "operation": Constant(operation), "model": model})
        )

    def _is_named(self, walk: Walk, state: State, given: Value, operation: str, entity: Entity) -> bool:
        if operation.startswith("create"):
            return self._is_in_rows(walk, state, properties.property_of(walk, state, given, "data"))
        where = self.where(walk, state, properties.property_of(walk, state, given, "where"), entity)
        self._mentioned = self._mentioned or any(plain(name) in self.keys for name in _columns(where))
        return any(
            isinstance(part, Equals) and plain(part.column) in self.keys and _is_certain(part.value)
            for part in flat(where)
        )

    def _is_in_rows(self, walk: Walk, state: State, rows: Value) -> bool:
        if isinstance(rows, Choice):
            return all(self._is_in_rows(walk, state, option) for option in rows.options)
        content = walk.content(state, rows)
        if isinstance(content, Items):
            return all(self._is_in_rows(walk, state, one) for one in (*content.items, *filter(None, [content.each])))
        if not isinstance(content, Record):
            return False
        named = [value for key, value in content.entries.items() if plain(key) in self.keys]
        self._mentioned = self._mentioned or bool(named)
        return any(_is_certain(value) for value in named)


def _held_by_policies(state: State, asked: int) -> frozenset[str]:
    """The models whose policies hold each of a hook's queries."""
    found = [state.present(_Asked(number)) for number in range(asked)]
    reasons = [one.by for one in found if isinstance(one, Scoped)]
    held = [reason.models for reason in reasons if isinstance(reason, Partly)]
    return frozenset.intersection(*held) if held and len(held) == asked else frozenset()


def _asks_for_model(hook: Closure) -> bool:
    """Whether a hook may treat one model in another way than the next."""
    targets = [parameter.target for parameter in hook.function.parameters]
    return not all(isinstance(t, ObjectTarget) and all(entry.key != "model" for entry in t.entries) for t in targets)


def _columns(predicate: Predicate) -> Iterator[str]:
    """The columns that a predicate compares on any way."""
    if isinstance(predicate, All | OneOf):
        for part in predicate.parts:
            yield from _columns(part)
    elif isinstance(predicate, Equals):
        yield predicate.column


def _is_certain(value: Value) -> bool:
    """Whether a value is there on every way."""
    return not any(is_undefined(option) or (isinstance(option, Given) and option.optional) for option in options(value))
