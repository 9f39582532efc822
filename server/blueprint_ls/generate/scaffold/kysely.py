"""Tables as Kysely types them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from blueprint_ls.generate.scaffold.entities import Entity, Field, enumerated
from blueprint_ls.generate.scaffold.names import Refused
from blueprint_ls.generate.scaffold.typescript import type_given

_WRAPPERS = ("Generated", "Json", "Optional", "OptionalJson")


def table_name(entity: Entity) -> str:
    """The name of a table in queries: `auditEvents` for `audit_events`."""
    return re.sub(r"_(.)", lambda found: found[1].upper(), entity.table)


def column(field: Field) -> str:
    """The type of a column: `Generated<'open' | 'won'>`."""
    if field.type.name == "json":
        return "OptionalJson" if field.optional else "Json"
    kind = type_given(field)
    if field.optional:
        return f"Optional<{kind}>"
    return kind if field.default in (None, "generated") else f"Generated<{kind}>"


def wrappers(entities: Iterable[Entity]) -> list[str]:
    """The types that columns are wrapped in, as far as some column is."""
    used = {column(field).partition("<")[0] for entity in entities for field in entity.fields}
    return [name for name in _WRAPPERS if name in used]


def readable(entities: Iterable[Entity]) -> None:
    """`Refused` for a column that Kysely would not find, or not read, under the name and type of its field."""
    for entity in entities:
        if _snake(table_name(entity)) != entity.table:
            raise Refused(f"`entity {entity.name.pascal}` has the table `{entity.table}`: Kysely asks for snake case")
        for field in entity.fields:
            place = f"`field {field.name}` of `entity {entity.name.pascal}`"
            if _snake(field.name) != field.column:
                raise Refused(
                    f"{place} is the column `{field.column}`: with Kysely, a column is its field's name in snake case, "
                    f"`{_snake(field.name)}`"
                )
            if field.type.name == "list" and enumerated(field):
                raise Refused(f"{place} is a list of an enumeration, unread by Kysely: make it `list(string)`")


def _snake(name: str) -> str:
    """A name as Kysely's CamelCasePlugin writes it (0.28, with `underscoreBeforeDigits`)."""
    return re.sub(r"(?<=[^_\d])(?=\d)", "_", re.sub(r"(?<!^)([A-Z])", r"_\1", name)).lower()
