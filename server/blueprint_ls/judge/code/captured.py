"""The places that the queries of a rule chose, and what the tree has there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.codebase.typescript.tree import Call, Function, Module, Node
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.judge.code.around import around, functions_around
from blueprint_ls.judge.code.case import CodeCase


@dataclass(frozen=True, slots=True)
class Site:
    """One node that a query chose."""

    case: CodeCase
    path: str
    query: str
    """The query's file, without its suffix."""
    name: str
    """The capture's name."""
    start: int
    end: int

    @property
    def text(self) -> str:
        """As it is written."""
        return self.written(self.start, self.end)

    def written(self, start: int, end: int) -> str:
        """A part of its file."""
        return self.case.repository.text(self.path)[start:end].decode("utf-8", "replace")

    @property
    def module(self) -> Module | None:
        """The file's tree."""
        return self.case.repository.module(self.path)

    @property
    def node(self) -> Node | None:
        """What the tree has there: the outermost node with this end that does not begin before the place."""
        module = self.module
        return node_at(module, self.start, self.end) if module else None

    @property
    def call(self) -> Call | None:
        """The call that it is; the grammar lets one with type arguments behind `await` begin there."""
        node = self.node
        calls = (one for one in inside(node) if isinstance(one, Call) and one.end == self.end) if node else ()
        return next(iter(calls), None)

    @property
    def functions(self) -> list[Function]:
        """The functions that it is in, the innermost first."""
        module = self.module
        return functions_around(module, self.start)[::-1] if module else []


def sites(case: CodeCase, rule: str, query: str | None = None, name: str | None = None) -> Iterator[Site]:
    """The places that a rule's queries chose, in the order of files: all of them, or of one query, of one name."""
    for path, one in case.captures.get(rule, ()):
        from_query = one.query.partition("/")[2]
        if query in (None, from_query) and name in (None, one.name):
            yield Site(case, path, from_query, one.name, one.start, one.end)


def node_at(module: Module, start: int, end: int) -> Node | None:
    """The outermost node that ends at a place and does not begin before another."""
    holding = around(module, start)
    found = next((node for node in holding if node.start >= start and node.end == end), None)
    if found is None and holding:
        found = next((node for node in inside(holding[-1]) if node.start >= start and node.end == end), None)
    return found
