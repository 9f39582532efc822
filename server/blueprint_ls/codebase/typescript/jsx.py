"""JSX: one `Opaque` around the expressions of an element and of all elements in it."""

from __future__ import annotations

from collections.abc import Mapping

from tree_sitter import Node

from blueprint_ls.codebase.typescript.chains import values
from blueprint_ls.codebase.typescript.source import OfExpression, Source
from blueprint_ls.codebase.typescript.tree import Argument, Expression, Opaque

_ELEMENTS = ("jsx_element", "jsx_self_closing_element", "jsx_fragment")
_INSIDE = (*_ELEMENTS, "jsx_opening_element", "jsx_attribute")


def element(source: Source, node: Node, depth: int) -> Expression:
    """`<Name attribute={value}>{child}</Name>`."""
    held: list[Argument] = []
    waiting = [node]
    while waiting:
        child = waiting.pop()
        kind = source.kind(child)
        if kind == "jsx_expression":
            held += source.expressions(child.children, depth)
        elif kind in _INSIDE:
            waiting.extend(reversed(child.children))
        elif kind == "ERROR":
            held += source.expressions((child,), depth)
    return Opaque(node.start_byte, node.end_byte, source.kind(node), values(held))


JSX: Mapping[str, OfExpression] = dict.fromkeys(_ELEMENTS, element)
