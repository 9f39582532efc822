"""Routers whose context has a declared type: `initTRPC.context<Context>()` hands it to each procedure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from blueprint_ls.judge.flow import types
from blueprint_ls.judge.flow.frames import Invocation
from blueprint_ls.judge.flow.state import Record, State
from blueprint_ls.judge.flow.values import Closure, External, Given, Scoped, Value
from blueprint_ls.judge.flow.walk import Walk

Lifted = Callable[[Walk, str, str], Scoped | None]
_HANDLERS = frozenset({"query", "mutation", "subscription", "use", "middleware"})


class Router(Value, frozen=True):
    """A router or procedure, by the scoped clients of its context."""

    clients: tuple[tuple[str, Scoped], ...]


class Routers:
    """Follows them from their making to their handlers."""

    def __init__(self, lifted: Lifted) -> None:
        self.lifted = lifted

    def call(self, walk: Walk, state: State, call: Invocation) -> Value | None:
        """`initTRPC.context<T>()`, what is built on it, and its handlers."""
        if call.method == "context" and isinstance(call.receiver, External) and call.node.types:
            clients = tuple(self._clients(walk, call.path, call.node.types[0]))
            return Router(clients) if clients else None
        if not isinstance(call.receiver, Router):
            return None
        if call.method in _HANDLERS:
            for argument in call.arguments:
                if isinstance(argument, Closure) and walk.may_enter(argument):
                    walk.enter(state, argument, [self._options(walk, state, call, call.receiver)], None)
        return call.receiver

    def _options(self, walk: Walk, state: State, call: Invocation, router: Router) -> Value:
        """What a handler is given: `{ ctx, input, next }`."""
        root = f"parameter@{call.path}:{call.node.end}:handler"
        context = walk.handle(state, Record(dict(router.clients), (Given(root, ("ctx",)),)))
        return walk.handle(state, Record({"ctx": context}, (Given(root),)))

    def _clients(self, walk: Walk, home: str, text: str) -> Iterator[tuple[str, Scoped]]:
        """The members of a context's type that are scoped clients."""
        for path, name, type_ in _members(walk, home, text, 4):
            found = self.lifted(walk, path, type_)
            if found is not None:
                yield name, found


def _members(walk: Walk, home: str, text: str, depth: int) -> Iterator[tuple[str, str, str]]:
    """The members of a type: file, name and type; those of its parts and type arguments among them."""
    if depth == 0:
        return
    for part in types.split(text, "&"):
        piece = part.strip()
        if piece.startswith("{"):
            yield from ((home, name, type_) for name, _, type_ in types.members(piece))
            continue
        head, arguments = types.reference(piece)
        for argument in arguments:
            yield from _members(walk, home, argument, depth - 1)
        found = walk.program.type(home, head) if head else None
        if found is not None:
            path, node = found
            for member in getattr(node, "members", ()):
                if getattr(member, "type", None):
                    yield path, member.name, member.type
            inner = getattr(node, "type", None)
            if isinstance(inner, str):
                yield from _members(walk, path, inner, depth - 1)
            for base in getattr(node, "extends", None) or ():
                if isinstance(base, str):
                    yield from _members(walk, path, base, depth - 1)
