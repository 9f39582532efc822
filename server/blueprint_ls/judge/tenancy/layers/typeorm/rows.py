"""The rows that TypeORM writes: `save`, `insert`, `upsert`, and entities that are saved after they were read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.codebase.models.entities import Entity, Models
from blueprint_ls.judge.flow import properties, types
from blueprint_ls.judge.flow.predicate import NOTHING, All, Equals, OneOf, Predicate
from blueprint_ls.judge.flow.state import Record, State
from blueprint_ls.judge.flow.trace import Written
from blueprint_ls.judge.flow.values import Given, Handle, Instance, Row, Unknown, Value, is_undefined
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.stores import elements, primary
from blueprint_ls.judge.tenancy.layers.typeorm.where import related_key


@dataclass(frozen=True, slots=True)
class Saved:
    """One entity that `save` is given: a new row, or one that is written back by its key."""

    kind: str
    predicate: Predicate
    written: tuple[Written, ...] = ()


class Rows:
    """Reads the rows of one model."""

    def __init__(self, walk: Walk, state: State, models: Models, entity: Entity | None) -> None:
        self.walk = walk
        self.state = state
        self.models = models
        self.entity = entity
        self.key = primary(entity)

    def saved(self, value: Value) -> Iterator[Saved]:
        """What `save(value)` does with each entity."""
        for one in elements(self.walk, self.state, value):
            if is_undefined(one):
                continue
            content = self._content(one)
            if content is None:
                yield self._back(one)
            else:
                yield self._new_or_back(content)

    def _content(self, value: Value) -> Record | None:
        """What is known of an entity that the code made itself."""
        if isinstance(value, Instance) and value.fields is not None:
            value = Handle(value.fields)
        content = self.walk.content(self.state, value)
        return content if isinstance(content, Record) else None

    def keep_key(self, value: Value, index: int) -> None:
        """An object that was saved has a key from then on."""
        for one in elements(self.walk, self.state, value):
            handle = Handle(one.fields) if isinstance(one, Instance) and one.fields is not None else one
            content = self._content(one)
            if content is not None and isinstance(handle, Handle) and self.key not in content.entries:
                self.walk.store(self.state, handle, content.having(self.key, Row(index, (self.key,))))

    def _back(self, value: Value) -> Saved:
        """An entity that came from elsewhere is written back by its key."""
        if isinstance(value, Row):
            return Saved("update", Equals("", self.key, properties.property_of(self.walk, self.state, value, self.key)))
        if isinstance(value, Given) and value.type and not self._declares_key(value):
            return Saved("create", NOTHING, (Written({}, (value,)),))
        return Saved("update", Equals("", self.key, properties.property_of(self.walk, self.state, value, self.key)))

    def _new_or_back(self, content: Record) -> Saved:
        key = content.entries.get(self.key)
        if key is None:
            key = next((found for one in content.unseen if (found := self._spread_key(one)) is not None), None)
        if key is None or is_undefined(key) or self.is_composite or _is_fresh(key):
            return Saved("create", NOTHING, (self._row(content),))
        return Saved("update", Equals("", self.key, key))

    @property
    def is_composite(self) -> bool:
        """Whether the key is made of several columns: what it says is all that the row says of itself."""
        columns = self.entity.model.columns if self.entity else ()
        return sum(column.primary for column in columns) > 1

    def _spread_key(self, value: Value) -> Value | None:
        """The key that comes with what was spread into a new entity."""
        if isinstance(value, Row) and not value.path:
            return properties.property_of(self.walk, self.state, value, self.key)
        if isinstance(value, Given) and value.type and self._declares_key(value):
            return properties.property_of(self.walk, self.state, value, self.key)
        return None

    def _declares_key(self, value: Given) -> bool:
        """Whether a value's type has the model's key, and always."""
        found = types.property_type(self.walk.program, value.home, value.type or "", self.key)
        return found is not None and not found.optional

    def written(self, value: Value) -> Iterator[Written]:
        """The rows that `insert(value)` writes."""
        for one in elements(self.walk, self.state, value):
            content = self._content(one)
            yield self._row(content) if content else Written({}, (one,))

    def _row(self, content: Record) -> Written:
        values = dict(content.entries)
        for edge in self.entity.edges if self.entity else ():
            relation = edge.relation
            if relation.name in values and relation.columns:
                found = related_key(self.walk, self.state, edge, values.pop(relation.name))
                values[relation.columns[0]] = Unknown("made in the same call") if is_undefined(found) else found
        return Written(values, content.unseen)

    def conflict(self, value: Value, paths: Value) -> Predicate:
        """What `upsert(values, paths)` finds the rows by that it overwrites."""
        given = self.walk.content(self.state, paths)
        if isinstance(given, Record):
            paths = given.entries.get("conflictPaths", Unknown())
            given = self.walk.content(self.state, paths)
        names = [getattr(one, "value", None) for one in elements(self.walk, self.state, paths)]
        if isinstance(given, Record):
            names = [*given.entries]
        return self.found_by(value, [name for name in names if isinstance(name, str)])

    def found_by(self, value: Value, columns: list[str]) -> Predicate:
        """The rows that share these columns with what is written."""
        arms: list[Predicate] = []
        for row in self.written(value):
            known = [(column, row.values[column]) for column in columns if column in row.values]
            arms.append(All(tuple(Equals("", column, one) for column, one in known)))
        return arms[0] if len(arms) == 1 else OneOf(tuple(arms)) if arms else NOTHING


def _is_fresh(key: Value) -> bool:
    """Whether a key was made on the spot: `uuid()`."""
    return isinstance(key, Given) and key.root.startswith(("call@", "new@")) and not key.path
