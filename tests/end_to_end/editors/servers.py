"""The language server that the editors under test run."""

import os
import shlex
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
PID = "blueprint-ls.pid"
"""Where a server on the path leaves its process id."""


def server_on_path(folder: Path) -> str:
    """A PATH on which `blueprint-ls` is this checkout's server, or what BLUEPRINT_TEST_SERVER names."""
    folder.mkdir(parents=True, exist_ok=True)
    here = ["env", f"PYTHONPATH={REPOSITORY / 'server'}", sys.executable, "-m", "blueprint_ls", "serve"]
    command = os.environ.get("BLUEPRINT_TEST_SERVER") or shlex.join(here)
    script = folder / "blueprint-ls"
    script.write_text(f'#!/bin/sh\necho $$ > {shlex.quote(str(folder / PID))}\nexec {command} "$@"\n')
    script.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
