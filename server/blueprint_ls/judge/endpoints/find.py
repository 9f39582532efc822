"""All endpoints of a repository."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.judge.endpoints import express, fastify, nest
from blueprint_ls.judge.endpoints import next as next_
from blueprint_ls.judge.endpoints.endpoint import Endpoint, Settings
from blueprint_ls.judge.endpoints.project import Project
from blueprint_ls.judge.endpoints.routes import covers, takes_all
from blueprint_ls.judge.endpoints.verdict import REFUSALS
from blueprint_ls.judge.flow.depth import deep

_FINDERS = (fastify.find, express.find, nest.find, next_.find)
"""Those that execute files come first: a file is executed before anyone reads its values."""


def endpoints(repository: Repository, program: Program, settings: Settings | None = None) -> list[Endpoint]:
    """Every route of NestJS, Fastify, Express and Next.js, in the order of files and places."""
    settings = settings or Settings()
    with deep():
        return settled(list(stream(repository, program, settings)), settings)


def stream(repository: Repository, program: Program, settings: Settings) -> Iterator[Endpoint]:
    """The same one after the other, as they are found, to be `settled`; who takes them goes `deep`."""
    project = Project(repository, program, settings)
    for finder in _FINDERS:
        yield from finder(project)


def of_file(repository: Repository, program: Program, settings: Settings, path: str) -> list[Endpoint] | None:
    """The endpoints of one file, where a file tells them by itself; None where only the whole program does."""
    if not next_.is_route(path):
        return None
    with deep():
        return settled(list(next_.find_in(Project(repository, program, settings), path)), settings)


def settled(found: Iterable[Endpoint], settings: Settings) -> list[Endpoint]:
    """Each endpoint once, in the order of files and places, and whether the blueprint lists it as public."""
    answering = [one for one in found if not (one.by == REFUSALS and takes_all(one.route))]  # "no such route"
    kept = {(one.path, one.start, one.method, one.route, one.authenticated): one for one in reversed(answering)}
    listed = [replace(one, public=_is_public(one, settings)) for one in kept.values()]
    return sorted(listed, key=lambda one: (one.path, one.start, one.method, one.route))


def _is_public(one: Endpoint, settings: Settings) -> bool:
    return any(covers(pattern, one.method, one.route) for pattern in settings.public)
