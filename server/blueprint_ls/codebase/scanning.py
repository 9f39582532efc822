"""One scan: look at every file, extract what is worth it and not known yet, in workers where that pays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from blueprint_ls.codebase.content import Seen
from blueprint_ls.codebase.extract import FEW_FILES
from blueprint_ls.codebase.shelf import Shelf
from blueprint_ls.codebase.survey import Survey

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from blueprint_ls.codebase.pool import Result, Task

Progress = Callable[[int, int], None]
_BATCH = 24_000_000
"""Bytes of source that are held for the workers at one time."""
_STEP = 32
"""Files between two words on progress."""


class Scan:
    """Brings a survey and its shelf up to date."""

    def __init__(self, survey: Survey, shelf: Shelf, progress: Progress | None, executor: Executor | None) -> None:
        self._survey = survey
        self._shelf = shelf
        self._progress = progress or (lambda done, total: None)
        self._executor = executor
        self._done = 0
        self._total = 0
        self._batch: list[tuple[str, Seen, bytes]] = []
        self._batch_size = 0

    def run(self) -> None:
        """Scans; afterwards everything chosen is on the shelf."""
        self._survey.walk()
        self._total = self._survey.to_read
        unchanged = self._look()
        self._extract()
        self._recover(unchanged)
        self._shelf.flush()
        self._progress(self._total, self._total)
        self._survey.keep()

    def _look(self) -> list[tuple[str, Seen]]:
        """Looks at every file; gives those chosen that did not change."""
        unchanged = []
        fresh = 0
        for path, seen, data in self._survey.contents():
            fresh += data is not None
            if fresh == FEW_FILES and data is not None and self._executor is None:
                _warm_up()
            if not seen.chosen:
                self._settle(1)
            elif data is None:
                unchanged.append((path, seen))
            else:
                self._add(path, seen, data)
        return unchanged

    def _add(self, path: str, seen: Seen, data: bytes) -> None:
        self._batch.append((path, seen, data))
        self._batch_size += len(data)
        if self._batch_size > _BATCH:
            self._extract()

    def _extract(self) -> None:
        """Extracts what the batch holds and the shelf lacks."""
        missing = {seen.digest for seen in self._shelf.missing([seen for _, seen, _ in self._batch])}
        for path, seen, _ in self._batch:
            if seen.digest not in missing:
                self._survey.says(path, self._shelf.problem(seen))
                self._settle(1)
        rest = [one for one in self._batch if one[1].digest in missing]
        self._batch, self._batch_size = [], 0
        tasks = [(seen.kind, path.rpartition("/")[2], data) for path, seen, data in rest]
        for at, (packed, problem) in extract_all(tasks, self._executor):
            path, seen, _ = rest[at]
            self._shelf.put(seen, packed)
            self._survey.says(path, problem)
            self._settle(1)

    def _recover(self, unchanged: list[tuple[str, Seen]]) -> None:
        """Extracts anew what did not change and yet is not kept any more."""
        missing = {seen.digest for seen in self._shelf.missing([seen for _, seen in unchanged])}
        self._shelf.refresh([seen for _, seen in unchanged])
        for path, seen in unchanged:
            if seen.digest not in missing:
                self._settle(1)
                continue
            data = self._survey.text_of(path, seen)
            if data is None:
                self._settle(1)  # it changed a moment ago; asking for its facts will show it
            else:
                self._add(path, seen, data)
        self._extract()

    def _settle(self, files: int) -> None:
        self._done += files
        if self._done % _STEP == 0:
            self._progress(min(self._done, self._total), self._total)


def extract_all(tasks: Sequence[Task], executor: Executor | None) -> Iterator[tuple[int, Result]]:
    """The facts of all files; what knows of workers is loaded where there are any files."""
    if tasks:
        from blueprint_ls.codebase import pool

        yield from pool.extract_all(tasks, executor)


def _warm_up() -> None:
    from blueprint_ls.codebase.processes import warm_up

    warm_up()
