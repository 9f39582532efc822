"""Walks in worker processes: each knows the repository through the cache, and hands back plain data.

What a walk finds follows from the files that it consulted alone, so it does not matter where it was walked. Where no
worker can be started, or one dies, what is missing is simply walked by whoever asked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from pickle import PicklingError

from blueprint_ls.codebase.cache import Cache
from blueprint_ls.codebase.models.entities import Entity, Models
from blueprint_ls.codebase.ownership import Ownership
from blueprint_ls.codebase.processes import context
from blueprint_ls.codebase.repository import Repository
from blueprint_ls.codebase.survey import Snapshot
from blueprint_ls.codebase.tenancy import Tenancy
from blueprint_ls.codebase.typescript.program import Program
from blueprint_ls.judge.flow.depth import deep
from blueprint_ls.judge.tenancy.layers import layers
from blueprint_ls.judge.tenancy.owners import Owners
from blueprint_ls.judge.tenancy.units import Key, Unit, Walker

Walked = tuple[Key, Unit]
Faults = list[tuple[str, str]]
"""Files that could not be analyzed in full, and why."""

FEW_UNITS = 200
"""Below this, starting workers takes longer than it saves."""
_CHUNK = 16


@dataclass(frozen=True, slots=True)
class Ground:
    """All that a worker has to know before it walks."""

    snapshot: Snapshot
    cache: Path
    extractor: bytes
    entities: Mapping[str, Entity]
    ownership: Mapping[str, Ownership]
    tenancy: Tenancy


class Hands:
    """The workers of one survey: none until many units are to be walked at once."""

    def __init__(self, repository: Repository, workers: int | None = None, few: int = FEW_UNITS) -> None:
        self._repository = repository
        self._owners: Owners | None = None
        self._workers = workers or min(os.cpu_count() or 1, 8)
        self._few = few
        self._pool: Executor | None = None
        self.walked = 0
        """How many units were walked elsewhere so far."""

    @contextmanager
    def ready(self, owners: Owners) -> Iterator[None]:
        """For the time of one refresh; afterwards no worker is left."""
        self._owners = owners
        try:
            yield
        finally:
            pool, self._pool = self._pool, None
            if pool is not None:
                pool.shutdown(wait=True, cancel_futures=True)

    def walk(self, keys: Sequence[Key]) -> Iterator[Walked]:
        """What many units find, as it comes in; those that are missing are the caller's to walk."""
        if self._workers < 2 or (self._pool is None and len(keys) < self._few):
            return
        futures: list[Future[tuple[list[Walked], Faults]]] = []
        try:
            pool = self._pool = self._pool or self._begin()
            futures = [pool.submit(work, keys[at : at + _CHUNK]) for at in range(0, len(keys), _CHUNK)]
            for future in as_completed(futures):
                found, faults = future.result()
                for path, reason in faults:
                    self._repository.learn(path, reason)
                self.walked += len(found)
                yield from found
        except (BrokenExecutor, OSError, PicklingError, TypeError):
            self._workers = 1
        finally:
            for future in futures:
                future.cancel()

    def _begin(self) -> Executor:
        cache, owners = self._repository.cache, self._owners
        if owners is None or cache is None or cache.problem is not None:
            raise OSError("there is no cache to hand facts over by")
        ground = Ground(
            self._repository.snapshot(),
            cache.path.parent,
            cache.extractor,
            dict(owners.models.by_id),
            dict(owners.ownership),
            owners.tenancy,
        )
        return ProcessPoolExecutor(self._workers, context(), begin, (ground,))


# ---------------------------------------------------------------------------------------------------------- a worker


class _Worker:
    """What a worker process knows."""

    walker: Walker
    told: set[tuple[str, str]]
    """The faults that whoever asked knows of."""


def begin(ground: Ground) -> None:
    """What a worker does first."""
    repository = Repository.restored(ground.snapshot, Cache(ground.cache, extractor=ground.extractor))
    program = Program(repository)
    models = Models(ground.entities, program)
    owners = Owners(models, ground.ownership, ground.tenancy)
    _Worker.walker = Walker(repository, program, owners, partial(layers, models, ground.tenancy))
    _Worker.told = set(repository.not_analysed)


def work(keys: Sequence[Key]) -> tuple[list[Walked], Faults]:
    """What some units find, and the faults that were met: what a worker runs."""
    walker = _Worker.walker
    with deep():
        found = [(key, walker.of(key)) for key in keys]
    walker.repository.close()
    faults = [fault for fault in walker.repository.not_analysed if fault not in _Worker.told]
    _Worker.told.update(faults)
    return found, faults
