"""What files hand to others where a name alone does not say it: `module.exports = value`, `require("./file")`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprint_ls.judge.flow import properties
from blueprint_ls.judge.flow.state import State
from blueprint_ls.judge.flow.values import Constant, External, Namespace, Unknown, Value

if TYPE_CHECKING:
    from blueprint_ls.judge.flow.walk import Walk


def whole(walk: Walk, path: str) -> Value:
    """A file as one value: what it exports by `module.exports`, else all of its exports."""
    scope = walk.program.scope(path)
    if scope is not None and scope.exported.keys() == {"default"} and not scope.everything:
        return properties.exported(walk, path, "default")
    return Namespace(path)


def picked(walk: Walk, path: str, name: str) -> Value:
    """A name of the object that a file exports as a whole: `const { Deal } = require("./models")`."""
    scope = walk.program.scope(path)
    if scope is None or name == "default" or "default" not in scope.exported:
        return Unknown("not exported")
    return properties.property_of(walk, State({}), properties.exported(walk, path, "default"), name)


def imported(walk: Walk, path: str, name: str) -> Value | None:
    """What a name is that a file imports from an object another one exports."""
    scope = walk.program.scope(path)
    if scope is None or name not in scope.imported:
        return None
    module, inner = scope.imported[name]
    target = walk.program.files.resolve(path, module)
    return picked(walk, target, inner) if target is not None else None


def required(walk: Walk, state: State, given: list[Value]) -> Value:
    """`require("./file")` where an expression stands."""
    name = given[0].value if given and isinstance(given[0], Constant) else None
    if not isinstance(name, str):
        return Unknown("a module whose name is only known when it runs")
    target = walk.program.files.resolve(walk.path, name)
    return whole(walk, target) if target is not None else External(name)
