"""Tables of Cassandra and ScyllaDB: one for each question, and the tenant first in every partition key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.entities import Entity, Field, Index, held
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.typescript import quoted

_TYPES = {
    "uuid": "uuid",
    "ref": "uuid",
    "integer": "int",
    "bigint": "bigint",
    "decimal": "decimal",
    "float": "double",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "bytes": "blob",
}
_ORDERED = ("timestamp", "date", "integer", "bigint")
_READ = {
    "integer": "Number",
    "float": "Number",
    "bigint": "whole",
    "boolean": "Boolean",
    "date": "day",
    "timestamp": "moment",
    "json": "json",
    "bytes": "bytes",
}


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the rows of an entity, laid out for one question."""

    name: str
    question: Name
    """`by device`."""
    partition: tuple[Field, ...]
    """What a query has to name, the tenant first."""
    clustering: tuple[Field, ...]
    """How rows lie within a partition; the id last."""
    entity: Entity

    @property
    def asked(self) -> tuple[Field, ...]:
        """What a caller says: the partition without the tenant, which the context has."""
        return tuple(field for field in self.partition if field.name != self.entity.tenant)

    @property
    def columns(self) -> list[str]:
        """The lines of its columns."""
        return [f"{field.column} {column_type(field)}" for field in self.entity.fields]

    @property
    def key(self) -> str:
        """Its primary key: `(tenant_id, device_id), at, id`."""
        inner = ", ".join(field.column for field in self.partition)
        return ", ".join([f"({inner})", *(field.column for field in self.clustering)])

    @property
    def order(self) -> str:
        """How rows lie: the latest first."""
        ways = (f"{field.column} {'ASC' if field.name == 'id' else 'DESC'}" for field in self.clustering)
        return ", ".join(ways)

    @property
    def where(self) -> str:
        """The condition that finds a partition."""
        return " AND ".join(f"{field.column} = ?" for field in self.partition)

    @property
    def whole(self) -> str:
        """The condition that finds one row."""
        return " AND ".join(f"{field.column} = ?" for field in (*self.partition, *self.clustering))


def tables(entity: Entity) -> list[Table]:
    """The tables of an entity, the one by id first."""
    tenant = (entity.by_name[entity.tenant],) if entity.tenant else ()
    by_id = Table(entity.table, Name(("by", "id")), (*tenant, entity.by_name["id"]), (), entity)
    return [by_id, *_by_indexes(entity)]


def _by_indexes(entity: Entity) -> Iterator[Table]:
    for index in entity.indexes:
        ordered = len(index.fields) > 1 and index.fields[-1].type.name in _ORDERED
        partition = index.fields[:-1] if ordered else index.fields
        clustering = (*((index.fields[-1],) if ordered else ()), entity.by_name["id"])
        yield Table(index.name, _question(index, entity), partition, clustering, entity)


def _question(index: Index, entity: Entity) -> Name:
    name = Name.of(index.name.removeprefix(f"{entity.table}_"), "index")
    return name if name.words[0] == "by" else Name(("by", *name.words))


def column_type(field: Field) -> str:
    """The type of a column."""
    own = _TYPES.get(held(field).name, "text")
    return f"frozen<list<{own}>>" if field.type.name == "list" else own


def read(field: Field) -> str:
    """How a value of a row becomes the entity's."""
    inner = _READ.get(held(field).name, "text")
    call = f"listOf({inner})" if field.type.name == "list" else inner
    place = f"row.get({quoted(field.column)})"
    return f"optional({place}, {call})" if field.optional else f"{call}({place})"


def written(field: Field, row: str) -> str:
    """How a value of the entity becomes a parameter."""
    place = f"{row}.{field.name}"
    made = {
        "json": f"JSON.stringify({place})",
        "date": f"{place}.toISOString().slice(0, 10)",
        "bytes": f"Buffer.from({place})",
    }
    call = made.get(field.type.name, place)
    return f"{place} === null ? null : {call}" if field.optional and call != place else call


def readers(entity: Entity) -> list[str]:
    """The functions that turn its values."""
    own = {_READ.get(held(field).name, "text") for field in entity.fields}
    used = own - {"Number", "Boolean"}
    used |= {"optional"} if any(field.optional for field in entity.fields) else set()
    return sorted(used | ({"listOf"} if any(field.type.name == "list" for field in entity.fields) else set()))
