"""Guards of NestJS, judged by what they do for one handler with its metadata."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from blueprint_ls.judge.endpoints import chain, nest_middleware, nest_parameters
from blueprint_ls.judge.endpoints.behavior import members
from blueprint_ls.judge.endpoints.behavior.checks import Guarded
from blueprint_ls.judge.endpoints.behavior.context import Place, Request
from blueprint_ls.judge.endpoints.behavior.proof import Check, stronger
from blueprint_ls.judge.endpoints.behavior.state import Exit
from blueprint_ls.judge.endpoints.behavior.truth import truth_of
from blueprint_ls.judge.endpoints.behavior.values import (
    ClassValue,
    Closure,
    Data,
    External,
    Instance,
    Known,
    Value,
)
from blueprint_ls.judge.endpoints.middleware import Asked
from blueprint_ls.judge.endpoints.nest_application import Application
from blueprint_ls.judge.endpoints.nest_marks import Decorators, Mark
from blueprint_ls.judge.endpoints.nest_middleware import Address
from blueprint_ls.judge.endpoints.project import Project
from blueprint_ls.judge.endpoints.verdict import (
    NO,
    UNSURE,
    Verdict,
    as_login,
    decision,
    enforced,
    of_check,
    of_exits,
    opened,
    passes_guard,
    refusing,
    served,
    strongest,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.nest import Route

_LIBRARY_GUARDS = re.compile(r"Auth|Jwt|Clerk|Keycloak|Session|ApiKey|Bearer|LoggedIn")
_NO_LOGIN = re.compile(r"Throttl|Cache|Role|Feature")


def verdict(
    project: Project,
    app: Application,
    controller: ClassValue,
    class_marks: list[Mark],
    route: Route,
    request: Request,
    address: Address,
) -> tuple[Verdict, list[Verdict]]:
    """What all middleware and guards before a handler come to, or the handler's own check; and each of them alone."""
    asked = Asked(request.route or "", request.method, home=request.home)
    found = [
        *nest_middleware.verdicts(project, app.laid, address, asked),
        *guards(project, app.guards, class_marks, route.marks, request),
    ]
    best = strongest(found)
    if best.answer != "yes":
        own = _in_handler(project, controller, route, request)
        best = decision([best, _of_parameters(project, route, request)], own)
    return best, found


def guards(
    project: Project, general: list[tuple[Value, str]], class_marks: list[Mark], marks: list[Mark], request: Request
) -> list[Verdict]:
    """What the guards of every level prove, outermost first."""
    found = [_guard(project, guard, level, request, _class_of(guard)) for guard, level in general]
    for level, said in (("class", class_marks), ("method", marks)):
        for mark in said:
            if mark.kind == "guards":
                found += [_guard(project, guard, level, request, mark.place) for guard in mark.values]
    return found


def _class_of(guard: Value) -> Place | None:
    of = guard.of if isinstance(guard, Instance) else guard
    return (of.path, of.node.start, of.node.end) if isinstance(of, ClassValue) else None


def _of_parameters(project: Project, route: Route, request: Request) -> Verdict:
    """A parameter whose decorator refuses where nobody is signed in: weaker than a guard, which says so."""
    decorators: Decorators = project.kept["decorators"]
    for parameter in route.method.function.parameters:
        for mark in decorators.of(route.path, parameter.decorators):
            if mark.kind != "factory":
                continue
            exits = project.run(mark.values[0], [mark.values[1], Data("context")], request)
            found = of_exits(served(exits or []))
            if found.answer in ("yes", "conditional"):
                by = f"@{mark.name}: a parameter that demands a caller, and no guard"
                return Verdict("conditional", by, found.evidence, found.notes)
    return NO


def _guard(project: Project, guard: Value, level: str, request: Request, said: Place | None) -> Verdict:
    name = name_of(guard)
    told = project.settings.guards.get(name)
    if told is not None:
        stated = Verdict("yes" if told else "no", f"{name} ({level}), as the blueprint says")
        return replace(stated, evidence=chain.laid(said, name, level, stated))
    place = identity(guard)
    key = ("guard", *place) if place else None
    if key in project.kept:
        judged: Verdict = project.kept[key]
    else:
        fresh = Request(request.route, request.method, request.metadata, request.class_metadata)
        judged = refusing(judge(project, guard, fresh), fresh)
        if judged.answer == "no" and fresh.marked:
            judged = replace(judged, by="it finds a marker here that lets everybody pass")
        if key is not None and not fresh.asked:
            project.kept[key] = judged
    evidence = chain.laid(said, name, level, judged)
    if judged.answer == "no":
        return replace(NO, evidence=evidence)
    return Verdict(judged.answer, f"{name} ({level})", evidence, judged.notes)


def identity(guard: Value) -> tuple[str, int] | None:
    """What tells a guard's class from others."""
    if isinstance(guard, ClassValue) and guard.scope is None:
        return guard.path, guard.node.start
    return None


def name_of(guard: Value) -> str:
    """What people call a guard."""
    if isinstance(guard, ClassValue):
        return guard.node.name or "guard"
    if isinstance(guard, Instance):
        return guard.of.node.name or "guard"
    if isinstance(guard, External):
        return next((one for one in reversed(guard.names) if one not in ("()", "default")), guard.package)
    return guard.function.name or "guard" if isinstance(guard, Closure) else "guard"


def judge(project: Project, guard: Value, request: Request) -> Verdict:
    """What one guard does."""
    if isinstance(guard, External):
        return _library(guard)
    if isinstance(guard, Guarded):
        return of_check(guard.check)
    if isinstance(guard, Closure):
        given = [members.typed(project.walk, guard.path, one.type or "", "") for one in guard.function.parameters]
        held = project.run(guard, given, request)
        made = held[0].value if held else Data()
        return judge(project, made, request) if isinstance(made, Instance | ClassValue | External) else UNSURE
    if isinstance(guard, ClassValue):
        guard = Instance(guard)
    if not isinstance(guard, Instance):
        return UNSURE
    return _walked(project, guard, request)


def _library(guard: External) -> Verdict:
    name = name_of(guard)
    if _LIBRARY_GUARDS.search(name) and not _NO_LOGIN.search(name):
        return Verdict("yes", name)
    return NO


def _walked(project: Project, guard: Instance, request: Request) -> Verdict:
    project.walk.ask(request)
    function = members.read(project.walk, guard, "canActivate", None)
    if not isinstance(function, Closure):
        return _inherited(project, guard, request)
    exits = project.run(function, [Data("context")], request)
    if exits is None:
        return UNSURE
    found = enforced([_passing(one) for one in passes_guard(opened(exits, True))])
    if found.answer == "conditional" and request.marked:
        return Verdict("no", "a marker lets callers without a credential pass", found.evidence)
    return found


def _passing(one: Exit) -> Exit:
    """An exit that lets a request pass, with what its being true proves."""
    truth = truth_of(one.value, lambda strength, what: Check(strength, what, *(one.at or ("", 0, 0))))
    check = stronger(one.check, truth.yes.check)
    return Exit(Known(True), check, one.absent, one.deploy, one.conditional, at=one.at)


def _inherited(project: Project, guard: Instance, request: Request) -> Verdict:
    """A guard that leaves `canActivate` to a library's class."""
    from blueprint_ls.judge.endpoints.behavior import expressions, nest_library
    from blueprint_ls.judge.endpoints.behavior.state import Frame, State
    from blueprint_ls.judge.endpoints.behavior.values import (
        Scope,
    )

    root_path, root = list(project.program.bases(guard.of.path, guard.of.node))[-1]
    if root.extends is None:
        return NO
    walk = project.walk
    base = walk.within(guard.of.scope or walk.module(root_path), lambda: expressions.evaluate(walk, root.extends))
    if isinstance(base, ClassValue):
        return judge(project, base, request)
    walk.frames, walk.states = [Frame(Scope(guard.of.path))], [State()]
    node = guard.of.node
    given = nest_library.inherited(walk, base, guard, "canActivate", [Data("context")], node)
    check = walk.state.check
    walk.frames, walk.states = [], []
    return of_exits([_passing(Exit(given, check))])


def _in_handler(project: Project, controller: ClassValue, route: Route, request: Request) -> Verdict:
    """A check that the handler makes itself."""
    instance = Instance(controller)
    project.walk.ask(request)
    function = members.read(project.walk, instance, route.method.name, None)
    if not isinstance(function, Closure):
        return NO
    arguments = [nest_parameters.argument(parameter) for parameter in route.method.function.parameters]
    exits = project.run(function, arguments, request)
    if not exits:
        return NO
    found = as_login(refusing(of_exits(served(exits)), request), request)
    return found if found.answer != "unknown" else NO
