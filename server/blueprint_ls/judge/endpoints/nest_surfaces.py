"""What a NestJS program answers beside its controllers: documentation, GraphQL, static files, raw routes, sockets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.endpoints import chain, middleware, nest_middleware
from blueprint_ls.judge.endpoints.behavior.context import Place
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    External,
    Known,
    Record,
    Special,
    Value,
)
from blueprint_ls.judge.endpoints.behavior.walk import Walk
from blueprint_ls.judge.endpoints.endpoint import Endpoint
from blueprint_ls.judge.endpoints.middleware import Asked
from blueprint_ls.judge.endpoints.nest_middleware import Address, Laid, Pattern
from blueprint_ls.judge.endpoints.paths import texts
from blueprint_ls.judge.endpoints.project import Project
from blueprint_ls.judge.endpoints.routes import METHODS, join, sample
from blueprint_ls.judge.endpoints.verdict import Verdict, decision

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.nest_application import Application

_VERBS = {name.lower(): name for name in METHODS} | {"all": "ALL"}
_MODULES = {
    "GraphQLModule": ("ALL", "path", "/graphql", Verdict("conditional", "each resolver decides behind GraphQL")),
    "ServeStaticModule": ("GET", "serveRoot", "", Verdict("no", "static files")),
    "BullBoardModule": ("ALL", "route", "/queues", Verdict("no", "a dashboard of queues")),
}


@dataclass
class Surface(Special):
    """Something that a library answers on a path."""

    method: str
    path: str
    verdict: Verdict
    place: tuple[str, int, int]
    prefixed: bool = False
    """The global prefix stands before it."""
    handler: Value | None = None

    __hash__ = object.__hash__


def of_module(walk: Walk, function: External, arguments: list[Value], node: Any) -> Surface | None:
    """`GraphQLModule.forRoot({ path })` and the like."""
    known = _MODULES.get(function.names[0]) if function.names else None
    if known is None or function.names[-1] not in ("forRoot", "forRootAsync"):
        return None
    method, key, default, verdict = known
    settings = arguments[0].entries if arguments and isinstance(arguments[0], Record) else {}
    path = texts(settings.get(key))[0] or default
    path = join(path, "*") if function.names[0] == "ServeStaticModule" else join(path)
    prefixed = settings.get("useGlobalPrefix") == Known(True)
    return Surface(method, path, verdict, (walk.frame.path, node.start, node.end), prefixed)


def of_swagger(walk: Walk, arguments: list[Value], node: Any) -> Surface:
    """`SwaggerModule.setup(path, app, document, options)`."""
    options = arguments[3].entries if len(arguments) > 3 and isinstance(arguments[3], Record) else {}
    prefixed = options.get("useGlobalPrefix") == Known(True)
    place = (walk.frame.path, node.start, node.end)
    verdict = Verdict("no", "the documentation of the API")
    return Surface("GET", join(texts(arguments[0])[0]), verdict, place, prefixed)


@dataclass
class Adapter(Special):
    """The server below: `app.getHttpAdapter()`, and its own instance."""

    app: Application

    __hash__ = object.__hash__

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """Routes and middleware past NestJS."""
        if name in _VERBS and len(arguments) > 1:
            place = (walk.frame.path, node.start, node.end)
            path = join(texts(arguments[0])[0])
            self.app.surfaces.append(Surface(_VERBS[name], path, Verdict("no"), place, False, arguments[-1]))
        elif name in ("use", "addHook"):
            use(self.app, name, arguments, (walk.frame.path, node.start, node.end))
        return self


def use(app: Application, name: str, arguments: list[Value], place: Place) -> None:
    """`app.use(path, middleware)`, `instance.addHook(name, hook)`."""
    first = arguments[0] if arguments else ABSENT
    said = isinstance(first, Known) and isinstance(first.value, str)
    hooks = name == "addHook"
    path = texts(first)[0] if said and not hooks else ""
    values = middleware.flat(arguments[1:] if said else arguments)
    level = f"{texts(first)[0]} hook of the server" if hooks else f"use {path or '/'}"
    app.laid.append(Laid(values, level, [Pattern(path)], prefixed=False, hooks=hooks, place=place))


def endpoints(project: Project, app: Application) -> Iterator[Endpoint]:
    """The endpoints of a program that no controller declares."""
    for one in app.surfaces:
        full = join(app.prefix, one.path) if one.prefixed else one.path
        asked = Asked(sample(full), None if one.method == "ALL" else one.method)
        before = nest_middleware.verdicts(project, app.laid, Address(full, one.path, one.method), asked)
        verdict, validated, steps = one.verdict, "none_needed" if one.verdict.answer == "no" else "unknown", ()
        if one.handler is not None:
            verdict, validated, steps = middleware.handler(project, one.handler, asked)  # type: ignore[assignment]
        decided = decision(before, verdict)
        handler = middleware.function_of(one.handler) if one.handler is not None else None
        evidence = chain.of(chain.registered(one.place, one.method, full), (), decided, handler, before)
        yield Endpoint(
            *one.place, "nest", one.method, full,
            handler, decided.answer, decided.by, validated, evidence, steps, (*decided.notes, *app.notes),
        )  # fmt: skip
