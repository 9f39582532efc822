"""What NestJS decorators say, however they are composed: routes, guards, pipes, metadata, parameters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from blueprint_ls.codebase.typescript.tree import Expression
from blueprint_ls.judge.endpoints import nest_surfaces
from blueprint_ls.judge.endpoints.behavior import calls, expressions, nest_library
from blueprint_ls.judge.endpoints.behavior.context import Place
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    Closure,
    Data,
    External,
    Items,
    Known,
    Record,
    Scope,
    Special,
    Value,
)
from blueprint_ls.judge.endpoints.behavior.walk import Walk

HTTP = {name: name.upper() for name in ("Get", "Post", "Put", "Patch", "Delete", "Head", "Options", "All")}
HTTP["Sse"] = "GET"
_KINDS = {
    "UseGuards": "guards",
    "UsePipes": "pipes",
    "Controller": "controller",
    "Version": "version",
    "WebSocketGateway": "gateway",
}
MESSAGES = {"SubscribeMessage": "WS", "MessagePattern": "MESSAGE", "EventPattern": "EVENT", "GrpcMethod": "GRPC"}
PARAMETERS = ("Body", "Query", "Param", "Req", "Request", "Headers", "UploadedFile", "UploadedFiles", "RawBody")


@dataclass
class Mark(Special):
    """One thing that a decorator says."""

    kind: str
    """`meta`, `guards`, `pipes`, `http`, `controller`, `gateway`, `version`, `module`, `parameter`, `factory`,
    `message`, `all`."""
    name: str = ""
    values: list[Value] = field(default_factory=list)
    collector: list[Mark] | None = None
    place: Place | None = None
    """The decorator that says it."""

    __hash__ = object.__hash__

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """`UseGuards(A)(target, key, descriptor)`: said inside another decorator."""
        if self.collector is not None:
            self.collector.append(self)
        return self


@dataclass
class Typed(Special):
    """`Reflector.createDecorator()`: a decorator that is its own key."""

    key: str

    __hash__ = object.__hash__

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """Sets its metadata."""
        return Mark("meta", self.key, arguments or [Record()])


@dataclass
class ParameterDecorator(Special):
    """`createParamDecorator(factory)`."""

    factory: Value

    __hash__ = object.__hash__

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """Says that the factory gives a parameter."""
        named = getattr(getattr(node, "callee", None), "name", "")
        return Mark("factory", named, [self.factory, *(arguments or [ABSENT])])


@dataclass
class Routes(Special):
    """`RouterModule.register(routes)`."""

    routes: Value

    __hash__ = object.__hash__


class Decorators:
    """Evaluates decorators with a walk."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.collected: list[Mark] = []
        walk.frameworks.append(self._library)

    def of(self, path: str, decorators: Iterable[Expression]) -> list[Mark]:
        """What decorators say, from the first to the last."""
        found: list[Mark] = []
        for decorator in decorators:
            found += self._one(path, decorator)
        return found

    def _one(self, path: str, decorator: Expression) -> list[Mark]:
        walk = self.walk
        walk.budget = max(walk.budget, 5000)
        self.collected = []

        def applied() -> Value:
            value = expressions.evaluate(walk, decorator)
            if isinstance(value, Closure):
                value = calls.invoke(walk, value, [Data("target"), Data("target"), Data("target")], decorator)
            return value

        value = walk.within(walk.module(path) if path else Scope(path), applied)
        if isinstance(value, Typed):
            value = Mark("meta", value.key, [Record()])
        if isinstance(value, ParameterDecorator):
            value = Mark("factory", getattr(decorator, "name", ""), [value.factory, ABSENT])
        place = (path, decorator.start, decorator.end)
        return [replace(mark, place=place) for mark in (*flat([value]), *self.collected)]

    def _library(self, walk: Walk, function: External, arguments: list[Value], node: Any) -> Value | None:
        package, name = function.package, function.names[-1] if function.names else ""
        if name == "defineMetadata" and len(arguments) > 1:
            self.collected.append(Mark("meta", nest_library.key_of(arguments[0]), [arguments[1]]))
            return ABSENT
        if not package.startswith(("@nestjs/", "nestjs-zod", "@nestjs")):
            return None
        if function.names == ("Reflector", "new"):
            return Data("reflector")
        if function.names[:2] == ("Reflector", "createDecorator"):
            return Typed(f"decorator {node.start}")
        if function.names[:2] == ("RouterModule", "register") or function.names[:2] == ("RouterModule", "forRoutes"):
            return Routes(arguments[0] if arguments else ABSENT)
        if name in ("mixin",) and arguments:
            return arguments[0]
        if name == "forwardRef" and arguments:
            return calls.invoke(walk, arguments[0], [], node)
        if name == "createParamDecorator" and arguments:
            return ParameterDecorator(arguments[0])
        surface = nest_surfaces.of_module(walk, function, arguments, node)
        if surface is not None:
            return surface
        if name == "create" and "GqlExecutionContext" in function.names:
            return Data("context")
        return self._mark(name, arguments)

    def _mark(self, name: str, arguments: list[Value]) -> Value | None:
        kind = _KINDS.get(name)
        if name == "SetMetadata" and arguments:
            return Mark("meta", nest_library.key_of(arguments[0]), arguments[1:2] or [Known(True)], self.collected)
        if name == "applyDecorators":
            return Mark("all", "", arguments, self.collected)
        if name in HTTP:
            return Mark("http", HTTP[name], arguments, self.collected)
        if name in MESSAGES:
            return Mark("message", MESSAGES[name], arguments, self.collected)
        if name in PARAMETERS:
            return Mark("parameter", name, arguments)
        if name == "Module":
            return Mark("module", "", arguments)
        return Mark(kind, name, arguments, self.collected) if kind else None


def flat(values: Iterable[Value]) -> list[Mark]:
    """The marks among values, composed ones taken apart."""
    found: list[Mark] = []
    for value in values:
        if isinstance(value, Mark) and value.kind == "all":
            found += flat(value.values)
        elif isinstance(value, Mark):
            found.append(value)
        elif isinstance(value, Typed):
            found.append(Mark("meta", value.key, [Record()]))
        elif isinstance(value, Items):
            found += flat(value.items)
    return found


def metadata(marks: Iterable[Mark]) -> dict[str, Value]:
    """The metadata that marks set, by key; of two, the one written first is applied last and wins."""
    found: dict[str, Value] = {}
    for mark in marks:
        if mark.kind == "meta":
            found.setdefault(mark.name, mark.values[0] if mark.values else Known(True))
    return found


def listed(marks: Iterable[Mark], kind: str) -> list[Value]:
    """All values of the marks of a kind."""
    return [value for mark in marks if mark.kind == kind for value in mark.values]
