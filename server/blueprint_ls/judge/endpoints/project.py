"""What the finders of all frameworks share: the repository, the walk, and what settings say."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from blueprint_ls.codebase.facts import Capture
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.codebase.typescript.tree import Import
from blueprint_ls.judge.endpoints.behavior import calls
from blueprint_ls.judge.endpoints.behavior.context import Request
from blueprint_ls.judge.endpoints.behavior.state import Exit, Frame, State
from blueprint_ls.judge.endpoints.behavior.values import (
    Choice,
    Closure,
    Instance,
    Scope,
    Special,
    Value,
)
from blueprint_ls.judge.endpoints.behavior.walk import BUDGET, Walk
from blueprint_ls.judge.endpoints.endpoint import Settings

QUERIES = "endpoint-authentication/"
_SCRIPTS = ("typescript", "tsx", "javascript")
_LEFT_OUT = ("/__tests__/", "/node_modules/", ".test.", ".spec.", "/__mocks__/", ".e2e-")


class Project:
    """One repository as the finders see it."""

    def __init__(self, repository: Repository, program: Program, settings: Settings) -> None:
        self.repository = repository
        self.program = program
        self.settings = settings
        self.walk = Walk(program)
        self.kept: dict[Any, Any] = {}

    def scripts(self) -> Iterator[str]:
        """The scripts of the repository that are no tests."""
        for path, entry in self.repository.files.items():
            if entry.kind in _SCRIPTS and not any(part in f"/{path}" for part in _LEFT_OUT):
                yield path

    def captured(self, query: str, *anchors: bytes) -> Iterator[tuple[str, list[Capture]]]:
        """The files in which a query of the rule finds something, and what."""
        for path in self.scripts():
            if not self._holds(path, anchors):
                continue
            facts = self.repository.facts(path)
            found = (
                [one for one in facts.captures if one.query.partition("-types")[0] == QUERIES + query] if facts else []
            )
            if found:
                yield path, found

    def _holds(self, path: str, anchors: tuple[bytes, ...]) -> bool:
        try:
            text = self.repository.text(path)
        except OSError:
            return False
        return any(anchor in text for anchor in anchors)

    def mentions(self, path: str, package: str) -> bool:
        """Whether a file imports a package."""
        module = self.program.files.module(path)
        return any(
            isinstance(one, Import) and one.module.startswith(package) for one in (module.body if module else ())
        )

    def depends(self, path: str, package: str, config: str = "") -> bool:
        """Whether the package around a file depends on another, or holds a configuration file that begins so."""
        folder = posixpath.dirname(path)
        while True:
            known = self._folder(folder)
            if known is not None:
                return package in known[0] or bool(config and any(name.startswith(config) for name in known[1]))
            if not folder:
                return False
            folder = posixpath.dirname(folder)

    def _folder(self, folder: str) -> tuple[frozenset[str], list[str]] | None:
        key = ("folder", folder)
        if key not in self.kept:
            self.kept[key] = self._read_folder(folder)
        return self.kept[key]  # type: ignore[no-any-return]

    def _read_folder(self, folder: str) -> tuple[frozenset[str], list[str]] | None:
        manifest = posixpath.join(folder, "package.json")
        if manifest not in self.repository.files:
            return None
        facts = self.repository.facts(manifest)
        named = facts.data.get("dependencies") if facts else None
        configs = [
            path[len(folder) + bool(folder) :]
            for path in self.repository.files
            if path.startswith(folder) and posixpath.dirname(path) == folder
        ]
        return frozenset(named if isinstance(named, dict) else ()), configs

    def execute(self, path: str, again: bool = False) -> None:
        """Walk a file from top to bottom, as loading it does; once, unless it is to be done again."""
        if again:
            self.walk.modules.pop(path, None)
            self.walk.known.clear()
        elif ("executed", path) in self.kept:
            return
        self.kept["executed", path] = True
        module = self.program.files.module(path)
        if module is None:
            return
        walk = self.walk
        budget, walk.budget = walk.budget, BUDGET
        walk.within(walk.module(path), lambda: walk.execute(module.body))
        walk.budget = budget

    def run(self, value: Value, arguments: list[Value], request: Request) -> list[Exit] | None:
        """Walk a function for one request; None where there is no function to walk."""
        return self.outcome(value, arguments, request)[0]

    def outcome(self, value: Value, arguments: list[Value], request: Request) -> tuple[list[Exit] | None, list[Exit]]:
        """How a function ends for one request, and where it lets the request pass."""
        self.walk.ask(request)
        if isinstance(value, Closure):
            summary = calls.summarize(self.walk, value, arguments)
            return (list(summary.exits), list(summary.passes)) if summary else (None, [])
        if isinstance(value, Special | Choice | Instance):
            return self._called(value, arguments)
        return None, []

    def _called(self, value: Value, arguments: list[Value]) -> tuple[list[Exit] | None, list[Exit]]:
        frame = Frame(Scope(""))
        self.walk.frames, self.walk.states = [frame], [State()]
        given = calls.invoke(self.walk, value, arguments, None)
        state = self.walk.state
        self.walk.frames, self.walk.states = [], []
        return [Exit(given, state.check, state.absent, state.deploy, state.conditional)], frame.passes
