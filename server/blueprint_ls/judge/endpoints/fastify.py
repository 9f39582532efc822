"""Fastify: routes of every scope, and the hooks that reach them, whatever the order of registration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from blueprint_ls.codebase.typescript.tree import Parameter
from blueprint_ls.judge.endpoints import chain, middleware, setup
from blueprint_ls.judge.endpoints.behavior import calls
from blueprint_ls.judge.endpoints.behavior.context import Place
from blueprint_ls.judge.endpoints.behavior.values import (
    UNKNOWN,
    Closure,
    Data,
    External,
    Known,
    Method,
    Record,
    Value,
)
from blueprint_ls.judge.endpoints.endpoint import Endpoint
from blueprint_ls.judge.endpoints.fastify_instances import HOOKS, FastifyRoute, Instance, Root, Several, framework
from blueprint_ls.judge.endpoints.middleware import Asked, Level
from blueprint_ls.judge.endpoints.project import Project
from blueprint_ls.judge.endpoints.routes import sample
from blueprint_ls.judge.endpoints.verdict import NO, RANK, Verdict, decision, strongest

_TYPES = re.compile(r"^Fastify(Typed)?Instance\b|^\w*FastifyInstance\b")
_LIBRARY_HOOKS = re.compile(r"^(authenticate\w*|basicAuth|verify\w*(Jwt|JWT|Token|Bearer)\w*|jwtAuth|requireAuth\w*)$")
_PARTS = {"body": "body", "querystring": "query", "query": "query"}
_UNREGISTERED = "nothing registers the plugin, as far as can be seen"


def find(project: Project) -> Iterator[Endpoint]:
    """The endpoints of every Fastify server of the repository."""
    found = [path for path, _ in project.captured("fastify", b"fastify", b"Fastify")]
    if not found:
        return
    made: list[Instance] = []
    known = framework(made, list(project.scripts()))
    project.walk.frameworks.append(known)
    setup.run(project, found, lambda parameter: _lend(made, parameter))
    project.walk.frameworks.remove(known)
    for server in made:
        for route in server.root.routes:
            for method in route.methods:
                yield _endpoint(project, route, method)


def _lend(made: list[Instance], parameter: Parameter) -> Instance | None:
    if parameter.type and _TYPES.match(parameter.type):
        made.append(Instance(Root(lent=True)))
        return made[-1]
    return None


def _endpoint(project: Project, route: FastifyRoute, method: str) -> Endpoint:
    settings = route.settings if isinstance(route.settings, Record) else Record()
    config = settings.entries.get("config") or Record()
    asked = Asked(sample(route.path), None if method == "ALL" else method, config, route.place[0])
    asked.schema = _schema(project, route, settings)
    found = [
        _hook(project, hook.value, asked, Level(f"{hook.name} hook of the scope", hook.place, True))
        for instance in route.instance.chain()
        for hook in instance.hooks
        if hook.name in HOOKS
    ]
    found += [
        _hook(project, value, asked, Level(f"{name} of the route", route.place, True))
        for name in HOOKS
        for value in middleware.flat([settings.entries.get(name) or Known(None)])
    ]
    verdict, validated, steps = middleware.handler(project, route.handler, asked)
    decided = decision(found, verdict)
    if asked.schema and validated == "none_needed":
        validated = "yes"
    handler = middleware.function_of(route.handler)
    registered = chain.registered(route.place, method, route.path)
    scopes = [step for instance in route.instance.chain() for step in instance.registered]
    notes = [*decided.notes, *(["registered only under a condition"] if route.conditional else [])]
    notes += [_UNREGISTERED] if route.instance.root.lent else []
    return Endpoint(
        *route.place, "fastify", method, route.path,
        handler, decided.answer, decided.by, validated,
        chain.of(registered, scopes, decided, handler, found), steps, tuple(notes),
    )  # fmt: skip


def _hook(project: Project, value: Value, asked: Asked, level: Level) -> Verdict:
    if isinstance(value, Several):
        found = [_hook(project, one, asked, level) for one in value.values]
        if value.every or not found:
            return strongest(found)
        return min(found, key=lambda one: RANK[one.answer])
    name = value.name if isinstance(value, Method) else ""
    if isinstance(value, Method) and isinstance(value.object, Instance) and _LIBRARY_HOOKS.match(name):
        return _library(name, level)
    if isinstance(value, Data | External) and _LIBRARY_HOOKS.match(middleware.name_of(value) or ""):
        return _library(middleware.name_of(value), level)
    return middleware.before(project, value, asked, level) if not isinstance(value, Known) else NO


def _library(name: str, level: Level) -> Verdict:
    """A hook that a library decorates onto the instance."""
    found = Verdict("yes", f"{name} ({level.name})")
    return replace(found, evidence=chain.laid(level.place, name, level.name, found))


def _schema(project: Project, route: FastifyRoute, settings: Record) -> dict[str, Place]:
    """The parts of the input that Fastify validates for a route."""
    schema = settings.entries.get("schema")
    if not isinstance(schema, Record) or _neutral(project, route, settings):
        return {}
    found = {_PARTS[key] for key in schema.entries if key in _PARTS}
    zod = [one for one in schema.entries.values() if isinstance(one, External) and one.package.startswith("zod")]
    if zod and not route.instance.root.compiled and not route.instance.root.lent:
        return {}
    return dict.fromkeys(found, route.place)


def _neutral(project: Project, route: FastifyRoute, settings: Record) -> bool:
    """Whether the compiler of validators lets everything pass."""
    compiler = settings.entries.get("validatorCompiler")
    for instance in route.instance.chain():
        compiler = compiler or instance.compiler
    if not isinstance(compiler, Closure):
        return False
    walk = project.walk
    walk.budget = max(walk.budget, 2000)
    made = walk.within(walk.module(compiler.path), lambda: calls.invoke(walk, compiler, [UNKNOWN], None))
    if not isinstance(made, Closure):
        return False
    return walk.within(walk.module(made.path), lambda: calls.invoke(walk, made, [UNKNOWN], None)) == Known(True)  # type: ignore[no-any-return]
