"""One case whose judgement follows every change: what is known of it, and what of that is in doubt."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from blueprint_ls.codebase.models.entities import Models
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.editor.analysis import difference
from blueprint_ls.editor.analysis.part import Part
from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.code.engine import judge_case
from blueprint_ls.judge.code.verdict import CodeVerdict
from blueprint_ls.judge.endpoints import find
from blueprint_ls.judge.endpoints.endpoint import Endpoint
from blueprint_ls.judge.finding import Finding
from blueprint_ls.judge.tenancy.layers import layers
from blueprint_ls.judge.tenancy.survey import Survey
from blueprint_ls.judge.tenancy.units import Key


class Whole:
    """A case, its survey, and its endpoints as they were seen last."""

    def __init__(self, case: CodeCase, program: Program, models: Models, known: frozenset[str] = frozenset()) -> None:
        vars(case).update(program=program, models=models)
        self.case = case
        self.known = known
        """The fingerprints of findings that a baseline knows."""
        self.endpoints: tuple[Endpoint, ...] = ()
        self.survey = self._begin()
        vars(case)["survey"] = self.survey

    def _begin(self) -> Survey | None:
        case, owners = self.case, self.case.owners
        if owners is None:
            return None
        survey = Survey(case.repository, case.program, owners, partial(layers, case.models, owners.tenancy))
        survey.stale = {(path, -1) for path in case.governed}
        return survey

    def take_over(self, old: Whole) -> None:
        """Keep what an earlier case came to know, but for what the difference puts in doubt."""
        self.endpoints = old.endpoints
        before, now = old.survey, self.survey
        if before is None or now is None or set(old.case.governed) != set(self.case.governed):
            return
        was, owners = before.owners, now.owners
        before.owners, before.layers = owners, now.layers
        before.walker.owners, before.walker.layers = owners, now.layers
        if difference.is_all(was.tenancy, owners.tenancy):
            before.doubt(before.consulting(lambda path: True))
        elif words := difference.words(was, owners):
            repository = self.case.repository
            before.doubt(before.consulting(lambda path: difference.mentions(repository, path, words)))
        self.survey = before
        vars(self.case)["survey"] = before

    def take_endpoints(self, found: Iterable[Endpoint]) -> set[str]:
        """Take all endpoints of the repository; the files that have others than before."""
        before, files = self.endpoints, self.case.repository.files
        self.endpoints = tuple(one for one in found if one.path in files and self.case.governs(one.path))
        vars(self.case)["endpoints"] = self.endpoints
        return {one.path for one in {*before} ^ {*self.endpoints}} & files.keys()

    def look_again(self, path: str) -> None:
        """Look again at the endpoints of one file, where it tells them by itself."""
        case = self.case
        again = find.of_file(case.repository, case.program, case.settings, path)
        if again is not None:
            self.take_endpoints([*(one for one in self.endpoints if one.path != path), *again])

    def governs(self, path: str) -> bool:
        """Whether a file's accesses are this case's to judge."""
        return path in self.case.repository.files and self.case.governs(path)

    def change(self, paths: set[str]) -> None:
        """Files have changed."""
        vars(self.case).pop("governed", None)
        self.case._lines.clear()
        if self.survey:
            self.survey.change(paths, self.governs)

    @property
    def stale(self) -> set[Key]:
        """What has to be walked again."""
        return self.survey.stale if self.survey else set()

    def about(self, path: str) -> set[Key]:
        """What of that concerns a file."""
        return self.survey.next_about(path) if self.survey else set()

    def findings(self, paths: frozenset[str]) -> dict[str, list[Finding]]:
        """The findings in some files."""
        part = judge_case(Part(self.case, paths, self.endpoints), lambda what: None, "files")
        found = self._by_path(part)
        return {path: found.get(path, []) for path in paths if self.governs(path)}

    def wide(self) -> dict[str, list[Finding]]:
        """The findings that only the whole repository shows, in code and in the blueprint itself."""
        vars(self.case).pop("captures", None)
        vars(self.case)["endpoints"] = self.endpoints
        return self._by_path(judge_case(self.case, lambda what: None, "whole"))

    def _by_path(self, verdict: CodeVerdict) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = {}
        for one in verdict.judged:
            path = one.finding.path
            if one.answer is None and one.fingerprint not in self.known and path.is_relative_to(self.case.root):
                found.setdefault(path.relative_to(self.case.root).as_posix(), []).append(one.finding)
        return found
