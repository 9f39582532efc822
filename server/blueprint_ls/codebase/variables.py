"""The environment: which variables the code reads, and which ones example files and manifests set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from blueprint_ls.codebase.constants import object_of, value_of
from blueprint_ls.codebase.facts import Capture
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.codebase.typescript.tree import (
    Call,
    Expression,
    Member,
    Object,
    Property,
)
from blueprint_ls.codebase.typescript.visit import inside

_RULE = "undeclared-variable/"
_EXAMPLE = re.compile(r"example|sample|template|dist\b|default|schema", re.IGNORECASE)
_SHOUTED = re.compile(r"[A-Z][A-Z0-9_]*")
_PRISMA = re.compile(rb"\benv\(\s*\"([A-Za-z_]\w*)\"\s*\)")
GIVEN = frozenset({"NODE_ENV", "TZ", "CI", "PATH", "HOME", "PWD", "DEV", "PROD", "MODE", "SSR", "BASE_URL"})
"""What the runtime or the bundler sets by itself."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place where code reads a variable."""

    name: str
    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Declared:
    """One place where a file sets a variable."""

    name: str
    path: str
    line: int
    value: str
    comment: str = ""
    example: bool = False
    """Whether the file is one that people copy: `.env.example` and its kin."""
    commented: bool = False
    """Whether the whole line is a comment, as for a variable one may leave out."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A read whose variable is known only when the code runs."""

    path: str
    start: int
    end: int


def uses(repository: Repository, program: Program, paths: Iterable[str]) -> Iterator[Use]:
    """Every read of a variable in some files, in their order; those of Prisma schemas among them."""
    for path in paths:
        if repository.kind(path) == "prisma":
            for found in _PRISMA.finditer(repository.text(path)):
                yield Use(found[1].decode(), path, found.start(1), found.end(1))
            continue
        seen: set[tuple[str, int]] = set()
        for use in _in_file(repository, program, path):
            if (use.name, use.start) not in seen and use.name not in ("env", "toString"):
                seen.add((use.name, use.start))
                yield use


def computed(repository: Repository, paths: Iterable[str]) -> Iterator[Computed]:
    """The reads that name no variable, such as `process.env[name]`."""
    for path in paths:
        for one in _captures(repository, path):
            if one.name == "computed":
                yield Computed(path, one.start, one.end)


def declared(repository: Repository) -> list[Declared]:
    """Every variable that an environment file or a compose file sets, in the order of files."""
    found = [one for path in repository.of_kind("env") for one in _of_env(repository, path)]
    return found + [one for path in repository.of_kind("compose") for one in _of_compose(repository, path)]


def _captures(repository: Repository, path: str) -> list[Capture]:
    facts = repository.facts(path)
    return [one for one in facts.captures if one.query.startswith(_RULE)] if facts else []


def _in_file(repository: Repository, program: Program, path: str) -> Iterator[Use]:
    captures = _captures(repository, path)
    schemas = {(one.start, one.end) for one in captures if one.name == "schema"}
    text = repository.text(path) if captures else b""
    for one in captures:
        if one.name == "variable":
            yield Use(text[one.start : one.end].decode("utf-8", "replace"), path, one.start, one.end)
    module = repository.module(path) if schemas else None
    for statement in module.body if module else ():
        for node in inside(statement):
            if isinstance(node, Call) and (node.start, node.end) in schemas:
                yield from _of_schema(program, path, node)


def _of_schema(program: Program, path: str, call: Call) -> Iterator[Use]:
    """The variables that a schema of the environment names."""
    if isinstance(call.callee, Member):
        found = _shape(program, path, call.callee.object)
        yield from _keys(program, *found) if found else ()
        return
    for argument in call.arguments:
        if not isinstance(argument, Object):
            continue
        groups = [argument.get(group) for group in ("server", "client", "shared")]
        for group in groups if any(groups) else [argument]:
            if isinstance(group, Object):
                yield from _keys(program, path, group)


def _shape(program: Program, path: str, value: object) -> tuple[str, Object] | None:
    """The object inside a schema: `z.object({ … })` with whatever is called on it, or a constant that holds one."""
    found = value_of(program, path, value)
    while found is not None:
        file, call = found
        if not isinstance(call, Call):
            return None
        if call.arguments and isinstance(call.arguments[0], Object):
            return file, call.arguments[0]
        found = value_of(program, file, call.callee.object) if isinstance(call.callee, Member) else None
    return None


def _keys(program: Program, path: str, shape: Object) -> Iterator[Use]:
    for entry in shape.entries:
        if isinstance(entry, Property):
            if entry.key and _SHOUTED.fullmatch(entry.key):
                yield Use(entry.key, path, entry.start, entry.start + len(entry.key.encode()))
        elif found := _spread(program, path, entry.value):
            yield from _keys(program, *found)


def _spread(program: Program, path: str, value: Expression) -> tuple[str, Object] | None:
    """What `...base.shape` or `...base` adds."""
    inner = value.object if isinstance(value, Member) and value.name == "shape" else value
    return object_of(program, path, inner) or _shape(program, path, inner)


def _of_env(repository: Repository, path: str) -> Iterator[Declared]:
    for one in _list(repository, path, "variables"):
        example = _EXAMPLE.search(path.rpartition("/")[2]) is not None
        off = bool(one["commented"])
        yield Declared(one["name"], path, one["line"], one["value"], one["comment"], example, off)


def _of_compose(repository: Repository, path: str) -> Iterator[Declared]:
    facts = repository.facts(path)
    services: Any = facts.data.get("services", {}) if facts else {}
    for service in services.values() if isinstance(services, Mapping) else ():
        for name, value in service.get("environment", {}).items():
            yield Declared(name, path, service["line"], value or "")


def _list(repository: Repository, path: str, key: str) -> list[dict[str, Any]]:
    facts = repository.facts(path)
    found: Any = facts.data.get(key) if facts else None
    return found if isinstance(found, list) else []
