"""Entities as the project stores them: their columns, keys and indexes, with the types of each layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from blueprint_ls.generate.scaffold.names import Name, Refused
from blueprint_ls.language.fields import FieldType
from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.reading import Ref

AUDIT_FIELDS = {
    "createdAt": "timestamp",
    "updatedAt": "timestamp",
    "createdBy": "uuid",
    "updatedBy": "uuid",
}
"""The audit fields that section 7 may ask for, with their types."""


_GONE = ("deactivated", "deleted", "archived")
"""What a status says of a row that is there no longer, the usual word first."""


@dataclass(frozen=True)
class Field:
    """One column."""

    name: str
    """As the blueprint writes it: `roleId`."""
    type: FieldType
    optional: bool = False
    default: Any = None
    """A word, a number, a text or a truth of the blueprint; None where there is none."""
    unique: bool = False
    format: str | None = None
    longest: int | None = None
    """Characters."""
    least: float | None = None
    most: float | None = None
    pattern: str | None = None
    hidden: bool = False
    immutable: bool = False
    on_delete: str = "restrict"
    inverse: str | None = None
    column: str = ""
    """Empty for what a body has and no table: `url`."""
    summary: str | None = None

    @property
    def enum(self) -> bool:
        """Whether it holds one of a few words."""
        return self.type.name == "enum"


@dataclass(frozen=True)
class Index:
    """An index or a unique constraint."""

    name: str
    """Of the table: `deals_by_stage`."""
    fields: tuple[Field, ...]
    unique: bool
    where: str | None
    method: str = "btree"


@dataclass(frozen=True)
class Entity:
    """One table."""

    name: Name
    module: str | None
    summary: str
    """What one row stands for."""
    table: str
    fields: tuple[Field, ...]
    """All columns: the key, the tenant, its own, the audit fields."""
    own: tuple[Field, ...]
    """Those that the blueprint lists."""
    tenant: str | None
    """The field that holds the tenant's key; None for roots and shared entities."""
    root: bool
    append_only: bool
    indexes: tuple[Index, ...]

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """The columns by their names."""
        return {field.name: field for field in self.fields}

    @property
    def versioned(self) -> bool:
        """Whether its rows count their changes."""
        return "version" in self.by_name

    @property
    def gone(self) -> str | None:
        """The status of rows that are there no longer for anybody, such as `deactivated`; None where none says so."""
        status = self.by_name.get("status")
        words = status.type.words if status and status.enum else ()
        return next((word for word in _GONE if word in words), None)

    @property
    def isolated_by(self) -> str | None:
        """The field by which row-level security tells whose row it is: the tenant's key, or a root's own id."""
        return "id" if self.root else self.tenant


def entities(blueprint: Blueprint) -> dict[str, Entity]:
    """The entities of a blueprint by their types' names, in its order; `Refused` where two would have the same."""
    found: dict[str, Entity] = {}
    for (kind, label), block in blueprint.declared.items():
        if kind == "entity":
            entity = _Maker(blueprint, block).entity()
            if found.setdefault(entity.name.pascal, entity) is not entity:
                raise Refused(
                    f"`entity {label}` and another one would both be called `{entity.name.pascal}`: rename one"
                )
    return found


def field_name(label: str) -> str:
    """The name of a field in code, however the blueprint writes it: `roleId` for `role_id`."""
    name = Name.of(label, "field").camel_plain
    if name == "constructor":
        raise Refused("no class can have a `field constructor` beside its constructor: give the field another name")
    return name


def tenant_field(blueprint: Blueprint) -> str | None:
    """The field that holds a tenant's key; None in a product for one customer."""
    key = blueprint.value("data.tenancy.key")
    return field_name(str(key)) if key else None


class _Maker:
    def __init__(self, blueprint: Blueprint, block: Block) -> None:
        self.blueprint = blueprint
        self.block = block
        self.label = block.label or ""
        tenancy = blueprint.at("data.tenancy")
        self.key = tenant_field(blueprint)
        self.root = self.label in _names(tenancy, "roots")
        self.shared = self.label in _names(tenancy, "shared")

    def entity(self) -> Entity:
        name = Name.of(self.label, "entity")
        own = tuple(field_of(block) for block in self.block.blocks("field"))
        tenant = self.key if self.key and not self.root and not self.shared else None
        table = self.block.get("table") or name.plural.snake
        fields = tuple(self._columns(own, tenant))
        module = self.block.get("module")
        return Entity(
            name=name,
            module=module.name if module else None,
            summary=str(self.block.get("summary") or f"One {name.text}"),
            table=str(table),
            fields=fields,
            own=own,
            tenant=tenant,
            root=self.root,
            append_only=self.block.get("append_only") is True,
            indexes=tuple(self._indexes(str(table), {field.name: field for field in fields}, tenant)),
        )

    def _columns(self, own: tuple[Field, ...], tenant: str | None) -> Iterator[Field]:
        listed = {field.name for field in own}
        yield Field("id", FieldType("uuid"), default="generated", column="id", immutable=True)
        if tenant and tenant not in listed:
            yield Field(tenant, FieldType("uuid"), column=Name.of(tenant).snake, immutable=True)
        yield from own
        audited = self.blueprint.value("data.schema.audit_fields") or ()
        frozen = self.block.get("append_only") is True
        for field in audited:
            if field in AUDIT_FIELDS and field not in listed and not (frozen and field.startswith("updated")):
                yield _audit(field)

    def _indexes(self, table: str, fields: dict[str, Field], tenant: str | None) -> Iterator[Index]:
        for field in fields.values():
            if field.unique:
                ahead = [fields[tenant]] if tenant else []
                yield Index(f"{table}_{field.column}_key", (*ahead, field), True, None)
        for block in [*self.block.blocks("unique"), *self.block.blocks("index")]:
            names = (field_name(str(name)) for name in block.get("fields") or ())
            found = tuple(fields[name] for name in names if name in fields)
            if found:
                name = f"{table}_{Name.of(block.label or 'index', block.name).snake}"
                yield Index(name, found, block.name == "unique", block.get("where"), str(block.get("kind") or "btree"))


def _names(block: Block | None, attribute: str) -> set[str]:
    return {str(item) for item in (block.get(attribute) or ())} if block else set()


def _audit(name: str) -> Field:
    kind = AUDIT_FIELDS[name]
    return Field(
        name,
        FieldType(kind),
        optional=kind == "uuid",
        default="now" if kind == "timestamp" else None,
        column=Name.of(name).snake,
        immutable=name.startswith("created"),
    )


def field_of(block: Block) -> Field:
    """A column as its block states it."""
    label = block.label or ""
    kind = _named(block.get("type") or FieldType("string"))
    return Field(
        name=field_name(label),
        type=kind,
        optional=block.get("optional") is True,
        default=block.get("default"),
        unique=block.get("unique") is True,
        format=block.get("format"),
        longest=block.get("max_length") or (kind.numbers[0] if kind.name == "string" and kind.numbers else None),
        least=block.get("min"),
        most=block.get("max"),
        pattern=block.get("pattern"),
        hidden=block.get("hidden") is True,
        immutable=block.get("immutable") is True,
        on_delete=str(block.get("on_delete") or "restrict"),
        inverse=block.get("inverse"),
        column=str(block.get("column") or Name.of(label, "field").snake),
        summary=block.get("summary"),
    )


def held(field: Field) -> FieldType:
    """The type of a field's values: of one of them, where it holds many."""
    return field.type.of if field.type.name == "list" and field.type.of else field.type


def enumerated(field: Field) -> bool:
    """Whether its values are words of an enumeration."""
    return held(field).name == "enum"


def type_name(reference: object) -> str:
    """The type of the entity that a reference names, however its label is written; empty where it names none."""
    return Name.of(reference.name, "entity").pascal if isinstance(reference, Ref) else ""


def _named(kind: FieldType) -> FieldType:
    """A field's type, with the type's name of the entity that it leads to."""
    inner = _named(kind.of) if kind.of else None
    return replace(kind, target=Name.of(kind.target, "entity").pascal if kind.target else None, of=inner)


def enum_name(entity: Entity, field: Field) -> Name:
    """The name of a field's enumeration: `DealStage`."""
    return Name((*entity.name.words, *Name.of(field.name, "field").words))
