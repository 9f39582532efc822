"""Running the code that builds an application: files from top to bottom, then what nobody called."""

from __future__ import annotations

from collections.abc import Callable

from blueprint_ls.codebase.typescript.tree import Class, Export, Function, Let, Parameter, Statement
from blueprint_ls.judge.endpoints.behavior import calls, classes
from blueprint_ls.judge.endpoints.behavior.values import (
    UNKNOWN,
    ClassValue,
    Closure,
    Value,
)
from blueprint_ls.judge.endpoints.behavior.walk import BUDGET
from blueprint_ls.judge.endpoints.project import Project


def run(project: Project, files: list[str], supply: Callable[[Parameter], Value | None]) -> None:
    """Executes files; functions that take an application and that nobody called are given one by `supply`."""
    chosen = set(files)
    walk = project.walk

    def before(path: str) -> None:
        if path in chosen:
            project.execute(path)

    walk.runs = before
    for path in files:
        project.execute(path)
    for path in files:
        for function, name in _functions(project, path):
            if (path, function.start) not in walk.seen and _builds(function):
                _call(project, path, function, name, supply)
        for node in _classes(project, path):
            if (path, node.start) not in walk.seen:
                _construct(project, path, node)
    for path in files:
        for function, name in _functions(project, path):
            if (path, function.start) not in walk.seen and any(supply(p) is not None for p in function.parameters):
                _call(project, path, function, name, supply)
    walk.runs = None


def _statements(project: Project, path: str) -> list[Statement]:
    module = project.program.files.module(path)
    found: list[Statement] = []
    for statement in module.body if module else ():
        found.append(statement)
        if isinstance(statement, Export) and statement.declaration is not None:
            found.append(statement.declaration)
    return found


def _functions(project: Project, path: str) -> list[tuple[Function, str]]:
    found = []
    for statement in _statements(project, path):
        value = statement.default if isinstance(statement, Export) else getattr(statement, "value", None)
        if isinstance(statement, Let | Export) and isinstance(value, Function):
            found.append((value, getattr(getattr(statement, "target", None), "name", "default")))
    return found


def _classes(project: Project, path: str) -> list[Class]:
    return [one for one in _statements(project, path) if isinstance(one, Class) and not one.is_abstract]


def _builds(function: Function) -> bool:
    """Whether a function makes an application of its own."""
    from blueprint_ls.codebase.typescript.visit import called

    return any(name in ("express", "fastify", "Fastify", "Router") for name in called(function))


def _call(
    project: Project, path: str, function: Function, name: str, supply: Callable[[Parameter], Value | None]
) -> None:
    walk = project.walk
    budget, walk.budget = walk.budget, BUDGET
    arguments = [supply(parameter) or UNKNOWN for parameter in function.parameters]
    closure = Closure(path, function, walk.module(path))
    walk.within(walk.module(path), lambda: calls.invoke(walk, closure, arguments, function))
    walk.budget = budget


def _construct(project: Project, path: str, node: Class) -> None:
    walk = project.walk
    budget, walk.budget = walk.budget, BUDGET
    walk.within(walk.module(path), lambda: classes.construct(walk, ClassValue(path, node), [UNKNOWN] * 6, node))
    walk.budget = budget
