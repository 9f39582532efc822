"""The `rewrites()` of a Next.js app: further addresses at which its routes answer."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from blueprint_ls.codebase.typescript.tree import Function, Literal, Property
from blueprint_ls.codebase.typescript.visit import inside
from blueprint_ls.judge.endpoints.behavior.context import Request
from blueprint_ls.judge.endpoints.behavior.values import (
    Closure,
    Items,
    Known,
    Record,
    Value,
    options,
)
from blueprint_ls.judge.endpoints.project import Project
from blueprint_ls.judge.endpoints.routes import join

_CONFIGS = ("next.config.js", "next.config.mjs", "next.config.ts", "next.config.cjs")
_PARAMETER = re.compile(r":(\w+)(\([^)]*\))?([*+?])?")


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One rewrite, in the notation of path-to-regexp."""

    source: str
    destination: str

    def alias(self, route: str) -> str | None:
        """The address that is rewritten to a route; None where it is not."""
        found = _expression(self.destination).fullmatch(route)
        if found is None:
            return None
        given = found.groupdict()
        address = _PARAMETER.sub(lambda one: given.get(one[1]) or f":{one[1]}", self.source)
        return join(address.replace("\\", ""))


def aliases(project: Project, root: str, route: str) -> list[str]:
    """The further addresses of a route of an app."""
    if ("rewrites", root) not in project.kept:
        project.kept["rewrites", root] = list(_rewrites(project, root))
    found = (one.alias(route) for one in project.kept["rewrites", root])
    return [one for one in dict.fromkeys(found) if one not in (None, route)]


def base_path(project: Project, root: str) -> str:
    """The `basePath` of a Next.js app."""
    for _, node in _properties(project, root, "basePath"):
        if isinstance(node.value, Literal):
            return str(node.value.value or "")
    return ""


def _properties(project: Project, root: str, key: str) -> Iterator[tuple[str, Property]]:
    for name in _CONFIGS:
        path = posixpath.join(root, name)
        module = project.program.files.module(path) if path in project.repository.files else None
        for statement in module.body if module else ():
            for node in inside(statement):
                if isinstance(node, Property) and node.key == key:
                    yield path, node


def _rewrites(project: Project, root: str) -> Iterator[Rewrite]:
    for path, node in _properties(project, root, "rewrites"):
        if isinstance(node.value, Function):
            function = Closure(path, node.value, project.walk.module(path))
            for one in project.run(function, [], Request()) or ():
                yield from _listed(one.value)


def _listed(value: Value) -> Iterator[Rewrite]:
    for option in options(value):
        one = option.value
        if isinstance(one, Items):
            for item in one.items:
                yield from _listed(item)
        elif isinstance(one, Record) and "source" in one.entries:
            source, destination = one.entries["source"], one.entries.get("destination")
            if isinstance(source, Known) and isinstance(destination, Known) and str(destination.value).startswith("/"):
                yield Rewrite(str(source.value), str(destination.value).partition("?")[0])
        elif isinstance(one, Record):
            for entry in one.entries.values():
                yield from _listed(entry)


def _expression(destination: str) -> re.Pattern[str]:
    """A destination as an expression with a group for each parameter."""
    out, at = "", 0
    for one in _PARAMETER.finditer(destination):
        out += re.escape(destination[at : one.start()])
        out += f"(?P<{one[1]}>.*)" if one[3] in ("*", "+") else f"(?P<{one[1]}>[^/]+)"
        at = one.end()
    return re.compile(out + re.escape(destination[at:]))
