"""Extraction in worker processes, behind `concurrent.futures.Executor`, and what happens when a worker dies."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed

import msgspec

from blueprint_ls.codebase.extract import FEW_FILES, extract
from blueprint_ls.codebase.facts import FileFacts
from blueprint_ls.codebase.processes import context

Task = tuple[str, str, bytes]
"""Kind, name and bytes of a file."""
Result = tuple[bytes, str | None]
"""The facts as msgpack, and why the file, or a part of it, could not be analysed."""
Job = Callable[[Sequence[Task]], list[Result]]

FEW_BYTES = 2_000_000
"""The same, of files together."""
_CHUNK_FILES = 64
_CHUNK_BYTES = 250_000
_RESTARTS = 24
_DIED = "the process that read it ended unexpectedly"


def work(tasks: Sequence[Task]) -> list[Result]:
    """The facts of some files: what a worker runs."""
    return [packed(extract(*task)) for task in tasks]


def packed(facts: FileFacts) -> Result:
    """The facts of one file, ready to be kept."""
    try:
        return msgspec.msgpack.encode(facts), facts.problem
    except (RecursionError, TypeError, ValueError, OverflowError) as error:
        problem = f"could not be kept: {error}"
        return msgspec.msgpack.encode(FileFacts(facts.kind, problem=problem)), problem


def extract_all(
    tasks: Sequence[Task], executor: Executor | None = None, workers: int | None = None, job: Job | None = None
) -> Iterator[tuple[int, Result]]:
    """The facts of all files, each with its place among the tasks, in the order in which they are found."""
    few = len(tasks) < FEW_FILES and sum(len(task[2]) for task in tasks) < FEW_BYTES
    if executor is None and (few or workers == 1):
        for at, task in enumerate(tasks):
            yield at, packed(extract(*task))
        return
    run = _Run(tasks, workers, job or work)
    yield from run.with_executor(executor) if executor else run.with_pool()


class _Run:
    """One extraction of many files."""

    def __init__(self, tasks: Sequence[Task], workers: int | None, job: Job) -> None:
        self._tasks = tasks
        self._job = job
        self._workers = workers or min(os.cpu_count() or 1, 8)
        self._open = chunks(tasks)

    def with_executor(self, executor: Executor) -> Iterator[tuple[int, Result]]:
        """Over an executor of somebody else; where that breaks, workers of our own take over."""
        yield from self._gather(executor)
        yield from self._one_by_one()

    def with_pool(self) -> Iterator[tuple[int, Result]]:
        """Over workers of our own."""
        with workers_of_ours(self._workers) as pool:
            yield from self._gather(pool)
        yield from self._one_by_one()

    def _gather(self, executor: Executor) -> Iterator[tuple[int, Result]]:
        futures: dict[Future[list[Result]], list[int]] = {}
        try:
            for chunk in self._open:
                futures[executor.submit(self._job, [self._tasks[at] for at in chunk])] = chunk
        except (BrokenExecutor, RuntimeError):
            pass  # what could not be handed in stays open
        try:
            for future in as_completed(futures):
                try:
                    results = future.result()
                except BrokenExecutor:
                    continue
                self._open.remove(futures[future])
                yield from zip(futures[future], results, strict=True)
        finally:
            for future in futures:
                future.cancel()

    def _one_by_one(self) -> Iterator[tuple[int, Result]]:
        """What was left when a worker died: file by file, so that the one to blame is found and left out."""
        restarts = 0
        while self._open and restarts < _RESTARTS:
            with workers_of_ours(1) as pool:
                if not _starts(pool):
                    yield from self._here()
                    return
                for chunk in list(self._open):
                    died = yield from self._alone(pool, chunk)
                    if died:
                        restarts += 1
                        break
        for chunk in self._open:
            yield from ((at, self._dead(at)) for at in chunk)

    def _here(self) -> Iterator[tuple[int, Result]]:
        """No worker can be started: this process does it."""
        for chunk in self._open:
            yield from ((at, packed(extract(*self._tasks[at]))) for at in chunk)

    def _alone(self, pool: Executor, chunk: list[int]) -> Generator[tuple[int, Result], None, bool]:
        """One chunk on one worker; gives whether the worker died of it."""
        try:
            results = pool.submit(self._job, [self._tasks[at] for at in chunk]).result()
        except BrokenExecutor:
            self._open.remove(chunk)
            if len(chunk) == 1:
                yield chunk[0], self._dead(chunk[0])
            else:
                half = len(chunk) // 2
                self._open[:0] = [chunk[:half], chunk[half:]]
            return True
        self._open.remove(chunk)
        yield from zip(chunk, results, strict=True)
        return False

    def _dead(self, at: int) -> Result:
        return msgspec.msgpack.encode(FileFacts(self._tasks[at][0], problem=_DIED)), _DIED


def chunks(tasks: Sequence[Task]) -> list[list[int]]:
    """The places of tasks in parts of about the same number of bytes, large files first."""
    order = sorted(range(len(tasks)), key=lambda at: -len(tasks[at][2]))
    found: list[list[int]] = []
    chunk: list[int] = []
    size = 0
    for at in order:
        chunk.append(at)
        size += len(tasks[at][2])
        if len(chunk) >= _CHUNK_FILES or size >= _CHUNK_BYTES:
            found.append(chunk)
            chunk, size = [], 0
    return [*found, chunk] if chunk else found


def workers_of_ours(count: int) -> ProcessPoolExecutor:
    """A pool on this machine."""
    return ProcessPoolExecutor(count, mp_context=context())


def _starts(pool: Executor) -> bool:
    """Whether a worker can be started at all."""
    try:
        pool.submit(work, []).result()
    except (BrokenExecutor, OSError):
        return False
    return True
