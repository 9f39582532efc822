"""Handlers of NestJS that answer messages: gateways of web sockets, and patterns of microservices."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint_ls.codebase.typescript.tree import Method
from blueprint_ls.judge.endpoints import chain, nest_guards
from blueprint_ls.judge.endpoints.behavior import members
from blueprint_ls.judge.endpoints.behavior.context import Request
from blueprint_ls.judge.endpoints.behavior.values import (
    ClassValue,
    Closure,
    Data,
    Instance,
    Known,
    Record,
    Value,
)
from blueprint_ls.judge.endpoints.endpoint import Endpoint
from blueprint_ls.judge.endpoints.nest_application import Application
from blueprint_ls.judge.endpoints.nest_marks import Decorators, Mark, metadata
from blueprint_ls.judge.endpoints.paths import texts
from blueprint_ls.judge.endpoints.project import Project
from blueprint_ls.judge.endpoints.routes import join
from blueprint_ls.judge.endpoints.verdict import NO, Verdict, enforced, served, strongest

_BROKER = Verdict("unknown", "another service sends these messages; the transport decides who may")


def endpoints(project: Project, decorators: Decorators, app: Application) -> Iterator[Endpoint]:
    """The messages that a program takes."""
    for owner in {**app.controllers, **app.gateways}.values():
        marks = [
            mark
            for path, node in project.program.bases(owner.path, owner.node)
            for mark in decorators.of(path, node.decorators)
        ]
        gateway = next((mark for mark in marks if mark.kind == "gateway"), None)
        for member in owner.node.members:
            if isinstance(member, Method) and member.decorators:
                own = decorators.of(owner.path, member.decorators)
                for mark in own:
                    if mark.kind == "message":
                        yield _endpoint(project, app, owner, (marks, own), member, mark, gateway)


def _endpoint(
    project: Project,
    app: Application,
    owner: ClassValue,
    marks: tuple[list[Mark], list[Mark]],
    member: Method,
    mark: Mark,
    gateway: Mark | None,
) -> Endpoint:
    request = Request(None, None, metadata(marks[1]), metadata(marks[0]), None, owner.path)
    general = [(guard, level) for guard, level in app.guards if level == "APP_GUARD" or not gateway]
    found = nest_guards.guards(project, general, marks[0], marks[1], request)
    if gateway is not None:
        found.append(_on_connection(project, owner, request))
    verdict = strongest(found)
    if verdict.answer == "no" and gateway is None:
        verdict = _BROKER
    decorator = next(one for one in member.decorators if getattr(one, "start", 0))
    route = join(_namespace(gateway), "/".join(_pattern(value) for value in mark.values))
    handler = (owner.path, member.function.start, member.function.end)
    place = (owner.path, decorator.start - 1, decorator.end)
    evidence = chain.of(chain.registered(place, mark.name, route), (), verdict, handler, found)
    return Endpoint(
        *place, "nest", mark.name, route, handler, verdict.answer, verdict.by, "unknown", evidence, (), verdict.notes,
    )  # fmt: skip


def _on_connection(project: Project, owner: ClassValue, request: Request) -> Verdict:
    """A gateway that closes the connection of callers it does not know."""
    function = members.read(project.walk, Instance(owner), "handleConnection", None)
    if not isinstance(function, Closure):
        return NO
    request.replies_end = True
    exits = project.run(function, [Data("socket"), Data("handshake")], request)
    return enforced(served(exits), "handleConnection") if exits else NO


def _namespace(gateway: Mark | None) -> str:
    for value in gateway.values if gateway else ():
        if isinstance(value, Record) and "namespace" in value.entries:
            return texts(value.entries["namespace"])[0]
    return ""


def _pattern(value: Value) -> str:
    if isinstance(value, Record):
        return ",".join(f"{key}={_pattern(one)}" for key, one in value.entries.items())
    return str(value.value) if isinstance(value, Known) else "{…}"
