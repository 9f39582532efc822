"""Going through a tree: every node beneath one, and the functions and calls among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from blueprint_ls.codebase.typescript.tree import Call, Function, Member, Name, Node

_DECLARED = "__annotations__"
_PLAIN = re.compile(r"(?:tuple|str|int|float|bool|None|\.\.\.|[\[\],| ])+")
"""Types that no node is of."""


def inside(node: Node) -> Iterator[Node]:
    """A node and all beneath it, in the order of the text."""
    waiting: list[Node] = [node]
    while waiting:
        found = waiting.pop()
        yield found
        if _fields(type(found)):
            waiting.extend(reversed(list(children(found))))


def children(node: Node) -> Iterator[Node]:
    """The nodes right beneath a node."""
    for field in _fields(type(node)):
        value = getattr(node, field)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, Node):
                    yield item


@cache
def _fields(kind: type[Node]) -> tuple[str, ...]:
    """The fields of a kind of node that may hold others: of the plain ones, nobody needs to look at the values."""
    declared = {name: text for base in reversed(kind.__mro__) for name, text in vars(base).get(_DECLARED, {}).items()}
    return tuple(name for name in kind.__struct_fields__ if _PLAIN.fullmatch(declared[name]) is None)


def functions(node: Node) -> Iterator[Function]:
    """The functions at and beneath a node, outer ones first."""
    return (found for found in inside(node) if isinstance(found, Function))


def called(node: Node) -> Iterator[str]:
    """The names of what is called at and beneath a node: `f` for `f()`, `m` for `x.m()`."""
    for found in inside(node):
        if isinstance(found, Call) and isinstance(found.callee, Name | Member):
            yield found.callee.name
