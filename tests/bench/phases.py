"""What a first `blueprint check` spends its work on: seconds by phase, in one process, as JSON on standard output.

python tests/bench/phases.py          in the folder of a repository, with the cache folder of a first run
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from time import process_time
from typing import Any

os.cpu_count = lambda: 1  # work that other processes do cannot be told apart by phase
START = process_time()

from blueprint_ls.cli.gather import gather  # noqa: E402
from blueprint_ls.cli.progress import Progress  # noqa: E402
from blueprint_ls.cli.selection import code_roots, select, targets_of  # noqa: E402
from blueprint_ls.codebase.cache import Cache  # noqa: E402
from blueprint_ls.codebase.repository import Repository  # noqa: E402


class Here(Executor):
    """Extracts in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run it at once."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


class Stopwatch(Progress):
    """Notes what each step took when the next one begins."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: dict[str, float] = {"start": START}
        self._phase, self._since = "load", START

    def step(self, name: str) -> None:
        """Another phase begins."""
        now = process_time()
        self.taken[self._phase] = self.taken.get(self._phase, 0.0) + now - self._since
        self._phase, self._since = name, now


def main() -> None:
    """One check from nothing."""
    watch = Stopwatch()
    watch.step("read, choose and extract files")
    cache = Cache()
    repositories = [Repository(root, cache) for root in code_roots(targets_of([]))]
    for repository in repositories:
        repository.scan(executor=Here())
    watch.step("judge blueprints")
    gather(select([], repositories), watch)
    watch.step("keep what was found")
    for repository in repositories:
        repository.close()
    cache.close()
    watch.step("")
    print(json.dumps(watch.taken))


if __name__ == "__main__":
    main()
