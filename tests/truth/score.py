"""`make accuracy`: what the product says of labelled repositories, held against the labels.

Checkouts lie in one folder, each under `owner__repository` or `repository`, at the commit that its labels name.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from truth import labels, report
from truth.inventory import Inventory, parsed, taken
from truth.labels import Labels
from truth.report import Compared, compared

CHECKOUTS = "BLUEPRINT_TRUTH_CHECKOUTS"


@dataclass(frozen=True, slots=True)
class Given:
    """Where to look."""

    labels: Path
    checkouts: Path | None
    inventories: Path | None
    """Inventories taken earlier, as `owner__repository.json`."""
    only: Sequence[str]
    """Parts of the names of the repositories wanted; all of them where empty."""

    def wants(self, one: Labels) -> bool:
        """Whether a repository is asked for."""
        return not self.only or any(word in one.repository for word in self.only)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare and print; 0, or 2 where there is nothing to compare."""
    options = _options().parse_args(arguments)
    given = Given(options.labels, options.checkouts, options.inventories, options.only)
    rows = list(_all(given))
    if not rows:
        print(f"No labelled repository was found. Name the folder of the checkouts: {CHECKOUTS}=…", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(report.data(rows), indent=2))
    else:
        report.show(rows)
    return 0


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="score", description=__doc__)
    folder = os.environ.get(CHECKOUTS)
    options.add_argument("checkouts", type=Path, nargs="?", default=Path(folder) if folder else None)
    options.add_argument("--labels", type=Path, default=labels.HERE, help="the folder of the labels (default: here)")
    options.add_argument("--inventories", type=Path, help="a folder of inventories to read instead of taking them")
    options.add_argument("--only", action="append", default=[], help="only repositories with this in their name")
    options.add_argument("--json", action="store_true", help="figures and errors for programs")
    return options


def _all(given: Given) -> Iterator[Compared]:
    for one in labels.read(given.labels):
        if not given.wants(one):
            continue
        inventory = _inventory(given, one)
        if inventory is not None:
            yield compared(one, inventory)


def _inventory(given: Given, one: Labels) -> Inventory | None:
    if given.inventories:
        path = given.inventories / f"{one.folders[0]}.json"
        return parsed(json.loads(path.read_text("utf-8"))) if path.exists() else None
    checkout = checkout_of(given.checkouts, one)
    if checkout is None:
        return None
    print(f"reading {one.repository} …", file=sys.stderr)
    try:
        return taken(checkout, one.blueprint)
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        print(f"{one.repository}: left out: {error}", file=sys.stderr)
        return None


def checkout_of(folder: Path | None, one: Labels) -> Path | None:
    """Where a repository's files lie; None, and a word about it, where they do not."""
    found = [folder / name for name in one.folders if (folder / name).is_dir()] if folder else []
    if not found:
        print(f"{one.repository}: no checkout", file=sys.stderr)
        return None
    revision = _revision(found[0])
    if revision not in (None, one.commit):
        print(f"{one.repository}: the checkout is at {revision}, the labels are for {one.commit}", file=sys.stderr)
    return found[0].resolve()


def _revision(checkout: Path) -> str | None:
    """The commit of a checkout; None where it has no history of its own."""
    if not (checkout / ".git").exists():
        return None
    done = subprocess.run(["git", "-C", str(checkout), "rev-parse", "HEAD"], capture_output=True, text=True)
    return done.stdout.strip() or None


if __name__ == "__main__":
    sys.exit(main())
