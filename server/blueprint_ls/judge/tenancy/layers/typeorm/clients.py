"""Who holds a TypeORM repository or entity manager: by declared types, by injection, by the class it extends."""

from __future__ import annotations

from blueprint_ls.codebase.models.entities import Entity, Models
from blueprint_ls.codebase.models.shapes import decorators
from blueprint_ls.codebase.typescript.program import Outside
from blueprint_ls.codebase.typescript.tree import Call, Class, Expression, Field, Literal, Member, Method, Name
from blueprint_ls.judge.flow import types
from blueprint_ls.judge.flow.values import ClassOf, Given, Instance, Value
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.stores import Client, Store, entity_named

REPOSITORIES = frozenset({"Repository", "TreeRepository", "MongoRepository", "AbstractRepository"})
_MANAGERS = frozenset({"EntityManager", "DataSource", "Connection", "QueryRunner", "MongoEntityManager"})
_HOME = "typeorm"


class Clients:
    """Finds them; answers are kept, since the same declarations are asked for again and again."""

    def __init__(self, models: Models) -> None:
        self.models = models
        self._types: dict[tuple[str, str], Value | None] = {}
        self._injected: dict[tuple[str, int], dict[str, Value]] = {}
        self._extended: dict[tuple[str, int], Store | None] = {}
        self._active: dict[tuple[str, int], bool] = {}

    def typed(self, walk: Walk, value: Given) -> Value | None:
        """What a declared type says: `Repository<Deal>`, `EntityManager`, a repository class of this repository."""
        key = value.home, value.type or ""
        if key not in self._types:
            self._types[key] = self._of_type(walk, *key)
        return self._types[key]

    def _of_type(self, walk: Walk, home: str, text: str) -> Value | None:
        parts = [part.strip() for part in types.split(text, "|")]
        head, arguments = types.reference(next((one for one in parts if one not in ("undefined", "null")), ""))
        if head in REPOSITORIES and arguments:
            return _store(self._model(walk, home, arguments[0]))
        if head in _MANAGERS and self._is_of_typeorm(walk, home, head):
            return Client("typeorm")
        found = walk.program.type(home, head) if head else None
        if found and isinstance(found[1], Class) and self.extended(walk, found[0], found[1]) is not None:
            return Instance(found[0], found[1], f"@{home}:{text}")
        return None

    def _is_of_typeorm(self, walk: Walk, home: str, name: str) -> bool:
        found = walk.program.meaning(home, name)
        return isinstance(found, Outside) and found.package == _HOME

    def _model(self, walk: Walk, home: str, name: str) -> str:
        entity = self.models.at(home, name) or entity_named(self.models, "typeorm", name, home)
        return entity.id if entity else ""

    # ---------------------------------------------------------------------------------------------------- injected

    def injected(self, walk: Walk, path: str, node: Class, name: str) -> Value | None:
        """What a field is that a class is given by its constructor."""
        key = path, node.start
        if key not in self._injected:
            self._injected[key] = {}
            self._injected[key] = self._fields(walk, path, node)
        return self._injected[key].get(name)

    def _fields(self, walk: Walk, path: str, node: Class) -> dict[str, Value]:
        found: dict[str, Value] = {}
        lent = self._type_argument(walk, path, node)
        for file, owner in walk.program.bases(path, node):
            for name, type_, marks in _declared(owner):
                value = self._marked(walk, file, marks) or self._of_type(walk, file, type_ or "")
                if isinstance(value, Store) and not value.model and lent:
                    value = Store("typeorm", lent)
                if value is not None:
                    found.setdefault(name, value)
        return found

    def _marked(self, walk: Walk, path: str, marks: tuple[Expression, ...]) -> Value | None:
        told = decorators(marks)
        first = next(iter(told.get("InjectRepository", ())), None)
        if isinstance(first, Name):
            return Store("typeorm", self._model(walk, path, first.name))
        if "InjectEntityManager" in told or "InjectDataSource" in told:
            return Client("typeorm")
        inner = next(iter(told.get("Inject", ())), None)
        if isinstance(inner, Call) and isinstance(inner.callee, Name) and inner.callee.name == "getRepositoryToken":
            entity = next((one for one in inner.arguments if isinstance(one, Name)), None)
            return Store("typeorm", self._model(walk, path, entity.name)) if entity else None
        return None

    def _type_argument(self, walk: Walk, path: str, node: Class) -> str:
        """The entity that a class hands to the generic class it extends."""
        for file, owner in walk.program.bases(path, node):
            for text in owner.extends_types:
                model = self._model(walk, file, text)
                if model:
                    return model
        return ""

    # ---------------------------------------------------------------------------------------------------- extended

    def extended(self, walk: Walk, path: str, node: Class) -> Store | None:
        """The store that a class is since it extends `Repository<Deal>`."""
        key = path, node.start
        if key not in self._extended:
            self._extended[key] = self._of_class(walk, path, node)
        return self._extended[key]

    def _of_class(self, walk: Walk, path: str, node: Class) -> Store | None:
        marked = next(iter(decorators(node.decorators).get("EntityRepository", ())), None)
        if isinstance(marked, Name):
            return Store("typeorm", self._model(walk, path, marked.name))
        _, last = [*walk.program.bases(path, node)][-1]
        if not isinstance(last.extends, Name) or last.extends.name not in REPOSITORIES:
            return None
        return _store(self._type_argument(walk, path, node))

    def entity(self, value: Value) -> Entity | None:
        """The entity that a class is, or that an object is made from."""
        if not isinstance(value, ClassOf | Instance):
            return None
        found = self.models.by_id.get(f"{value.path}#{value.node.name}")
        return found if found and found.model.layer == "typeorm" else None

    def entity_of(self, walk: Walk, value: Value) -> Entity | None:
        """The entity that a value is one of, by its class or its declared type."""
        if not isinstance(value, Given):
            return self.entity(value)
        parts = [part.strip() for part in types.split(value.type or "", "|")]
        head, _ = types.reference(next((one for one in parts if one not in ("undefined", "null")), ""))
        found = walk.program.type(value.home, head) if head else None
        return self.entity(ClassOf(found[0], found[1])) if found and isinstance(found[1], Class) else None

    def is_active(self, walk: Walk, value: ClassOf | Instance) -> bool:
        """Whether an entity is an active record: it extends `BaseEntity`."""
        key = value.path, value.node.start
        if key not in self._active:
            _, last = [*walk.program.bases(value.path, value.node)][-1]
            self._active[key] = isinstance(last.extends, Name) and last.extends.name == "BaseEntity"
        return self._active[key]


def _store(model: str) -> Store:
    return Store("typeorm", model, note="" if model else "the entity is a type parameter")


def _declared(node: Class) -> list[tuple[str, str | None, tuple[Expression, ...]]]:
    """The fields of a class, and those that its constructor's parameters make."""
    found: list[tuple[str, str | None, tuple[Expression, ...]]] = []
    for member in node.members:
        if isinstance(member, Field):
            found.append((member.name, member.type, member.decorators))
        elif isinstance(member, Method) and member.kind == "constructor":
            found += [
                (parameter.target.name, parameter.type, parameter.decorators)
                for parameter in member.function.parameters
                if isinstance(parameter.target, Name) and (parameter.access or parameter.decorators)
            ]
    return found


def title(value: Expression | None) -> str:
    """The name that a decorator is given: `Deal`, `Deal.name` or `"Deal"`."""
    if isinstance(value, Member) and isinstance(value.object, Name):
        return value.object.name
    if isinstance(value, Literal) and isinstance(value.value, str):
        return value.value
    return value.name if isinstance(value, Name) else ""
