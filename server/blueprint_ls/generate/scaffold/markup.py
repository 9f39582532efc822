"""Markup that people send: which fields accept it, and what of it survives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from blueprint_ls.generate.scaffold.entities import Entity, Field
from blueprint_ls.generate.scaffold.names import Name
from blueprint_ls.generate.scaffold.schemas import SANITIZED
from blueprint_ls.language.model import Blueprint

_USUAL = ("p", "br", "strong", "em", "ul", "ol", "li", "a")
"""The tags that survive where the blueprint names none."""


def tags(blueprint: Blueprint) -> tuple[str, ...]:
    """The tags that survive; empty where no field accepts markup."""
    if not _fields(blueprint):
        return ()
    return tuple(str(tag) for tag in blueprint.value("security.html_input.allowed_tags") or _USUAL)


def accept(blueprint: Blueprint, entities: dict[str, Entity]) -> None:
    """Marks the fields that accept markup, so that their schemas clean it."""
    named = _fields(blueprint)
    for name, entity in entities.items():
        changed = {field.name: replace(field, format=SANITIZED) for field in entity.own if (name, field.name) in named}
        if changed:
            entities[name] = replace(entity, fields=_with(entity.fields, changed), own=_with(entity.own, changed))


def _with(fields: tuple[Field, ...], changed: Mapping[str, Field]) -> tuple[Field, ...]:
    return tuple(changed.get(field.name, field) for field in fields)


def _fields(blueprint: Blueprint) -> set[tuple[str, str]]:
    """The fields that accept markup, by the type of their entity and their name."""
    if str(blueprint.value("security.html_input.policy")) != "sanitize":
        return set()
    stated = (str(one).partition(".") for one in blueprint.value("security.html_input.fields") or ())
    return {(Name.of(entity, "entity").pascal, field) for entity, _, field in stated if field}
