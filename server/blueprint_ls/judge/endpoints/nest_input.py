"""Input of NestJS handlers: which parameters a pipe checks, and which come as they were sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from blueprint_ls.codebase.typescript.tree import Call, Class, Field, Import, Member, Name, Parameter
from blueprint_ls.codebase.typescript.visit import called, inside
from blueprint_ls.judge.endpoints.behavior.context import Request
from blueprint_ls.judge.endpoints.behavior.values import (
    ClassValue,
    Closure,
    External,
    Instance,
    Items,
    Known,
    Value,
)
from blueprint_ls.judge.endpoints.endpoint import Step
from blueprint_ls.judge.endpoints.nest_application import Application
from blueprint_ls.judge.endpoints.nest_marks import Decorators, Mark, listed
from blueprint_ls.judge.endpoints.project import Project

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.nest import Route

_MAPPED = ("PartialType", "OmitType", "PickType", "IntersectionType")
_NOT_VALIDATORS = re.compile(
    r"^(Api\w*|Expose|Exclude|Transform|Type|Field|Column\w*|Prop|Optional|IsOptional|Inject)$"
)
_PARSING = re.compile(r"^(Parse\w+Pipe|\w*Zod\w*|\w*Validat\w*|\w*Joi\w*)$")
_PARSE_CALLS = frozenset(
    ["validate", "validateOrReject", "validateSync", "parse", "safeParse", "parseAsync", "safeParseAsync"]
)


def validated(
    project: Project, app: Application, controller: ClassValue, class_marks: list[Mark], route: Route, request: Request
) -> tuple[str, tuple[Step, ...]]:
    """Whether a handler's input is checked by a schema."""
    pipes = [*app.pipes, *listed(class_marks, "pipes"), *listed(route.marks, "pipes")]
    general = any(_checks(project, pipe) for pipe in pipes)
    decorators: Decorators = project.kept["decorators"]
    steps: list[Step] = []
    answers: list[str] = []
    for parameter in route.method.function.parameters:
        for mark in decorators.of(route.path, parameter.decorators):
            answer, why = _parameter(project, route, parameter, mark, general)
            if answer:
                answers.append(answer)
                steps.append(Step(route.path, parameter.start, parameter.end, why))
    for answer in ("no", "yes"):
        if answer in answers:
            return answer, tuple(step for step, one in zip(steps, answers, strict=True) if one == answer)
    return "none_needed", ()


def _parameter(project: Project, route: Route, parameter: Parameter, mark: Mark, general: bool) -> tuple[str, str]:
    if mark.kind != "parameter":
        return "", ""
    own = any(_checks(project, value) for value in mark.values if not isinstance(value, Known))
    if mark.name == "Param":
        return ("yes", "a pipe parses the path's parameter") if own else ("", "")
    if mark.name in ("Body", "Query"):
        return _input(project, route.path, parameter, mark, general, own)
    if mark.name in ("UploadedFile", "UploadedFiles"):
        return ("yes", "a pipe checks the file") if own else ("no", "uploaded files pass by all pipes")
    if mark.name in ("Req", "Request", "RawBody"):
        return _raw(route, parameter)
    return "", ""


def _input(project: Project, path: str, parameter: Parameter, mark: Mark, general: bool, own: bool) -> tuple[str, str]:
    part = mark.name.lower()
    if own:
        return "yes", f"a pipe of its own checks the {part}"
    if any(isinstance(value, Known) and isinstance(value.value, str) for value in mark.values):
        return "no", f"one value of the {part} comes as it was sent: no class describes it"
    if not general:
        return "no", f"no pipe checks the {part}"
    node = _class(project, path, parameter.type or "any")
    if node is None:
        return "no", f"`{parameter.type or 'any'}` is no class at run time, so the pipe lets it pass"
    if not _has_validators(project, *node):
        return "no", f"class {node[1].name} carries no validators"
    return "yes", f"the pipe checks the {part} as {node[1].name}"


def _class(project: Project, path: str, type_: str) -> tuple[str, Class] | None:
    """The class that a parameter's type leaves at run time."""
    if not re.fullmatch(r"[A-Za-z_$][\w$]*", type_) or _type_only(project, path, type_):
        return None
    found = project.program.type(path, type_)
    return (found[0], found[1]) if found is not None and isinstance(found[1], Class) else None


def _type_only(project: Project, path: str, name: str) -> bool:
    module = project.program.files.module(path)
    for statement in module.body if module else ():
        if isinstance(statement, Import):
            for imported in statement.names:
                if imported.local == name:
                    return statement.type_only or imported.type_only
    return False


def _has_validators(project: Project, path: str, node: Class, depth: int = 6) -> bool:
    for file, base in project.program.bases(path, node):
        if any(_is_validated(member) for member in base.members if isinstance(member, Field)):
            return True
        if isinstance(base.extends, Call) and depth and _mapped(project, file, base.extends, depth):
            return True
    return False


def _is_validated(field: Field) -> bool:
    names = [getattr(getattr(one, "callee", one), "name", "") for one in field.decorators]
    return any(name and not _NOT_VALIDATORS.match(name) for name in names)


def _mapped(project: Project, path: str, call: Call, depth: int) -> bool:
    """`extends PartialType(Other)`, `extends createZodDto(schema)`."""
    name = getattr(call.callee, "name", "")
    if name.startswith("createZod"):
        return True
    if name not in _MAPPED:
        return False
    for argument in call.arguments:
        inner: object = argument
        if isinstance(inner, Call) and _mapped(project, path, inner, depth - 1):
            return True
        found = project.program.type(path, inner.name) if isinstance(inner, Name) else None
        if found and isinstance(found[1], Class) and _has_validators(project, found[0], found[1], depth - 1):
            return True
    return False


def _checks(project: Project, pipe: Value) -> bool:
    """Whether a pipe refuses what does not fit."""
    if isinstance(pipe, External):
        name = next((one for one in reversed(pipe.names) if one not in ("()", "new")), "")
        return bool(_PARSING.match(name))
    if isinstance(pipe, Items):
        return any(_checks(project, one) for one in pipe.items)
    if isinstance(pipe, Instance):
        pipe = pipe.of
    if isinstance(pipe, ClassValue):
        return any(_class_checks(node) for _, node in project.program.bases(pipe.path, pipe.node))
    if isinstance(pipe, Closure):
        return any(name in _PARSE_CALLS or _PARSING.match(name) for name in _made(pipe))
    return False


def _made(pipe: Closure) -> list[str]:
    return [node.name for node in inside(pipe.function) if isinstance(node, Name)] + list(called(pipe.function))


def _class_checks(node: Class) -> bool:
    base = getattr(node.extends, "name", "")
    return bool(_PARSING.match(base)) or any(name in _PARSE_CALLS for name in called(node))


def _raw(route: Route, parameter: Parameter) -> tuple[str, str]:
    name = parameter.target.name if isinstance(parameter.target, Name) else ""
    for node in inside(route.method.function):
        if not isinstance(node, Member) or node.name not in ("body", "query", "rawBody"):
            continue
        if isinstance(node.object, Name) and node.object.name == name:
            return "no", f"`{name}.{node.name}` is read past all pipes"
    return "", ""
