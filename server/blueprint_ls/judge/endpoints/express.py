"""Express: routes of applications and routers, and the middleware that runs before each, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from blueprint_ls.codebase.typescript.tree import Parameter
from blueprint_ls.judge.endpoints import chain, middleware, setup
from blueprint_ls.judge.endpoints.behavior.checks import Checking
from blueprint_ls.judge.endpoints.behavior.context import Place
from blueprint_ls.judge.endpoints.behavior.values import (
    Answer,
    Closure,
    External,
    Value,
)
from blueprint_ls.judge.endpoints.endpoint import Endpoint, Step
from blueprint_ls.judge.endpoints.express_routers import Layer, Router, framework
from blueprint_ls.judge.endpoints.middleware import Asked, Level
from blueprint_ls.judge.endpoints.project import Project
from blueprint_ls.judge.endpoints.routes import join, sample
from blueprint_ls.judge.endpoints.verdict import Verdict, decision

_TYPES = ("Express", "Application", "Router", "IRouter", "express.Express", "express.Application", "express.Router")
_DEEPEST = 12
"""How many routers may be mounted inside one another."""
_UNMOUNTED = "nothing mounts the router, as far as can be seen"


@dataclass(frozen=True, slots=True)
class Before:
    """A middleware that runs before what follows."""

    prefix: str
    value: Value
    place: Place
    sibling: bool = False
    """It belongs to another router on the same prefix, which happens to run first."""
    whole: bool = False
    """Its path is that of the requests themselves, and not where they begin."""


@dataclass(slots=True)
class Stack:
    """Where the assembly stands."""

    prefix: str
    before: list[Before] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    mounts: tuple[Step, ...] = ()
    """The mounts that lead here, outermost first."""


def find(project: Project) -> Iterator[Endpoint]:
    """The endpoints of every Express application of the repository."""
    files = [
        path for path, _ in project.captured("express", b"express", b"Router(") if project.mentions(path, "express")
    ]
    if not files:
        return
    made: list[Router] = []
    known = framework(made)
    project.walk.frameworks.append(known)
    lent: list[Router] = []
    setup.run(project, files, lambda parameter: _lend(lent, parameter))
    project.walk.frameworks.remove(known)
    apps = [one for one in made if one.is_app and not one.mounted]
    for app in apps:
        yield from _assemble(project, app, Stack(""))
    for router in [*made, *lent]:
        if not router.is_app and not router.mounted:
            yield from _assemble(project, router, Stack("", notes=(_UNMOUNTED,)))


def _lend(lent: list[Router], parameter: Parameter) -> Router | None:
    if parameter.type in _TYPES:
        lent.append(Router())
        return lent[-1]
    return None


def _assemble(project: Project, router: Router, stack: Stack) -> Iterator[Endpoint]:
    before = list(stack.before)
    for layer in router.layers:
        notes = (*stack.notes, "registered only under a condition") if layer.conditional else stack.notes
        if layer.kind != "use":
            if _lets_pass(project, layer, stack.prefix):
                before += [
                    Before(join(stack.prefix, path), value, layer.place, whole="*" not in path)
                    for path in layer.paths
                    for value in layer.values
                ]
                continue
            for path in layer.paths:
                route = path if path == "*" and stack.prefix in ("", "/") else join(stack.prefix, path)
                yield _endpoint(project, layer, route, Stack(stack.prefix, before, notes, stack.mounts))
            continue
        for path in layer.paths:
            prefix = join(stack.prefix, path)
            yield from _use(project, layer, prefix, before, Stack(prefix, before, notes, stack.mounts))


def _lets_pass(project: Project, layer: Layer, prefix: str) -> bool:
    """Whether `all(path, …)` holds nothing but middleware for what is registered behind it."""
    asked = Asked(sample(join(prefix, layer.paths[0])), None)
    return layer.kind == "ALL" and all(
        isinstance(value, Checking) or (isinstance(value, Closure) and middleware.lets_pass(project, value, asked))
        for value in layer.values
    )


def _use(project: Project, layer: Layer, prefix: str, before: list[Before], stack: Stack) -> Iterator[Endpoint]:
    own: list[Before] = []
    for value in layer.values:
        if isinstance(value, Router):
            if len(stack.mounts) < _DEEPEST:
                mount = Step(*layer.place, f"its router is mounted here at `{prefix}`")
                inner = Stack(prefix, [*before, *own], stack.notes, (*stack.mounts, mount))
                yield from _assemble(project, value, inner)
                own += [Before(prefix, one, layer.place, True) for one in _shared(value)]
        elif _serves(project, layer, value, prefix):
            handled = Layer("ALL", [""], [value], layer.place, layer.conditional)
            yield _endpoint(project, handled, prefix, Stack(prefix, [*before, *own], stack.notes, stack.mounts))
        else:
            own.append(Before(prefix, value, layer.place))
    before += own


def _shared(router: Router) -> list[Value]:
    """The middleware of a router that runs for everything that enters it."""
    return [
        value
        for layer in router.layers
        if layer.kind == "use" and layer.paths == [""] and not layer.conditional
        for value in layer.values
        if isinstance(value, Closure)
    ]


def _serves(project: Project, layer: Layer, value: Value, prefix: str) -> bool:
    """Whether what `use` lays on a path answers requests itself."""
    if isinstance(value, Answer):
        return True
    if isinstance(value, External):
        served = middleware.is_static(value) or {"getRouter", "router", "serve", "setup"}.intersection(value.names)
        return prefix != "/" and bool(served)
    if not isinstance(value, Closure) or len(value.function.parameters) > 3 or layer.conditional:
        return False
    return prefix != "/" and not middleware.goes_on(project, value, Asked(sample(prefix), None))


def _endpoint(project: Project, layer: Layer, route: str, stack: Stack) -> Endpoint:
    method = None if layer.kind == "ALL" else layer.kind
    asked = Asked(sample(route), method)
    reached = [one for one in stack.before if covers(one.prefix, route, one.whole)]
    found: list[Verdict] = [middleware.before(project, one.value, asked, _level(one)) for one in reached]
    own = Level("route", layer.place)
    found += [middleware.before(project, value, asked, own) for value in layer.values[:-1]]
    last = layer.values[-1] if layer.values else Answer()
    verdict, validated, steps = middleware.handler(project, last, asked)
    decided = decision(found, verdict)
    handler = middleware.function_of(last)
    registered = chain.registered(layer.place, layer.kind, route)
    evidence = chain.of(registered, stack.mounts, decided, handler, found)
    return Endpoint(
        *layer.place, "express", layer.kind, route, handler, decided.answer, decided.by, validated,
        evidence, steps, (*decided.notes, *stack.notes),
    )  # fmt: skip


def _level(one: Before) -> Level:
    if one.sibling:
        return Level(f"of another router at {one.prefix}, by accident", one.place)
    return Level(f"use {one.prefix}", one.place)


def covers(prefix: str, route: str, whole: bool = False) -> bool:
    """Whether a middleware on a path sees a route: whole segments, in any case."""
    if prefix == "/" and not whole:
        return True
    wanted, given = prefix.lower().strip("/").split("/"), route.lower().strip("/").split("/")
    if len(wanted) > len(given) or (whole and len(wanted) < len(given)):
        return False
    return all(one == other or one.startswith(":") or "*" in one for one, other in zip(wanted, given, strict=False))
