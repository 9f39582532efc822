"""Functions before and behind a route of Express or Fastify: what each proves, and what the handler does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from blueprint_ls.judge.endpoints import chain
from blueprint_ls.judge.endpoints.behavior import validators
from blueprint_ls.judge.endpoints.behavior.checks import Checking, Unless
from blueprint_ls.judge.endpoints.behavior.context import Place, Request
from blueprint_ls.judge.endpoints.behavior.sessions import login_library
from blueprint_ls.judge.endpoints.behavior.state import Exit
from blueprint_ls.judge.endpoints.behavior.values import (
    Answer,
    Choice,
    Closure,
    Data,
    External,
    Items,
    Known,
    Method,
    Next,
    Special,
    Value,
    options,
)
from blueprint_ls.judge.endpoints.endpoint import Step
from blueprint_ls.judge.endpoints.project import Project
from blueprint_ls.judge.endpoints.verdict import (
    BEHIND,
    NO,
    RANK,
    SWITCHED,
    UNSURE,
    Verdict,
    as_login,
    behind,
    enforced,
    of_exits,
    opened,
    refusing,
    served,
    strongest,
    validation,
)

_OPEN = re.compile(r"bull-board|bull-arena|agendash|swagger-ui|serve-static|serve-index|sirv|redoc")
"""Packages whose middleware serves pages and files to anybody."""
ARGUMENTS: list[Value] = [Data("request"), Data("response"), Next()]


@dataclass(slots=True)
class Asked:
    """One route, as the functions around it are asked about it."""

    route: str
    method: str | None
    config: Value | None = None
    home: str | None = None
    schema: dict[str, Place] = field(default_factory=dict)
    """Parts of the input that are validated before the handler, and where that is said."""
    chained: set[str] = field(default_factory=set)
    """Parts that rules of express-validator looked at before."""


def name_of(value: Value) -> str:
    """What people call a function."""
    if isinstance(value, Closure):
        return value.function.name or value.name or "function"
    if isinstance(value, Unless):
        return name_of(value.inner)
    if isinstance(value, External):
        return next((one for one in reversed(value.names) if one not in ("()", "default", "*")), value.package)
    return value.name if isinstance(value, Method) else getattr(value, "what", "function")


@dataclass(frozen=True, slots=True)
class Level:
    """Where a middleware or a hook stands."""

    name: str
    place: Place | None = None
    is_hook: bool = False
    """A hook of Fastify: a reply ends the request there."""
    called: str = ""
    """What people call it, where its function does not say."""


def before(project: Project, value: Value, asked: Asked, level: Level) -> Verdict:
    """What one middleware or hook proves for a route."""
    if isinstance(value, Items):
        return strongest([before(project, one, asked, level) for one in value.items])
    asked.chained |= validators.chained(value)
    told = project.settings.guards.get(name_of(value))
    if told is not None:
        said = Verdict("yes" if told else "no", f"{name_of(value)} ({level.name}), as the blueprint says")
        return replace(said, evidence=chain.laid(level.place, name_of(value), level.name, said))
    key = None
    if isinstance(value, Closure):
        key = ("middleware", value.path, value.function.start, id(value.scope), level.is_hook)
    if key in project.kept:
        held, _, parsed = project.kept[key]
        asked.schema.update(parsed)
        return _named(held, value, level)
    hook = level.is_hook
    request = Request(asked.route, asked.method, config=asked.config, replies_end=hook, chained=asked.chained)
    found = refusing(_before(project, value, request, hook), request)
    doubted = request.doubts & {f"the {part} used where it does not fit" for part in ("body", "query")}
    parsed = {part: place for part, place in request.parsed.items() if part in ("body", "query") and not doubted}
    asked.schema.update(parsed)
    if key is not None and not request.asked:
        project.kept[key] = (found, value, parsed)  # the value is kept alive: its identity is part of the key
    return _named(found, value, level)


def _named(found: Verdict, value: Value, level: Level) -> Verdict:
    name = level.called or name_of(value)
    evidence = chain.laid(level.place or function_of(value), name, level.name, found)
    if found.answer == "no":
        return replace(NO, evidence=evidence)
    if found.answer == "unknown":
        return replace(found, evidence=evidence)
    by = found.by if name == "function" else f"{name}"
    return Verdict(found.answer, f"{by} ({level.name})", evidence, found.notes)


def _before(project: Project, value: Value, request: Request, fastify: bool) -> Verdict:
    if isinstance(value, Choice):
        return _of_choice(project, value, request, fastify)
    if not isinstance(value, Closure | Checking):
        return NO
    if isinstance(value, Closure) and len(value.function.parameters) > 3:
        return NO  # it handles errors
    exits, passes = project.outcome(value, ARGUMENTS, request)
    waits = isinstance(value, Checking) or len(value.function.parameters) > 2 or bool(passes)
    if fastify and not waits:
        passes = [one for one in opened(exits or []) if not _answers(one)]
        return enforced(passes) if passes or exits is not None else UNSURE
    return enforced(passes) if passes else NO


def _of_choice(project: Project, value: Choice, request: Request, fastify: bool) -> Verdict:
    """One of several middleware: the laxest decides, unless a setting of the deployment chooses."""
    found = [(_before(project, one.value, request, fastify), one.deploy) for one in value.options]
    firm = [verdict for verdict, deploy in found if not deploy]
    if firm:
        return min(firm, key=lambda one: RANK[one.answer])
    best = strongest([verdict for verdict, _ in found])
    return replace(best, notes=(*best.notes, SWITCHED)) if best.answer != "no" else best


def _answers(one: Exit) -> bool:
    return any(isinstance(inner.value, Answer) for inner in options(one.shown))


def is_static(value: Value) -> bool:
    """Whether a value is `express.static(folder)`."""
    return isinstance(value, External) and value.package == "express" and "static" in value.names


def goes_on(project: Project, value: Value, asked: Asked) -> bool:
    """Whether a function may let a request pass, so that it is no handler of its own."""
    if not isinstance(value, Closure):
        return True
    exits, passes = project.outcome(value, ARGUMENTS, Request(asked.route, asked.method))
    return bool(passes) or not exits or not served(exits) or not any(_answers(one) for one in exits)


def lets_pass(project: Project, value: Closure, asked: Asked) -> bool:
    """Whether a function calls `next` for a request."""
    return bool(project.outcome(value, ARGUMENTS, Request(asked.route, asked.method))[1])


def handler(project: Project, value: Value, asked: Asked) -> tuple[Verdict, str, tuple[Step, ...]]:
    """What the last function of a route does about callers and about input."""
    login = login_library(value)
    if login:
        return Verdict("no", f"login endpoints of {login}"), "unknown", ()
    if isinstance(value, Answer) or (isinstance(value, External) and not value.names):
        return _library(value), "unknown", ()
    if isinstance(value, External) and value.package == "cors":
        return Verdict("no", "answers for other origins"), "none_needed", ()
    home = asked.home or (value.path if isinstance(value, Closure) else None)
    request = Request(asked.route, asked.method, config=asked.config, home=home, chained=asked.chained)
    request.parsed.update(asked.schema)
    request.doubts |= {f"the whole {part}" for part in asked.schema}
    if isinstance(value, External) and (_OPEN.search(value.package) or is_static(value)):
        return Verdict("no", f"what {value.package} serves"), "none_needed", ()
    if not isinstance(value, Closure | Special | Choice):
        return UNSURE, "unknown", ()
    exits, passes = project.outcome(value, ARGUMENTS, request)
    if exits is None:
        return UNSURE, "unknown", ()
    verdict = as_login(refusing(of_exits([*served(exits), *passes]), request), request)
    validated, steps = validation(request)
    other = behind(exits)
    if other is not None and verdict.answer != "yes":
        return replace(other, evidence=verdict.evidence), "unknown", ()
    return verdict, validated, tuple(step for step in steps if step.path)


def _library(value: Value) -> Verdict:
    if isinstance(value, Answer) and value.kind in BEHIND:
        return BEHIND[value.kind]
    return UNSURE


def flat(values: Sequence[Value]) -> list[Value]:
    """Functions, lists of them opened."""
    found: list[Value] = []
    for value in values:
        found += flat(value.items) if isinstance(value, Items) else [value]
    return [one for one in found if not isinstance(one, Known)]


def function_of(value: Value) -> Place | None:
    """Where the function stands that a value is."""
    return (value.path, value.function.start, value.function.end) if isinstance(value, Closure) else None
