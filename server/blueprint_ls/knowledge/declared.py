"""A team's own rule written as data: which blocks it looks at, and what it asks of each.

check:
  each: data.entity
  require: [module]
  forbid: [soft_delete]
  match: {table: "[a-z_]+"}
  message: "Entity `{label}` has no module or an unusual table"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from blueprint_ls.knowledge.shape import Shape, faults
from blueprint_ls.language.schema import BlockSchema, Vocabulary, walk
from blueprint_ls.language.suggest import did_you_mean

_SHAPE: Shape = {"each": "text!", "message": "text!", "require": "texts", "forbid": "texts", "match": "mapping"}
_ASKS = ("require", "forbid", "match")


@dataclass(frozen=True, slots=True)
class DeclaredCheck:
    """What a rule page asks of every block of one type."""

    each: str
    """The path of the blocks, without labels: `data.entity`."""
    message: str
    """What to say; `{label}` stands for the block's label."""
    require: tuple[str, ...]
    """Attributes or blocks that must be there."""
    forbid: tuple[str, ...]
    """Attributes or blocks that must not be there."""
    match: Mapping[str, re.Pattern[str]]
    """Attributes whose value, as text, must match as a whole; one that is absent does."""

    @staticmethod
    def of(values: Mapping[str, Any]) -> DeclaredCheck:
        """The check that a page without faults declares."""
        return DeclaredCheck(
            each=str(values["each"]),
            message=str(values["message"]),
            require=tuple(map(str, values.get("require", ()))),
            forbid=tuple(map(str, values.get("forbid", ()))),
            match={str(name): re.compile(str(form)) for name, form in values.get("match", {}).items()},
        )


def check_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with the form of a check, as (key to point at, message)."""
    found = list(faults(values, _SHAPE, "check"))
    if not found and not any(values.get(key) for key in _ASKS):
        found.append(("check", "`check` asks for nothing: give it `require`, `forbid` or `match`"))
    yield from found
    forms = values.get("match")
    for name, form in forms.items() if isinstance(forms, dict) else ():
        try:
            re.compile(str(form))
        except re.error as error:
            yield str(name), f"`match` of `{name}` is no regular expression: {error}"


def misfits(check: DeclaredCheck, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Names in a check that the vocabulary does not have, as (key to point at, message)."""
    schemas = {schema.path: schema for schema in _schemas(vocabulary)}
    schema = schemas.get(check.each)
    if schema is None:
        hint = did_you_mean(check.each, schemas)
        yield "each", f"`each` names `{check.each}`, which is the path of no block{hint}"
        return
    both = {**schema.attributes, **schema.blocks}
    yield from _unknown("require", check.require, check.each, both)
    yield from _unknown("forbid", check.forbid, check.each, both)
    yield from _unknown("match", check.match, check.each, schema.attributes)


def _schemas(vocabulary: Vocabulary) -> Iterator[BlockSchema]:
    for schema in walk(vocabulary.root)[1:]:
        yield schema
        yield from schema.variants.values()


def _unknown(key: str, names: Iterable[str], path: str, known: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name in names:
        if name not in known:
            yield key, f"`{key}` names `{name}`, which `{path}` does not have{did_you_mean(name, known)}"
