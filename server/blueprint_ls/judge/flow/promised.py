"""What declared types promise of values from outside: objects of classes, and what functions answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprint_ls.codebase.typescript.tree import Class, Shape
from blueprint_ls.judge.flow import definitions, types
from blueprint_ls.judge.flow.state import State
from blueprint_ls.judge.flow.values import Closure, Given, Handle, Instance, Scoped, Unknown, Value, choice

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk

_MOST_HEIRS = 3
"""Classes that one interface may stand for; of more, nobody knows which is meant."""
_WRAPPERS = ("Awaited", "Promise", "NonNullable", "Readonly")
_DEEPEST = 4
"""Aliases of aliases that are followed."""


def object_of(walk: Walk, value: Given) -> Value | None:
    """The object that a value's declared type promises; None where it promises none that is known."""
    if not value.type:
        return None
    return answered(walk, value.home, value.type) or _instance(walk, value)


def answered(walk: Walk, home: str, text: str, depth: int = _DEEPEST) -> Value | None:
    """What a function answers whose answers a type stands for: `ReturnType<typeof storesOf>`."""
    head, arguments = types.reference(text)
    if head in _WRAPPERS and arguments:
        return answered(walk, home, arguments[0], depth)
    if head == "ReturnType":
        return _answer(walk, home, arguments[0].removeprefix("typeof ").strip()) if arguments else None
    found = walk.program.type(home, head) if head and not arguments and depth else None
    if found is None or not isinstance(found[1], Shape) or not found[1].type:
        return None
    return answered(walk, found[0], found[1].type, depth - 1)


def _answer(walk: Walk, home: str, name: str) -> Value | None:
    function = walk.global_value(home, name)
    if not isinstance(function, Closure):
        return None

    def run(state: State) -> Value:
        value = walk.enter(state, function, None, None)
        return Unknown("it rests on rows") if walk.trace.accesses else value

    key = function.path, f"answer {function.function.start}"
    value = walk.globals.get(walk, key, lambda: definitions.apart(walk, function.path, run))
    return value if isinstance(value, Closure | Handle | Instance | Scoped) else None


def _instance(walk: Walk, value: Given) -> Value | None:
    """The object that a declared type promises: of the class itself, or of one that implements it."""
    head, _ = types.reference(value.type or "")
    found = walk.program.type(value.home, head) if head else None
    if found is None:
        return None
    made = [found] if isinstance(found[1], Class) and not found[1].is_abstract else [*walk.program.heirs(*found)]
    root = f"{value.root}.{'.'.join(value.path)}"
    made = made or [found]
    objects = [Instance(path, node, root) for path, node in made if isinstance(node, Class)]
    return choice(objects) if 0 < len(objects) <= _MOST_HEIRS else None
