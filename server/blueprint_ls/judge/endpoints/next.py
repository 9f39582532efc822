"""Next.js: route files of the app folder, functions under `pages/api`, and the middleware before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from blueprint_ls.codebase.typescript.tree import Export, Let, Literal, Name, ObjectTarget, Property
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.judge.endpoints import chain, next_middleware, next_rewrites
from blueprint_ls.judge.endpoints.behavior.context import Place, Request
from blueprint_ls.judge.endpoints.behavior.sessions import login_library
from blueprint_ls.judge.endpoints.behavior.state import Exit
from blueprint_ls.judge.endpoints.behavior.values import (
    Answer,
    Choice,
    Closure,
    Data,
    External,
    Method,
    Record,
    Value,
    options,
)
from blueprint_ls.judge.endpoints.endpoint import Endpoint, Step
from blueprint_ls.judge.endpoints.project import Project
from blueprint_ls.judge.endpoints.routes import METHODS, join, sample
from blueprint_ls.judge.endpoints.verdict import (
    BEHIND,
    UNSURE,
    Verdict,
    as_login,
    behind,
    of_exits,
    refusing,
    served,
    strongest,
    validation,
)

_APP = re.compile(r"^(?P<root>.*?)(?P<src>(?:^|/)src)?(?:^|/)app/(?P<inner>(?:.*/)?)route\.(?:ts|tsx|js|jsx|mts|mjs)$")
_PAGES = re.compile(r"^(?P<root>.*?)(?P<src>(?:^|/)src)?(?:^|/)pages/(?P<inner>api/.*)\.(?:ts|tsx|js|jsx)$")
_PARAMETER = re.compile(r"\[\[?(?:\.{3})?(\w+)\]")


@dataclass(frozen=True, slots=True)
class Exported:
    """A handler where it is exported."""

    method: str
    name: str
    start: int
    end: int


def find(project: Project) -> Iterator[Endpoint]:
    """The endpoints of every Next.js app of the repository."""
    for path in project.scripts():
        yield from find_in(project, path)


def is_route(path: str) -> bool:
    """Whether a file lies where Next.js looks for handlers."""
    return (_APP.match(path) or _PAGES.match(path)) is not None


def find_in(project: Project, path: str) -> Iterator[Endpoint]:
    """The endpoints of one file; none where it is no route of Next.js."""
    place = _APP.match(path) or _PAGES.match(path)
    if place is None or not project.depends(path, "next", "next.config"):
        return
    if place.re is _APP:
        yield from _app_file(project, path, place)
    elif not path.endswith(".d.ts"):
        yield from _pages_file(project, path, place)


def _app_file(project: Project, path: str, place: re.Match[str]) -> Iterator[Endpoint]:
    base = next_rewrites.base_path(project, place["root"])
    route = join(base, _route(place["inner"]))
    for one in exported(project, path):
        value = project.walk.exported(path, one.name)
        yield from _judged(project, path, place, one, route, value)


def _route(inner: str) -> str:
    kept = [part for part in inner.strip("/").split("/") if not re.fullmatch(r"\([^.)][^)]*\)|@.*", part)]
    return "/".join(kept)


def exported(project: Project, path: str) -> list[Exported]:
    """The handlers that a route file exports, each where that is written."""
    module = project.program.files.module(path)
    found: list[Exported] = []
    for statement in module.body if module else ():
        if isinstance(statement, Export):
            found += _of_export(statement)
    return [one for one in found if one.method in METHODS]


def _of_export(export: Export) -> Iterator[Exported]:
    for name in export.names:
        yield Exported(name.local, name.local, name.start, name.end)
    declaration = export.declaration
    if isinstance(declaration, Let) and isinstance(declaration.target, Name):
        yield Exported(declaration.target.name, declaration.target.name, export.start, export.end)
    elif isinstance(declaration, Let) and isinstance(declaration.target, ObjectTarget):
        for entry in declaration.target.entries:
            if isinstance(entry.target, Name):
                yield Exported(entry.target.name, entry.target.name, export.start, export.end)


def _pages_file(project: Project, path: str, place: re.Match[str]) -> Iterator[Endpoint]:
    module = project.program.files.module(path)
    export = next((s for s in (module.body if module else ()) if isinstance(s, Export) and _is_default(s)), None)
    if export is None or module is None:
        return
    inner = re.sub(r"/index$", "", place["inner"])
    route = join(next_rewrites.base_path(project, place["root"]), inner)
    value = project.walk.exported(path, "default")
    written = {_word(node) for part in module.body for node in inside(part)}
    methods = [method for method in METHODS if method in written and method != "HEAD"] or ["ALL"]
    for method in methods:
        one = Exported(method, "default", export.start, export.end)
        yield from _judged(project, path, place, one, route, value)


def _word(node: object) -> object:
    """The text of a literal, or the key of a property: what a handler may hold the method against."""
    return (
        node.key if isinstance(node, Property) else getattr(node, "value", None) if isinstance(node, Literal) else None
    )


def _is_default(export: Export) -> bool:
    return export.default is not None or any(name.local == "default" for name in export.names)


def _judged(
    project: Project, path: str, place: re.Match[str], one: Exported, route: str, value: Value
) -> Iterator[Endpoint]:
    """A handler at its own address, and at those that are rewritten to it where they have another answer."""
    folder = place["root"] + (place["src"] or "")
    named = frozenset(_PARAMETER.findall(route)) if place.re is _PAGES else frozenset[str]()
    request = Request(sample(route), None if one.method == "ALL" else one.method, home=path, in_query=named)
    own, validated, steps = handler(project, value, request, one.name == "default")

    def at(address: str) -> Verdict:
        return (
            own
            if own.answer == "yes"
            else strongest([own, next_middleware.verdict(project, folder, address, request.method)])
        )

    main, function = at(route), place_of(value)
    others = {address: at(address) for address in next_rewrites.aliases(project, place["root"], route)}
    notes = tuple(f"also answers at `{address}`" for address, other in others.items() if other.answer == main.answer)
    apart = [(address, other) for address, other in others.items() if other.answer != main.answer]
    for address, verdict, more in [(route, main, notes), *((a, v, (f"rewritten to `{route}`",)) for a, v in apart)]:
        registered = chain.registered((path, one.start, one.end), one.method, address)
        evidence = chain.of(registered, _wrapped(path, function), verdict, function)
        yield Endpoint(
            path, one.start, one.end, "next", one.method, address, function, verdict.answer, verdict.by,
            validated, evidence, steps, (*verdict.notes, *more),
        )  # fmt: skip


def _wrapped(path: str, function: Place | None) -> list[Step]:
    """The function of another file that answers, or that is laid around the one that does."""
    return [Step(*function, "this function answers, or wraps what does")] if function and function[0] != path else []


def place_of(value: Value) -> tuple[str, int, int] | None:
    """Where a handler's function stands."""
    for one in options(value):
        if isinstance(one.value, Closure):
            return one.value.path, one.value.function.start, one.value.function.end
    return None


def handler(
    project: Project, value: Value, request: Request, pages: bool = False
) -> tuple[Verdict, str, tuple[Step, ...]]:
    """What a handler does about callers and about input."""
    library = _library(value)
    if library is not None:
        return library, "unknown", ()
    arguments: list[Value] = [Data("request"), Data("response") if pages else Record({"params": _params()})]
    exits = project.run(value, arguments, request)
    if exits is None:
        return UNSURE, "unknown", ()
    verdict = as_login(refusing(of_exits(served(exits)), request), request)
    validated, steps = validation(request)
    other = BEHIND["dispatch"] if request.dispatched else behind(exits)
    if other is not None and verdict.answer != "yes":
        return replace(other, evidence=verdict.evidence), "unknown", ()
    if verdict.answer == "no" and request.unknown and _delegates(exits, request):
        return Verdict("unknown", f"`{request.unknown[-1]}` is not here"), "unknown", ()
    return verdict, validated, steps


def _params() -> Value:
    return Data("params", frozenset({"params"}), "params")


def _delegates(exits: list[Exit], request: Request) -> bool:
    """Whether what comes back is what a function from outside made of the request."""
    return any(isinstance(one.shown, Data) and one.shown.name in request.unknown for one in exits)


def _library(value: Value) -> Verdict | None:
    """A handler that a package brings."""
    if isinstance(value, Choice):
        found = [_library(one.value) for one in value.options]
        return found[0] if found and all(found) else None
    login = login_library(value)
    if login:
        return Verdict("no", f"login endpoints of {login}")
    if isinstance(value, External):
        return UNSURE
    if isinstance(value, Answer) and value.kind in BEHIND:
        return BEHIND[value.kind]
    if isinstance(value, Method) or value == Data():
        return UNSURE
    return None
