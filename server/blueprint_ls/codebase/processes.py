"""How worker processes begin: forked from a clean process where the system can, the main file left out."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import context as contexts
from multiprocessing.process import BaseProcess
from typing import Any

from blueprint_ls.codebase.garbage import collect_seldom

_FORKS = "forkserver" in multiprocessing.get_all_start_methods()
_PRELOADED = ["blueprint_ls.codebase.pool", "blueprint_ls.codebase.typescript.extract"]
_Context: Any = contexts.ForkServerContext if _FORKS else contexts.SpawnContext
_Process: Any = _Context.Process


class Worker(_Process):  # type: ignore[misc]
    """A process that ends with the one that started it, however that ends.

    It does not run the main file again: workers need none of it, and it may take long to load.
    """

    def run(self) -> None:
        """What runs in the new process."""
        collect_seldom()
        threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
        super().run()

    @staticmethod
    def _Popen(process: BaseProcess) -> Any:  # noqa: N802
        with _without_main():
            return _Process._Popen(process)


def _end_with_parent() -> None:
    """Nobody tells a worker that its parent was killed: it would wait for its next task for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class _Workers(_Context):  # type: ignore[misc]
    Process = Worker


def context() -> Any:
    """What an executor starts its workers with."""
    made = _Workers()
    if _FORKS:
        made.set_forkserver_preload(_PRELOADED)
    return made


def warm_up() -> None:
    """Starts what workers are forked from, in the background, where this system has such a thing."""
    if _FORKS:
        from multiprocessing import forkserver

        context()
        with _without_main():
            forkserver.ensure_running()


@contextmanager
def _without_main() -> Iterator[None]:
    """Hides where the main module came from, which is what a new process would load."""
    main = vars(sys.modules["__main__"])
    hidden: dict[str, Any] = {name: main.pop(name) for name in ("__file__", "__spec__") if name in main}
    main["__spec__"] = None
    try:
        yield
    finally:
        main.update(hidden)
