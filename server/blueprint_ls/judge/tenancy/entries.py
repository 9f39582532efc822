"""Where walks begin: the functions of a file that hold something, from the outside in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from blueprint_ls.codebase.typescript.tree import (
    Class,
    Do,
    Export,
    Expression,
    Field,
    Function,
    Let,
    Method,
    Module,
    Name,
    Node,
    Object,
    Property,
    Statement,
)
from blueprint_ls.codebase.typescript.visit import called
from blueprint_ls.judge.flow.values import ClassOf, Closure, Instance, Value


@dataclass(frozen=True)
class Entry:
    """One function that is walked from outside, or a statement at the top of a file."""

    path: str
    function: Function
    name: str | None = None
    """What callers call it."""
    owner: Class | None = None
    """The class that it is a method of."""

    static: bool = False
    """Whether it is called on the class itself."""

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from all others."""
        return self.path, self.function.start

    @cached_property
    def called(self) -> frozenset[str]:
        """The names of what it calls."""
        return frozenset(called(self.function))

    def closure(self) -> Closure:
        """The value to walk."""
        this: Value | None = None
        if self.owner is not None:
            this = ClassOf(self.path, self.owner) if self.static else Instance(self.path, self.owner)
        return Closure(self.path, self.function, {}, this)


def entries(path: str, module: Module) -> Iterator[Entry]:
    """All of a file's functions that nothing surrounds, and the statements that run when it is loaded."""
    for statement in module.body:
        yield from _of_statement(path, statement)


def _of_statement(path: str, statement: Statement) -> Iterator[Entry]:
    if isinstance(statement, Export):
        if statement.declaration is not None:
            yield from _of_statement(path, statement.declaration)
        elif statement.default is not None:
            yield from _of_value(path, "default", statement.default, statement)
    elif isinstance(statement, Class):
        yield from _of_class(path, statement)
    elif isinstance(statement, Let):
        name = statement.target.name if isinstance(statement.target, Name) else None
        if statement.value is not None:
            yield from _of_value(path, name, statement.value, statement)
    else:
        yield _loading(path, statement)


def _of_value(path: str, name: str | None, value: Expression, statement: Statement) -> Iterator[Entry]:
    if isinstance(value, Function):
        yield Entry(path, value, name)
    elif isinstance(value, Object) and any(_is_method(entry) for entry in value.entries):
        for entry in value.entries:
            if isinstance(entry, Property) and isinstance(entry.value, Function):
                yield Entry(path, entry.value, entry.key)
        yield _loading(path, Do(statement.start, statement.end, value))
    else:
        yield _loading(path, Do(statement.start, statement.end, value))


def _is_method(entry: Node) -> bool:
    return isinstance(entry, Property) and isinstance(entry.value, Function)


def _of_class(path: str, node: Class) -> Iterator[Entry]:
    for member in node.members:
        if isinstance(member, Method):
            yield Entry(path, member.function, member.name, node, member.is_static)
        elif isinstance(member, Field) and isinstance(member.value, Function):
            yield Entry(path, member.value, member.name, node, member.is_static)


def _loading(path: str, statement: Statement) -> Entry:
    """A statement that runs when its file is loaded, as a function without parameters."""
    return Entry(path, Function(statement.start, statement.end, None, (), (statement,)))
