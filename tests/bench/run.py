"""`make bench`: the server's latency and memory on a blueprint of 2 000 lines, beside the marks and a floor."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import repository
from measure import Figures, changed_files, cold_starts, measure, while_scanning
from rich.console import Console
from rich.table import Table
from sample import blueprint

HERE = Path(__file__).resolve().parent
OURS = [sys.executable, "-m", "blueprint_ls", "serve"]
FLOOR = [sys.executable, str(HERE / "floor.py")]
MARKS = {
    "cold start": 800,
    "keystroke": 8,
    "burst": 10,
    "edit, completion": 10,
    "memory": 70,
    "keystroke, scanning": 8,
    "one file changed": 20,
}
"""Milliseconds at the 95th percentile, megabytes of memory; a cold start counts by its median."""
ROWS = (
    "cold start",
    "keystroke",
    "burst",
    "completion",
    "edit, completion",
    "hover",
    "semantic tokens",
    "document symbols",
)


def main() -> None:
    """Measure, and print a table for each way of getting diagnostics."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cold-runs", type=int, default=5, help="processes started for the cold start (default 5)")
    options.add_argument("--code", action="store_true", help="measure beside a repository of 4 000 files alone")
    options.add_argument("--way", choices=["push", "pull"], help="measure one way alone")
    chosen = options.parse_args()
    os.environ["PYTHONPATH"] = str(HERE.parent.parent / "server")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder).resolve() / "main.blueprint"
        path.write_text(blueprint())
        if not chosen.way:
            _beside_code(path)
        if chosen.code:
            return
        for way in [chosen.way] if chosen.way else ["push", "pull"]:
            _compare(path, way, chosen.cold_runs)


def _beside_code(blueprint: Path) -> None:
    """The same blueprint at the root of a repository."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as cache:
        root, figures = Path(folder).resolve(), Figures()
        count = repository.write(root)
        path = root / "main.blueprint"
        path.write_text(blueprint.read_text())
        os.environ["XDG_CACHE_HOME"] = cache
        while_scanning(OURS, path, False, figures)
        changed_files(OURS, path, root / repository.SERVICE.format(at=7), figures)
        del os.environ["XDG_CACHE_HOME"]
    table = Table(title=f"beside a repository of {count} files", title_justify="left")
    for heading in ("", "p50", "p95", "mark"):
        table.add_column(heading, justify="right" if heading else "left")
    for name in ("keystroke, scanning", "one file changed"):
        times = figures.percentile(name, 0.5), figures.percentile(name, 0.95), MARKS[name]
        table.add_row(f"{name}, ms", *map(_number, times))
    table.add_row("peak memory, MB", "", *map(_number, (figures.scanning, MARKS["memory"])))
    Console(width=110).print(table)


def _compare(path: Path, way: str, cold_runs: int) -> None:
    pull = way == "pull"
    ours = measure(OURS, path, pull, features=True)
    cold_starts(OURS, path, pull, ours, cold_runs)
    floor = Figures()
    if not pull:
        floor = measure(FLOOR, path, pull, features=False)
        cold_starts(FLOOR, path, pull, floor, cold_runs)
    lines = path.read_text().count("\n")
    _print(f"diagnostics by {way}, {lines} lines, {path.stat().st_size // 1000} kB", ours, floor)


def _print(title: str, ours: Figures, floor: Figures) -> None:
    table = Table(title=title, title_justify="left")
    for heading in ("", "p50", "p95", "mark", "floor p95", "CPU", "floor CPU", "ours / floor"):
        table.add_column(heading, justify="right" if heading else "left")
    for name in ROWS:
        p95, bare = ours.percentile(name, _part(name)), floor.percentile(name, _part(name))
        work, bare_work = ours.work.get(name), floor.work.get(name)
        shown = (ours.percentile(name, 0.5), p95, MARKS.get(name), bare, work, bare_work)
        table.add_row(f"{name}, ms", *map(_number, shown), _ratio(work, bare_work))
    memory = (None, ours.memory, MARKS["memory"], floor.memory, None, None)
    table.add_row("peak memory, MB", *map(_number, memory), _ratio(ours.memory, floor.memory))
    Console(width=110).print(table)


def _part(name: str) -> float:
    """A cold start is measured too seldom to have a 95th percentile."""
    return 0.5 if name == "cold start" else 0.95


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"


def _ratio(value: float | None, bare: float | None) -> str:
    return f"{value / bare:.2f}" if value and bare else ""


if __name__ == "__main__":
    main()
