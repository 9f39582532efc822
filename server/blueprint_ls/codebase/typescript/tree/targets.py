"""What `const … =`, parameters and assignments bind, where it is more than a name or a member."""

from __future__ import annotations

from blueprint_ls.codebase.typescript import tree
from blueprint_ls.codebase.typescript.tree.node import Node


class Picked(Node, frozen=True):
    """`key`, `key: target` or `[computed]: target` in an object target."""

    key: str | None
    target: tree.Target


class ObjectTarget(Node, frozen=True):
    """`{ a, b: c, ...rest }` where something is bound."""

    entries: tuple[Picked, ...]
    rest: tree.Target | None = None


class ArrayTarget(Node, frozen=True):
    """`[a, , b, ...rest]` where something is bound; a hole is None."""

    items: tuple[tree.Target | None, ...]
    rest: tree.Target | None = None


class Defaulted(Node, frozen=True):
    """`target = default` where something is bound."""

    target: tree.Target
    default: tree.Expression
