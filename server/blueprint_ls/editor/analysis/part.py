"""A few files of a case: judged on their own when they alone have changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from blueprint_ls.judge.code.case import CodeCase
from blueprint_ls.judge.endpoints.endpoint import Endpoint
from blueprint_ls.judge.tenancy.accesses import judged_in
from blueprint_ls.judge.tenancy.survey import Survey

_SHARED = ("program", "models", "proposal", "stated", "owners", "settings", "public")


@dataclass(frozen=True, slots=True)
class _View:
    """The survey as checks read it, without what could not be seen elsewhere."""

    found: Mapping[Any, Any]
    unseen: tuple[()] = ()


class Part(CodeCase):
    """The files of a case that are named, in the light of all the others."""

    def __init__(self, whole: CodeCase, paths: frozenset[str], endpoints: tuple[Endpoint, ...]) -> None:
        super().__init__(whole.repository, whole.knowledge, whole.today, whole.blueprint, whole.others)
        self.paths = paths
        survey: Survey | None = whole.survey
        files = whole.repository.files
        known: dict[str, Any] = {name: getattr(whole, name) for name in _SHARED}
        known["survey"] = _View(survey.found) if survey else None
        known["accesses"] = tuple(one for path in sorted(paths) for one in (judged_in(survey, path) if survey else ()))
        known["endpoints"] = tuple(one for one in endpoints if one.path in paths)
        known["governed"] = sorted(path for path in paths if path in files and whole.governs(path))
        vars(self).update(known)

    @property
    def within(self) -> Iterable[str]:
        """The files that it may govern, in the order of paths."""
        return sorted(self.paths & self.repository.files.keys())

    def governs(self, path: str) -> bool:
        """Whether findings in a file are this part's to tell."""
        return path in self.paths and super().governs(path)
