"""Which Mongoose model a value is: by declared types, by injection, by name, by the class that was loaded into it."""

from __future__ import annotations

import re

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Entity, Models
from blueprint_ls.codebase.models.mongoose import plural
from blueprint_ls.codebase.models.shapes import decorators, within
from blueprint_ls.codebase.typescript.tree import Call, Class, Expression, Field, Literal, Member, Method, Name, Shape
from blueprint_ls.judge.flow import types
from blueprint_ls.judge.flow.values import ClassOf, External, Given, Scoped, Value
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.stores import Store, entity_named, scope_of

LAYER = "mongoose"
_MODELS = frozenset({"Model", "PaginateModel", "AggregatePaginateModel", "SoftDeleteModel", "ReturnModelType",
                     "Collection"})  # fmt: skip
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_ENDINGS = ("Document", "Doc", "Model", "Schema", "Entity")
_DEEPEST = 4
_GIVEN = "its model is only made on the connection of a tenant"
VAGUE = "the connection that the model is made on is not known"


class Finder:
    """Finds models; answers are kept."""

    def __init__(self, models: Models, by_connection: bool = False) -> None:
        self.models = models
        self.by_connection = by_connection
        """Whether each tenant has a connection of its own."""
        self._homes: dict[str, bool] = {}
        self._types: dict[tuple[str, str], Store | None] = {}
        self._documents: dict[tuple[str, str], Entity | None] = {}
        self._injected: dict[tuple[str, int], dict[str, Store]] = {}
        self._in_file: dict[str, list[Entity]] = {}
        for entity in models:
            if entity.model.layer == LAYER:
                self._in_file.setdefault(entity.path, []).append(entity)

    def named(self, name: str, near: str, scoped: str | None = None) -> Store | None:
        """The model of a name, or of a collection's name."""
        entity = entity_named(self.models, LAYER, name, near)
        if entity is None:
            tables = [one for one in self.models.by_table(name, near) if one.model.layer == LAYER]
            entity = next((one for one in tables if one.path == near), None) or next(iter(tables), None)
        return Store(LAYER, entity.id, scoped) if entity else None

    # ------------------------------------------------------------------------------------------------------- types

    def typed(self, walk: Walk, home: str, text: str, depth: int = _DEEPEST) -> Store | None:
        """What `Model<DealDocument>`, or an interface that extends it, says."""
        key = home, text
        if key not in self._types:
            self._types[key] = None
            self._types[key] = self._of_type(walk, home, text, depth)
        return self._types[key]

    def _of_type(self, walk: Walk, home: str, text: str, depth: int) -> Store | None:
        parts = [part.strip() for part in types.split(text, "|")]
        head, arguments = types.reference(next((one for one in parts if one not in ("undefined", "null")), ""))
        last = head.rpartition(".")[2]
        if last in _MODELS and arguments:
            entity = self.document(walk, home, arguments[0].removeprefix("typeof "))
            note = VAGUE if entity else "the model's type names no model"
            return Store(LAYER, entity.id if entity else "", note=note)
        found = walk.program.type(home, head) if head and depth else None
        if found is None or not isinstance(found[1], Shape):
            return None
        for base in (*found[1].extends, *([found[1].type] if found[1].type else [])):
            store = self.typed(walk, found[0], base, depth - 1)
            if store is not None:
                return store if store.model else self.named(_bare(head), home) or store
        return None

    def document(self, walk: Walk, home: str, text: str, depth: int = _DEEPEST) -> Entity | None:
        """The model whose documents a type describes: `DealDocument`, `HydratedDocument<Deal>`, `Deal & Document`."""
        key = home, text
        if key not in self._documents:
            self._documents[key] = None
            self._documents[key] = self._of_document(walk, home, text, depth)
        return self._documents[key]

    def _of_document(self, walk: Walk, home: str, text: str, depth: int) -> Entity | None:
        for word in _WORD.findall(text) if depth else ():
            at = self.models.at(home, word)
            found = at if at and at.model.layer == LAYER else None
            found = found or self._shape(walk, home, word, depth) or self._by_words(word, home)
            if found is not None:
                return found
        return None

    def _shape(self, walk: Walk, home: str, word: str, depth: int) -> Entity | None:
        declared = walk.program.type(home, word)
        if declared is None or not isinstance(declared[1], Shape) or not declared[1].type:
            return None
        return self.document(walk, declared[0], declared[1].type, depth - 1)

    def _by_words(self, word: str, home: str) -> Entity | None:
        bare = _bare(word)
        if not bare or bare == word[:1] or word in ("Document", "HydratedDocument"):
            return None
        for name in (word, bare, f"{bare}s", plural(bare)):
            found = entity_named(self.models, LAYER, name, home)
            if found is not None:
                return found
        return None

    # -------------------------------------------------------------------------------------------------- injections

    def injected(self, walk: Walk, path: str, node: Class, name: str) -> Store | None:
        """A field that holds a model, by its constructor's `@InjectModel(…)` or its type."""
        key = path, node.start
        if key not in self._injected:
            self._injected[key] = {}
            self._injected[key] = self._fields(walk, path, node)
        return self._injected[key].get(name)

    def _fields(self, walk: Walk, path: str, node: Class) -> dict[str, Store]:
        found: dict[str, Store] = {}
        for file, owner in walk.program.bases(path, node):
            for member in owner.members:
                if isinstance(member, Field):
                    self._field(walk, file, found, member.name, member.type, member.decorators)
                elif isinstance(member, Method) and member.kind == "constructor":
                    for parameter in member.function.parameters:
                        if isinstance(parameter.target, Name) and (parameter.access or parameter.decorators):
                            name = parameter.target.name
                            self._field(walk, file, found, name, parameter.type, parameter.decorators)
        return found

    def _field(
        self,
        walk: Walk,
        path: str,
        found: dict[str, Store],
        name: str,
        type_: str | None,
        marks: tuple[Expression, ...],
    ) -> None:
        told = decorators(marks).get("InjectModel", ())
        store = self._titled(path, told[0]) if told else None
        store = store or (self.typed(walk, path, type_) if type_ else None)
        if store is not None:
            found.setdefault(name, store)

    def _titled(self, path: str, value: Expression) -> Store | None:
        if isinstance(value, Member) and value.name == "name" and isinstance(value.object, Name):
            entity = self.models.at(path, value.object.name)
            return Store(LAYER, entity.id) if entity else self.named(value.object.name, path)
        if isinstance(value, Literal) and isinstance(value.value, str):
            return self.named(value.value, path)
        return None

    # ----------------------------------------------------------------------------------------------------- by name

    def reached(self, value: Value, path: str, exact: bool) -> Store | None:
        """A model that is reached by its name: `models.Deals`, `ctx.db.Deal`."""
        if isinstance(value, Scoped) and value.path:
            found = self.named(value.path[-1], path, value.by)
            return found or Store(LAYER, "" if value.path[-1] == "[]" else value.path[-1], value.by)
        if isinstance(value, Given) and value.path and (exact or value.path[-1][:1].isupper()):
            found = self.named(value.path[-1], path)
            return replace(found, note=VAGUE) if found else None
        if isinstance(value, External) and value.path and "mongoose" in value.package:
            return self.named(value.path[-1], path)
        return None

    def loaded(self, walk: Walk, value: ClassOf) -> Store | None:
        """The model that a class of statics is loaded into: `this.findOne(…)` in them asks it."""
        by = next((scope for one in (value.names or {}).values() if (scope := scope_of(one))), None)
        name = value.node.name or ""
        for one in (name, f"{name}s", plural(name), name.removesuffix("Class"), name.removesuffix("Model")):
            found = self.named(one, value.path, by) if one else None
            if found is not None:
                return found if by else replace(found, note=VAGUE)
        return Store(LAYER, name, by) if by else None

    def settled(self, walk: Walk, store: Store) -> Store:
        """A model that nobody was seen to make: where code makes it on connections it is given, those are tenants'."""
        if not self.by_connection or store.note != VAGUE:
            return store
        if store.model not in self._homes:
            self._homes[store.model] = self._is_given_connection(walk, store.model)
        return replace(store, scoped=_GIVEN, note="") if self._homes[store.model] else store

    def _is_given_connection(self, walk: Walk, model: str) -> bool:
        entity = self.models.by_id.get(model)
        module = walk.program.files.module(entity.path) if entity else None
        if entity is None or module is None:
            return False
        for node in within(module):
            if isinstance(node, Call) and (node.start, node.end) == (entity.model.start, entity.model.end):
                holder = node.callee.object if isinstance(node.callee, Member) else None
                return isinstance(holder, Name) and walk.program.meaning(entity.path, holder.name) is None
        return False

    def in_file(self, path: str) -> Store | None:
        """The one model that a file declares."""
        found = self._in_file.get(path, [])
        return Store(LAYER, found[0].id) if len(found) == 1 else None


def _bare(name: str) -> str:
    """`IDealDocument` as `Deal`."""
    if re.match(r"I[A-Z]", name):
        name = name[1:]
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name
