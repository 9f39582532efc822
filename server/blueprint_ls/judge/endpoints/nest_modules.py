"""NestJS programs: where they start, which modules they reach, and what holds for all of their routes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from blueprint_ls.codebase.typescript.tree import Class, Export, Function, Let, Name, Statement
from blueprint_ls.judge.endpoints import nest_surfaces
from blueprint_ls.judge.endpoints.behavior import calls
from blueprint_ls.judge.endpoints.behavior.values import (
    UNKNOWN,
    Choice,
    ClassValue,
    Closure,
    External,
    Items,
    Record,
    Value,
    options,
)
from blueprint_ls.judge.endpoints.behavior.walk import Walk
from blueprint_ls.judge.endpoints.nest_application import Application, Key
from blueprint_ls.judge.endpoints.nest_marks import Decorators, Routes
from blueprint_ls.judge.endpoints.nest_middleware import configured
from blueprint_ls.judge.endpoints.nest_surfaces import Surface
from blueprint_ls.judge.endpoints.paths import texts
from blueprint_ls.judge.endpoints.project import Project


def applications(project: Project, decorators: Decorators) -> list[Application]:
    """The programs of the repository."""
    started: list[Application] = []

    def framework(walk: Walk, function: External, arguments: list[Value], node: Any) -> Value | None:
        if function.names[:2] == ("SwaggerModule", "setup") and len(arguments) > 1:
            if isinstance(arguments[1], Application):
                arguments[1].surfaces.append(nest_surfaces.of_swagger(walk, arguments, node))
            return UNKNOWN
        if "NestFactory" not in function.names or not function.names[-1].startswith("create"):
            return None
        app = Application(arguments[0] if arguments else UNKNOWN)
        app.is_http = function.names[-1] != "createMicroservice"
        started.append(app)
        return app

    project.walk.frameworks.insert(0, framework)
    for path, found in project.captured("nest", b"NestFactory"):
        starts = [capture.start for capture in found if capture.name == "bootstrap"]
        before = len(started)
        if starts:
            project.execute(path, again=True)
        if len(started) == before:
            _call_makers(project, path, starts)
    project.walk.frameworks.remove(framework)
    for app in started:
        for value in _classes(app.root):
            _reach(project, decorators, app, value, "")
    return started


def _call_makers(project: Project, path: str, starts: list[int]) -> None:
    """Calls the functions of a file that make a program and are called from another one: `createApp(config)`."""
    module = project.program.files.module(path)
    for statement in module.body if module else ():
        made = statement.declaration if isinstance(statement, Export) else statement
        if not isinstance(made, Let) or not isinstance(made.value, Function) or not isinstance(made.target, Name):
            continue
        if any(made.start <= start < made.end for start in starts):
            function = project.walk.exported(path, made.target.name)
            project.walk.budget = max(project.walk.budget, 5000)
            scope = project.walk.module(path)
            project.walk.within(scope, lambda held=function: calls.invoke(project.walk, held, [], None))


def _classes(value: Value) -> Iterator[ClassValue | Record]:
    for one in options(value):
        if isinstance(one.value, ClassValue | Record):
            yield one.value


def _reach(project: Project, decorators: Decorators, app: Application, module: ClassValue | Record, _: str) -> None:
    """Takes in a module and those it imports."""
    said: list[Record] = []
    key: Key = ("", id(module))
    if isinstance(module, Record):
        said.append(module)
        inner = module.entries.get("module")
        if isinstance(inner, ClassValue):
            key = (inner.path, inner.node.start)
            if key not in app.seen:
                _reach(project, decorators, app, inner, "")
    else:
        key = (module.path, module.node.start)
        if key in app.seen:
            return
        app.seen.add(key)
        app.modules[key] = module
        said += _metadata(decorators, module)
        app.laid += configured(project, module)
    for record in said:
        _providers(app, record)
        _controllers(project, app, record, key)
        for imported in _items(project, record.entries.get("imports")):
            if isinstance(imported, Routes):
                _route_paths(app, imported.routes, "")
            elif isinstance(imported, Surface):
                app.surfaces.append(imported)
            elif isinstance(imported, ClassValue | Record):
                _reach(project, decorators, app, imported, "")


def _metadata(decorators: Decorators, module: ClassValue) -> list[Record]:
    marks = decorators.of(module.path, module.node.decorators)
    return [value for mark in marks if mark.kind == "module" for value in mark.values if isinstance(value, Record)]


def _items(project: Project, value: Value | None) -> Iterator[Value]:
    """What a list of a module holds, as far as it can be told; promises and references are opened."""
    for item in value.items if isinstance(value, Items) else ([value] if value is not None else []):
        for one in options(item):
            if isinstance(one.value, Closure):
                project.walk.budget = max(project.walk.budget, 5000)
                held = one.value
                opened = project.walk.within(
                    project.walk.module(held.path), lambda held=held: calls.invoke(project.walk, held, [], None)
                )
                yield from _items(project, opened)
            elif isinstance(one.value, Items | Choice):
                yield from _items(project, one.value)
            else:
                yield one.value


def _providers(app: Application, record: Record) -> None:
    listed = record.entries.get("providers")
    for item in listed.items if isinstance(listed, Items) else []:
        for one in options(item):
            if isinstance(one.value, Record):
                _provider(app, one.value)
            elif isinstance(one.value, ClassValue):
                app.gateways[one.value.path, one.value.node.start] = one.value


def _provider(app: Application, record: Record) -> None:
    token = record.entries.get("provide")
    name = token.names[-1] if isinstance(token, External) and token.names else ""
    given = next(
        (record.entries[key] for key in ("useClass", "useExisting", "useValue") if key in record.entries), None
    )
    if given is None:
        given = record.entries.get("useFactory")
    if given is None:
        return
    if name == "APP_GUARD":
        app.guards.append((given, "APP_GUARD"))
    elif name == "APP_PIPE":
        app.pipes.append(given)


def _controllers(project: Project, app: Application, record: Record, key: Key) -> None:
    for value in _items(project, record.entries.get("controllers")):
        if isinstance(value, ClassValue):
            app.controllers[value.path, value.node.start] = value
            app.owners[value.path, value.node.start] = key


def _route_paths(app: Application, routes: Value, above: str) -> None:
    for item in routes.items if isinstance(routes, Items) else []:
        if isinstance(item, ClassValue):
            app.module_paths[item.path, item.node.start] = above
        if not isinstance(item, Record):
            continue
        path = "/".join(part for part in (above, texts(item.entries.get("path"))[0].strip("/")) if part)
        module = item.entries.get("module")
        if isinstance(module, ClassValue):
            app.module_paths[module.path, module.node.start] = path
        _route_paths(app, item.entries.get("children") or UNKNOWN, path)


def excluded(app: Application, path: str, method: str) -> bool:
    """Whether the global prefix leaves a path out."""
    return any(one.covers(path, method) for one in app.excluded)


def class_of(statement: Statement) -> Class | None:
    """The class that a statement declares."""
    inner = statement.declaration if isinstance(statement, Export) else statement
    return inner if isinstance(inner, Class) else None
