"""TypeORM's query builders: the steps that were called on one, turned into the access that they are together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Entity, Models
from blueprint_ls.judge.flow import contents
from blueprint_ls.judge.flow.predicate import NOTHING, All, Equals, Not, OneOf, Opaque, Predicate
from blueprint_ls.judge.flow.state import Builder, Items, Record, State, Step
from blueprint_ls.judge.flow.trace import Source, Written
from blueprint_ls.judge.flow.values import Closure, Constant, Given, Row, Text, Touched, Unknown, Value, options
from blueprint_ls.judge.flow.walk import Walk
from blueprint_ls.judge.tenancy.layers import conditions
from blueprint_ls.judge.tenancy.layers.recording import record
from blueprint_ls.judge.tenancy.layers.stores import Store, primary, scope_of
from blueprint_ls.judge.tenancy.layers.typeorm.aliases import aliased, is_filtered, joined
from blueprint_ls.judge.tenancy.layers.typeorm.rows import Rows
from blueprint_ls.judge.tenancy.layers.typeorm.where import Where

RUNS = frozenset({"getMany", "getOne", "getOneOrFail", "getManyAndCount", "getCount", "getExists", "getRawMany",
                  "getRawOne", "getRawAndEntities", "execute", "stream", "getQuery", "getSql", "getQueryAndParameters",
                  "loadMany", "loadOne", "add", "remove", "addAndRemove"})  # fmt: skip
"""Methods that end a chain."""
_SINGLE = frozenset({"getOne", "getOneOrFail", "getRawOne", "loadOne"})
_COUNTS = frozenset({"getCount", "getExists"})
_NUMBERS = frozenset({"execute", "getQuery", "getSql", "getQueryAndParameters"})
_KINDS = {"update": "update", "delete": "delete", "insert": "create", "softDelete": "delete", "restore": "update",
          "add": "update", "remove": "update", "addAndRemove": "update"}  # fmt: skip
_TABLES = frozenset({"createQueryBuilder", "from", "into", "update", "relation", "addFrom"})
_UNBOUND = "unbound@"
"""How the root of a placeholder begins that nothing is bound to."""
NEGATED = Constant("not")
"""What `NotBrackets` begins with."""


@dataclass(slots=True)
class Query:
    """One builder's steps, read in order."""

    walk: Walk
    state: State
    models: Models
    builder: Builder
    entity: Entity | None = None
    alias: str = ""
    sources: list[Source] = field(default_factory=list)
    arms: list[list[Predicate]] = field(default_factory=lambda: [[]])
    """The alternatives of the condition, each a list of what all holds."""
    joins: list[Predicate] = field(default_factory=list)
    written: tuple[Written, ...] = ()
    operation: str = "select"
    overwrites: Predicate | None = None
    """What an insert overwrites."""
    bindings: dict[str, Value] = field(default_factory=dict)
    subject: Store | None = None

    def run(self) -> Value:
        """Record the access, and say what it answers."""
        ending = self.builder.steps[-1].name if self.builder.steps[-1].name in RUNS else ""
        self.bindings = dict(bound(self.walk, self.state, self.builder.steps))
        for step in self.builder.steps:
            self._take(step)
        if ending in _KINDS:
            self.operation = ending
        kind = _KINDS.get(self.operation, "read")
        predicate = self.predicate()
        if self.overwrites is not None:
            kind, predicate = "update", self.overwrites
        access = record(
            self.walk, self.state, None, layer="typeorm", kind=kind, sources=self._sources(),
            operation="count" if ending == "getCount" else self.operation, predicate=predicate,
            at=(self.builder.path, self.builder.start, self.builder.end), single=ending in _SINGLE,
            written=self.written if kind == "create" else (), throws=ending == "getOneOrFail",
            bulk=ending not in _SINGLE, scoped=scope_of(self.builder.subject), calls=self.builder.calls,
            note="" if self.entity else "the table is not known",
        )  # fmt: skip
        self.state.done |= {access.index}
        return self._answer(ending, access.index)

    def _answer(self, ending: str, index: int) -> Value:
        row = Row(index, (), ending not in _SINGLE)
        if ending == "getManyAndCount":
            return self.walk.handle(self.state, Items((row, Unknown("a number"))))
        if ending == "getRawAndEntities":
            return self.walk.handle(self.state, Record({"entities": row, "raw": row}))
        if ending in _COUNTS:
            return Touched(index, True)
        return Touched(index) if ending in _NUMBERS and self.operation != "select" else row

    def _sources(self) -> tuple[Source, ...]:
        if self.entity is None:
            return ()
        chosen = self._chosen()
        others = (replace(one, optional=one.optional and not is_filtered(chosen, one.alias)) for one in self.sources)
        return (Source(self.alias, self.entity.id), *others)

    # ------------------------------------------------------------------------------------------------------ steps

    def _take(self, step: Step) -> None:
        given = step.arguments
        if step.name in _TABLES:
            self._table(step)
        if step.name in ("update", "delete", "insert", "softDelete", "restore"):
            self.operation = step.name
        if "Join" in step.name:
            self._join(step)
        elif "here" in step.name and given:
            self._where(step)
        elif step.name == "values" and given:
            self.written = tuple(Rows(self.walk, self.state, self.models, self.entity).written(given[0]))
        elif step.name == "of" and given:
            self.arms[-1].append(self._objects().criteria(given[0]))
        elif step.name in ("orUpdate", "onConflict"):
            self._overwrite(step)

    def _table(self, step: Step) -> None:
        first = step.arguments[0] if step.arguments else None
        subject = self.builder.subject
        if step.name == "createQueryBuilder" and isinstance(subject, Store):
            self.entity = self.models.by_id.get(subject.model)
            self.alias = _text(first)
        elif isinstance(first, Store):
            self.entity = self.models.by_id.get(first.model)
            self.alias = _text(step.arguments[1]) if len(step.arguments) > 1 and step.name != "relation" else ""
        if self.entity is not None and not self.alias:
            self.alias = self.entity.name

    def _join(self, step: Step) -> None:
        given = step.arguments[1:] if "AndMap" in step.name else step.arguments
        if len(given) < 2:
            return
        found = joined(self.models, self._known(), given[0], _text(given[1]), step.name.startswith("left"))
        if found is None:
            return
        source, link = found
        self.sources.append(source)
        parts = [link] if link is not None else []
        if len(given) > 2:
            parts.append(self._text_condition(given[2]))
        self.joins += parts if step.certain else []

    def _where(self, step: Step) -> None:
        condition = self._condition(step)
        if step.name in ("where", "whereInIds"):  # takes the place of what was demanded before
            self.arms = [[condition if step.certain else OneOf((condition, self._chosen()))]]
            return
        if not step.certain:
            condition = OneOf((condition, NOTHING))
        if step.name.startswith("or"):
            self.arms.append([condition])
        else:
            self.arms[-1].append(condition)

    def _condition(self, step: Step) -> Predicate:
        if step.name.lower().endswith("inids"):
            element = contents.element(self.walk, self.state, step.arguments[0])
            return Equals(self.alias, primary(self.entity), element, many=True)
        parts = tuple(self._text_condition(option) for option in options(step.arguments[0]))
        return parts[0] if len(parts) == 1 else OneOf(parts)

    def _text_condition(self, value: Value) -> Predicate:
        content = self.walk.content(self.state, value)
        if isinstance(content, Builder):
            inner = Query(self.walk, self.state, self.models, content, self.entity, self.alias, self.sources)
            inner.bindings = {**self.bindings, **dict(bound(self.walk, self.state, content.steps))}
            for step in content.steps:
                inner._take(step)
            return Not(inner.predicate()) if content.subject == NEGATED else inner.predicate()
        if isinstance(value, Constant) and isinstance(value.value, str):
            return aliased(conditions.parse(value.value, self._bound, self._element), *self._around())
        if isinstance(value, Text):
            text, parts = conditions.laid_out(value)
            for part in parts.values():
                self._told(part)
            found = conditions.parse(text, lambda name: parts.get(name) or self._bound(name), self._element)
            return aliased(found, *self._around())
        if isinstance(content, Record | Items):
            return aliased(self._objects().of(value), *self._around())
        if isinstance(value, Closure):
            return NOTHING
        return Opaque("the condition's text is made elsewhere", value)

    def _overwrite(self, step: Step) -> None:
        columns = step.arguments[1] if len(step.arguments) > 1 else Unknown()
        names = [getattr(one, "value", None) for one in _listed(self.walk, self.state, columns)]
        arms = [
            All(
                tuple(
                    Equals("", name, row.values[name]) for name in names if isinstance(name, str) and name in row.values
                )
            )
            for row in self.written
        ]
        self.overwrites = OneOf(tuple(arms)) if arms else NOTHING

    def _objects(self) -> Where:
        return Where(self.walk, self.state, self.models, self.entity)

    def _known(self) -> list[Source]:
        return [*([Source(self.alias, self.entity.id)] if self.entity else []), *self.sources]

    def _around(self) -> tuple[list[Source], Models]:
        return self._known(), self.models

    def _bound(self, name: str) -> Value:
        return self.bindings.get(name, Given(f"{_UNBOUND}{self.builder.path}:{self.builder.start}:{name}", (), True))

    def _element(self, value: Value) -> Value:
        return contents.element(self.walk, self.state, value)

    def _told(self, value: Value) -> None:
        """A query that stands in a text, as `qb.subQuery().….getQuery()`: placeholders are bound by the one around."""
        if isinstance(value, Row) and not value.path:
            inner = self.walk.trace.accesses[value.access]
            self.walk.trace.accesses[inner.index] = replace(inner, predicate=self._rebound(inner.predicate))

    def _rebound(self, predicate: Predicate) -> Predicate:
        if isinstance(predicate, All | OneOf):
            return type(predicate)(tuple(map(self._rebound, predicate.parts)))
        value = predicate.value if isinstance(predicate, Equals) else None
        if isinstance(predicate, Equals) and isinstance(value, Given) and value.root.startswith(_UNBOUND):
            return replace(predicate, value=self._bound(value.name))
        return predicate

    def predicate(self) -> Predicate:
        """The joins and the condition."""
        condition = self._chosen()
        inner = condition.parts if isinstance(condition, All) else (condition,)
        return All((*self.joins, *inner)) if self.joins else condition

    def _chosen(self) -> Predicate:
        """What the `where` steps demand."""
        arms = [All(tuple(arm)) for arm in self.arms if arm]
        return arms[0] if len(arms) == 1 else OneOf(tuple(arms)) if arms else NOTHING


def bound(walk: Walk, state: State, steps: tuple[Step, ...]) -> Iterator[tuple[str, Value]]:
    """What the placeholders of a builder's texts are bound to."""
    for step in steps:
        if step.name == "setParameter" and len(step.arguments) > 1:
            yield _text(step.arguments[0]), step.arguments[1]
        for argument in step.arguments:
            content = walk.content(state, argument)
            if isinstance(content, Record) and step.name not in ("set", "values"):
                yield from content.entries.items()
            elif isinstance(content, Builder):
                yield from bound(walk, state, content.steps)


def _listed(walk: Walk, state: State, value: Value) -> tuple[Value, ...]:
    content = walk.content(state, value)
    return content.items if isinstance(content, Items) else (value,)


def _text(value: Value | None) -> str:
    return value.value if isinstance(value, Constant) and isinstance(value.value, str) else ""
