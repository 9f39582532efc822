"""What a function does, in order."""

from __future__ import annotations

from blueprint_ls.codebase.typescript import tree
from blueprint_ls.codebase.typescript.tree.node import Node


class Let(Node, frozen=True):
    """`const target: type = value`; also `let`, `var`, `function` and `enum` declarations."""

    kind: str
    target: tree.Target
    value: tree.Expression | None = None
    type: str | None = None


class Do(Node, frozen=True):
    """An expression that stands as a statement."""

    value: tree.Expression


class Return(Node, frozen=True):
    """`return value`."""

    value: tree.Expression | None = None


class Throw(Node, frozen=True):
    """`throw value`."""

    value: tree.Expression


class If(Node, frozen=True):
    """`if (test) yes else no`."""

    test: tree.Expression
    yes: tuple[tree.Statement, ...]
    no: tuple[tree.Statement, ...] = ()


class Loop(Node, frozen=True):
    """`for`, `for … of`, `for … in`, `while`, `do … while`."""

    kind: str
    """`for`, `of`, `in`, `while`, `do`."""
    before: tuple[tree.Statement, ...]
    """What a `for` begins with."""
    target: tree.Target | None
    """What `of` and `in` bind."""
    subject: tree.Expression | None
    """What is walked, or the test."""
    update: tree.Expression | None
    body: tuple[tree.Statement, ...]


class Try(Node, frozen=True):
    """`try … catch (error) … finally …`."""

    body: tuple[tree.Statement, ...]
    error: tree.Target | None = None
    handler: tuple[tree.Statement, ...] | None = None
    finally_: tuple[tree.Statement, ...] = ()


class Case(Node, frozen=True):
    """One `case` of a switch; the default has no test."""

    test: tree.Expression | None
    body: tuple[tree.Statement, ...]


class Switch(Node, frozen=True):
    """`switch (subject) { … }`."""

    subject: tree.Expression
    cases: tuple[Case, ...]


class Jump(Node, frozen=True):
    """`break` or `continue`."""

    kind: str


class Block(Node, frozen=True):
    """Statements in braces of their own, or behind a label."""

    body: tuple[tree.Statement, ...]
