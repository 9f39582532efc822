"""The scopes around a place in a script: what is bound in each before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.codebase.typescript.tree import (
    ArrayTarget,
    Class,
    Defaulted,
    Export,
    Function,
    Import,
    Let,
    Module,
    Name,
    Node,
    ObjectTarget,
    Statement,
)
from blueprint_ls.judge.code.around import around


@dataclass(frozen=True, slots=True)
class Bound:
    """A name that a target binds."""

    key: str
    """The property that it is taken from; the name itself where it is bound as a whole."""
    local: str
    path: tuple[str, ...]
    """The properties that lead to it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A function or a block around a place."""

    node: Node
    before: tuple[Statement, ...]
    """Its statements before the one that holds the place."""

    @property
    def names(self) -> list[Bound]:
        """What it binds before the place."""
        parameters = self.node.parameters if isinstance(self.node, Function) else ()
        found = [name for parameter in parameters for name in bound(parameter.target)]
        return found + [name for statement in self.before for name in own(statement)]


def frames(module: Module, at: int) -> list[Frame]:
    """The functions and blocks around a place, the outermost first; the file itself is none."""
    return [Frame(node, _before(node, at)) for node in around(module, at)]


def _before(node: Node, at: int) -> tuple[Statement, ...]:
    for field in node.__struct_fields__:
        value = getattr(node, field)
        if not isinstance(value, tuple) or not value or not isinstance(value[0], Statement):
            continue
        here = next((index for index, one in enumerate(value) if one.start <= at < one.end), None)
        if here is not None:
            return value[:here]
    return ()


def own(statement: Statement) -> list[Bound]:
    """The names that a statement binds in its scope."""
    if isinstance(statement, Let):
        return list(bound(statement.target))
    if isinstance(statement, Class) and statement.name:
        return [Bound(statement.name, statement.name, ())]
    return []


def own_names(module: Module) -> Iterator[str]:
    """The names that a file knows at its top."""
    for statement in module.body:
        if isinstance(statement, Import):
            yield from (one.local for one in statement.names)
            continue
        inner = statement.declaration if isinstance(statement, Export) else statement
        if inner is not None:
            yield from (name.local for name in own(inner))


def bound(target: Node | None, path: tuple[str, ...] = ()) -> Iterator[Bound]:
    """The names that a target binds."""
    if isinstance(target, Name):
        yield Bound(path[-1] if path else target.name, target.name, path)
    elif isinstance(target, Defaulted):
        yield from bound(target.target, path)
    elif isinstance(target, ObjectTarget):
        for entry in target.entries:
            yield from bound(entry.target, (*path, entry.key or ""))
    elif isinstance(target, ArrayTarget):
        for item in target.items:
            yield from bound(item)
