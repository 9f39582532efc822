"""The middleware of a Next.js app: which routes its matcher covers, and what it does with them."""

from __future__ import annotations

import posixpath
from dataclasses import replace

from blueprint_ls.judge.endpoints import chain, middleware
from blueprint_ls.judge.endpoints.behavior.checks import Gate
from blueprint_ls.judge.endpoints.behavior.context import Request
from blueprint_ls.judge.endpoints.behavior.proof import Check, Strength
from blueprint_ls.judge.endpoints.behavior.state import Exit
from blueprint_ls.judge.endpoints.behavior.values import (
    Answer,
    Data,
    External,
    Items,
    Known,
    Record,
    Value,
    options,
)
from blueprint_ls.judge.endpoints.project import Project
from blueprint_ls.judge.endpoints.routes import matcher, sample
from blueprint_ls.judge.endpoints.verdict import NO, Verdict, of_exits, refusing, served

_NAMES = ("middleware.ts", "middleware.js", "proxy.ts", "proxy.js", "middleware.tsx")


def verdict(project: Project, folder: str, route: str, method: str | None) -> Verdict:
    """What the middleware of an app does for a route."""
    path = _file(project, folder)
    if path is None or not _covers(project, path, sample(route)):
        return NO
    request = Request(sample(route), method)
    function = _function(project, path)
    exits = project.run(function, [Data("request"), Data("context")], request)
    if not exits:
        return NO
    going_on = [one for one in served(exits) if _goes_on(one.value)]
    found = refusing(of_exits(going_on, "middleware"), request) if going_on else NO
    if found.answer == "no" or _goes_round(going_on):
        return NO
    place = middleware.function_of(function) or (path, 0, 0)
    return replace(found, evidence=chain.laid(place, "middleware", "of the app", found))


def _goes_round(going_on: list[Exit]) -> bool:
    """Whether a request may take a way without the check that others meet, by the host or the query it chooses."""
    return any(one.check for one in going_on) and any(one.check is None and one.partly is None for one in going_on)


def _file(project: Project, folder: str) -> str | None:
    for name in _NAMES:
        path = posixpath.join(folder.strip("/"), name)
        if path in project.repository.files:
            return path
    return None


def _function(project: Project, path: str) -> Value:
    for name in ("default", "middleware", "proxy"):
        value = project.walk.exported(path, name)
        if isinstance(value, External) and value.package == "next-auth/middleware":
            return Gate(Check(Strength.IDENTITY, value.package, path, 0, 0))
        if value != Data():
            return value
    return Data()


def _covers(project: Project, path: str, route: str) -> bool:
    config = project.walk.exported(path, "config")
    found = config.entries.get("matcher") if isinstance(config, Record) else None
    if found is None:
        return True
    patterns = found.items if isinstance(found, Items) else [found]
    return any(_matches(pattern, route) for pattern in patterns)


def _matches(pattern: Value, route: str) -> bool:
    if isinstance(pattern, Record):
        pattern = pattern.entries.get("source", Data())
    if not isinstance(pattern, Known) or not isinstance(pattern.value, str):
        return True
    expression = matcher(pattern.value)
    return expression is None or expression.match(route) is not None


def _goes_on(value: Value) -> bool:
    """Whether the request reaches the route, as far as the value says: everything but an answer of its own."""
    return all(not isinstance(one.value, Answer) or one.value.kind in ("next", "rewrite") for one in options(value))
