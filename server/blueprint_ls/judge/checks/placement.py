"""Entities that lie beside the primary database: partitions that name the tenant, references that no database holds."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.judge.checks.facts import Facts, facts
from blueprint_ls.judge.checks.figures import Figure, report, stated, title, whole
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case, blueprint_check
from blueprint_ls.language.fields import FieldType
from blueprint_ls.language.model import Block
from blueprint_ls.language.reading import Ref


@blueprint_check("partition-without-tenant")
def partitions(case: Case) -> Iterator[Finding]:
    """Each way into a tenant's rows of a partitioned store begins with the tenant's key."""
    known = facts(case)
    tenancy = known.one("data", "tenancy")
    key = stated(tenancy, "key")
    free = _names(tenancy, "shared") | _names(tenancy, "roots")
    for entity in known.all("entity") if key else ():
        store = known.target(entity, "store")
        if store is None or store.get("protocol") != "cql" or entity.label in free or key is None:
            continue
        for fields in _ways(entity):
            if fields.value and str(fields.value[0]) != str(key.value):
                message = (
                    f"`{title(fields.block)}` of `{entity.label}` does not begin with `{key.value}`: `{store.label}` "
                    "keeps the rows of a partition together, and this one would hold those of all tenants"
                )
                yield from report("partition-without-tenant", message, fields, key)


@blueprint_check("reference-across-stores")
def references(case: Case) -> Iterator[Finding]:
    """A field that names a row of another store is held by nobody."""
    known = facts(case)
    entities = {entity.label: entity for entity in known.all("entity")}
    for entity in entities.values():
        for field in entity.blocks("field"):
            kind = field.get("type")
            target = entities.get(kind.target) if isinstance(kind, FieldType) else None
            if target is not None and _place(known, target) is not _place(known, entity):
                yield from _reported(known, entity, field, target)


def _reported(known: Facts, entity: Block, field: Block, target: Block) -> Iterator[Finding]:
    said = stated(field, "type")
    message = (
        f"`{entity.label}` lies in {_called(known, entity)} and `{target.label}` in {_called(known, target)}: no "
        f"database sees to it that `{field.label}` names a row that is there. Make it a `uuid`, and say in its summary "
        "who clears it"
    )
    if said:
        yield from report("reference-across-stores", message, said, whole(target))


def _ways(entity: Block) -> Iterator[Figure]:
    """The fields of its key, where that is stated, of its indexes and of its unique constraints."""
    blocks = [*entity.blocks("index"), *entity.blocks("unique")]
    found = [stated(entity, "primary_key"), *(stated(block, "fields") for block in blocks)]
    yield from (figure for figure in found if figure)


def _place(known: Facts, entity: Block) -> Block | None:
    """The store of an entity; None for the primary database, named or not."""
    store = known.target(entity, "store")
    return None if store is not None and store.get("kind") == "primary_database" else store


def _called(known: Facts, entity: Block) -> str:
    store = _place(known, entity)
    return f"`{store.label}`" if store else "the primary database"


def _names(block: Block | None, attribute: str) -> set[str]:
    return {item.name for item in (block.get(attribute) or ()) if isinstance(item, Ref)} if block else set()
