"""Knex's and Objection's queries: what their steps say, as the queries of a statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Entity
from blueprint_ls.judge.flow.predicate import NOTHING, All, Equals, Linked, OneOf, Opaque, Predicate
from blueprint_ls.judge.flow.state import Builder, Items, Record, Step
from blueprint_ls.judge.flow.trace import Written
from blueprint_ls.judge.flow.values import Closure, Constant, Unknown, Value, options
from blueprint_ls.judge.tenancy.layers.knex.conditions import Conditions
from blueprint_ls.judge.tenancy.layers.knex.models import Model
from blueprint_ls.judge.tenancy.layers.knex.words import (
    BY_ID,
    DECIDING,
    JOINS,
    READING,
    RELATED_JOINS,
    SELECTING,
    SINGLE,
    TABLES,
    UNIONS,
    WITH,
)
from blueprint_ls.judge.tenancy.layers.queries import MADE_ELSEWHERE, Column, Query, column_name
from blueprint_ls.judge.tenancy.layers.recording import written
from blueprint_ls.judge.tenancy.layers.statements import Statement
from blueprint_ls.judge.tenancy.layers.stores import primary


def deciding(steps: Sequence[Step]) -> tuple[str, str]:
    """The operation of a query, and its kind."""
    found = next((step.name for step in steps if step.name in DECIDING), None)
    if found is not None:
        return found, DECIDING[found]
    return next((step.name for step in steps if step.name in READING), "select"), "read"


class Reader:
    """Reads one statement."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.walk = statement.walk
        self.state = statement.state

    def query(self, builder: Builder, around: Query | None = None) -> Query | None:
        """A query, and all inside it."""
        steps = builder.steps
        operation, kind = deciding(steps)
        found = self.statement.query(kind, operation, (builder.path, builder.start, builder.end), around)
        conditions = Conditions(self, found)
        self._commons(found, steps)
        self._tables(found, builder)
        for step in steps:
            self._joined(found, conditions, step)
        found.where(conditions.all(steps))
        for step in steps:
            found.where(self._by_key(found, conditions, step))
            self._looked_through(found, step)
        found.single = any(step.name in SINGLE for step in steps)
        found.throws = any(step.name == "throwIfNotFound" for step in steps)
        found.bulk = not found.single
        self._writes(found, builder)
        self._unions(found, steps, around)
        return self.statement.done(found)

    def inner(self, value: Value, around: Query) -> Query | None:
        """A query inside another; None where a value is none."""
        for handle, builder in self.walk.builders(self.state, value):
            if builder.layer == "knex":
                self.walk.pending.pop(handle.id, None)
                return self.query(builder, around)
        return None

    # ------------------------------------------------------------------------------------------------------ tables

    def _commons(self, query: Query, steps: Sequence[Step]) -> None:
        for step in steps:
            if step.name in WITH and len(step.arguments) >= 2 and isinstance(step.arguments[0], Constant):
                made = step.arguments[-1]
                inner = self._made(query, made)
                if inner is not None:
                    query.commons[str(step.arguments[0].value).lower()] = inner

    def _made(self, query: Query, made: Value) -> Query | None:
        if isinstance(made, Closure):
            steps = Conditions(self, query).steps_of(made)
            at = (query.at[0], made.function.start, made.function.end)
            return self.query(Builder("knex", *at, steps), query) if steps else None
        return self.inner(made, query)

    def _tables(self, query: Query, builder: Builder) -> None:
        alias = next((s.arguments[0] for s in builder.steps if s.name == "alias" and s.arguments), None)
        called = str(alias.value) if isinstance(alias, Constant) else ""
        if isinstance(builder.subject, Model):
            self._store(query, builder.subject, called)
            return
        named = [step for step in builder.steps if step.name in TABLES or step.name == "batchInsert"]
        if named:
            self._table(query, named[-1].arguments[0] if named[-1].arguments else Unknown(), called)

    def _store(self, query: Query, store: Model, alias: str) -> None:
        entity = self.statement.models.by_id.get(store.model)
        if entity is None:
            query.notes.append(store.note or "the model is made elsewhere")
            query.table(MADE_ELSEWHERE)
            return
        query.entity(entity, alias)
        if store.key is not None:
            query.where(self._related(query, store))

    def _related(self, query: Query, store: Model) -> Predicate:
        """The row that a related query starts from."""
        if not store.column or store.key is None:
            return Opaque("a relation that is not known", store.key)
        return Equals(query.main, store.column, store.key)

    def _table(self, query: Query, value: Value, alias: str = "", optional: bool = False) -> list[str]:
        for option in options(value):
            content = self.walk.content(self.state, option)
            if isinstance(content, Builder):
                inner = self.inner(option, query)
                name = next((str(getattr(s.arguments[0], "value", "?")) for s in content.steps if s.name == "as"), "?")
                return query.outcome(inner, name, optional) if inner is not None else []
            if isinstance(option, Closure):
                inner = self._made(query, option)
                return query.outcome(inner, alias or "?", optional) if inner is not None else []
            if isinstance(content, Record):
                for name, table in content.entries.items():
                    return self._table(query, table, name, optional)
            if isinstance(option, Constant) and isinstance(option.value, str):
                return self._named(query, option.value, alias, optional)
            if isinstance(option, Model):
                entity = self.statement.models.by_id.get(option.model)
                if entity is not None:
                    return [query.entity(entity, alias, optional)]
        query.notes.append("the table's name is made elsewhere")
        return [query.table(MADE_ELSEWHERE, alias, optional)]

    def _named(self, query: Query, text: str, alias: str, optional: bool) -> list[str]:
        lowered = text.lower()
        at = lowered.find(" as ")
        name, given = (text[:at].strip(), text[at + 4 :].strip()) if at >= 0 else (text.strip(), "")
        asker: Query | None = query
        while asker is not None:
            held = asker.commons.get(name.lower())
            if held is not None:
                return query.outcome(held, alias or given or name, optional)
            asker = asker.around
        return [query.table(name, alias or given, optional)]

    # ------------------------------------------------------------------------------------------------------- joins

    def _joined(self, query: Query, conditions: Conditions, step: Step) -> None:
        before = [source.alias for source in query.sources]
        if step.name in RELATED_JOINS and step.arguments:
            self._join_related(query, step, before)
        if step.name not in JOINS or not step.arguments:
            return
        added = self._table(query, step.arguments[0])
        kind = JOINS[step.name] if step.certain else "left"
        query.join(kind, added, before, self._on(query, conditions, step.arguments[1:]))

    def _join_related(self, query: Query, step: Step, before: list[str]) -> None:
        names = [step.arguments[0]] if isinstance(step.arguments[0], Constant) else []
        entity = self._entity(query)
        for name in names:
            edge = next((e for e in entity.edges if e.relation.name == name.value), None) if entity else None
            target = self.statement.models.by_id.get(edge.target) if edge else None
            if edge is None or target is None:
                continue
            own = query.main
            added = query.entity(target, str(name.value))
            links = [
                Linked(own, one, added, other)
                for one, other in zip(edge.relation.columns, edge.relation.references, strict=False)
            ]
            links += [Linked(own, primary(entity), added, column) for column in foreign_key(target, entity)]
            query.join(RELATED_JOINS[step.name], [added], before, All(tuple(links[:1])))

    def _on(self, query: Query, conditions: Conditions, given: tuple[Value, ...]) -> Predicate:
        if not given:
            return NOTHING
        first = given[0]
        content = self.walk.content(self.state, first)
        if isinstance(content, Record):
            return All(tuple(self._pair(query, conditions, Constant(key), one) for key, one in content.entries.items()))
        if isinstance(first, Closure):
            return self._on_steps(query, conditions, conditions.steps_of(first))
        if len(given) < 2:
            return conditions.raw(first, None)
        return self._pair(query, conditions, first, given[-1])

    def _pair(self, query: Query, conditions: Conditions, left: Value, right: Value) -> Predicate:
        one, other = conditions.side(left), conditions.side(right)
        return query.equals(one, other) if one is not None and other is not None else NOTHING

    def _on_steps(self, query: Query, conditions: Conditions, steps: Sequence[Step]) -> Predicate:
        arms: list[list[Predicate]] = [[]]
        for step in steps:
            name, given = step.name, step.arguments
            if name.startswith("or"):
                arms.append([])
            word = name.removeprefix("and").removeprefix("or").lower()
            if word == "on" and given:
                arms[-1].append(self._on(query, conditions, given))
            elif word == "onval" and len(given) >= 2:
                arms[-1].append(conditions.of("where", given))
            elif word == "onin" and len(given) == 2:
                arms[-1].append(conditions.of("whereIn", given))
            elif word.startswith("where"):
                arms[-1].append(conditions.of(name, given))
        found = [All(tuple(arm)) for arm in arms if arm]
        return found[0] if len(found) == 1 else OneOf(tuple(found)) if found else NOTHING

    # -------------------------------------------------------------------------------------------------- conditions

    def _by_key(self, query: Query, conditions: Conditions, step: Step) -> Predicate:
        """`findById(id)`, `findOne({ … })`, `.for(id)`."""
        if not step.arguments or not query.main:
            return NOTHING
        if step.name in BY_ID:
            first = step.arguments[0]
            element = self._element(first)
            return Equals(query.main, primary(self._entity(query)), element, many=step.name == "findByIds")
        if step.name == "findOne":
            return conditions.of("where", step.arguments)
        return NOTHING

    def _element(self, value: Value) -> Value:
        items = self.walk.items(self.state, value)
        return (items.items[0] if items.items else items.each or Unknown()) if items is not None else value

    def _looked_through(self, query: Query, step: Step) -> None:
        """The queries in what is selected, ordered by or set."""
        if step.name in SELECTING or step.name in ("orderBy", "groupBy", "having"):
            for value in step.arguments:
                for one in self._listed(value):
                    self.inner(one, query)
                    self._output(query, one)

    def _output(self, query: Query, value: Value) -> None:
        if not isinstance(value, Constant) or not isinstance(value.value, str):
            query.outputs.setdefault(f"?{len(query.outputs)}", Unknown("a computed column"))
            return
        text = value.value
        at = text.lower().find(" as ")
        name, alias = (text[:at].strip(), text[at + 4 :].strip()) if at >= 0 else (text, "")
        if name.endswith("*"):
            query.outputs["*"] = Unknown("all columns")
            return
        column = Conditions(self, query).column(name)
        query.outputs[alias or name.rpartition(".")[2]] = column if isinstance(column, Column) else Unknown("a column")

    def _listed(self, value: Value) -> Iterator[Value]:
        for option in options(value):
            content = self.walk.content(self.state, option)
            if isinstance(content, Items):
                for item in (*content.items, *([content.each] if content.each is not None else [])):
                    yield from self._listed(item)
            else:
                yield option

    # ------------------------------------------------------------------------------------------------------ writes

    def _writes(self, query: Query, builder: Builder) -> None:
        if query.kind != "create":
            return
        entity = self._entity(query)
        rows: list[Written] = []
        for step in builder.steps:
            if DECIDING.get(step.name) == "create" and step.arguments:
                at = 1 if step.name == "batchInsert" and len(step.arguments) > 1 else 0
                rows += self._rows(step.arguments[at], entity)
        if isinstance(builder.subject, Model) and builder.subject.key is not None and builder.subject.column:
            column, row = builder.subject.column, builder.subject.key
            rows = [replace(one, values={column: row, **one.values}) for one in rows]
        query.written = tuple(rows)
        query.bulk = len(rows) != 1
        names = {step.name for step in builder.steps}
        conflict = next((step for step in builder.steps if step.name == "onConflict"), None)
        if conflict is not None and "merge" in names:
            query.merges = tuple(self._merges(query, conflict, builder.steps))

    def _rows(self, value: Value, entity: Entity | None) -> list[Written]:
        found: list[Written] = []
        for option in self._listed(value):
            if entity is None:
                content = self.walk.content(self.state, option)
                values = dict(content.entries) if isinstance(content, Record) else {}
                found.append(Written(values, () if isinstance(content, Record) else (option,)))
                continue
            row = written(self.walk, self.state, option, entity)
            found.append(replace(row, values={column_name(entity, key): one for key, one in row.values.items()}))
        return found

    def _merges(self, query: Query, conflict: Step, steps: Sequence[Step]) -> Iterator[Predicate]:
        entity = self._entity(query)
        told = [one for value in conflict.arguments for one in self._listed(value)]
        names = [column_name(entity, str(one.value)) for one in told if isinstance(one, Constant)]
        where = Conditions(self, query).all(steps)
        for row in query.written:
            yield All((where, *(Equals(query.main, name, row.values[name]) for name in names if name in row.values)))

    def _entity(self, query: Query) -> Entity | None:
        source = next((one for one in query.sources if one.alias == query.main), None)
        return self.statement.models.by_id.get(source.model) if source else None

    def _unions(self, query: Query, steps: Sequence[Step], around: Query | None) -> None:
        for step in steps:
            if step.name not in UNIONS:
                continue
            for value in step.arguments:
                for one in self._listed(value):
                    inner = self._made(query, one)
                    if inner is not None:
                        inner.around = around
                        query.arms += [inner, *inner.arms]


def foreign_key(entity: Entity, target: Entity | None) -> list[str]:
    """The columns by which an entity points at another."""
    return [
        edge.relation.columns[0]
        for edge in entity.edges
        if target is not None and edge.target == target.id and edge.relation.columns
    ]
