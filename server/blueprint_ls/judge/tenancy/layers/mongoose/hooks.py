"""Hooks that narrow queries: `schema.pre("find", function () { this.where({ tenantId }) })`, alone or in a plugin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from blueprint_ls.codebase.models.entities import Entity, plain
from blueprint_ls.codebase.models.shapes import bare, items, statements, text, within
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.codebase.typescript.program import Definition
from blueprint_ls.codebase.typescript.tree import (
    Argument,
    Call,
    Do,
    Function,
    If,
    Let,
    Literal,
    Member,
    Module,
    Name,
    Object,
    Property,
    Return,
    Spread,
)
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.mongoose.operations import OPERATIONS

_RUN_AS = {"findById": "findOne", "exists": "findOne", "findByIdAndUpdate": "findOneAndUpdate",
           "findByIdAndDelete": "findOneAndDelete", "findByIdAndRemove": "findOneAndRemove"}  # fmt: skip
"""Methods that run as others do, their hooks included (reference of Model, Mongoose 8)."""
_NARROWING = frozenset({"where", "find"})


class Hooks:
    """What the hooks of each model hold to the tenant; answers are kept."""

    def __init__(self, tenancy: Tenancy) -> None:
        self.keys = frozenset(plain(key) for key in tenancy.keys)
        self._known: dict[str, frozenset[str]] = {}

    def scope(self, walk: Walk, entity: Entity | None, operation: str) -> str | None:
        """Why an operation on a model is kept inside a tenant; None where no hook does."""
        if entity is None:
            return None
        if entity.id not in self._known:
            module = walk.program.files.module(entity.path)
            self._known[entity.id] = frozenset(self._narrowed(walk, entity, module) if module else ())
        run_as = _RUN_AS.get(operation, operation)
        return f"a hook of its schema adds the tenant to `{run_as}`" if run_as in self._known[entity.id] else None

    def _narrowed(self, walk: Walk, entity: Entity, module: Module) -> Iterator[str]:
        names = {*schemas(entity, module)}
        for statement in statements(module):
            call = bare(statement.value) if isinstance(statement, Do) else None
            if not isinstance(call, Call) or _holder(call) not in names or not call.arguments:
                continue
            plugin = call.arguments[0]
            found = walk.program.meaning(entity.path, plugin.name) if isinstance(plugin, Name) else None
            if _method(call) == "pre":
                yield from self._hooked(call)
            elif _method(call) == "plugin" and isinstance(found, Definition) and isinstance(found.value, Function):
                yield from self._plugged(found.value)

    def _plugged(self, plugin: Function) -> Iterator[str]:
        """What a plugin does to the schema that it is given."""
        given = plugin.parameters[0].target if plugin.parameters else None
        for statement in plugin.body:
            call = bare(statement.value) if isinstance(statement, Do) else None
            if isinstance(call, Call) and isinstance(given, Name) and _holder(call) == given.name:
                yield from self._hooked(call)

    def _hooked(self, call: Call) -> Iterator[str]:
        """The operations of `schema.pre(operations, hook)` where the hook always names the tenant."""
        hook = next((one for one in call.arguments if isinstance(one, Function)), None)
        if _method(call) == "pre" and hook is not None and self._narrows(hook):
            yield from _operations(call.arguments[0])

    def _narrows(self, hook: Function) -> bool:
        for statement in hook.body:
            if isinstance(statement, If) and any(isinstance(node, Return) for node in inside(statement)):
                return False  # some queries go on without it
            call = bare(statement.value) if isinstance(statement, Do) else None
            if isinstance(call, Call) and _holder(call) == "this" and _method(call) in _NARROWING:
                told = call.arguments[0] if call.arguments else None
                if isinstance(told, Object) and any(self._names_tenant(entry) for entry in told.entries):
                    return True
        return False

    def _names_tenant(self, entry: object) -> bool:
        """Whether a condition names the tenant by something that the query itself does not bring."""
        if not isinstance(entry, Property) or entry.key is None or plain(entry.key) not in self.keys:
            return False
        return not any(
            (isinstance(node, Name) and node.name == "this") or (isinstance(node, Member) and node.optional)
            for node in inside(entry.value)
        )


def schemas(entity: Entity, module: Module) -> Iterator[str]:
    """The names of the schema that a model is made of: `model("Deal", schema)`, `createForClass(Deal)`."""
    for node in within(module):
        if isinstance(node, Call) and (node.start, node.end) == (entity.model.start, entity.model.end):
            yield from (one.name for one in node.arguments if isinstance(one, Name))
    for statement in statements(module):
        target = statement.target if isinstance(statement, Let) else None
        value = bare(statement.value) if isinstance(statement, Let) else None
        if isinstance(target, Name) and isinstance(value, Call) and _method(value) == "createForClass":
            yield from (target.name for one in value.arguments if isinstance(one, Name) and one.name == entity.name)


def _operations(told: Argument) -> Iterator[str]:
    if isinstance(told, Literal) and told.kind == "regex":
        pattern = str(told.value).strip("/")
        with suppress(re.error):  # what Python reads in another way hooks nothing
            yield from [name for name in OPERATIONS if re.search(pattern, name)]
    for one in [] if isinstance(told, Spread) else items(told) or [told]:
        name = text(one)
        if name:
            yield name


def _holder(call: Call) -> str:
    inner = bare(call.callee.object) if isinstance(call.callee, Member) else None
    return inner.name if isinstance(inner, Name) else ""


def _method(call: Call) -> str:
    return call.callee.name if isinstance(call.callee, Member) else ""
