"""NestJS: the routes of controllers, and the guards of every level before them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product

from blueprint_ls.codebase.typescript.tree import Class, Method
from blueprint_ls.judge.endpoints import chain, nest_guards, nest_input, nest_messages, nest_surfaces
from blueprint_ls.judge.endpoints.behavior.context import Request
from blueprint_ls.judge.endpoints.behavior.values import (
    ABSENT,
    ClassValue,
    Record,
    Value,
)
from blueprint_ls.judge.endpoints.endpoint import Endpoint, Step
from blueprint_ls.judge.endpoints.nest_application import Application
from blueprint_ls.judge.endpoints.nest_marks import Decorators, Mark, listed, metadata
from blueprint_ls.judge.endpoints.nest_middleware import Address
from blueprint_ls.judge.endpoints.nest_modules import applications, class_of, excluded
from blueprint_ls.judge.endpoints.paths import texts
from blueprint_ls.judge.endpoints.project import Project
from blueprint_ls.judge.endpoints.routes import join, sample

_NO_PROGRAM = "no program that is started reaches the controller"


@dataclass(slots=True)
class Route:
    """One method of a controller that answers requests."""

    path: str
    owner: Class
    method: Method
    mark: Mark
    marks: list[Mark] = field(default_factory=list)


def find(project: Project) -> Iterator[Endpoint]:
    """The endpoints of every NestJS program of the repository."""
    controllers = list(_controllers(project))
    if not controllers:
        return
    decorators = project.kept["decorators"] = Decorators(project.walk)
    apps = applications(project, decorators)
    for app in apps:
        yield from nest_surfaces.endpoints(project, app)
        yield from nest_messages.endpoints(project, decorators, app)
    apps = [app for app in apps if app.is_http]
    for controller in controllers:
        key = (controller.path, controller.node.start)
        holding = [app for app in apps if key in app.controllers]
        if holding:
            for app in _distinct(holding):
                yield from _of_controller(project, decorators, app, controller, ())
        elif not any(app.controllers for app in apps) or _listed_somewhere(project, controller):
            app = apps[0] if len(apps) == 1 else Application(ABSENT)
            yield from _of_controller(project, decorators, app, controller, (_NO_PROGRAM,))


def _distinct(apps: list[Application]) -> list[Application]:
    """The programs that give a controller different addresses."""
    return list({(app.prefix, *app.default_versions): app for app in reversed(apps)}.values())


def _controllers(project: Project) -> Iterator[ClassValue]:
    for path, found in project.captured("nest", b"@Controller"):
        if not any(capture.name == "controller" for capture in found):
            continue
        module = project.program.files.module(path)
        for statement in module.body if module else ():
            node = class_of(statement)
            if node is not None and any(node.start <= one.start <= node.end or _before(one.end, node) for one in found):
                yield ClassValue(path, node)


def _before(end: int, node: Class) -> bool:
    return any(decorator.start <= end <= decorator.end + 1 for decorator in node.decorators)


def _listed_somewhere(project: Project, controller: ClassValue) -> bool:
    """Whether another file so much as names the controller."""
    name = (controller.node.name or "").encode()
    for path in project.scripts():
        if path != controller.path and path.endswith((".module.ts", ".module.js")):
            try:
                if name in project.repository.text(path):
                    return True
            except OSError:
                continue
    return False


def _of_controller(
    project: Project, decorators: Decorators, app: Application, controller: ClassValue, notes: tuple[str, ...]
) -> Iterator[Endpoint]:
    class_marks = _class_marks(project, decorators, controller)
    said = next((mark for mark in class_marks if mark.kind == "controller"), None)
    if said is None:
        return
    prefixes, version = _controller(said)
    above = app.module_paths.get(app.owners.get((controller.path, controller.node.start), ("", 0)), "")
    taken: list[tuple[str, str]] = []
    for route in _routes(project, decorators, controller):
        said_versions = listed(route.marks, "version") or ([version] if version is not None else [])
        for prefix, inner in product(prefixes, texts(route.mark.values[0] if route.mark.values else None)):
            for segment in _versions(app, said_versions):
                address = _address(app, join(above, prefix, inner), route.mark.name, segment, controller)
                one = _endpoint(project, app, controller, class_marks, route, address)
                shadow = next((path for method, path in taken if shadows(method, path, one)), None)
                hidden = (f"never reached: `{shadow}` is declared before it and answers",) if shadow else ()
                taken.append((one.method, one.route))
                yield replace(one, notes=(*one.notes, *hidden, *notes, *app.notes))


def shadows(method: str, path: str, later: Endpoint) -> bool:
    """Whether a path with parameters, declared before a literal one, answers for it."""
    if method not in (later.method, "ALL") or path == later.route or ":" not in path:
        return False
    mine, other = path.split("/"), later.route.split("/")
    if len(mine) != len(other):
        return False
    pairs = list(zip(mine, other, strict=True))
    return all(one == two or one.startswith(":") for one, two in pairs) and not all(
        two.startswith(":") for one, two in pairs if one != two
    )


def _class_marks(project: Project, decorators: Decorators, controller: ClassValue) -> list[Mark]:
    """What decorators of a class and of its bases say, nearest first."""
    return [
        mark
        for path, node in project.program.bases(controller.path, controller.node)
        for mark in decorators.of(path, node.decorators)
    ]


def _controller(mark: Mark) -> tuple[list[str], Value | None]:
    said = mark.values[0] if mark.values else None
    if isinstance(said, Record):
        return texts(said.entries.get("path")), said.entries.get("version")
    return texts(said), None


def _routes(project: Project, decorators: Decorators, controller: ClassValue) -> Iterator[Route]:
    """The methods that answer requests: own ones and inherited ones that nobody overrides."""
    taken: set[str] = set()
    for path, node in project.program.bases(controller.path, controller.node):
        for member in node.members:
            if not isinstance(member, Method) or member.name in taken or member.is_static:
                continue
            taken.add(member.name)
            if member.decorators:
                marks = decorators.of(path, member.decorators)
                for mark in marks:
                    if mark.kind == "http":
                        yield Route(path, node, member, mark, marks)


def _versions(app: Application, said: list[Value]) -> list[str]:
    """The segments of a path that versions make; an empty one where there is none, or for what is neutral."""
    if not app.versioned:
        return [""]
    named = [text for value in said for text in texts(value)] or app.default_versions or [""]
    return list(dict.fromkeys(f"{app.version_prefix}{one}" if one and one != "{…}" else "" for one in named))


def _address(app: Application, bare: str, method: str, version: str, controller: ClassValue) -> Address:
    start = "" if excluded(app, bare, method) else app.prefix
    return Address(join(start, version, bare), bare, method, (controller.path, controller.node.start))


def _endpoint(
    project: Project, app: Application, controller: ClassValue, class_marks: list[Mark], route: Route, address: Address
) -> Endpoint:
    method, path = route.mark.name, address.full
    request = Request(
        sample(path),
        None if method == "ALL" else method,
        metadata(route.marks),
        metadata(class_marks),
        None,
        route.path,
    )
    verdict, before = nest_guards.verdict(project, app, controller, class_marks, route, request, address)
    validated, steps = nest_input.validated(project, app, controller, class_marks, route, request)
    node = route.method.decorators[0]
    decorator = next((one for one in route.method.decorators if _is_http(one, method)), node)
    start = decorator.start - 1
    function = route.method.function
    where = route.path if route.path == controller.path else controller.path
    if where != route.path:
        start, function_end = controller.node.start, controller.node.start + 1
    else:
        function_end = decorator.end
    handler = (route.path, function.start, function.end)
    registered = chain.registered((where, start, function_end), method, path)
    evidence = chain.of(registered, _modules(app, controller), verdict, handler, before)
    return Endpoint(
        where, start, function_end, "nest", method, path, handler,
        verdict.answer, verdict.by, validated, evidence, steps, verdict.notes,
    )  # fmt: skip


def _modules(app: Application, controller: ClassValue) -> list[Step]:
    """The module that lists a controller."""
    module = app.modules.get(app.owners.get((controller.path, controller.node.start), ("", 0)))
    if module is None:
        return []
    name = module.node.name or "a module"
    return [Step(module.path, module.node.start, module.node.end, f"`{controller.node.name}` is listed by `{name}`")]


def _is_http(decorator: object, method: str) -> bool:
    callee = getattr(decorator, "callee", None)
    name = str(getattr(callee, "name", ""))
    return name.upper() == method or (name == "Sse" and method == "GET")
