"""`make bench-scan`: what `blueprint check` takes for a repository, beside `ast-grep scan` where that is installed.

The first table tells whole runs, the second what the work of a first run goes into.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import repository
from rich.console import Console
from rich.table import Table

SERVER = Path(__file__).resolve().parents[2] / "server"
PHASES = [sys.executable, str(Path(__file__).with_name("phases.py"))]
CHECK = [sys.executable, "-m", "blueprint_ls", "check", "--format", "json"]
RULE = """id: data-access
language: {language}
rule:
  any:
{patterns}
"""
CALLS = ("findMany", "findFirst", "findUnique", "create", "update", "updateMany", "delete", "deleteMany", "count")
"""What the other tool looks for: the calls of one data layer, without a thought about what they ask for."""

_SMALL = 0.02
"""Phases that take less of the whole than this are told as one."""
_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run of a command took."""

    wall: float
    work: float
    """Seconds of processor time, those of its own processes among them where the system tells."""


def main() -> None:
    """Measure, and print a table; nothing is asserted, since machines differ."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("checkout", nargs="?", type=Path, help="a repository; one of 4 000 files is made without it")
    options.add_argument("--runs", type=int, default=5, help="how often each but the first is measured (default 5)")
    chosen = options.parse_args()
    _adopt()
    with tempfile.TemporaryDirectory() as folder:
        root, home = Path(folder, "code"), Path(folder, "home")
        if chosen.checkout:
            shutil.copytree(chosen.checkout, root, symlinks=True, ignore=shutil.ignore_patterns("node_modules"))
        else:
            root.mkdir()
            repository.write(root)
        (root / ".git").mkdir(exist_ok=True)
        home.mkdir()
        theirs = _theirs(root, home, chosen.runs)
        _report(_ours(root, home, chosen.runs), theirs)
        _report_phases(_phases(root, home), theirs)


def _ours(root: Path, home: Path, runs: int) -> dict[str, Taken]:
    """Nothing known; nothing changed; one file changed."""
    environment = {**os.environ, "PYTHONPATH": str(SERVER), "XDG_CACHE_HOME": str(home)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled
    run([sys.executable, "-m", "blueprint_ls", "rules"], root, environment)
    cold = run(CHECK, root, environment)
    warm = [run(CHECK, root, environment) for _ in range(runs)]
    changed = []
    for path in _edits(root, runs):
        with path.open("ab") as file:
            file.write(b"\n// one more line\n")
        changed.append(run(CHECK, root, environment))
    return {"nothing known": cold, "nothing changed": middle(warm), "one file changed": middle(changed)}


def _phases(root: Path, home: Path) -> dict[str, float]:
    """Seconds of work by phase, where nothing is known."""
    with tempfile.TemporaryDirectory(dir=home) as cache:
        environment = {**os.environ, "PYTHONPATH": str(SERVER), "XDG_CACHE_HOME": cache}
        done = subprocess.run(PHASES, cwd=root, env=environment, stdout=subprocess.PIPE, check=True)
    taken: dict[str, float] = json.loads(done.stdout)
    large = {name: work for name, work in taken.items() if work >= _SMALL * sum(taken.values())}
    return {**large, "all the rest": sum(taken.values()) - sum(large.values())}


def _edits(root: Path, runs: int) -> Iterator[Path]:
    """Some scripts that reach for data, one after the other."""
    scripts = (path for path in sorted(root.rglob("*.ts")) if path.is_file() and b".findMany(" in path.read_bytes())
    yield from (path for path, _ in zip(scripts, range(runs), strict=False))


def _theirs(root: Path, home: Path, runs: int) -> Taken | None:
    """A scan with one rule; it remembers nothing, so each is like the first."""
    tool = shutil.which("ast-grep", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if tool is None:
        return None
    patterns = "\n".join(f"    - pattern: $CLIENT.$MODEL.{call}($$$)" for call in CALLS)
    rules = home / "rules.yml"
    rules.write_text("---\n".join(RULE.format(language=kind, patterns=patterns) for kind in ("TypeScript", "Tsx")))
    command = [tool, "scan", "--rule", str(rules), "--json=stream"]
    return middle([run(command, root, dict(os.environ)) for _ in range(runs)])


def run(command: Sequence[str], folder: Path, environment: dict[str, str]) -> Taken:
    """One run of a command, its output thrown away."""
    before, begun = os.times(), perf_counter()
    subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall = perf_counter() - begun
    _wait_for_all()
    after = os.times()
    return Taken(wall, after[2] + after[3] - before[2] - before[3])


def _adopt() -> None:
    """Take over the processes that a command leaves behind, so that their work counts; only Linux can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wait_for_all() -> None:
    try:
        while True:
            os.wait()
    except (ChildProcessError, AttributeError):
        return


def middle(taken: Sequence[Taken]) -> Taken:
    """The median of several runs."""
    if not taken:
        return Taken(float("nan"), float("nan"))
    return Taken(median(one.wall for one in taken), median(one.work for one in taken))


def _report(ours: dict[str, Taken], theirs: Taken | None) -> None:
    table = Table(title="blueprint check" + (" beside ast-grep scan" if theirs else ""))
    for name in ("", "wall s", "work s", "wall, ratio", "work, ratio"):
        table.add_column(name, justify="right" if name else "left")
    for name, taken in ours.items():
        ratios = (f"{taken.wall / theirs.wall:.2f}", f"{taken.work / theirs.work:.2f}") if theirs else ("", "")
        table.add_row(name, f"{taken.wall:.2f}", f"{taken.work:.2f}", *ratios)
    if theirs:
        table.add_row("ast-grep", f"{theirs.wall:.2f}", f"{theirs.work:.2f}", "1.00", "1.00")
    console = Console()
    console.print(table)
    if theirs is None:
        console.print("ast-grep is not installed: `pip install ast-grep-cli` shows it beside")


def _report_phases(phases: dict[str, float], theirs: Taken | None) -> None:
    table = Table(title="the work of a first run, in one process")
    for name in ("", "work s", "of the whole", "ratio"):
        table.add_column(name, justify="right" if name else "left")
    whole = sum(phases.values())
    for name, work in (*phases.items(), ("together", whole)):
        ratio = f"{work / theirs.work:.2f}" if theirs else ""
        table.add_row(name, f"{work:.2f}", f"{work / whole:.0%}", ratio)
    Console().print(table)


if __name__ == "__main__":
    main()
