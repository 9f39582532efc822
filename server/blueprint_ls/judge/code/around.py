"""What stands around a place in a script: the functions it is in, by name, and the statement it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.typescript.tree import (
    Assign,
    Call,
    Class,
    Defaulted,
    Field,
    Function,
    Let,
    Member,
    Method,
    Module,
    Name,
    Node,
    Object,
    Property,
    Statement,
    Target,
)
from blueprint_ls.codebase.typescript.visit import children, inside


def around(module: Module, at: int) -> list[Node]:
    """Every node that holds a place, the outermost first."""
    found: list[Node] = []
    level: Iterator[Node] = iter(module.body)
    while (node := next((one for one in level if one.start <= at < one.end), None)) is not None:
        found.append(node)
        level = children(node)
    return found


def functions_around(module: Module, at: int) -> list[Function]:
    """The functions that hold a place, the outermost first."""
    return [node for node in around(module, at) if isinstance(node, Function)]


def named_place(module: Module, at: int) -> str:
    """The names of what a place is in: `DealsService.close`; empty at the top of a file."""
    return ".".join(name for node in around(module, at) if (name := _name(node)))


def statement_start(module: Module, at: int) -> int:
    """Where the innermost statement begins that holds a place."""
    statements = [node.start for node in around(module, at) if isinstance(node, Statement)]
    return statements[-1] if statements else at


def call_at(module: Module, start: int, end: int | None = None) -> Call | None:
    """The call that begins at a place and ends at another; without an end, the longest."""
    outer = [node for node in around(module, start) if node.start <= start]
    for node in outer:
        for found in inside(node) if node is outer[-1] else (node,):
            if isinstance(found, Call) and found.start == start and end in (None, found.end):
                return found
    return None


def argument(call: Call, key: str) -> Node | None:
    """The value under a key of an object that is handed to a call, or to one that its chain begins with."""
    waiting: list[Node] = [call]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Call):
            for given in node.arguments:
                if isinstance(given, Object) and (value := given.get(key)) is not None:
                    return value
            waiting.append(node.callee)
        elif isinstance(node, Member):
            waiting.append(node.object)
    return None


def _name(node: Node) -> str | None:
    if isinstance(node, Function | Class | Method | Field):
        return node.name if not isinstance(node, Function) or node.name else None
    if isinstance(node, Let):
        return _target(node.target) if isinstance(node.value, Function | Object | Call) else None
    if isinstance(node, Property):
        return node.key if isinstance(node.value, Function) else None
    if isinstance(node, Assign):
        return _target(node.target) if isinstance(node.value, Function) else None
    return None


def _target(target: Target) -> str | None:
    if isinstance(target, Defaulted):
        return _target(target.target)
    return target.name if isinstance(target, Name | Member) else None
