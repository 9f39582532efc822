"""Folders whose inner folders or files divide the work among themselves: where modules may be found."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from blueprint_ls.generate.observed.parts import name_of, singular, words

_NAMED = {"modules": 1.8, "features": 1.8, "domains": 1.8, "contexts": 1.8, "bounded-contexts": 1.8, "plugins": 1.3}
"""Folders that people name so because they hold modules, and how much more they count."""
# fmt: off
_DRAWERS = frozenset({
    "asset", "page", "query", "action", "script", "job", "task", "worker", "client", "store", "state", "provider",
    "subscriber", "function", "resource", "view", "template", "layout", "command", "connector", "process", "strategy",
    "event", "tool", "feature",
})
"""Folders that hold files of one kind, unless the product itself deals in these things: then a model is named so."""
_GENERIC = frozenset({
    "util", "helper", "common", "shared", "lib", "type", "constant", "component", "hook", "middleware", "config",
    "dto", "entity", "model", "migration", "controller", "service", "repository", "db", "database", "core", "src",
    "app", "server", "api", "test", "mock", "public", "style", "route", "router", "handler",
    "schema", "index", "main", "internal", "trpc", "v1", "v2", "v3", "ee", "web", "backend", "frontend", "node",
    "package", "module", "error", "interface", "logger", "mutation", "loader",
    "admin", "decorator", "guard", "pipe", "filter", "interceptor", "i18n", "locale", "ui",
    "cron", "prisma", "drizzle", "typeorm", "mongo", "redi", "sdk", "cli", "base", "data",
    "context", "seed", "seeder", "generated", "exception",
    "root", "misc", "other", "new", "old", "procedure",
    "graphql", "resolver", "integration-test", "global", "rest", "http", "public-api", "private",
    "server-only", "universal", "listener", "internal-api",
})
_DEEDS = frozenset({
    "add", "apply", "cancel", "change", "check", "complete", "create", "current", "delete", "edit", "enqueue", "fail",
    "fetch", "finalize", "find", "get", "handle", "initialize", "list", "load", "mark", "new", "perform", "process",
    "reject", "remove", "replay", "reset", "resolve", "resume", "retry", "run", "save", "schedule", "send", "set",
    "start", "stop", "submit", "sync", "timeout", "trigger", "update", "upsert", "validate", "verify",
})
"""Words before the noun in the names of files that do one thing."""
_ROLES = frozenset({"controller", "handler", "repo", "repository", "resolver", "router", "service"})
"""Words behind the noun that tell a file's layer: `DealRepository` and `DealService` are of one module."""
_LAYERS = frozenset({
    "controllers", "routes", "routers", "handlers", "services", "repositories", "models", "entities", "api",
    "resolvers", "procedures", "usecases", "use-cases", "queries", "actions", "routes-v1", "schema", "schemas",
    "modules", "jobs", "workers", "server-only",
})
# fmt: on
_SUFFIX = re.compile(
    r"[.-](controller|service|repository|repo|router|routes?|handlers?|model|entity|schema|dto|module|resolver|server"
    r"|processor|worker|job|usecase|use-case|queries|actions?)$"
)


@dataclass(slots=True)
class Container:
    """One candidate: its children by the module's name, each with its places."""

    children: dict[str, dict[str, float]] = field(default_factory=dict)
    boost: float = 1.0

    @property
    def covered(self) -> float:
        """The evidence in it."""
        return sum(sum(places.values()) for places in self.children.values())

    @property
    def score(self) -> float:
        """More evidence, divided more evenly among more children."""
        covered = self.covered
        if covered == 0 or len(self.children) < 2:
            return 0.0
        spread = 1 - sum((sum(places.values()) / covered) ** 2 for places in self.children.values())
        return covered * spread * self.boost * (1.0 if len(self.children) > 2 else 0.5)


def containers(weights: dict[str, float], models: Set[str]) -> dict[str, Container]:
    """Every folder with what stands beneath it, by child; `models` are the names of models, in the singular."""
    found: dict[str, Container] = {}
    for path, weight in weights.items():
        for folder, child, place in _ways(path):
            name = _module_name(child, models)
            if name is None:
                continue
            container = found.setdefault(folder, Container(boost=_NAMED.get(posixpath.basename(folder), 1.0)))
            places = container.children.setdefault(name, {})
            places[place] = places.get(place, 0) + weight
    return found


def _ways(path: str) -> Iterator[tuple[str, str, str]]:
    """Each folder above a file, its child on the way to the file, and the child's place."""
    parts = path.split("/")
    for at in range(1, len(parts) - 1):
        if parts[at].startswith(("(", "[", "_", "$")):
            continue
        folder = "/".join(part for part in parts[:at] if not part.startswith("("))
        yield folder, parts[at], "/".join(parts[: at + 1])
    if len(parts) > 1 and parts[-2] in _LAYERS:
        yield "/".join(parts[:-1]), _subject(posixpath.basename(stem_of(path))), stem_of(path)


def _subject(stem: str) -> str:
    """What a file deals with: `deals` of the route `api.v1.deals.$id.close`, `Deal` of the deed `changeCurrentDeal`."""
    segments = [one for one in stem.split(".") if one and not one.startswith(("_", "$", "[", "("))]
    named = [one for one in segments if singular(one.lower()) not in _GENERIC]
    said = words(named[0]) if named else words(stem)
    while len(said) > 1 and said[0] in _DEEDS:
        said = said[1:]
    while len(said) > 1 and said[-1] in _ROLES:
        said = said[:-1]
    return "-".join(said)


def stem_of(path: str) -> str:
    """A file without its suffixes: `src/routes/deals` of `src/routes/deals.controller.ts`."""
    folder, _, name = path.rpartition("/")
    stem = name.split(".")[0] if name.count(".") < 2 else name.rpartition(".")[0]
    bare = _SUFFIX.sub("", stem)
    return f"{folder}/{bare}" if folder else bare


def _module_name(child: str, models: Set[str]) -> str | None:
    """The module that a folder's name stands for; None for layers, and for drawers that no model is named like."""
    name = name_of(child)
    bare = {child.lower(), singular(child.lower()), singular(name)}
    if child.startswith(".") or bare & _GENERIC or (bare & _DRAWERS and not bare & models):
        return None
    return name
