"""Kysely's queries: what their steps say, as the queries of a statement."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Entity
from blueprint_ls.judge.flow.predicate import NOTHING, All, Equals, OneOf, Predicate
from blueprint_ls.judge.flow.state import Builder, Items, Step
from blueprint_ls.judge.flow.trace import Written
from blueprint_ls.judge.flow.values import Closure, Constant, Handle, Text, Unknown, Value, options
from blueprint_ls.judge.tenancy.layers.kysely.clauses import Clause, Clauses, Expressions, Reference, is_builder
from blueprint_ls.judge.tenancy.layers.queries import Chosen, Column, Query, column_name
from blueprint_ls.judge.tenancy.layers.recording import written
from blueprint_ls.judge.tenancy.layers.sql.pieces import SqlText
from blueprint_ls.judge.tenancy.layers.statements import Statement

BEGINNINGS = {
    "selectFrom": ("read", "select"),
    "insertInto": ("create", "insert"),
    "replaceInto": ("create", "insert"),
    "updateTable": ("update", "update"),
    "deleteFrom": ("delete", "delete"),
    "mergeInto": ("update", "update"),
}
JOINS = {
    f"{kind}Join{lateral}": kind for kind in ("inner", "left", "right", "full", "cross") for lateral in ("", "Lateral")
}
UNIONS = frozenset({"union", "unionAll", "intersect", "except", "intersectAll", "exceptAll"})
WITH = frozenset({"with", "withRecursive"})


class Reader:
    """Reads one statement."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.walk = statement.walk
        self.state = statement.state

    def query(self, builder: Builder, around: Query | None = None) -> Query | None:
        """A query, and all inside it."""
        begin = next((step for step in builder.steps if step.name in BEGINNINGS), None)
        if begin is None:
            return None
        kind, operation = BEGINNINGS[begin.name]
        found = self.statement.query(kind, operation, (builder.path, builder.start, builder.end), around)
        for step in builder.steps:
            if step.name in WITH:
                self._common(found, step)
        self._tables(found, begin.arguments[0] if begin.arguments else Unknown())
        for step in builder.steps:
            self._joined(found, step)
        self._filters(found, builder)
        self._selections(found, builder)
        self._writes(found, builder)
        self._unions(found, builder, around)
        return self.statement.done(found)

    def inner(self, value: Value, around: Query) -> Query | None:
        """A query inside another; None where a value is none."""
        for handle, builder in self.walk.builders(self.state, value):
            if builder.layer == "kysely":
                self.walk.pending.pop(handle.id, None)
                found = self.query(builder, around)
                if found is not None:
                    return found
        return None

    # ------------------------------------------------------------------------------------------------------ tables

    def _common(self, query: Query, step: Step) -> None:
        name, made = step.arguments[:2]
        if isinstance(made, Closure) and self.walk.may_enter(made):
            made = self.walk.enter(self.state, made, [Expressions()], None)
        inner = self.inner(made, query)
        if isinstance(name, Constant) and inner is not None:
            query.commons[str(name.value).partition("(")[0].strip().lower()] = inner

    def _tables(self, query: Query, value: Value, optional: bool = False) -> list[str]:
        """The tables that an argument names."""
        for option in options(value):
            content = self.walk.content(self.state, option)
            if isinstance(content, Items):
                return [name for item in content.items for name in self._tables(query, item, optional)]
            if isinstance(option, Closure) and self.walk.may_enter(option):
                return self._tables(query, self.walk.enter(self.state, option, [Expressions()], None), optional)
            if isinstance(content, Builder) and is_builder(self.walk, self.state, option):
                inner = self.inner(option, query)
                alias = next(
                    (step.arguments[0] for step in content.steps if step.name == "as" and step.arguments), None
                )
                name = str(alias.value) if isinstance(alias, Constant) else "?"
                return query.outcome(inner, name, optional) if inner is not None else []
            if isinstance(option, Constant) and isinstance(option.value, str):
                return self._named(query, option.value, optional)
        query.notes.append("the table's name is made elsewhere")
        return [query.table("?", optional=optional)]

    def _named(self, query: Query, text: str, optional: bool) -> list[str]:
        name, _, alias = (part.strip() for part in text.partition(" as "))
        asker: Query | None = query
        while asker is not None:
            held = asker.commons.get(name.lower())
            if held is not None:
                return query.outcome(held, alias or name, optional)
            asker = asker.around
        return [query.table(name, alias, optional)]

    def _joined(self, query: Query, step: Step) -> None:
        if step.name in ("from", "using") and step.arguments:
            self._tables(query, step.arguments[0])
            if len(step.arguments) > 1:
                query.where(self._on(query, step.arguments[1:]))
        elif step.name in JOINS and step.arguments:
            before = [source.alias for source in query.sources]
            added = self._tables(query, step.arguments[0])
            kind = JOINS[step.name] if step.certain else "left"
            query.join(kind, added, before, self._on(query, step.arguments[1:]))

    def _on(self, query: Query, given: tuple[Value, ...]) -> Predicate:
        """The condition of a join: two columns, or a function of a join builder."""
        clauses = Clauses(self, query)
        if len(given) == 2:
            left, right = (clauses.side(one, is_name=True) for one in given)
            return query.equals(left, right) if left is not None and right is not None else NOTHING
        if not given or not isinstance(given[0], Closure) or not self.walk.may_enter(given[0]):
            return NOTHING
        begun = Builder("kysely", query.at[0], query.at[1], query.at[2], (), thenable=False)
        made = self.walk.enter(self.state, given[0], [self.walk.handle(self.state, begun)], None)
        found = [self.walk.content(self.state, option) for option in options(made)]
        steps = found[0].steps if found and isinstance(found[0], Builder) else ()
        return All(tuple(self._demand(clauses, step) for step in steps))

    def _demand(self, clauses: Clauses, step: Step) -> Predicate:
        if step.name in ("onRef", "whereRef", "on", "where"):
            kind = "references" if step.name.endswith("Ref") else ""
            found = clauses.of(Clause(kind, step.arguments[:3])) if kind else clauses.given(step.arguments)
            return found if step.certain else OneOf((found, NOTHING))
        return NOTHING

    # -------------------------------------------------------------------------------------------------- conditions

    def _filters(self, query: Query, builder: Builder) -> None:
        clauses = Clauses(self, query)
        for step in builder.steps:
            if step.name in ("where", "whereRef"):
                query.where(self._demand(clauses, step))
            elif step.name in ("having", "orderBy", "groupBy"):
                self._looked_through(query, step.arguments)
        names = {step.name for step in builder.steps}
        query.single = bool(names & {"executeTakeFirst", "executeTakeFirstOrThrow"})
        query.throws = "executeTakeFirstOrThrow" in names
        query.bulk = not query.single

    def _looked_through(self, query: Query, given: tuple[Value, ...]) -> None:
        for value in given:
            for one in self._expressions(value):
                self.inner(one, query)

    # -------------------------------------------------------------------------------------------------- selections

    def _selections(self, query: Query, builder: Builder) -> None:
        for step in builder.steps:
            if step.name in ("select", "returning", "distinctOn"):
                for value in step.arguments:
                    for one in self._expressions(value):
                        self._selected(query, one)
            elif step.name in ("selectAll", "returningAll"):
                query.outputs["*"] = Unknown("all columns")

    def _expressions(self, value: Value) -> Iterator[Value]:
        for option in options(value):
            if isinstance(option, Closure):
                if self.walk.may_enter(option):
                    yield from self._expressions(self.walk.enter(self.state, option, [Expressions()], None))
                continue
            content = self.walk.content(self.state, option)
            if isinstance(content, Items):
                for item in (*content.items, *([content.each] if content.each is not None else [])):
                    yield from self._expressions(item)
            else:
                yield option

    def _selected(self, query: Query, value: Value) -> None:
        clauses = Clauses(self, query)
        if isinstance(value, Constant) and isinstance(value.value, str):
            name, _, alias = (part.strip() for part in value.value.partition(" as "))
            column = clauses.column(name)
            query.outputs[alias or name.rpartition(".")[2]] = column if column is not None else Unknown("a column")
            return
        if isinstance(value, Reference):
            column = clauses.column(value.name)
            query.outputs[value.name.rpartition(".")[2]] = column if column is not None else Unknown("a column")
            return
        if isinstance(value, Clause):
            clauses.of(value)
        elif isinstance(value, SqlText | Text):
            for part in value.parts:
                if not isinstance(part, str):
                    self.inner(part, query)
        else:
            self.inner(value, query)
        query.outputs.setdefault(f"?{len(query.outputs)}", Unknown("a computed column"))

    # ------------------------------------------------------------------------------------------------------ writes

    def _writes(self, query: Query, builder: Builder) -> None:
        if query.kind != "create":
            return
        entity = self._entity(query)
        steps = {step.name: step for step in builder.steps}
        rows: list[Written] = []
        for step in builder.steps:
            if step.name == "values":
                rows += self._rows(step.arguments[0] if step.arguments else Unknown(), entity)
        if "expression" in steps:
            rows += self._taken(query, steps)
        query.written = tuple(rows)
        query.bulk = len(rows) != 1
        if "onConflict" in steps and steps["onConflict"].arguments:
            query.merges = tuple(self._merges(query, steps["onConflict"].arguments[0]))

    def _rows(self, value: Value, entity: Entity | None) -> list[Written]:
        found: list[Written] = []
        for option in self._expressions(value):
            if entity is None:
                found.append(Written({}, (option,)))
                continue
            row = written(self.walk, self.state, option, entity)
            found.append(replace(row, values={column_name(entity, key): one for key, one in row.values.items()}))
        return found

    def _taken(self, query: Query, steps: dict[str, Step]) -> list[Written]:
        """`insertInto(…).columns([…]).expression(query)`."""
        value = next(iter(self._expressions(steps["expression"].arguments[0])), Unknown())
        inner = self.inner(value, query)
        names = list(self._expressions(steps["columns"].arguments[0])) if "columns" in steps else []
        if inner is None:
            return []
        inner.around = None
        outputs = list(inner.outputs.values())
        entity = self._entity(query)
        found = {
            column_name(entity, str(name.value)): Chosen(out) if isinstance(out, Column) else out
            for name, out in zip(names, outputs, strict=False)
            if isinstance(name, Constant)
        }
        return [Written(found)]

    def _merges(self, query: Query, made: Value) -> Iterator[Predicate]:
        """How a conflict finds the row that it changes."""
        begun = Builder("kysely", query.at[0], query.at[1], query.at[2], (), thenable=False)
        if not isinstance(made, Closure) or not self.walk.may_enter(made):
            return
        found = self.walk.enter(self.state, made, [self.walk.handle(self.state, begun)], None)
        content = self.walk.content(self.state, found)
        steps = content.steps if isinstance(content, Builder) else ()
        if not any(step.name == "doUpdateSet" for step in steps):
            return
        entity = self._entity(query)
        names = [
            column_name(entity, str(one.value))
            for step in steps
            if step.name in ("column", "columns")
            for one in self._expressions(step.arguments[0])
            if isinstance(one, Constant)
        ]
        where = All(tuple(self._demand(Clauses(self, query), step) for step in steps if step.name == "where"))
        for row in query.written:
            yield All((where, *(Equals(query.main, name, row.values[name]) for name in names if name in row.values)))

    def _entity(self, query: Query) -> Entity | None:
        source = next((one for one in query.sources if one.alias == query.main), None)
        return self.statement.models.by_id.get(source.model) if source else None

    def _unions(self, query: Query, builder: Builder, around: Query | None) -> None:
        for step in builder.steps:
            if step.name not in UNIONS:
                continue
            for value in step.arguments:
                for one in self._expressions(value):
                    inner = self.inner(one, around) if around is not None else self._apart(one)
                    if inner is not None and step.name.startswith("union"):
                        query.arms += [inner, *inner.arms]

    def _apart(self, value: Value) -> Query | None:
        content = self.walk.content(self.state, value)
        if not isinstance(content, Builder) or not isinstance(value, Handle):
            return None
        self.walk.pending.pop(value.id, None)
        return self.query(content)
