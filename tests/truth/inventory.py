"""What the product sees in a repository: the answer of `blueprint inventory`, in the terms of the labels."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import blueprint_ls

RULE = "tenant-scope"
"""The rules of `check` whose findings are about accesses: this one and those named after it."""
REPORTED = ("error", "warning")
"""The severities that count as a report."""


@dataclass(frozen=True, slots=True)
class Access:
    """One data access that was seen."""

    path: str
    line: int
    model: str
    operation: str
    verdict: str
    evidence: str
    severity: str | None = None
    """Of its finding; `none` where `check` has none, None where nobody asked it."""
    column: int = 1

    @property
    def is_reported(self) -> bool:
        """Whether the verdict speaks against it: unknown counts where the model is certain."""
        return self.verdict in ("unscoped", "conditional") or (self.verdict == "unknown" and bool(self.model))

    @property
    def is_told(self) -> bool:
        """Whether a person is told at error or warning: what `system` blocks name and what is safe enough is not."""
        return self.is_reported if self.severity is None else self.severity in REPORTED


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint that was seen."""

    path: str
    line: int
    method: str
    route: str
    authenticated: str
    validated: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that was seen."""

    accesses: tuple[Access, ...] = ()
    endpoints: tuple[Endpoint, ...] | None = None
    """None where nobody looked for any."""


def parsed(said: Mapping[str, Any]) -> Inventory:
    """The JSON of `blueprint inventory --format json`."""
    endpoints = said.get("endpoints")
    return Inventory(
        tuple(_access(row) for row in said["accesses"]),
        None if endpoints is None else tuple(_endpoint(row) for row in endpoints),
    )


def taken(checkout: Path, blueprint: Path) -> Inventory:
    """The inventory of a checkout as if the blueprint lay in it; the checkout itself is not touched."""
    with copied(checkout, blueprint) as copy:
        seen = parsed(_asked(copy, "inventory"))
        told = _asked(copy, "check")
    return graded(seen, told)


@contextmanager
def copied(checkout: Path, blueprint: Path) -> Iterator[Path]:
    """A folder with the files of a checkout, under one blueprint."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = _copied(checkout, Path(scratch, checkout.name))
        shutil.copyfile(blueprint, copy / "main.blueprint")
        yield copy


def graded(inventory: Inventory, told: Mapping[str, Any]) -> Inventory:
    """The same, each access with the severity that the JSON of `blueprint check` tells."""
    severities: dict[tuple[object, ...], str] = {}
    for row in told["findings"]:
        if row["rule"].startswith(RULE) and not row["silenced"]:
            place = row["path"], row["start"]["line"], row["start"]["column"]
            severities[(*place, row["data"].get("model"), row["data"].get("operation"))] = row["severity"]
    places = [(one, (one.path, one.line, one.column, one.model, one.operation)) for one in inventory.accesses]
    return replace(
        inventory, accesses=tuple(replace(one, severity=severities.get(place, "none")) for one, place in places)
    )


def _asked(folder: Path, command: str) -> Any:
    """The JSON that a command of the product prints about a folder."""
    package = str(Path(blueprint_ls.__file__).parents[1])
    written = [sys.executable, "-m", "blueprint_ls", command, "--format", "json"]
    done = subprocess.run(
        written, cwd=folder, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": package}
    )
    if done.returncode > 1:
        raise RuntimeError(f"`blueprint {command}` ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return json.loads(done.stdout)


def _copied(checkout: Path, copy: Path) -> Path:
    """The same files under another folder: linked where the file system can, copied where it cannot."""
    ignored = shutil.ignore_patterns(".git", "node_modules", "*.blueprint")
    return Path(shutil.copytree(checkout, copy, symlinks=True, ignore=ignored, copy_function=_link))


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
    return target


def _access(row: Mapping[str, Any]) -> Access:
    return Access(
        row["path"],
        row["line"],
        row.get("model") or "",
        row["operation"],
        row["verdict"],
        _sentence(row.get("evidence")),
        row.get("severity"),
        row.get("column", 1),
    )


def _endpoint(row: Mapping[str, Any]) -> Endpoint:
    by = _sentence(row.get("by"))
    evidence = "; ".join(part for part in (by, _sentence(row.get("evidence"))) if part)
    names = ("path", "line", "method", "route", "authenticated", "validated")
    return Endpoint(*(row[name] for name in names), evidence=evidence)


def _sentence(said: object) -> str:
    """Evidence in one line, whatever its shape."""
    if isinstance(said, Mapping):
        return _sentence(said.get("sentence") or said.get("message") or list(said.values()))
    if isinstance(said, list | tuple):
        return "; ".join(filter(None, map(_sentence, said)))
    return " ".join(str(said or "").split())
