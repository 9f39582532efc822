"""Going through a tree: every node beneath one, and the functions and calls among them."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.typescript.tree import Call, Function, Member, Name, Node


def inside(node: Node) -> Iterator[Node]:
    """A node and all beneath it, in the order of the text."""
    waiting: list[Node] = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(list(children(found))))


def children(node: Node) -> Iterator[Node]:
    """The nodes right beneath a node."""
    for field in node.__struct_fields__:
        value = getattr(node, field)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Node))


def functions(node: Node) -> Iterator[Function]:
    """The functions at and beneath a node, outer ones first."""
    return (found for found in inside(node) if isinstance(found, Function))


def called(node: Node) -> Iterator[str]:
    """The names of what is called at and beneath a node: `f` for `f()`, `m` for `x.m()`."""
    for found in inside(node):
        if isinstance(found, Call) and isinstance(found.callee, Name | Member):
            yield found.callee.name
