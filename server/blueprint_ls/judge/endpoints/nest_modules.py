"""NestJS programs: where they start, which modules they reach, and what holds for all of their routes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from blueprint_ls.codebase.typescript.tree import Class, Export, Statement
from blueprint_ls.judge.endpoints.behavior import calls
from blueprint_ls.judge.endpoints.behavior.values import (
    UNKNOWN,
    Choice,
    ClassValue,
    Closure,
    Data,
    External,
    Instance,
    Items,
    Known,
    Record,
    Special,
    Value,
    options,
)
from blueprint_ls.judge.endpoints.behavior.walk import Walk
from blueprint_ls.judge.endpoints.nest_marks import Decorators, Routes, texts
from blueprint_ls.judge.endpoints.project import Project

Key = tuple[str, int]


@dataclass
class Application(Special):
    """One program: a call of `NestFactory.create`."""

    root: Value
    prefix: str = ""
    excluded: list[tuple[str, str | None]] = field(default_factory=list)
    """Paths that the prefix leaves out, and the method where only one is meant."""
    guards: list[tuple[Value, str]] = field(default_factory=list)
    """Guards of all routes, and where each is said."""
    pipes: list[Value] = field(default_factory=list)
    versioned: bool = False
    default_version: str = ""
    controllers: dict[Key, ClassValue] = field(default_factory=dict)
    module_paths: dict[Key, str] = field(default_factory=dict)
    """The prefix that RouterModule gives to a module."""
    owners: dict[Key, Key] = field(default_factory=dict)
    """The module that lists a controller."""
    seen: set[Key] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    __hash__ = object.__hash__

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """`app.setGlobalPrefix("api")` and the like."""
        first = arguments[0] if arguments else UNKNOWN
        if name == "setGlobalPrefix" and any(state.deploy for state in walk.states):
            self.notes.append("a setting of the deployment adds a prefix to all routes")
        elif name == "setGlobalPrefix":
            self.prefix = first.value if isinstance(first, Known) and isinstance(first.value, str) else ""
            self.excluded = _excluded(arguments[1]) if len(arguments) > 1 else []
        elif name == "useGlobalGuards":
            self.guards += [(guard, "useGlobalGuards") for guard in arguments]
        elif name == "useGlobalPipes":
            self.pipes += arguments
        elif name == "enableVersioning":
            self._versions(first)
        return self if name in ("setGlobalPrefix", "useGlobalPipes", "useGlobalGuards") else UNKNOWN

    def _versions(self, said: Value) -> None:
        entries = said.entries if isinstance(said, Record) else {}
        kind = entries.get("type")
        if isinstance(kind, External) and kind.names[-1] != "URI":
            return
        self.versioned = True
        self.default_version = texts(entries.get("defaultVersion"))[0]


def _excluded(said: Value) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    listed = said.entries.get("exclude") if isinstance(said, Record) else None
    for item in listed.items if isinstance(listed, Items) else []:
        if isinstance(item, Record):
            method = item.entries.get("method")
            name = method.names[-1] if isinstance(method, External) else None
            found += [(text, None if name == "ALL" else name) for text in texts(item.entries.get("path"))]
        else:
            found += [(text, None) for text in texts(item)]
    return found


def applications(project: Project, decorators: Decorators) -> list[Application]:
    """The programs of the repository."""
    started: list[Application] = []

    def framework(walk: Walk, function: External, arguments: list[Value], node: Any) -> Value | None:
        if "NestFactory" not in function.names or not function.names[-1].startswith("create"):
            return None
        app = Application(arguments[0] if arguments else UNKNOWN)
        started.append(app)
        return app

    project.walk.frameworks.insert(0, framework)
    for path, found in project.captured("nest", b"NestFactory"):
        if any(capture.name == "bootstrap" for capture in found):
            project.execute(path, again=True)
    project.walk.frameworks.remove(framework)
    for app in started:
        for value in _classes(app.root):
            _reach(project, decorators, app, value, "")
    return started


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
        said += _metadata(decorators, module)
    for record in said:
        _providers(app, record)
        _controllers(project, app, record, key)
        for imported in _items(project, record.entries.get("imports")):
            if isinstance(imported, Routes):
                _route_paths(app, imported.routes, "")
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
    for pattern, only in app.excluded:
        written = re.escape("/" + pattern.strip("/")).replace(r"\*", ".*").replace(r"\(\.\*\)", ".*")
        written = re.sub(r":\w+|\\\{\w*\\\}|\{\.\.\.\}", "[^/]+", re.sub(r"\.\*\w+", ".*", written))
        if only in (None, method) and re.fullmatch(written, "/" + path.strip("/")):
            return True
    return False


def class_of(statement: Statement) -> Class | None:
    """The class that a statement declares."""
    inner = statement.declaration if isinstance(statement, Export) else statement
    return inner if isinstance(inner, Class) else None


def instance(value: Value) -> Value:
    """A guard or pipe as an object."""
    return Instance(value) if isinstance(value, ClassValue) else value


def execution() -> Data:
    """The context that a guard is given."""
    return Data("context")
