"""What the text of a function says that it reads and changes beyond itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.codebase.typescript.tree import (
    ArrayTarget,
    Assign,
    Call,
    Defaulted,
    Expression,
    Function,
    Index,
    Let,
    Member,
    Name,
    ObjectTarget,
    Target,
)
from blueprint_ls.codebase.typescript.visit import inside

_GROWS = ("push", "unshift", "add", "set")


@dataclass(frozen=True, slots=True)
class Effects:
    """What a function touches."""

    names: frozenset[str]
    """All names that stand in it."""
    changes: bool
    """It may change a variable or an object that it did not make itself."""


def effects(function: Function) -> Effects:
    """Read a function's text for its effects, the functions inside included."""
    names: set[str] = set()
    made: set[str] = set()
    parameters: set[str] = set()
    stored: list[Target] = []
    grown: list[Expression] = []
    for node in inside(function):
        if isinstance(node, Name):
            names.add(node.name)
        elif isinstance(node, Let):
            made.update(_bound(node.target))
        elif isinstance(node, Function):
            parameters.update(name for one in node.parameters for name in _bound(one.target))
        elif isinstance(node, Assign):
            stored.append(node.target)
        elif isinstance(node, Call) and isinstance(node.callee, Member) and node.callee.name in _GROWS:
            grown.append(node.callee.object)
    changes = any(_leaks(one, made, parameters) for one in stored) or any(_is_foreign(one, made) for one in grown)
    return Effects(frozenset(names), changes or "super" in names)


def _bound(target: Target) -> Iterator[str]:
    if isinstance(target, Name):
        yield target.name
    elif isinstance(target, ObjectTarget):
        for entry in target.entries:
            yield from _bound(entry.target)
        if target.rest is not None:
            yield from _bound(target.rest)
    elif isinstance(target, ArrayTarget):
        for item in (*target.items, target.rest):
            if item is not None:
                yield from _bound(item)
    elif isinstance(target, Defaulted):
        yield from _bound(target.target)


def _leaks(target: Target, made: set[str], parameters: set[str]) -> bool:
    if isinstance(target, Member | Index):
        return _is_foreign(target.object, made)
    return any(name not in made and name not in parameters for name in _bound(target))


def _is_foreign(holder: Expression, made: set[str]) -> bool:
    while isinstance(holder, Member | Index):
        holder = holder.object
    return isinstance(holder, Name) and holder.name not in made
