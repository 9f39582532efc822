"""Types that code makes on a connection of one tenant's own: the set of models that a factory builds for a tenant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blueprint_ls.codebase.models.entities import plain
from blueprint_ls.codebase.typescript.program import Definition
from blueprint_ls.codebase.typescript.tree import Call, Class, Function, Let, Member, Name, New, Parameter
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.judge.flow.walk import Walk

OPENERS = frozenset({"useDb", "createConnection", "DataSource", "Sequelize", "PrismaClient", "knex", "Knex", "Pool"})
"""What opens a connection, or switches one to another database."""
_DEEPEST = 3


class Factories:
    """Finds them; answers are kept."""

    def __init__(self, by_connection: bool, words: Sequence[str]) -> None:
        self.by_connection = by_connection
        self.words = {plain(word) for word in words} | {"tenant", "tenantid"}
        self._made: dict[tuple[str, str], bool] = {}
        self._opens: dict[tuple[str, int], bool] = {}

    def makes(self, walk: Walk, home: str, name: str) -> bool:
        """Whether the values of a type of this repository come from a factory that opens a tenant's connection."""
        found = walk.program.type(home, name)
        if found is None or isinstance(found[1], Class):
            return False
        key = found[0], found[1].name
        if key not in self._made:
            self._made[key] = False
            self._made[key] = any(self._is_for_tenant(walk, *one) for one in self._of_file(walk, *key))
        return self._made[key]

    def _of_file(self, walk: Walk, path: str, name: str) -> Iterator[tuple[str, Function]]:
        """The functions beside a type that return it, or that a generic function makes of it."""
        scope = walk.program.scope(path)
        for node in scope.declared.values() if scope else ():
            value = node.value if isinstance(node, Let) else None
            if isinstance(value, Function) and value.returns and name in value.returns:
                yield path, value
            if isinstance(value, Call) and name in value.types and isinstance(value.callee, Name):
                found = walk.program.meaning(path, value.callee.name)
                if isinstance(found, Definition) and isinstance(found.value, Function):
                    yield found.path, found.value

    def _is_for_tenant(self, walk: Walk, path: str, function: Function) -> bool:
        if not self.opens(walk, path, function, _DEEPEST):
            return False
        return self.by_connection or any(plain(name) in self.words for name in _parameters(function))

    def opens(self, walk: Walk, path: str, function: Function, depth: int) -> bool:
        """Whether a function, or one that it calls, opens a connection."""
        key = path, function.start
        if key not in self._opens:
            self._opens[key] = False
            self._opens[key] = self._search(walk, path, function, depth)
        return self._opens[key]

    def _search(self, walk: Walk, path: str, function: Function, depth: int) -> bool:
        for node in inside(function):
            if not isinstance(node, Call | New) or not isinstance(node.callee, Name | Member):
                continue
            if node.callee.name in OPENERS:
                return True
            found = walk.program.meaning(path, node.callee.name) if depth and isinstance(node.callee, Name) else None
            if isinstance(found, Definition) and self._calls_opener(walk, found, depth - 1):
                return True
        return False

    def _calls_opener(self, walk: Walk, found: Definition, depth: int) -> bool:
        return isinstance(found.value, Function) and self.opens(walk, found.path, found.value, depth)


def _parameters(function: Function) -> Iterator[str]:
    for node in inside(function):
        if isinstance(node, Parameter):
            yield from (inner.name for inner in inside(node) if isinstance(inner, Name))
