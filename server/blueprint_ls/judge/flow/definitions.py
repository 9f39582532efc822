"""What declarations at the top level of files stand for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from blueprint_ls.codebase.typescript.program import Definition, Outside, Whole
from blueprint_ls.codebase.typescript.tree import (
    Class,
    Expression,
    Function,
    Let,
    Name,
)
from blueprint_ls.judge.flow import binding, modules
from blueprint_ls.judge.flow.frames import Ended, Frame, top_level
from blueprint_ls.judge.flow.state import State
from blueprint_ls.judge.flow.trace import Trace
from blueprint_ls.judge.flow.values import (
    ClassOf,
    Closure,
    External,
    Given,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk


def meaning(walk: Walk, path: str, name: str) -> Value:
    """What a name at the top level of a file stands for."""
    found = walk.program.meaning(path, name)
    if isinstance(found, Definition):
        return _declared(walk, found)
    if isinstance(found, Whole):
        return modules.whole(walk, found.path)
    if isinstance(found, Outside):
        return External(found.package, () if found.name in ("default", "*") else (found.name,))
    return modules.imported(walk, path, name) or Given(f"global@{path}:{name}")


def evaluate_in(walk: Walk, path: str, node: Expression) -> Value:
    """The value of an expression at the top level of a file."""
    return apart(walk, path, lambda state: walk.evaluate(state, node))


def apart(walk: Walk, path: str, evaluate: Callable[[State], Value]) -> Value:
    """Evaluate something at the top level of a file as if nothing else were being walked.

    Whether that is done now or was done before, for another walk, makes no difference to what this one has met.
    """
    state = State({})
    kept = walk.frames, walk.trace, walk.steps, walk.lenient, walk.pending
    met = walk.visited, walk.closures, walk.met
    walk.frames, walk.trace, walk.steps, walk.lenient, walk.pending = (
        [Frame(top_level(path))],
        Trace(),
        0,
        False,
        {},
    )
    walk.visited, walk.closures, walk.met = set(), {}, set()
    try:
        return evaluate(state)
    except Ended:
        return Unknown("it never returns")
    finally:
        walk.frames, walk.trace, walk.steps, walk.lenient, walk.pending = kept
        walk.visited, walk.closures, walk.met = met
        walk.globals.heap.update(state.heap.items())


def _declared(walk: Walk, definition: Definition) -> Value:
    """What a declaration stands for."""
    for layer in walk.layers.definition:
        found = layer.definition(walk, definition)
        if found is not None:
            return found
    node = definition.node
    if isinstance(node, Class):
        return ClassOf(definition.path, node)
    if isinstance(node, Let) and node.value is not None:
        return _initial(walk, definition, node)
    return Unknown(f"`{definition.name}` has no value that can be seen")


def _initial(walk: Walk, definition: Definition, node: Let) -> Value:
    if isinstance(node.value, Function):
        return Closure(definition.path, node.value, {})
    if node.kind == "let" and isinstance(node.target, Name):
        return Unknown(f"`{definition.name}` may be assigned anywhere")

    def bound(state: State) -> Value:
        assert node.value is not None
        binding.bind(walk, state, node.target, walk.evaluate(state, node.value))
        return state.names.get(definition.name, Unknown("it is bound in a way that is not followed"))

    return apart(walk, definition.path, bound)
