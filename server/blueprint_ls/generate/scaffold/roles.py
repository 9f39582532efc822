"""Who may do what: the permissions of a blueprint, and its roles with all that they inherit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.language.model import Block, Blueprint
from blueprint_ls.language.reading import Ref


@dataclass(frozen=True, slots=True)
class Role:
    """A role with all that it may do, what it inherits included."""

    name: str
    summary: str
    permissions: tuple[str, ...]
    initial: bool


def roles(blueprint: Blueprint) -> tuple[Role, ...]:
    """The roles, from the least to the most as the blueprint lists them."""
    return tuple(
        Role(
            name=block.label or "",
            summary=str(block.get("summary") or ""),
            permissions=tuple(dict.fromkeys(_permitted(blueprint, block, frozenset()))),
            initial=block.get("initial") is True,
        )
        for (kind, _), block in blueprint.declared.items()
        if kind == "role" and block.schema
    )


def permissions(blueprint: Blueprint) -> tuple[tuple[str, str], ...]:
    """Each permission with its summary."""
    stated = (block for (kind, _), block in blueprint.declared.items() if kind == "permission" and block.schema)
    return tuple((block.label or "", str(block.get("summary") or "")) for block in stated)


def _permitted(blueprint: Blueprint, role: Block, above: frozenset[str]) -> Iterator[str]:
    label = role.label or ""
    for ref in () if label in above else role.get("inherits") or ():
        parent = blueprint.declared.get(("role", ref.name)) if isinstance(ref, Ref) else None
        if parent:
            yield from _permitted(blueprint, parent, above | {label})
    yield from (str(name) for name in role.get("permissions") or ())
