"""All that is known of one workspace's code while people edit it: step by step, the open files first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from blueprint_ls.codebase.cache import Cache
from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.codebase.models.join import join
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.editor.analysis.look import Look
from blueprint_ls.editor.analysis.whole import Whole
from blueprint_ls.judge import baseline
from blueprint_ls.judge.code.engine import cases
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.registry import Case
from blueprint_ls.judge.workspace import SUFFIX, Workspace
from blueprint_ls.syntax import Text

Told = Callable[[int, int, str], None]
"""Hears how much is done, of how much, and what it is."""
_WALKS = 4
"""Units that one step walks."""
_FILES = 40
"""Files that one step judges."""


class Analyser:
    """One workspace; every `step` takes some milliseconds, and the longer ones tell how far they are."""

    def __init__(self, root: Path, cache: Cache | None = None) -> None:
        self.root = root.resolve()
        self.repository = Repository(self.root, cache)
        self.blueprints = Workspace([self.root])
        self.program = Program(self.repository)
        self.wholes: list[Whole] = []
        self.open: dict[str, None] = {}
        """The code files that an editor holds, the one that was changed last at the end."""
        self.found: dict[str, Sequence[Finding]] = {}
        """The findings of each file."""
        self._fresh: set[str] = set()
        """Files whose findings are others than were last taken."""
        self._unjudged: set[str] = set()
        self._models: Models | None = None
        self._modelled: dict[str, object] = {}
        """What each file said about models when they were joined."""
        self.endpoints_due = False
        """Whether endpoints have to be looked at again."""
        self.whole_due = False
        """Whether what only the whole repository shows has to be looked for again."""
        self._wide: dict[str, list[Finding]] = {}
        """The findings that only the whole repository shows, by file."""
        self._look: Look | None = None
        """The look at all endpoints that is under way."""
        self._rerouted: set[str] = set()
        """Files that have changed since their own endpoints were looked at."""
        self._endpoint_files: frozenset[str] = frozenset()
        """The files that the last look at them consulted."""
        self._walked = self._total = 0
        self.is_scanned = False
        self.is_calm = False
        """Whether it leaves alone all files that nobody has open."""

    # ------------------------------------------------------------------------------------------------------- change

    def scan(self, told: Told = lambda done, total, what: None) -> None:
        """Read the whole workspace, and begin to judge it."""
        self.repository.scan(lambda done, total: told(done, total, "Reading files"))
        self.program.forget()
        self.is_scanned = True
        self._renew(follow=False)

    def hold(self, path: Path, data: bytes | None) -> None:
        """Take a file's unsaved text, or None for what the disk has."""
        if path.suffix == SUFFIX:
            self._hold_blueprint(path, data)
            return
        name = self.name(path)
        if name is None:
            return
        self.open.pop(name, None)
        if data is not None:
            self.open[name] = None
        if self.is_scanned:
            self._update(name, data)
        elif data is not None:
            self.repository.update(name, data)

    def disk(self, paths: Iterable[Path]) -> None:
        """Files have changed on the disk."""
        changed = sorted(set(paths))
        if any(path.suffix in (SUFFIX, ".md") for path in changed):
            self.blueprints.reload()
            if self.is_scanned:
                self._renew(models=self._models)
        elif self.is_scanned and not self._baselines.isdisjoint(changed):
            self._renew(models=self._models)
        for path in changed:
            name = self.name(path)
            if name is not None and name not in self.open and self.is_scanned and path.suffix != SUFFIX:
                self._update(name, None)

    def put_up_with(self, given: Path | None) -> None:
        """Leave out what a baseline knows beside those that headers name."""
        if given != self.blueprints.baseline:
            self.blueprints.baseline = given
            if self.is_scanned:
                self._renew(models=self._models)

    def name(self, path: Path) -> str | None:
        """A path as the repository knows it; None outside of the workspace."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else None

    def _hold_blueprint(self, path: Path, data: bytes | None) -> None:
        if data is None:
            self.blueprints.close(path)
        else:
            self.blueprints.open(path, Text(data))
        if self.is_scanned:
            self._renew(models=self._models)

    def _update(self, name: str, data: bytes | None) -> None:
        there = name in self.repository.files
        if not self.repository.update(name, data):
            return
        changed = {name}
        facts = self.repository.facts(name)
        if there != (name in self.repository.files) or (facts is not None and facts.kind in _ROUTING):
            changed |= self.program.rerouted()
        for path in changed:
            self.program.forget(path)
        for whole in self.wholes:
            whole.change(changed)
        if name not in self.repository.files:
            self._settle(name, ())
        self._unjudged |= changed & self.repository.files.keys()
        self.whole_due = True
        self.endpoints_due |= self._look is not None or name in self._endpoint_files or self._has_endpoints(name)
        self._look = None
        self._rerouted.add(name)
        if self._models_of(name) != self._modelled.get(name):
            self._renew()

    def _has_endpoints(self, name: str) -> bool:
        facts = self.repository.facts(name)
        return facts is not None and any(one.query.startswith("endpoint-") for one in facts.captures)

    # ------------------------------------------------------------------------------------------------------ judging

    def step(self, at_rest: bool = True) -> bool:
        """One step towards the truth; says whether there is more to do. Endpoints take long: they wait for a rest."""
        for name in reversed(self.open):
            if self._step_for(name):
                return True
        if self.is_calm:
            return False
        for whole in self.wholes:
            if whole.survey and whole.stale:
                keys = sorted(whole.stale)[:_WALKS]
                self._total = max(self._total, self._walked + len(whole.stale))
                self._unjudged |= whole.survey.refresh(keys) & self.repository.files.keys()
                self._walked += len(keys)
                return True
        self._walked = self._total = 0
        if self._unjudged:
            self._judge(frozenset(sorted(self._unjudged)[:_FILES]))
            return True
        return self._look_at_endpoints(at_rest) or (at_rest and self._look_at_all())

    @property
    def is_due(self) -> bool:
        """Whether there is something to do that waits for a rest."""
        return self.endpoints_due or self.whole_due

    @property
    def progress(self) -> tuple[int, int]:
        """How many walks are done, of how many."""
        return self._walked, self._total

    def is_judged(self, path: Path) -> bool:
        """Whether all is known of a file as it is now."""
        name = self.name(path)
        if not self.is_scanned or name is None:
            return False
        return name not in self._unjudged and not any(whole.about(name) for whole in self.wholes)

    def take(self) -> dict[Path, Sequence[Finding]]:
        """The findings of the files that have others than when they were taken last."""
        fresh, self._fresh = self._fresh, set()
        return {self.root / name: self.found.get(name, ()) for name in sorted(fresh)}

    def whole(self, name: str) -> Whole | None:
        """The case that judges a file."""
        return next((whole for whole in self.wholes if whole.governs(name)), None)

    def _step_for(self, name: str) -> bool:
        """Bring an open file up to date."""
        for whole in self.wholes:
            keys = whole.about(name)
            if keys and whole.survey:
                own = {key for key in keys if key[0] == name}
                affected = whole.survey.refresh(own or sorted(keys)[:_WALKS])
                self._unjudged |= affected & self.repository.files.keys()
                return True
        if name in self._unjudged:
            if name in self._rerouted:
                self._rerouted.discard(name)
                for whole in self.wholes:
                    whole.look_again(name)
            self._judge(frozenset((name,)))
            return True
        return False

    def _judge(self, names: frozenset[str]) -> None:
        self._unjudged -= names
        found: dict[str, list[Finding]] = {name: [] for name in names}
        for whole in self.wholes:
            for name, findings in whole.findings(names).items():
                found[name] += findings
        for name, findings in found.items():
            self._settle(name, [*findings, *self._wide.get(name, ())])

    def _settle(self, name: str, findings: Sequence[Finding]) -> None:
        if findings != self.found.get(name, ()) and list(findings) != list(self.found.get(name, ())):
            self.found[name] = findings
            self._fresh.add(name)

    def _look_at_endpoints(self, at_rest: bool) -> bool:
        """A bit of a look at all endpoints, which begins when all else is known; a change ends it."""
        if self._look is None:
            if not (at_rest and self.endpoints_due):
                return False
            self._look = Look(self.wholes, self.program)
        if not self._look.step():
            self._unjudged |= self._look.settle()
            self._endpoint_files = frozenset(self._look.consulted)
            self._look, self.endpoints_due = None, False
            self._rerouted.clear()
        return True

    def _look_at_all(self) -> bool:
        """What only the whole repository shows: variables that nobody declares, processes that ignore signals."""
        if not self.whole_due:
            return False
        self.whole_due = False
        before, self._wide = self._wide, {}
        for whole in self.wholes:
            for name, findings in whole.wide().items():
                self._wide.setdefault(name, []).extend(findings)
        for name in {*before, *self._wide}:
            if before.get(name, []) == self._wide.get(name, []):
                continue
            if name.endswith(SUFFIX):
                self._settle(name, self._wide.get(name, ()))
            else:
                self._unjudged |= {name} & self.repository.files.keys()
        return True

    # -------------------------------------------------------------------------------------------------------- cases

    def _renew(self, follow: bool = True, models: Models | None = None) -> None:
        """The blueprints are others, or the models where none are given."""
        models = self._models = models or self._join()
        old = {whole.case.blueprint.blueprint.folder if whole.case.blueprint else None: whole for whole in self.wholes}
        self.wholes = []
        for case in cases(self.repository, list(self._governing()), self.blueprints.knowledge(self.root), date.today()):
            blueprint = case.blueprint.blueprint if case.blueprint else None
            folder = blueprint.folder if blueprint else self.root
            whole = Whole(case, self.program, models, self.blueprints.known(folder, blueprint))
            before = old.get(case.blueprint.blueprint.folder if case.blueprint else None)
            if follow and before is not None:
                whole.take_over(before)
            self.wholes.append(whole)
        self._unjudged |= {name for whole in self.wholes for name in whole.case.governed} | self.found.keys()
        self._unjudged &= self.repository.files.keys()
        self.endpoints_due = self.whole_due = True
        self._look = None

    def _join(self) -> Models:
        models = join(self.repository, self.program)
        telling = {entity.path for entity in models} | set(self.repository.of_kind("prisma", "sql"))
        self._modelled = {name: told for name in telling if (told := self._models_of(name))}
        return models

    @property
    def _baselines(self) -> frozenset[Path]:
        """The files whose change makes other findings known."""
        blueprints = (whole.case.blueprint for whole in self.wholes)
        given = self.blueprints.baseline
        found = {baseline.named(case.blueprint) for case in blueprints if case}
        return frozenset(path.resolve() for path in (*found, self.root / given if given else None) if path)

    def _governing(self) -> Iterator[Case]:
        return (self.blueprints.case(folder) for folder in self.blueprints.folders())

    def _models_of(self, name: str) -> object:
        """What a file says about models; nothing where it says nothing."""
        facts = self.repository.facts(name) if name in self.repository.files else None
        if facts is None:
            return None
        told = facts.models, facts.data.get("changes"), facts.data.get("provider")
        return told if any(told) else None


_ROUTING = frozenset({"package", "tsconfig", "workspaces"})
"""Kinds of file that decide what imports mean."""
