"""The tables of a TypeORM query: their aliases, the joins between them, and relations written for columns."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from blueprint_ls.codebase.models.entities import Edge, Entity, Models
from blueprint_ls.judge.flow.predicate import All, Compared, Equals, Linked, Not, OneOf, Predicate, Related
from blueprint_ls.judge.flow.trace import Source
from blueprint_ls.judge.flow.values import Constant, Value
from blueprint_ls.judge.tenancy.layers.stores import Store, primary
from blueprint_ls.judge.tenancy.pins import equalities


def joined(
    models: Models, known: Sequence[Source], target: Value, alias: str, optional: bool
) -> tuple[Source, Predicate | None] | None:
    """The table that a join brings in, and the link that a relation's name stands for."""
    if isinstance(target, Store):
        return Source(alias, target.model, optional), None
    text = target.value if isinstance(target, Constant) and isinstance(target.value, str) else ""
    owner, _, relation = text.partition(".")
    here = next((one for one in known if one.alias == owner), None)
    entity = models.by_id.get(here.model) if here else None
    if entity is None:
        tables = models.by_table(text) or models.named(text)
        return (Source(alias, tables[0].id, optional), None) if tables else None
    edge = next((one for one in entity.edges if one.relation.name == relation), None)
    if edge is None:
        return None
    return Source(alias, edge.target, optional), _link(entity, edge, owner, alias, models)


def _link(entity: Entity, edge: Edge, owner: str, alias: str, models: Models) -> Predicate | None:
    relation, other = edge.relation, models.by_id[edge.target]
    if relation.columns:
        reference = relation.references[0] if relation.references else primary(other)
        return Linked(owner, relation.columns[0], alias, reference)
    for back in other.edges:
        if back.target == entity.id and back.relation.columns:
            reference = back.relation.references[0] if back.relation.references else primary(entity)
            return Linked(alias, back.relation.columns[0], owner, reference)
    return None


def aliased(predicate: Predicate, known: Sequence[Source], models: Models) -> Predicate:
    """A condition with its bare columns given to the first table, and relations turned into their keys."""
    if isinstance(predicate, All | OneOf):
        return type(predicate)(tuple(aliased(part, known, models) for part in predicate.parts))
    if isinstance(predicate, Not):
        return Not(aliased(predicate.part, known, models))
    if isinstance(predicate, Equals | Compared | Related) and known:
        source = predicate.source or known[0].alias
        if isinstance(predicate, Equals):
            return replace(predicate, source=source, column=_column(source, predicate.column, known, models))
        return replace(predicate, source=source)
    if isinstance(predicate, Linked):
        here, there = predicate.source or known[0].alias, predicate.other or known[0].alias
        column = _column(here, predicate.column, known, models)
        return Linked(here, column, there, _column(there, predicate.other_column, known, models))
    return predicate


def _column(alias: str, name: str, known: Sequence[Source], models: Models) -> str:
    source = next((one for one in known if one.alias == alias), None)
    entity = models.by_id.get(source.model) if source else None
    for edge in entity.edges if entity else ():
        if edge.relation.name == name and edge.relation.columns:
            return edge.relation.columns[0]
    return name


def is_filtered(predicate: Predicate, alias: str) -> bool:
    """Whether a condition can only hold where the table of an alias has a row."""
    return any(equals.source == alias for equals in equalities(predicate))
