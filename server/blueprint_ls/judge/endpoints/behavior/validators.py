"""Libraries that hold input against a schema before a handler runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from blueprint_ls.judge.endpoints.behavior.checks import Checking
from blueprint_ls.judge.endpoints.behavior.context import Place
from blueprint_ls.judge.endpoints.behavior.proof import NOTHING, Fact, Truth
from blueprint_ls.judge.endpoints.behavior.values import (
    UNKNOWN,
    Data,
    External,
    Known,
    Next,
    Record,
    Special,
    Test,
    Value,
)

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk

CHAINS = "express-validator"
"""The package whose chains only note what is wrong: somebody has to ask for the result."""
_MIDDLEWARE = re.compile(
    r"^(celebrate|express-(joi-)?validat(ion|or-express)|express-joi-validation|zod-express\w*|zod-express-middleware|"
    r"express-zod[\w-]*|express-json-validator-middleware|@\w+/zod-express[\w-]*)$"
)
_DESCRIBED = re.compile(r"openapi-validat\w+|express-openapi-validate|swagger-express-validator")
_PARTS = {"body": "body", "query": "query", "querystring": "query"}
_CHECKED = {"body": {"body"}, "query": {"query"}, "check": {"body", "query"}, "checkSchema": {"body", "query"}}


class Validating(Checking):
    """A middleware that refuses input which does not fit."""

    what = "a schema"

    def __init__(self, parts: set[str], place: Place) -> None:
        self.parts = parts
        self.place = place

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """The parts are checked from here on."""
        for part in self.parts:
            walk.request.parsed.setdefault(part, self.place)
        for argument in arguments:
            if isinstance(argument, Next):
                walk.let_pass()
        return UNKNOWN


class Result(Special):
    """`validationResult(request)`: what the chains before found wrong."""

    def __init__(self, parts: frozenset[str]) -> None:
        self.parts = parts

    def call(self, walk: Walk, name: str, arguments: list[Value], node: Any) -> Value:
        """`isEmpty()` is a test; whoever goes on where it is false uses what was not checked."""
        return Test(Truth(None, NOTHING, Fact(failed=self.parts))) if name == "isEmpty" else UNKNOWN


def middleware(walk: Walk, function: External, name: str, arguments: list[Value], node: Any) -> Value | None:
    """A call that makes a validating middleware; None for any other."""
    place = (walk.frame.path, node.start, node.end)
    first = arguments[0] if arguments else UNKNOWN
    if _DESCRIBED.search(function.package) and name in ("middleware", "validate", "OpenApiValidator"):
        off = isinstance(first, Record) and first.entries.get("validateRequests") == Known(False)
        return Validating(set() if off else {"body", "query"}, place)
    if not _MIDDLEWARE.match(function.package):
        return None
    named = {part for part in ("body", "query") if part in name.lower()}
    if named:
        return Validating(named, place)
    keys = first.entries if isinstance(first, Record) else {}
    return Validating({_PARTS[key.lower()] for key in keys if key.lower() in _PARTS}, place)


def chained(value: Value) -> set[str]:
    """The parts of the input that a chain of express-validator looks at."""
    if isinstance(value, External) and value.package == CHAINS and value.names:
        return _CHECKED.get(value.names[0], set())
    return set()


def chain(walk: Walk, function: External, name: str, arguments: list[Value], node: Any) -> Value | None:
    """`validationResult(request)`, and `chain.run(request)`."""
    if function.package != CHAINS:
        return None
    if name == "run" and any(isinstance(one, Data) for one in arguments):
        walk.request.chained |= chained(function)
        return UNKNOWN
    if name != "validationResult":
        return None
    walk.request.asked.add("chained")
    for part in walk.request.chained:
        walk.request.parsed.setdefault(part, (walk.frame.path, node.start, node.end))
    return Result(frozenset(walk.request.chained))
