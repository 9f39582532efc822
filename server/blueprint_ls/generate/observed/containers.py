"""Folders whose inner folders or files divide the work among themselves: where modules may be found."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from blueprint_ls.generate.observed.parts import name_of, singular

_NAMED = {"modules": 1.8, "features": 1.8, "domains": 1.8, "contexts": 1.8, "bounded-contexts": 1.8, "plugins": 1.3}
"""Folders that people name so because they hold modules, and how much more they count."""
# fmt: off
_GENERIC = frozenset({
    "util", "helper", "common", "shared", "lib", "type", "constant", "component", "hook", "middleware", "config",
    "dto", "entity", "model", "migration", "controller", "service", "repository", "db", "database", "core", "src",
    "app", "server", "api", "test", "mock", "asset", "public", "style", "page", "route", "router", "handler",
    "schema", "index", "main", "internal", "trpc", "v1", "v2", "v3", "ee", "web", "backend", "frontend", "node",
    "package", "module", "feature", "error", "interface", "logger", "query", "mutation", "action", "loader",
    "admin", "decorator", "guard", "pipe", "filter", "interceptor", "script", "i18n", "locale", "ui", "job", "task",
    "worker", "cron", "client", "prisma", "drizzle", "typeorm", "mongo", "redi", "sdk", "cli", "base", "data",
    "store", "state", "context", "provider", "seed", "seeder", "generated", "subscriber", "exception", "function",
    "resource", "view", "template", "layout", "root", "misc", "other", "new", "old", "procedure", "command",
    "graphql", "resolver", "connector", "integration-test", "global", "rest", "http", "public-api", "private",
    "server-only", "universal", "process", "strategy", "event", "listener", "tool", "internal-api",
})
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


def containers(weights: dict[str, float]) -> dict[str, Container]:
    """Every folder with what stands beneath it, by child."""
    found: dict[str, Container] = {}
    for path, weight in weights.items():
        for folder, child, place in _ways(path):
            name = _module_name(child)
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
        yield "/".join(parts[:-1]), posixpath.basename(stem_of(path)), stem_of(path)


def stem_of(path: str) -> str:
    """A file without its suffixes: `src/routes/deals` of `src/routes/deals.controller.ts`."""
    folder, _, name = path.rpartition("/")
    stem = name.split(".")[0] if name.count(".") < 2 else name.rpartition(".")[0]
    bare = _SUFFIX.sub("", stem)
    return f"{folder}/{bare}" if folder else bare


def _module_name(child: str) -> str | None:
    """The module that a folder's name stands for; None for layers and drawers."""
    if child.startswith(".") or singular(child.lower()) in _GENERIC or child.lower() in _GENERIC:
        return None
    name = name_of(child)
    return None if singular(name) in _GENERIC else name
