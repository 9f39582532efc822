"""The API section as the routes show it: every endpoint, what it asks for, how it fails, and what is open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from blueprint_ls.generate.observed.contexts import Contexts
from blueprint_ls.generate.observed.deeds import deed_of, handler_says
from blueprint_ls.generate.observed.parts import Part, Row, listed, quoted, words
from blueprint_ls.generate.observed.view import View
from blueprint_ls.judge.endpoints.endpoint import Endpoint
from blueprint_ls.judge.endpoints.routes import template

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_PERMISSION = re.compile(r"[\"'`]([a-z][\w-]*(?:[:.][\w-]+)+)[\"'`]")
_ASKS = re.compile(r"\b(\w*[pP]ermissions?\w*|\w*[sS]copes?|can|authorize)[\"']?\s*[:(=]\s*\[?[^\])}\n]*")
_ANYTHING = re.compile(r"\*\w*\)?$")
_OPEN_BY_NATURE = [
    (re.compile(r"/(health|healthz|livez?|liveness|ready|readyz|readiness|ping|status|version)$"), "nothing"),
    (
        re.compile(r"/(login|log-in|signin|sign-in|signup|sign-up|register|token|refresh|forgot\S*|reset\S*)$"),
        "credentials",
    ),
]


@dataclass(frozen=True, slots=True)
class Failure:
    """A way in which endpoints fail."""

    name: str
    code: str
    status: int
    message: str
    shapes: re.Pattern[str]
    """What code that fails so looks like."""


def _failure(name: str, status: int, message: str, *others: str) -> Failure:
    """A failure that code shows by its status, by the name of an error, or by a code such as `NOT_FOUND`."""
    code = "_".join(words(name)).upper()
    codes = "|".join((code, code.lower(), *others))
    shape = (
        rf"status(?:Code)?\s*[:(]\s*{status}\b|\bcode\({status}\)|sendStatus\({status}\)"
        rf"|\b\w*{name}(Exception|Error)?\b|[\"'`]({codes})[\"'`]"
    )
    return Failure(name, code, status, message, re.compile(shape))


FAILURES = (
    _failure("BadRequest", 400, "The request cannot be understood"),
    _failure("Unauthorized", 401, "Sign in first"),
    _failure("Forbidden", 403, "You may not do this"),
    _failure("NotFound", 404, "It does not exist, or you may not see it"),
    _failure("Conflict", 409, "It is there already, or has changed"),
    _failure("ValidationFailed", 422, "A field does not have the form it needs", "unprocessable_entity"),
    _failure("TooManyRequests", 429, "Too many requests: wait a moment", "rate_limit_exceeded"),
)


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint as the blueprint declares it."""

    endpoint: Endpoint
    label: str
    errors: tuple[str, ...]
    permissions: tuple[str, ...]


class Api:
    """The endpoints of one repository."""

    def __init__(self, view: View, contexts: Contexts) -> None:
        self.view = view
        self.contexts = contexts

    @cached_property
    def base(self) -> str:
        """What all routes begin with: `/api/v1`; empty where they have nothing in common."""
        found = [template(one.route).split("/")[1:-1] for one in self._served]
        common: list[str] = []
        for parts in zip(*found, strict=False):
            if len(set(parts)) > 1 or "{" in parts[0] or len(common) == 2:
                break
            common.append(parts[0])
        return "/" + "/".join(common) if common and len(found) > 1 else ""

    @cached_property
    def _served(self) -> list[Endpoint]:
        """All but what takes every path, here or beneath a folder: that hands on to somebody else."""
        methods = (*_METHODS, "ALL")
        return [one for one in self.view.endpoints if one.method in methods and not _ANYTHING.search(one.route)]

    @cached_property
    def routes(self) -> list[Route]:
        """Every endpoint once, those of one module together."""
        found: dict[str, Route] = {}
        for one in self._served:
            method = "POST" if one.method == "ALL" else one.method
            label = f"{method} {template(one.route).removeprefix(self.base) or '/'}"
            if label not in found:
                found[label] = Route(one, label, tuple(self._errors(one)), tuple(self._permissions(one)))
        order = {context.name: at for at, context in enumerate(self.contexts)}
        return sorted(
            found.values(),
            key=lambda route: (order.get(self.module(route), -1), route.label.split()[1], _rank(route.label)),
        )

    def module(self, route: Route) -> str:
        """The module that answers."""
        return self.contexts.home(route.endpoint.path).name

    @cached_property
    def permissions(self) -> dict[str, list[str]]:
        """Every permission that some endpoint asks for, with the places."""
        found: dict[str, list[str]] = {}
        for route in self.routes:
            for permission in route.permissions:
                found.setdefault(spelled(permission), []).append(self._where(route.endpoint))
        return dict(sorted(found.items()))

    @cached_property
    def errors(self) -> list[tuple[Failure, list[str]]]:
        """Every failure that some endpoint shows, with the places."""
        used = {name for route in self.routes for name in route.errors}
        return [
            (failure, [self._where(route.endpoint) for route in self.routes if failure.name in route.errors])
            for failure in FAILURES
            if failure.name in used
        ]

    def parts(self, decisions: list[Part]) -> Iterator[Part]:
        """The parts of the section, in order."""
        yield from decisions
        if self.base:
            pattern = quoted(f"{self.base}/{{resource}}/{{id}}/{{sub-resource}}")
            yield Part("url", [("base", quoted(self.base)), ("pattern", pattern)], notes=["All routes begin so"])
        for route in self.routes:
            yield from self._public(route)
        for route in self.routes:
            yield self._endpoint(route)

    # ------------------------------------------------------------------------------------------------- one endpoint

    def _endpoint(self, route: Route) -> Part:
        one, deed = route.endpoint, deed_of(route.label)
        rows: list[Row] = [
            ("summary", quoted(handler_says(self.view.text(one.path), one) or deed.summary)),
            ("module", f"module.{self.module(route)}"),
            ("operation", deed.operation),
        ]
        rows += [("permission", quoted(spelled(route.permissions[0])))] if route.permissions else []
        rows.append(("errors", listed(f"error.{name}" for name in route.errors)))
        notes = [f"Authenticated: {_said(one)}"]
        if [spelled(one) for one in route.permissions[:1]] != list(route.permissions):
            notes.append(f"The code asks for {', '.join(f'`{one}`' for one in route.permissions)}")
        return Part(f"endpoint {quoted(route.label)}", rows, evidence=[self._where(one)], notes=notes)

    def _where(self, one: Endpoint) -> str:
        return self.view.where(one.path, one.start)

    def _public(self, route: Route) -> Iterator[Part]:
        """Open by its nature, by its own mark, or by a signature; what is open for no reason is left to the check."""
        one, path = route.endpoint, route.label.split()[1]
        if one.authenticated == "yes":
            return
        nature = next((by for shape, by in _OPEN_BY_NATURE if shape.search(path)), None)
        if one.by.startswith("signature"):
            nature, because = "signature", f"The message must be signed: {one.by.partition(': ')[2]}"
        elif re.search(r"public|anonymous|skip", one.by, re.IGNORECASE):
            nature, because = "nothing", f"The code marks it so: {one.by}"
        elif one.authenticated == "no" and nature:
            because = "People have no session yet" if nature == "credentials" else "Asked by machines that watch it"
        else:
            return
        rows: list[Row] = [("because", quoted(because)), ("verified_by", nature), ("assumed", "true")]
        yield Part(f"public {quoted(route.label)}", rows, evidence=[self._where(one)])

    def _errors(self, one: Endpoint) -> Iterator[str]:
        text = _region(self.view, one)
        for failure in FAILURES:
            known = failure.name == "Unauthorized" and one.authenticated == "yes"
            known |= failure.name == "ValidationFailed" and one.validated == "yes"
            if known or failure.shapes.search(text):
                yield failure.name

    def _permissions(self, one: Endpoint) -> Iterator[str]:
        """What the code around the handler asks of the caller, where it is written as `deals:write`."""
        found: dict[str, None] = {}
        for asked in _ASKS.finditer(_region(self.view, one)):
            found.update(dict.fromkeys(_PERMISSION.findall(asked[0])))
        yield from found


def spelled(permission: str) -> str:
    """A permission as the language writes it: `deals:write` for `deals.write`."""
    return permission.replace(".", ":")


def _region(view: View, one: Endpoint) -> str:
    """The text of an endpoint: its registration or decorator, and its handler where that stands beside it."""
    data = view.repository.text(one.path)
    end = one.end
    if one.handler and one.handler[0] == one.path:
        end = max(end, one.handler[2])
    elif one.framework == "next":
        end = _exported(data, one.start)
    return data[one.start : end].decode("utf-8", "replace")


def _exported(data: bytes, start: int) -> int:
    """Where the next export of a file begins."""
    found = data.find(b"\nexport ", start)
    return len(data) if found < 0 else found


def _said(one: Endpoint) -> str:
    return one.authenticated if one.by in ("", one.authenticated) else f"{one.authenticated}, {one.by}"


def _rank(label: str) -> int:
    return _METHODS.index(label.split()[0])
