"""Aggregation pipelines: what their first stages demand, and the other collections that they read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.judge.flow import properties
from blueprint_ls.judge.flow.predicate import NOTHING, All, Equals, OneOf, Opaque, Predicate
from blueprint_ls.judge.flow.state import Items, Record, State
from blueprint_ls.judge.flow.values import Constant, Row, Unknown, Value, is_undefined, options
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers.mongoose.filters import demands

_CHANGING = frozenset({"$group", "$project", "$replaceRoot", "$replaceWith", "$unset", "$bucket", "$sortByCount"})
"""Stages after which a document is no longer one of the collection's own."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Another collection that a pipeline reads by a pipeline of its own."""

    collection: str
    stage: str
    predicate: Predicate


class Pipeline:
    """One pipeline's stages."""

    def __init__(self, walk: Walk, state: State, value: Value) -> None:
        self.walk = walk
        self.state = state
        self.stages = [*self._stages(value)]

    def _stages(self, value: Value) -> Iterator[tuple[str, Value]]:
        content = self.walk.items(self.state, value)
        if content is None:
            yield "", value
            return
        for item in content.items:
            yield from self._stage(item)
        if content.each is not None:
            yield "", content.each

    def _stage(self, item: Value) -> Iterator[tuple[str, Value]]:
        certain = len([*options(item)]) == 1
        for option in options(item):
            content = self.walk.content(self.state, option)
            if isinstance(content, Record):
                for key, value in content.entries.items():
                    if certain or key != "$match":
                        yield key, value
            elif not is_undefined(option):
                yield "", option

    def predicate(self) -> Predicate:
        """What holds of every document that comes in."""
        parts: list[Predicate] = []
        for name, value in self.stages:
            if name == "$match":
                parts.append(demands(self.walk, self.state, value))
            elif name == "$geoNear":
                parts.append(
                    demands(self.walk, self.state, properties.property_of(self.walk, self.state, value, "query"))
                )
            elif name == "$facet":
                parts.append(self._facet(value))
                break
            elif name == "":
                parts.append(Opaque("a stage of the pipeline is made elsewhere", value))
            elif name in _CHANGING:
                break
        return All(tuple(parts)) if parts else NOTHING

    def _facet(self, value: Value) -> Predicate:
        content = self.walk.content(self.state, value)
        if not isinstance(content, Record) or not content.entries:
            return NOTHING
        arms = (Pipeline(self.walk, self.state, inner).predicate() for inner in content.entries.values())
        return OneOf(tuple(arms))

    def joined(self, index: int) -> Iterator[Joined]:
        """The collections that stages with a pipeline of their own read, beside the access with this index."""
        for name, value in self.stages:
            content = self.walk.content(self.state, value)
            if name == "$unionWith":
                yield from self._union(value)
            elif name == "$lookup" and isinstance(content, Record) and "pipeline" in content.entries:
                yield self._lookup(content, index)
            elif name == "$facet" and isinstance(content, Record):
                for inner in content.entries.values():
                    yield from Pipeline(self.walk, self.state, inner).joined(index)

    def _union(self, value: Value) -> Iterator[Joined]:
        content = self.walk.content(self.state, value)
        if isinstance(content, Record):
            inner = content.entries.get("pipeline")
            predicate = Pipeline(self.walk, self.state, inner).predicate() if inner is not None else NOTHING
            yield Joined(_text(content.entries.get("coll")), "$unionWith", predicate)
        elif _text(value):
            yield Joined(_text(value), "$unionWith", NOTHING)

    def _lookup(self, content: Record, index: int) -> Joined:
        inner = Pipeline(self.walk, self.state, content.entries["pipeline"])
        parts = [inner.predicate()]
        foreign, local = _text(content.entries.get("foreignField")), _text(content.entries.get("localField"))
        if foreign:
            parts.append(Equals("", foreign, Row(index, (local,), True)))
        names = self.walk.content(self.state, content.entries.get("let", Unknown()))
        bound = names.entries if isinstance(names, Record) else {}
        for column, variable in inner.linked():
            field = _text(bound.get(variable)).removeprefix("$")
            if field:
                parts.append(Equals("", column, Row(index, tuple(field.split(".")), True)))
        return Joined(_text(content.entries.get("from")), "$lookup", All(tuple(parts)))

    def linked(self) -> Iterator[tuple[str, str]]:
        """The fields that `$match: { $expr: { $eq: ["$field", "$$name"] } }` holds to variables."""
        for name, value in self.stages:
            if name == "$match":
                yield from self._equal(properties.property_of(self.walk, self.state, value, "$expr"))

    def _equal(self, value: Value) -> Iterator[tuple[str, str]]:
        content = self.walk.content(self.state, value)
        if not isinstance(content, Record):
            return
        for part in self._items(content.entries.get("$and")):
            yield from self._equal(part)
        pair = sorted((_text(one) for one in self._items(content.entries.get("$eq"))), reverse=True)
        if len(pair) == 2 and pair[1].startswith("$$"):
            yield pair[0].removeprefix("$"), pair[1].removeprefix("$$")

    def _items(self, value: Value | None) -> tuple[Value, ...]:
        content = self.walk.content(self.state, value) if value is not None else None
        return content.items if isinstance(content, Items) else ()


def _text(value: Value | None) -> str:
    return value.value if isinstance(value, Constant) and isinstance(value.value, str) else ""
