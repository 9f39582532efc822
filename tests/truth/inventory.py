"""What the product sees in a repository: the answer of `blueprint inventory`, in the terms of the labels."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    """Of its finding; None where the inventory does not say."""

    @property
    def is_reported(self) -> bool:
        """Whether a person is told: unknown counts where the model is certain."""
        if self.severity is not None:
            return self.severity in REPORTED
        return self.verdict in ("unscoped", "conditional") or (self.verdict == "unknown" and bool(self.model))


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
    with tempfile.TemporaryDirectory() as scratch:
        copy = _copied(checkout, Path(scratch, checkout.name))
        shutil.copyfile(blueprint, copy / "main.blueprint")
        command = [sys.executable, "-m", "blueprint_ls", "inventory", "--format", "json"]
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=True)
    return parsed(json.loads(done.stdout))


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
