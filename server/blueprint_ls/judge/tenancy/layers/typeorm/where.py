"""What TypeORM's `where` demands: objects, lists of them, keys, and the operators in them."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.models.entities import Edge, Entity, Models
from blueprint_ls.judge.flow import contents, properties
from blueprint_ls.judge.flow.predicate import NOTHING, All, Compared, Equals, OneOf, Opaque, Predicate, Related
from blueprint_ls.judge.flow.state import Items, Record, State
from blueprint_ls.judge.flow.values import (
    Choice,
    Given,
    Instance,
    Row,
    Value,
    choice,
    is_undefined,
    options,
    present,
)
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.stores import primary

EQUAL = frozenset({"Equal", "In", "Any"})
"""Operators that hold a column to values."""
OPERATORS = EQUAL | {"Not", "IsNull", "LessThan", "LessThanOrEqual", "MoreThan", "MoreThanOrEqual", "Like", "ILike",
                     "Between", "Raw", "ArrayContains", "ArrayContainedBy", "ArrayOverlap", "JsonContains", "And",
                     "Or"}  # fmt: skip
"""TypeORM's find operators (guide "Find Options", version 0.3)."""


class Operator(Value, frozen=True):
    """`In([…])`, `Not(…)`: what a column is compared with, and how."""

    name: str
    arguments: tuple[Value, ...]


class Where:
    """Reads the conditions on one model."""

    def __init__(self, walk: Walk, state: State, models: Models, entity: Entity | None) -> None:
        self.walk = walk
        self.state = state
        self.models = models
        self.entity = entity

    def criteria(self, value: Value) -> Predicate:
        """What `update(criteria, …)` and its like demand: an object, a key, a list of keys."""
        parts = [self._criterion(option) for option in options(value)]
        return parts[0] if len(parts) == 1 else OneOf(tuple(parts))

    def _criterion(self, value: Value) -> Predicate:
        content = self.walk.content(self.state, value)
        if isinstance(content, Record):
            return self.of(value)
        if isinstance(content, Items):
            found = [*content.items, *([content.each] if content.each is not None else [])]
            if any(isinstance(self.walk.content(self.state, one), Record) for one in found):
                return self.of(value)
        if isinstance(value, Given) and value.type and "FindOptionsWhere" in value.type:
            return Opaque("the condition is made elsewhere", value)
        return self.key(contents.element(self.walk, self.state, value) if content else value, content is not None)

    def key(self, value: Value, many: bool = False) -> Predicate:
        """The model's own key."""
        if is_undefined(value):
            return NOTHING
        return Equals("", primary(self.entity), self._key_of(value), many)

    def _key_of(self, value: Value) -> Value:
        """The key of a whole row, where one stands for its key."""
        if (isinstance(value, Row) and not value.path) or isinstance(value, Instance):
            return properties.property_of(self.walk, self.state, value, primary(self.entity))
        return value

    def of(self, value: Value) -> Predicate:
        """What an object demands, or one of a list of objects."""
        if isinstance(value, Choice):
            return OneOf(tuple(self.of(option) for option in value.options))
        if is_undefined(value):
            return NOTHING
        content = self.walk.content(self.state, value)
        if isinstance(content, Items):
            items = [*content.items, *([content.each] if content.each is not None else [])]
            arms = tuple(self.of(present(item)) for item in items if not is_undefined(item))
            return OneOf(arms) if arms else NOTHING
        if not isinstance(content, Record):
            return Opaque("the condition is made elsewhere", value)
        parts = [self._entry(key, entry) for key, entry in content.entries.items()]
        parts += [Opaque("part of the condition is made elsewhere", unseen) for unseen in content.unseen]
        return All(tuple(parts))

    def _entry(self, key: str, value: Value) -> Predicate:
        edge = self._edge(key)
        parts = tuple(self._relation(edge, one) if edge else self._column(key, one) for one in options(value))
        return parts[0] if len(parts) == 1 else OneOf(parts)

    def _edge(self, key: str) -> Edge | None:
        edges = self.entity.edges if self.entity else ()
        return next((edge for edge in edges if edge.relation.name == key), None)

    def _relation(self, edge: Edge, value: Value) -> Predicate:
        """A related row: by conditions on it, by itself, or by its key."""
        relation = edge.relation
        content = self.walk.content(self.state, value)
        if isinstance(content, Record):
            there = Where(self.walk, self.state, self.models, self.models.by_id[edge.target])
            parts: list[Predicate] = [Related("", relation.name, there.of(value))]
            for column, other in zip(relation.columns, relation.references, strict=False):
                if other in content.entries:
                    parts.append(self._column(column, content.entries[other]))
            return All(tuple(parts))
        if isinstance(value, Operator) and value.name not in EQUAL:
            return Compared("", relation.name, value.name)
        column = relation.columns[0] if relation.columns else relation.name
        return self._column(column, related_key(self.walk, self.state, edge, value))

    def _column(self, key: str, value: Value) -> Predicate:
        parts = tuple(self._columns(key, value))
        return parts[0] if len(parts) == 1 else OneOf(parts)

    def _columns(self, key: str, value: Value) -> Iterator[Predicate]:
        plain = [option for option in options(value) if not isinstance(option, Operator)]
        if plain:
            yield Equals("", key, choice(plain))
        for option in options(value):
            if isinstance(option, Operator):
                yield self._operator(key, option)

    def _operator(self, key: str, operator: Operator) -> Predicate:
        first = operator.arguments[0] if operator.arguments else None
        if operator.name == "Equal" and first is not None:
            return self._column(key, first)
        if operator.name in EQUAL and first is not None:
            return Equals("", key, contents.element(self.walk, self.state, first), many=True)
        inner = tuple(self._column(key, one) for one in operator.arguments)
        if operator.name in ("And", "Or") and inner:
            return All(inner) if operator.name == "And" else OneOf(inner)
        return Compared("", key, operator.name)


def related_key(walk: Walk, state: State, edge: Edge, value: Value) -> Value:
    """The foreign key that a relation holds when it is set to a row, or to a key."""
    reference = edge.relation.references[0] if edge.relation.references else "id"
    found: list[Value] = []
    for option in options(value):
        whole = isinstance(option, Instance) or (isinstance(option, Row) and not option.path)
        record = isinstance(walk.content(state, option), Record)
        found.append(properties.property_of(walk, state, option, reference) if whole or record else option)
    return choice(found)
