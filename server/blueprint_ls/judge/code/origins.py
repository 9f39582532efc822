"""Where the value of an expression comes from, as far as the function around it says: what a name was set to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blueprint_ls.codebase.typescript.tree import (
    ArrayTarget,
    Assign,
    Await,
    Call,
    Cast,
    Defaulted,
    Expression,
    Function,
    Let,
    Loop,
    Member,
    Name,
    Node,
    ObjectTarget,
    Parameter,
    Spread,
    Target,
)
from blueprint_ls.codebase.typescript.visit import inside


def set_to(functions: Sequence[Function], name: str) -> list[Node]:
    """Everything that a name of these functions is set to, added to or walked over, in the order of the text."""
    for function in functions:
        found: list[Node] = [value for node in inside(function) for value in _set_by(node, name)]
        if found or parameter(functions[:1], name):
            return found
    return []


def parameter(functions: Sequence[Function], name: str) -> Parameter | None:
    """The parameter of the innermost function that binds a name."""
    for function in functions:
        for one in function.parameters:
            if name in bound(one.target):
                return one
    return None


def bound(target: Target | None) -> Iterator[str]:
    """The names that a target binds."""
    if isinstance(target, Name):
        yield target.name
    elif isinstance(target, Defaulted):
        yield from bound(target.target)
    elif isinstance(target, ObjectTarget):
        for entry in target.entries:
            yield from bound(entry.target)
        yield from bound(target.rest)
    elif isinstance(target, ArrayTarget):
        for item in target.items:
            yield from bound(item)


def bare(node: Node | None) -> Node | None:
    """An expression without the `await`, the cast and the spread around it."""
    while isinstance(node, Await | Cast | Spread):
        node = node.value
    return node


def last_name(node: Node | None) -> str:
    """`token` of `token`, `this.token`, `user.token`; empty for what is no name."""
    node = bare(node)
    return node.name if isinstance(node, Name | Member) else ""


def callee_name(node: Node | None) -> str:
    """`escape` of `escape(x)`, `mysql.escape(x)`."""
    return last_name(node.callee) if isinstance(node, Call) else ""


def written(node: Node | None) -> str:
    """A name and its members as code writes them: `req.body.name`; empty where there is more to it."""
    node = bare(node)
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Member):
        inner = written(node.object)
        return f"{inner}.{node.name}" if inner else ""
    return ""


def _set_by(node: Node, name: str) -> Iterator[Expression]:
    if isinstance(node, Let) and node.value is not None and not isinstance(node.value, Function):
        if name in bound(node.target):
            yield node.value
    elif isinstance(node, Assign) and isinstance(node.target, Name) and node.target.name == name:
        yield node.value
    elif isinstance(node, Loop) and node.subject is not None and name in bound(node.target):
        yield node.subject
    elif isinstance(node, Call) and written(node.callee) in (f"{name}.push", f"{name}.unshift"):
        yield from (one.value if isinstance(one, Spread) else one for one in node.arguments)
