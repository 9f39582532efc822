"""A look at all endpoints, taken bit by bit: who leads to a handler shows in the whole program alone."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.editor.analysis.whole import Whole
from blueprint_ls.judge.endpoints import find
from blueprint_ls.judge.endpoints.endpoint import Endpoint
from blueprint_ls.judge.flow.depth import deep

_SLICE = 0.05
"""Seconds that a bit takes, unless one application takes longer: so long may an answer keep an editor waiting."""


class Look:
    """Goes through the endpoints of every case; what it found is to be taken once it is done."""

    def __init__(self, wholes: Sequence[Whole], program: Program) -> None:
        self.program = program
        self.found: dict[Whole, list[Endpoint]] = {whole: [] for whole in wholes}
        self.consulted: set[str] = set()
        """The files that all this rests on."""
        self._rest = self._all()

    def step(self) -> bool:
        """Look on for a while; says whether there is more."""
        before, self.program.consulted = self.program.consulted, self.consulted
        end = time.monotonic() + _SLICE
        try:
            with deep():
                for whole, endpoint in self._rest:
                    self.found[whole].append(endpoint)
                    if time.monotonic() > end:
                        return True
        finally:
            self.consulted, self.program.consulted = self.program.consulted, before
        return False

    def settle(self) -> set[str]:
        """Give each case what was found; the files whose endpoints are others than they were."""
        changed: set[str] = set()
        for whole, found in self.found.items():
            changed |= whole.take_endpoints(find.settled(found, whole.case.settings))
        return changed

    def _all(self) -> Iterator[tuple[Whole, Endpoint]]:
        for whole in self.found:
            for endpoint in find.stream(whole.case.repository, whole.case.program, whole.case.settings):
                yield whole, endpoint
