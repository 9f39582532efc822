"""What the analysis saw of a repository, as plain data: the JSON of `blueprint inventory`.

{"version": 1, "tenancy": …, "models": […], "accesses": […], "endpoints": […], "jobs": […], "variables": […],
 "dependencies": […], "not_analysed": […]}
Paths are relative to the workspace; lines and columns count from 1, columns in characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from blueprint_ls.codebase import variables
from blueprint_ls.codebase.jobs import jobs
from blueprint_ls.codebase.ownership import GLOBAL
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.places import Json, Places
from blueprint_ls.judge.code.rows import access_row, endpoint_row, model_row, tenancy_row
from blueprint_ls.judge.endpoints.endpoint import Endpoint
from blueprint_ls.judge.endpoints.find import endpoints
from blueprint_ls.judge.endpoints.stated import settings_of

VERSION = 1
UNREAD = {
    "hono": "Hono",
    "@trpc/server": "tRPC",
    "koa": "Koa",
    "@hapi/hapi": "hapi",
    "@remix-run/node": "Remix",
    "@react-router/node": "React Router",
    "elysia": "Elysia",
    "@connectrpc/connect": "Connect",
    "graphql": "GraphQL",
}
"""Packages whose routes are not read, with the names that people know them by."""
Told = Callable[[str], None]


def inventory(cases: Sequence[CodeCase], told: Told = lambda step: None) -> Json:
    """What was seen, of the parts of one workspace that several blueprints govern."""
    taker = _Taker(cases, Places(cases[0].repository))
    parts: dict[str, Callable[[], Iterable[Json]]] = {
        "models": taker.models,
        "accesses": taker.accesses,
        "endpoints": taker.endpoints,
        "jobs": taker.jobs,
        "variables": taker.variables,
        "dependencies": taker.dependencies,
        "not_analysed": taker.not_analysed,
    }
    found: Json = {"version": VERSION, "tenancy": []}
    for name, part in parts.items():
        told(name.replace("_", " "))
        found[name] = list(part())
    found["tenancy"] = [tenancy_row(case, taker.places) for case in cases]
    return found


@dataclass(frozen=True, slots=True)
class _Taker:
    """One inventory."""

    cases: Sequence[CodeCase]
    places: Places

    @property
    def first(self) -> CodeCase:
        """Any of the cases: what does not depend on a blueprint is the same in all."""
        return self.cases[0]

    def models(self) -> Iterator[Json]:
        """Each model once, by the blueprint that governs its file."""
        for entity in self.first.models:
            case = self._case(entity.path)
            owner = case.owners.ownership.get(entity.id, GLOBAL) if case.owners else None
            yield model_row(entity, owner, self.places)

    def _case(self, path: str) -> CodeCase:
        return next((case for case in self.cases if case.governs(path)), self.first)

    def accesses(self) -> Iterator[Json]:
        """Every data access, in the order of files and places."""
        found = [(access, case) for case in self.cases for access in case.accesses]
        for access, case in sorted(found, key=lambda one: (one[0].path, one[0].start, one[0].model, one[0].operation)):
            yield access_row(access, case, self.places)

    def endpoints(self) -> Iterator[Json]:
        """Every endpoint, judged by the blueprint that governs its file."""
        found = [one for case in self.cases for one in endpoints_of(case) if case.governs(one.path)]
        for endpoint in sorted(found, key=lambda one: (one.path, one.start, one.route, one.method)):
            yield endpoint_row(endpoint, self.places)

    def jobs(self) -> Iterator[Json]:
        """Queues, workers, tasks and schedules."""
        for job in jobs(self.first.repository, self.first.program, self._scripts()):
            more = {"kind": job.kind, "system": job.system, "name": job.name or None, "schedule": job.schedule or None}
            yield self.places.at(job.path, job.start) | more

    def variables(self) -> Iterator[Json]:
        """Each variable that code reads or a file sets, in the order of names."""
        used: dict[str, list[Json]] = {}
        for use in variables.uses(self.first.repository, self.first.program, self._scripts()):
            used.setdefault(use.name, []).append(self.places.at(use.path, use.start))
        declared: dict[str, list[Json]] = {}
        for one in variables.declared(self.first.repository):
            said = {"path": one.path, "line": one.line, "example": one.example}
            declared.setdefault(one.name, []).append(said)
        for name in sorted({*used, *declared}):
            yield {"name": name, "uses": used.get(name, []), "declared": declared.get(name, [])}

    def dependencies(self) -> Iterator[Json]:
        """Each package that a manifest asks for, and the options of decisions that it shows."""
        shown = options_by_package(self.first)
        repository = self.first.repository
        for path in repository.of_kind("package"):
            facts = repository.facts(path)
            known: Any = facts.data.get("dependencies", {}) if facts else {}
            for name, said in sorted(known.items()):
                place = {"path": path, "line": self.places.line(path, said["start"])}
                more = {"range": said["range"], "kind": said["kind"], "shows": shown.get(name, [])}
                yield {"name": name, **place, **more}

    def not_analysed(self) -> Iterator[Json]:
        """What was not looked at, or only in part, and why."""
        said = [*self.first.repository.not_analysed]
        for case in self.cases:
            unseen = case.survey.unseen if case.survey else []
            said += [(f"{path}:{self.places.line(path, at)}", why) for path, at, why in unseen]
        for path, reason in sorted(dict.fromkeys(said)):
            yield {"path": path, "reason": reason}
        for name, where in unread_routes(self.first.repository, self.places):
            yield {"path": where, "reason": f"the endpoints of {name} are not read"}
        for one in variables.computed(self.first.repository, self._scripts()):
            place = self.places.at(one.path, one.start)
            reason = "an environment variable whose name is known only when the code runs"
            yield {"path": f"{place['path']}:{place['line']}", "reason": reason}

    def _scripts(self) -> list[str]:
        """The files that are worth a parse and that somebody runs in production."""
        return [path for path in self.first.repository.selected if any(case.governs(path) for case in self.cases)]


def endpoints_of(case: CodeCase) -> list[Endpoint]:
    """The endpoints of a repository, in the light of what the blueprint lists as public."""
    settings = settings_of(case.blueprint.blueprint) if case.blueprint else None
    return endpoints(case.repository, case.program, settings)


def unread_routes(repository: Repository, places: Places) -> Iterator[tuple[str, str]]:
    """What answers requests and is not looked into, each with the manifest that asks for it."""
    for path in repository.of_kind("package"):
        facts = repository.facts(path)
        known: Any = facts.data.get("dependencies", {}) if facts else {}
        for package, name in UNREAD.items():
            if package in known and known[package]["kind"] == "prod":
                yield name, f"{path}:{places.line(path, known[package]['start'])}"


def options_by_package(case: CodeCase) -> dict[str, list[str]]:
    """The options that each package shows in a manifest: `orm.prisma` for `@prisma/client`."""
    found: dict[str, list[str]] = {}
    for decision in case.knowledge.vocabulary.decisions.values():
        for option in decision.options.values():
            for package in option.packages:
                found.setdefault(package, []).append(f"{decision.name}.{option.name}")
    return found
