"""Applications and routers of Express while code builds them: what is laid on which stack, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from blueprint_ls.codebase.typescript.tree import Call, Index, Member, Name
from blueprint_ls.judge.endpoints.behavior.values import (
    UNKNOWN,
    Closure,
    External,
    Known,
    Special,
    Value,
)
from blueprint_ls.judge.endpoints.behavior.walk import Walk
from blueprint_ls.judge.endpoints.middleware import flat
from blueprint_ls.judge.endpoints.paths import texts
from blueprint_ls.judge.endpoints.routes import METHODS

_VERBS = {name.lower(): name for name in METHODS} | {"all": "ALL", "del": "DELETE"}


@dataclass(slots=True)
class Layer:
    """One thing on a stack."""

    kind: str
    """`use`, or a method of HTTP."""
    paths: list[str]
    values: list[Value]
    place: tuple[str, int, int]
    conditional: bool = False


@dataclass
class Router(Special):
    """An application or a router."""

    is_app: bool = False
    layers: list[Layer] = field(default_factory=list)
    mounted: bool = False

    __hash__ = object.__hash__

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """`router.get(path, handler)`, `app.use(path, router)`."""
        if name in _VERBS and len(arguments) > 1:
            self._lay(walk, _VERBS[name], paths_of(arguments[0]), arguments[1:], node)
        elif name == "use":
            with_path = bool(arguments) and _is_path(arguments[0])
            paths = paths_of(arguments[0]) if with_path else [""]
            self._lay(walk, "use", paths, arguments[1:] if with_path else arguments, node)
        elif name == "listen":
            for one in arguments:
                if isinstance(one, Closure):
                    walk.invoke(one, [], node)
        elif name == "route" and arguments:
            return Chain(self, paths_of(arguments[0]))
        elif name in _VERBS:
            return UNKNOWN
        return self

    def _lay(self, walk: Walk, kind: str, paths: list[str], values: list[Value], node: Any) -> None:
        conditional = any(state.conditional or state.deploy for state in walk.states)
        self.layers.append(Layer(kind, paths, flat(values), place(walk, node), conditional))
        for value in self.layers[-1].values:
            if isinstance(value, Router):
                value.mounted = True


@dataclass
class Chain(Special):
    """`router.route(path)`."""

    router: Router
    paths: list[str]

    __hash__ = object.__hash__

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """`.get(handler)`; one after the other."""
        if name in _VERBS:
            self.router._lay(walk, _VERBS[name], self.paths, arguments, node)
        return self


def place(walk: Walk, node: Any) -> tuple[str, int, int]:
    """Where a route is written: where a wrapper's parameter gives the path, that is the wrapper's call."""
    at = len(walk.frames) - 1
    while at > 0 and walk.frames[at].site is not None and _is_given(walk.frames[at].closure, node):
        node = walk.frames[at].site
        at -= 1
    callee = getattr(node, "callee", None)
    start = node.start
    if callee is not None and isinstance(getattr(callee, "object", None), Call):
        start = callee.end - len(getattr(callee, "name", "")) - 1  # one link of a chain
    return walk.frames[at].path, start, node.end


def _is_given(closure: Closure | None, node: Any) -> bool:
    """Whether a call's path is a parameter of the function that it stands in."""
    said = node.arguments[0] if getattr(node, "arguments", ()) else None
    while isinstance(said, Member | Index):
        said = said.object
    if closure is None or not isinstance(said, Name):
        return False
    return any(isinstance(one.target, Name) and one.target.name == said.name for one in closure.function.parameters)


def paths_of(value: Value) -> list[str]:
    """The paths that a first argument means."""
    if isinstance(value, External) and value.package == "regex":
        return [_readable(value.names[0])]
    return texts(value)


def _readable(pattern: str) -> str:
    """A regular expression as the path it plainly means, or as it is written."""
    body = pattern[1:].rpartition("/")[0]
    plain = body.removeprefix("^").removesuffix("$").replace("\\/", "/")
    return plain if re.fullmatch(r"[\w/-]+", plain) else pattern


def _is_path(value: Value) -> bool:
    if isinstance(value, Known) and isinstance(value.value, str):
        return True
    if isinstance(value, External) and value.package == "regex":
        return True
    items = getattr(value, "items", None)
    return isinstance(items, list) and bool(items) and all(_is_path(item) for item in items)


def framework(made: list[Router]) -> Any:
    """What knows `express()` and `Router()`."""

    def known(walk: Walk, function: External, arguments: list[Value], node: Any) -> Value | None:
        names = tuple(one for one in function.names if one not in ("default", "*", "new"))
        if function.package == "express" and names == () and "()" not in names:
            made.append(Router(True))
            return made[-1]
        if (function.package == "express" and names == ("Router",)) or function.package == "express-promise-router":
            made.append(Router())
            return made[-1]
        return None

    return known
