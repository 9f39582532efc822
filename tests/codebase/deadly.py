"""Work that some files end: what a worker runs in tests. Importable by its name, as workers need it."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence

from blueprint_ls.codebase.pool import Result, Task, work


def deadly(tasks: Sequence[Task]) -> list[Result]:
    """Dies of any file that says `die`."""
    if any(b"die" in data for _, _, data in tasks):
        os.kill(os.getpid(), signal.SIGKILL)
    return work(tasks)


def stillborn(tasks: Sequence[Task]) -> list[Result]:
    """Dies of everything."""
    os._exit(1)
