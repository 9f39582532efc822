"""Functions that schemas give to models and queries: `schema.statics.ofTeam = …`, `new Schema(…, { query: { … } })`."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.models.entities import Entity, Models
from blueprint_ls.codebase.models.shapes import bare, statements
from blueprint_ls.codebase.typescript.tree import (
    Assign,
    Call,
    Do,
    Expression,
    Function,
    Let,
    Literal,
    Member,
    Module,
    Name,
    New,
    Object,
    Property,
)
from blueprint_ls.judge.flow.state import Builder
from blueprint_ls.judge.flow.values import Closure, Value
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.mongoose.finding import LAYER
from blueprint_ls.judge.tenancy.layers.mongoose.hooks import schemas
from blueprint_ls.judge.tenancy.layers.stores import Store

STATICS, QUERIES = "statics", "query"
_SETTERS = {"static": STATICS}
Named = tuple[str, str]
"""Where a function is put, and under which name."""


class Methods:
    """Finds them; answers are kept."""

    def __init__(self, models: Models) -> None:
        self.models = models
        self._known: dict[str, dict[Named, Function]] = {}
        self._by_path: dict[str, list[Entity]] = {}
        for entity in models:
            if entity.model.layer == LAYER:
                self._by_path.setdefault(entity.path, []).append(entity)

    def helper(self, walk: Walk, builder: Builder, name: str, this: Value) -> Closure | None:
        """What a schema's own step of a query does."""
        subject = builder.subject
        entity = self.models.by_id.get(subject.model) if isinstance(subject, Store) else None
        found = self._of(walk, entity).get((QUERIES, name)) if entity else None
        return Closure(entity.path, found, {}, this) if entity and found else None

    def around(self, walk: Walk, path: str, at: int) -> Store | None:
        """The model whose static function stands around a place: `this` in it."""
        for entity in self._by_path.get(path, ()):
            for (kind, _), function in self._of(walk, entity).items():
                if kind == STATICS and function.start <= at < function.end:
                    return Store(LAYER, entity.id)
        return None

    def _of(self, walk: Walk, entity: Entity) -> dict[Named, Function]:
        if entity.id not in self._known:
            module = walk.program.files.module(entity.path)
            names = {*schemas(entity, module)} if module else set()
            told = _told(module) if module else ()
            self._known[entity.id] = {named: function for holder, named, function in told if holder in names}
        return self._known[entity.id]


def _told(module: Module) -> Iterator[tuple[str, Named, Function]]:
    """Each function that a file gives to a schema, and the schema's name."""
    for statement in statements(module):
        node = bare(statement.value) if isinstance(statement, Do) else None
        if isinstance(statement, Let) and isinstance(statement.target, Name):
            yield from _built_in(statement.target.name, bare(statement.value))
        if isinstance(node, Assign) and isinstance(node.target, Member) and isinstance(node.value, Function):
            holder = bare(node.target.object)
            if isinstance(holder, Member) and isinstance(holder.object, Name):
                yield holder.object.name, (holder.name, node.target.name), node.value
        elif isinstance(node, Call) and isinstance(node.callee, Member) and isinstance(node.callee.object, Name):
            first, last = (node.arguments[0], node.arguments[-1]) if node.arguments else (None, None)
            if node.callee.name in _SETTERS and isinstance(first, Literal) and isinstance(last, Function):
                yield node.callee.object.name, (_SETTERS[node.callee.name], str(first.value)), last


def _built_in(holder: str, node: Expression | None) -> Iterator[tuple[str, Named, Function]]:
    """The functions among the options that a schema is made with."""
    options = node.arguments[1] if isinstance(node, New) and len(node.arguments) > 1 else None
    for kind in (STATICS, QUERIES) if isinstance(options, Object) else ():
        functions = options.get(kind) if isinstance(options, Object) else None
        for entry in functions.entries if isinstance(functions, Object) else ():
            if isinstance(entry, Property) and entry.key and isinstance(entry.value, Function):
                yield holder, (kind, entry.key), entry.value
