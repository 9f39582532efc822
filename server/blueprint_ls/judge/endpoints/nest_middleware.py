"""What runs before the guards of NestJS: `consumer.apply(…)`, `app.use(…)`, hooks on the adapter below."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from blueprint_ls.judge.endpoints import middleware
from blueprint_ls.judge.endpoints.behavior import members
from blueprint_ls.judge.endpoints.behavior.context import Place
from blueprint_ls.judge.endpoints.behavior.values import (
    ClassValue,
    Closure,
    External,
    Instance,
    Items,
    Record,
    Special,
    Value,
)
from blueprint_ls.judge.endpoints.behavior.walk import Walk
from blueprint_ls.judge.endpoints.middleware import Asked, Level
from blueprint_ls.judge.endpoints.paths import texts
from blueprint_ls.judge.endpoints.project import Project
from blueprint_ls.judge.endpoints.verdict import Verdict

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Some routes: a path with wildcards, and the method where only one is meant."""

    path: str
    method: str | None = None

    def covers(self, path: str, method: str) -> bool:
        """Whether a path is meant, all of it."""
        return self.method in (None, method) and re.fullmatch(_expression(self.path), "/" + path.strip("/")) is not None

    def begins(self, path: str, method: str) -> bool:
        """Whether a path or one above it is meant, as `use` of the adapter takes it."""
        parts = path.strip("/").split("/")
        above = ("/".join(parts[:end]) for end in range(len(parts), -1, -1))
        return self.covers(path, method) or (self.method is None and any(self.covers(one, method) for one in above))


def _expression(path: str) -> str:
    written = re.escape("/" + path.strip("/")).replace(r"\(\.\*\)", ".*").replace(r"\{\*", "{*").replace(r"\*", ".*")
    return re.sub(r":\w+|\\\{\w*\\\}|\{\.\.\.\}", "[^/]+", re.sub(r"(/)?\{?\.?\*\w*\\?\}?", r"\1?.*", written))


def patterns(values: list[Value]) -> list[Pattern]:
    """The routes that a list names."""
    found: list[Pattern] = []
    for value in values:
        if isinstance(value, Items):
            found += patterns(value.items)
        elif isinstance(value, Record):
            method = value.entries.get("method")
            name = method.names[-1] if isinstance(method, External) else None
            found += [Pattern(text, None if name == "ALL" else name) for text in texts(value.entries.get("path"))]
        elif not isinstance(value, ClassValue):
            found += [Pattern(text) for text in texts(value)]
    return found


@dataclass(frozen=True, slots=True)
class Laid:
    """Middleware before some routes."""

    values: list[Value]
    level: str
    routes: list[Pattern]
    controllers: frozenset[Key] = frozenset()
    excluded: tuple[Pattern, ...] = ()
    prefixed: bool = True
    """The patterns leave the global prefix out."""
    hooks: bool = False
    """They are hooks of Fastify."""
    place: Place | None = None
    """Where they are laid."""

    def reaches(self, route: Address) -> bool:
        """Whether a route has it before it."""
        path = route.bare if self.prefixed else route.full
        if any(one.covers(path, route.method) for one in self.excluded):
            return False
        return route.controller in self.controllers or any(one.begins(path, route.method) for one in self.routes)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a route answers."""

    full: str
    bare: str
    """Without the global prefix and the version."""
    method: str
    controller: Key | None = None


@dataclass
class Consumer(Special):
    """The `consumer` of a module's `configure`."""

    module: str
    laid: list[Laid] = field(default_factory=list)
    methods = frozenset({"apply"})

    __hash__ = object.__hash__

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """`consumer.apply(A, B)`."""
        return Applied(self, middleware.flat(arguments)) if name == "apply" else self


@dataclass
class Applied(Special):
    """`consumer.apply(A, B)`, of which the routes are still to be said."""

    consumer: Consumer
    values: list[Value]
    excluded: list[Pattern] = field(default_factory=list)

    __hash__ = object.__hash__

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """`.exclude(…)`, `.forRoutes(…)`."""
        if name == "exclude":
            self.excluded += patterns(arguments)
        elif name == "forRoutes":
            named = [one for one in middleware.flat(arguments) if isinstance(one, ClassValue)]
            keys = frozenset((one.path, one.node.start) for one in named)
            level = f"middleware of {self.consumer.module}"
            place = (walk.frame.path, node.start, node.end)
            routes = patterns(arguments)
            self.consumer.laid.append(Laid(self.values, level, routes, keys, tuple(self.excluded), place=place))
            return self.consumer
        return self


def configured(project: Project, module: ClassValue) -> list[Laid]:
    """What a module lays before routes in its `configure`."""
    consumer = Consumer(module.node.name or "a module")
    walk = project.walk
    walk.budget = max(walk.budget, 5000)
    function = members.read(walk, Instance(module), "configure", None)
    if isinstance(function, Closure):
        walk.within(walk.module(function.path), lambda: walk.invoke(function, [consumer], None))
    return consumer.laid


def verdicts(project: Project, laid: list[Laid], route: Address, asked: Asked) -> list[Verdict]:
    """What each middleware before a route proves."""
    return [_verdict(project, value, one, asked) for one in laid if one.reaches(route) for value in one.values]


def _verdict(project: Project, value: Value, one: Laid, asked: Asked) -> Verdict:
    name = value.node.name if isinstance(value, ClassValue) else None
    if isinstance(value, ClassValue):
        value = members.read(project.walk, Instance(value), "use", None)
    return middleware.before(project, value, asked, Level(one.level, one.place, one.hooks, name or ""))
