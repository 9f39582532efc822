"""Finding things in a tree: what stands at an offset, and the comments."""

from __future__ import annotations

from collections.abc import Iterator

from .nodes import Attribute, Block, Call, File, List, Missing, Object
from .tree import Node, Token, TokenKind


def item_path(file: File, offset: int) -> list[tuple[int, Node]]:
    """The nodes that contain an offset, outermost first, each with where it starts in the file.

    A node's end counts as inside unless something else starts there, so that a cursor after a word finds
    the word. An attribute that waits for its value owns the blanks after its `=`.
    """
    path: list[tuple[int, Node]] = [(0, file)]
    while True:
        start, node = path[-1]
        found = _child_at(node, offset - start)
        if found is None:
            return path
        path.append((start + found[0], found[1]))


def comments(node: Node) -> Iterator[tuple[int, Token]]:
    """Every comment in a node, with its offset from the node's start."""
    for offset, child in node.parts():
        if isinstance(child, Token):
            if child.kind is TokenKind.COMMENT:
                yield offset, child
        else:
            for inner, token in comments(child):
                yield offset + inner, token


def _child_at(node: Node, offset: int) -> tuple[int, Node] | None:
    """The last part of a node that begins at or before an offset and reaches it."""
    for start, child in reversed(_parts_with_meaning(node)):
        if start <= offset:
            reach = start + child.width
            if offset > reach and _waits_for_value(child):
                reach += _blanks_after(node, child)
            return (start, child) if offset <= reach else None
    return None


def _parts_with_meaning(node: Node) -> tuple[tuple[int, Node], ...]:
    """The items, value, elements, arguments or values of a node."""
    if isinstance(node, File | Block):
        return node.items
    if isinstance(node, Attribute):
        has_place = node.equals_offset >= 0 or not isinstance(node.value, Missing)
        return ((node.value_offset, node.value),) if has_place else ()
    if isinstance(node, List):
        return node.elements
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Object):
        return tuple((entry.value_offset, entry.value) for entry in node.entries)
    return ()


def _waits_for_value(node: Node) -> bool:
    return isinstance(node, Attribute) and isinstance(node.value, Missing) and node.equals_offset >= 0


def _blanks_after(node: Node, child: Node) -> int:
    following = node.children[node.children.index(child) + 1 :][:1]
    return sum(part.width for part in following if isinstance(part, Token) and part.kind is TokenKind.BLANK)
