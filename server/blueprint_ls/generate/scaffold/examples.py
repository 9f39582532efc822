"""Examples for the tests of a project: bodies that its API accepts, and how much of its code the tests shall reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from blueprint_ls.generate.scaffold.endpoints import Dto
from blueprint_ls.generate.scaffold.entities import Field
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.resources import Resource
from blueprint_ls.generate.scaffold.schemas import longest
from blueprint_ls.generate.scaffold.typescript import number, quoted, sample
from blueprint_ls.language.model import Blueprint

_LAYERS = {
    "domain": "packages/core/src/**",
    "service": "apps/api/src/modules/**/*.service.ts",
    "repository": "apps/api/src/modules/**/*.repository.ts",
    "controller": "apps/api/src/modules/**/*.controller.ts",
}
"""Where the code of each layer of section 10 lies."""


@dataclass(frozen=True)
class Example:
    """What the tests of a resource can do."""

    body: str | None
    """The factory of what is asked for to add one; None where none can be added."""
    creates: bool
    """Whether that is accepted as it is, with no other row to refer to."""
    change: str | None
    """What a change says: `name: 'Other'`; None where nothing simple can be changed."""


class Examples:
    """Examples over some resources."""

    def __init__(self, blueprint: Blueprint, resources: Sequence[Resource]) -> None:
        self.blueprint = blueprint
        self.resources = resources

    @property
    def bodies(self) -> list[tuple[str, list[str]]]:
        """Each factory's name with the properties of what it makes."""
        asked = [made.request for one in self.resources if (made := one.does("create")) and made.request]
        return [(factory(dto), [*_properties(dto)]) for dto in dict.fromkeys(asked)]

    def of(self, resource: Resource) -> Example:
        """What the tests of a resource can do."""
        create, update = resource.does("create"), resource.does("update")
        dto = create.request if create else None
        required = [field for field, absent in dto.fields if not absent and not field.optional] if dto else []
        changed = update.request.fields if update and update.request else ()
        simple = next((field for field, _ in changed if _simple(field)), None)
        return Example(
            body=factory(dto) if dto else None,
            creates=bool(dto) and all(field.type.name != "ref" for field in required),
            change=f"{simple.name}: {quoted('Other')}" if simple else None,
        )

    @property
    def coverage(self) -> list[tuple[str, str]]:
        """Files with the shares that tests shall reach, as Vitest writes them."""
        return [
            (_LAYERS[label], ", ".join(_bounds(block.get("lines"), block.get("branches"))))
            for (kind, label), block in self.blueprint.declared.items()
            if kind == "coverage" and label in _LAYERS and block.get("lines")
        ]


def factory(dto: Dto) -> str:
    """The name of the factory of a body: `aContact` for `CreateContact`."""
    words = dto.name.words[1:] if dto.name.words[0] in ("create", "add", "new") else dto.name.words
    return f"a{Name(words or dto.name.words).pascal}"


def _properties(dto: Dto) -> Iterator[str]:
    for field, absent in dto.fields:
        if not absent and not field.optional:
            yield f"{field.name}: {_value(field)}"


def _value(field: Field) -> str:
    """An expression with a value that a request may say, and that no other row has."""
    if field.type.name == "list":
        return "[]"
    if field.type.name in ("date", "timestamp"):
        return "'2026-01-31T00:00:00.000Z'"
    if field.format == "email" or field.type.name == "email":
        return "`${newId()}@example.com`"
    if field.format == "slug":
        return "`a-${newId()}`"
    if field.type.name == "bigint":
        return "'1'"
    plain = field.type.name in ("string", "text") and not field.format and not field.pattern
    if plain:
        return "`Example ${newId()}`.slice(0, " + number(longest(field)) + ")"
    return sample(field)


def _simple(field: Field) -> bool:
    return field.type.name in ("string", "text") and not field.format and not field.pattern and not field.least


def _bounds(*shares: object) -> Iterator[str]:
    for name, share in zip(("lines", "branches"), shares, strict=True):
        if share is not None:
            yield f"{name}: {number(round(share.fraction * 100, 2))}"  # type: ignore[attr-defined]
